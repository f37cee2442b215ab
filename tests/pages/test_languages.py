"""In which language the interface speaks, and how long it remembers; what a course says stays in the course's own."""

import pytest
from django.test import Client

from studyapp.pages.languages import OFFERED
from studyapp.records.models import Learner
from tests.pages.acting import HTMX, PASSWORD, address, begin, learner_of
from tests.pages.markup import main_of, read

ES = {"Accept-Language": "es-MX, es;q=0.9, en;q=0.5"}
COURSE = "/courses/tea/"


def spoken(client: Client, **headers: str) -> str:
    return read(client.get(COURSE, headers=headers).content).one("html").attrs["lang"]


def choose(client: Client, language: str, referer: str = f"http://testserver{COURSE}") -> str:
    return client.post("/preferences/languages/", {"language": language}, headers={"Referer": referer})["Location"]


def test_a_visitor_is_spoken_to_in_the_language_of_the_browser(nobody: Client) -> None:
    assert (spoken(nobody), spoken(nobody, **ES), spoken(nobody, **{"Accept-Language": "fi"})) == ("en", "es", "en")


def test_what_was_chosen_counts_for_more_and_is_kept_in_a_cookie(nobody: Client) -> None:
    assert choose(nobody, "en") == f"http://testserver{COURSE}"
    assert spoken(nobody, **ES) == "en"
    cookie = nobody.cookies["language"]
    assert (cookie.value, cookie["max-age"], bool(cookie["httponly"]), cookie["samesite"]) == (
        "en",
        365 * 86400,
        True,
        "Lax",
    )
    assert Learner.objects.count() == 0


@pytest.mark.parametrize("referer", ["https://elsewhere.example/", "", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(nobody: Client, referer: str) -> None:
    assert choose(nobody, "es", referer) == "/"


@pytest.mark.parametrize("language", ["", "fi", "xx", "../es", "e" * 10_000])
def test_a_language_that_is_not_offered_changes_nothing(ada: Client, language: str) -> None:
    begin(ada)
    choose(ada, language)
    assert (spoken(ada), learner_of(ada).preferences) == ("en", {})


def test_a_learners_choice_comes_along_when_she_signs_in_elsewhere(ada: Client) -> None:
    begin(ada)
    choose(ada, "es")
    elsewhere = Client()
    assert spoken(elsewhere) == "en"
    elsewhere.post("/accounts/login/", {"login": "ada@example.org", "password": PASSWORD})
    assert spoken(elsewhere) == "es"
    elsewhere.post("/accounts/logout/")
    assert spoken(elsewhere) == "es"


def test_other_preferences_and_the_language_leave_each_other_alone(ada: Client) -> None:
    begin(ada)
    ada.post("/preferences/", {"countdown": "on", "exam": "2027-01-10"})
    choose(ada, "es")
    ada.post("/preferences/", {"keys": "on", "exam": "2027-01-11"})
    assert learner_of(ada).preferences == {"keys": "on", "countdown": "off", "exam": "2027-01-11", "language": "es"}


def test_every_page_offers_the_other_languages_in_their_own_words(nobody: Client) -> None:
    for path in ("/", COURSE, "/progress/", "/accounts/login/", "/nowhere/"):
        offered = read(nobody.get(path).content).one("footer").all("button", name="language")
        assert [(one.attrs["value"], one.attrs["lang"], one.text) for one in offered] == [("es", "es", OFFERED["es"])]


def test_a_page_that_answers_a_post_offers_none_since_nobody_could_come_back_to_it(ada: Client) -> None:
    refused = ada.post("/preferences/", {"exam": "soon"})
    assert refused.status_code == 422
    assert read(refused.content).all("button", name="language") == []


def test_caches_keep_the_languages_apart(ada: Client) -> None:
    attempt = begin(ada, size=5)
    for response in (ada.get(COURSE), ada.get(address(attempt, 1)), ada.get(address(attempt, 1), headers=HTMX)):
        assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))


def test_words_of_the_course_say_in_which_language_they_are(ada: Client) -> None:
    assert "lang" not in main_of(ada.get(COURSE)).one("h1").attrs
    choose(ada, "es")
    assert main_of(ada.get(COURSE)).one("h1").attrs["lang"] == "en"
    question = main_of(ada.get(address(begin(ada, size=5), 1)))
    assert question.one("div", id="stem").attrs["lang"] == "en"
    assert {one.one("span").attrs["lang"] for one in question.all("label", "choice")} == {"en"}
