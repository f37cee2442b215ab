"""The web server, as the site runs it."""

import multiprocessing
import os
import signal
import threading

from granian.constants import Interfaces
from granian.http import HTTP1Settings, HTTP2Settings
from granian.log import LogLevels
from granian.server import Server

from studyapp import databases
from studyapp.processes import end_with_parent

STOPPING = databases.LOCKED + 5  # seconds: who waits for the database is answered first; below systemd's patience
STOPS = (signal.SIGTERM, signal.SIGINT)


def run(host: str, port: int, workers: int) -> None:
    """Serve until told to stop. One blocking thread a worker: SQLite takes one writer at a time.

    In a session of its own: a Ctrl-C is passed on by the first process.
    """
    os.setsid()
    end_with_parent()
    multiprocessing.set_start_method("fork", force=True)  # workers share what is loaded already
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    os.register_at_fork(after_in_child=_heed_stops)
    _heed_stops()
    Server(
        "studyapp.wsgi:application", host, port, interface=Interfaces.WSGI, workers=workers, blocking_threads=1,
        websockets=False, http1_settings=HTTP1Settings(), http2_settings=HTTP2Settings(), log_level=LogLevels.warning,
        respawn_failed_workers=True, workers_kill_timeout=STOPPING,
    ).serve()  # fmt: skip


def _heed_stops() -> None:
    """Wait for a stop in a thread: a handler of Python's runs in the main one, and never if that was just about to wait for a lock."""
    for number in STOPS:
        signal.signal(number, signal.SIG_DFL)
    threading.Thread(target=_stop_when_told, daemon=True).start()


def _stop_when_told() -> None:
    """As the server wants it done, or at once where it has not begun yet. Whoever is told twice stops once."""
    number = signal.sigwait(STOPS)
    handler = signal.getsignal(number)
    if not callable(handler):
        os._exit(0)
    handler(number, None)
