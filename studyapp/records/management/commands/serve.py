"""Serve the site. With --setup: migrations, content and static files first."""

import logging
import os
import signal
import socket
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from studyapp.processes import end_with_parent
from studyapp.records import attempts
from studyapp.records.shelf import NoContent, catalogue

log = logging.getLogger(__name__)
SWEEP_EVERY = 20  # seconds


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000")
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument(
            "--setup", action="store_true", help="prepare the database, the cache table and the static files"
        )

    def handle(self, *args: Any, host: str, port: str, workers: int, setup: bool, **options: Any) -> None:
        address = _free(host, port)
        if setup:
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
        try:
            catalogue()
        except NoContent as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The site is at http://{host}:{address}  (Ctrl+C stops it)")
        self.stdout.flush()
        raise SystemExit(_serve(_granian(host, address, workers)))


def _serve(command: list[str]) -> int:
    """Run the server, and beside it the sweeper that stores attempts whose time ran out; its exit code."""
    server = subprocess.Popen(command, preexec_fn=end_with_parent)  # noqa: S603, PLW1509 - our own interpreter; no threads yet
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: server.terminate())
    while True:
        try:
            return server.wait(timeout=SWEEP_EVERY)
        except subprocess.TimeoutExpired:
            _sweep()


def _sweep() -> None:
    try:
        attempts.sweep()
    except DatabaseError:
        log.exception("the sweeper could not store what ran out; it tries again")
    finally:
        connection.close()


def _free(host: str, port: str) -> int:
    """The port as a number, if nothing listens there."""
    if not port.isdigit() or not 1 <= int(port) <= 65535:
        raise CommandError(f'PORT is "{port}". Fix: use a number from 1 to 65535.')
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            raise CommandError(
                f"port {port} cannot be used: {error.strerror}. Fix: choose another, as in PORT=8001."
            ) from error
    return int(port)


def _granian(host: str, port: int, workers: int) -> list[str]:
    """One blocking thread a worker: SQLite takes one writer at a time."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "1", "--no-ws", "--log-level", "warning",
        "--respawn-failed-workers", "--workers-kill-timeout", "5",  # one that hangs holds up no restart
        "--working-dir", str(settings.ROOT), "studyapp.wsgi:application",
    ]  # fmt: skip
