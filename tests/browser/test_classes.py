"""A class from its code to its page, with scripts and without; axe finds nothing on its pages."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from studyapp.records import cohorts, learners
from studyapp.records.models import Attempt, Cohort, Learner, User
from tests.browser.conftest import Visit
from tests.browser.visits import course


@pytest.fixture
def ben(base_url: str) -> Learner:
    """Ben teaches."""
    return learners.of_user(User.objects.create_user("ben@example.org", "lamp-to-the-ferry", role=User.Role.INSTRUCTOR))


@pytest.fixture
def cohort(ben: Learner) -> Cohort:
    assert ben.user
    return cohorts.make(course=course().id, title="Tuesday", owner=ben.user, at=timezone.now())


@pytest.mark.parametrize("js", [True, False])
def test_a_class_is_made_joined_given_a_quiz_and_looked_at(js: bool, visit: Visit, ada: Learner, ben: Learner) -> None:
    his = visit(ben, java_script_enabled=js)
    his.goto("/")
    his.get_by_role("link", name="Teach").click()
    his.get_by_role("link", name="Make the first class").click()
    his.get_by_label("Title").fill("Tuesday")
    his.get_by_role("button", name="Make the class").click()
    link = his.locator(".entries a").first.inner_text()
    his.get_by_role("link", name="Tuesday").click()
    his.get_by_role("link", name="Assign a quiz").first.click()
    his.get_by_label("What is taken").select_option(label="Scenario mapping: 30 questions, graded")
    his.get_by_label("Attempts", exact=True).fill("1")
    his.get_by_role("button", name="Assign it").click()
    expect(his.get_by_role("table")).to_contain_text("30 questions, graded")

    hers = visit(ada, java_script_enabled=js)
    hers.goto(link)
    hers.get_by_label("Your name in this class").fill("Ada L.")
    hers.get_by_role("button", name="Join the class").click()
    expect(hers.get_by_role("heading", level=2).first).to_have_text("Tuesday")
    hers.goto("/")
    hers.get_by_role("link", name="Scenario mapping, graded").click()
    hers.get_by_role("button", name="Start, 30 questions").click()
    hers.wait_for_url("**/attempts/*/1/")
    attempt = Attempt.objects.get()
    hers.goto(f"/attempts/{attempt.pk}/")
    hers.get_by_role("button", name="Finish").click()
    hers.goto(f"/assignments/{attempt.assignment_id}/")
    expect(hers.locator("main")).to_contain_text("The one attempt is taken.")

    his.goto("/teach/")
    his.get_by_role("link", name="Open Tuesday").click()
    expect(his.get_by_role("heading", level=1)).to_have_text("Tuesday")
    expect(his.locator(".margin")).to_contain_text("1 of 1")
    his.get_by_role("link", name="Ada L.").click()
    expect(his.get_by_role("heading", level=1)).to_have_text("Ada L.")


def test_everything_is_deleted_in_the_browser(visit: Visit, ada: Learner) -> None:
    page = visit(ada)
    page.goto("/progress/")
    page.get_by_role("link", name="Delete everything").click()
    page.get_by_label("Your password").fill("ferry-to-the-lamp")
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Everything is deleted")
    assert User.objects.count() == 0
