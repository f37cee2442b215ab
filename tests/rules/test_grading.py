"""What an answer is worth, and where a wrong one left the tree."""

from dataclasses import replace
from decimal import Decimal
from itertools import chain, combinations

import pytest

from studyapp.catalogue.facts import Told
from studyapp.catalogue.prose import Html
from studyapp.catalogue.questions import Choice, Choices, Question
from studyapp.rules import grading
from studyapp.rules.deciding import Changed, Interval
from studyapp.rules.grading import Verdict
from tests.rules.tea import BREW, HEAT, LEAF, TIME, a_case, a_question, a_scenario, seconds, told

RIGHT = Verdict(Decimal(1), Decimal(1))
WRONG = Verdict(Decimal(0), Decimal(1))
COLD, WATER, POT, MUG = range(4)  # the choices of a scenario


def some_choices(*rights: bool) -> tuple[Choice, ...]:
    return tuple(Choice(Html(str(number)), right) for number, right in enumerate(rights))


def every_response(question: Question) -> list[frozenset[int]]:
    numbers = range(len(question.choices))
    sets = chain.from_iterable(combinations(numbers, size) for size in range(len(question.choices) + 1))
    return [frozenset(one) for one in sets]


@pytest.mark.parametrize("rights", [(False, True, False), (True, False, True, False), (True, True, True)])
def test_only_the_whole_key_is_right(rights: tuple[bool, ...]) -> None:
    question = a_question("some", *some_choices(*rights), multiple=sum(rights) > 1)
    key = frozenset(number for number, right in enumerate(rights) if right)
    found = {response: grading.grade(question, response) for response in every_response(question)}
    assert found == {response: RIGHT if response == key else WRONG for response in found}


def test_a_verdict_is_right_when_no_point_is_missing() -> None:
    assert (RIGHT.right, WRONG.right) == (True, False)


def test_a_wrong_option_leaves_the_tree_where_its_smallest_change_does() -> None:
    question = a_scenario("late", "pot", told=told(heat="kettle", time=300, leaf="loose"))
    assert [grading.grade(question, frozenset([choice]), BREW) for choice in (COLD, WATER, POT, MUG)] == [
        replace(WRONG, leaves="heat"),
        replace(WRONG, leaves="heat"),
        RIGHT,
        replace(WRONG, leaves="hurry"),
    ]


def test_of_several_wrong_options_the_first_tells_where() -> None:
    question = a_scenario("late", "pot", told=told(heat="kettle", time=300, leaf="loose"))
    both = grading.grade(
        replace(question, part=replace(question.part, several=True)), frozenset([POT, MUG, WATER]), BREW
    )
    assert both == replace(WRONG, leaves="heat")


def test_nothing_chosen_leaves_nowhere() -> None:
    question = a_scenario("late", "pot", told=told(heat="kettle", time=300, leaf="loose"))
    assert grading.grade(question, frozenset(), BREW) == WRONG


def test_without_its_tree_a_scenario_is_graded_all_the_same() -> None:
    question = a_scenario("late", "pot", told=told(heat="kettle", time=300, leaf="loose"))
    assert grading.grade(question, frozenset([MUG])) == WRONG
    assert grading.grade(question, frozenset([POT])) == RIGHT


def test_a_choice_is_mended_by_the_smallest_change() -> None:
    question = a_scenario("early", "mug", told=told(heat="kettle", time=30, leaf="loose"))
    change = grading.change_for(question, BREW, POT)
    assert change is not None
    assert (change.outcome, change.leaves) == ("pot", "hurry")
    assert change.changed == (Changed("time", Interval(seconds(60), None)),)


def test_a_right_choice_and_one_that_is_no_option_need_no_change() -> None:
    question = a_scenario("early", "mug", told=told(heat="kettle", time=30, leaf="loose"))
    nothing = replace(question, part=Choices((*question.choices, Choice(Html("coffee"), False))))
    assert grading.change_for(question, BREW, MUG) is None
    assert grading.change_for(nothing, BREW, 4) is None
    assert grading.change_for(replace(question, scenario=None), BREW, POT) is None


def test_a_fact_taken_for_granted_changes_after_one_that_is_told() -> None:
    tree = replace(BREW, facts=(HEAT, replace(TIME, assume=seconds(300)), LEAF))
    question = a_scenario("loose", "pot", told=told(heat="kettle", leaf="loose"), assumed=(Told("time", seconds(300)),))
    change = grading.change_for(question, tree, MUG)
    assert change is not None
    assert change.changed == (Changed("leaf", "bag"),)


def test_what_is_taken_for_granted_off_the_path_need_not_change() -> None:
    """The mug was reached without asking for the leaf; the pot would be too, with time."""
    question = a_scenario("early", "mug", told=told(time=30), assumed=(Told("heat", "kettle"), Told("leaf", "loose")))
    change = grading.change_for(question, BREW, POT)
    assert change is not None
    assert change.changed == (Changed("time", Interval(seconds(60), None)),)
    assert grading.case_of(question) == a_case(time=30, heat="kettle", leaf="loose")


def test_a_plain_question_has_no_case() -> None:
    question = a_question("plain", *some_choices(True, False))
    assert grading.case_of(question) == {}


def test_amounts_of_a_case_are_in_base_units() -> None:
    minutes = replace(seconds(2), unit="min")
    assert grading.case_from((Told("time", minutes), Told("leaf", "bag"))) == {"time": Decimal(120), "leaf": "bag"}


def test_the_tree_takes_for_granted_what_is_not_told() -> None:
    tree = replace(BREW, facts=(HEAT, replace(TIME, assume=seconds(300)), LEAF))
    assert grading.taken_for_granted(tree, told(time=30)) == (Told("heat", "kettle"),)
    assert grading.taken_for_granted(tree, ()) == (Told("heat", "kettle"), Told("time", seconds(300)))
