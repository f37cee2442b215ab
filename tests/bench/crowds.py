"""Ten learners with a hundred answers each, made by what the views call too; and as many copies of the ten as one likes.

A copy is one INSERT … SELECT a table, so that a million answers take a minute, and every row is one that the site has written.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

from studyapp.catalogue.courses import Course
from studyapp.records import (
    answers,
    assignments,
    attempts,
    banks,
    cohorts,
    demo,
    editions,
    learners,
    progress,
    publications,
    revisions,
    tallies,
)
from studyapp.records.assignments import Terms
from studyapp.records.models import (
    Answer,
    Asked,
    Assignment,
    Attempt,
    Bank,
    Card,
    Cohort,
    Learner,
    Membership,
    Pulse,
    Reading,
    Report,
    Standing,
    Tally,
    User,
    Verdict,
)
from tests.bench.large_content import words

TEN = 10  # learners who are copied
RUNS = (  # ten questions of scenario-mapping are left, even of the fewest
    ("scenario-mapping", "graded", 30), ("knowledge", "graded", 30), ("knowledge", "practice", 20),
    ("knowledge", "practice", 10), ("ready-to-start", "practice", 10),
)  # fmt: skip
ANSWERS = sum(size for _, _, size in RUNS)  # of each learner
BEN, DEAN, FAY, ADMINISTRATOR = "ben@example.org", "dean@example.org", "fay@example.org", "admin@example.org"
COPIED = (
    User, Learner, Cohort, Membership, Assignment, Attempt, Asked, Answer, Verdict, Report, Card, Standing, Pulse, Reading,
)  # fmt: skip
SHARE = 0.85  # of right answers
CLASSES = 20  # on a page
LECTURE = 1000  # learners of one class
HEAVY = 20_000  # answers of one learner


@dataclass(frozen=True)
class Crowd:
    """Whose pages are asked for. The lecture and the heavy learner are in the largest crowd only."""

    course: Course
    ada: Learner  # one of the ten
    ben: User  # who teaches them
    administrator: User
    bank: Bank  # Ben's
    lecture: Cohort | None
    heavy: Learner | None


def make(copies: int, questions: int) -> Crowd:
    """The ten, so many copies of them, and a bank of Ben's with so many questions."""
    course = next(iter(editions.catalogue().courses.values()))
    revisions.pin(course, course.items.values())  # at every size each question was asked once
    ten(course)
    copy(copies)
    ben = User.objects.get(email=BEN)
    _classes(course)
    crowd = Crowd(
        course, Learner.objects.order_by("pk")[0], ben,
        User.objects.create_user(ADMINISTRATOR, None, role=User.Role.ADMINISTRATOR),
        _bank(course, ben, questions),
        _lecture(course) if copies * TEN >= LECTURE else None,
        _heavy(course) if copies * TEN >= LECTURE else None,
    )  # fmt: skip
    _tidy()
    return crowd


def _classes(course: Course) -> None:
    """The newest classes, one page of them, so that an administrator's list is as long at every size."""
    owner = User.objects.create_user(FAY, None, role=User.Role.INSTRUCTOR)
    for number in range(CLASSES):
        cohorts.make(course=course.id, title=f"Class {number}", owner=owner, at=timezone.now())


def _bank(course: Course, ben: User, questions: int) -> Bank:
    """A published bank."""
    ask = "## q{0}: Question {0}\n\nWhat is said of {1}?\n\n- [x] The first\n- [ ] The second\n  > It is the other one.\n\n"
    text = "".join(ask.format(number, words(str(number))) for number in range(questions))
    bank = banks.create(course=course, ident="bens-own", title="Ben's own", owner=ben)
    banks.save(bank, text=bank.draft + text, version=bank.version, by=ben)
    bank.refresh_from_db()
    publications.publish(bank, course=course, version=bank.version, by=ben)
    return bank


@transaction.atomic
def ten(course: Course) -> None:
    """Ben's class: ten who learn, each with a run under way, and what they say of questions."""
    now = timezone.now()
    ben = User.objects.create_user(BEN, None, role=User.Role.INSTRUCTOR)
    cohort = cohorts.make(course=course.id, title="Tuesday", owner=ben, at=now - timedelta(days=40))
    given = assignments.give(cohort, Terms("knowledge", "graded", 30), by=ben, at=now)
    code = cohorts.invite(cohort, now)
    for number in range(TEN):
        learner = learners.of_user(User.objects.create_user(f"learner{number}@example.org"))
        cohorts.join(code, learner, name=f"Learner {number}", at=now)
        dice = Random(number)
        for key in list(course.lessons)[:5]:
            progress.mark_read(learner, course.id, key, at=now)
        for turn, (quiz, mode, size) in enumerate(RUNS):
            _run(learner, course, (quiz, mode, size), dice, now - timedelta(days=len(RUNS) - turn))
        _half(learner, course, dice)
        assignments.start(learner, course, given.pk, at=timezone.now(), seed=number)
    Report.objects.filter(asked__position=2).update(settled=now)


