"""A tree of a learner's own: changed at a place, executed on scenarios, compared with another."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import log2

from studyapp.catalogue.facts import Case, Condition, Fact
from studyapp.catalogue.quantities import Quantity
from studyapp.catalogue.questions import Question
from studyapp.catalogue.sketches import Ask, Leaf, Place, Sketch
from studyapp.catalogue.trees import Branch, DecisionTree, Node, Outcome
from studyapp.rules.deciding import cases, holds, walk
from studyapp.rules.grading import case_of

MOST = 100  # questions of one sketch
OPEN = "open"  # where a sketch says nothing yet, as an outcome of the tree that it makes


class Impossible(ValueError):
    """That change cannot be made; the word says why: place, fact, limit, outcome, large."""


def asked_by(fact: Fact, limit: Quantity | None) -> tuple[Condition, ...]:
    """The conditions that a question about the fact parts cases by. Impossible for a number without one of its limits."""
    if not fact.is_number:
        return tuple(Condition(fact.id, values=(value.id,)) for value in fact.values)
    if limit not in fact.limits or limit is None:
        raise Impossible("limit")
    return Condition(fact.id, at_most=limit), Condition(fact.id, above=limit)


def at(sketch: Sketch, place: Place) -> Sketch:
    """What stands at a place. Impossible where there is none."""
    for number in place:
        if not isinstance(sketch, Ask) or number >= len(sketch.branches):
            raise Impossible("place")
        sketch = sketch.branches[number][1]
    return sketch


def put(sketch: Sketch, place: Place, new: Sketch) -> Sketch:
    """The sketch with something else at a place. Impossible where there is none, or when it grows too large."""
    if size(sketch) - size(at(sketch, place)) + size(new) > MOST:
        raise Impossible("large")
    return _put(sketch, place, new)


def _put(sketch: Sketch, place: Place, new: Sketch) -> Sketch:
    if not place:
        return new
    assert isinstance(sketch, Ask)
    first, rest = place[0], place[1:]
    branches = tuple(
        (condition, _put(below, rest, new) if number == first else below)
        for number, (condition, below) in enumerate(sketch.branches)
    )
    return replace(sketch, branches=branches)


def ask(sketch: Sketch, place: Place, fact: Fact, limit: Quantity | None) -> Sketch:
    """Ask about the fact there; what stood there follows each answer."""
    below = at(sketch, place)
    return put(sketch, place, Ask(fact.id, tuple((condition, below) for condition in asked_by(fact, limit))))


def size(sketch: Sketch) -> int:
    """How many questions it asks."""
    return 1 + sum(size(below) for _, below in sketch.branches) if isinstance(sketch, Ask) else 0


def places(sketch: Sketch, here: Place = ()) -> Iterator[tuple[Place, Sketch]]:
    """Everything in it with its place, from the start downwards."""
    yield here, sketch
    for number, (_, below) in enumerate(sketch.branches if isinstance(sketch, Ask) else ()):
        yield from places(below, (*here, number))


def name(place: Place) -> str:
    """A place as a node's id: n, n-0, n-0-2."""
    return "-".join(["n", *map(str, place)])


def as_tree(sketch: Sketch, facts: Mapping[str, Fact], outcomes: Sequence[Outcome]) -> DecisionTree:
    """The tree that walks and drawings know. Where nothing follows yet, cases come to the outcome OPEN."""
    nodes = tuple(_node(place, one, facts) for place, one in places(sketch) if isinstance(one, Ask))
    used = {node.fact for node in nodes}
    return DecisionTree(
        id="own", title="", summary="", start=_target((), sketch), nodes=nodes,
        outcomes=(*outcomes, Outcome(OPEN, "", "")), facts=tuple(facts[fact] for fact in facts if fact in used),
    )  # fmt: skip


def _node(place: Place, one: Ask, facts: Mapping[str, Fact]) -> Node:
    branches = tuple(
        Branch(_target((*place, number), below), condition) for number, (condition, below) in enumerate(one.branches)
    )
    return Node(name(place), one.fact, facts[one.fact].ask, "", branches)


def _target(place: Place, one: Sketch) -> str:
    match one:
        case Ask():
            return name(place)
        case Leaf(outcome=outcome):
            return outcome
        case None:
            return OPEN


@dataclass(frozen=True)
class Mapped:
    """A scenario, where a tree maps it, and the first question at which that goes wrong (empty: right)."""

    question: Question
    reached: str
    wrong_at: str = ""

    @property
    def right(self) -> bool:
        return bool(self.question.scenario) and self.reached == self.question.scenario.outcome  # type: ignore[union-attr]


