"""Everything in one file: taken while people answer, put back whole or not at all, and moved from SQLite to PostgreSQL."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import DjangoDbBlocker

from studyapp.catalogue.courses import Course
from studyapp.records import attempts, backups, learners, progress
from studyapp.records.models import Answer, Asked, Attempt, Learner, User, Verdict
from tests.racing import SERVER, OwnDatabase, at_once, drop, new_database, url_of
from tests.records.acting import answer, begin, run, standings

ROOT = Path(__file__).parents[2]
DAMAGED = "is not whole: it was cut short or altered. Nothing was changed. Fix: take another backup."
OTHER = "is no backup of this site. Fix: name a file that manage.py backup has made."

Lines = list[Any]


@pytest.fixture
def db(empty_database: str, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database of one's own for each test here."""
    name = new_database(tmp_path, copy_of=empty_database)
    with django_db_blocker.unblock(), OwnDatabase(name):
        yield
    drop(name)


@pytest.fixture
def other(empty_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnDatabase]:
    """A second database, that nobody has used."""
    name = new_database(tmp_path_factory.mktemp("other"), copy_of=empty_database)
    yield OwnDatabase(name)
    drop(name)


@pytest.fixture
def kept(ada: Learner, tea: Course, tmp_path: Path) -> Path:
    """A backup of Ada's run."""
    run(begin(ada, tea), True, False)
    call("backup", tmp_path / "kept")
    return tmp_path / "kept"


def call(*words: Any, **options: Any) -> str:
    out = StringIO()
    call_command(words[0], *map(str, words[1:]), stdout=out, **options)
    return out.getvalue()


def refused(*words: Any, **options: Any) -> str:
    with pytest.raises(CommandError) as caught:
        call(*words, **options)
    return str(caught.value)


def lines(path: Path) -> Lines:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


def rows(path: Path) -> Lines:
    """All but the end, whose hash depends on how a database orders the keys of an object."""
    return lines(path)[:-1]


def write(path: Path, found: Lines) -> None:
    path.write_bytes(gzip.compress("".join(f"{json.dumps(line)}\n" for line in found).encode()))


def test_what_was_kept_is_restored_row_by_row(kept: Path, other: OwnDatabase, tmp_path: Path) -> None:
    count = sum(isinstance(line, list) for line in lines(kept))
    tables = sum("table" in line for line in lines(kept) if isinstance(line, dict))
    with other:
        told = f"restored {count} rows of {tables} tables, as many in each as in {kept}.\n"
        assert call("restore", kept) == told
        assert call("backup", tmp_path / "again") == f"kept {count} rows of {tables} tables in {tmp_path / 'again'}.\n"
    assert rows(tmp_path / "again") == rows(kept)


def test_after_a_restore_the_site_goes_on(kept: Path, other: OwnDatabase, tea: Course) -> None:
    """What is new gets a number of its own."""
    with other:
        call("restore", kept)
        cyd, ada = learners.make_guest(), Learner.objects.get(user__email="ada@example.org")
        run(begin(cyd, tea), True)
        again = attempts.finish(begin(ada, tea))
    assert cyd.pk > ada.pk
    assert again.number == 2


def test_only_its_owner_may_read_it(kept: Path) -> None:
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_not_written_over(kept: Path) -> None:
    before = kept.read_bytes()
    assert refused("backup", kept) == f"{kept} is there already. Fix: name a file that is not."
    assert kept.read_bytes() == before


def test_a_database_of_another_version_is_not_kept(db: None, tmp_path: Path) -> None:
    MigrationRecorder.Migration.objects.filter(app="records").latest("pk").delete()
    says = "the database is not of this version. Fix: bring it up to date with manage.py migrate."
    assert refused("backup", tmp_path / "kept") == says
    assert list(tmp_path.glob("kept*")) == []


def test_a_backup_sees_one_moment_and_holds_up_nobody(ada: Learner) -> None:
    with backups._one_moment():
        before = Learner.objects.count()
        [made] = at_once(learners.make_guest)
        assert isinstance(made, Learner)
        assert Learner.objects.count() == before
    assert Learner.objects.count() == before + 1


def test_a_backup_under_load_is_whole(db: None, tea: Course, other: OwnDatabase, tmp_path: Path) -> None:
    people = [learners.make_guest() for _ in range(6)]
    path = tmp_path / "loaded"

    def study(learner: Learner) -> int:
        for _ in range(4):
            attempt = begin(learner, tea)
            for position in (1, 2, 3):
                answer(attempt, position, check=True)
            attempts.finish(attempt)
        return 4

    done = at_once(*[lambda learner=learner: study(learner) for learner in people], lambda: len(backups.write(path)))
    assert done[:-1] == [4] * len(people)
    with other:
        call("restore", path)
        for attempt in Attempt.objects.all():
            assert Asked.objects.filter(attempt=attempt).count() == 3
            if attempt.finished:
                assert attempt.right_count == Answer.objects.filter(asked__attempt=attempt, right=True).count()
        assert Verdict.objects.count() == Answer.objects.filter(checked__isnull=False).count()
        for learner in Learner.objects.all():
            before = standings(learner)
            progress.rebuild(learner, "tea")
            assert standings(learner) == before


