"""The web server, as the site runs it."""

import multiprocessing
import os
import signal

from granian.constants import Interfaces
from granian.http import HTTP1Settings, HTTP2Settings
from granian.log import LogLevels
from granian.server import Server

from studyapp import databases
from studyapp.processes import end_with_parent

STOPPING = databases.LOCKED + 5  # seconds: who waits for the database is answered first; below systemd's patience


def run(host: str, port: int, workers: int) -> None:
    """Serve until told to stop. One blocking thread a worker: SQLite takes one writer at a time.

    In a session of its own: a Ctrl-C is passed on by the first process, since a worker that is told twice to stop hangs or breaks off.
    """
    os.setsid()
    end_with_parent()
    multiprocessing.set_start_method("fork", force=True)  # workers share what is loaded already
    os.register_at_fork(after_in_child=_end_when_told)
    Server(
        "studyapp.wsgi:application", host, port, interface=Interfaces.WSGI, workers=workers, blocking_threads=1,
        websockets=False, http1_settings=HTTP1Settings(), http2_settings=HTTP2Settings(), log_level=LogLevels.warning,
        respawn_failed_workers=True, workers_kill_timeout=STOPPING,
    ).serve()  # fmt: skip


def _end_when_told() -> None:
    """A worker that is told to stop before it serves just ends: what it was forked with would only tell the server."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
