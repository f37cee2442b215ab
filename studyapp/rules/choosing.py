"""Drawing the questions of a run."""

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random

from studyapp.catalogue.questions import Item


def draw(pool: Sequence[Item], size: int, spread: Sequence[str], seen: Mapping[str, int], seed: int) -> list[Item]:
    """`size` questions (or as many as there are): unseen first, evenly over `spread`, then least recently seen.

    `seen` tells for each ident how late it was last seen: the larger, the later. Equal seeds draw equal runs.
    """
    random = Random(seed)
    left = list(pool)
    random.shuffle(left)
    taken: list[Item] = []
    counts: Counter[tuple[str, ...]] = Counter()
    while left and len(taken) < size:
        best = min(
            left,
            key=lambda item: (
                item.ident in seen,
                *(counts[group] for group in _groups(item, spread)),
                seen.get(item.ident, 0),
            ),
        )
        left.remove(best)
        taken.append(best)
        counts.update(_groups(best, spread))
    random.shuffle(taken)
    return taken


def shuffled(count: int, seed: int) -> list[int]:
    """The numbers below `count` in the order in which an attempt shows its choices."""
    numbers = list(range(count))
    Random(seed).shuffle(numbers)
    return numbers


def _groups(item: Item, spread: Sequence[str]) -> list[tuple[str, ...]]:
    """The groups an item counts in, the coarsest first: (outcome), (outcome, difficulty)."""
    values = [f"{name}={_value(item, name)}" for name in spread]
    return [tuple(values[: depth + 1]) for depth in range(len(values))]


def _value(item: Item, name: str) -> str:
    if name == "kind":
        return item.question.kind
    return str(getattr(item, name))
