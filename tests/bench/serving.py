"""The site and the bare views, each served by the command that serves the site."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.bench import processes
from tests.bench.load import Line, request
from tests.bench.processes import Times
from tests.bench.run import HOST, ROOT

WORKERS = 2
PATIENCE = 60  # seconds
BARE = "tests.bench.bare.settings"


@dataclass(frozen=True)
class Served:
    port: int
    pid: int
    seconds: float  # from the start to the first page
    database: int | None  # the process that PostgreSQL began with

    def times(self) -> Times:
        """What the server's processes, and those of the database's server, have spent."""
        found = processes.times(self.pid)
        return {**found, **processes.times(self.database)} if self.database else found

    def workers(self) -> list[int]:
        """The processes that answer: those without children, but for Python's own helper."""
        mine = [pid for pid in processes.family(self.pid) if len(list(processes.family(pid))) == 1]
        return [pid for pid in mine if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(command: list[str], port: int, environment: Mapping[str, str]) -> Iterator[Served]:
    """Start it, and wait for the first page."""
    log = Path(settings.VAR) / "log"
    began = time.perf_counter()
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - began > PATIENCE:
                sys.exit(f"the server does not answer: {log.read_text()}")
            time.sleep(0.01)
        yield Served(port, process.pid, time.perf_counter() - began, _database())
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def _answers(port: int) -> bool:
    try:
        line = Line(port)
        status = line.ask(request("/", {})).status
        line.close()
    except OSError:
        return False
    return status == 200


def _database() -> int | None:
    if connection.vendor == "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return processes.parent(cursor.fetchone()[0])


@contextmanager
def site() -> Iterator[Served]:
    """As docs/operating.md has it."""
    port = free_port()
    command = [sys.executable, "manage.py", "serve", "--setup", "--port", str(port), "--workers", str(WORKERS)]
    with serving(command, port, os.environ) as found:
        yield found


@contextmanager
def bare(environment: Mapping[str, str]) -> Iterator[Served]:
    port = free_port()
    command = [sys.executable, "-c", f"from studyapp import server; server.run({HOST!r}, {port}, {WORKERS})"]
    with serving(command, port, environment) as found:
        yield found


def bare_environment() -> dict[str, str]:
    """The same mode, and a database of its own of the same kind, with its tables."""
    var, url = Path(settings.VAR) / "bare", os.environ["DATABASE_URL"]
    if url:
        with connection.cursor() as cursor:
            cursor.execute("CREATE DATABASE bare")
    made = os.environ | {
        "DJANGO_SETTINGS_MODULE": BARE, "STUDYAPP_VAR": str(var), "DATABASE_URL": url.replace("/postgres?", "/bare?"),
    }  # fmt: skip
    subprocess.run([sys.executable, "-m", "django", "migrate", "--run-syncdb", "-v0"], cwd=ROOT, env=made, check=True)
    return made
