"""Broken content, at a start and at a reload, with a kill at each step of keeping what is good: learners see the last good version."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from tests.bench import large_bank
from tests.faults import machine
from tests.faults.conftest import SERVE, Note
from tests.faults.kettle import change, written
from tests.pages.markup import read
from tests.served.site import ROOT, Browser, Site

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="it is the same on any database")
BROKEN = ("course.yaml", "modules: [water]", "modules: [water]\nsumary: It whistles.")
SECONDS, MEGABYTES = 10, 500  # for 100,000 lines


@pytest.fixture(autouse=True)
def db() -> None:
    """Nobody looks into a database here."""


@pytest.fixture
def own(tmp_path: Path) -> Site:
    """A site with the kettle, that nobody has started yet."""
    return Site(tmp_path, str(tmp_path / "study.sqlite3"), content=written(tmp_path / "content"), command=SERVE)


def complaint(site: Site) -> str:
    return f'{site.content}/kettle/course.yaml:3: unknown key "sumary". Fix: did you mean "summary"?'


def title(site: Site) -> str:
    return read(Browser(site).get("/courses/kettle/").text).one("h1").text


def check_content(site: Site) -> tuple[int, str]:
    command = [sys.executable, "manage.py", "check_content"]
    done = subprocess.run(command, cwd=ROOT, env=site.environment(), capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_start_with_broken_content_serves_the_last_good(own: Site, note: Note) -> None:
    own.start()
    own.stop()
    change(own.content, *BROKEN)
    change(own.content, "course.yaml", "The kettle", "The broken kettle")
    own.start()
    assert title(own) == "The kettle"
    own.stop()
    assert complaint(own) in own.log()
    assert check_content(own) == (1, f"{complaint(own)}\n")
    note(
        "a start with broken content", found="the last good is served; log and check_content name file, line and repair"
    )


def test_a_broken_change_is_not_served_and_a_mended_one_is(own: Site, note: Note) -> None:
    """In local mode, where changes are seen at once."""
    own.mode = "local"
    own.start()
    assert title(own) == "The kettle"
    change(own.content, *BROKEN)
    change(own.content, "course.yaml", "The kettle", "The other kettle")
    time.sleep(1.1)
    assert {title(own) for _ in range(8)} == {"The kettle"}
    assert complaint(own) in own.log()
    change(own.content, *[BROKEN[0], *BROKEN[:0:-1]])
    time.sleep(1.1)
    assert {title(own) for _ in range(8)} == {"The other kettle"}
    own.stop()
    note("a broken change, seen at once", found="the last good is served, and the mended one after it")


def test_a_first_start_with_nothing_good_says_what_is_wrong_and_stops(own: Site, note: Note) -> None:
    change(own.content, *BROKEN)
    own.begin()
    assert own.process is not None
    assert own.process.wait(60) == 1
    assert own.log().endswith(f"CommandError: there is no sound content. {complaint(own)}\n")
    note("a first start with nothing but broken content", found="says what is wrong and stops")


def test_a_kill_at_any_step_of_keeping_what_is_good_leaves_something_good(tmp_path: Path, note: Note) -> None:
    """As many kills as there are steps, and after each a start with broken content."""
    command = [sys.executable, "-m", "tests.faults.keeping", str(written(tmp_path / "content"))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    kills = int(done.stdout)
    assert kills > 30
    note(
        "kill -9 at each step of keeping the last good",
        found=f"{kills} kills; a start with broken content serves a good one after each",
    )


@pytest.mark.parametrize("name", ["proven scenarios", "nothing but flaws"])
def test_a_hundred_thousand_lines_are_checked_in_time(name: str, note: Note) -> None:
    state = machine.state()
    command = [sys.executable, "-m", "tests.bench.large_bank", name]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    lines, seconds, megabytes = int(told[0].replace(",", "")), float(told[2]), int(told[3])
    state |= machine.state()
    note(f"a bank of 100,000 lines: {name}", found=f"{seconds:.1f} s of CPU, {megabytes} MB; {state}")
    assert lines >= large_bank.LINES
    assert megabytes <= MEGABYTES
    assert seconds <= SECONDS or not state.is_promised
