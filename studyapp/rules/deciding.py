"""Walking a decision tree, and what walking it proves."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product, takewhile
from math import prod

from studyapp.catalogue.facts import Case, Condition, Fact
from studyapp.catalogue.quantities import Quantity
from studyapp.catalogue.trees import DecisionTree, Node

MOST_CASES = 200_000


@dataclass(frozen=True)
class Walk:
    """The nodes passed, and the outcome reached; without one, `asking` is the node that waits for its fact."""

    path: tuple[str, ...]
    outcome: str = ""
    asking: str = ""


@dataclass(frozen=True)
class Interval:
    """More than `low`, at most `high`; either end may be open."""

    low: Quantity | None
    high: Quantity | None


# What is known of a fact: the id of a value, an amount in the base unit, or only an interval.
Known = str | Decimal | Interval


@dataclass(frozen=True)
class Changed:
    """One fact that would have to be otherwise: the value's id, or the interval."""

    fact: str
    to: str | Interval


@dataclass(frozen=True)
class Change:
    """The smallest change of facts that leads to `outcome`, and the node at which the way there parts."""

    outcome: str
    changed: tuple[Changed, ...]
    leaves: str


def holds(condition: Condition, case: Mapping[str, Known]) -> bool | None:
    """Whether the case meets the condition; None when an interval does not tell. KeyError without the fact."""
    value = case[condition.fact]
    limit = condition.at_most or condition.above
    if limit is None:
        return value in condition.values
    if isinstance(value, str):
        return False
    if isinstance(value, Decimal):
        within: bool | None = value <= limit.base
    elif value.high is not None and value.high.base <= limit.base:
        within = True
    else:
        within = False if value.low is not None and value.low.base >= limit.base else None
    return within if condition.at_most or within is None else not within


def walk(tree: DecisionTree, case: Mapping[str, Known]) -> Walk:
    """Follow the case from the start, as far as its facts go."""
    path: list[str] = []
    here = tree.start
    while here in tree.node_by_id:
        path.append(here)
        target = _target(tree.node_by_id[here], case)
        if target is None:
            return Walk(tuple(path), asking=here)
        here = target
    return Walk(tuple(path), outcome=here)


def led_to(tree: DecisionTree, case: Mapping[str, Known]) -> str:
    """The outcome alone, for a great many cases; empty where a node waits for its fact."""
    here: str | None = tree.start
    while here in tree.node_by_id:
        here = _target(tree.node_by_id[here], case)
    return here or ""


def _target(node: Node, case: Mapping[str, Known]) -> str | None:
    """Where the node sends the case; None while that cannot be told."""
    if node.fact not in case:
        return None
    for branch in node.branches:
        met = True if branch.condition is None else holds(branch.condition, case)
        if met is None:
            return None
        if met:
            return branch.target
    raise ValueError(f"{node.id} has no branch for {case[node.fact]}")


def representatives(fact: Fact) -> tuple[str | Decimal, ...]:
    """One value for each that the rules can tell apart: the values, or an amount out of each interval."""
    if not fact.is_number:
        return tuple(value.id for value in fact.values)
    bounds = [limit.base for limit in fact.limits]
    return (*bounds, bounds[-1] * 2 + 1) if bounds else (Decimal(1),)


def representative(fact: Fact, value: str | Decimal) -> str | Decimal:
    """The representative that stands for the value."""
    if isinstance(value, str):
        return value
    return representatives(fact)[bisect_left([limit.base for limit in fact.limits], value)]


def possible(tree: DecisionTree, case: Case) -> bool:
    """Whether no `never` of the tree rules the case out."""
    return not any(
        all(condition.fact in case and holds(condition, case) for condition in never) for never in tree.never
    )


def size(tree: DecisionTree) -> int:
    """How many cases the tree's facts make."""
    return prod(len(representatives(fact)) for fact in tree.facts)


def cases(tree: DecisionTree) -> Iterator[dict[str, str | Decimal]]:
    """Every case the tree's facts can make, numbers by interval."""
    names = [fact.id for fact in tree.facts]
    for values in product(*(representatives(fact) for fact in tree.facts)):
        case = dict(zip(names, values, strict=True))
        if possible(tree, case):
            yield case


def preferred(tree: DecisionTree, case: Case) -> str:
    """The first outcome in order of preference whose needs all hold; empty when none does."""
    for outcome in tree.outcomes:
        if all(holds(condition, case) for condition in outcome.needs):
            return outcome.id
    return ""


def disagreement(tree: DecisionTree) -> tuple[dict[str, str | Decimal], str, str] | None:
    """The first case whose walk is not the preferred outcome: the case, where the walk led, what is preferred."""
    for case in cases(tree):
        reached, wanted = led_to(tree, case), preferred(tree, case)
        if reached != wanted:
            return case, reached, wanted
    return None


