"""Rules on a design: what keeps them, what breaks them, and what is said of a requirement that is missed."""

from fractions import Fraction

import pytest
from pydantic import TypeAdapter

from studyapp.catalogue.designs import Absent, AllOf, AnyOf, Brief, Count, Design, Has, IsSet, Linked, Path, Rule, Show
from studyapp.rules.designing import with_part, with_setting
from studyapp.rules.reviewing import Missed, Spot, can_be_missed, can_hold, holds, review
from tests.rules.kitchen import PALETTE, brief, design

TEA = design("guest kettle pot cup guest")

KEPT: list[tuple[Rule, Design]] = [
    (Has(("pot",)), TEA),
    (Has(("shelf", "pot")), TEA),
    (Linked(("kettle",), ("pot",)), TEA),
    (Linked(("shelf", "kettle"), ("cup", "pot")), TEA),
    (Path((("guest",), ("cup",))), TEA),
    (Path((("guest",), ("pot",), ("cup",))), TEA),
    (Path((("guest",), ("cup",), ("pot",))), TEA),  # round and round
    (Path((("pot",), ("pot",))), design("pot pot-2")),
    (Path((("pot",), ("pot",))), TEA),
    (Path((("kettle",), ("cup",)), ("shelf",)), design("kettle shelf pot cup", "kettle cup")),
    (Absent(Has(("shelf",))), TEA),
    (Absent(Linked(("pot",), ("kettle",))), TEA),
    (Absent(Path((("kettle",), ("cup",)), ("pot",))), TEA),
    (IsSet(("pot",), "heat", ("low",)), TEA),
    (IsSet(("pot",), "heat", ("low", "high")), with_setting(TEA, "pot", "heat", "high")),
    (IsSet(("kettle", "pot"), "heat", ("low",)), TEA),
    (Count(("pot",), 1, 1), TEA),
    (Count(("pot", "cup"), 2, None), TEA),
    (Count(("shelf",), 0, 1), TEA),
    (AllOf((Has(("pot",)), Has(("cup",)))), TEA),
    (AnyOf((Has(("shelf",)), Has(("cup",)))), TEA),
]  # fmt: skip

BROKEN: list[tuple[Rule, Design]] = [
    (Has(("shelf",)), TEA),
    (Linked(("pot",), ("kettle",)), TEA),
    (Linked(("kettle",), ("cup",)), TEA),  # by way of the pot only
    (Path((("pot",), ("kettle",))), design("kettle pot")),  # links lead one way
    (Path((("pot",), ("pot",))), design("kettle pot cup")),  # a stage takes a step
    (Path((("guest",), ("shelf",), ("cup",))), TEA),
    (Path((("kettle",), ("cup",)), ("pot",)), TEA),
    (Path((("kettle",), ("cup",)), ("kettle",)), TEA),
    (Absent(Has(("shelf", "pot"))), TEA),
    (Absent(Linked(("kettle",), ("pot",))), TEA),
    (Absent(Path((("kettle",), ("cup",)), ("shelf",))), TEA),
    (IsSet(("pot",), "heat", ("high",)), TEA),
    (IsSet(("shelf",), "heat", ("low",)), TEA),  # there is none
    (IsSet(("cup",), "heat", ("low",)), TEA),  # it has no such setting
    (IsSet(("pot",), "heat", ("high",)), with_part(with_setting(TEA, "pot", "heat", "high"), "pot")),  # each of them
    (Count(("pot",), 2, None), TEA),
    (Count(("pot", "cup"), 0, 1), TEA),
    (AllOf((Has(("pot",)), Has(("shelf",)))), TEA),
    (AnyOf((Has(("shelf",)), Count(("pot",), 2, 2))), TEA),
]


@pytest.mark.parametrize(("rule", "tea"), KEPT)
def test_a_rule_is_kept(rule: Rule, tea: Design) -> None:
    assert holds(rule, tea, PALETTE) is True


@pytest.mark.parametrize(("rule", "tea"), BROKEN)
def test_a_rule_is_broken(rule: Rule, tea: Design) -> None:
    assert holds(rule, tea, PALETTE) is False


def test_an_empty_design_meets_only_what_must_not_be_there() -> None:
    result = review(brief(Has(("pot",)), Absent(Has(("pot",)))), Design())
    assert [one.id for one in result.met] == ["r2"]
    assert [one.requirement.id for one in result.missed] == ["r1"]


