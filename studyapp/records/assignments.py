"""What a class is to take: given, changed, taken back; what is open for a learner, and a run begun for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.db.models import Max, Q

from studyapp.catalogue.courses import Course, Quiz
from studyapp.catalogue.modes import MODES
from studyapp.records import attempts, rows, trail
from studyapp.records.attempts import Refused, Turn
from studyapp.records.models import Allowance, Assignment, Attempt, Cohort, Learner, Membership, User

# Written out, since the first page of each learner asks for them.
GIVEN = """
records_assignment JOIN records_cohort ON records_cohort.id = cohort_id
WHERE cohort_id IN (SELECT cohort_id FROM records_membership WHERE learner_id = %s AND "left" IS NULL)
AND archived IS NULL AND withdrawn IS NULL
ORDER BY due IS NULL, due, records_assignment.id
"""
ASSIGNABLE = """
SELECT ident FROM records_bank WHERE course = %s AND withdrawn IS NULL
AND (opened OR owner_id = %s OR id IN (SELECT bank_id FROM records_bank_authors WHERE user_id = %s))
"""
OF_COHORT = "records_assignment WHERE cohort_id = %s ORDER BY withdrawn IS NOT NULL, withdrawn, due IS NULL, due, id"
HANDED_IN = """
SELECT given.id, count(DISTINCT run.learner_id) FROM records_assignment AS given
JOIN records_attempt AS run ON run.assignment_id = given.id AND run.finished IS NOT NULL
JOIN records_membership AS member ON member.learner_id = run.learner_id AND member.cohort_id = given.cohort_id AND member."left" IS NULL
WHERE given.cohort_id = %s GROUP BY given.id
"""
ALLOWED = "records_allowance WHERE learner_id = %s"
TAKEN = "records_attempt WHERE learner_id = %s AND assignment_id IS NOT NULL ORDER BY turn"
MOST_ATTEMPTS = 100
MOST_MINUTES = 600
LONGEST_PAUSE = timedelta(days=60)


@dataclass(frozen=True)
class Terms:
    """What an instructor decides of an assignment."""

    quiz: str
    mode: str
    size: int
    opens: datetime | None = None
    due: datetime | None = None
    attempts: int | None = None
    cool_down: timedelta | None = None


@dataclass(frozen=True)
class Task:
    """An assignment as it stands for one learner: what is allowed, what was taken, and why nothing can be begun."""

    assignment: Assignment
    due: datetime | None
    minutes: int
    taken: int
    open: Attempt | None
    next_at: datetime | None  # when the cool-down ends
    refused: str  # not-open, past-due, no-attempts-left, cool-down; empty when a run can be begun or goes on

    @property
    def left(self) -> int | None:
        return None if self.assignment.attempts is None else max(self.assignment.attempts - self.taken, 0)


def assignable(user: User, course: Course) -> dict[str, Quiz]:
    """The quizzes an instructor may assign: those of the course's files, banks opened to all, and own ones."""
    if not any(quiz.audience for quiz in course.quizzes.values()):
        return dict(course.quizzes)
    mine = {ident for (ident,) in rows.values(ASSIGNABLE, [course.id, user.pk, user.pk])}
    return {id: quiz for id, quiz in course.quizzes.items() if not quiz.audience or quiz.audience in mine}


def check(terms: Terms, quizzes: dict[str, Quiz]) -> Terms:
    """The same terms. Refused by the name of the first that does not fit."""
    quiz = quizzes.get(terms.quiz)
    runs = quiz.runs.get(terms.mode) if quiz else None
    if quiz is None:
        raise Refused("quiz")
    if runs is None or MODES[terms.mode].draws != "pool":
        raise Refused("mode")
    if terms.size not in runs.sizes:
        raise Refused("size")
    if terms.opens and terms.due and terms.opens >= terms.due:
        raise Refused("due")
    if terms.attempts is not None and not 1 <= terms.attempts <= MOST_ATTEMPTS:
        raise Refused("attempts")
    if terms.cool_down is not None and not timedelta(0) <= terms.cool_down <= LONGEST_PAUSE:
        raise Refused("cool_down")
    return terms


