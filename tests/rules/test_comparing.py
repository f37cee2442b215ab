"""What became of a question, and what an old answer means in its new wording."""

from dataclasses import replace
from decimal import Decimal

import pytest

from studyapp.catalogue.prose import Html
from studyapp.catalogue.questions import Choice, Choices, Number, Pairs, Part, Question, Steps
from studyapp.rules.comparing import Change, compare, translate
from studyapp.rules.grading import Response


def choices(*texts: str, several: bool = False) -> Choices:
    """A right choice begins with a star."""
    return Choices(tuple(Choice(Html(text.lstrip("*")), text.startswith("*")) for text in texts), several)


def steps(right: str, extra: str = "") -> Steps:
    return Steps(tuple(map(Html, right)), tuple(map(Html, extra)))


def pairs(**rows: str) -> Pairs:
    answers = tuple(dict.fromkeys(rows.values()))
    key = tuple(answers.index(answer) for answer in rows.values())
    return Pairs((Html("a"), Html("b")), tuple(map(Html, rows)), tuple(map(Html, answers)), key)


def number(answer: str, tolerance: str = "0", unit: str = "USD") -> Number:
    return Number(Decimal(answer), Decimal(tolerance), absolute=False, unit=unit)


CHANGES: dict[str, tuple[Part, Part, Change]] = {
    "nothing": (choices("*a", "b"), choices("*a", "b"), "same"),
    "another order": (choices("*a", "b"), choices("b", "*a"), "reordered"),
    "another tick": (choices("*a", "b"), choices("a", "*b"), "key"),
    "another order and tick": (choices("*a", "b"), choices("*b", "a"), "key"),
    "a choice reworded": (choices("*a", "b"), choices("*a", "c"), "reworded"),
    "the key reworded": (choices("*a", "b"), choices("*c", "b"), "reworded"),
    "a choice more": (choices("*a", "b"), choices("*a", "b", "c"), "reworded"),
    "a right choice more": (choices("*a", "b", several=True), choices("*a", "b", "*c", several=True), "key"),
    "a right choice fewer": (choices("*a", "*b", "c", several=True), choices("*a", "c", several=True), "key"),
    "steps in another order": (steps("abc"), steps("acb"), "key"),
    "a step reworded": (steps("abc"), steps("abd"), "reworded"),
    "a step that does not belong": (steps("abc"), steps("abc", "d"), "reworded"),
    "a step that belongs no more": (steps("abc"), steps("ab", "c"), "key"),
    "pairs in another order": (pairs(a="x", b="y"), pairs(b="y", a="x"), "reordered"),
    "pairs crossed": (pairs(a="x", b="y"), pairs(a="y", b="x"), "key"),
    "another number": (number("14.60"), number("14.61"), "key"),
    "the same number": (number("14.60"), number("14.6"), "same"),
    "a wider tolerance": (number("14.60"), number("14.60", "0.1"), "key"),
    "another unit": (number("14.60"), number("14.60", unit="EUR"), "key"),
    "another kind": (number("14.60"), choices("*14.60", "12"), "key"),
}  # fmt: skip


@pytest.mark.parametrize("old, new, change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_the_answers_is_named(old: Part, new: Part, change: Change) -> None:
    question = Question("bank/one", Html("Which?"), old)
    assert compare(question, replace(question, part=new)) == change


def test_another_stem_is_another_wording_whatever_the_order() -> None:
    question = Question("bank/one", Html("Which?"), choices("*a", "b"))
    assert compare(question, replace(question, stem=Html("Which one?"))) == "reworded"
    assert compare(question, replace(question, stem=Html("Which one?"), part=choices("b", "*a"))) == "reworded"


TRANSLATED: dict[str, tuple[Part, Part, Response, Response | None]] = {
    "a choice that moved": (choices("*a", "b", "c"), choices("c", "*a", "b"), frozenset({1}), frozenset({2})),
    "a choice that is gone": (choices("*a", "b", "c"), choices("*a", "b"), frozenset({2}), frozenset({-1})),
    "a choice reworded in its place": (choices("*a", "b"), choices("*a", "d"), frozenset({1}), frozenset({1})),
    "steps that moved": (steps("abc"), steps("cab"), (0, 1, 2), (1, 2, 0)),
    "pairs that moved": (pairs(a="x", b="y"), pairs(b="y", a="x"), (1, None), (None, 0)),
    "a number": (number("1"), number("2"), Decimal(3), Decimal(3)),
    "a number of another unit": (number("1"), number("1", unit="EUR"), Decimal(1), None),
    "another kind": (number("1"), choices("*a", "b"), Decimal(1), None),
}  # fmt: skip


@pytest.mark.parametrize("old, new, response, expected", TRANSLATED.values(), ids=TRANSLATED)
def test_an_old_answer_keeps_its_meaning(old: Part, new: Part, response: Response, expected: Response | None) -> None:
    assert translate(old, new, response) == expected
