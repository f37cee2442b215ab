"""Costs by keyboard, with scripts and without: an exercise from its list to its solution, and the explorer. axe finds nothing."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from studyapp.records import exercises
from studyapp.records.exercises import Sheet
from studyapp.records.models import Learner
from studyapp.rules import costing
from tests.browser.conftest import Visit
from tests.browser.sound import faults
from tests.browser.visits import COURSE

LIST, COSTS = f"{COURSE}/exercises/", f"{COURSE}/costs/"
SHOP = f"{LIST}corner-shop-bot/"
HOW = pytest.mark.parametrize("how", [{}, {"java_script_enabled": False}], ids=["scripts", "no scripts"])


def sheet_of(learner: Learner) -> Sheet:
    found = exercises.latest(learner.pk, "ai-model-inferencing", "corner-shop-bot")
    assert found is not None
    return found


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the control of that label has the focus."""
    wanted = page.get_by_label(name, exact=True).or_(page.get_by_role("button", name=name, exact=True)).first
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("(one) => one === document.activeElement"):
            return
    raise AssertionError(f"Tab never gets to {name}")


@HOW
def test_a_brief_is_solved_by_keys_alone(visit: Visit, ada: Learner, how: dict[str, Any]) -> None:
    page = visit(ada, **how)
    page.goto(SHOP)
    tab_to(page, "Draw the numbers and begin")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Step 1 of 3")).to_be_visible()
    for name in ("Real-time endpoint", "Serverless inference"):
        tab_to(page, name)
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Step 2 of 3")).to_be_visible()
    sheet = sheet_of(ada)
    costs = {one.tariff.title: str(one.total) for one in costing.solve(sheet.brief, sheet.prices)}
    tab_to(page, "Real-time endpoint, USD a month")
    page.keyboard.type("soon")
    page.keyboard.press("Enter")
    expect(page.get_by_text("“soon” is no amount.")).to_be_visible()
    for name in ("Real-time endpoint", "Serverless inference"):
        tab_to(page, f"{name}, USD a month")
        page.keyboard.press("Control+A")
        page.keyboard.type(costs[name])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Step 3 of 3")).to_be_visible()
    tab_to(page, "Real-time endpoint")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict h2")).to_have_text("Passed: 6 of 6 points")
    expect(page.locator(".verdict p")).to_have_text("With these numbers, Serverless inference serves best.")


@HOW
def test_the_explorer_is_a_form_whose_address_holds_everything(visit: Visit, how: dict[str, Any]) -> None:
    page = visit(**how)
    page.goto(COSTS)
    expect(page.get_by_role("heading", name="Serverless inference, 3.13 USD a month")).to_be_visible()
    tab_to(page, "Requests (per day)")
    page.keyboard.press("Control+A")
    page.keyboard.type("900000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The cheapest that can be had")).to_contain_text(
        "Serverless inference, 141.04 USD"
    )
    assert "requests=900000" in page.url
    page.go_back()
    expect(page.get_by_label("Requests (per day)")).to_have_value("20,000 per day")


def test_a_page_left_open_changes_nothing(visit: Visit, ada: Learner) -> None:
    page = visit(ada)
    page.goto(SHOP)
    page.get_by_role("button", name="Draw the numbers").click()
    older = page.context.new_page()
    older.goto(SHOP)
    page.get_by_label("Real-time endpoint", exact=True).check()
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_role("heading", name="Step 2 of 3")).to_be_visible()
    older.get_by_label("Serverless inference", exact=True).check()
    older.get_by_role("button", name="Keep this").click()
    expect(older.get_by_text("That came from an older page, and nothing was changed.")).to_be_visible()
    assert sheet_of(ada).run.steps == {"feasible": ["real-time"]}


def pressed(page: Page, name: str) -> list[str]:
    """What axe says against the page that a button leads to."""
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=name).click()
    return faults(page, page.locator("h2").last.inner_text())


def test_every_state_of_an_exercise_is_accessible(visit: Visit, ada: Learner) -> None:
    page, keep = visit(ada), "Keep this and go on"
    page.goto(SHOP)
    found = faults(page, "start") + pressed(page, "Draw the numbers and begin") + pressed(page, keep)
    expect(page.locator(".error")).to_be_visible()
    page.get_by_label("Real-time endpoint", exact=True).check()
    found += pressed(page, keep) + pressed(page, keep)
    expect(page.locator(".error")).to_be_visible()
    page.get_by_label("Real-time endpoint, USD a month").fill("20")
    found += pressed(page, keep)
    page.get_by_label("Real-time endpoint", exact=True).check()
    found += pressed(page, "Hand in and see the solution")
    expect(page.locator(".verdict h2")).to_contain_text("Not passed")
    assert found == []
