"""When to ask again: spaced repetition over checked answers."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from functools import cache

from django.db import connection
from fsrs import Card as Memory
from fsrs import Rating, Scheduler

from studyapp.catalogue.courses import Course, Quiz
from studyapp.catalogue.pools import Pool
from studyapp.catalogue.questions import Item
from studyapp.records import rows
from studyapp.records.models import Asked, Attempt, Card

DUE = "SELECT count(*) FROM records_card WHERE learner_id = %s AND course = %s AND due <= %s"
NODE = "node:"


@cache
def scheduler() -> Scheduler:
    return Scheduler(desired_retention=0.9, enable_fuzzing=False)


def subject_of(asked: Asked, leaves: str) -> str:
    """A knowledge question comes back itself; for a scenario what comes back is the node it turned on."""
    if not asked.path:
        return str(asked.question).partition("/")[2]
    node = next((key for key in asked.path if key.rpartition("/")[2] == leaves), asked.path[-1])
    return f"{NODE}{node}"


def rating(right: bool, hints: int, sure: bool) -> Rating:
    """Wrong is Again, right with a hint Hard, right Good, right and sure Easy."""
    if not right:
        return Rating.Again
    if hints:
        return Rating.Hard
    return Rating.Easy if sure else Rating.Good


def note(attempt: Attempt) -> None:
    """At the end of a run put off, or bring nearer, the next time that each subject is asked."""
    rows = (
        Asked.objects.filter(attempt=attempt, answer__checked__isnull=False)
        .select_related("answer")
        .order_by("position")
    )
    known = {card.subject: card for card in Card.objects.filter(learner=attempt.learner_id, course=attempt.course)}
    for asked in rows:
        answer = asked.answer
        subject = subject_of(asked, answer.leaves)
        card = known.setdefault(subject, Card(learner_id=attempt.learner_id, course=attempt.course, subject=subject))
        memory = Memory.from_dict(card.state) if card.state else Memory(card_id=asked.pk, due=answer.checked)
        memory, _ = scheduler().review_card(
            memory, rating(bool(answer.right), asked.hints, answer.sure), answer.checked
        )
        card.state, card.due = memory.to_dict(), memory.due
        card.save()


def due_count(learner_id: int | None, course: str, now: datetime) -> int:
    if learner_id is None:
        return 0
    ((count,),) = rows.values(DUE, [learner_id, course, connection.ops.adapt_datetimefield_value(now)])
    return int(count)


def due_items(learner: int | None, course: Course, pool: Pool, seen: Mapping[str, int], now: datetime) -> list[Item]:
    """One question for each subject that is due, the longest due first; for a node a scenario not seen, or seen longest ago."""
    found: dict[str, Item] = {}
    for card in Card.objects.filter(learner=learner, course=course.id, due__lte=now).order_by("due"):
        if card.subject.startswith(NODE):
            fitting = pool.by_node.get(card.subject.removeprefix(NODE), Pool())
            item = _longest_ago(fitting, seen, found)
        else:
            item = next(iter(pool.among([card.subject])), None)
        if item is not None:
            found[item.ident] = item
    return list(found.values())


def _longest_ago(pool: Pool, seen: Mapping[str, int], taken: Collection[str]) -> Item | None:
    """The first that was never seen; where all were, the one of which that is longest ago."""
    left = (item for item in pool if item.ident not in taken)
    never = next((item for item in left if item.ident not in seen), None)
    rest = (item for item in pool if item.ident not in taken)
    return never or min(rest, key=lambda item: seen[item.ident], default=None)


def due_in(learner_id: int | None, course: Course, quiz: Quiz, now: datetime) -> int:
    """How many subjects are due to which the quiz has a question."""
    if learner_id is None:
        return 0
    pool = course.pool(quiz)
    due = Card.objects.filter(learner=learner_id, course=course.id, due__lte=now).values_list("subject", flat=True)
    return sum(one in pool.places or one.removeprefix(NODE) in pool.by_node for one in due)


def upcoming(learner_id: int | None, course: str, now: datetime) -> list[tuple[int, int]]:
    """How many subjects fall due within one, and within seven, days after now."""
    if learner_id is None:
        return []
    later = Card.objects.filter(learner=learner_id, course=course, due__gt=now)
    return [(days, later.filter(due__lte=now + timedelta(days=days)).count()) for days in (1, 7)]
