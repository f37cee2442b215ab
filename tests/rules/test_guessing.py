"""The guesser that knows only trigger words."""

from fractions import Fraction

import pytest

from studyapp.catalogue.prose import Html
from studyapp.catalogue.questions import Choice
from studyapp.rules.guessing import guess_share
from tests.rules.tea import a_question, a_scenario, an_item

TRIGGERS = {"cold": ["overnight", "cold brew"], "pot": ["guests", "leaves"], "mug": ["hurry"], "tin": ["c++"]}
OPTIONS = ("cold", "pot", "mug")


def share(stem: str, outcome: str, options: tuple[str, ...] = OPTIONS) -> Fraction:
    return guess_share([an_item(a_scenario("one", outcome, stem=stem, options=options))], TRIGGERS)


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("<p>Ada is in a hurry.</p>", {"mug": 1}),
        ("<p>HURRY, Ada!</p>", {"mug": 1}),
        ("<p>Leaves for the guests, and no hurry.</p>", {"pot": 1}),
        ("<p>Guests in a hurry.</p>", {"pot": Fraction(1, 2), "mug": Fraction(1, 2)}),
        ("<p>Tea.</p>", {"cold": Fraction(1, 3), "pot": Fraction(1, 3), "mug": Fraction(1, 3)}),
        ("<p>Hurrying is cloverleaves.</p>", {"cold": Fraction(1, 3), "pot": Fraction(1, 3), "mug": Fraction(1, 3)}),
        ("<p>In a hurry, in a hurry, leaves and guests.</p>", {"pot": 1}),
        ("<p>A <em>cold</em> brew.</p>", {"cold": 1}),
        ("<p>A cold\nbrew.</p>", {"cold": 1}),
        ("<p>overnight</p><p>hurry</p><p>cold brew</p>", {"cold": 1}),
        ("<p>cold&nbsp;brew &amp; water</p>", {"cold": 1}),
        ('<p class="hurry">Leaves.</p>', {"pot": 1}),
    ],
)
def test_the_option_with_most_trigger_words_is_guessed(stem: str, expected: dict[str, Fraction]) -> None:
    assert {outcome: share(stem, outcome) for outcome in OPTIONS} == {o: expected.get(o, 0) for o in OPTIONS}


def test_a_trigger_is_taken_as_it_is_written() -> None:
    assert share("<p>A tin with c++ on it.</p>", "tin", ("tin", "mug")) == 1
    assert share("<p>A tin with cc on it.</p>", "tin", ("tin", "mug")) == Fraction(1, 2)


def test_words_of_an_option_that_is_not_offered_are_not_heard() -> None:
    assert share("<p>Overnight, for guests.</p>", "pot", ("pot", "mug")) == 1


def test_a_bank_is_given_away_by_the_mean_of_its_scenarios() -> None:
    plain = a_question("plain", Choice(Html("hurry"), True), Choice(Html("leaves"), False))
    items = [
        an_item(a_scenario("a", "mug", stem="hurry", options=OPTIONS)),
        an_item(a_scenario("b", "pot", stem="hurry", options=OPTIONS)),
        an_item(a_scenario("c", "pot", stem="tea", options=OPTIONS)),
        an_item(plain),
    ]
    assert guess_share(items, TRIGGERS) == Fraction(4, 9)


def test_a_bank_without_scenarios_gives_nothing_away() -> None:
    plain = a_question("plain", Choice(Html("hurry"), True), Choice(Html("leaves"), False))
    assert guess_share([an_item(plain)], TRIGGERS) == 0
    assert guess_share([], TRIGGERS) == 0
