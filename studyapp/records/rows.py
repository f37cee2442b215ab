"""Rows of several tables out of one written statement, as models, and a row into its table.

For what every question and every answer asks: Django takes five times as long to write such a statement as the database to answer it.
How many rows are wanted stands in the statement itself: PostgreSQL plans one anew each time that does not say how few they are.
"""

from collections.abc import Callable, Sequence, Sized
from functools import cache
from typing import Any

from django.db import connection, models

Converter = Callable[[Any], Any]
Kind = tuple[type[models.Model], list[str], list[tuple[int, Converter]]]  # a table, its fields, and what converts them


def values(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a whole statement, as they are."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def read(
    source: str, params: Sequence[Any], *tables: type[models.Model], without: tuple[str, ...] = ()
) -> list[list[Any]]:
    """The rows of what follows FROM: a model of each table, None where a table that is joined LEFT has none.

    The columns of those names, long texts, are left in the database until somebody asks for them.
    """
    kinds, alias = [(one, *_fields(one, connection.vendor, without)) for one in tables], connection.alias
    return [_models(row, kinds, alias) for row in values(_statement(source, tables, without), params)]


def first(
    source: str, params: Sequence[Any], *tables: type[models.Model], without: tuple[str, ...] = ()
) -> list[Any] | None:
    """The first of them."""
    return next(iter(read(source, params, *tables, without=without)), None)


def columns(
    source: str, params: Sequence[Any], *fields: tuple[type[models.Model], Sequence[str]]
) -> list[tuple[Any, ...]]:
    """Of each row only the fields of those names, as Python's values: for lists so long that models cost more than the database."""
    names, converters = _columns(tuple((one, tuple(chosen)) for one, chosen in fields), connection.vendor)
    found = values(f"SELECT {names} FROM {source}", params)  # noqa: S608 - the tables' own names
    return [_converted(row, converters) for row in found] if converters else found


def _converted(row: Sequence[Any], converters: Sequence[tuple[int, Converter]]) -> tuple[Any, ...]:
    cells = list(row)
    for place, convert in converters:
        cells[place] = convert(cells[place])
    return tuple(cells)


@cache
def _columns(
    fields: tuple[tuple[type[models.Model], tuple[str, ...]], ...], vendor: str
) -> tuple[str, list[tuple[int, Converter]]]:
    chosen = [one._meta.get_field(name).get_col(one._meta.db_table) for one, names in fields for name in names]  # type: ignore[union-attr]
    named = ", ".join(f'{column.alias}."{column.target.column}"' for column in chosen)
    return named, [(place, convert) for place, column in enumerate(chosen) for convert in _converters(column)]


def marks(given: Sized) -> str:
    """As many places for values as are given."""
    return ", ".join(["%s"] * len(given))


def joined(column: str) -> str:
    """All texts of a column as one: of many thousand short ones the database makes it sooner than rows are made of them."""
    return f"{'string_agg' if connection.vendor == 'postgresql' else 'group_concat'}({column}, ' ')"


def inside(column: str, name: str) -> str:
    """That a text is the name, a slash and more; SQLite finds that in an index by a span alone, and 0 is the sign after the slash."""
    if connection.vendor == "postgresql":
        return f"starts_with({column}, {name} || '/')"
    return f"{column} > {name} || '/' AND {column} < {name} || '0'"


def store(one: models.Model) -> None:
    """Save it; a new row gets its number."""
    if one.pk is not None:
        one.save()
        return
    given = [field.get_db_prep_save(getattr(one, field.attname), connection) for field in one._meta.concrete_fields[1:]]
    with connection.cursor() as cursor:
        cursor.execute(_insertion(type(one)), given)
        one.pk = cursor.fetchone()[0]
    one._state.adding, one._state.db = False, connection.alias


@cache
def _insertion(table: type[models.Model]) -> str:
    """The number comes first in each of our tables, and is the database's to give."""
    names = [f'"{field.column}"' for field in table._meta.concrete_fields[1:]]
    return f'INSERT INTO "{table._meta.db_table}" ({", ".join(names)}) VALUES ({marks(names)}) RETURNING id'  # noqa: S608 - the tables' own names


@cache
def _statement(source: str, tables: tuple[type[models.Model], ...], without: tuple[str, ...]) -> str:
    fields = [(one._meta.db_table, field.column) for one in tables for field in one._meta.concrete_fields]
    names = [f'{table}."{column}"' for table, column in fields if column not in without]
    return f"SELECT {', '.join(names)} FROM {source}"  # noqa: S608 - the tables' own names


def _models(row: Sequence[Any], kinds: Sequence[Kind], alias: str) -> list[Any]:
    found, start = [], 0
    for one, names, converters in kinds:
        cells = list(row[start : start + len(names)])
        start += len(names)
        for place, convert in converters:
            cells[place] = convert(cells[place])
        found.append(None if cells[0] is None else one.from_db(alias, names, cells))
    return found


@cache
def _fields(
    table: type[models.Model], vendor: str, without: tuple[str, ...]
) -> tuple[list[str], list[tuple[int, Converter]]]:
    """The names of its fields, and what that database's values go through to become Python's, by place."""
    fields = [field for field in table._meta.concrete_fields if field.column not in without]
    found = list[tuple[int, Converter]]()
    for place, field in enumerate(fields):
        found += [(place, convert) for convert in _converters(field.get_col(table._meta.db_table))]
    return [field.attname for field in fields], found


def _converters(column: models.expressions.Col) -> list[Converter]:
    wanted = (*connection.ops.get_db_converters(column), *column.get_db_converters(connection))
    return [_converter(convert, column) for convert in wanted]


def _converter(convert: Callable[..., Any], column: models.expressions.Col) -> Converter:
    return lambda value: convert(value, column, connection)
