"""The smallest decision tree that maps enough scenarios. Only its size is told: to find the tree is the learner's."""

from collections import Counter
from functools import cache, lru_cache

from studyapp.rules.deciding import holds
from studyapp.rules.executing import PASS_PERCENT, Ground
from studyapp.rules.sketching import asked_by, questions

LARGEST = 12  # questions that are tried


@lru_cache(16)
def smallest_size(ground: Ground, percent: int = PASS_PERCENT) -> int | None:
    """The fewest questions of a tree that maps that share of the scenarios; None when LARGEST do not.

    Exact, by dynamic programming over the groups of scenarios that answers can leave together.
    """
    keys, splits = ground.keys, _splits(ground)

    @cache
    def best(group: frozenset[int], asks: int) -> int:
        """How many of the group a tree with at most so many questions maps rightly."""
        most = max(Counter(keys[one] for one in group).values(), default=0)
        if not asks or most == len(group):
            return most
        for split in splits:
            parts = [part for whole in split if (part := group & whole)]
            if len(parts) > 1:
                most = max(most, _shared(parts, asks - 1))
        return most

    def _shared(parts: list[frozenset[int]], asks: int) -> int:
        """The best that the parts make of so many questions between them."""
        totals = [0] * (asks + 1)
        for part in parts:
            gains = [best(part, n) for n in range(asks + 1)]
            totals = [max(totals[n - m] + gains[m] for m in range(n + 1)) for n in range(asks + 1)]
        return totals[asks]

    everything = frozenset(range(len(keys)))
    needed = -(-percent * len(keys) // 100)
    return next((asks for asks in range(LARGEST + 1) if best(everything, asks) >= needed), None)


def _splits(ground: Ground) -> list[tuple[frozenset[int], ...]]:
    """How each question parts the scenarios; questions that part them alike are one."""
    found = dict.fromkeys(
        tuple(
            frozenset(n for n, case in enumerate(ground.told) if condition.fact in case and holds(condition, case))
            for condition in asked_by(fact, limit)
        )
        for fact, limit in questions(ground.facts)
    )
    return [split for split in found if sum(bool(part) for part in split) > 1]
