"""A tree of a learner's own, changed at a place: every change leaves a whole tree without a loop or an unreachable branch."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from studyapp.catalogue.facts import Condition, Fact
from studyapp.catalogue.quantities import Quantity
from studyapp.catalogue.sketches import Ask, Leaf, Place, Sketch
from studyapp.catalogue.trees import Branch, DecisionTree, Node, Outcome

MOST = 100  # questions of one sketch
DEEPEST = 30  # questions on one way
OPEN = "open"  # where a sketch says nothing yet, as an outcome of the tree that it makes


class Impossible(ValueError):
    """That change cannot be made; the word says why: place, fact, limit, outcome, settled, large."""


def questions(facts: Mapping[str, Fact]) -> Iterator[tuple[Fact, Quantity | None]]:
    """Every question that can be asked: a choice as a whole, a number at each of its limits."""
    for fact in facts.values():
        if fact.is_number:
            yield from ((fact, limit) for limit in fact.limits)
        else:
            yield fact, None


def asked_by(fact: Fact, limit: Quantity | None) -> tuple[Condition, ...]:
    """The conditions that a question about the fact parts cases by. Impossible for a number without one of its limits."""
    if not fact.is_number:
        return tuple(Condition(fact.id, values=(value.id,)) for value in fact.values)
    if limit not in fact.limits or limit is None:
        raise Impossible("limit")
    return Condition(fact.id, at_most=limit), Condition(fact.id, above=limit)


def limit_of(asked: Ask) -> Quantity | None:
    """At which limit a number is asked; none for a choice."""
    return asked.branches[0][0].at_most


def _agree(one: Condition, other: Condition) -> bool:
    """Whether a case can meet both."""
    if one.fact != other.fact:
        return True
    below, above = one.at_most or other.at_most, one.above or other.above
    if below and above:
        return above.base < below.base
    return one.values == other.values  # both at most, both above, or both a value


def settled(fact: Fact, limit: Quantity | None, way: Sequence[Condition]) -> bool:
    """Whether the answers on a way leave the question only one answer."""
    return sum(all(_agree(condition, met) for met in way) for condition in asked_by(fact, limit)) < 2


def at(sketch: Sketch, place: Place) -> Sketch:
    """What stands at a place. Impossible where there is none."""
    for number in place:
        if not isinstance(sketch, Ask) or number >= len(sketch.branches):
            raise Impossible("place")
        sketch = sketch.branches[number][1]
    return sketch


def way(sketch: Sketch, place: Place) -> tuple[Condition, ...]:
    """The answers that lead to a place. Impossible where there is none."""
    above = [at(sketch, place[:depth]) for depth in range(len(place))]
    at(sketch, place)
    return tuple(one.branches[n][0] for one, n in zip(above, place, strict=True) if isinstance(one, Ask))


def put(sketch: Sketch, place: Place, new: Sketch) -> Sketch:
    """The sketch with something else at a place. Impossible where there is none, or when it grows too large."""
    at(sketch, place)
    made = _put(sketch, place, new)
    if size(made) > MOST or depth(made) > DEEPEST:
        raise Impossible("large")
    return made


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
    """Ask about the fact there; what stood there follows each answer, as far as it can still happen after it.

    Impossible where the answers on the way have settled the question.
    """
    below = at(sketch, place)
    if settled(fact, limit, way(sketch, place)):
        raise Impossible("settled")
    return put(sketch, place, Ask(fact.id, tuple((one, _after(one, below)) for one in asked_by(fact, limit))))


def _after(given: Condition, sketch: Sketch) -> Sketch:
    """What is left of a sketch once an answer is given: no question that it settles."""
    if not isinstance(sketch, Ask):
        return sketch
    left = [(condition, _after(given, below)) for condition, below in sketch.branches if _agree(given, condition)]
    return left[0][1] if len(left) == 1 else replace(sketch, branches=tuple(left))


def size(sketch: Sketch) -> int:
    """How many questions it asks."""
    return 1 + sum(size(below) for _, below in sketch.branches) if isinstance(sketch, Ask) else 0


def depth(sketch: Sketch) -> int:
    """How many questions its longest way asks."""
    return 1 + max(depth(below) for _, below in sketch.branches) if isinstance(sketch, Ask) else 0


def places(sketch: Sketch, here: Place = ()) -> Iterator[tuple[Place, Sketch]]:
    """Everything in it with its place, from the start downwards."""
    yield here, sketch
    for number, (_, below) in enumerate(sketch.branches if isinstance(sketch, Ask) else ()):
        yield from places(below, (*here, number))


def open_places(sketch: Sketch) -> list[Place]:
    """Where nothing follows yet."""
    return [place for place, one in places(sketch) if one is None]


def name(place: Place) -> str:
    """A place as a node's id: n, n-0, n-0-2."""
    return "-".join(["n", *map(str, place)])


def as_tree(sketch: Sketch, facts: Mapping[str, Fact], outcomes: Sequence[Outcome]) -> DecisionTree:
    """The tree that walks know. Where nothing follows yet, cases come to the outcome OPEN."""
    return _tree(sketch, facts, {**{one.id: one for one in outcomes}, OPEN: Outcome(OPEN, "", "")}, _target)


def as_drawn(sketch: Sketch, facts: Mapping[str, Fact], outcomes: Sequence[Outcome]) -> DecisionTree:
    """The tree that drawings know: each end is an outcome of its own, named after its place. The last outcome is for open ends."""
    by_id, ends = {one.id: one for one in outcomes}, {}
    for place, one in places(sketch):
        if not isinstance(one, Ask):
            ends[name(place)] = replace(by_id[one.outcome] if one else outcomes[-1], id=name(place))
    return _tree(sketch, facts, ends, lambda place, one: name(place))


def _tree(
    sketch: Sketch, facts: Mapping[str, Fact], ends: Mapping[str, Outcome], target: Callable[[Place, Sketch], str]
) -> DecisionTree:
    nodes = tuple(
        Node(name(place), one.fact, facts[one.fact].ask, "", _branches(place, one, target))
        for place, one in places(sketch)
        if isinstance(one, Ask)
    )
    used = {node.fact for node in nodes}
    return DecisionTree(
        id="own", title="", summary="", start=target((), sketch), nodes=nodes,
        outcomes=tuple(ends.values()), facts=tuple(facts[fact] for fact in facts if fact in used),
    )  # fmt: skip


def _branches(place: Place, one: Ask, target: Callable[[Place, Sketch], str]) -> tuple[Branch, ...]:
    below = enumerate(one.branches)
    return tuple(Branch(target((*place, number), after), condition) for number, (condition, after) in below)


def _target(place: Place, one: Sketch) -> str:
    match one:
        case Ask():
            return name(place)
        case Leaf(outcome=outcome):
            return outcome
        case None:
            return OPEN
