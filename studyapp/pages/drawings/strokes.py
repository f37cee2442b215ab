"""First answers as upright strokes, and readiness as twenty dots."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from studyapp.rules.mastery import BAR, Readiness, dots

STEP = 15  # pixels from stroke to stroke


@dataclass(frozen=True)
class Stroke:
    x: int
    right: bool


@dataclass(frozen=True)
class Strokes:
    width: int
    marks: list[Stroke]
    right: int


def strokes(firsts: Sequence[bool]) -> Strokes:
    """One mark for each first answer, oldest first."""
    marks = [Stroke(8 + STEP * number, right) for number, right in enumerate(firsts)]
    return Strokes(max(STEP * len(marks) + 4, STEP), marks, sum(firsts))


@dataclass(frozen=True)
class Dot:
    x: str  # per cent of the width
    y: int
    passes: bool


@dataclass(frozen=True)
class Dots:
    """Twenty equal shares of what the answers say of the true share, stacked over 76 to 100 %."""

    dots: list[Dot]
    height: int
    passing: int
    goal: str
    ticks: list[tuple[str, int]]


LOW, HIGH = 0.76, 1.0
BIN = 0.02
DOT = 17  # pixels of a dot with its gap


def readiness_dots(readiness: Readiness) -> Dots:
    """Dots lie in bins of two points; what is below 76 % stands at the left edge."""
    heights: Counter[int] = Counter()
    placed: list[tuple[int, int, bool]] = []
    for value in dots(readiness.asked, readiness.right) if readiness.asked else []:
        column = max(0, int((value - LOW) / BIN + 1e-9))
        column = min(column, round((HIGH - LOW) / BIN) - 1)
        placed.append((column, heights[column], value > BAR))
        heights[column] += 1
    height = max(heights.values(), default=3) * DOT + 34
    found = [Dot(_at(LOW + BIN * (column + 0.5)), height - 10 - row * DOT, passes) for column, row, passes in placed]
    ticks = [(_at(share / 100), share) for share in (80, 85, 90, 95, 100)]
    return Dots(found, height, sum(dot.passes for dot in found), _at(BAR), ticks)


def _at(share: float) -> str:
    return f"{(share - LOW) / (HIGH - LOW) * 96 + 2:.2f}%"
