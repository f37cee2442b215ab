"""Serve the site. With --setup: migrations, content and static files first."""

import gc
import logging
import multiprocessing
import os
import signal
import socket
from argparse import ArgumentParser
from collections.abc import Callable
from multiprocessing.context import ForkProcess
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.urls import get_resolver

from studyapp import server
from studyapp.processes import end_with_parent
from studyapp.records import attempts
from studyapp.records.shelf import NoContent, catalogue

log = logging.getLogger(__name__)
SWEEP_EVERY = 20  # seconds
FORK = multiprocessing.get_context("fork")


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
        aside = _begun(_set_up) if setup else None
        gc.disable()  # nothing of what is loaded now is garbage, and to look for some takes an eighth of the time
        try:
            catalogue()
        except NoContent as error:
            raise CommandError(str(error)) from error
        get_resolver().url_patterns  # noqa: B018 - loads the pages
        if aside:
            aside.join()
            if aside.exitcode:
                raise SystemExit(aside.exitcode)
        if settings.PRODUCTION and not settings.EMAIL_HOST:
            self.stderr.write(
                f"STUDYAPP_SMTP is not set: mail reaches nobody and is put into {settings.EMAIL_FILE_PATH}."
            )
        self.stdout.write(f"The site is at http://{host}:{address}  (Ctrl+C stops it)")
        self.stdout.flush()
        raise SystemExit(_serve(host, address, workers))


def _begun(work: Callable[[], None]) -> ForkProcess:
    """It goes on in a process of its own, while pages and content are loaded here: workers would carry all that it loads."""
    process = FORK.Process(target=work)
    process.start()
    return process


def _set_up() -> None:
    end_with_parent()
    try:
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
    except CommandError as error:
        raise SystemExit(str(error)) from error


def _serve(host: str, port: int, workers: int) -> int:
    """Run the server, and beside it the sweeper that stores attempts whose time ran out; its exit code.

    The server and its workers are forked off, so that pages and content are loaded once and their memory is shared.
    """
    connection.close()
    gc.freeze()  # what is there stays, and looking through it would unshare it
    gc.set_threshold(10_000, 20, 50)  # a page makes thousands of objects, and hardly any that point at each other
    gc.enable()
    served = FORK.Process(target=server.run, args=(host, port, workers))
    served.start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: served.terminate())
    while served.exitcode is None:
        served.join(SWEEP_EVERY)
        if served.exitcode is None:
            _sweep()
    return served.exitcode


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
