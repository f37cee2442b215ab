"""PostgreSQL started anew, away, killed and locked: plain refusals meanwhile, nothing acknowledged lost, and the site goes on by itself."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import psycopg
import pytest
from django.db import connection

from studyapp.records.models import Attempt
from tests import postgres
from tests.faults.conftest import Note
from tests.faults.studying import (
    QUIZ,
    Student,
    at_work,
    begin,
    choice_of,
    doubled,
    lost,
    newcomer,
    refused,
    told,
    wait_for,
)
from tests.pages.markup import read
from tests.racing import SERVER, url_of
from tests.records.acting import asked_at
from tests.served.site import PATIENCE, Site

pytestmark = pytest.mark.skipif(not SERVER, reason="there is no PostgreSQL here")
NOT_NOW = "This cannot be done just now"
STUDENTS = 8
MANY = 30  # answers


@pytest.fixture
def folder() -> Path:
    """Where the throw-away server has its socket and its data."""
    match = re.search("host=(.+)", SERVER)
    assert match
    return Path(match[1])


def start(folder: Path) -> None:
    """Until it takes connections. The first try may come too early: those that the old server left behind end by themselves."""
    ends = time.monotonic() + PATIENCE
    while subprocess.run(
        postgres.starting(folder, postgres.DURABLE), check=False, capture_output=True, cwd="/"
    ).returncode:
        assert time.monotonic() < ends, (folder / "data" / "log").read_text()
        time.sleep(0.1)
    connection.close()


def stop(folder: Path) -> None:
    subprocess.run(postgres.stopping(folder, "fast"), check=True, capture_output=True, cwd="/")


def kill(folder: Path) -> None:
    os.kill(int((folder / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)


@pytest.mark.parametrize(("what", "end"), [("PostgreSQL started anew", stop), ("PostgreSQL killed", kill)])
def test_an_end_of_the_database_in_mid_load_costs_nothing_acknowledged(
    site: Site, folder: Path, note: Note, what: str, end: object
) -> None:
    students = [Student(newcomer(site)) for _ in range(STUDENTS)]
    over = Event()
    threads = at_work(students, over)
    wait_for(students, MANY)
    end(folder)  # type: ignore[operator]
    began = time.monotonic()
    time.sleep(1)
    start(folder)
    wait_for(students, STUDENTS)
    took = time.monotonic() - began
    wait_for(students, MANY)
    over.set()
    for thread in threads:
        thread.join()
    missing, said = lost(students), refused(students)
    note(
        what,
        told(students),
        len(missing),
        said.total(),
        f"all answered again {took:.1f} s after its end, of which 1 s without it",
    )
    assert (missing, doubled(), set(said)) == ([], [], {503})
    assert [student.cut for student in students] == [[]] * STUDENTS


def test_without_its_database_the_site_says_so_and_keeps_what_was_chosen(site: Site, folder: Path) -> None:
    browser = newcomer(site)
    attempt = begin(browser)
    path = f"/attempts/{attempt}/1/"
    stop(folder)
    page, reply = browser.get(path), browser.post(path, choice="2", act="save")
    start(folder)
    assert (page.status, read(page.text).one("h1").text) == (503, NOT_NOW)
    assert (reply.status, read(reply.text).one("h1").text) == (503, NOT_NOW)
    kept = {one.attrs["name"]: one.attrs["value"] for one in read(reply.text).one("main").one("form").all("input")}
    assert kept == {"choice": "2", "act": "save", "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
    assert browser.get(path).status == 200
    assert browser.post(path, choice=kept["choice"], act=kept["act"]).status == 302
    assert choice_of(asked_at(Attempt.objects.get(pk=attempt), 1)) == "2"


@contextmanager
def held(site: Site) -> Iterator[None]:
    """Somebody else keeps the answers to himself."""
    with psycopg.connect(url_of(site.database)) as holder:
        holder.execute("LOCK TABLE records_answer IN EXCLUSIVE MODE")
        yield


def test_a_table_that_stays_locked_is_a_refusal(site: Site, note: Note) -> None:
    browser = newcomer(site)
    path = f"/attempts/{begin(browser)}/1/"
    with held(site):
        began = time.monotonic()
        reply = browser.post(path, choice="2", act="save")
        took = time.monotonic() - began
        assert browser.get(path).status == 200
    assert (reply.status, read(reply.text).one("h1").text) == (503, NOT_NOW)
    assert browser.get(QUIZ).status == 200
    assert browser.post(path, choice="2", act="save").status == 302
    note("table locked by somebody else", 1, 0, 1, f"refused with 503 after {took:.0f} s, stored after it")
