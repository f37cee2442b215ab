"""Dragging is one more way: the response stored is the one that the selects store."""

import pytest
from playwright.sync_api import Page, expect

from studyapp.catalogue.questions import Pairs, Question
from studyapp.records import attempts, learners
from studyapp.records.models import Answer, Attempt, Learner
from tests.browser.conftest import Visit
from tests.browser.test_item_types import places, take
from tests.browser.visits import course


def begun(learner: Learner) -> Attempt:
    """The same run for everybody."""
    return attempts.start(learner, course(), course().quizzes["knowledge"], mode="practice", size=20, seed=3)


def asked(visit: Visit, learner: Learner, kind: str) -> tuple[Page, Question, list[int]]:
    """The page of the question of that kind, in a window in which nothing scrolls under the hand."""
    attempt = begun(learner)
    position, question, order = places(attempt)[kind]
    page = visit(learner, viewport={"width": 1280, "height": 1000})
    page.goto(f"/attempts/{attempt.pk}/{position}/")
    return page, question, order


def drag(page: Page, row: int, *, above: int) -> None:
    rows = page.locator(".order li")
    box = rows.nth(row).locator("span").first
    box.drag_to(rows.nth(above), target_position={"x": 20, "y": 4})


def stored(learner: Learner) -> object:
    return Answer.objects.get(asked__learner=learner).response


def test_a_step_is_dragged_to_its_place(visit: Visit, ada: Learner) -> None:
    page, _, order = asked(visit, ada, "ordering")
    words = page.locator(".order li > span:first-child").all_inner_texts()
    drag(page, 2, above=0)
    expect(page.locator("#saved")).to_have_text("Saved")
    first, second, third, *rest = order
    assert stored(ada) == [third, first, second, *rest]
    ben = learners.make_guest()
    other, _, _ = asked(visit, ben, "ordering")
    for number, place in ((1, 2), (2, 3), (3, 1)):
        other.locator(f"#place-{number}").select_option(str(place))
    expect(other.locator("#saved")).to_have_text("Saved")
    assert stored(ben) == stored(ada)
    page.reload()
    assert page.locator(".order li > span:first-child").all_inner_texts() == [words[2], words[0], words[1], *words[3:]]


def test_after_a_drag_the_buttons_and_places_fit_the_order(visit: Visit, ada: Learner) -> None:
    page, _, order = asked(visit, ada, "ordering")
    drag(page, 1, above=0)
    expect(page.locator("#saved")).to_have_text("Saved")
    selects = page.locator(".order select")
    assert [selects.nth(n).input_value() for n in range(len(order))] == [str(n + 1) for n in range(len(order))]
    ups = page.locator("[data-up]")
    assert [ups.nth(n).get_attribute("aria-disabled") for n in range(3)] == ["true", None, None]


def test_a_drag_that_is_given_up_changes_nothing(visit: Visit, ada: Learner) -> None:
    page, _, _ = asked(visit, ada, "ordering")
    words = page.locator(".order li > span:first-child").all_inner_texts()
    page.locator(".order li span").first.hover()
    page.mouse.down()
    page.locator(".order li").nth(2).hover()
    page.locator(".order li").nth(2).hover()
    page.locator("h1, .way").first.hover(force=True)
    page.mouse.up()
    expect(page.locator(".order li > span:first-child")).to_have_text(words)
    assert Answer.objects.count() == 0


def test_answers_are_dragged_to_their_lines(visit: Visit, ada: Learner) -> None:
    page, question, order = asked(visit, ada, "matching")
    assert isinstance(question.part, Pairs)
    for row, answer in enumerate(question.part.key):
        page.locator("[data-answer]").nth(order.index(answer)).drag_to(page.locator(".match").nth(row))
        expect(page.locator("#saved")).to_have_text("Saved")
        expect(page.locator(".match.under")).to_have_count(0)
    ben = learners.make_guest()
    other, _, _ = asked(visit, ben, "matching")
    take(other, question, order)
    expect(other.locator("#saved")).to_have_text("Saved")
    page.get_by_role("button", name="Check the answer").click()
    expect(page.locator(".verdict h2")).to_have_text("Right")
    assert stored(ada) == stored(ben) == list(question.part.key)


@pytest.mark.parametrize("kind", ["ordering", "matching"])
def test_a_question_that_htmx_brings_can_be_dragged_too(visit: Visit, ada: Learner, kind: str) -> None:
    attempt = begun(ada)
    position, _, _ = places(attempt)[kind]
    page = visit(ada)
    page.goto(f"/attempts/{attempt.pk}/{places(attempt)['single'][0]}/")
    expect(page.locator(".choice").first).to_be_visible()
    address = f"/attempts/{attempt.pk}/{position}/"
    page.evaluate("(address) => { htmx.ajax('GET', address, {target: '#question', swap: 'outerHTML'}) }", address)
    expect(page.locator(".order li, [data-answer]").first).to_have_attribute("draggable", "true")


def test_without_scripts_nothing_is_offered_to_drag(visit: Visit, ada: Learner) -> None:
    attempt = begun(ada)
    position, _, _ = places(attempt)["matching"]
    page = visit(ada, java_script_enabled=False)
    page.goto(f"/attempts/{attempt.pk}/{position}/")
    expect(page.locator("[data-tray]")).to_be_hidden()
    expect(page.locator(".match select").first).to_be_visible()
