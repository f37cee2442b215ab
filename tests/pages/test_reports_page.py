"""The queue of what learners say of questions: a page at a time, the newest first, and how much waits."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from studyapp.catalogue.courses import Course
from studyapp.records import cohorts
from studyapp.records.models import Report, User
from tests.pages.acting import begin, learner_of
from tests.pages.markup import main_of

QUEUE = "/teach/reports/"


@pytest.fixture(params=["instructor", "administrator"])
def teacher(request: pytest.FixtureRequest, ada: Client, ben: Client, tea: Course) -> Client:
    """Ben, in whose class Ada is, or an administrator; Ada said 45 things, the 45th last."""
    now = timezone.now()
    cohort = cohorts.make(course=tea.id, title="Tuesday", owner=User.objects.get(email="ben@example.org"), at=now)
    cohorts.join(cohorts.invite(cohort, now), learner_of(ada), name="Ada", at=now)
    say(ada, 45)
    found: Client = ben if request.param == "instructor" else request.getfixturevalue("administrator")
    return found


def say(client: Client, count: int) -> None:
    asked, now = begin(client).asked_set.get(position=1), timezone.now()
    Report.objects.bulk_create(
        Report(
            asked=asked, learner=asked.learner, course="tea", bank="brewing", text=f"Thing {number}", at=now + timedelta(seconds=number)
        )
        for number in range(1, count + 1)
    )  # fmt: skip


def shown(client: Client, query: str = "") -> tuple[str, list[str], list[str]]:
    """The lead, the numbers of the things in their order, and the ways on."""
    page = main_of(client.get(QUEUE + query))
    things = [quote.text.strip().removeprefix("Thing ") for quote in page.all("blockquote")]
    ways = [link.attrs["href"] for link in page.all("a") if "page=" in link.attrs.get("href", "")]
    return page.all("p", "lead")[0].text.strip(), things, ways


def numbers(first: int, last: int) -> list[str]:
    return [str(number) for number in range(first, last - 1, -1)]


def test_what_waits_is_shown_a_page_at_a_time(teacher: Client) -> None:
    lead = "45 reports wait for you."
    assert shown(teacher) == (lead, numbers(45, 26), ["?page=2"])
    assert shown(teacher, "?page=2") == (lead, numbers(25, 6), ["?page=1", "?page=3"])
    assert shown(teacher, "?page=3") == (lead, numbers(5, 1), ["?page=2"])
    for none_such in ("4", "1000", "0", "x"):
        assert shown(teacher, f"?page={none_such}") == shown(teacher)


def test_what_is_settled_is_shown_a_page_at_a_time(teacher: Client) -> None:
    Report.objects.update(settled=timezone.now())
    lead = "What was mended, or looked at and left as it is."
    assert shown(teacher, "?settled=1") == (lead, numbers(45, 26), ["?page=2&settled=1"])
    assert shown(teacher, "?page=3&settled=1") == (lead, numbers(5, 1), ["?page=2&settled=1"])
    assert shown(teacher)[1] == []


def test_beyond_a_thousand_nobody_counts(ada: Client, administrator: Client) -> None:
    say(ada, 1000)
    assert shown(administrator)[0] == "1000 reports wait for you."
    Report.objects.create(
        asked=begin(ada).asked_set.get(position=1),
        learner=learner_of(ada),
        course="tea",
        bank="brewing",
        text="One more",
        at=timezone.now(),
    )
    assert shown(administrator)[0] == "More than a thousand reports wait for you."
