"""Every kind of question is asked, answered and explained, with scripts and without."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from studyapp.catalogue.questions import Choices, Number, Pairs, Question, Steps
from studyapp.records import attempts
from studyapp.records.models import Attempt, Learner
from tests.browser.conftest import Visit
from tests.browser.visits import course

KINDS = {"single", "multiple", "ordering", "matching", "numeric"}


def take(page: Page, question: Question, order: list[int], *, js: bool = True) -> None:
    """Give the right response by the controls of the page; with scripts each step is stored before the next."""
    for step in steps(page, question, order):
        step()
        if js:
            expect(page.locator("#saved")).not_to_be_empty()


def steps(page: Page, question: Question, order: list[int]) -> Iterator[Callable[[], object]]:
    match question.part:
        case Choices():
            for number, original in enumerate(order, 1):
                if original in question.key:
                    yield page.locator(f"#choice-{number}").check
        case Steps(right=right):
            for number, original in enumerate(order, 1):
                place = str(original + 1) if original < len(right) else ""
                yield partial(page.locator(f"#place-{number}").select_option, place)
        case Pairs(key=key):
            for row, answer in enumerate(key, 1):
                yield partial(page.locator(f"#pair-{row}").select_option, str(order.index(answer) + 1))
        case Number(answer=answer):
            page.locator("#number").fill(f"{answer:f}")
            yield page.locator("#number").blur


def places(attempt: Attempt) -> dict[str, tuple[int, Question, list[int]]]:
    """One place of the run for each kind."""
    return {q.kind: (asked.position, q, asked.order) for asked, q in attempts.answered(attempt)}


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no-scripts"])
def test_each_kind_is_answered_by_its_controls_and_explained(visit: Visit, ada: Learner, js: bool) -> None:
    quiz = course().quizzes["knowledge"]
    attempt = attempts.start(ada, course(), quiz, mode="practice", size=20, seed=3)
    found = places(attempt)
    assert set(found) == KINDS
    page = visit(ada, java_script_enabled=js)
    for position, question, order in found.values():
        page.goto(f"/attempts/{attempt.pk}/{position}/")
        take(page, question, order, js=js)
        if js:
            expect(page.locator("#saved")).to_have_text("Saved")
        page.get_by_role("button", name="Check the answer").click()
        expect(page.locator(".verdict h2")).to_have_text("Right")


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no-scripts"])
def test_steps_move_by_buttons_too(visit: Visit, ada: Learner, js: bool) -> None:
    attempt = attempts.start(ada, course(), course().quizzes["knowledge"], mode="practice", size=20, seed=3)
    position, _, _ = places(attempt)["ordering"]
    page = visit(ada, java_script_enabled=js)
    page.goto(f"/attempts/{attempt.pk}/{position}/")
    steps = page.locator(".order li > span:first-child")
    before = steps.all_inner_texts()
    page.locator(".order li").nth(1).get_by_role("button", name="Up").click()
    expect(steps.first).to_have_text(before[1])
    assert steps.all_inner_texts() == [before[1], before[0], *before[2:]]
    page.reload()
    assert steps.all_inner_texts() == [before[1], before[0], *before[2:]]


def test_a_mock_exam_tells_the_time_left_and_nothing_else_before_its_end(visit: Visit, ada: Learner) -> None:
    page = visit(ada)
    page.goto(f"/courses/{course().id}/quizzes/mock/")
    page.get_by_role("button", name="Start, 30 questions").click()
    assert page.locator("[data-face]").inner_text().startswith("41:")
    attempt = Attempt.objects.get(mode="mock")
    (position, question, order), *_ = places(attempt).values()
    page.goto(f"/attempts/{attempt.pk}/{position}/")
    take(page, question, order)
    expect(page.locator("#saved")).to_contain_text("Saved")
    assert page.get_by_role("button", name="Check the answer").count() == 0
    assert page.locator(".verdict").count() == 0
    page.goto(f"/attempts/{attempt.pk}/")
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 of 30 right")
