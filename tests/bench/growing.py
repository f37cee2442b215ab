"""One size of the site: seeded in a database of its own, and asked for its pages as often as whoever measures wants.

A process of its own, as tests/bench/growth.py starts it: it reads the name of a page a line, and writes what five requests cost.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO, StringIO
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time_ns
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import django
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction

from studyapp.records.models import Tally
from tests.bench import crowds
from tests.bench.visits import Page, pages

AT_ONCE = 5  # requests a measurement
CONTROL = re.compile(r"\s*(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT)")


@dataclass
class Statements:
    """Counts what is executed, transaction control not counted; PostgreSQL's look at a connection is not seen here."""

    count: int = 0

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        self.count += not CONTROL.match(sql)
        return execute(sql, *rest)


def database_ns() -> int:
    """How long the process that serves this connection has worked so far; 0 where the database is in our own."""
    if connection.vendor == "sqlite":
        return 0
    return int(Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0])


class Site:
    """The application, asked without a network between."""

    def __init__(self) -> None:
        self.application = get_wsgi_application()
        for signal in (request_started, request_finished):  # a request inside a transaction keeps its connection
            signal.disconnect(close_old_connections)

    def ask(self, page: Page) -> tuple[str, bytes]:
        """The status and the body of one request."""
        body = urlencode({**page.sent, "csrfmiddlewaretoken": page.token}).encode() if page.sent else b""
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "POST" if page.sent else "GET", "PATH_INFO": page.path.partition("?")[0],
            "QUERY_STRING": page.path.partition("?")[2], "HTTP_HOST": settings.ALLOWED_HOSTS[0], "HTTP_X_FORWARDED_PROTO": "https",
            "HTTP_X_FORWARDED_FOR": "192.0.2.1", "HTTP_COOKIE": f"sessionid={page.session}; csrftoken={page.token}", "CONTENT_LENGTH": str(len(body)),
            "HTTP_ORIGIN": f"https://{settings.ALLOWED_HOSTS[0]}", "CONTENT_TYPE": "application/x-www-form-urlencoded", "wsgi.input": BytesIO(body),
        }  # fmt: skip
        setup_testing_defaults(environ)
        status: list[str] = []
        response = self.application(environ, lambda line, headers, error=None: status.append(line))
        found = b"".join(response)
        response.close()
        return status[0], found

    def cost(self, page: Page) -> dict[str, float]:
        """What one request takes: milliseconds of work, the database's included, statements and bytes. What it changes is taken back."""
        for cache in caches.all():
            cache.clear()  # else the limits would stop us
        counter = Statements()
        with taken_back(bool(page.sent)), connection.execute_wrapper(counter):
            database, began = database_ns(), process_time_ns()
            status, body = self.ask(page)
            work = process_time_ns() - began + database_ns() - database
        assert status.startswith(page.status), f"{page.name}: {page.path} is {status}"
        return {"ms": work / 1e6, "statements": counter.count, "bytes": len(body)}


@contextmanager
def taken_back(changes: bool) -> Iterator[None]:
    if not changes:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def seed(copies: int, questions: int) -> dict[str, Page]:
    """The database as it is at this size, and the pages to be asked for."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    return {page.name: page for page in pages(crowds.make(copies, questions))}


def rebuilt() -> dict[str, float]:
    """How many learners' counts, and wordings' sums, are others when they are made anew."""
    began, said = perf_counter(), StringIO()
    sums = ("revision", "taken", "right", "n", "rest", "squares")
    before = set(Tally.objects.values_list(*sums))
    call_command("rebuild_progress", stdout=said)
    learners, wrong = map(int, re.findall(r"\d+", said.getvalue()))
    after = set(Tally.objects.values_list(*sums))
    return {
        "learners": learners, "wrong": wrong, "wordings": len(after), "wrong wordings": len(before ^ after),
        "seconds": perf_counter() - began,
    }  # fmt: skip


def seeded(copies: int, questions: int) -> dict[str, Page]:
    """In a process that ends with it: the memory it leaves in pieces, the more of them the larger the size, no site is served from."""
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=django.setup) as pool:
        return pool.submit(seed, copies, questions).result()


def main(copies: int, questions: int) -> None:
    found, site = seeded(copies, questions), Site()
    print(json.dumps(list(found)), flush=True)
    for line in sys.stdin:
        name = line.strip()
        said = rebuilt() if name == "rebuild" else [site.cost(found[name]) for _ in range(AT_ONCE)]
        print(json.dumps(said), flush=True)
