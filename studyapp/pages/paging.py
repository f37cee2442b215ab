"""Long lists a page at a time, without being counted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

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
    """The page of that number, the first where there is none such: one statement, which reads one row more than it shows."""
    return slice_of(lambda places: list(found[places.start : places.stop]), number, size)


def slice_of(read: Callable[[range], list[Row]], number: str | None, size: int) -> Slice[Row]:
    """The same of what is read by its places."""
    at = int(number) if number and number.isascii() and number.isdigit() and len(number) < 9 else 1
    at = min(max(at, 1), FURTHEST)
    rows = read(range((at - 1) * size, at * size + 1))
    if at > 1 and not rows:
        return slice_of(read, None, size)
    return Slice(rows[:size], at - 1, at + 1 if len(rows) > size else 0)
