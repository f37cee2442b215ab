"""A decision tree of one's own in a browser: by keyboard alone, without scripts, in two tabs; sound to axe in every state."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.sound import faults
from tests.browser.visits import COURSE

TREE = f"{COURSE}/exercises/inference-type/"
# A tree as it grows at the next open place: what is chosen, by the letters that find it in the list.
SMALL = [
    "Where must the answer be made?", "Who waits for the answer?", "How does the traffic run?", "Serverless inference",
    "Real-time endpoint", "Asynchronous inference", "Batch transform", "Edge inference", "Edge inference",
]  # fmt: skip


def begin(page: Page) -> None:
    page.goto(TREE)
    page.get_by_role("button", name=re.compile("^Begin")).click()
    expect(page.locator("#what")).to_be_visible()


def put(page: Page, words: str) -> None:
    """Put that at the chosen place, and wait until it is saved."""
    version = int(page.locator("#place input[name=seen]").input_value())
    choose(page, words)
    expect(page.locator("#state")).to_contain_text(f"Saved as version {version + 1}.")


def choose(page: Page, words: str) -> None:
    page.locator("#what").select_option(label=words)
    page.get_by_role("button", name=re.compile("^Put it here")).click()


def test_a_tree_is_built_by_keyboard_alone(visit: Visit) -> None:
    page = visit()
    begin(page)
    page.locator("#what").focus()
    for number, words in enumerate(SMALL, 2):
        expect(page.locator("#what")).to_be_focused()
        page.keyboard.type(words)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#state")).to_contain_text(f"Saved as version {number}.")
    expect(page.locator("#state")).to_be_focused()
    expect(page.locator("#live")).to_contain_text("Saved. Your tree maps")
    expect(page.locator(".places li")).to_have_count(9)
    expect(page.locator("svg.tree .num")).to_have_text(["1", "2", "3"])
    assert "at=" not in page.url
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your own decision tree")


def test_places_hints_and_comparisons_are_swapped_in_with_their_focus(visit: Visit) -> None:
    page = visit()
    begin(page)
    for words in SMALL[:2]:
        put(page, words)
    expect(page.locator(".places li")).to_have_count(7)
    page.get_by_role("link", name="on site: open").click()
    expect(page.locator("#what")).to_be_focused()
    assert page.url.endswith("?at=2")
    page.get_by_role("link", name="Hint: which question?").click()
    expect(page.locator(".hinted")).to_be_focused()
    page.get_by_role("link", name="Hint: which branch costs most?").click()
    expect(page.locator(".hinted")).to_contain_text("The branch that costs most:")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".compared [data-focus]")).to_contain_text("The course's tree and this one agree on")
    expect(page.locator(".compared [data-focus]")).to_be_focused()
    page.go_back()
    expect(page.locator(".hinted")).to_contain_text("The branch that costs most:")


def test_a_tree_is_built_without_scripts(visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    begin(page)
    for words in SMALL:
        put(page, words)
    expect(page.locator("#state")).to_contain_text("Saved as version 10.")
    expect(page.locator("#place")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#state")).to_contain_text("Saved as version 9.")
    page.get_by_role("button", name="Redo").click()
    page.get_by_role("link", name="offline: Edge inference").click()
    page.get_by_role("button", name="Take it away").click()
    expect(page.locator("#place")).to_be_visible()
    page.get_by_role("button", name="Copy this tree").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Copy of Tree 1")


@pytest.mark.parametrize("scripts", [True, False])
def test_of_two_tabs_the_stale_one_is_told_and_can_go_on(visit: Visit, scripts: bool) -> None:
    page = visit(java_script_enabled=scripts)
    begin(page)
    put(page, SMALL[0])
    other = page.context.new_page()
    other.goto(page.url)
    put(other, "Edge inference")
    expect(other.locator("#state")).to_contain_text("Saved as version 3.")
    choose(page, "Batch transform")
    expect(page.locator("p.error")).to_contain_text("The tree has been changed since this page was shown")
    expect(page.locator("#what")).to_have_value("to:batch")
    page.get_by_role("button", name="Put it here instead").click()
    expect(page.locator("#state")).to_contain_text("Saved as version 4.")


def test_a_tree_is_accessible_in_every_state(visit: Visit) -> None:
    page = visit()
    page.goto(TREE)
    found = faults(page, "no tree")
    begin(page)
    found += faults(page, "empty")
    put(page, SMALL[0])
    found += faults(page, "growing")
    for query in ("?at=start", "?at=1&hint=question", "?hint=branch", "?with=course", "?at=9-9"):
        page.goto(page.url.partition("?")[0].partition("#")[0] + query)
        found += faults(page, query)
    page.goto(page.url.partition("?")[0])
    for words in SMALL[1:]:
        put(page, words)
    found += faults(page, "whole, with what goes wrong")
    page.goto(TREE)
    found += faults(page, "own trees")
    page.goto(f"{COURSE}/exercises/")
    found += faults(page)
    assert found == []
