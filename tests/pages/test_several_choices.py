"""A question of which several choices are right."""

import pytest
from django.test import Client

from studyapp.catalogue.prose import Html
from studyapp.catalogue.questions import Choice, Choices, Question
from studyapp.pages.showing import Shown, shown
from studyapp.records.models import Asked, Attempt
from tests.pages.acting import address, answer, asked_at, begin, finish
from tests.pages.markup import main_of, read


@pytest.fixture
def multiple(ada: Client) -> tuple[Attempt, int]:
    """A run with the one question of several right answers, and where it stands."""
    attempt = begin(ada, "leaf", size=3)
    while not (found := Asked.objects.filter(attempt=attempt, question="tea/leaf/enemies").first()):
        finish(ada, attempt)  # the next run begins with what was not asked yet
        attempt = begin(ada, "leaf", size=3)
    return attempt, found.position


def test_several_choices_are_an_answer_where_several_are_right(ada: Client, multiple: tuple[Attempt, int]) -> None:
    attempt, position = multiple
    page = main_of(ada.get(address(attempt, position)))
    assert {box.attrs["type"] for box in page.all("input", name="choice")} == {"checkbox"}
    answer(ada, attempt, position)
    page = main_of(ada.get(address(attempt, position)))
    assert page.one("div", "verdict").one("h2").text == "Right"
    assert [word.text for word in page.all("p", "word")] == ["Your choice, right"] * 2


def test_a_right_choice_left_out_is_named(ada: Client, multiple: tuple[Attempt, int]) -> None:
    attempt, position = multiple
    damp = (
        asked_at(attempt, position).order.index(1) + 1
    )  # Light and Damp are right; Light has words for being left out
    ada.post(address(attempt, position), {"choice": [damp], "act": "check"})
    page = main_of(ada.get(address(attempt, position)))
    left = page.one("li", "left-out")
    assert left.text == "Light Left out: this belongs Light belongs here, it bleaches the leaf."
    assert page.one("div", "verdict").one("h2").text == "Not right"


def test_nothing_chosen_of_several_asks_for_what_applies(ada: Client, multiple: tuple[Attempt, int]) -> None:
    attempt, position = multiple
    response = ada.post(address(attempt, position), {"act": "check"})
    refused = read(response.content).one("p", "error")
    assert (response.status_code, refused.text) == (422, "Nothing is chosen yet. Choose what applies, then go on.")


def test_what_is_said_of_a_right_choice_not_taken_is_said_where_one_is_right_too() -> None:
    part = Choices((Choice(Html("A"), True, Html("why"), Html("it is")), Choice(Html("B"), False, Html("no"))))
    rows = shown(Question("a/b", Html("Which?"), part), None, explained=True)["choices"]
    assert rows == [Shown(1, Html("A"), False, "right", Html("it is")), Shown(2, Html("B"), False, "other", Html("no"))]
