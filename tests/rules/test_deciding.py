"""Where facts lead, and the smallest change that would lead elsewhere."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest

from studyapp.catalogue.trees import DecisionTree
from studyapp.rules import deciding
from studyapp.rules.deciding import Changed, Interval, Walk
from tests.rules.tea import (
    BREW,
    HEAT,
    LEAF,
    TIME,
    a_case,
    a_choice,
    a_node,
    a_number,
    a_tree,
    above,
    among,
    an_outcome,
    at_most,
    seconds,
)


def span(low: int | None, high: int | None) -> Interval:
    return Interval(None if low is None else seconds(low), None if high is None else seconds(high))


@pytest.mark.parametrize(("value", "expected"), [("loose", True), ("bag", False)])
def test_a_condition_on_values_holds_for_any_of_them(value: str, expected: bool) -> None:
    assert deciding.holds(among("leaf", "loose", "pressed"), {"leaf": value}) is expected


@pytest.mark.parametrize(
    ("value", "within"),
    [
        (Decimal(59), True),
        (Decimal(60), True),
        (Decimal("60.01"), False),
        (span(None, 30), True),
        (span(None, 60), True),
        (span(None, 61), None),
        (span(10, 60), True),
        (span(59, 600), None),
        (span(60, 600), False),
        (span(60, None), False),
        (span(30, None), None),
        (span(None, None), None),
    ],
)
def test_a_limit_belongs_to_what_is_at_most_it(value: Decimal | Interval, within: bool | None) -> None:
    case = {"time": value}
    opposite = None if within is None else not within
    assert (deciding.holds(at_most("time", 60), case), deciding.holds(above("time", 60), case)) == (within, opposite)


def test_a_word_meets_no_limit() -> None:
    assert deciding.holds(at_most("time", 60), {"time": "long"}) is False


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (30, Walk(("heat", "hurry"), outcome="mug")),
        (60, Walk(("heat", "hurry"), outcome="mug")),
        (61, Walk(("heat", "hurry", "leaf"), outcome="pot")),
    ],
)
def test_a_walk_passes_nodes_to_an_outcome(time: int, expected: Walk) -> None:
    assert deciding.walk(BREW, a_case(heat="kettle", time=time, leaf="loose")) == expected


def test_a_walk_waits_where_a_fact_is_missing() -> None:
    assert deciding.walk(BREW, a_case(heat="kettle", leaf="bag")) == Walk(("heat", "hurry"), asking="hurry")


def test_a_walk_goes_as_far_as_an_interval_tells() -> None:
    whole, half = span(60, 600), span(None, 600)
    assert deciding.walk(BREW, {"heat": "kettle", "time": whole}) == Walk(("heat", "hurry", "leaf"), asking="leaf")
    assert deciding.walk(BREW, {"heat": "kettle", "time": half}) == Walk(("heat", "hurry"), asking="hurry")
    assert deciding.walk(BREW, {"heat": "none", "time": half}) == Walk(("heat", "wait"), outcome="water")


def test_a_value_without_a_branch_is_an_error() -> None:
    with pytest.raises(ValueError, match="leaf has no branch for pressed"):
        deciding.walk(BREW, a_case(heat="kettle", time=300, leaf="pressed"))


def test_a_representative_stands_for_all_that_the_rules_cannot_tell_apart() -> None:
    assert deciding.representatives(LEAF) == ("loose", "bag")
    assert deciding.representatives(TIME) == (60, 600, 1201)
    assert deciding.representatives(a_number("time")) == (1,)
    stands_for = [deciding.representative(TIME, Decimal(amount)) for amount in ("0", "60", "60.1", "600", "601")]
    assert stands_for == [60, 60, 600, 600, 1201]
    assert deciding.representative(LEAF, "bag") == "bag"


def test_cases_are_all_combinations_but_those_that_cannot_be() -> None:
    tree = replace(BREW, never=((above("time", 600), among("heat", "kettle")),))
    expected = [
        {"heat": heat, "time": time, "leaf": leaf}
        for heat, time, leaf in product(["kettle", "none"], [60, 600, 1201], ["loose", "bag"])
        if not (heat == "kettle" and time == 1201)
    ]
    assert list(deciding.cases(tree)) == expected
    assert deciding.size(tree) == 12


def test_what_is_not_known_rules_no_case_out() -> None:
    tree = replace(BREW, never=((above("time", 600), among("heat", "kettle")),))
    assert deciding.possible(tree, a_case(time=700))
    assert not deciding.possible(tree, a_case(time=700, heat="kettle"))


def test_the_preferred_outcome_is_the_first_whose_needs_all_hold() -> None:
    assert deciding.preferred(BREW, a_case(heat="none", time=700, leaf="bag")) == "cold"
    assert deciding.preferred(BREW, a_case(heat="kettle", time=300, leaf="bag")) == "mug"
    assert deciding.preferred(replace(BREW, outcomes=BREW.outcomes[:2]), a_case(heat="kettle")) == ""


def test_a_tree_that_equals_its_needs_has_no_disagreement() -> None:
    assert deciding.disagreement(BREW) is None


def test_a_tree_that_does_not_shows_its_first_case() -> None:
    swapped = a_node("leaf", "leaf", (among("leaf", "loose"), "mug"), (among("leaf", "bag"), "pot"))
    tree = replace(BREW, nodes=(*BREW.nodes[:3], swapped))
    assert deciding.disagreement(tree) == (a_case(heat="kettle", time=600, leaf="loose"), "mug", "pot")


def test_what_is_reachable_leaves_out_what_no_case_gets_to() -> None:
    everything = {"heat", "wait", "hurry", "leaf", "cold", "water", "pot", "mug"}
    assert deciding.reachable(BREW) == everything
    assert deciding.reachable(replace(BREW, never=((above("time", 600),),))) == everything - {"cold"}


def test_a_whole_case_has_one_outcome_and_an_open_one_those_it_can_reach() -> None:
    assert deciding.outcomes(BREW, a_case(heat="kettle", time=300, leaf="bag")) == {"mug": {}}
    assert deciding.outcomes(BREW, a_case(heat="kettle", time=300)) == {
        "pot": {"leaf": "loose"},
        "mug": {"leaf": "bag"},
    }
    assert deciding.outcomes(BREW, a_case(heat="kettle")) == {
        "mug": {"time": Decimal(60)},
        "pot": {"time": Decimal(600), "leaf": "loose"},
    }


def test_an_outcome_that_cannot_be_is_not_reached() -> None:
    tree = replace(BREW, never=((above("time", 600),),))
    assert deciding.outcomes(tree, a_case(heat="none")) == {"water": {"time": Decimal(60)}}


def test_facts_are_ordered_as_the_tree_asks_for_them() -> None:
    assert deciding.facts_in_order(replace(BREW, facts=(LEAF, TIME, HEAT))) == [HEAT, TIME, LEAF]


def changed(tree: DecisionTree, case: Mapping[str, str | Decimal], outcome: str, *assumed: str) -> list[Changed]:
    change = deciding.smallest_change(tree, case, outcome, assumed)
    assert change is not None
    assert change.outcome == outcome
    return list(change.changed)


def test_the_fewest_facts_change() -> None:
    assert changed(BREW, a_case(heat="kettle", time=30, leaf="loose"), "pot") == [Changed("time", span(60, None))]
    assert changed(BREW, a_case(heat="kettle", time=700, leaf="bag"), "cold") == [Changed("heat", "none")]
    both = [Changed("time", span(60, None)), Changed("leaf", "loose")]
    assert changed(BREW, a_case(heat="kettle", time=30, leaf="bag"), "pot") == both


def test_of_equal_changes_the_first_in_tree_order_is_taken() -> None:
    case = a_case(heat="kettle", time=300, leaf="loose")
    assert changed(BREW, case, "mug") == [Changed("time", span(None, 60))]


def test_what_the_story_tells_changes_before_what_is_assumed() -> None:
    case = a_case(heat="kettle", time=300, leaf="loose")
    assert changed(BREW, case, "mug", "time") == [Changed("leaf", "bag")]
    assert changed(BREW, case, "mug", "time", "leaf") == [Changed("time", span(None, 60))]


def test_what_the_story_tells_changes_before_what_it_leaves_open() -> None:
    tree = a_tree(
        [
            a_node("heat", "heat", (among("heat", "none"), "cold"), (among("heat", "fire"), "leaf"), (None, "place")),
            a_node("leaf", "leaf", (None, "mug")),
            a_node("place", "place", (among("place", "home"), "pot"), (None, "away")),
            a_node("away", "leaf", (among("leaf", "loose"), "pot"), (None, "mug")),
        ],
        [an_outcome("cold"), an_outcome("pot"), an_outcome("mug")],
        [a_choice("heat", "none", "fire", "kettle"), LEAF, a_choice("place", "home", "away")],
    )
    case = a_case(heat="none", place="away")
    assert changed(tree, case, "pot") == [Changed("heat", "kettle"), Changed("place", "home")]
    assert changed(tree, case, "pot", "place") == [Changed("heat", "kettle"), Changed("leaf", "loose")]


def test_a_fact_left_open_has_to_be_told() -> None:
    both = [Changed("time", span(60, None)), Changed("leaf", "loose")]
    assert changed(BREW, a_case(heat="kettle", time=30), "pot") == both


def test_an_interval_is_as_wide_as_it_leads() -> None:
    assert changed(BREW, a_case(heat="none", time=700, leaf="bag"), "water") == [Changed("time", span(None, 600))]
    limits = (*TIME.limits, seconds(3600))
    tree = replace(BREW, facts=(HEAT, replace(TIME, limits=limits), LEAF))
    case = a_case(heat="kettle", time=30, leaf="loose")
    assert changed(tree, case, "pot") == [Changed("time", span(60, None))]


def test_an_interval_ends_where_another_outcome_begins() -> None:
    nap = a_node("leaf", "time", (at_most("time", 600), "pot"), (None, "cold"))
    tree = replace(BREW, nodes=(*BREW.nodes[:3], nap))
    assert changed(tree, a_case(heat="kettle", time=30), "pot") == [Changed("time", span(60, 600))]


def test_what_cannot_be_does_not_end_an_interval() -> None:
    nap = a_node("leaf", "time", (at_most("time", 600), "pot"), (None, "cold"))
    tree = replace(BREW, nodes=(*BREW.nodes[:3], nap), never=((above("time", 600),),))
    assert changed(tree, a_case(heat="kettle", time=30), "pot") == [Changed("time", span(60, None))]
    unhurried = replace(BREW, never=((at_most("time", 60),),))
    assert changed(unhurried, a_case(heat="none", time=700), "water") == [Changed("time", span(None, 600))]


def test_two_numbers_change_to_intervals_that_lead_there_together() -> None:
    """A large pot may draw for ten seconds at most, a small one for sixty."""
    tree = a_tree(
        [
            a_node("size", "size", (at_most("size", 4), "small"), (at_most("size", 25), "large"), (None, "urn")),
            a_node("small", "draw", (at_most("draw", 60), "cup"), (None, "urn")),
            a_node("large", "draw", (at_most("draw", 10), "cup"), (None, "urn")),
        ],
        [an_outcome("cup"), an_outcome("urn")],
        [a_number("size", 4, 25), a_number("draw", 10, 60)],
    )
    expected = [Changed("size", span(None, 25)), Changed("draw", span(None, 10))]
    assert changed(tree, a_case(size=30, draw=90), "cup") == expected


def test_no_change_leads_to_what_cannot_be_reached() -> None:
    case = a_case(heat="kettle", time=300, leaf="bag")
    assert deciding.smallest_change(BREW, case, "coffee") is None
    assert deciding.smallest_change(replace(BREW, never=((among("heat", "none"),),)), case, "cold") is None


@pytest.mark.parametrize(
    ("time", "leaf", "leaves"), [(30, "bag", "hurry"), (300, "bag", "leaf"), (30, "loose", "hurry")]
)
def test_a_choice_leaves_at_the_last_node_before_the_ways_part(time: int, leaf: str, leaves: str) -> None:
    change = deciding.smallest_change(BREW, a_case(heat="kettle", time=time, leaf=leaf), "pot")
    assert change is not None
    assert change.leaves == leaves


def test_ways_that_meet_again_have_parted_where_they_first_did() -> None:
    one, other = Walk(("a", "b", "d"), "mug"), Walk(("a", "c", "d"), "pot")
    assert deciding.parting(one, other) == "a"
    assert deciding.parting(one, replace(one, outcome="pot")) == "d"
