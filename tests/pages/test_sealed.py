"""A sealed bank: a learner sees a score and objectives, and nobody but its authors a key or a verdict."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.catalogue.courses import Course
from studyapp.records import banks, progress
from studyapp.records.models import Answer, Attempt, Bank, Card, Report, Standing, User
from tests.pages.acting import HTMX, address, answer, begin, finish, learner_of
from tests.pages.markup import main_of
from tests.records.teaching import pantry, publish

JUDGED = re.compile(
    r"right answer|your choice|not right|explanation|Light takes its colour|state right|class=\"answer", re.I
)
QUESTIONS = [
    ("one", "In a dark jar", "On the sill"), ("two", "With a lid", "Without one"), ("three", "Away from spice", "Beside it"), ("four", "Dry", "Damp"),
]  # fmt: skip
TEXT = "---\nbank: pantry\nobjective: know-leaf\n---\n\n# Pantry\n" + "".join(
    f"\n## {id}\n\nHow is leaf {id} kept?\n\n- [x] {right}\n- [ ] {wrong}\n  > Light takes its colour.\n" for id, right, wrong in QUESTIONS
)  # fmt: skip


@pytest.fixture
def bank(tea: Course, ben: Client) -> Bank:
    """Ben's sealed bank, opened to the whole course."""
    made = pantry(tea, User.objects.get(email="ben@example.org"), text=TEXT, sealed=True)
    publish(made, tea)
    banks.open_to_all(made, opened=True, by=User.objects.create_user("root@example.org", role=User.Role.ADMINISTRATOR))
    return made


@pytest.fixture
def sat(ada: Client, bank: Bank) -> Attempt:
    """Ada's exam, half right, finished."""
    attempt = begin(ada, "pantry", mode="mock", size=4)
    for position in range(1, 5):
        answer(ada, attempt, position, right=position % 2 == 1, act="save")
    ada.post(address(attempt, 1), {"act": "flag"})
    finish(ada, attempt)
    return attempt


def test_the_result_gives_the_score_and_says_why_no_more(ada: Client, sat: Attempt) -> None:
    page = main_of(ada.get(f"/attempts/{sat.pk}/result/"))
    assert page.one("h1").text == "2 of 4 right"
    assert "The questions of this exam are sealed" in page.text


def test_no_page_of_hers_tells_a_verdict(ada: Client, sat: Attempt) -> None:
    """Not the questions, not the lists, and not with htmx either."""
    paths = [address(sat, position) for position in range(1, 5)]
    paths += [f"/attempts/{sat.pk}/", f"/attempts/{sat.pk}/result/", "/attempts/", "/progress/", "/courses/tea/review/",
              "/courses/tea/quizzes/pantry/", "/courses/tea/quizzes/", "/"]  # fmt: skip
    found = {}
    for path in paths:
        for headers in ({}, HTMX):
            response = ada.get(path, headers=headers, follow=True)
            found[path] = JUDGED.findall(response.content.decode())
    assert found == {path: [] for path in paths}


def test_a_report_of_hers_brings_no_verdict_back(ada: Client, sat: Attempt) -> None:
    response = ada.post(f"{address(sat, 2)}reports/", {"text": "Which leaf?"}, follow=True)
    assert (Report.objects.count(), JUDGED.findall(response.content.decode())) == (1, [])


def test_no_count_of_hers_rests_on_sealed_answers(ada: Client, sat: Attempt) -> None:
    """Ada's first answers, cards and standings say nothing of single sealed items."""
    learner = learner_of(ada)
    assert (Standing.objects.filter(learner=learner).count(), Card.objects.filter(learner=learner).count()) == (0, 0)
    assert Answer.objects.filter(asked__learner=learner, asked__first=True).count() == 0


def test_what_was_sure_and_wrong_in_it_is_not_listed(ada: Client, sat: Attempt) -> None:
    Answer.objects.filter(asked__attempt=sat).update(sure=True)
    assert progress.sure_and_wrong(learner_of(ada).pk, "tea") == []


def test_it_cannot_be_practised(ada: Client, bank: Bank) -> None:
    for mode in ("practice", "graded", "section", "missed", "review"):
        sent = {"mode": mode, "size": 4, "objective": "know-leaf"}
        assert ada.post("/courses/tea/quizzes/pantry/attempts/", sent).status_code == 422


def test_another_instructor_sees_a_report_without_the_key(
    eve: Client, ada: Client, sat: Attempt, administrator: Client
) -> None:
    """The queue shows the key to the authors and to whoever administers the site."""
    ada.post(f"{address(sat, 2)}reports/", {"text": "Which leaf?"})
    path = reverse("reported")
    assert "Which leaf?" not in eve.get(path).content.decode()
    assert "Light takes its colour" in administrator.get(path).content.decode()
