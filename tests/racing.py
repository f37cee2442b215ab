"""Many at once, on a database of one's own as the site has it."""

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import LiteralString, TypeVar
from uuid import uuid4

import psycopg
from django.db import connections
from django.test import override_settings

T = TypeVar("T")
SERVER = os.environ.get("TEST_DATABASE_URL", "")


def new_database(folder: Path, copy_of: str = "") -> str:
    """The name of a database of one's own, of the kind that the tests run on: empty, or a copy."""
    if connections["default"].vendor == "sqlite":
        path = folder / "study.sqlite3"
        return str(shutil.copy(copy_of, path) if copy_of else path)
    name = f"own_{uuid4().hex}"
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{copy_of or "template0"}"')
    return name


def drop(name: str) -> None:
    """Have no more of it than is needed on the throw-away server."""
    if SERVER:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def url_of(name: str) -> str:
    """What a site of its own is told; nothing for a file, which is where it looks for it."""
    return SERVER.replace("/postgres?", f"/{name}?")


def _on_server(statement: LiteralString) -> None:
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(statement)


class OwnDatabase:
    """In place of the tests' database, whose one transaction threads cannot share. It has its tables from the migrations."""

    def __init__(self, database: str) -> None:
        self.database = database
        self.migrations = override_settings(
            MIGRATION_MODULES={}
        )  # --no-migrations names none, to make the tests' own quickly

    def __enter__(self) -> None:
        self.migrations.enable()
        self.before = connections["default"]
        self.name = self.before.settings_dict["NAME"]
        self.before.settings_dict["NAME"] = self.database
        connections["default"] = connections.create_connection("default")

    def __exit__(self, *error: object) -> None:
        connections["default"].close()
        self.before.settings_dict["NAME"] = self.name
        connections["default"] = self.before
        self.migrations.disable()


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
