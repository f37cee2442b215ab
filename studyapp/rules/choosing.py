"""Drawing the questions of a run."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from heapq import nsmallest
from random import Random

from studyapp.catalogue.pools import Pool
from studyapp.catalogue.questions import Item


class _Group:
    """What is left of one group: what was not seen in any order, then what was seen longest ago.

    Nothing is done with what is not taken, so that a draw from a large bank costs no more than one from a small.
    """

    def __init__(self, pool: Pool, wanted: int, seen: Mapping[str, int], old: int, random: Random) -> None:
        self.pool, self.wanted, self.random, self.when = pool, wanted, random, seen
        self.fresh, self.old = len(pool) - old, old
        self.looked = 0  # places of the pool that were looked at, as they would come in a shuffled one
        self.moved: dict[int, int] = {}

    @cached_property
    def seen(self) -> list[str]:
        """As many as are wanted, those longest ago last; asked for only where nothing is left that was never seen."""
        when = self.when
        known = self.pool.places.keys() & when.keys()
        last = nsmallest(self.wanted, map(when.__getitem__, known))[-1]
        oldest = [ident for ident in known if when[ident] <= last]
        return sorted(oldest, key=lambda ident: (-when[ident], self.pool.places[ident]))

    @property
    def left(self) -> int:
        return self.fresh or self.old

    def take(self) -> Item:
        if not self.fresh:
            self.old -= 1
            return self.pool[self.pool.places[self.seen.pop()]]
        self.fresh -= 1
        while (item := self._shuffled()).ident in self.when:
            pass
        return item

    def _shuffled(self) -> Item:
        """The next of the pool as if it were shuffled whole."""
        place = self.random.randrange(self.looked, len(self.pool))
        found = self.moved.get(place, place)
        self.moved[place] = self.moved.get(self.looked, self.looked)
        self.looked += 1
        return self.pool[found]


def draw(pool: Sequence[Item], size: int, spread: Sequence[str], seen: Mapping[str, int], seed: int) -> list[Item]:
    """`size` questions (or as many as there are): unseen first, evenly over `spread`, then least recently seen.

    `seen` tells for each ident how late it was last seen: the larger, the later. Equal seeds draw equal runs.
    """
    random, counts = Random(seed), Counter[tuple[str, ...]]()
    whole = pool if isinstance(pool, Pool) else Pool(pool)
    known = Counter(map(whole.groups(spread).get, seen))
    split = enumerate(whole.spread(spread).items())
    groups = {key: _Group(group, size, seen, known[number], random) for number, (key, group) in split}
    taken: list[Item] = []

    def rank(key: tuple[str, ...]) -> tuple[int, ...]:
        group = groups[key]
        evenly = [counts[key[:depth]] for depth in range(1, len(key) + 1)]
        return (0, *evenly) if group.fresh else (1, *evenly, seen[group.seen[-1]])

    while groups and len(taken) < size:
        ranks = {key: rank(key) for key in groups}
        first = min(ranks.values())
        best = [key for key in groups if ranks[key] == first]
        (key,) = random.choices(best, [groups[one].left for one in best])
        taken.append(groups[key].take())
        counts.update(key[:depth] for depth in range(1, len(key) + 1))
        if not groups[key].left:
            del groups[key]
    random.shuffle(taken)
    return taken


def shuffled(count: int, seed: int) -> list[int]:
    """The numbers below `count` in the order in which an attempt shows its choices."""
    numbers = list(range(count))
    Random(seed).shuffle(numbers)
    return numbers
