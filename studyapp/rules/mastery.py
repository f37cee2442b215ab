"""How sure a record of answers makes us that a learner is at 90 %."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import comb, sqrt
from statistics import NormalDist

BAR = 0.9
WINDOW = 60  # first answers that count as evidence
SURE = 0.9
MANY = 500  # answers from which an interval is taken by Wilson's formula


@dataclass(frozen=True)
class Readiness:
    """`right` of the last `asked` first answers were right; `sure` that the true share is 90 % or more."""

    asked: int
    right: int
    sure: float
    needed: int  # the next so many right make it 90 % sure


@lru_cache(maxsize=8192)
def sure(n: int, k: int, bar: float = BAR) -> float:
    """1 − P(X ≥ k | n, bar): the share of Beta(k, n − k + 1) beyond the bar. 0 without an answer."""
    return sum(ways * bar**i * (1 - bar) ** (n - i) for i, ways in enumerate(_ways(n)[:k]))


@lru_cache(maxsize=128)
def _ways(n: int) -> list[int]:
    """In how many ways 0, 1, … of n are right; an interval asks for the same n forty times."""
    return [comb(n, i) for i in range(n + 1)]


def readiness(firsts: Sequence[bool]) -> Readiness:
    """From first answers, oldest first; only the last 60 count."""
    window = list(firsts[-WINDOW:])
    right = sum(window)
    return Readiness(len(window), right, sure(len(window), right), _needed(window))


def _needed(window: list[bool]) -> int:
    for count in range(WINDOW + 1):
        later = (window + [True] * count)[-WINDOW:]
        if sure(len(later), sum(later)) >= SURE:
            return count
    raise AssertionError("sixty right answers are sure")


@lru_cache(maxsize=8192)
def quantile(n: int, k: int, share: float) -> float:
    """The point of Beta(k, n − k + 1) with `share` of it below; 0 for k = 0."""
    if k == 0:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        below = 1 - sure(n, k, middle)
        low, high = (middle, high) if below < share else (low, middle)
    return (low + high) / 2


def _wilson(n: int, share: float, z: float) -> tuple[float, float]:
    """The interval for many answers, where the exact one costs much and differs by less than 0.003."""
    middle, spread = share + z * z / (2 * n), z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low, high = (middle - spread) / (1 + z * z / n), (middle + spread) / (1 + z * z / n)
    return max(low, 0.0), 1.0 if share == 1 else high


def dots(n: int, k: int, count: int = 20) -> list[float]:
    """The quantiles of what the answers say, one for the middle of each of `count` equal shares."""
    return [quantile(n, k, (i + 0.5) / count) for i in range(count)]


def interval(n: int, k: int, certainty: float = 0.8) -> tuple[float, float]:
    """Where the true share lies with that certainty (Clopper and Pearson; for the many answers of a class, Wilson)."""
    tail = (1 - certainty) / 2
    if n > MANY:
        return _wilson(n, k / n, NormalDist().inv_cdf(1 - tail))
    low = quantile(n, k, tail)
    high = 1.0 if k == n else quantile(n, k + 1, 1 - tail)
    return low, high
