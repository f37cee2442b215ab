"""Assignments: what is open when, how often, for how long; and what a change changes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from studyapp.catalogue.courses import Course, Runs
from studyapp.records import answers, assignments, attempts, cohorts
from studyapp.records.assignments import Terms
from studyapp.records.attempts import Refused
from studyapp.records.models import Assignment, Attempt, Cohort, Learner, Trail, User
from tests.records.acting import begin

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FREE = Terms("brewing", "graded", 10)


@pytest.fixture
def cohort(ben: User, ada: Learner) -> Cohort:
    made = cohorts.make(course="tea", title="Tuesday", owner=ben, at=NOW)
    cohorts.join(cohorts.invite(made, NOW), ada, name="Ada", at=NOW)
    return made


@pytest.fixture
def timed(tea: Course) -> Course:
    """The tea course with a mock exam of thirty minutes."""
    quiz = tea.quizzes["brewing"]
    runs = {**quiz.runs, "mock": Runs((10,), Decimal(30), ())}
    return replace(tea, quizzes={**tea.quizzes, "brewing": replace(quiz, runs=runs)})


def give(cohort: Cohort, **terms: object) -> Assignment:
    return assignments.give(cohort, replace(FREE, **terms), by=cohort.owner, at=NOW)  # type: ignore[arg-type]


def start(learner: Learner, course: Course, row: Assignment, at: datetime = NOW) -> Attempt:
    attempt = assignments.start(learner, course, row.pk, at=at, seed=7)
    assert attempt is not None
    return attempt


def why(learner: Learner, course: Course, row: Assignment, at: datetime = NOW) -> str:
    """How a start is refused; the page tells the same beforehand."""
    with pytest.raises(Refused) as refused:
        assignments.start(learner, course, row.pk, at=at)
    told = assignments.task(learner.pk, row.pk, at)
    assert told is not None
    assert told.refused in ("", refused.value.why)
    return refused.value.why


def test_a_run_is_taken_for_an_assignment(ada: Learner, tea: Course, cohort: Cohort) -> None:
    row = give(cohort)
    attempt = start(ada, tea, row)
    assert (attempt.assignment, attempt.turn, attempt.mode, attempt.asked_count) == (row, 1, "graded", 10)
    assert (attempt.started, attempt.deadline) == (NOW, None)
    assert start(ada, tea, row, NOW + HOUR) == attempt


def test_nothing_opens_before_its_time(ada: Learner, tea: Course, cohort: Cohort) -> None:
    row = give(cohort, opens=NOW)
    assert why(ada, tea, row, NOW - timedelta(seconds=1)) == "not-open"
    assert start(ada, tea, row, NOW).turn == 1


def test_nothing_begins_once_it_is_due(ada: Learner, tea: Course, cohort: Cohort) -> None:
    row = give(cohort, due=NOW + DAY)
    assert why(ada, tea, row, NOW + DAY) == "past-due"
    assert start(ada, tea, row, NOW + DAY - timedelta(seconds=1)).deadline == NOW + DAY


def test_a_limit_of_attempts_holds(ada: Learner, tea: Course, cohort: Cohort) -> None:
    row = give(cohort, attempts=2)
    for turn in (1, 2):
        attempt = start(ada, tea, row)
        assert attempt.turn == turn
        attempts.finish(attempt, at=NOW)
    assert why(ada, tea, row) == "no-attempts-left"


def test_after_a_run_one_waits(ada: Learner, tea: Course, cohort: Cohort) -> None:
    row = give(cohort, cool_down=2 * HOUR)
    attempts.finish(start(ada, tea, row), at=NOW + HOUR)
    told = assignments.task(ada.pk, row.pk, NOW + 2 * HOUR)
    assert told is not None
    assert (why(ada, tea, row, NOW + 3 * HOUR - timedelta(seconds=1)), told.next_at) == ("cool-down", NOW + 3 * HOUR)
    assert start(ada, tea, row, NOW + 3 * HOUR).turn == 2


def test_the_pause_begins_where_the_time_ran_out(ada: Learner, timed: Course, cohort: Cohort) -> None:
    """Also where nobody has stored that yet."""
    row = give(cohort, mode="mock", cool_down=HOUR)
    first = start(ada, timed, row)
    assert why(ada, timed, row, NOW + HOUR) == "cool-down"
    second = start(ada, timed, row, NOW + HOUR + timedelta(minutes=30))
    first.refresh_from_db()
    assert (second.turn, first.finished) == (2, NOW + timedelta(minutes=30))


def test_the_clock_and_the_due_time_end_a_run(ada: Learner, timed: Course, cohort: Cohort) -> None:
    row = give(cohort, mode="mock", due=NOW + HOUR)
    assert start(ada, timed, row).deadline == NOW + timedelta(minutes=30)
    other = give(cohort, mode="mock", due=NOW + timedelta(minutes=10))
    attempts.finish(Attempt.objects.get(), at=NOW)
    assert start(ada, timed, other).deadline == NOW + timedelta(minutes=10)


def test_one_learner_has_more_time(ada: Learner, timed: Course, cohort: Cohort, ben: User) -> None:
    row = give(cohort, mode="mock", due=NOW + timedelta(minutes=35))
    assignments.allow(row, ada, minutes=15, due=None, by=ben, at=NOW)
    assert start(ada, timed, row).deadline == NOW + timedelta(minutes=35)
    assignments.allow(row, ada, minutes=15, due=NOW + HOUR, by=ben, at=NOW)
    assert Attempt.objects.get().deadline == NOW + timedelta(minutes=45)


def test_more_time_comes_in_the_middle_of_a_run_and_is_not_taken_back(
    ada: Learner, timed: Course, cohort: Cohort, ben: User
) -> None:
    row = give(cohort, mode="mock")
    start(ada, timed, row)
    for minutes in (20, 5):
        assignments.allow(row, ada, minutes=minutes, due=None, by=ben, at=NOW + timedelta(minutes=10))
        assert Attempt.objects.get().deadline == NOW + timedelta(minutes=50)


def test_a_run_whose_time_ran_out_is_not_revived(ada: Learner, timed: Course, cohort: Cohort, ben: User) -> None:
    row = give(cohort, mode="mock")
    start(ada, timed, row)
    assignments.allow(row, ada, minutes=60, due=None, by=ben, at=NOW + HOUR)
    assert Attempt.objects.get().deadline == NOW + timedelta(minutes=30)


def test_a_later_due_time_is_for_one_learner(
    ada: Learner, cyd: Learner, tea: Course, cohort: Cohort, ben: User
) -> None:
    row = give(cohort, due=NOW + DAY)
    cohorts.join(cohorts.invite(cohort, NOW), cyd, name="Cyd", at=NOW)
    assignments.allow(row, ada, minutes=0, due=NOW + 2 * DAY, by=ben, at=NOW)
    assert start(ada, tea, row, NOW + DAY).deadline == NOW + 2 * DAY
    assert why(cyd, tea, row, NOW + DAY) == "past-due"


def test_an_own_due_time_never_shortens(ada: Learner, tea: Course, cohort: Cohort, ben: User) -> None:
    row = give(cohort, due=NOW + DAY)
    assignments.allow(row, ada, minutes=0, due=NOW + HOUR, by=ben, at=NOW)
    assert start(ada, tea, row).deadline == NOW + DAY


def test_more_time_is_in_the_trail(ada: Learner, cohort: Cohort, ben: User) -> None:
    row = give(cohort)
    assignments.allow(row, ada, minutes=15, due=None, by=ben, at=NOW)
    told = {"learner": ada.pk, "minutes": 15, "due": None}
    assert list(Trail.objects.values_list("by", "kind", "subject", "detail")) == [
        (ben.pk, "extra time", f"assignment {row.pk}", told)
    ]
    assert [(one.name, one.minutes) for one in assignments.allowances(row)] == [("Ada", 15)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("minutes", [-1, 601])
def test_more_time_has_bounds(minutes: int, ada: Learner, cohort: Cohort, ben: User) -> None:
    with pytest.raises(Refused, match="minutes"):
        assignments.allow(give(cohort), ada, minutes=minutes, due=None, by=ben, at=NOW)


def test_a_change_leaves_a_run_under_way_alone(ada: Learner, tea: Course, cohort: Cohort) -> None:
    row = give(cohort, due=NOW + 2 * DAY)
    attempt = start(ada, tea, row)
    assignments.change(row, replace(FREE, size=10, due=NOW + HOUR, attempts=1), by=cohort.owner)
    attempt.refresh_from_db()
    assert (attempt.deadline, start(ada, tea, row, NOW + timedelta(minutes=5))) == (NOW + 2 * DAY, attempt)


def test_what_was_changed_of_the_terms_is_in_the_trail(cohort: Cohort, ben: User) -> None:
    row, two = give(cohort, due=NOW + DAY, attempts=3), timedelta(hours=2)
    for _ in range(2):  # the same again changes nothing
        assignments.change(row, replace(FREE, mode="practice", due=NOW + 2 * DAY, cool_down=two), by=ben)
    before = {"mode": "graded", "due": "2026-11-03 09:00:00+00:00", "attempts": 3, "cool_down": None}
    after = {"mode": "practice", "due": "2026-11-04 09:00:00+00:00", "attempts": None, "cool_down": "2:00:00"}
    row.refresh_from_db()
    assert (row.mode, row.due, row.attempts, row.cool_down) == ("practice", NOW + 2 * DAY, None, two)
    assert list(Trail.objects.values_list("by", "kind", "subject", "detail")) == [
        (ben.pk, "assignment changed", f"assignment {row.pk}", {"from": before, "to": after})
    ]


def test_what_is_withdrawn_is_in_the_trail_once(cohort: Cohort, ben: User) -> None:
    row = give(cohort)
    for _ in range(2):
        assignments.withdraw(row, NOW, by=ben)
    assert list(Trail.objects.values_list("by", "kind", "subject", "detail")) == [
        (ben.pk, "assignment withdrawn", f"assignment {row.pk}", {})
    ]


def test_what_is_withdrawn_is_not_begun_but_goes_on(ada: Learner, tea: Course, cohort: Cohort) -> None:
    row = give(cohort)
    attempt = start(ada, tea, row)
    assignments.withdraw(row, NOW, by=cohort.owner)
    assert (assignments.tasks(ada.pk, NOW), assignments.start(ada, tea, row.pk, at=NOW)) == ([], None)
    assert answers.asked_at(ada.pk, attempt.pk, 1) is not None
    assert attempts.finish(attempt, at=NOW).finished == NOW


def test_only_members_of_the_class_take_it(ada: Learner, cyd: Learner, tea: Course, cohort: Cohort) -> None:
    row = give(cohort)
    assert (assignments.task(cyd.pk, row.pk, NOW), assignments.start(cyd, tea, row.pk, at=NOW)) == (None, None)
    cohorts.leave(cohort.pk, ada.pk, NOW)
    assert (assignments.tasks(ada.pk, NOW), assignments.start(ada, tea, row.pk, at=NOW)) == ([], None)


def test_a_class_put_away_begins_nothing(ada: Learner, tea: Course, cohort: Cohort) -> None:
    row = give(cohort)
    cohorts.archive(cohort, NOW)
    assert (assignments.tasks(ada.pk, NOW), assignments.start(ada, tea, row.pk, at=NOW)) == ([], None)


def test_a_run_of_ones_own_is_finished_first(ada: Learner, tea: Course, cohort: Cohort) -> None:
    own = begin(ada, tea, mode="graded", size=10)
    row = give(cohort)
    assert why(ada, tea, row) == "open"
    attempts.finish(own)
    assert start(ada, tea, row).turn == 1


def test_the_free_way_leads_into_the_run_under_way(ada: Learner, tea: Course, cohort: Cohort) -> None:
    attempt = start(ada, tea, give(cohort))
    assert begin(ada, tea, mode="graded", size=10) == attempt


def test_a_quiz_that_is_no_more_is_not_begun(ada: Learner, tea: Course, cohort: Cohort) -> None:
    row = give(cohort)
    assert why(ada, replace(tea, quizzes={}), row) == "gone"


def test_tasks_come_by_due_time(ada: Learner, cohort: Cohort) -> None:
    never, late, soon = give(cohort), give(cohort, due=NOW + 2 * DAY), give(cohort, due=NOW + DAY)
    assert [one.assignment for one in assignments.tasks(ada.pk, NOW)] == [soon, late, never]
    assert assignments.tasks(ada.pk, NOW, "coffee") == []


def test_attempts_left_are_counted(ada: Learner, tea: Course, cohort: Cohort) -> None:
    row, free = give(cohort, attempts=3), give(cohort)
    attempt = start(ada, tea, row)
    told = {one.assignment.pk: (one.taken, one.left, one.open) for one in assignments.tasks(ada.pk, NOW)}
    assert told == {row.pk: (1, 2, attempt), free.pk: (0, None, None)}


def test_a_class_is_told_how_many_handed_in(ada: Learner, cyd: Learner, tea: Course, cohort: Cohort) -> None:
    row = give(cohort)
    cohorts.join(cohorts.invite(cohort, NOW), cyd, name="Cyd", at=NOW)
    for _ in range(2):
        attempts.finish(start(ada, tea, row), at=NOW)
    start(cyd, tea, row)
    assert [(one.pk, done) for one, done in assignments.with_runs(cohort)] == [(row.pk, 1)]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"quiz": "coffee"}, "quiz"),
        ({"mode": "mock"}, "mode"),
        ({"mode": "section"}, "mode"),
        ({"size": 9}, "size"),
        ({"opens": NOW, "due": NOW}, "due"),
        ({"attempts": 0}, "attempts"),
        ({"attempts": 101}, "attempts"),
        ({"cool_down": timedelta(days=61)}, "cool_down"),
    ],
)
def test_terms_that_do_not_fit_are_refused_by_name(changed: dict[str, object], says: str, tea: Course) -> None:
    with pytest.raises(Refused) as refused:
        assignments.check(replace(FREE, **changed), dict(tea.quizzes))  # type: ignore[arg-type]
    assert refused.value.why == says
    assert assignments.check(FREE, dict(tea.quizzes)) == FREE
