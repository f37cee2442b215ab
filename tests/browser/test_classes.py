"""A class from its code to its page, with scripts and without; axe finds nothing on its pages."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from studyapp.records import assignments, cohorts, learners
from studyapp.records.assignments import Terms
from studyapp.records.models import Attempt, Cohort, Learner, User
from tests.browser.conftest import Visit
from tests.browser.test_axe import faults
from tests.browser.visits import course, ran


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


def test_the_pages_of_a_class_are_accessible(visit: Visit, ada: Learner, ben: Learner, cohort: Cohort) -> None:
    now = timezone.now()
    code = cohorts.invite(cohort, now)
    cohorts.join(code, ada, name="Ada", at=now)
    cohorts.join(code, learners.make_guest(), name="Cyd", at=now - 9 * cohorts.LASTS / 30)
    row = assignments.give(cohort, Terms("scenario-mapping", "graded", 30, attempts=3), by=cohort.owner, at=now)
    run = ran(ada, "scenario-mapping", "practice", 10, wrong={2, 4, 5, 9})
    one = f"/teach/cohorts/{cohort.pk}"
    page, found = visit(ben), []
    for address in (
        "/teach/", "/teach/cohorts/", f"{one}/", f"{one}/settings/", f"{one}/assignments/", f"{one}/assignments/new/",
        f"{one}/assignments/{row.pk}/", f"{one}/assignments/{row.pk}/allowances/", f"{one}/learners/{ada.pk}/",
        f"{one}/learners/{ada.pk}/attempts/{run.pk}/",
    ):  # fmt: skip
        page.goto(address)
        found += faults(page)
    hers = visit(ada)
    for address in (
        "/", "/progress/", "/progress/classes/", "/progress/export/", "/progress/deletion/", f"/assignments/{row.pk}/",
        f"/join/{code.code}/", "/join/NOSUCHCODE/",
    ):  # fmt: skip
        hers.goto(address)
        found += faults(hers)
    assert found == []


def test_a_refused_assignment_is_accessible(visit: Visit, ben: Learner, cohort: Cohort) -> None:
    page = visit(ben)
    page.goto(f"/teach/cohorts/{cohort.pk}/assignments/new/")
    page.get_by_label("Attempts", exact=True).fill("many")
    page.get_by_role("button", name="Assign it").click()
    expect(page.locator(".summary")).to_be_visible()
    assert faults(page, "refused") == []


def test_everything_is_deleted_in_the_browser(visit: Visit, ada: Learner) -> None:
    page = visit(ada)
    page.goto("/progress/")
    page.get_by_role("link", name="Delete everything").click()
    page.get_by_label("Your password").fill("ferry-to-the-lamp")
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Everything is deleted")
    assert User.objects.count() == 0