@pytest.mark.parametrize(
    ("weights", "share", "passed"),
    [((9, 1), Fraction(9, 10), True), ((8, 1), Fraction(8, 9), False), ((1, 9), Fraction(1, 10), False)],
)
def test_nine_tenths_of_the_weight_pass(weights: tuple[int, ...], share: Fraction, passed: bool) -> None:
    result = review(brief(Has(("pot",)), Has(("shelf",)), weights=weights), TEA)
    assert (result.share, result.passed) == (share, passed)


def missed(rule: Rule, tea: Design, show: Show | None = None) -> Missed:
    [one] = review(brief(rule, show=show), tea).missed
    return one


def test_a_missing_part_would_stand_behind_the_first_of_its_kind() -> None:
    assert missed(Has(("shelf",)), TEA, Show("kettle", "shelf")).spot == Spot("shelf", "kettle", "")


def test_what_is_there_already_is_only_not_linked() -> None:
    tea = design("guest kettle", "pot-a", "pot-b")
    assert missed(Linked(("kettle",), ("pot",)), tea, Show("kettle", "pot")).spot == Spot("pot", "kettle", "pot-a")


def test_parts_that_are_linked_already_are_the_ones_to_look_at() -> None:
    tea = design("kettle-a", "kettle-b pot-c", "pot-a")
    assert missed(Has(("shelf",)), tea, Show("kettle", "pot")).spot == Spot("pot", "kettle-b", "pot-c")


def test_a_missing_part_stands_alone_where_the_one_before_it_is_missing_too() -> None:
    assert missed(Has(("cup",)), Design(), Show("pot", "cup")).spot == Spot("cup", "", "")


def test_a_requirement_that_shows_nothing_has_no_spot() -> None:
    assert missed(Has(("shelf",)), TEA).spot is None


@pytest.mark.parametrize(
    ("rule", "against"),
    [
        (IsSet(("kettle", "pot"), "heat", ("high",)), ("kettle", "pot")),
        (Absent(Has(("cup", "pot"))), ("pot", "cup")),
        (Absent(Linked(("pot",), ("cup",))), ("pot", "cup")),
        (AllOf((IsSet(("pot",), "heat", ("low",)), Absent(Has(("cup",))))), ("cup",)),  # only what is broken of it
        (AnyOf((Absent(Has(("pot",))), IsSet(("pot",), "heat", ("high",)))), ("pot",)),  # each once
        (Has(("shelf",)), ()),
        (Absent(Path((("kettle",), ("cup",)))), ()),
    ],
)
def test_the_parts_that_stand_against_a_requirement_are_named(rule: Rule, against: tuple[str, ...]) -> None:
    assert missed(rule, TEA).against == against


@pytest.mark.parametrize(
    ("rule", "can"),
    [
        (Linked(("kettle",), ("pot",)), True),
        (Linked(("cup",), ("kettle",)), False),
        (Path((("guest",), ("cup",))), True),
        (Path((("guest",), ("cup",)), ("kettle",)), False),
        (Path((("pot",), ("pot",))), True),
        (Count(("pot",), 3, 2), False),
        (AllOf((Has(("pot",)), Count(("pot",), 3, 2))), False),
        (AnyOf((Has(("pot",)), Linked(("cup",), ("kettle",)))), False),  # one of its ways is none
    ],
)
def test_the_palette_tells_what_can_never_hold(rule: Rule, can: bool) -> None:
    assert can_hold(rule, PALETTE) is can


@pytest.mark.parametrize(
    ("rule", "can"),
    [
        (Has(("pot",)), True),
        (Linked(("kettle",), ("pot",)), True),
        (IsSet(("pot",), "heat", ("low",)), True),  # by setting it otherwise
        (Absent(Has(("shelf",))), True),  # by one part more
        (Absent(Linked(("kettle",), ("cup",))), True),  # by one link more
        (AnyOf((Has(("pot",)), Has(("cup",)))), False),  # met in two ways
        (Count(("pot",), 0, 2), False),
    ],
)
def test_a_requirement_can_be_missed_one_step_from_the_reference(rule: Rule, can: bool) -> None:
    made = brief(rule, reference=TEA)
    assert can_be_missed(made.requirements[0], made) is can


def test_a_brief_with_every_rule_survives_being_stored() -> None:
    rules = [rule for rule, _ in KEPT]
    made, adapter = brief(*rules, reference=TEA), TypeAdapter(Brief)
    assert adapter.validate_python(adapter.dump_python(made, mode="json")) == made
