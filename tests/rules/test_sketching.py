"""A tree of a learner's own."""

import pytest

from studyapp.catalogue.facts import Condition
from studyapp.catalogue.sketches import Ask, Leaf, Place, Sketch
from studyapp.rules import sketching
from studyapp.rules.sketching import Impossible, Parting
from studyapp.rules.smallest import smallest_size
from tests.rules.tea import BREW, HEAT, LEAF, TIME, a_scenario, seconds, told

FACTS = {"heat": HEAT, "time": TIME, "leaf": LEAF}
NONE, KETTLE = (1,), (0,)  # the branches of a question about heat
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


def scenarios(*rows: tuple[str, str, int, str]) -> list:  # type: ignore[type-arg]
    """Each an outcome with what its story tells: heat, time, leaf."""
    return [a_scenario(str(n), key, told=told(heat=heat, time=time, leaf=leaf)) for n, (key, heat, time, leaf) in enumerate(rows)]  # fmt: skip


FOUR = scenarios(("cold", "none", 900, "bag"), ("water", "none", 90, "bag"), ("pot", "kettle", 90, "loose"), ("mug", "kettle", 30, "loose"))  # fmt: skip


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


@pytest.mark.parametrize("place", [(2,), (0, 0), (0, 0, 0)])
def test_a_place_that_is_not_there_cannot_be_changed(place: Place) -> None:
    with pytest.raises(Impossible, match="place"):
        sketching.put(BY_HEAT, place, Leaf("mug"))


def test_what_stood_at_a_place_follows_each_answer_to_a_new_question() -> None:
    asked = sketching.ask(built((NONE, Leaf("water"))), NONE, LEAF, None)
    assert [sketching.at(asked, (1, n)) for n in (0, 1)] == [Leaf("water"), Leaf("water")]


def test_a_sketch_has_an_end() -> None:
    sketch: Sketch = None
    with pytest.raises(Impossible, match="large"):
        for _ in range(10):
            sketch = sketching.ask(sketch, (), HEAT, None)


def test_a_whole_sketch_is_the_tree_it_says() -> None:
    own = sketching.as_tree(WHOLE, FACTS, BREW.outcomes)
    assert sketching.compare(own, BREW, BREW) == Parting(agree=12, of=12)
    assert sketching.size(WHOLE) == 4


def test_the_first_combination_on_which_two_trees_part_is_named() -> None:
    own = sketching.as_tree(sketching.put(WHOLE, (0, 1, 1), None), FACTS, BREW.outcomes)
    found = sketching.compare(own, BREW, BREW)
    assert (found.agree, found.of, found.one, found.other) == (10, 12, "open", "mug")
    assert found.case is not None
    assert (found.case["heat"], found.case["leaf"]) == ("kettle", "bag")


def test_a_tree_is_executed_on_every_scenario() -> None:
    assert all(one.right for one in sketching.execute(sketching.as_tree(WHOLE, FACTS, BREW.outcomes), FOUR, FACTS))


@pytest.mark.parametrize(
    ("sketch", "wrong"),
    [
        (None, [("open", "")] * 4),
        (Leaf("mug"), [("mug", "")] * 3),
        (BY_HEAT, [("open", "n")] * 4),
        (built((NONE, Leaf("water")), (KETTLE, WHOLE.branches[0][1])), [("water", "n")]),  # type: ignore[union-attr]
        (built((NONE, WHOLE.branches[1][1]), (KETTLE, by_time(60, Leaf("pot"), Leaf("pot")))), [("pot", "n")]),  # type: ignore[union-attr]
        (built((NONE, WHOLE.branches[1][1]), (KETTLE, by_time(60, Leaf("pot"), Leaf("mug")))), [("mug", "n-0"), ("pot", "n-0")]),  # type: ignore[union-attr]
    ],
)  # fmt: skip
def test_a_scenario_goes_wrong_at_the_first_question_that_loses_its_key(
    sketch: Sketch, wrong: list[tuple[str, str]]
) -> None:
    mapped = sketching.execute(sketching.as_tree(sketch, FACTS, BREW.outcomes), FOUR, FACTS)
    assert [(one.reached, one.wrong_at) for one in mapped if not one.right] == wrong


def test_where_a_story_is_silent_a_tree_takes_what_every_story_takes_for_granted() -> None:
    silent = [a_scenario("silent", "mug", told=told(time=30))]
    assert sketching.execute(sketching.as_tree(WHOLE, FACTS, BREW.outcomes), silent, FACTS)[0].right


def test_a_question_that_a_story_does_not_answer_maps_nothing() -> None:
    by_leaf = sketching.ask(None, (), LEAF, None)
    own = sketching.as_tree(sketching.put(by_leaf, (0,), Leaf("mug")), FACTS, BREW.outcomes)
    assert sketching.execute(own, [a_scenario("silent", "mug", told=told(time=30))], FACTS)[0].reached == "open"


def test_the_costliest_branch_is_the_end_of_most_wrong_scenarios() -> None:
    sketch = built((NONE, Leaf("water")), (KETTLE, None))
    mapped = sketching.execute(sketching.as_tree(sketch, FACTS, BREW.outcomes), FOUR, FACTS)
    assert sketching.costliest(sketch, mapped, FACTS) == (KETTLE, 2)
    assert sketching.costliest(WHOLE, [], FACTS) is None


def test_the_best_question_tells_most() -> None:
    """Four keys at the start are two bits; heat halves them, and time at ten minutes takes only one off."""
    found = sketching.best_question(None, (), FOUR, FACTS)
    assert found is not None
    assert (found.fact, found.gain) == ("heat", pytest.approx(1.0))
    below = sketching.best_question(BY_HEAT, NONE, FOUR, FACTS)
    assert below is not None
    assert (below.fact, below.limit, below.gain) == ("time", seconds(600), pytest.approx(1.0))


def test_where_one_key_is_left_no_question_helps() -> None:
    assert sketching.best_question(None, (), FOUR[:1], FACTS) is None


@pytest.mark.parametrize(("percent", "size"), [(25, 0), (50, 1), (75, 2), (100, 3)])
def test_the_smallest_tree_is_as_small_as_can_be(percent: int, size: int) -> None:
    """One key is free; each question more than the first can only win one of these four."""
    assert smallest_size(FOUR, FACTS, percent) == size


def test_scenarios_that_no_question_parts_cannot_all_be_mapped() -> None:
    alike = scenarios(("pot", "kettle", 90, "loose"), ("mug", "kettle", 90, "loose"))
    assert (smallest_size(alike, FACTS, 50), smallest_size(alike, FACTS, 90)) == (0, None)
