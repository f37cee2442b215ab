"""Each role from the door to its goal by keyboard alone: every stop on the way is seen, and nothing holds the focus."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from studyapp.records.models import Attempt, User
from tests.browser import worlds
from tests.browser.conftest import Visit
from tests.browser.visits import COURSE, answered, course

SEEN = """() => {
  const one = document.activeElement, ringed = [one, one.closest(".choice, .paper")];
  const box = one.getBoundingClientRect();
  if (one === document.body) return "nowhere";
  if (!ringed.some((at) => at && getComputedStyle(at).outlineStyle !== "none")) return `unmarked: ${one.outerHTML.slice(0, 90)}`;
  return box.bottom < 0 || box.top > innerHeight ? `out of sight: ${one.outerHTML.slice(0, 90)}` : "";
}"""


class Hands:
    """Somebody with a keyboard and no mouse, who sees where she is at every stop."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, goal: Locator) -> None:
        """Press Tab until the goal has the focus."""
        goal.first.wait_for(state="attached")
        for _ in range(250):
            if goal.first.evaluate("(one) => one === document.activeElement"):
                assert self.page.evaluate(SEEN) == ""
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never comes to {goal}")

    def follow(self, name: str | re.Pattern[str]) -> None:
        self.to(self.page.get_by_role("link", name=name))
        self.page.keyboard.press("Enter")

    def press(self, name: str | re.Pattern[str]) -> None:
        self.to(self.page.get_by_role("button", name=name))
        self.page.keyboard.press("Enter")

    def fill(self, label: str, text: str) -> None:
        self.to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, selector: str, words: str) -> None:
        """Take an option of a list by its first letters."""
        self.to(self.page.locator(selector))
        self.page.keyboard.type(words)

    def take(self, number: int) -> None:
        """The choice at that place: with Tab to the first, then with the arrows."""
        first = self.page.locator(".choice input").first
        self.to(first)
        for _ in range(number - 1):
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")


@pytest.fixture
def hands(visit: Visit) -> Hands:
    return Hands(visit())


def headline(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_a_guest_goes_from_the_home_page_to_a_result(hands: Hands) -> None:
    page, (lesson, second, *_) = hands.page, course().lessons.values()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the text")).to_be_focused()
    page.keyboard.press("Enter")
    hands.follow(course().title)
    headline(page, course().title)
    hands.follow(f"Begin: {lesson.title}")
    headline(page, lesson.title)
    hands.take(1)
    hands.press("Check")
    expect(page.locator(".check .verdict")).to_be_focused()
    hands.press(f"Next: {second.title}")
    headline(page, second.title)
    page.goto("/")  # as a bookmark does
    hands.follow("Practise")
    hands.follow("Scenario mapping")
    hands.press("Start, 10 questions")
    page.wait_for_url("**/attempts/*/1/")
    hands.take(2)
    expect(page.locator("#saved")).to_have_text("Saved")
    hands.press("Check the answer")
    expect(page.locator(".verdict")).to_be_focused()
    hands.follow("Next question")
    expect(page).to_have_url(re.compile("/2/$"))
    run = Attempt.objects.get(mode="practice")
    answered(run, range(2, 10))
    page.goto(f"/attempts/{run.pk}/10/")
    hands.take(1)
    hands.press("Check the answer")
    expect(page.locator(".verdict")).to_be_focused()
    hands.press("See the result")
    headline(page, re.compile(r"^\d+ of 10 right$"))


def test_a_learner_signs_up_takes_a_graded_run_and_goes_on_to_tree_sketch_and_costs(hands: Hands) -> None:
    page = hands.page
    page.goto("/accounts/signup/")
    hands.fill("Email", "ada@example.org")
    hands.fill("Password", "ferry-to-the-lamp")
    hands.press("Sign up")
    hands.follow("Practise")
    hands.follow("Scenario mapping")
    hands.press("Start, 30 questions")
    page.wait_for_url("**/attempts/*/1/")
    hands.take(1)
    expect(page.locator("#saved")).to_have_text("Saved")
    hands.press("Next question")
    expect(page).to_have_url(re.compile("/2/$"))
    answered(Attempt.objects.get(), range(2, 31), wrong={2})
    hands.follow("Overview")
    hands.press("Finish and see the result")
    headline(page, re.compile(r"^\d+ of 30 right$"))
    hands.follow(re.compile(r"^2\. "))
    expect(page.locator(".verdict h2")).to_contain_text("Not right")

    page.goto(f"{COURSE}/trees/inference-type/")
    hands.take(1)
    hands.press("Answer")
    expect(page.locator("#walk legend")).to_contain_text("2. ")

    page.goto(f"{COURSE}/exercises/inference-type/")
    hands.press(re.compile("^Begin"))
    hands.choose("#what", "Where must")
    hands.press(re.compile("^Put it here"))
    expect(page.locator("#state")).to_contain_text("Saved as version 2.")
    expect(page.locator("#what")).to_be_focused()

    page.goto(f"{COURSE}/costs/")
    hands.fill("Requests (per day)", "900000")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("requests=900000"))


def signed_in(hands: Hands, email: str, role: User.Role, door: str) -> None:
    User.objects.create_user(
        email,
        "lamp-to-the-ferry",
        role=role,
        is_staff=role == User.Role.ADMINISTRATOR,
        is_superuser=role == User.Role.ADMINISTRATOR,
    )
    hands.page.goto(door)
    hands.fill("Email", email)
    hands.fill("Password", "lamp-to-the-ferry")
    hands.press("Sign in")
    expect(hands.page).not_to_have_url(re.compile("login"))


def test_an_instructor_writes_previews_and_publishes_a_bank_and_gives_it_to_a_class(hands: Hands) -> None:
    page = hands.page
    signed_in(hands, "ben@example.org", User.Role.INSTRUCTOR, "/accounts/login/?next=/teach/")
    page.goto("/teach/ai-model-inferencing/banks/")
    hands.fill("Id", "pantry")
    hands.fill("Title", "Pantry")
    hands.press("Make the bank")
    headline(page, "Pantry")
    hands.fill("The draft, in Markdown", worlds.TEXT)
    expect(page.locator("#preview")).to_contain_text("Preview of")
    hands.press("Save")
    expect(page.locator("#stored")).to_have_text("Saved")
    hands.follow("Publish…")
    headline(page, "What publishing changes")
    hands.press("Publish")
    expect(page.locator(".saved")).to_be_visible()

    page.goto("/teach/")
    hands.follow("Make the first class")
    hands.fill("Title", "Tuesday")
    hands.press("Make the class")
    hands.follow("Tuesday")
    headline(page, "Tuesday")
    hands.follow("Assign a quiz")
    hands.choose("#what", "Pantry")
    hands.press("Assign it")
    expect(page.get_by_role("table")).to_contain_text("Pantry")
    page.goto("/teach/")
    hands.follow(re.compile("[Rr]eport"))
    headline(page, "What learners reported")


def test_an_administrator_signs_in_to_the_admin(hands: Hands) -> None:
    page = hands.page
    signed_in(hands, "root@example.org", User.Role.ADMINISTRATOR, "/admin/")
    headline(page, "Site administration")
    hands.follow("Users")
    headline(page, "Select user to change")