def give(cohort: Cohort, terms: Terms, *, by: User, at: datetime) -> Assignment:
    return Assignment.objects.create(cohort=cohort, made=at, by=by, **terms.__dict__)


@transaction.atomic
def change(assignment: Assignment, terms: Terms, *, by: User) -> None:
    """What is under way goes on by the rules with which it began. What was, and what is, stands in the trail."""
    row = Assignment.objects.select_for_update().get(pk=assignment.pk)
    changed = {name: value for name, value in terms.__dict__.items() if getattr(row, name) != value}
    if changed:
        Assignment.objects.filter(pk=row.pk).update(**changed)
        told = {"from": _told({name: getattr(row, name) for name in changed}), "to": _told(changed)}
        trail.note(by, "assignment changed", f"assignment {row.pk}", told)


def _told(terms: dict[str, Any]) -> dict[str, str | int | None]:
    """As the trail can keep them."""
    return {name: value if isinstance(value, int) or value is None else str(value) for name, value in terms.items()}


@transaction.atomic
def withdraw(assignment: Assignment, at: datetime, *, by: User) -> None:
    if Assignment.objects.filter(pk=assignment.pk, withdrawn=None).update(withdrawn=at):
        trail.note(by, "assignment withdrawn", f"assignment {assignment.pk}", {})


def of_cohort(cohort: Cohort) -> list[Assignment]:
    """All of a class; those withdrawn last."""
    return [one for (one,) in rows.read(OF_COHORT, [cohort.pk], Assignment)]


def with_runs(cohort: Cohort) -> list[tuple[Assignment, int]]:
    """The same, each with how many learners of the class have finished a run of it."""
    done = dict(rows.values(HANDED_IN, [cohort.pk]))
    return [(one, done.get(one.pk, 0)) for one in of_cohort(cohort)]


def find(cohort: Cohort, assignment_id: int) -> Assignment | None:
    """What the class was given by that number."""
    source = "records_assignment WHERE id = %s AND cohort_id = %s"
    found = rows.first(source, [assignment_id, cohort.pk], Assignment) if assignment_id <= attempts.LAST else None
    if found is None:
        return None
    found[0].cohort = cohort
    return cast(Assignment, found[0])


def _of_learner(learner_id: int) -> list[Assignment]:
    found = rows.read(GIVEN, [learner_id], Assignment, Cohort)
    for assignment, cohort in found:
        assignment.cohort = cohort
    return [assignment for assignment, _ in found]


def tasks(learner_id: int | None, now: datetime, course: str = "") -> list[Task]:
    """What the learner's classes are to take, the nearest due time first."""
    if learner_id is None:
        return []
    found = _of_learner(learner_id)
    return _tasks(learner_id, [one for one in found if course in ("", one.cohort.course)], now)


def task(learner_id: int | None, assignment_id: int, now: datetime) -> Task | None:
    if learner_id is None:
        return None
    found = _tasks(learner_id, [one for one in _of_learner(learner_id) if one.pk == assignment_id], now)
    return found[0] if found else None


def _tasks(learner_id: int, given: list[Assignment], now: datetime) -> list[Task]:
    if not given:
        return []
    allowances = {one.assignment_id: one for (one,) in rows.read(ALLOWED, [learner_id], Allowance)}
    runs: dict[int | None, list[Attempt]] = {}
    for (run,) in rows.read(TAKEN, [learner_id], Attempt):
        runs.setdefault(run.assignment_id, []).append(run)
    return [_task(one, allowances.get(one.pk), runs.get(one.pk, []), now) for one in given]


