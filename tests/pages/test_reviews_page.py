"""What is due today, and what a review of it asks."""

from dataclasses import replace
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from studyapp.catalogue.courses import Course
from studyapp.catalogue.pools import Pool
from studyapp.records import reviews
from studyapp.records.models import Attempt, Card
from tests.pages.acting import learner_of
from tests.pages.markup import main_of


def due(ada: Client, course: Course, subjects: list[str]) -> None:
    """Cards of hers that fell due an hour ago."""
    for subject in subjects:
        Card.objects.create(
            learner=learner_of(ada),
            course=course.id,
            subject=subject,
            state={},
            due=timezone.now() - timedelta(hours=1),
        )


def test_the_button_says_how_many_are_asked_and_the_page_how_many_are_due(ada: Client, real: Course) -> None:
    due(ada, real, [item.ident for item in real.pool(real.quizzes["knowledge"])][:11])
    main = main_of(ada.get(f"/courses/{real.id}/review/"))
    [entry] = main.one("ul", "entries").all("li")  # the mock exam, which asks the same, offers no second review
    assert entry.one("h2").text == "Knowledge"
    assert entry.one("button").text == "Review 8"
    assert entry.one("p", "quiet").text == "11 are due; the longest due come first."
    ada.post(f"/courses/{real.id}/quizzes/knowledge/attempts/", {"mode": "review"})
    assert Attempt.objects.get(mode="review").asked_count == 8


def test_a_decision_comes_back_with_a_scenario_of_its_own_tree(ada: Client, tea: Course) -> None:
    items = [item for item in tea.pool(tea.quizzes["brewing"]) if "cups" in item.turns_on]
    due(ada, tea, ["node:way-to-brew/cups"])
    other = [
        replace(item, question=replace(item.question, scenario=replace(item.question.scenario, tree="other")))
        for item in items
        if item.question.scenario
    ]
    pools = Pool(other), Pool([*other, items[0]])
    drawn = [reviews.due_items(learner_of(ada), tea, pool, {}, timezone.now()) for pool in pools]
    assert drawn == [[], [items[0]]]
