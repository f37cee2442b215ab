"""axe finds nothing on any page in any state, light and dark, wide and narrow; and nothing scrolls sideways."""

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from studyapp.records import attempts, progress
from studyapp.records.models import Attempt, Learner
from tests.browser.conftest import Visit
from tests.browser.visits import COURSE, QUIZ, TREE, course, ran

WIDTHS = (1280, 320)
SCHEMES = ("light", "dark")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "reporter": "no-passes",
    "preload": False,
}
LESSON = f"{COURSE}/modules/deployment/what-inference-is/"
KINDS = {"single", "multiple", "ordering", "matching", "numeric"}

# What somebody sees who has done nothing yet.
CORNERS = {
    "courses": ["/", f"{COURSE}/", f"{COURSE}/modules/deployment/", f"{COURSE}/modules/trade-offs/"],
    "lessons": [
        LESSON,
        f"{COURSE}/modules/deployment/sourcing-a-model/",  # with a path
        f"{COURSE}/modules/deployment/who-runs-the-host/",  # with a ladder
        f"{COURSE}/modules/batch/a-job-not-an-endpoint/",  # with lanes
    ],
    "options": [
        f"{COURSE}/options/?option=asynchronous&payload=300+MB&deadline=5+min",
        f"{COURSE}/options/?payload=much&deadline=5+min",
        f"{COURSE}/options/asynchronous/",
        f"{COURSE}/options/batch-pattern/",
    ],
    "trees": [
        f"{COURSE}/trees/",
        TREE,
        f"{TREE}?place=cloud&waiting=blocks",
        f"{TREE}?place=cloud&waiting=returns",
        f"{TREE}?payload=much",
        f"{COURSE}/trees/model-location/",
        f"{COURSE}/trees/interaction-pattern/?waiting=nobody&surface=workflow",
    ],
    "glossary": [f"{COURSE}/glossary/", f"{COURSE}/glossary/cold-start/"],
    "quizzes": [f"{COURSE}/quizzes/", QUIZ, f"{COURSE}/quizzes/ready-to-start/", "/attempts/"],
    "own": ["/progress/", "/preferences/", f"{COURSE}/review/", f"{COURSE}/worksheet/"],
    "search": ["/search/", "/search/?q=batch", "/search/?q=zymurgy"],
    "accounts": ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/nowhere/"],
}


def reason(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for check in (*node["any"], *node["all"], *node["none"]))


def faults(page: Page, where: str = "") -> list[str]:
    """What axe says against the page as it stands, and how far it scrolls sideways."""
    found = []
    page.evaluate(AXE_SCRIPT)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            at = f"{where or page.url} {width} {scheme}"
            for fault in page.evaluate("(options) => axe.run(options)", RULES)["violations"]:
                found += [f"{at}: {fault['id']}: {' '.join(node['target'])}: {reason(node)}" for node in fault["nodes"]]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{where or page.url} {width}: {wide} pixels wide")
    return found


@pytest.mark.parametrize("corner", CORNERS)
def test_every_page_of_a_corner_is_accessible(visit: Visit, corner: str) -> None:
    page = visit()
    found = []
    for address in CORNERS[corner]:
        page.goto(address)
        found += faults(page)
    assert found == []


def test_a_check_is_accessible_in_every_state(visit: Visit) -> None:
    page = visit()
    check = page.locator(".check")
    page.goto(LESSON)
    check.get_by_role("button", name="Check").click()
    expect(check.locator(".error")).to_be_visible()
    found = faults(page, "refused")
    check.locator(".choice").first.click()
    check.get_by_role("button", name="Check").click()
    expect(check.locator(".verdict")).to_have_text("Not right.")
    found += faults(page, "wrong")
    check.get_by_role("button", name="Try again").click()
    check.locator(".choice", has_text="Nothing, until a training uses the stored click").click()  # not the told answer
    check.get_by_role("button", name="Check").click()
    expect(check.locator(".verdict")).to_have_text("Right.")
    found += faults(page, "right")
    check.get_by_role("button", name="Try again").click()
    expect(check.locator("legend")).to_be_visible()
    check.locator("form").evaluate("(form) => form.submit()")  # as without scripts
    expect(page.get_by_role("heading", level=1)).to_have_text("Check yourself")
    found += faults(page, "refused on a page of its own")
    assert found == []