def _task(row: Assignment, allowance: Allowance | None, runs: list[Attempt], now: datetime) -> Task:
    due = due_for(row, allowance)
    under_way = next((run for run in runs if not attempts.is_closed(run, now)), None)
    ended = max((run.finished or run.deadline or run.started for run in runs), default=None)
    next_at = ended + row.cool_down if ended and row.cool_down and not under_way else None
    refused = ""
    if under_way is None:
        if row.opens and now < row.opens:
            refused = "not-open"
        elif due and now >= due:
            refused = "past-due"
        elif row.attempts is not None and len(runs) >= row.attempts:
            refused = "no-attempts-left"
        elif next_at and now < next_at:
            refused = "cool-down"
    waits = next_at if refused == "cool-down" else None
    return Task(row, due, allowance.minutes if allowance else 0, len(runs), under_way, waits, refused)


def due_for(assignment: Assignment, allowance: Allowance | None) -> datetime | None:
    """A learner's own due time comes in place of the class's, where it is later."""
    if assignment.due is None or allowance is None or allowance.due is None:
        return assignment.due
    return max(assignment.due, allowance.due)


@transaction.atomic
def start(
    learner: Learner, course: Course, assignment_id: int, *, at: datetime, seed: int | None = None
) -> Attempt | None:
    """Begin a run for an assignment, or give back the one under way. None when it is not the learner's to take.

    Starts of one learner wait for each other at her membership; should two of them pass, the turn of a run is unique.
    """
    mine = Membership.objects.filter(learner=learner, left=None, cohort__assignment=assignment_id)
    if mine.select_for_update(of=("self",)).first() is None:
        return None
    found = task(learner.pk, assignment_id, at)
    if found is None:
        return None
    if found.refused:
        raise Refused(found.refused)
    row, quiz = found.assignment, course.quizzes.get(found.assignment.quiz)
    if quiz is None:
        raise Refused("gone")
    if found.open:
        return found.open
    turn = Turn(row.pk, found.taken + 1, found.minutes, found.due)
    size = _size(row, quiz)
    attempt = attempts.start(learner, course, quiz, mode=row.mode, size=size, seed=seed, turn=turn, at=at)
    if attempt.assignment_id != row.pk:  # a free run was begun at the same moment
        raise Refused("open")
    return attempt


def _size(row: Assignment, quiz: Quiz) -> int:
    """The size that was assigned, or the nearest below it that the quiz still has since its bank was changed."""
    sizes = quiz.runs[row.mode].sizes if row.mode in quiz.runs else ()
    return (
        row.size
        if row.size in sizes
        else max((size for size in sizes if size < row.size), default=min(sizes, default=0))
    )


@transaction.atomic
def allow(
    assignment: Assignment, learner: Learner, *, minutes: int, due: datetime | None, by: User, at: datetime
) -> Allowance:
    """More time for one learner, in mid-attempt too. It is never taken away from a run under way."""
    if not 0 <= minutes <= MOST_MINUTES:
        raise Refused("minutes")
    row, _ = Allowance.objects.update_or_create(
        assignment=assignment, learner=learner, defaults={"minutes": minutes, "due": due}
    )
    for run in Attempt.objects.filter(assignment=assignment, learner=learner, finished=None):
        turn = Turn(assignment.pk, run.turn or 1, minutes, due_for(assignment, row))
        later = attempts.deadline(run.started, run.rules.get("seconds"), turn)
        if run.deadline and later and later > run.deadline and not attempts.is_over(run, at):
            attempts.give_time(run, (later - run.deadline).total_seconds() / 60)
    told = {"learner": learner.pk, "minutes": minutes, "due": due.isoformat() if due else None}
    trail.note(by, "extra time", f"assignment {assignment.pk}", told)
    return row


def allowances(assignment: Assignment) -> list[Allowance]:
    """More time as it was given to present members, each with `name`."""
    present = Q(learner__membership__cohort=assignment.cohort_id, learner__membership__left=None)
    found = Allowance.objects.filter(present, assignment=assignment).annotate(
        name=Max("learner__membership__name", filter=present)
    )
    return list(found.order_by("name", "pk"))
