"""Every row that an older version has stored is there after an upgrade: from the first tables on, step by step, with rows in each."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Field, ForeignKey
from pytest_django import DjangoDbBlocker

from tests.faults.conftest import Note
from tests.racing import OwnDatabase, drop, new_database

MOMENT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
EACH = 3  # rows a table at each step
Rows = dict[str, dict[Any, dict[str, Any]]]  # by table and key


@pytest.fixture(autouse=True)
def db(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database in which nothing was migrated yet."""
    name = new_database(tmp_path)
    with django_db_blocker.unblock(), OwnDatabase(name):
        yield
    drop(name)


def value(field: "Field[Any, Any]", number: int, made: dict[str, list[Any]]) -> Any:
    """Something that such a column may hold, another in each row."""
    if isinstance(field, ForeignKey):
        rows = made.get(field.related_model._meta.db_table, [])  # type: ignore[union-attr]
        return rows[-EACH:][number % EACH] if rows else None
    samples = {
        "BooleanField": number % 2 == 1, "DateTimeField": MOMENT, "DateField": date(2026, 11, 21),
        "JSONField": {"n": number}, "DecimalField": Decimal(number % 9), "FloatField": number / 8, "DurationField": timedelta(seconds=number),
        "EmailField": f"{number}@example.org",
    }  # fmt: skip
    kind = field.get_internal_type()
    if kind in samples:
        return samples[kind]
    if "Integer" in kind:
        return number
    return f"{number}"[: field.max_length] if field.choices is None else next(iter(field.choices))[0]


def fill(apps: Any, numbers: Iterator[int]) -> None:
    """Some rows more for each table of that state, those that are pointed at first."""
    made: dict[str, list[Any]] = {}  # the keys of each table
    waiting = [model for model in apps.get_models() if model._meta.app_label == "records"]
    while waiting:
        model = waiting.pop(0)
        fields = [
            one
            for one in model._meta.local_concrete_fields
            if not (one.primary_key and one.get_internal_type() == "BigAutoField")
        ]
        needs = {
            one.related_model._meta.db_table
            for one in fields
            if isinstance(one, ForeignKey) and one.related_model is not model
        }
        if needs - set(made):
            waiting.append(model)
            continue
        for number in islice(numbers, EACH):
            given = {one.attname: value(one, number, made) for one in fields}
            made.setdefault(model._meta.db_table, []).append(model._base_manager.create(**given).pk)


def stored(apps: Any) -> Rows:
    models = [model for model in apps.get_models() if model._meta.app_label == "records"]
    return {
        model._meta.db_table: {
            row["pk"]: row
            for row in model._base_manager.values("pk", *[f.attname for f in model._meta.local_concrete_fields])
        }
        for model in models
    }


def test_every_row_is_there_after_each_step(note: Note) -> None:
    executor = MigrationExecutor(connection)
    plan = [(one.app_label, one.name) for one, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    steps = [step for step in plan if step[0] == "records"]
    before: Rows = {}
    numbers = count(1)
    for step in steps:
        executor = MigrationExecutor(connection)
        apps = executor.migrate([step]).apps
        now = stored(apps)
        lost = [
            f"{step[1]}: {table} {key}: {column}"
            for table, rows in before.items() for key, row in rows.items() for column, held in row.items()
            if key not in now[table] or (column in now[table][key] and now[table][key][column] != held)
        ]  # fmt: skip
        assert lost == []
        fill(apps, numbers)
        before = stored(apps)
    note(
        f"{len(steps)} migrations, one after another",
        sum(map(len, before.values())),
        0,
        found=f"every row of {len(before)} tables, with each of its values",
    )
