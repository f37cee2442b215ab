"""A share with its interval against 90 %, and scores over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext

from studyapp.pages.wording import unbroken
from studyapp.records.progress import Score
from studyapp.rules.mastery import BAR, interval

LOW = 0.4  # what lies below is drawn at the left edge
TELLING = 5  # first answers from which an interval is worth words


class Row(NamedTuple):
    """A score with its 80 % interval, in per cent of the width."""

    title: str
    score: Score
    right: str  # 12 of 15
    start: str
    width: str
    mark: str
    goal: str
    verdict: str  # below, at, or cannot tell yet, in words
    weakest: bool = False

    @property
    def at_goal(self) -> bool:
        return self.score.share >= BAR


class _Phrases(NamedTuple):
    """What rows say, in the language of the page: a class has forty of them, and each look-up costs as much as a row's numbers."""

    right: str
    below: str
    at: str
    unsure: str


def _at(share: float) -> float:
    return max(0.0, (share - LOW) / (1 - LOW)) * 96 + 2


def rows(scores: Sequence[tuple[str, Score]]) -> list[Row]:
    """From weakest to strongest; the weakest that is surely below is named."""
    says = _Phrases(
        gettext("%(right)s of %(n)s"),
        gettext("below 90 %%") % (),
        gettext("at 90 %% or more") % (),
        gettext("cannot tell yet"),
    )
    made = [_row(title, score, says) for title, score in scores if score.n]
    made.sort(key=lambda row: (row.score.share, -row.score.n))
    for number, row in enumerate(made[:1]):
        if row.score.share < BAR:
            made[number] = row._replace(weakest=True)
    return made


def _row(title: str, score: Score, says: _Phrases) -> Row:
    low, high = interval(score.n, score.right)
    verdict = says.below if high < BAR else says.at if low >= BAR else says.unsure
    return Row(
        title, score, says.right % {"right": score.right, "n": score.n}, f"{_at(low):.1f}%", f"{_at(high) - _at(low):.1f}%",
        f"{_at(score.share):.1f}%", f"{_at(BAR):.1f}%", unbroken(verdict),
    )  # fmt: skip


class Point(NamedTuple):
    x: str
    y: int
    passed: bool
    label: str
    at: datetime


@dataclass(frozen=True)
class OverTime:
    points: list[Point]
    goal: int
    height: int
    grid: list[tuple[int, int]]


HEIGHT = 150
MOST = 20


def over_time(runs: Sequence[tuple[datetime, int, bool]]) -> OverTime:
    """The share of each run in per cent, oldest first; the last twenty."""
    shown = list(runs)[-MOST:]
    lowest = min([50, *(share for _, share, _ in shown)]) // 10 * 10
    step = 88 / max(len(shown) - 1, 1)

    def y(share: int) -> int:
        return round(14 + (100 - share) / (100 - lowest) * (HEIGHT - 40))

    points = [
        Point(f"{8 + number * step:.1f}%", y(share), passed, f"{share}\u00a0%", at)
        for number, (at, share, passed) in enumerate(shown)
    ]
    return OverTime(points, y(90), HEIGHT, [(share, y(share)) for share in {100, 70, lowest}])