def test_a_database_that_is_not_empty_is_left_alone_unless_told(kept: Path, other: OwnDatabase) -> None:
    with other:
        User.objects.create_user("cyd@example.org")
        says = "the database is not empty: records_user. Fix: restore into an empty one, or say --replace."
        assert refused("restore", kept) == says
        assert list(User.objects.values_list("email", flat=True)) == ["cyd@example.org"]
        call("restore", kept, replace=True)
        assert list(User.objects.values_list("email", flat=True)) == ["ada@example.org"]


def cut(share: float) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        whole = path.read_bytes()
        path.write_bytes(whole[: int(len(whole) * share)])

    return spoil


def without_its_end(path: Path) -> None:
    write(path, lines(path)[:-1])


def without_a_row(path: Path) -> None:
    found = lines(path)
    found.remove(next(line for line in found if isinstance(line, list)))
    write(path, found)


def with_a_row_more(path: Path) -> None:
    found = lines(path)
    write(path, [*found, found[-2]])


def with_another_number(path: Path) -> None:
    found = lines(path)
    row = next(line for line in found if isinstance(line, list))
    row[0] += 1
    write(path, found)


def with_other_counts(path: Path) -> None:
    found = lines(path)
    found[-1]["rows"]["records_user"] += 1
    write(path, found)


def with_a_byte_flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


SPOILT = [cut(0.3), cut(0.9), cut(0.999), without_its_end, without_a_row, with_a_row_more, with_another_number,
          with_other_counts, with_a_byte_flipped]  # fmt: skip


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_file_that_is_not_whole_changes_nothing(kept: Path, spoil: Callable[[Path], None]) -> None:
    before = kept.parent / "before"
    call("backup", before)
    spoil(kept)
    assert refused("restore", kept, replace=True) == f"{kept} {DAMAGED}"
    call("backup", kept.parent / "after")
    assert lines(kept.parent / "after") == lines(before)


@pytest.mark.parametrize(
    "data", [b"", b"study", gzip.compress(b"study", mtime=0), gzip.compress(b'{"backup": 2}\n', mtime=0), b"\x1f\x8b"]
)
def test_another_file_is_none(data: bytes, db: None, tmp_path: Path) -> None:
    path = tmp_path / "other"
    path.write_bytes(data)
    assert refused("restore", path) == f"{path} {OTHER}"


def test_a_file_must_be_there(db: None, tmp_path: Path) -> None:
    path = tmp_path / "none"
    says = f"{path} is not there. Fix: name a file that manage.py backup has made."
    assert refused("restore", path) == says


def sealed(path: Path, found: Lines) -> None:
    """The file with other lines, and an end that fits them."""
    text = "".join(f"{json.dumps(line)}\n" for line in found[:-1]).encode()
    end = found[-1] | {"sha256": backups.hashlib.sha256(text).hexdigest()}
    path.write_bytes(gzip.compress(text + json.dumps(end).encode() + b"\n"))


def test_a_file_of_a_newer_version_is_refused(kept: Path) -> None:
    found = lines(kept)
    found[0]["migrations"].append("records.9999_later")
    sealed(kept, found)
    says = f"{kept} is of a newer version, with records.9999_later. Fix: restore it with that version."
    assert refused("restore", kept, replace=True) == says


def test_a_file_of_an_older_version_is_refused(kept: Path) -> None:
    found = lines(kept)
    found[0]["migrations"].remove("records.0002_items")
    sealed(kept, found)
    says = (
        f"{kept} is of an older version, without records.0002_items. Fix: restore it with that version, then upgrade."
    )
    assert refused("restore", kept, replace=True) == says


@pytest.mark.skipif(not SERVER, reason="there is no PostgreSQL to move to: make test DATABASE=postgres")
def test_a_site_moves_to_sqlite_and_to_postgresql(kept: Path, tmp_path: Path) -> None:
    """As the handbook says it, into databases that are quite empty; each row is the same at the end."""
    server = new_database(tmp_path)

    def manage(*words: str | Path, url: str = "") -> str:
        var = {
            "STUDYAPP_VAR": str(tmp_path / "var"),
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "studyapp.settings",
        }
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=os.environ | var,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    manage("restore", kept)
    manage("backup", tmp_path / "from-sqlite")
    told = manage("restore", tmp_path / "from-sqlite", url=url_of(server))
    manage("backup", tmp_path / "from-server", url=url_of(server))
    drop(server)
    counts = [lines(path)[-1]["rows"] for path in (kept, tmp_path / "from-sqlite", tmp_path / "from-server")]
    assert counts == [counts[0]] * 3
    assert told.startswith(f"restored {sum(counts[0].values())} rows of ")
    assert rows(tmp_path / "from-sqlite") == rows(kept)
    assert rows(tmp_path / "from-server") == rows(kept)
