"""kill -9 in mid-load, again and again, and a stop in mid-load: nothing acknowledged is lost, and nobody needs to lend a hand."""

import os
import signal
import time
from threading import Event

import pytest
from django.db import connection

from studyapp.records import progress
from studyapp.records.models import Learner
from studyapp.server import STOPPING
from tests.faults import machine
from tests.faults.conftest import Note
from tests.faults.studying import Student, at_work, doubled, lost, newcomer, refused, told, wait_for
from tests.records.acting import standings
from tests.served.site import PATIENCE, Site

ROUNDS = 20 if connection.vendor == "sqlite" else 5
STOPS = 3
STUDENTS = 8
MANY = 30  # answers, and then the end
BACK = 5  # seconds


@pytest.fixture
def students(site: Site) -> list[Student]:
    return [Student(newcomer(site)) for _ in range(STUDENTS)]


def is_sound() -> bool:
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        return bool(cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)])


def test_nothing_acknowledged_is_lost_in_any_of_many_kills(site: Site, students: list[Student], note: Note) -> None:
    """In every other round only the first process is killed, and those that it has started must end with it."""
    state, back, missing = machine.state(), list[float](), list[str]()
    for turn in range(ROUNDS):
        threads = at_work(students, Event())
        wait_for(students, MANY + turn)
        for pid in site.processes()[: None if turn % 2 else 1]:
            os.kill(pid, signal.SIGKILL)
        site.gone()
        for thread in threads:
            thread.join()
        back.append(site.start())
        assert is_sound()
        missing += lost(students)
    state |= machine.state()
    note(
        f"kill -9 in mid-load, {ROUNDS} times", told(students), len(missing), refused(students).total(),
        f"back after {min(back):.1f} to {max(back):.1f} s; {state}",
    )  # fmt: skip
    assert (missing, doubled(), refused(students)) == ([], [], {})
    for learner in Learner.objects.all():
        before = standings(learner)
        progress.rebuild(learner, "ai-model-inferencing")
        assert standings(learner) == before
    assert max(back) <= BACK or not state.is_promised


def test_a_stop_ends_what_is_being_answered_first(site: Site, students: list[Student], note: Note) -> None:
    """By the signal of systemd to the first process, and by Ctrl-C to all of them. Whoever comes later is not let in.

    And a stop while workers still begin leaves none behind that would have to be killed. How long it takes tells: the server writes
    of a worker that just ends that it "refused", if the machine is busy.
    """
    missing, took = list[str](), list[float]()
    for turn in range(STOPS):
        threads = at_work(students, Event())
        wait_for(students, MANY)
        assert site.process is not None
        told_to_stop = time.monotonic()
        if turn % 2:
            site.stop()
        else:
            os.killpg(site.process.pid, signal.SIGINT)
            site.gone()
        took.append(time.monotonic() - told_to_stop)
        for thread in threads:
            thread.join(PATIENCE)
        missing += lost(students)
        assert [at for student in students for at in student.cut if at < told_to_stop] == []
        assert [student.doubt for student in students if student.cut and student.was_taken_on()] == []
        for student in students:
            student.cut.clear()
        assert site.process.returncode == 0
        site.start()
        told_to_stop = time.monotonic()
        site.stop()
        took.append(time.monotonic() - told_to_stop)
        site.start()
    note(
        f"stopped in mid-load, {STOPS} times", told(students), len(missing), refused(students).total(),
        f"gone after {min(took):.1f} to {max(took):.1f} s",
    )  # fmt: skip
    assert (missing, doubled(), refused(students)) == ([], [], {})
    assert max(took) < STOPPING
