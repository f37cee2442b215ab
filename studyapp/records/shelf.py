"""The compiled content: read once, swapped whole, and never replaced by a broken one."""

import fcntl
import logging
import os
import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from studyapp.catalogue.courses import Catalogue
from studyapp.formats.course_files import read_catalogue
from studyapp.formats.problems import Problems

log = logging.getLogger(__name__)
OLD = "last-good.old"  # what the last good copy is called while a newer one takes its place
LOOK_EVERY = 1.0  # seconds between looks for changed files, in local mode


class NoContent(Exception):
    """Nothing that could be served; the message names the first problem."""


class Shelf:
    def __init__(self, content: Path, last_good: Path, watch: bool) -> None:
        self.content, self.last_good, self.watch = content, last_good, watch
        self._lock = threading.Lock()
        self._catalogue: Catalogue | None = None
        self._stamp: object = None
        self._looked = 0.0

    def catalogue(self) -> Catalogue:
        """The newest sound content. NoContent when there never was any."""
        if self._catalogue is None or (self.watch and time.monotonic() - self._looked > LOOK_EVERY):
            with self._lock:
                self._look()
        assert self._catalogue is not None
        return self._catalogue

    def _look(self) -> None:
        stamp = self._stamp_now() if self.watch or self._catalogue is None else self._stamp
        if self._catalogue is None or stamp != self._stamp:
            self._load(stamp)
            self._stamp = stamp
        self._looked = time.monotonic()

    def _stamp_now(self) -> object:
        return tuple(sorted((str(p), p.stat().st_mtime_ns) for p in self.content.rglob("*") if p.is_file()))

    def _load(self, stamp: object) -> None:
        catalogue, problems = read_catalogue(self.content, name(self.content))
        if not problems.errors:
            self._catalogue = catalogue
            self._keep(stamp)
            return
        for problem in problems.errors:
            log.error("%s", problem)
        if self._catalogue is None:
            self._catalogue = self._from_last_good(problems)
        log.warning("errors in the content: %d; the last good version is served", len(problems.errors))

    def _from_last_good(self, problems: Problems) -> Catalogue:
        for folder in (self.last_good, self.last_good.with_name(OLD)):
            catalogue, old = read_catalogue(folder, name(self.content))
            if catalogue.courses and not old.errors:
                return catalogue
        raise NoContent(f"there is no sound content. {problems.errors[0]}")

    def _keep(self, stamp: object) -> None:
        """Copy the folder beside the old copy, then change their names, so that a crash leaves one of the two whole.

        What has changed since it was read is not kept: it may be broken.
        """
        fresh, old = self.last_good.with_name("last-good.new"), self.last_good.with_name(OLD)
        try:
            with _alone_in(self.last_good.parent):
                shutil.rmtree(fresh, ignore_errors=True)
                shutil.copytree(self.content, fresh)
                if self._stamp_now() != stamp:
                    return
                if self.last_good.exists():
                    shutil.rmtree(old, ignore_errors=True)
                    self.last_good.rename(old)
                fresh.rename(self.last_good)
                shutil.rmtree(old, ignore_errors=True)
        except OSError as error:
            log.warning("the last good content could not be kept: %s", error)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """One process at a time; whoever ends lets the next one in, however it ends."""
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def name(content: Path) -> str:
    """How problems call the content folder: its path from the project's root, where it lies in it."""
    return str(content.relative_to(settings.ROOT)) if content.is_relative_to(settings.ROOT) else str(content)


@cache
def shelf() -> Shelf:
    return Shelf(settings.CONTENT, settings.VAR / "last-good", watch=not settings.PRODUCTION)


def catalogue() -> Catalogue:
    return shelf().catalogue()


def check_content(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Django's `check`: the same problems as `manage.py check_content`."""
    _, problems = read_catalogue(settings.CONTENT, name(settings.CONTENT))
    kinds = {"error": Error, "warning": Warning}
    return [kinds[p.severity](p.message, hint=p.fix, obj=f"{p.file}:{p.line}", id="studyapp.content") for p in problems]
