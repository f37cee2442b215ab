"""A request that fails: everybody is told, and what was chosen stays on the page."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.visits import QUIZ, choice

FAILED = "That did not work, so it may not be stored. Nothing on this page is lost: try again."


def test_a_choice_that_could_not_be_stored_stays_chosen_and_is_not_called_saved(visit: Visit) -> None:
    page = visit()
    page.goto(QUIZ)
    page.get_by_role("button", name="Start, 10 questions").click()
    label = page.locator(".choice").filter(has=page.get_by_text(choice(page, right=True), exact=True))
    told = page.locator("#live")
    page.route(
        "**/attempts/*/1/", lambda route: route.fulfill(status=503, body="<h1>This cannot be done just now</h1>")
    )
    label.click()
    expect(told).to_have_text(FAILED)
    expect(told).to_be_in_viewport(ratio=1)
    expect(label.locator("input")).to_be_checked()
    expect(page.locator("#saved")).to_be_empty()

    page.unroute_all()
    page.get_by_role("button", name="Check the answer").click()
    expect(page.locator(".verdict h2")).to_contain_text("Right")
    expect(told).to_have_class("unseen")
