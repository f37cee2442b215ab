"""Two texts side by side, line by line, where they differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

CONTEXT = 2  # equal lines shown around a difference
COMPARED = 2_000  # lines of a stretch that are compared; a longer one differs as a whole


@dataclass(frozen=True)
class Row:
    """A line of each text, by its number; 0 where one has none."""

    left: int
    left_text: str
    right: int
    right_text: str
    same: bool


def sides(left: str, right: str) -> list[list[Row]]:
    """The places where two texts differ, each with the lines around it."""
    a, b = left.split("\n"), right.split("\n")
    head = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest = min(len(a), len(b)) - head
    tail = next((n for n, (x, y) in enumerate(zip(reversed(a), reversed(b), strict=False)) if x != y), rest)
    tail = min(tail, rest)
    return list(_hunks(a, b, head, tail))


def _hunks(a: list[str], b: list[str], head: int, tail: int) -> Iterator[list[Row]]:
    """Only the middle is compared, since most of two drafts is the same at both ends."""
    start = max(head - CONTEXT, 0)
    one, two = a[start : len(a) - max(tail - CONTEXT, 0)], b[start : len(b) - max(tail - CONTEXT, 0)]
    if one == two:
        return
    if max(len(one), len(two)) > COMPARED:
        yield _rows([("replace", 0, len(one), 0, len(two))], one, two, start)
        return
    for group in SequenceMatcher(None, one, two).get_grouped_opcodes(CONTEXT):
        yield _rows(list(group), one, two, start)


def _rows(group: list[tuple[str, int, int, int, int]], one: list[str], two: list[str], start: int) -> list[Row]:
    rows = []
    for tag, a, b, c, d in group:
        for i, j in zip_longest(range(a, b), range(c, d)):
            left = (0, "") if i is None else (start + i + 1, one[i])
            right = (0, "") if j is None else (start + j + 1, two[j])
            rows.append(Row(*left, *right, tag == "equal"))
    return rows
