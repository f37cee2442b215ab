"""First answers as upright strokes, and readiness as twenty dots."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from studyapp.rules.mastery import BAR, Readiness, dots


class Stroke(NamedTuple):
    x: str  # per cent of the width
    right: bool


def strokes(firsts: Sequence[bool]) -> list[Stroke]:
    """One mark for each first answer, oldest first."""
    return [Stroke(f"{(number + 0.5) / len(firsts):.2%}", right) for number, right in enumerate(firsts)]


class Dot(NamedTuple):
    x: str  # per cent of the width
    y: int
    passes: bool


@dataclass(frozen=True)
class Dots:
    """Twenty equal shares of what the answers say of the true share, stacked; filled beyond 90 %."""

    dots: list[Dot]
    height: int
    passing: int
    goal: str
    ticks: list[tuple[str, int]]
    tight: bool  # too little room for words at the right of the goal line


USUAL = 0.76  # where the axis begins, unless dots lie lower
COLUMNS = 12
DOT = 17  # pixels of a dot with its gap


def readiness_dots(readiness: Readiness) -> Dots:
    """The dots of a learner who has answered something."""
    values = dots(readiness.asked, readiness.right)
    low = min(USUAL, int(values[0] * 10) / 10)
    bin = (1 - low) / COLUMNS

    def at(share: float) -> str:
        return f"{(share - low) / (1 - low) * 96 + 2:.2f}%"

    heights: Counter[int] = Counter()
    placed: list[tuple[int, int, bool]] = []
    for value in values:
        column = min(int((value - low) / bin + 1e-9), COLUMNS - 1)
        placed.append((column, heights[column], value > BAR))
        heights[column] += 1
    height = max(heights.values()) * DOT + 34
    found = [Dot(at(low + bin * (column + 0.5)), height - 10 - row * DOT, passes) for column, row, passes in placed]
    step = 5 if low == USUAL else 10 if low > 0.3 else 20
    ticks = [
        (at(share / 100), share)
        for share in range(100, -1, -step)
        if share / 100 >= low and share not in (90, 80 if step == 20 else 90)
    ]
    return Dots(found, height, sum(dot.passes for dot in found), at(BAR), [*ticks, (at(BAR), 90)], low < USUAL)
