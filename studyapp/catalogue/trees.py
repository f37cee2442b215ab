"""Decision trees, each whole in itself: with its facts, limits and outcomes."""

from dataclasses import dataclass
from functools import cached_property

from studyapp.catalogue.facts import Condition, Fact


@dataclass(frozen=True)
class Branch:
    """Where a case goes that meets the condition; without one, any case."""

    target: str  # a node or an outcome
    condition: Condition | None = None


@dataclass(frozen=True)
class Node:
    id: str
    fact: str
    ask: str
    because: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True)
class Outcome:
    """An option as the tree names it, with what it needs."""

    id: str
    title: str
    short: str
    needs: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class DecisionTree:
    id: str
    title: str
    summary: str
    start: str
    nodes: tuple[Node, ...]  # in the order of the file
    outcomes: tuple[Outcome, ...]  # in order of preference
    facts: tuple[Fact, ...]  # those the nodes or the needs ask for
    never: tuple[tuple[Condition, ...], ...] = ()  # what no case can be

    @cached_property
    def node_by_id(self) -> dict[str, Node]:
        return {node.id: node for node in self.nodes}

    @cached_property
    def outcome_by_id(self) -> dict[str, Outcome]:
        return {outcome.id: outcome for outcome in self.outcomes}

    @cached_property
    def fact_by_id(self) -> dict[str, Fact]:
        return {fact.id: fact for fact in self.facts}
