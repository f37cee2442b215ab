"""From what is sent to a response; everything else is refused with a word for the sentence."""

from decimal import Decimal

import pytest
from django.http import QueryDict

from studyapp.catalogue.prose import Html
from studyapp.catalogue.questions import Choice, Choices, Number, Pairs, Question, Steps
from studyapp.pages.answers import moved, read, read_number, texts
from studyapp.records.attempts import Refused

STEPS = Question("b/s", Html("?"), Steps(tuple(map(Html, "abc")), (Html("x"),)))
PAIRS = Question(
    "b/p", Html("?"), Pairs((Html("l"), Html("r")), (Html("u"), Html("v")), tuple(map(Html, "pqr")), (0, 2))
)
ONE = Question("b/o", Html("?"), Choices(tuple(Choice(Html(t), t == "a") for t in "abc")))
NUMBER = Question("b/n", Html("?"), Number(Decimal(14), Decimal(0), True, "USD"))


def refused(question: Question, order: list[int], sent: str) -> str:
    with pytest.raises(Refused) as found:
        read(question, order, QueryDict(sent))
    return found.value.why


def test_steps_are_read_in_their_places() -> None:
    order = [2, 0, 3, 1]  # shown as c, a, x, b
    assert read(STEPS, order, QueryDict("place-1=3&place-2=1&place-3=&place-4=2")) == (0, 1, 2)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ("", "none"),
        ("place-1=&place-2=", "none"),
        ("place-1=1&place-2=3", "gap"),
        ("place-1=2", "gap"),
        ("place-1=1&place-2=1", "place-twice"),
        ("place-1=1&place-1=2", "repeated"),
        ("place-1=5", "unknown"),
        ("place-1=0", "unknown"),
        ("place-1=-1", "unknown"),
        ("place-1=²", "unknown"),
        ("place-1=99999999999999999999", "unknown"),
    ],
)
def test_an_order_with_a_fault_is_refused(sent: str, why: str) -> None:
    assert refused(STEPS, [0, 1, 2, 3], sent) == why


def test_pairs_are_read_by_the_numbers_shown() -> None:
    assert read(PAIRS, [2, 0, 1], QueryDict("pair-1=2&pair-2=1")) == (0, 2)
    assert read(PAIRS, [2, 0, 1], QueryDict("pair-1=2&pair-2=")) == (0, None)


@pytest.mark.parametrize(("sent", "why"), [("", "none"), ("pair-1=4", "unknown"), ("pair-1=1&pair-1=2", "repeated")])
def test_a_matching_with_a_fault_is_refused(sent: str, why: str) -> None:
    assert refused(PAIRS, [0, 1, 2], sent) == why


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ("", "none"),
        ("choice=4", "unknown"),
        ("choice=x", "unknown"),
        ("choice=1&choice=2", "several"),
        ("choice=1&choice=1", "repeated"),
    ],
)
def test_a_choice_with_a_fault_is_refused(sent: str, why: str) -> None:
    assert refused(ONE, [0, 1, 2], sent) == why


@pytest.mark.parametrize("question", [STEPS, PAIRS, NUMBER])
def test_the_wrong_kind_of_response_is_refused(question: Question) -> None:
    assert refused(question, [0, 1, 2, 3][: question.movable], "choice=1") == "none"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("14.60", "14.60"),
        (" 14,60 ", "14.60"),
        ("1,009.50", "1009.50"),
        ("1,234,567", "1234567"),
        ("$83.95", "83.95"),
        ("83.95 USD", "83.95"),
        ("−3", "-3"),
        (".5", "0.5"),
        ("0,125", "0.125"),
        ("1 009,5", "1009.5"),
    ],
)
def test_numbers_as_people_write_them(text: str, value: str) -> None:
    assert read_number(text, "USD") == Decimal(value)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "none"),
        ("  ", "none"),
        ("NaN", "number"),
        ("inf", "number"),
        ("1e9", "number"),
        ("0x10", "number"),
        ("12 apples", "number"),
        ("1.2.3", "number"),
        ("1,009", "ambiguous"),
        ("9" * 10_000, "long"),
        ("٣", "number"),
    ],
)
def test_what_is_no_number_is_refused(text: str, why: str) -> None:
    with pytest.raises(Refused) as found:
        read_number(text, "USD")
    assert found.value.why == why


def test_up_changes_places_with_the_step_above() -> None:
    sent = moved(QueryDict("act=up-2&place-1=1&place-2=2&place-3=3"))
    assert (sent["place-1"], sent["place-2"], sent["place-3"], sent["act"]) == ("2", "1", "3", "save")


def test_the_first_step_cannot_go_up() -> None:
    sent = moved(QueryDict("act=up-1&place-1=1&place-2=2"))
    assert (sent["place-1"], sent["place-2"]) == ("1", "2")


@pytest.mark.parametrize(
    ("question", "sent", "words"),
    [
        (STEPS, "place-1=2&place-2=1", ["b", "a"]),
        (PAIRS, "pair-1=3&pair-2=1", ["u: r", "v: p"]),
        (PAIRS, "pair-2=1", ["v: p"]),
        (ONE, "choice=2", ["b"]),
        (ONE, "choice=9", []),
        (NUMBER, "number=14,60", ["14.60 USD"]),
        (NUMBER, "number=<b>", []),
    ],
)
def test_what_was_sent_is_told_in_words(question: Question, sent: str, words: list[str]) -> None:
    assert texts(question, list(range(question.movable)), QueryDict(sent)) == words
