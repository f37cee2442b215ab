"""A tree of a learner's own, changed place by place."""

import pytest

from studyapp.catalogue.facts import Condition, Fact
from studyapp.catalogue.sketches import Ask, Leaf, Place, Sketch
from studyapp.catalogue.trees import Outcome
from studyapp.rules import sketching
from studyapp.rules.deciding import walk
from studyapp.rules.sketching import Impossible
from tests.rules.tea import BREW, HEAT, LEAF, TIME, a_case, a_choice, seconds

FACTS = {"heat": HEAT, "time": TIME, "leaf": LEAF}
KETTLE, NONE = (0,), (1,)  # the branches of a question about heat
BY_HEAT = sketching.ask(None, (), HEAT, None)


def built(*changes: tuple[Place, Sketch]) -> Sketch:
    sketch: Sketch = BY_HEAT
    for place, new in changes:
        sketch = sketching.put(sketch, place, new)
    return sketch


def by_time(limit: int, within: Sketch, above: Sketch) -> Ask:
    below = Condition("time", at_most=seconds(limit)), Condition("time", above=seconds(limit))
    return Ask("time", ((below[0], within), (below[1], above)))


WHOLE = built(
    (NONE, by_time(600, Leaf("water"), Leaf("cold"))),
    (KETTLE, by_time(60, Leaf("mug"), sketching.ask(None, (), LEAF, None))),
    ((0, 1, 0), Leaf("pot")),
    ((0, 1, 1), Leaf("mug")),
)


def test_a_question_parts_cases_by_every_value_or_at_a_limit() -> None:
    assert [condition.values for condition in sketching.asked_by(HEAT, None)] == [("kettle",), ("none",)]
    assert sketching.asked_by(TIME, seconds(60)) == (
        Condition("time", at_most=seconds(60)),
        Condition("time", above=seconds(60)),
    )


@pytest.mark.parametrize("limit", [None, 61])
def test_a_number_is_asked_at_one_of_its_limits(limit: int | None) -> None:
    with pytest.raises(Impossible, match="limit"):
        sketching.asked_by(TIME, seconds(limit) if limit else None)


def test_every_question_can_be_asked_once() -> None:
    asked = [(fact.id, limit) for fact, limit in sketching.questions(FACTS)]
    assert asked == [("heat", None), ("time", seconds(60)), ("time", seconds(600)), ("leaf", None)]


@pytest.mark.parametrize("place", [(2,), (0, 0), (0, 0, 0)])
def test_a_place_that_is_not_there_cannot_be_changed(place: Place) -> None:
    for change in (sketching.at, sketching.way, lambda sketch, place: sketching.put(sketch, place, Leaf("mug"))):
        with pytest.raises(Impossible, match="place"):
            change(BY_HEAT, place)


def test_the_way_to_a_place_is_the_answers_that_lead_there() -> None:
    assert sketching.way(WHOLE, ()) == ()
    assert sketching.way(WHOLE, (0, 1)) == (Condition("heat", values=("kettle",)), Condition("time", above=seconds(60)))


def test_what_stood_at_a_place_follows_each_answer_to_a_new_question() -> None:
    asked = sketching.ask(built((NONE, Leaf("water"))), NONE, LEAF, None)
    assert [sketching.at(asked, (1, n)) for n in (0, 1)] == [Leaf("water"), Leaf("water")]


def test_a_question_asked_first_is_not_asked_again_below() -> None:
    by_leaf = sketching.put(
        sketching.ask(None, (), LEAF, None), (0,), built((KETTLE, Leaf("pot")), (NONE, Leaf("cold")))
    )
    asked = sketching.ask(by_leaf, (), HEAT, None)
    assert [sketching.at(asked, place) for place in ((0, 0), (0, 1), (1, 0), (1, 1))] == [
        Leaf("pot"), None, Leaf("cold"), None,
    ]  # fmt: skip


def test_a_limit_asked_first_settles_those_below_it_that_it_settles() -> None:
    at_sixty = by_time(60, Leaf("mug"), Leaf("pot"))
    assert sketching.ask(at_sixty, (), TIME, seconds(600)) == by_time(600, at_sixty, Leaf("pot"))
    at_six_hundred = by_time(600, Leaf("mug"), Leaf("pot"))
    assert sketching.ask(at_six_hundred, (), TIME, seconds(60)) == by_time(60, Leaf("mug"), at_six_hundred)


@pytest.mark.parametrize(
    ("place", "fact", "limit"),
    [
        (KETTLE, HEAT, None),
        ((0, 0), TIME, 60),
        ((0, 0), TIME, 600),
        ((0, 1), TIME, 60),
        ((1, 0), TIME, 600),
        ((1, 1), TIME, 60),
        ((0, 1, 0), LEAF, None),
    ],
)
def test_a_question_that_the_way_has_settled_is_not_asked_again(place: Place, fact: Fact, limit: int | None) -> None:
    with pytest.raises(Impossible, match="settled"):
        sketching.ask(WHOLE, place, fact, seconds(limit) if limit else None)


def test_a_limit_between_those_asked_can_still_be_asked() -> None:
    assert sketching.depth(sketching.ask(WHOLE, (1, 0), TIME, seconds(60))) == 3


def test_a_sketch_has_an_end() -> None:
    sketch: Sketch = None
    with pytest.raises(Impossible, match="large"):
        for number in range(sketching.MOST):
            sketch = sketching.ask(sketch, (), a_choice(f"f{number}", "yes", "no"), None)
    assert sketching.size(sketch) == 63  # doubled by each question; the next would be 127
    chain: Sketch = None
    with pytest.raises(Impossible, match="large"):
        for number in range(sketching.MOST):
            chain = sketching.ask(chain, (0,) * number, a_choice(f"f{number}", "yes", "no"), None)
    assert sketching.depth(chain) == sketching.DEEPEST


def test_the_size_the_depth_and_the_open_ends_are_counted() -> None:
    assert (sketching.size(WHOLE), sketching.depth(WHOLE), sketching.open_places(WHOLE)) == (4, 3, [])
    assert (sketching.size(None), sketching.open_places(None)) == (0, [()])
    assert sketching.open_places(BY_HEAT) == [KETTLE, NONE]


def test_a_sketch_as_a_tree_leads_where_it_says() -> None:
    own = sketching.as_tree(built((NONE, Leaf("water"))), FACTS, BREW.outcomes)
    assert [walk(own, a_case(heat=heat)).outcome for heat in ("kettle", "none")] == ["open", "water"]
    assert [node.id for node in sketching.as_tree(WHOLE, FACTS, BREW.outcomes).nodes] == ["n", "n-0", "n-0-1", "n-1"]


def test_each_end_is_drawn_by_itself() -> None:
    outcomes = (*BREW.outcomes, Outcome("open", "open", "open"))
    drawn = sketching.as_drawn(built((NONE, by_time(60, Leaf("mug"), Leaf("mug")))), FACTS, outcomes)
    assert [(one.id, one.short) for one in drawn.outcomes] == [("n-0", "open"), ("n-1-0", "mug"), ("n-1-1", "mug")]
    assert [branch.target for node in drawn.nodes for branch in node.branches] == ["n-0", "n-1", "n-1-0", "n-1-1"]
