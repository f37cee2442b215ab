"""Whether the facts of a story prove its key, and what is weak about the proof."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from studyapp.catalogue.facts import Told
from studyapp.catalogue.quantities import Quantity
from studyapp.rules.proving import Crowded, Proof, prove
from tests.rules.tea import BREW, HEAT, LEAF, TIME, seconds, told

OPTIONS = ("cold", "water", "pot", "mug")
ASSUMED_BAG = replace(BREW, facts=(HEAT, TIME, replace(LEAF, assume="bag")))


def proof(key: str, offered: tuple[str, ...] = OPTIONS, **facts: str | int) -> Proof:
    return prove(BREW, told(**facts), key, offered, {})


def test_told_facts_prove_the_key() -> None:
    assert proof("pot", heat="kettle", time=300, leaf="loose") == Proof(
        path=("heat", "hurry", "leaf"),
        outcomes={"pot": {}},
        assumed=(),
        told_on_path=3,
        behind=("mug",),
        turns_on=("heat", "hurry"),
    )


def test_what_is_not_told_is_taken_for_granted_where_the_tree_assumes_it() -> None:
    found = proof("mug", ("mug", "pot"), time=30, leaf="loose")
    assert found.assumed == (Told("heat", "kettle"),)
    assert (found.outcomes, found.path, found.told_on_path) == ({"mug": {}}, ("heat", "hurry"), 1)


def test_facts_that_do_not_decide_show_every_outcome_they_leave_open() -> None:
    found = proof("pot", heat="kettle", time=300)
    assert found == Proof(("heat", "hurry", "leaf"), {"pot": {"leaf": "loose"}, "mug": {"leaf": "bag"}}, (), 2)


def test_facts_that_lead_elsewhere_say_where() -> None:
    assert proof("pot", heat="kettle", time=30, leaf="loose") == Proof(("heat", "hurry"), {"mug": {}}, (), 2)


def test_a_fact_that_no_way_asks_for_may_stay_open() -> None:
    found = proof("water", heat="none", time=30)
    assert (found.outcomes, found.turns_on) == ({"water": {}}, ("wait", "heat"))


def test_a_fact_outside_the_tree_proves_nothing() -> None:
    found = proof("mug", heat="kettle", time=30, leaf="loose", milk="none")
    assert (found.outcomes, found.told_on_path) == ({"mug": {}}, 2)


def test_a_distractor_before_the_key_is_ruled_out_by_what_is_told() -> None:
    strong = prove(ASSUMED_BAG, told(heat="kettle", time=300, leaf="bag"), "mug", ("mug", "pot"), {})
    assert (strong.not_ruled_out, strong.separated) == ((), ())


def test_a_distractor_that_only_an_assumption_rules_out_is_weak() -> None:
    weak = prove(ASSUMED_BAG, told(heat="kettle", time=300), "mug", ("mug", "pot", "cold"), {})
    assert weak.not_ruled_out == ("pot",)
    assert weak.separated == (("pot", "leaf"),)


def test_a_distractor_whose_needs_hold_may_stand_behind_the_key() -> None:
    assert proof("cold", heat="none", time=700).behind == ("water",)
    assert proof("cold", ("cold", "mug"), heat="none", time=700).behind == ()


def test_a_proof_turns_on_the_nodes_at_which_distractors_leave() -> None:
    assert proof("pot", ("pot", "cold", "water"), heat="kettle", time=300, leaf="loose").turns_on == ("heat",)
    assert proof("cold", ("cold", "water", "pot"), heat="none", time=700, leaf="loose").turns_on == ("wait", "heat")


@pytest.mark.parametrize(
    ("amount", "crowding"),
    [("30", []), ("31", [60]), ("60", [60]), ("119", [60]), ("120", []), ("300", []), ("301", [600]), ("1200", [])],
)
def test_an_amount_keeps_a_factor_of_two_from_every_limit(amount: str, crowding: list[int]) -> None:
    story = (*told(heat="kettle", leaf="bag"), Told("time", seconds(amount), "a while"))
    found = prove(BREW, story, "mug", (), {}).crowded
    assert found == tuple(Crowded("time", seconds(amount), seconds(limit)) for limit in crowding)


@pytest.mark.parametrize(
    ("amount", "former", "is_between"),
    [
        (9, 10, False),
        (10, 10, True),
        (25, 10, True),
        (130, 10, False),
        (130, 200, True),
        (200, 200, True),
        (201, 200, False),
    ],
)
def test_an_amount_stays_out_of_the_gap_between_a_limit_and_its_former_value(
    amount: int, former: int, is_between: bool
) -> None:
    was: Mapping[Quantity, tuple[Quantity, ...]] = {seconds(60): (seconds(former),)}
    found = prove(BREW, told(heat="kettle", time=amount, leaf="bag"), "mug", (), was).crowded
    gap = Crowded("time", seconds(amount), seconds(60), before=seconds(former))
    assert found == ((gap,) if is_between else ())


def test_crowding_is_told_even_of_a_story_that_proves_nothing() -> None:
    assert proof("pot", heat="kettle", time=50).crowded == (Crowded("time", seconds(50), seconds(60)),)


def test_amounts_are_compared_whatever_their_unit() -> None:
    minute = Told("time", Quantity(Decimal("1.5"), "min"), "a minute and a half")
    found = prove(BREW, (*told(heat="kettle", leaf="bag"), minute), "mug", (), {})
    assert found.crowded == (Crowded("time", Quantity(Decimal("1.5"), "min"), seconds(60)),)