def whole_case(question: Question, facts: Mapping[str, Fact]) -> dict[str, str | Decimal]:
    """What a scenario tells and takes for granted, and what every story takes for granted that is silent."""
    silent = {
        fact.id: fact.assume.base if isinstance(fact.assume, Quantity) else fact.assume
        for fact in facts.values()
        if fact.assume is not None
    }
    return {**silent, **case_of(question)}


def execute(tree: DecisionTree, scenarios: Sequence[Question], facts: Mapping[str, Fact]) -> list[Mapped]:
    """Map every scenario by the tree. A wrong one names the first question after which its key can no more be reached."""
    reachable = _reachable(tree)
    found = []
    for question in scenarios:
        assert question.scenario
        way = walk(tree, whole_case(question, facts))
        reached, wrong_at = way.outcome or OPEN, ""
        if reached != question.scenario.outcome:
            stations = [*way.path, reached]
            lost = (here for here, after in zip(way.path, stations[1:], strict=True) if question.scenario.outcome not in reachable[after])  # fmt: skip
            wrong_at = next(lost, way.path[-1] if way.path else "")
        found.append(Mapped(question, reached, wrong_at))
    return found


def _reachable(tree: DecisionTree) -> dict[str, set[str]]:
    """The outcomes below each node, and each outcome itself."""
    found = {outcome.id: {outcome.id} for outcome in tree.outcomes}
    for node in reversed(tree.nodes):  # every node stands before those below it
        found[node.id] = set[str]().union(*(found[branch.target] for branch in node.branches))
    return found


@dataclass(frozen=True)
class Hint:
    """The question that would tell most of the cases that come to a place apart, in bits; or nothing tells any."""

    place: Place
    fact: str
    limit: Quantity | None
    gain: float


def costliest(sketch: Sketch, mapped: Sequence[Mapped], facts: Mapping[str, Fact]) -> tuple[Place, int] | None:
    """The end at which most scenarios are mapped wrongly, and how many; none when all are right."""
    wrong = Counter(end(sketch, whole_case(one.question, facts)) for one in mapped if not one.right)
    return min(wrong.items(), key=lambda pair: (-pair[1], pair[0]), default=None)


def end(sketch: Sketch, case: Case) -> Place:
    """The place at which a case ends: a leaf, where nothing follows, or a question that it does not answer."""
    place: Place = ()
    while isinstance(sketch, Ask):
        number = next((n for n, (c, _) in enumerate(sketch.branches) if c.fact in case and holds(c, case)), None)
        if number is None:
            return place
        place, sketch = (*place, number), sketch.branches[number][1]
    return place


def best_question(
    sketch: Sketch, place: Place, scenarios: Sequence[Question], facts: Mapping[str, Fact]
) -> Hint | None:
    """The question with the largest information gain over the keys of the scenarios that end at the place."""
    here = [(one, case) for one in scenarios if end(sketch, case := whole_case(one, facts)) == place]
    keys = [one.scenario.outcome for one, _ in here if one.scenario]
    best: Hint | None = None
    for fact, limit in questions(facts):
        groups: dict[int, list[str]] = {}
        for (_, case), key in zip(here, keys, strict=True):
            groups.setdefault(_branch(asked_by(fact, limit), case), []).append(key)
        gain = entropy(keys) - sum(len(group) * entropy(group) for group in groups.values()) / max(len(keys), 1)
        if gain > 1e-9 and (best is None or gain > best.gain + 1e-9):
            best = Hint(place, fact.id, limit, gain)
    return best


def questions(facts: Mapping[str, Fact]) -> Iterator[tuple[Fact, Quantity | None]]:
    """Every question that can be asked: a choice as a whole, a number at each of its limits."""
    for fact in facts.values():
        if fact.is_number:
            yield from ((fact, limit) for limit in fact.limits)
        else:
            yield fact, None


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
    case: Mapping[str, str | Decimal] | None = None
    one: str = ""
    other: str = ""


def compare(one: DecisionTree, other: DecisionTree, frame: DecisionTree) -> Parting:
    """Two trees on every possible case of the frame's facts; what the frame does not know is left open."""
    agree, of, first = 0, 0, None
    for case in cases(frame):
        ends = walk(one, case).outcome or OPEN, walk(other, case).outcome or OPEN
        of, agree = of + 1, agree + (ends[0] == ends[1])
        if ends[0] != ends[1] and first is None:
            first = case, *ends
    return Parting(agree, of, *first) if first else Parting(agree, of)
