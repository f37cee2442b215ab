"""Runs through exercises of costs: begun, given step by step, moved to an account."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from studyapp.catalogue.costs import CostExercise
from studyapp.catalogue.courses import Course
from studyapp.catalogue.quantities import Quantity
from studyapp.records import exercises, learners
from studyapp.records.attempts import Refused
from studyapp.records.exercises import Sheet
from studyapp.records.models import ExerciseRun, Learner, Revision, User
from studyapp.rules.costing import answer, solve

NOW = timezone.now()


@pytest.fixture
def shop(real: Course) -> CostExercise:
    found = real.exercises["corner-shop-bot"]
    assert isinstance(found, CostExercise)
    return found


@pytest.fixture
def account(ben: User) -> Learner:
    return learners.of_user(ben)


def right(sheet: Sheet) -> dict[str, Any]:
    had = [one for one in solve(sheet.brief, sheet.prices) if one.feasible]
    return {
        "feasible": [one.tariff.option for one in had],
        "monthly-cost": {one.tariff.option: str(one.total) for one in had},
        "choice": answer(sheet.brief, sheet.prices),
    }


def finish(sheet: Sheet) -> Sheet:
    for step, given in right(sheet).items():
        sheet = exercises.give(sheet, step, given, at=NOW)
    return sheet


def test_a_finished_run_keeps_its_points(ada: Learner, real: Course, shop: CostExercise) -> None:
    finish(exercises.start(ada, real, shop, at=NOW))
    run = ExerciseRun.objects.get()
    assert (run.points, run.most, run.passed, run.finished, run.step_count) == (6, 6, True, NOW, 3)


def test_a_run_read_again_is_what_it_was(ada: Learner, real: Course, shop: CostExercise) -> None:
    begun = exercises.start(ada, real, shop, at=NOW, seed=5)
    assert exercises.latest(ada.pk, real.id, shop.id) == begun
    done = finish(begun)
    assert exercises.latest(ada.pk, real.id, shop.id) == done


def test_the_next_run_has_other_numbers_than_the_last(ada: Learner, real: Course, shop: CostExercise) -> None:
    """Of two briefs that could be drawn, each run gets the one that the run before had not."""
    requests = replace(shop.draws[0], low=Decimal(100), high=Decimal(200), step=Decimal(100))
    coin = replace(shop, draws=(requests,), given={**shop.given, "duration": Quantity(Decimal(1), "s")})
    drawn = [finish(exercises.start(ada, real, coin, at=NOW)).brief.numbers["requests"].amount for _ in range(6)]
    assert set(zip(drawn, drawn[1:], strict=False)) == {(100, 200), (200, 100)}


def test_equal_briefs_and_prices_are_one_row(ada: Learner, cyd: Learner, real: Course, shop: CostExercise) -> None:
    for learner in (ada, cyd):
        exercises.start(learner, real, shop, at=NOW, seed=5)
    assert sorted(Revision.objects.values_list("kind", flat=True)) == ["brief", "prices"]


@pytest.mark.parametrize("step", ["monthly-cost", "choice", "none such", ""])
def test_only_the_step_that_waits_is_taken(ada: Learner, real: Course, shop: CostExercise, step: str) -> None:
    with pytest.raises(Refused, match="stale"):
        exercises.give(exercises.start(ada, real, shop, at=NOW), step, [], at=NOW)


def test_an_older_sheet_changes_nothing(ada: Learner, real: Course, shop: CostExercise) -> None:
    sheet = exercises.start(ada, real, shop, at=NOW)
    older = exercises.latest(ada.pk, real.id, shop.id)
    assert older is not None
    exercises.give(sheet, "feasible", ["real-time"], at=NOW)
    with pytest.raises(Refused, match="stale"):
        exercises.give(older, "feasible", ["serverless"], at=NOW)
    assert ExerciseRun.objects.get().steps == {"feasible": ["real-time"]}


def test_nobody_has_no_runs(real: Course, shop: CostExercise) -> None:
    assert exercises.latest(None, real.id, shop.id) is None
    assert exercises.states(None, real.id) == {}


# Moving to an account.


def test_a_guests_runs_become_the_accounts(ben: User, cyd: Learner, real: Course, shop: CostExercise) -> None:
    done = finish(exercises.start(cyd, real, shop, at=NOW)).run
    account = learners.of_user(ben)
    learners.adopt(user=ben, guest_id=cyd.pk)
    assert ExerciseRun.objects.get().learner == account
    assert exercises.states(account.pk, real.id)[shop.id].best == done


@pytest.mark.parametrize("hours", [1, -1])
def test_of_two_open_runs_the_older_is_closed_without_points(
    ben: User, account: Learner, cyd: Learner, real: Course, shop: CostExercise, hours: int
) -> None:
    own = exercises.start(account, real, shop, at=NOW).run
    guests = exercises.start(cyd, real, shop, at=NOW + timedelta(hours=hours)).run
    learners.adopt(user=ben, guest_id=cyd.pk)
    kept, closed = (guests, own) if hours > 0 else (own, guests)
    found = exercises.latest(account.pk, real.id, shop.id)
    assert found is not None and found.run == kept
    closed.refresh_from_db()
    assert (closed.learner, closed.finished is None, closed.points, closed.passed) == (account, False, 0, False)


def test_a_closed_run_is_no_best(ben: User, account: Learner, cyd: Learner, real: Course, shop: CostExercise) -> None:
    exercises.start(account, real, shop, at=NOW)
    exercises.start(cyd, real, shop, at=NOW + timedelta(hours=1))
    learners.adopt(user=ben, guest_id=cyd.pk)
    assert exercises.states(account.pk, real.id)[shop.id].best is None