def reachable(tree: DecisionTree) -> frozenset[str]:
    """The nodes and outcomes that some case gets to."""
    seen: set[str] = set()
    for case in cases(tree):
        found = walk(tree, case)
        seen.update(found.path, [found.outcome])
    return frozenset(seen)


def outcomes(tree: DecisionTree, case: Case) -> dict[str, dict[str, str | Decimal]]:
    """Every outcome that the case can still reach, each with the first values of open facts that lead there."""
    found: dict[str, dict[str, str | Decimal]] = {}
    queue: list[dict[str, str | Decimal]] = [{}]
    while queue:
        extra = queue.pop(0)
        reached = walk(tree, {**case, **extra})
        if reached.outcome:
            found.setdefault(reached.outcome, extra)
            continue
        fact = tree.fact_by_id[tree.node_by_id[reached.asking].fact]
        for value in representatives(fact):
            more = {**extra, fact.id: value}
            if possible(tree, {**case, **more}):
                queue.append(more)
    return found


def facts_in_order(tree: DecisionTree) -> list[Fact]:
    """The facts in the order in which the tree asks for them, breadth first."""
    order: list[str] = []
    queue, seen = [tree.start], set[str]()
    while queue:
        node = tree.node_by_id.get(queue.pop(0))
        if node is None or node.id in seen:
            continue
        seen.add(node.id)
        if node.fact not in order:
            order.append(node.fact)
        queue.extend(branch.target for branch in node.branches)
    return [tree.fact_by_id[fact] for fact in order]


def smallest_change(tree: DecisionTree, case: Case, outcome: str, assumed: Iterable[str] = ()) -> Change | None:
    return smallest_changes(tree, case, [outcome], assumed).get(outcome)


def smallest_changes(
    tree: DecisionTree, case: Case, wanted: Iterable[str], assumed: Iterable[str] = ()
) -> dict[str, Change]:
    """For each wanted outcome the fewest facts of a case to change (or to add, where it leaves one open) to be led there.

    Of several as small, the one that changes what the story tells rather than what was `assumed` or left open;
    then the first in tree order. Outcomes to which no change leads are left out.
    """
    told, ordered = case.keys() - set(assumed), facts_in_order(tree)
    best: dict[str, Case] = {}
    for count in range(1, len(ordered) + 1):
        missing = set(wanted) - best.keys()
        if not missing:
            break
        for way in (way for facts in combinations(ordered, count) for way in _ways(case, facts)):
            changed = {**case, **way}
            outcome = led_to(tree, changed)
            if outcome in missing and possible(tree, changed):
                best[outcome] = min(best.get(outcome, way), way, key=lambda one: len(one.keys() - told))
    before = walk(tree, case)
    return {
        outcome: Change(outcome, _widened(tree, case, way, outcome), parting(before, walk(tree, {**case, **way})))
        for outcome, way in best.items()
    }


def parting(one: Walk, other: Walk) -> str:
    """The last node before two ways from the start part."""
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(one.path, other.path, strict=False))
    return [node for node, _ in shared][-1]


def _ways(case: Case, facts: tuple[Fact, ...]) -> Iterator[dict[str, str | Decimal]]:
    """Every other value of each of the facts."""
    names, others = [fact.id for fact in facts], [_others(fact, case.get(fact.id)) for fact in facts]
    return (dict(zip(names, values, strict=True)) for values in product(*others))


def _others(fact: Fact, value: str | Decimal | None) -> list[str | Decimal]:
    """What the fact can be instead; all it can be where the case does not know it."""
    now = None if value is None else representative(fact, value)
    return [other for other in representatives(fact) if other != now]


def _widened(tree: DecisionTree, case: Case, way: Case, outcome: str) -> tuple[Changed, ...]:
    """The changed facts, each number as the widest interval that leads there whatever the others are in theirs."""
    spans: dict[str, tuple[str | Decimal, ...]] = {id: (value,) for id, value in way.items()}

    def leads(id: str, span: tuple[str | Decimal, ...]) -> bool:
        for values in product(*{**spans, id: span}.values()):
            changed = {**case, **dict(zip(spans, values, strict=True))}
            if possible(tree, changed) and led_to(tree, changed) != outcome:
                return False
        spans[id] = span
        return True

    return tuple(Changed(id, _widest(tree.fact_by_id[id], value, leads)) for id, value in way.items())


def _widest(
    fact: Fact, value: str | Decimal, leads: Callable[[str, tuple[str | Decimal, ...]], bool]
) -> str | Interval:
    """The value itself; for a number, the interval around it grown to both sides for as long as it leads."""
    if isinstance(value, str):
        return value
    values = representatives(fact)
    first = values.index(value)
    end = first + 1
    while first > 0 and leads(fact.id, values[first - 1 : end]):
        first -= 1
    while end < len(values) and leads(fact.id, values[first : end + 1]):
        end += 1
    low = fact.limits[first - 1] if first > 0 else None
    high = fact.limits[end - 1] if end <= len(fact.limits) else None
    return Interval(low, high)
