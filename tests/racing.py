"""Many at once, on a database in a file as the site has it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TypeVar

from django.db import connections

T = TypeVar("T")


class FileDatabase:
    """In place of the tests' database in memory, which threads cannot share."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        self.before = connections["default"]
        self.name = self.before.settings_dict["NAME"]
        self.before.settings_dict["NAME"] = self.path
        connections["default"] = connections.create_connection("default")

    def __exit__(self, *error: object) -> None:
        connections["default"].close()
        self.before.settings_dict["NAME"] = self.name
        connections["default"] = self.before


def at_once(*acts: Callable[[], T]) -> list[T | Exception]:
    """Do all of this at the same moment, each as a request of its own; what each returned or raised."""
    barrier = Barrier(len(acts))

    def one(act: Callable[[], T]) -> T | Exception:
        try:
            barrier.wait()
            return act()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))
