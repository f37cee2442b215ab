"""Many at once, on a database as the site has it: the same request forty times has one effect."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from studyapp.catalogue.costs import CostExercise
from studyapp.catalogue.courses import Course
from studyapp.catalogue.sketches import Leaf
from studyapp.records import answers, assignments, attempts, cohorts, exercises, learners, progress, sketches
from studyapp.records.assignments import Terms
from studyapp.records.attempts import GRACE, Filter, Refused
from studyapp.records.models import (
    Answer,
    Asked,
    Assignment,
    Attempt,
    ExerciseRun,
    Learner,
    OwnTree,
    TreeVersion,
    User,
    Verdict,
)
from tests.racing import OwnDatabase, at_once, drop, new_database
from tests.records.acting import answer, asked_at, begin, key_of, only, respond, sit, standings, wrong_of

MANY = 40


@pytest.fixture
def db(empty_database: str, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database of one's own for each test here."""
    name = new_database(tmp_path, copy_of=empty_database)
    with django_db_blocker.unblock(), OwnDatabase(name):
        yield
    drop(name)


def test_many_starts_make_one_attempt(ada: Learner, tea: Course) -> None:
    found = at_once(*[lambda: begin(ada, tea, mode="graded", size=10)] * MANY)
    assert found == [Attempt.objects.get()] * MANY
    assert Asked.objects.count() == 10


