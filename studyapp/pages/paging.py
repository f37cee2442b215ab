"""Long lists a page at a time, most of them without being counted."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

Row = TypeVar("Row")
FURTHEST = 1000  # pages


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """Some rows of a list, and the numbers of the pages beside it; 0 where there is none."""

    rows: list[Row]
    newer: int
    older: int


def sliced(found: QuerySet[Any, Row], number: str | None, size: int) -> Slice[Row]:
    """The page of that number, the first where it is none: one statement, which reads one row more than it shows."""
    at = int(number) if number and number.isascii() and number.isdigit() and len(number) < 9 else 1
    at = min(max(at, 1), FURTHEST)
    rows = list(found[(at - 1) * size : at * size + 1])
    return Slice(rows[:size], at - 1, at + 1 if len(rows) > size else 0)


def numbered(count: int, number: str | None, size: int) -> tuple[Page[int], range]:
    """The page of that number of so many rows, the last one where there are fewer, and the places of what it shows."""
    found = Paginator(range(count), size).get_page(number)
    return found, cast(range, found.object_list)
