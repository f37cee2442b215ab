"""The smallest change in any tree."""

from decimal import Decimal
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from studyapp.catalogue.facts import Condition, Fact
from studyapp.catalogue.trees import DecisionTree, Node
from studyapp.rules import deciding
from studyapp.rules.deciding import Changed
from tests.rules.tea import (
    a_choice,
    a_node,
    a_number,
    a_tree,
    above,
    among,
    an_outcome,
    at_most,
)

FACTS: tuple[Fact, ...] = (
    a_choice("x", "x1", "x2"), a_choice("y", "y1", "y2", "y3"), a_number("p", 10, 20), a_number("q", 5, 50),
)  # fmt: skip
AMOUNTS = {"p": [1, 10, 15, 20, 21], "q": [1, 5, 6, 50, 99]}
ENDS = ("mug", "pot", "cold")
CONDITIONS = [among("x", "x1"), among("y", "y2", "y3"), at_most("p", 10), above("p", 20), above("q", 5)]


@st.composite
def trees(draw: st.DrawFn) -> DecisionTree:
    """Any tree of at most three questions in a row, now and then with cases that cannot be."""
    nodes: list[Node] = []

    def grow(depth: int) -> str:
        if depth == 0 or (depth < 3 and draw(st.booleans())):
            return draw(st.sampled_from(ENDS))
        fact, id = draw(st.sampled_from(FACTS)), f"n{len(nodes)}"
        place = len(nodes)
        nodes.append(a_node(id, fact.id))
        conditions: list[Condition | None] = [among(fact.id, value.id) for value in fact.values]
        if fact.is_number:
            conditions = [Condition(fact.id, at_most=limit) for limit in fact.limits if draw(st.booleans())] + [None]
        nodes[place] = a_node(id, fact.id, *((condition, grow(depth - 1)) for condition in conditions))
        return id

    grow(3)
    never = draw(st.lists(st.lists(st.sampled_from(CONDITIONS), min_size=1, max_size=2).map(tuple), max_size=1))
    return a_tree(nodes, [an_outcome(id) for id in ENDS], FACTS, *never)


@st.composite
def trees_and_cases(draw: st.DrawFn) -> tuple[DecisionTree, dict[str, str | Decimal]]:
    """A tree, and a case that can be."""
    values = {
        fact.id: [Decimal(a) for a in AMOUNTS[fact.id]] if fact.is_number else [v.id for v in fact.values]
        for fact in FACTS
    }
    case = {fact: draw(st.sampled_from(those)) for fact, those in values.items()}
    tree = draw(trees())
    assume(deciding.possible(tree, case))
    return tree, case


def within(changed: Changed) -> list[str | Decimal]:
    """Values that the change allows."""
    if isinstance(changed.to, str):
        return [changed.to]
    low = changed.to.low.base if changed.to.low else 0
    high = changed.to.high.base if changed.to.high else 1000
    return [Decimal(amount) for amount in AMOUNTS[changed.fact] if low < amount <= high]


@settings(max_examples=60, deadline=None)
@given(trees_and_cases())
def test_the_smallest_change_leads_there_and_none_is_smaller(
    found: tuple[DecisionTree, dict[str, str | Decimal]],
) -> None:
    tree, case = found
    reached = deciding.walk(tree, case).outcome
    fewest = {outcome: _fewest(tree, case, outcome) for outcome in ENDS if outcome != reached}
    for outcome, count in fewest.items():
        change = deciding.smallest_change(tree, case, outcome)
        assert (change and len(change.changed)) == count
        for values in product(*map(within, change.changed)) if change else ():
            after = {**case, **{one.fact: value for one, value in zip(change.changed, values, strict=True)}}
            assert deciding.walk(tree, after).outcome == outcome or not deciding.possible(tree, after)


def _fewest(tree: DecisionTree, case: dict[str, str | Decimal], outcome: str) -> int | None:
    """By trying every combination of what the tree asks for: how many facts differ in the nearest that leads there."""
    asked = [fact for fact in FACTS if fact.id in {node.fact for node in tree.nodes}]
    now = {fact.id: deciding.representative(fact, case[fact.id]) for fact in asked}
    counts = []
    for values in product(*map(deciding.representatives, asked)):
        other = dict(zip(now, values, strict=True))
        if deciding.possible(tree, {**case, **other}) and deciding.walk(tree, other).outcome == outcome:
            counts.append(sum(other[id] != now[id] for id in now))
    return min(counts, default=None)
