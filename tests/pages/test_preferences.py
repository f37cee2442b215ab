"""What a learner chooses for the site: the date of the exam, keys, the countdown."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from studyapp.catalogue.courses import Course
from studyapp.records import attempts, progress
from tests.pages.acting import PASSWORD, address, answer, begin, finish, learner_of, run
from tests.pages.markup import Element, main_of, read

COURSE = "/courses/tea/"


def choose(client: Client, **chosen: str) -> None:
    assert client.post("/preferences/", {"keys": "on", "countdown": "on"} | chosen).status_code == 302


def without(client: Client, name: str) -> None:
    kept = {"keys": "on", "countdown": "on"}
    del kept[name]
    assert client.post("/preferences/", kept).status_code == 302


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def exam(client: Client) -> Element | None:
    sections = main_of(client.get(COURSE)).all("section")
    return next((one for one in sections if one.all("h2") and one.one("h2").text == "Your exam"), None)


def test_without_a_date_nothing_is_said_of_the_exam(ada: Client) -> None:
    assert exam(ada) is None


def test_the_course_tells_the_days_left_and_the_pace_they_mean(ada: Client, tea: Course) -> None:
    choose(ada, exam=in_days(2).isoformat())
    progress.mark_read(learner_of(ada), "tea", "leaf/what-is-in-it")
    run(ada, 2)
    lessons = len(tea.lessons) - 1
    questions = len({item.ident for quiz in tea.quizzes.values() for item in tea.pool(quiz)}) - 3
    told = exam(ada)
    assert told is not None
    assert told.all("p")[0].one("b").text == "2 days are left"
    assert [(row.one("span").text, row.one("b").text) for row in told.all("li")] == [
        (f"{lessons} lessons not read", f"{-(-lessons // 2)} a day"),
        (f"{questions} new questions", f"{-(-questions // 2)} a day"),
    ]


def test_a_slow_pace_is_told_in_days(ada: Client, tea: Course) -> None:
    choose(ada, exam=in_days(1000).isoformat())
    for lesson in list(tea.lessons)[1:]:
        progress.mark_read(learner_of(ada), "tea", lesson)
    told = exam(ada)
    assert told is not None
    assert told.all("li")[0].text == "One lesson not read one every 1000 days"


@pytest.mark.parametrize(("days", "says"), [(1, "tomorrow"), (0, "that is today"), (-1, "that is over")])
def test_the_last_days_are_told_in_words(ada: Client, days: int, says: str) -> None:
    choose(ada, exam=in_days(days).isoformat())
    told = exam(ada)
    assert told is not None
    assert told.all("p")[0].one("b").text == says
    assert (told.all("li") == []) is (days < 1)


def test_keys_are_off_on_every_page_and_after_signing_in_elsewhere(ada: Client) -> None:
    assert "data-keys" not in read(ada.get("/").content).one("html").attrs
    without(ada, "keys")
    assert read(ada.get("/").content).one("html").attrs["data-keys"] == "off"
    elsewhere = Client()
    elsewhere.post("/accounts/login/", {"login": "ada@example.org", "password": PASSWORD})
    assert learner_of(elsewhere) == learner_of(ada)
    assert read(elsewhere.get("/").content).one("html").attrs["data-keys"] == "off"
    choose(elsewhere)
    assert "data-keys" not in read(elsewhere.get("/").content).one("html").attrs


def test_a_hidden_countdown_is_folded_away_and_said_to_run(ada: Client, real: Course) -> None:
    attempt = attempts.start(learner_of(ada), real, real.quizzes["mock"], mode="mock", size=30)
    for path in (address(attempt, 1), f"/attempts/{attempt.pk}/"):
        shown = main_of(ada.get(path))
        assert shown.one(cls="clock").tag == "p"
        assert shown.one(cls="clock").text.startswith("Time left: 41:")
    without(ada, "countdown")
    for path in (address(attempt, 1), f"/attempts/{attempt.pk}/"):
        folded = main_of(ada.get(path)).one(cls="clock")
        assert (folded.tag, "open" in folded.attrs) == ("details", False)
        assert folded.one("summary").text == "The clock is running"


def test_a_run_without_a_clock_says_nothing_of_one(ada: Client) -> None:
    assert main_of(ada.get(address(begin(ada), 1))).all(cls="clock") == []


def test_what_was_sure_and_wrong_is_listed_and_leads_to_the_answer(ada: Client, tea: Course) -> None:
    attempt = begin(ada, mode="graded", size=10)
    for position, sure, right in ((1, True, False), (2, True, True), (3, False, False)):
        answer(ada, attempt, position, right=right, act="save")
        if sure:
            answer_sure(ada, attempt.pk, position)
    assert sure_list(ada) == []
    finish(ada, attempt)
    [link] = sure_list(ada)
    assert link.attrs["href"] == address(attempt, 1)
    assert main_of(ada.get(link.attrs["href"])).one("li", "wrong").one("p", "word").text == "Your choice, not right"


def answer_sure(client: Client, attempt: int, position: int) -> None:
    path = f"/attempts/{attempt}/{position}/"
    taken = [
        box.attrs["value"] for box in main_of(client.get(path)).all("input", name="choice") if "checked" in box.attrs
    ]
    client.post(path, {"choice": taken, "sure": "on", "act": "save"})


def sure_list(client: Client) -> list[Element]:
    sections = main_of(client.get("/progress/")).all("section")
    found = [one for one in sections if one.all("h2") and one.all("h2")[0].text == "Sure, and not right"]
    return [link for one in found for link in one.all("a")]
