"""Django's SQLite, but who waits for the one writer asks again each millisecond, and a statement is put into SQLite's words once.

SQLite itself waits longer and longer, up to a tenth of a second: with two busy processes one answer in a hundred waited that long.
"""

import sqlite3
import time
from collections.abc import Iterable
from functools import lru_cache

from django.db.backends.sqlite3 import base

from studyapp.databases import LOCKED

EVERY = 0.001  # seconds


class Cursor(base.SQLiteCursorWrapper):
    def convert_query(self, query: str, *, param_names: Iterable[str] | None = None) -> str:
        return _converted(query) if param_names is None else super().convert_query(query, param_names=param_names)


@lru_cache(maxsize=500)
def _converted(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    """A transaction takes the writer's place as it begins."""

    def create_cursor(self, name: str | None = None) -> Cursor:
        made: Cursor = self.connection.cursor(factory=Cursor)
        return made

    def _start_transaction_under_autocommit(self) -> None:
        self.ensure_connection()
        until = time.monotonic() + LOCKED
        with self.wrap_database_errors:
            self.connection.execute("PRAGMA busy_timeout = 0")
            try:
                while not self._begun(patient=time.monotonic() < until):
                    time.sleep(EVERY)
            finally:
                self.connection.execute(f"PRAGMA busy_timeout = {LOCKED * 1000}")

    def _begun(self, *, patient: bool) -> bool:
        try:
            self.connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if patient and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                return False
            raise
        return True