def _half(learner: Learner, course: Course, dice: Random) -> None:
    """A practice that is under way, with five questions of ten answered."""
    practice = course.quizzes["scenario-mapping"]
    attempt = attempts.start(learner, course, practice, mode="practice", size=10, seed=dice.randrange(2**31))
    for position in range(1, 6):
        take = partial(demo._taken, right=dice.random() < SHARE, dice=dice)
        answers.answer(learner.pk, attempt.pk, position, read=take, check=True)


def _run(learner: Learner, course: Course, run: tuple[str, str, int], dice: Random, at: datetime) -> None:
    """A run answered and handed in; of its first two questions the learner says something."""
    quiz, mode, size = run
    attempt = attempts.start(
        learner, course, course.quizzes[quiz], mode=mode, size=size, seed=dice.randrange(2**31), at=at
    )
    for position in range(1, attempt.asked_count + 1):
        take = partial(demo._taken, right=dice.random() < SHARE, dice=dice)
        sure = dice.random() < 0.3
        asked = answers.answer(learner.pk, attempt.pk, position, read=take, check=True, at=at, sure=sure)
        if mode == "graded" and position < 3 and asked is not None:
            answers.report(asked, "Two of these are right.")
    attempts.finish(attempt, at=at + timedelta(minutes=20))


def copy(count: int) -> None:
    """So many copies of everything that there is of the ten."""
    with connection.cursor() as cursor:
        last = {model: model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0 for model in COPIED}
        for model in COPIED:
            cursor.execute(_copy(model, last, count))
        Tally.objects.update(**{sum: models.F(sum) * (count + 1) for sum in ("n", "rest", "squares")})
        for statement in connection.ops.sequence_reset_sql(no_style(), COPIED):
            cursor.execute(statement)


def _tidy() -> None:
    """As PostgreSQL does by itself after a while; SQLite never does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _copy(model: type[models.Model], last: dict[type[models.Model], int], count: int) -> str:
    """The statement that copies a table: numbers are counted on, and what must be unique gets the copy's number."""
    found = {}
    for field in model._meta.local_concrete_fields:
        name = connection.ops.quote_name(field.column)
        target = model if field.primary_key else field.related_model
        if target in last:
            found[name] = f"{name} + copy.nth * {last[target]}"  # type: ignore[index]
        elif field.unique:
            found[name] = f"'copy' || copy.nth || {name}"
        else:
            found[name] = name
    table = connection.ops.quote_name(model._meta.db_table)
    return (
        f"INSERT INTO {table} ({', '.join(found)}) "
        f"WITH RECURSIVE copy(nth) AS (SELECT 1 WHERE {count} > 0 UNION ALL SELECT nth + 1 FROM copy WHERE nth < {count}) "
        f"SELECT {', '.join(found.values())} FROM copy, {table} WHERE {table}.id <= {last[model]}"
    )


def _lecture(course: Course) -> Cohort:
    """A class of a thousand, which somebody else teaches."""
    now, owner = timezone.now(), User.objects.create_user(DEAN, None, role=User.Role.INSTRUCTOR)
    cohort = cohorts.make(course=course.id, title="Lecture", owner=owner, at=now)
    first = Learner.objects.filter(user__email__contains="learner").order_by("pk")[:LECTURE]
    Membership.objects.bulk_create(
        Membership(cohort=cohort, learner=one, name=f"Learner {one.pk}", joined=now) for one in first
    )
    return cohort


@transaction.atomic
def _heavy(course: Course) -> Learner:
    """A learner with a great many answers of her own, in runs of thirty over all questions, again and again."""
    learner = learners.of_user(User.objects.create_user("heavy@example.org"))
    pool = [item for item in course.items.values() if not item.retired]
    revisions.pin(course, pool)
    dice, now, seen = Random(1), timezone.now(), set[str]()
    for number in range(1, HEAVY // 30 + 1):
        at = now - timedelta(hours=HEAVY // 30 - number + 1)
        items = [pool[(number * 30 + place) % len(pool)] for place in range(30)]
        attempt = Attempt.objects.create(
            learner=learner, course=course.id, quiz="scenario-mapping", mode="practice", number=number, started=at,
            rules={"size": 30, "pass_percent": 90, "only": {"node": "", "outcome": "", "objective": ""}, "scoring": {}, "sealed": False},
            seed=number, asked_count=30, finished=at, right_count=25, points=25,
        )  # fmt: skip
        _answered(attempts.places(attempt, items, number), at, dice, seen)
    progress.rebuild(learner, course.id)
    tallies.add(tallies.counted().filter(asked__learner=learner))
    _half(learner, course, dice)
    return learner


def _answered(places: Iterable[Asked], at: datetime, dice: Random, seen: set[str]) -> None:
    rows = []
    for asked in places:
        asked.first = asked.question not in seen
        seen.add(asked.question)
        right = dice.random() < SHARE
        rows.append(Answer(asked=asked, response=[0], sure=dice.random() < 0.3, saved=at, checked=at, right=right))
    Asked.objects.bulk_create(row.asked for row in rows)
    Answer.objects.bulk_create(rows)
    Verdict.objects.bulk_create(Verdict(answer=row, points=int(row.right), most=1, reason={}, at=at) for row in rows)
