"""What a response earns, kind by kind and rule by rule."""

from decimal import Decimal

import pytest

from studyapp.catalogue.prose import Html
from studyapp.catalogue.questions import Choice, Choices, Number, Pairs, Part, Question, Steps
from studyapp.rules.grading import ALL_OR_NOTHING, PARTIAL, Response, grade


def asked(part: Part) -> Question:
    return Question("b/q", Html("<p>?</p>"), part)


SEVERAL = asked(Choices(tuple(Choice(Html(t), t in "ac") for t in "abcde"), several=True))  # a and c are right
STEPS = asked(Steps(tuple(map(Html, ("warm", "fill", "pour", "wait"))), (Html("shake"),)))
PAIRS = asked(Pairs((Html("l"), Html("r")), tuple(map(Html, "xyz")), tuple(map(Html, "pq")), (0, 1, 0)))
COST = asked(Number(Decimal("83.95"), Decimal("0.005"), False, "USD"))
COUNT = asked(Number(Decimal(12), Decimal(0), True, ""))


@pytest.mark.parametrize(
    ("question", "response", "whole", "partial"),
    [
        (SEVERAL, frozenset({0, 2}), "1", "1"),
        (SEVERAL, frozenset({0}), "0", "0.5"),
        (SEVERAL, frozenset({0, 2, 1}), "0", "0.5"),
        (SEVERAL, frozenset({0, 1}), "0", "0"),
        (SEVERAL, frozenset({1, 3}), "0", "0"),
        (STEPS, (0, 1, 2, 3), "1", "1"),
        (STEPS, (1, 2, 3, 0), "0", "0.666"),
        (STEPS, (3, 2, 1, 0), "0", "0"),
        (STEPS, (0, 1, 2, 3, 4), "0", "0.666"),
        (STEPS, (0, 1, 2), "0", "0.666"),
        (PAIRS, (0, 1, 0), "1", "1"),
        (PAIRS, (0, 0, 0), "0", "0.666"),
        (PAIRS, (None, 1, None), "0", "0.333"),
        (COST, Decimal("84.36"), "1", "1"),
        (COST, Decimal("84.38"), "0", "0"),
        (COUNT, Decimal("12.0"), "1", "1"),
        (COUNT, Decimal("12.1"), "0", "0"),
    ],
)
def test_points(question: Question, response: Response, whole: str, partial: str) -> None:
    assert grade(question, response, scoring=ALL_OR_NOTHING).points == Decimal(whole)
    assert grade(question, response, scoring=PARTIAL).points == Decimal(partial)


def test_each_decision_counts_what_was_rightly_left_alone() -> None:
    verdict = grade(SEVERAL, frozenset({0, 1}), scoring={"multiple": "each-decision"})
    assert verdict.points == Decimal("0.6")


def test_only_the_whole_is_right() -> None:
    assert grade(SEVERAL, frozenset({0, 2}), scoring=PARTIAL).right
    assert not grade(SEVERAL, frozenset({0, 2, 1}), scoring=PARTIAL).right


@pytest.mark.parametrize(
    ("question", "response"), [(SEVERAL, (0, 2)), (STEPS, frozenset({0})), (PAIRS, Decimal(1)), (COST, frozenset({1}))]
)
def test_a_response_of_another_kind_is_refused(question: Question, response: Response) -> None:
    with pytest.raises(TypeError):
        grade(question, response)
