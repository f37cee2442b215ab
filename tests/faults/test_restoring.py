"""A backup taken under load, put back on an empty machine by the handbook's commands; and one that was cut short."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from studyapp.records.models import Learner
from tests.faults.conftest import SERVE, Note
from tests.faults.studying import Student, at_work, doubled, lost, newcomer, refused, told, wait_for
from tests.racing import OwnDatabase, drop, new_database
from tests.served.site import ROOT, Browser, Site

STUDENTS = 8
MANY = 60  # answers
DAMAGED = "is not whole: it was cut short or altered. Nothing was changed. Fix: take another backup."


def manage(site: Site, *words: object) -> tuple[int, str]:
    command = [sys.executable, "manage.py", *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, env=site.environment(), capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def empty(site: Site, tmp_path: Path) -> Iterator[Site]:
    """Another machine, with the same secret and the same course, and nothing else."""
    other = Site(tmp_path, new_database(tmp_path), content=site.content, command=SERVE)
    yield other
    drop(other.database)


def test_a_backup_under_load_is_restored_on_an_empty_machine(
    site: Site, empty: Site, tmp_path: Path, note: Note
) -> None:
    students = [Student(newcomer(site)) for _ in range(STUDENTS)]
    over, kept = Event(), tmp_path / "kept"
    threads = at_work(students, over)
    wait_for(students, MANY)
    promised = [dict(student.told) for student in students]  # whatever was acknowledged before the backup began
    code, says = manage(site, "backup", kept)
    wait_for(students, STUDENTS)
    over.set()
    for thread in threads:
        thread.join()
    assert (code, says.split()[0], lost(students)) == (0, "kept", [])

    code, says = manage(empty, "restore", kept)
    assert (code, says.split()[0]) == (0, "restored")
    empty.start()
    with OwnDatabase(empty.database):
        missing = [
            place for student, before in zip(students, promised, strict=True) for place, act in before.items()
            if student.told[place] == act and not student.holds(place, act)
        ]  # fmt: skip
        assert doubled() == []
        assert Learner.objects.count() == STUDENTS
    places = [next(iter(before)) for before in promised]
    seen = [
        Browser(empty, student.browser.cookies).get(f"/attempts/{attempt}/{position}/").status
        for student, (attempt, position) in zip(students, places, strict=True)
    ]
    empty.stop()
    note(
        "a backup under load, restored elsewhere",
        sum(map(len, promised)),
        len(missing),
        refused(students).total(),
        says.strip().split(",")[0],
    )
    assert (missing, seen, told(students) > sum(map(len, promised))) == ([], [200] * STUDENTS, True)


def test_a_backup_that_was_cut_short_is_refused(site: Site, empty: Site, tmp_path: Path, note: Note) -> None:
    kept = tmp_path / "kept"
    assert manage(site, "backup", kept)[0] == 0
    kept.write_bytes(kept.read_bytes()[:-100])
    assert manage(empty, "restore", kept) == (1, f"CommandError: {kept} {DAMAGED}\n")
    note("a backup that was cut short", found="refused with a sentence, nothing changed")
