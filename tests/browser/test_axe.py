"""axe finds nothing in the states that come by pressing: a check in a lesson, a question, an import, a text that could not be stored."""

from playwright.sync_api import expect

from studyapp.records import learners
from studyapp.records.models import User
from tests.browser.conftest import Visit
from tests.browser.sound import faults
from tests.browser.visits import COURSE, QUIZ

GIFT = """\
::Jar:: Where does green tea keep best? {=In a dark jar#Right ~On the sill#Light takes its colour ~%50%On a shelf}
::Pairs:: What goes together? {=pot -> lid =cup -> saucer =tea -> water}
::Essay:: Write about tea. {}
"""
LESSON = f"{COURSE}/modules/deployment/what-inference-is/"


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


def test_what_became_of_an_import_is_accessible(visit: Visit, base_url: str) -> None:
    """Read whole, read with a loss, and not read."""
    page = visit(learners.of_user(User.objects.create_user("ben@example.org", role=User.Role.INSTRUCTOR)))
    page.goto("/teach/ai-model-inferencing/imports/")
    page.locator("#file").set_input_files({"name": "tea.gift", "mimeType": "text/plain", "buffer": GIFT.encode()})
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 questions were read")
    assert faults(page) == []
