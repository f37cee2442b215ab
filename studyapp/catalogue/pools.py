"""What a quiz can ask, however much that is: what pages want to know of it is worked out once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TypeVar

from studyapp.catalogue.questions import Item

K = TypeVar("K")


class Pool(tuple[Item, ...]):
    """Items in the order of their banks. It never changes, so that nothing of it is counted twice."""

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each item stands, by its ident."""
        return {item.ident: place for place, item in enumerate(self)}

    @cached_property
    def tree(self) -> str:
        """The tree that most scenarios are proven by; empty where there is none."""
        found = Counter(item.question.scenario.tree for item in self if item.question.scenario)
        return found.most_common(1)[0][0] if found else ""

    @cached_property
    def by_objective(self) -> dict[str, "Pool"]:
        return _grouped((item.objective, item) for item in self)

    @cached_property
    def by_outcome(self) -> dict[str, "Pool"]:
        return _grouped((item.outcome, item) for item in self)

    @cached_property
    def by_node(self) -> dict[str, "Pool"]:
        """The scenarios that turn on a node, by tree/node."""
        return _grouped(
            (f"{item.question.scenario.tree}/{node}", item)
            for item in self
            if item.question.scenario
            for node in item.turns_on
        )

    @cached_property
    def _spreads(self) -> dict[tuple[str, ...], dict[tuple[str, ...], "Pool"]]:
        return {}

    def spread(self, names: Sequence[str]) -> dict[tuple[str, ...], "Pool"]:
        """Grouped by these properties, the coarsest first: outcome and difficulty, say."""
        key = tuple(names)
        if key not in self._spreads:
            self._spreads[key] = _grouped((group_of(item, names), item) for item in self)
        return self._spreads[key]

    @cached_property
    def _groups(self) -> dict[tuple[str, ...], dict[str, int]]:
        return {}

    def groups(self, names: Sequence[str]) -> dict[str, int]:
        """Which group of that spread each item is in, from 0, by its ident."""
        key = tuple(names)
        if key not in self._groups:
            groups = enumerate(self.spread(key).values())
            self._groups[key] = {item.ident: number for number, group in groups for item in group}
        return self._groups[key]

    def among(self, idents: Iterable[str]) -> "Pool":
        """Those of these idents that can be asked, in the order of the pool."""
        return Pool(self[place] for place in sorted(self.places[one] for one in idents if one in self.places))


def group_of(item: Item, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(item.question.kind if name == "kind" else str(getattr(item, name)) for name in names)


def _grouped(pairs: Iterable[tuple[K, Item]]) -> dict[K, Pool]:
    found: dict[K, list[Item]] = {}
    for key, item in pairs:
        found.setdefault(key, []).append(item)
    return {key: Pool(items) for key, items in found.items()}
