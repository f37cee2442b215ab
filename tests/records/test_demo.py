"""The demo class: plausible, the same for the same seed, made once, and not in production by accident."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from studyapp.catalogue.courses import Course
from studyapp.records import demo, overviews, progress, shelf
from studyapp.records.models import Answer, Asked, Attempt, Cohort, Learner, Membership, Pulse, Reading, Standing, User
from studyapp.records.shelf import Shelf
from tests.records.acting import standings

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def call(*args: str) -> str:
    out = StringIO()
    call_command("seed_demo", *args, stdout=out)
    return out.getvalue()


def test_a_second_call_says_so(db: None, tea: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "NAMES", demo.NAMES[:2])
    first = call()
    password = first.split()[-1]
    user = User.objects.get(email=demo.TEACHER)
    assert (user.role, user.check_password(password)) == ("instructor", True)
    number = Cohort.objects.get().pk
    assert call() == f"The class is there already, at /teach/cohorts/{number}/; nothing was changed.\n"
    assert Cohort.objects.count() == 1


def test_it_is_not_made_in_production_without_force(
    db: None, tea: Course, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="in production"):
        call()
    assert User.objects.count() == 0
    monkeypatch.setattr(demo, "NAMES", demo.NAMES[:1])
    call("--force")
    assert Cohort.objects.get().made < timezone.now()


def test_a_course_must_be_there(db: None, tea: Course) -> None:
    with pytest.raises(CommandError, match="no such course"):
        call("--course", "coffee")
    assert User.objects.count() == 0


# Below one class is made for all tests; the tests above find an empty database.


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tea_shelf: Shelf) -> Iterator[Cohort]:
    """A class of fifteen, enough to see each habit; nothing of it is kept."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelf, "shelf", lambda: tea_shelf)
        patch.setattr(demo, "NAMES", demo.NAMES[:15])
        yield demo.make(tea_shelf.catalogue().courses["tea"], password="x", seed=1, now=NOW)
        transaction.set_rollback(True)


def shape() -> list[object]:
    return [
        list(
            Attempt.objects.order_by("pk").values_list(
                "learner__user__email", "quiz", "mode", "seed", "started", "finished", "right_count"
            )
        ),
        list(Answer.objects.order_by("pk").values_list("asked__question", "response", "checked", "right")),
        list(Reading.objects.order_by("pk").values_list("lesson", "at")),
    ]


def test_the_same_seed_makes_the_same_class(made: Cohort, tea: Course) -> None:
    first = shape()
    with transaction.atomic():
        Attempt.objects.all().delete()
        Cohort.objects.all().delete()
        Learner.objects.all().delete()
        User.objects.all().delete()
        demo.make(tea, password="y", seed=1, now=NOW)
        again = shape()
        transaction.set_rollback(True)
    assert again == first


def test_its_weeks_lie_behind_it(made: Cohort) -> None:
    times = [*Answer.objects.values_list("checked", flat=True), *Reading.objects.values_list("at", flat=True)]
    assert NOW - timedelta(days=36) < min(times) < NOW - timedelta(days=21)
    assert NOW - timedelta(days=3) < max(times) < NOW + timedelta(hours=2)
    for run in Attempt.objects.filter(finished__isnull=False):
        assert run.started <= run.finished  # type: ignore[operator]
    assert Asked.objects.filter(answer__saved__lt=NOW - timedelta(days=40)).count() == 0


def test_some_are_at_risk_and_some_are_not(made: Cohort) -> None:
    found = overviews.members(made, NOW)
    assert len(found) == Membership.objects.filter(cohort=made).count() == 15
    assert {bool(one.at_risk) for one in found} == {True, False}
    assert {one.idle is not None for one in found} == {True, False}


def test_its_counts_are_what_a_rebuild_makes(made: Cohort) -> None:
    for learner in Learner.objects.filter(attempt__isnull=False).distinct():
        before, pulse = standings(learner), Pulse.objects.values("n", "right").get(learner=learner)
        progress.rebuild(learner, "tea")
        assert (standings(learner), Pulse.objects.values("n", "right").get(learner=learner)) == (before, pulse)
    assert Standing.objects.count() > 0
