"""Every kind of question is asked, answered and explained, with scripts and without."""

import pytest
from playwright.sync_api import expect

from studyapp.records import attempts
from studyapp.records.models import Attempt, Learner
from tests.browser.conftest import Visit
from tests.browser.visits import course, places, take

KINDS = {"single", "multiple", "ordering", "matching", "numeric"}


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
