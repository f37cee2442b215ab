"""Ada learns, Ben teaches, and Cyd belongs to nobody. All have the tea course."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from studyapp.records import learners, revisions
from studyapp.records.models import Learner, User
from tests.racing import OwnDatabase, drop, new_database

KETTLE = {
    "course.yaml": """\
title: The kettle
modules: [water]
quizzes:
  water: {title: Water, banks: [water], pass: 90%, modes: {practice: {sizes: [2]}, graded: {sizes: [2]}}}
""",
    "objectives.yaml": "boil: {says: Boil water., module: water}\n",
    "modules/water/module.yaml": "title: Water\ndifficulty: 1\n",
    "modules/water/1-first-boil.md": """\
---
title: The first boil
objectives: [boil]
minutes: 1
---

Wait for the bubbles.
""",
    "banks/water.md": """\
---
bank: water
objective: boil
---

# Water

## boils-at

At which temperature does water boil on the shore?

- [ ] At 90 degrees
  > It only steams.
- [x] At 100 degrees

## on-the-mountain

How does it boil on a mountain?

- [x] Sooner
- [ ] Later
  > The air is thinner up there.

## with-a-lid

What does a lid do?

- [ ] It cools the water
  > Look at the steam.
- [x] It keeps the heat
""",
}


@pytest.fixture(autouse=True)
def a_new_process() -> None:
    """No test finds a wording in memory that another has read."""
    revisions._question.cache_clear()
    revisions._trees.clear()


@pytest.fixture
def ada(db: None) -> Learner:
    return learners.of_user(User.objects.create_user("ada@example.org"))


@pytest.fixture
def ben(db: None) -> User:
    return User.objects.create_user("ben@example.org", role=User.Role.INSTRUCTOR)


@pytest.fixture
def cyd(db: None) -> Learner:
    return learners.make_guest()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """One to be copied, for tests in which threads look at the same rows."""
    name = new_database(tmp_path_factory.mktemp("empty"))
    with django_db_blocker.unblock(), OwnDatabase(name):
        call_command("migrate", verbosity=0)
    yield name
    drop(name)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder of one's own with a very small course in it, to be changed and broken."""
    for path, text in KETTLE.items():
        file = tmp_path / "content" / "kettle" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "content"