def test_a_question_is_accessible_in_every_state(visit: Visit) -> None:
    page = visit()
    page.goto(QUIZ)
    page.get_by_role("button", name="Start, 10 questions").click()
    page.wait_for_url("**/attempts/*/1/")
    found = faults(page, "asked")
    page.get_by_role("button", name="Check the answer").click()
    expect(page.locator("#refused")).to_be_visible()
    found += faults(page, "refused")
    page.locator(".choice").first.click()
    expect(page.locator("#saved")).to_have_text("Saved")
    page.get_by_role("button", name="Flag for later").click()
    expect(page.get_by_role("button", name="Flagged: take it away")).to_be_visible()
    found += faults(page, "saved and flagged")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    found += faults(page, "the list of keys")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Overview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview of this run")
    found += faults(page, "overview")
    assert found == []


def kind(attempt: Attempt, position: int) -> str:
    return next(question for asked, question in attempts.answered(attempt) if asked.position == position).kind


def test_an_explained_question_is_accessible(visit: Visit, ada: Learner) -> None:
    open_run = ran(ada, "scenario-mapping", "practice", 10, wrong={2, 4}, finished=False)
    knowledge = ran(ada, "knowledge", "practice", 20, wrong=range(1, 21, 2))
    kinds = {kind(knowledge, number): number for number in range(1, 21)}
    page = visit(ada)
    found = []
    for address in (f"{open_run.pk}/1/", f"{open_run.pk}/2/", f"{open_run.pk}/"):
        page.goto(f"/attempts/{address}")
        found += faults(page)
    assert set(kinds) == KINDS
    for number in kinds.values():
        page.goto(f"/attempts/{knowledge.pk}/{number}/")
        found += faults(page)
    assert found == []


def test_a_question_of_each_kind_is_accessible(visit: Visit, ada: Learner) -> None:
    run = ran(ada, "knowledge", "graded", 30, finished=False)
    kinds = {kind(run, number): number for number in range(1, 31)}
    assert set(kinds) == KINDS
    page = visit(ada)
    found = []
    for number in kinds.values():
        page.goto(f"/attempts/{run.pk}/{number}/")
        found += faults(page)
    assert found == []


def test_the_pages_of_somebody_who_has_begun_are_accessible(visit: Visit, ada: Learner) -> None:
    for lesson in list(course().lessons)[:7]:
        progress.mark_read(ada, course().id, lesson)
    ran(ada, "scenario-mapping", "practice", 10, wrong={2, 4, 5, 9})
    run = ran(ada, "scenario-mapping", "graded", 30, wrong={7})
    page = visit(ada)
    found = []
    for address in (
        "/",
        f"{COURSE}/",
        f"{COURSE}/modules/deployment/",
        "/progress/",
        "/attempts/",
        f"/attempts/{run.pk}/result/",
        QUIZ,
        f"{COURSE}/quizzes/",
    ):
        page.goto(address)
        found += faults(page)
    ran(ada, "scenario-mapping", "practice", 10, wrong={1}, finished=False)
    for address in ("/", f"{COURSE}/", "/progress/"):
        page.goto(address)
        found += faults(page, f"{address} with an open run")
    assert found == []


def test_the_pages_of_an_account_are_accessible(visit: Visit, ada: Learner) -> None:
    page = visit()
    found = []
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".summary")).to_be_visible()
    found += faults(page, "sign in refused")
    page.goto("/accounts/signup/")
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Password").fill("12345")
    page.get_by_role("button", name="Sign up").click()
    expect(page.locator(".summary")).to_be_visible()
    found += faults(page, "sign up refused")
    page.get_by_label("Password").fill("12345")
    page.locator("input[name=csrfmiddlewaretoken]").evaluate("(one) => one.remove()")
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This could not be accepted")
    found += faults(page, "refused for a missing token")

    hers = visit(ada)
    for address in ("/accounts/email/", "/accounts/password/change/", "/accounts/logout/"):
        hers.goto(address)
        found += faults(hers)
    hers.goto(f"{COURSE}/worksheet/")
    hers.locator("textarea").first.fill("Our own case")
    hers.get_by_role("button", name="Save the worksheet").click()
    expect(hers.locator(".saved")).to_be_visible()
    found += faults(hers, "worksheet saved")
    assert found == []
