"""A tree of a learner's own, executed on scenarios: what it maps rightly, where it goes wrong, what would help, how it compares."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from math import log2

from studyapp.catalogue.facts import Case, Condition, Fact
from studyapp.catalogue.quantities import Quantity
from studyapp.catalogue.questions import Question
from studyapp.catalogue.sketches import Ask, Place, Sketch
from studyapp.catalogue.trees import DecisionTree
from studyapp.rules.deciding import cases, holds, led_to, walk
from studyapp.rules.grading import case_of
from studyapp.rules.sketching import OPEN, as_tree, asked_by, questions

PASS_PERCENT = 90
KEPT = 256  # sketches whose results are remembered


@dataclass(frozen=True, eq=False)
class Ground:
    """What sketches are executed on: a tree of the course, and the scenarios that it proves."""

    tree: DecisionTree
    scenarios: tuple[Question, ...]

    @property
    def facts(self) -> dict[str, Fact]:
        return self.tree.fact_by_id

    @cached_property
    def told(self) -> tuple[Case, ...]:
        """The whole case of each scenario."""
        return tuple(whole_case(one, self.facts) for one in self.scenarios)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(one.scenario.outcome if one.scenario else "" for one in self.scenarios)

    @cached_property
    def combinations(self) -> tuple[Case, ...]:
        """Every combination of the tree's facts."""
        return tuple(cases(self.tree))

    @cached_property
    def ends(self) -> tuple[str, ...]:
        """Where the course's tree leads each combination."""
        return tuple(led_to(self.tree, case) for case in self.combinations)


def whole_case(question: Question, facts: Mapping[str, Fact]) -> dict[str, str | Decimal]:
    """What a scenario tells and takes for granted, and what every story takes for granted that is silent."""
    silent = {
        fact.id: fact.assume.base if isinstance(fact.assume, Quantity) else fact.assume
        for fact in facts.values()
        if fact.assume is not None
    }
    return {**silent, **case_of(question)}


@dataclass(frozen=True)
class Mapped:
    """A scenario, where a sketch maps it, and the first question at which that goes wrong (empty: before any)."""

    question: Question
    reached: str
    right: bool
    wrong_at: str = ""


@lru_cache(KEPT)
def execute(ground: Ground, sketch: Sketch) -> tuple[Mapped, ...]:
    """Map every scenario. A wrong one names the first question after which its key can no more be reached.

    A key that stands nowhere in the sketch was lost at the last question.
    """
    tree = as_tree(sketch, ground.facts, ground.tree.outcomes)
    reachable = _reachable(tree)
    found = []
    for question, case, key in zip(ground.scenarios, ground.told, ground.keys, strict=True):
        way = walk(tree, case)
        reached, wrong_at = way.outcome or OPEN, ""
        if reached != key:
            stations = [*way.path, reached]
            steps = zip(way.path, stations[1:], strict=True)
            lost = (here for here, after in steps if key in reachable[here] and key not in reachable[after])
            wrong_at = next(lost, way.path[-1] if way.path else "")
        found.append(Mapped(question, reached, reached == key, wrong_at))
    return tuple(found)


def _reachable(tree: DecisionTree) -> dict[str, set[str]]:
    """The outcomes below each node, and each outcome itself."""
    found = {outcome.id: {outcome.id} for outcome in tree.outcomes}
    for node in reversed(tree.nodes):  # every node stands before those below it
        found[node.id] = set[str]().union(*(found[branch.target] for branch in node.branches))
    return found


def share(ground: Ground, sketch: Sketch) -> tuple[int, int]:
    """How many scenarios a sketch maps rightly, and of how many."""
    mapped = execute(ground, sketch)
    return sum(one.right for one in mapped), len(mapped)


def passes(right: int, of: int) -> bool:
    """In whole numbers, so that 27 of 30 is 90 %."""
    return right * 100 >= PASS_PERCENT * of


def end(sketch: Sketch, case: Case) -> Place:
    """The place at which a case ends: a leaf, where nothing follows, or a question that it does not answer."""
    place: Place = ()
    while isinstance(sketch, Ask):
        number = next((n for n, (c, _) in enumerate(sketch.branches) if c.fact in case and holds(c, case)), None)
        if number is None:
            return place
        place, sketch = (*place, number), sketch.branches[number][1]
    return place


def costliest(ground: Ground, sketch: Sketch) -> tuple[Place, int] | None:
    """The end at which most scenarios are mapped wrongly, and how many; none when all are right."""
    mapped = zip(execute(ground, sketch), ground.told, strict=True)
    wrong = Counter(end(sketch, case) for one, case in mapped if not one.right)
    return min(wrong.items(), key=lambda pair: (-pair[1], pair[0]), default=None)


def arriving(ground: Ground, sketch: Sketch, place: Place) -> list[tuple[Case, str]]:
    """The scenarios that come to a place: their cases, and their keys."""
    pairs = zip(ground.told, ground.keys, strict=True)
    return [(case, key) for case, key in pairs if end(sketch, case)[: len(place)] == place]


@dataclass(frozen=True)
class Hint:
    """The question that tells most of the cases that come to a place apart, in bits."""

    fact: str
    limit: Quantity | None
    gain: float


def best_question(ground: Ground, here: Sequence[tuple[Case, str]]) -> Hint | None:
    """The question with the largest information gain over these keys; none when no question tells any apart."""
    best: Hint | None = None
    for fact, limit in questions(ground.facts):
        groups: dict[int, list[str]] = {}
        conditions = asked_by(fact, limit)
        for case, key in here:
            groups.setdefault(_branch(conditions, case), []).append(key)
        after = sum(len(group) * entropy(group) for group in groups.values()) / max(len(here), 1)
        gain = entropy([key for _, key in here]) - after
        if gain > 1e-9 and (best is None or gain > best.gain + 1e-9):
            best = Hint(fact.id, limit, gain)
    return best


def _branch(conditions: Sequence[Condition], case: Case) -> int:
    return next((n for n, condition in enumerate(conditions) if condition.fact in case and holds(condition, case)), -1)


def entropy(keys: Sequence[str]) -> float:
    """How uncertain the key of one of these is, in bits."""
    return -sum(n / len(keys) * log2(n / len(keys)) for n in Counter(keys).values()) if keys else 0.0


@dataclass(frozen=True)
class Parting:
    """How two trees compare over every combination of facts, and the first on which they part."""

    agree: int
    of: int
    case: Case | None = None
    one: str = ""
    other: str = ""


@lru_cache(KEPT)
def ends(ground: Ground, sketch: Sketch) -> tuple[str, ...]:
    """Where a sketch leads each combination of facts."""
    tree = as_tree(sketch, ground.facts, ground.tree.outcomes)
    return tuple(led_to(tree, case) or OPEN for case in ground.combinations)


def compare(ground: Ground, one: Sequence[str], other: Sequence[str]) -> Parting:
    """Two trees by where they lead each combination."""
    agree = sum(a == b for a, b in zip(one, other, strict=True))
    rows = zip(ground.combinations, one, other, strict=True)
    first = next((row for row in rows if row[1] != row[2]), None)
    return Parting(agree, len(one), *first) if first else Parting(agree, len(one))
