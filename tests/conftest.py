"""The cast and the courses: Ada learns, Cyd belongs elsewhere; tea is a small course, and the real one is read once."""

import gc
import os
import shutil
from inspect import signature
from pathlib import Path

import pytest
from django.utils import translation

from studyapp.catalogue.courses import Course
from studyapp.records import editions, shelf
from studyapp.records.shelf import Shelf

ROOT = Path(__file__).parents[1]
REAL = "ai-model-inferencing"
MEMORY = Path("/dev/shm")
PURE = {"catalogue", "rules", "formats"}

gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The real processes first: while one worker waits for them, the others have all the rest to do."""
    items.sort(key=lambda item: "served" not in item.path.parts)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: to look through it again and again for garbage is a sixth of the time of all tests."""
    gc.freeze()
    gc.set_threshold(200_000, 20, 50)
    gc.enable()


def pytest_configure() -> None:
    """Within a test a process looks only once for what was published, unless it publishes itself. Files of tests stay in memory."""
    editions.LOOK_EVERY = float("inf")
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 2**30:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_itemcollected(item: pytest.Function) -> None:
    """What Django's plugin does around each test, in eight fixtures, is nothing to the pure rooms: theirs get what they ask for."""
    if item.path.relative_to(ROOT / "tests").parts[0] in PURE:
        item.fixturenames[:] = signature(item.function).parameters


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """No test serves what another published, or speaks the language in which the one before was answered."""
    editions.forget()
    translation.deactivate()


@pytest.fixture(scope="session")
def tea_shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(ROOT / "tests" / "courses", tmp_path_factory.mktemp("tea") / "last-good", watch=False)


@pytest.fixture(scope="session")
def real_shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(ROOT / "content", tmp_path_factory.mktemp("real") / "last-good", watch=False)


@pytest.fixture
def tea(tea_shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Course:
    """The site serves the tea course, and no other."""
    monkeypatch.setattr(shelf, "shelf", lambda: tea_shelf)
    return tea_shelf.catalogue().courses["tea"]


@pytest.fixture
def real(real_shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Course:
    """The site serves the real course."""
    monkeypatch.setattr(shelf, "shelf", lambda: real_shelf)
    return real_shelf.catalogue().courses[REAL]
