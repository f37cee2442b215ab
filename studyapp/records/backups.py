"""Everything that is stored, as one file: the same from SQLite and from PostgreSQL, and for both.

Lines of JSON, compressed: which migrations the tables have; each table, with its columns and a line for each row; at the end how many rows
there were and the hash of all lines before. A file that lacks its end, or has another hash, is refused before anything is changed.
"""

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TextIO

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, JSONField, Model
from django.utils.duration import duration_iso_string

FORMAT = 1
AT_ONCE = 2000  # rows
MADE_BY_MIGRATE = {"django_content_type", "auth_permission"}
OTHER_FILE = "is no backup of this site. Fix: name a file that manage.py backup has made."
DAMAGED = "is not whole: it was cut short or altered. Nothing was changed. Fix: take another backup."


class Unfit(Exception):
    """The file, or the database, cannot be used; the sentence says how to mend that."""


@dataclass(frozen=True)
class Contents:
    """What a file says of itself: the migrations, and how many rows each table has."""

    migrations: frozenset[str]
    rows: dict[str, int]


def write(path: Path) -> dict[str, int]:
    """Keep everything as it is at this moment; how many rows each table has."""
    if path.exists():
        raise Unfit(f"{path} is there already. Fix: name a file that is not.")
    if _migrations(applied=True) != _migrations(applied=False):
        raise Unfit("the database is not of this version. Fix: bring it up to date with manage.py migrate.")
    part = path.with_name(f"{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
        with gzip.open(raw, "wt", encoding="utf-8", compresslevel=6) as file, _one_moment():
            rows = _write_lines(file)
        raw.flush()
        os.fsync(raw.fileno())
    part.rename(path)
    return rows


@contextmanager
def _one_moment() -> Iterator[None]:
    """See the whole database as it is now, and hold up nobody who writes meanwhile."""
    begin = "BEGIN" if connection.vendor == "sqlite" else "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
    transaction.set_autocommit(False)
    try:
        with connection.cursor() as cursor:
            cursor.execute(begin)
        yield
    finally:
        transaction.rollback()
        transaction.set_autocommit(True)


def _write_lines(file: TextIO) -> dict[str, int]:
    total, rows = hashlib.sha256(), dict[str, int]()

    def line(value: Any) -> None:
        text = json.dumps(value, default=_text, ensure_ascii=False, separators=(",", ":")) + "\n"
        total.update(text.encode())
        file.write(text)

    line({"backup": FORMAT, "migrations": sorted(_migrations(applied=True))})
    for model in _models():
        table, columns = model._meta.db_table, [field.attname for field in _fields(model)]
        line({"table": table, "columns": columns})
        rows[table] = 0
        for row in model._base_manager.order_by("pk").values_list(*columns).iterator(chunk_size=AT_ONCE):
            line(row)
            rows[table] += 1
    line({"rows": rows, "sha256": total.hexdigest()})
    return rows


def _text(value: Any) -> str:
    return duration_iso_string(value) if isinstance(value, timedelta) else str(value)


def _models() -> list[type[Model]]:
    """One for each table, those between two others included."""
    found = apps.get_models(include_auto_created=True)
    return sorted((model for model in found if not model._meta.proxy), key=lambda model: model._meta.db_table)


def _fields(model: type[Model]) -> "list[Field[Any, Any]]":
    return list(model._meta.concrete_fields)


def _migrations(*, applied: bool) -> set[str]:
    loader = MigrationLoader(connection)
    return {f"{app}.{name}" for app, name in (loader.applied_migrations if applied else loader.disk_migrations or {})}


def read(path: Path) -> Contents:
    """What a file holds, once every line of it has been read and its end fits. Unfit."""
    first, last, total, rows = None, None, hashlib.sha256(), dict[str, int]()
    for text, value in _lines(path):
        if last is not None:
            raise Unfit(f"{path} {DAMAGED}")
        match value:
            case {"backup": format, "migrations": [*migrations]} if first is None and format == FORMAT:
                first = frozenset(migrations)
            case {"table": str(table)} if first is not None:
                rows[table] = 0
            case [*_] if rows:
                rows[table] += 1
            case {"rows": _, "sha256": _} if first is not None:
                last = {"rows": rows, "sha256": total.hexdigest()} == value
            case _:
                raise Unfit(f"{path} {OTHER_FILE if first is None else DAMAGED}")
        total.update(text)
    if first is None or not last:
        raise Unfit(f"{path} {OTHER_FILE if first is None else DAMAGED}")
    return Contents(first, rows)


def _lines(path: Path) -> Iterator[tuple[bytes, Any]]:
    """Each line with what it says."""
    begun = False
    try:
        with gzip.open(path, "rb") as file:
            for text in file:
                yield text, json.loads(text)
                begun = True
    except FileNotFoundError:
        raise Unfit(f"{path} is not there. Fix: name a file that manage.py backup has made.") from None
    except (gzip.BadGzipFile, EOFError, zlib.error, ValueError):
        raise Unfit(f"{path} {DAMAGED if begun else OTHER_FILE}") from None


def check(contents: Contents, path: Path, *, replace: bool) -> None:
    """Whether the file can be restored into this database. Unfit."""
    known = _migrations(applied=False)
    if unknown := contents.migrations - known:
        raise Unfit(f"{path} is of a newer version, with {min(unknown)}. Fix: restore it with that version.")
    if lacking := known - contents.migrations:
        raise Unfit(
            f"{path} is of an older version, without {min(lacking)}. Fix: restore it with that version, then upgrade."
        )
    tables = connection.introspection.table_names()
    full = [
        table for model in _models()
        if (table := model._meta.db_table) in tables and table not in MADE_BY_MIGRATE and model._base_manager.exists()
    ]  # fmt: skip
    if full and not replace:
        raise Unfit(f"the database is not empty: {full[0]}. Fix: restore into an empty one, or say --replace.")


@transaction.atomic
def restore(path: Path, contents: Contents) -> None:
    """Put what the file holds in place of all that is stored. Other rows in the end than in the file: Unfit, and nothing is changed."""
    models = {model._meta.db_table: model for model in _models()}
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), list(models)):
            cursor.execute(statement)
        for table, columns, rows in _tables(path):
            _insert(cursor, models[table], columns, rows)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models.values())):
            cursor.execute(statement)
    stored = {table: model._base_manager.count() for table, model in models.items()}
    if stored != contents.rows:
        raise Unfit(
            "the database has other rows than the file. Nothing was changed. Fix: stop the site, and restore again."
        )


def _tables(path: Path) -> Iterator[tuple[str, list[str], list[list[Any]]]]:
    """Some rows at a time, with their table and its columns."""
    table, columns, rows = "", list[str](), list[list[Any]]()
    for _, value in _lines(path):
        if rows and (len(rows) == AT_ONCE or isinstance(value, dict)):
            yield table, columns, rows
            rows = []
        if isinstance(value, list):
            rows.append(value)
        elif "table" in value:
            table, columns = value["table"], value["columns"]


def _insert(cursor: Any, model: type[Model], columns: list[str], rows: list[list[Any]]) -> None:
    """Just as they were: no field puts in a date of today."""
    quote = connection.ops.quote_name
    fields = {field.attname: field for field in _fields(model)}
    given = [fields[name] for name in columns]
    names = ", ".join(quote(str(field.column)) for field in given)
    marks = ", ".join(["%s"] * len(given))
    cursor.executemany(
        f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})",  # noqa: S608 - the tables' own names
        [[_stored(field, value) for field, value in zip(given, row, strict=True)] for row in rows],
    )


def _stored(field: "Field[Any, Any]", value: Any) -> Any:
    made = value if isinstance(field, JSONField) else field.to_python(value)
    return field.get_db_prep_save(made, connection)
