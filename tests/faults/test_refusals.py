"""A full disk, a locked database: a plain refusal, never a false "saved"; what was chosen is kept; no restart is needed after it."""

import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from threading import Thread

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from studyapp.records.models import Attempt
from tests.faults.conftest import SERVE, Note
from tests.faults.studying import QUIZ, begin, choice_of, newcomer
from tests.pages.markup import read
from tests.racing import OwnDatabase, at_once, new_database
from tests.records.acting import asked_at
from tests.served.site import ROOT, Reply, Site

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="the disk and the locks of PostgreSQL are its own"
)
NOT_NOW = "This cannot be done just now"
PLACES = 10
HOLD = """
import sqlite3, sys, time
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
"""


class Run:
    """A run under way, and what was acknowledged of it."""

    def __init__(self, site: Site) -> None:
        self.browser = newcomer(site)
        self.attempt = begin(self.browser, size=PLACES)
        self.told: dict[int, str] = {}
        assert self.save(1, "1").status == 302

    def save(self, place: int, choice: str) -> Reply:
        reply = self.browser.post(f"/attempts/{self.attempt}/{place}/", choice=choice, act="save")
        if reply.status == 302:
            self.told[place] = choice
        return reply

    def stored(self) -> dict[int, str]:
        attempt = Attempt.objects.get(pk=self.attempt)
        rows = [asked_at(attempt, place) for place in range(1, PLACES + 1)]
        return {row.position: choice_of(row) for row in rows if hasattr(row, "answer")}

    def until_refused(self) -> tuple[int, str, Reply]:
        """Save until something is refused: what that was, and what was said."""
        for turn, place in zip(range(5000), cycle(range(1, PLACES + 1))):
            choice = str((turn // PLACES + place) % 3 + 1)
            reply = self.save(place, choice)
            if reply.status != 302:
                return place, choice, reply
        raise AssertionError("nothing is ever refused")

    def check_refusal(self, place: int, choice: str, reply: Reply) -> None:
        """It says so, claims nothing, and its own form sends the same again."""
        page = read(reply.text).one("main")
        assert (reply.status, page.one("h1").text) == (503, NOT_NOW)
        kept = {one.attrs["name"]: one.attrs["value"] for one in page.one("form").all("input")}
        assert kept == {"choice": choice, "act": "save", "csrfmiddlewaretoken": self.browser.cookies["csrftoken"]}
        assert page.one("form").attrs["action"] == f"/attempts/{self.attempt}/{place}/"
        assert self.stored() == self.told
        assert self.browser.get(f"/attempts/{self.attempt}/{place}/").status == 200

    def check_recovery(self, place: int, choice: str) -> None:
        assert self.save(place, choice).status == 302
        assert self.stored() == self.told
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@contextmanager
def quota(site: Site) -> Iterator[None]:
    """No process of the site may write beyond the first bytes of any file."""
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in site.processes()}
    try:
        for pid, (_, most) in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, most))
        yield
    finally:
        for pid, limits in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def test_beyond_a_quota_nothing_is_called_saved(site: Site, note: Note) -> None:
    run = Run(site)
    with quota(site):
        refusal = run.until_refused()
        run.check_refusal(*refusal)
    run.check_recovery(*refusal[:2])
    note("quota: writes fail with EFBIG", len(run.told), 0, 1, "refused with 503, stored without a restart after it")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one's own of 64 MB, where this user may mount one."""
    command = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(tmp_path)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("this user may mount nothing; the quota above is for everybody")
    yield tmp_path
    subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


def fill(path: Path) -> None:
    """To the last byte."""
    with path.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while file.write(b"0" * size):
                    pass
            except OSError:
                continue


def test_on_a_full_disk_nothing_is_called_saved(
    small_disk: Path, django_db_blocker: DjangoDbBlocker, note: Note
) -> None:
    site = Site(small_disk, new_database(small_disk), content=ROOT / "content", command=SERVE)
    site.start()
    with OwnDatabase(site.database):
        run = Run(site)
        fill(small_disk / "filler")
        refusal = run.until_refused()
        run.check_refusal(*refusal)
        (small_disk / "filler").unlink()
        run.check_recovery(*refusal[:2])
    site.stop(signal.SIGKILL)
    note(
        "full disk: writes fail with ENOSPC", len(run.told), 0, 1, "refused with 503, stored without a restart after it"
    )


@contextmanager
def held(site: Site, seconds: float) -> Iterator[None]:
    """Somebody else keeps the database to himself."""
    command = [sys.executable, "-c", HOLD, site.database, str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        yield
        holder.kill()


def test_a_database_that_is_locked_for_a_while_is_waited_for(site: Site) -> None:
    run = Run(site)
    with held(site, 2):
        assert run.save(2, "2").status == 302
    assert run.stored() == run.told


def test_a_database_that_stays_locked_is_a_refusal(site: Site, note: Note) -> None:
    """For somebody in a run, and for somebody who only begins."""
    run, other = Run(site), newcomer(site)
    with held(site, 600):
        began = time.monotonic()
        replies = at_once(
            lambda: run.save(2, "2"), lambda: other.post(f"{QUIZ}attempts/", mode="practice", size=str(PLACES))
        )
        took = time.monotonic() - began
        reply, first = (one for one in replies if isinstance(one, Reply))
        run.check_refusal(2, "2", reply)
    assert (first.status, read(first.text).one("h1").text) == (503, NOT_NOW)
    run.check_recovery(2, "2")
    assert other.post(f"{QUIZ}attempts/", mode="practice", size=str(PLACES)).status == 302
    note(
        "database locked by somebody else", len(run.told), 0, 2, f"refused with 503 after {took:.0f} s, stored after it"
    )


def test_a_stop_waits_for_who_waits_for_the_database(site: Site, note: Note) -> None:
    run, replies = Run(site), list[Reply]()
    with held(site, 600):
        waiting = Thread(target=lambda: replies.append(run.save(2, "2")))
        waiting.start()
        time.sleep(1)
        assert site.process is not None
        site.process.terminate()
        time.sleep(7)
    waiting.join()
    site.gone()
    site.start()
    assert [reply.status for reply in replies] == [302]
    assert run.stored() == run.told == {1: "1", 2: "2"}
    note("stopped while an answer waits for a lock", len(run.told), 0, 0, "answered before the end")
