"""On a screen of 320 pixels nothing scrolls sideways: no kind of question, asked or explained, and no page around a run."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from studyapp.catalogue.courses import Course
from studyapp.catalogue.questions import Item
from studyapp.records import preferences
from studyapp.records.models import Attempt, Card, Learner
from studyapp.records.preferences import Preferences
from tests.browser.conftest import Visit
from tests.browser.visits import COURSE, bare, ran

KINDS = {"single", "multiple", "ordering", "matching", "numeric", "case"}
NARROW = {"width": 320, "height": 800}
OF_EACH = 3


def kind(item: Item) -> str:
    return "case" if item.question.story else item.question.kind


def longest_word(item: Item) -> int:
    return max(len(word) for word in bare(f"{item.question.story} {item.question.stem} {item.question.part}").split())


@pytest.fixture
def widest(real: Course) -> Course:
    """The course with the questions alone whose words are the longest of their kind."""
    quiz = real.quizzes["knowledge"]
    pool = sorted(real.pool(quiz), key=longest_word, reverse=True)
    kept = [item for one in sorted(KINDS) for item in [i for i in pool if kind(i) == one][:OF_EACH]]
    assert {kind(item) for item in kept} == KINDS
    banks = {id: replace(bank, items=tuple(i for i in bank.items if i in kept)) for id, bank in real.banks.items()}
    return replace(real, banks=banks)


def too_wide(page: Page, addresses: list[str]) -> dict[str, int]:
    """The addresses of pages that scroll sideways, and how wide they are."""
    found = {}
    for address in addresses:
        page.goto(address)
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        if wide > page.evaluate("innerWidth"):
            found[address] = wide
    return found


def places(attempt: Attempt) -> list[str]:
    return [f"/attempts/{attempt.pk}/{number}/" for number in range(1, attempt.asked_count + 1)]


@pytest.mark.parametrize(("mode", "size"), [("graded", 30), ("practice", 20)], ids=["asked", "explained"])
def test_no_kind_of_question_scrolls_sideways(visit: Visit, ada: Learner, widest: Course, mode: str, size: int) -> None:
    everything = range(1, OF_EACH * len(KINDS) + 1)
    attempt = ran(ada, "knowledge", mode, size, everything, finished=False, of=widest)
    assert attempt.asked_count == len(everything)
    page = visit(ada, viewport=NARROW)
    assert too_wide(page, places(attempt)) == {}


def test_no_page_around_a_run_scrolls_sideways(visit: Visit, ada: Learner) -> None:
    preferences.save(ada, Preferences(exam=timezone.localdate() + timedelta(days=12), countdown=False))
    done = ran(ada, "knowledge", "practice", 20, wrong=range(1, 21, 2))
    mock = ran(ada, "mock", "mock", 30, wrong={1, 5}, finished=False)
    taken = ran(ada, "scenario-mapping", "graded", 30, wrong={3, 7})
    Card.objects.filter(learner=ada).update(due=timezone.now())
    page = visit(ada, viewport=NARROW)
    around = [
        f"/attempts/{mock.pk}/",
        f"/attempts/{mock.pk}/6/",
        f"/attempts/{done.pk}/result/",
        f"/attempts/{taken.pk}/result/",
    ]
    own = [f"{COURSE}/", f"{COURSE}/review/", f"{COURSE}/quizzes/mock/", "/preferences/", "/progress/", "/attempts/"]
    assert too_wide(page, around + own) == {}


def test_the_look_for_it_would_see_it(visit: Visit) -> None:
    page = visit(viewport=NARROW)
    page.goto("/preferences/")
    page.locator("h1").evaluate("(one) => one.style.setProperty('width', '400px')")
    assert page.evaluate("document.scrollingElement.scrollWidth") > page.evaluate("innerWidth")