def test_many_starts_after_a_finish_make_one_more(ada: Learner, tea: Course) -> None:
    attempts.finish(begin(ada, tea))
    found = at_once(*[lambda: begin(ada, tea)] * MANY)
    assert found == [Attempt.objects.get(finished=None)] * MANY
    assert list(Attempt.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_two_sections_at_once_leave_one_open(ada: Learner, tea: Course) -> None:
    ways = [Filter(outcome="mug"), Filter(outcome="pot")]
    found = at_once(*[lambda way=way: begin(ada, tea, mode="section", size=2, only=way) for way in ways])
    assert [type(one) for one in found] == [Attempt, Attempt]
    assert Attempt.objects.filter(finished=None).count() == 1


def test_many_checks_are_one(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, only(tea, "brewing", "proof-reader"))
    found = at_once(*[lambda: answer(attempt, 1, check=True).answer.pk] * MANY)
    assert found == [Answer.objects.get().pk] * MANY
    assert (Verdict.objects.count(), Asked.objects.filter(first=True).count()) == (1, 1)
    assert standings(ada)["objective", "choose-way"] == (1, 1)


def test_of_different_checks_one_holds(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, only(tea, "brewing", "proof-reader"))
    right, wrong = key_of(attempt, 1), wrong_of(attempt, 1)
    found = at_once(*[lambda r=r: respond(attempt, 1, r, check=True).answer.right for r in [right, wrong] * 10])
    held = Answer.objects.get().right
    others = [one.why for one in found if isinstance(one, Refused)]
    assert [one for one in found if not isinstance(one, Refused)] == [held] * 10
    assert others == ["checked"] * 10
    assert standings(ada)["objective", "choose-way"] == (1, int(bool(held)))


def test_of_two_saves_one_is_left_whole(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea)
    one, other = key_of(attempt, 1), wrong_of(attempt, 1)
    found = at_once(lambda: respond(attempt, 1, one), lambda: respond(attempt, 1, other))
    assert [type(asked) for asked in found] == [Asked, Asked]
    assert Answer.objects.get().response in (sorted(one), sorted(other))


def test_a_save_beside_a_finish_is_judged_or_refused(ada: Learner, tea: Course) -> None:
    """Never both, and never neither."""
    attempt = begin(ada, tea, mode="graded", size=10)
    saves = [lambda position=position: answer(attempt, position).position for position in range(1, 11)]
    *saved, finished = at_once(*saves, lambda: attempts.finish(attempt))
    for position, outcome in enumerate(saved, 1):
        if isinstance(outcome, Refused):
            assert (outcome.why, hasattr(asked_at(attempt, position), "answer")) == ("finished", False)
        else:
            assert (outcome, asked_at(attempt, position).answer.right) == (position, True)
    stored = sum(not isinstance(outcome, Exception) for outcome in saved)
    assert isinstance(finished, Attempt)
    assert (finished.right_count, Verdict.objects.count()) == (stored, stored)


AT_THE_END = [
    timedelta(seconds=-0.05),
    timedelta(seconds=0.05),
    GRACE - timedelta(seconds=0.05),
    GRACE + timedelta(seconds=0.05),
]


def test_each_save_at_the_deadline_is_judged_or_refused(ada: Learner, tea: Course) -> None:
    """Beside the sweeper, and around both ends of the grace: never both, and never neither."""
    attempt = sit(ada, tea, size=8)
    ended = timezone.now() - timedelta(minutes=1)
    Attempt.objects.update(deadline=ended)
    late_by = dict(zip(range(1, 9), AT_THE_END * 2, strict=True))
    saves = [lambda n=n: answer(attempt, n, at=ended + late_by[n]).position for n in late_by]
    *saved, one, other = at_once(*saves, attempts.sweep, attempts.sweep)
    for position, outcome in enumerate(saved, 1):
        if isinstance(outcome, Refused):
            assert (outcome.why, hasattr(asked_at(attempt, position), "answer")) == ("finished", False)
        else:
            assert (outcome, asked_at(attempt, position).answer.right) == (position, True)
            assert late_by[position] < GRACE
    stored = sum(not isinstance(outcome, Exception) for outcome in saved)
    attempt.refresh_from_db()
    assert sorted([one, other]) == [0, 1]
    assert (attempt.finished, attempt.right_count, Verdict.objects.count()) == (ended, stored, stored)


def test_time_given_as_the_sweeper_comes_is_given_whole_or_comes_too_late(ada: Learner, tea: Course) -> None:
    runs = [sit(learners.make_guest(), tea) for _ in range(10)]
    ended = timezone.now() - timedelta(minutes=1)
    Attempt.objects.update(deadline=ended)
    late = [Attempt.objects.get(pk=run.pk) for run in reversed(runs)]  # as a page has read them
    at_once(attempts.sweep, *[lambda run=run: attempts.give_time(run, 10) for run in late])
    found = set(Attempt.objects.values_list("deadline", "finished"))
    assert found <= {(ended, ended), (ended + timedelta(minutes=10), None)}


def test_many_finishes_are_one(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea)
    for position in (1, 2, 3):
        answer(attempt, position)
    found = at_once(*[lambda: attempts.finish(attempt).finished] * MANY)
    assert found == [Attempt.objects.get().finished] * MANY
    assert (Verdict.objects.count(), standings(ada)["objective", "choose-way"]) == (3, (3, 3))


def test_a_question_answered_in_two_runs_at_once_has_one_first_answer(ada: Learner, tea: Course) -> None:
    one_question = only(tea, "brewing", "proof-reader")
    only_outcome = Filter(outcome=one_question.items["brewing/proof-reader"].outcome)
    runs = [begin(ada, one_question), begin(ada, one_question, mode="section", only=only_outcome)]
    found = at_once(*[lambda run=run: answer(run, 1, check=True).answer.right for run in runs])
    assert found == [True, True]
    assert Asked.objects.filter(first=True).count() == 1
    assert standings(ada)["objective", "choose-way"] == (1, 1)


def test_a_check_of_a_lesson_is_asked_once(ada: Learner, tea: Course) -> None:
    lesson, item = "leaf/what-is-in-it", tea.items["leaf/what-is-drunk"]
    found = at_once(*[lambda: answers.lesson_check(ada, tea, lesson, item)] * MANY)
    assert found == [Asked.objects.get()] * MANY


def test_a_lesson_is_marked_as_read_once(ada: Learner) -> None:
    found = at_once(*[lambda: progress.mark_read(ada, "tea", "leaf/what-is-in-it")] * MANY)
    assert (found, ada.reading_set.count()) == ([None] * MANY, 1)


def test_an_account_gets_one_learner(ada: Learner) -> None:
    assert ada.user
    user = ada.user
    ada.delete()
    found = at_once(*[lambda: learners.of_user(user).pk] * MANY)
    assert found == [Learner.objects.get().pk] * MANY


def given(learner: Learner, ben: User, terms: Terms) -> Assignment:
    now = timezone.now()
    cohort = cohorts.make(course="tea", title="Tuesday", owner=ben, at=now)
    cohorts.join(cohorts.invite(cohort, now), learner, name="Ada", at=now)
    return assignments.give(cohort, terms, by=ben, at=now)


def test_a_limit_of_three_attempts_is_never_four(ada: Learner, ben: User, tea: Course) -> None:
    row = given(ada, ben, Terms("brewing", "graded", 10, attempts=3))

    def take() -> int | None:
        attempt = assignments.start(ada, tea, row.pk, at=timezone.now())
        assert attempt is not None
        return attempts.finish(attempt).turn

    found = at_once(*[take] * MANY)
    assert list(Attempt.objects.order_by("turn").values_list("turn", flat=True)) == [1, 2, 3]
    assert {str(one) for one in found} == {"1", "2", "3", "no-attempts-left"}


def test_many_starts_of_an_assignment_take_one_turn(ada: Learner, ben: User, tea: Course) -> None:
    row = given(ada, ben, Terms("brewing", "graded", 10, attempts=3))
    found = at_once(*[lambda: assignments.start(ada, tea, row.pk, at=timezone.now())] * MANY)
    assert found == [Attempt.objects.get()] * MANY


def test_many_begin_one_run_of_an_exercise(ada: Learner, real: Course) -> None:
    shop = real.exercises["corner-shop-bot"]
    assert isinstance(shop, CostExercise)
    found = at_once(*[lambda: exercises.start(ada, real, shop, at=timezone.now()).run.pk] * MANY)
    assert found == [ExerciseRun.objects.get().pk] * MANY


def test_of_many_answers_to_a_step_one_holds(ada: Learner, real: Course) -> None:
    shop = real.exercises["corner-shop-bot"]
    assert isinstance(shop, CostExercise)
    sheet = exercises.start(ada, real, shop, at=timezone.now())
    ways = [lambda o=option: exercises.give(sheet, "feasible", [o], at=timezone.now()) for option in shop.options]
    found = at_once(*ways * 10)
    assert sorted(getattr(one, "why", "kept") for one in found) == ["kept"] + ["stale"] * 29
    assert len(ExerciseRun.objects.get().steps["feasible"]) == 1


def test_many_clicks_begin_one_tree(ada: Learner, tea: Course) -> None:
    ground = sketches.ground(tea, "way-to-brew")
    assert ground
    found = at_once(*[lambda: sketches.begin(ada, "tea", ground, sketch=None, title="", at=timezone.now()).pk] * MANY)
    assert found == [OwnTree.objects.get().pk] * MANY


def test_of_many_changes_of_a_tree_one_holds(ada: Learner, tea: Course) -> None:
    """Twenty tabs put the pot where twenty others put the mug: whoever is first, all with the same are told that it is done."""
    ground = sketches.ground(tea, "way-to-brew")
    assert ground
    sketches.begin(ada, "tea", ground, sketch=None, title="", at=timezone.now())
    [own] = sketches.own_trees(ada.pk, "tea", ground)
    ways = [
        lambda leaf=leaf: sketches.change(own, ground, lambda _: leaf, seen=1, at=timezone.now())
        for leaf in (Leaf("pot"), Leaf("mug"))
    ]
    found = at_once(*ways * 20)
    assert sorted(type(one).__name__ for one in found) == ["NoneType"] * 20 + ["Stale"] * 20
    assert (OwnTree.objects.get().current, TreeVersion.objects.count()) == (2, 2)
