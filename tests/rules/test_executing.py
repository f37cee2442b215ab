"""A tree of a learner's own on scenarios: what it maps, where it goes wrong, what would help, how it compares."""

import pytest

from studyapp.catalogue.sketches import Leaf, Sketch
from studyapp.rules import executing, sketching
from studyapp.rules.executing import Ground, Parting
from studyapp.rules.smallest import smallest_size
from tests.rules.tea import BREW, LEAF, a_scenario, seconds, told
from tests.rules.test_sketching import BY_HEAT, KETTLE, NONE, WHOLE, built, by_time


def ground(*rows: tuple[str, str, int, str]) -> Ground:
    """Scenarios on the tree of tea, each an outcome with what its story tells: heat, time, leaf."""
    return Ground(BREW, tuple(a_scenario(str(n), key, told=told(heat=heat, time=time, leaf=leaf)) for n, (key, heat, time, leaf) in enumerate(rows)))  # fmt: skip


FOUR = ground(("cold", "none", 900, "bag"), ("water", "none", 90, "bag"), ("pot", "kettle", 90, "loose"), ("mug", "kettle", 30, "loose"))  # fmt: skip


@pytest.mark.parametrize(("right", "of", "passed"), [(27, 30, True), (26, 30, False), (9, 10, True), (138, 154, False), (139, 154, True)])  # fmt: skip
def test_ninety_per_cent_passes_in_whole_numbers(right: int, of: int, passed: bool) -> None:
    assert executing.passes(right, of) is passed


def test_a_scenario_goes_wrong_where_its_key_is_left_behind_or_at_last() -> None:
    """Mug is left behind at the start, where it could still be reached; cold stands nowhere."""
    sketch = built((KETTLE, Leaf("pot")), (NONE, by_time(600, Leaf("mug"), Leaf("water"))))
    found = {key: one for key, one in zip(FOUR.keys, executing.execute(FOUR, sketch), strict=True) if not one.right}
    assert {key: (one.reached, one.wrong_at) for key, one in found.items()} == {
        "cold": ("water", "n-1"), "water": ("mug", "n-1"), "mug": ("pot", "n"),
    }  # fmt: skip


def test_a_tree_is_executed_on_every_scenario() -> None:
    assert [one.reached for one in executing.execute(FOUR, WHOLE)] == ["cold", "water", "pot", "mug"]
    assert executing.share(FOUR, WHOLE) == (4, 4)
    assert executing.share(FOUR, built((NONE, Leaf("water")))) == (1, 4)


@pytest.mark.parametrize(
    ("sketch", "wrong"),
    [
        (None, [("open", "")] * 4),
        (Leaf("mug"), [("mug", "")] * 3),
        (BY_HEAT, [("open", "n")] * 4),
        (built((NONE, Leaf("water")), (KETTLE, WHOLE.branches[0][1])), [("water", "n")]),  # type: ignore[union-attr]
        (built((NONE, WHOLE.branches[1][1]), (KETTLE, by_time(60, Leaf("pot"), Leaf("pot")))), [("pot", "n-0")]),  # type: ignore[union-attr]
        (built((NONE, WHOLE.branches[1][1]), (KETTLE, by_time(60, Leaf("pot"), Leaf("mug")))), [("mug", "n-0"), ("pot", "n-0")]),  # type: ignore[union-attr]
    ],
)  # fmt: skip
def test_a_scenario_goes_wrong_at_the_first_question_that_loses_its_key(
    sketch: Sketch, wrong: list[tuple[str, str]]
) -> None:
    assert [(one.reached, one.wrong_at) for one in executing.execute(FOUR, sketch) if not one.right] == wrong


def test_where_a_story_is_silent_a_tree_takes_what_every_story_takes_for_granted() -> None:
    silent = Ground(BREW, (a_scenario("silent", "mug", told=told(time=30)),))
    assert executing.share(silent, WHOLE) == (1, 1)


def test_a_question_that_a_story_does_not_answer_maps_nothing() -> None:
    by_leaf = sketching.put(sketching.ask(None, (), LEAF, None), (0,), Leaf("mug"))
    silent = Ground(BREW, (a_scenario("silent", "mug", told=told(time=30)),))
    assert [one.reached for one in executing.execute(silent, by_leaf)] == ["open"]
    assert executing.costliest(silent, by_leaf) == ((), 1)


def test_the_costliest_branch_is_the_end_of_most_wrong_scenarios() -> None:
    assert executing.costliest(FOUR, built((NONE, Leaf("water")), (KETTLE, None))) == (KETTLE, 2)
    assert executing.costliest(FOUR, WHOLE) is None


def test_the_best_question_tells_most() -> None:
    """Four keys at the start are two bits; heat halves them, and time at ten minutes takes only one off."""
    found = executing.best_question(FOUR, executing.arriving(FOUR, None, ()))
    assert found is not None
    assert (found.fact, found.gain) == ("heat", pytest.approx(1.0))
    below = executing.best_question(FOUR, executing.arriving(FOUR, BY_HEAT, NONE))
    assert below is not None
    assert (below.fact, below.limit, below.gain) == ("time", seconds(600), pytest.approx(1.0))


def test_what_comes_to_a_question_is_what_ends_anywhere_below_it() -> None:
    assert [key for _, key in executing.arriving(FOUR, WHOLE, KETTLE)] == ["pot", "mug"]
    assert [key for _, key in executing.arriving(FOUR, WHOLE, (0, 1, 1))] == []


def test_where_one_key_is_left_no_question_helps() -> None:
    assert executing.best_question(FOUR, executing.arriving(FOUR, WHOLE, (1, 1))) is None
    assert executing.best_question(FOUR, []) is None


def test_a_tree_that_says_the_same_agrees_everywhere() -> None:
    assert executing.compare(FOUR, executing.ends(FOUR, WHOLE), FOUR.ends) == Parting(agree=12, of=12)


def test_the_first_combination_on_which_two_trees_part_is_named() -> None:
    own = executing.ends(FOUR, sketching.put(WHOLE, (0, 1, 1), None))
    found = executing.compare(FOUR, own, FOUR.ends)
    assert (found.agree, found.of, found.one, found.other) == (10, 12, "open", "mug")
    assert found.case is not None
    assert (found.case["heat"], found.case["leaf"]) == ("kettle", "bag")


@pytest.mark.parametrize(("percent", "size"), [(25, 0), (50, 1), (75, 2), (100, 3)])
def test_the_smallest_tree_is_as_small_as_can_be(percent: int, size: int) -> None:
    """One key is free; each question more than the first can only win one of these four."""
    assert smallest_size(FOUR, percent) == size


def test_scenarios_that_no_question_parts_cannot_all_be_mapped() -> None:
    alike = ground(("pot", "kettle", 90, "loose"), ("mug", "kettle", 90, "loose"))
    assert (smallest_size(alike, 50), smallest_size(alike, 90)) == (0, None)
