"""How a question behaves: what the first answers to it say of it, as authors of tests have long read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Literal

FEWEST = 30  # first answers from which a question is judged
EASY = 0.95  # the share of right ones from which a question parts nobody
APART = 0.2  # the correlation from which it parts well
DRAWS = 0.1  # the share of answers from which a distractor draws learners
WHOLE = 1000  # the rest of a run in thousandths, so that sums are exact

Says = Literal["few", "easy", "key", "story", "hard", "weak", "idle", "sound"]


@dataclass(frozen=True)
class Tally:
    """First answers of one kind: which choices were taken (none for questions without), whether that was right, and how many.

    `rest` and `squares` sum what share of the other questions of the run was right, in thousandths, and its square.
    """

    taken: frozenset[int]
    right: bool
    n: int
    rest: int
    squares: int


@dataclass(frozen=True)
class Taken:
    """A choice, from 0: how many took it, and how well those did in the rest of their runs."""

    choice: int
    n: int
    share: float
    rest: float

    @property
    def number(self) -> int:
        return self.choice + 1


@dataclass(frozen=True)
class Behaviour:
    """`apart`: the correlation of a right answer with the rest of the run; None where nothing varies.

    `choices`: none where nobody has answered.
    """

    n: int
    right: int
    apart: float | None
    choices: tuple[Taken, ...]
    says: Says
    at: int = 0  # the number of the choice that it is about, from 1

    @property
    def facility(self) -> float:
        return self.right / self.n if self.n else 0.0


UNANSWERED = Behaviour(0, 0, None, (), "few")


def rest_of(right: bool, right_count: int, asked_count: int) -> int:
    """The share of a run's other questions that are right, in thousandths; 0 where there is no other."""
    return WHOLE * (right_count - right) // (asked_count - 1) if asked_count > 1 else 0


def behaviour(tallies: Iterable[Tally], key: frozenset[int], choices: int) -> Behaviour:
    """What the first answers say of a question with that key among so many choices; both are nothing for other kinds."""
    kept = [one for one in tallies if one.n]
    if not kept:
        return UNANSWERED
    n, right = sum(one.n for one in kept), sum(one.n for one in kept if one.right)
    apart = _correlation(kept)
    taken = tuple(_taken(kept, number, n) for number in range(choices))
    says, at = _says(n, right, apart, taken, key)
    return Behaviour(n, right, apart, taken, says, at)


def _correlation(tallies: list[Tally]) -> float | None:
    """Between being right and the rest of the run: the corrected point-biserial correlation."""
    n, right = sum(one.n for one in tallies), sum(one.n for one in tallies if one.right)
    rest, squares = sum(one.rest for one in tallies), sum(one.squares for one in tallies)
    both = sum(one.rest for one in tallies if one.right)
    spread = (n * right - right * right) * (n * squares - rest * rest)
    return (n * both - right * rest) / sqrt(spread) if spread > 0 else None


def _taken(tallies: list[Tally], number: int, of: int) -> Taken:
    found = [one for one in tallies if number in one.taken]
    n, rest = sum(one.n for one in found), sum(one.rest for one in found)
    return Taken(number, n, n / of if of else 0.0, rest / (n * WHOLE) if n else 0.0)


def _says(n: int, right: int, apart: float | None, taken: tuple[Taken, ...], key: frozenset[int]) -> tuple[Says, int]:
    """One word, and the choice it is about: what an author should look at first."""
    if n < FEWEST:
        return "few", 0
    if right / n >= EASY:
        return "easy", 0
    if apart is not None and apart < 0:
        rival = _rival(taken, key)
        return ("key", rival.number) if rival else ("story", 0)
    if len(key) == 1 and right * len(taken) <= n:
        return "hard", 0
    if apart is not None and apart < APART:
        return "weak", 0
    idle = next((one for one in taken if one.n == 0 and one.choice not in key), None)
    return ("idle", idle.number) if idle else ("sound", 0)


def _rival(taken: tuple[Taken, ...], key: frozenset[int]) -> Taken | None:
    """The distractor that draws stronger learners than the key does."""
    if len(key) != 1:
        return None
    kept = taken[min(key)].rest
    drawing = [one for one in taken if one.choice not in key and one.share >= DRAWS and one.rest > kept]
    return max(drawing, key=lambda one: one.rest, default=None)
