"""A served site in production mode, with the real course and the very command; and a table of what was done to it and found."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.racing import OwnDatabase, drop, new_database
from tests.served.site import ROOT, Site

SERVE = (sys.executable, "manage.py", "serve", "--setup", "--workers", "2", "--port")
os.environ["PYTEST_DEBUG_TEMPROOT"] = tempfile.gettempdir()  # what is killed here writes to a real disk


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    what: str
    acknowledged: int | None = None
    lost: int | None = None
    refused: int | None = None
    found: str = ""


_rows: list[Row] = []
Note = Callable[..., None]


@pytest.fixture
def note() -> Note:
    """Put a line into the table."""
    return lambda *told, **more: _rows.append(Row(*told, **more))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _rows:
        return
    terminalreporter.section(f"what was done, and what was found ({connection.vendor})")
    width = max(len(row.what) for row in _rows)
    terminalreporter.line(f"{'':{width}} {'acknowledged':>12} {'lost':>5} {'refused':>7}  found")
    for row in _rows:
        numbers = ("" if one is None else f"{one:,}" for one in (row.acknowledged, row.lost, row.refused))
        acknowledged, lost, refused = numbers
        terminalreporter.line(f"{row.what:{width}} {acknowledged:>12} {lost:>5} {refused:>7}  {row.found}".rstrip())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One for each file here, with a database of its own."""
    var = tmp_path_factory.mktemp("site")
    site = Site(var, new_database(var), content=ROOT / "content", command=SERVE)
    site.start()
    yield site
    site.stop()
    drop(site.database)


@pytest.fixture(autouse=True)
def db(site: Site, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The tests look into the database of the served site."""
    with django_db_blocker.unblock(), OwnDatabase(site.database):
        yield
