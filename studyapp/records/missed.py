"""The questions whose last checked answer was wrong: marked where they were asked, so that nobody's history is read for them.

What counts for nothing is not looked at: lessons, and sealed exams.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from studyapp.catalogue.courses import Course, Quiz
from studyapp.records import marked, rows
from studyapp.records.models import Answer, Asked

MISSED = "SELECT substr(question, %s), id FROM records_asked WHERE learner_id = %s AND missed AND question LIKE %s"

UNCOUNTED = Q(asked__attempt__mode="lesson") | Q(asked__attempt__rules__sealed=True)


def questions(learner_id: int | None, course: Course) -> dict[str, int]:
    """What the learner missed, by bank/question, and how late that was: the number of its place."""
    prefix = f"{course.id}/"
    return dict(rows.values(MISSED, [len(prefix) + 1, learner_id, f"{prefix}%"]))


def count(learner_id: int | None, course: Course, quiz: Quiz) -> int:
    """How many questions of the quiz the learner missed."""
    return len(course.pool(quiz).places.keys() & marked.questions(learner_id, course, quiz.banks, "missed"))


def mark(asked: Asked, right: bool, now: datetime) -> None:
    """Note how an answer just checked turned out, unless one to that question was checked later: one statement."""
    same = Asked.objects.filter(learner=asked.learner_id, question=asked.question)
    later = Answer.objects.filter(asked__in=same, checked__gt=now).exclude(UNCOUNTED)
    touched = Q(missed=True) if right else Q(missed=True) | Q(pk=asked.pk)
    wrong = Case(When(pk=asked.pk, then=Value(not right)), default=Value(False))
    same.filter(touched).filter(~Exists(later)).update(missed=wrong)


def rebuild(learners: Collection[int], course: str, only: Collection[str] = ()) -> int:
    """The marks again, from the answers themselves; of these questions alone, where some are named. How many were others."""
    asked = Asked.objects.filter(learner__in=learners, question__startswith=f"{course}/")
    if only:
        asked = asked.filter(question__in=only)
    wrong = _wrong_at_last(asked)
    gone = asked.filter(missed=True).exclude(pk__in=wrong).update(missed=False)
    return gone + asked.filter(missed=False, pk__in=wrong).update(missed=True)


def _wrong_at_last(asked: QuerySet[Asked]) -> QuerySet[Answer, int]:
    checked = Answer.objects.filter(checked__isnull=False).exclude(UNCOUNTED)
    same = checked.filter(asked__learner=OuterRef("asked__learner"), asked__question=OuterRef("asked__question"))
    last = Subquery(same.order_by("-checked", "-pk").values("pk")[:1])
    return checked.filter(asked__in=asked, right=False, pk=last).values_list("asked", flat=True)
