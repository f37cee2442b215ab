"""Judging: an answer is frozen, its verdict appended, and the first to a question counted."""

from datetime import datetime
from decimal import Decimal

from django.db import connection

from studyapp.catalogue.modes import MODES
from studyapp.catalogue.questions import Question
from studyapp.records import missed, progress, revisions, rows
from studyapp.records.models import Answer, Asked, Attempt, Verdict
from studyapp.records.responses import decode
from studyapp.rules import grading

FIRST = """
UPDATE records_asked SET first = TRUE, missed = %s
WHERE id = %s AND NOT EXISTS (SELECT 1 FROM records_asked WHERE learner_id = %s AND question = %s AND first)
"""


def weigh(question: Question, answer: Answer, attempt: Attempt) -> grading.Verdict:
    """What an answer is worth by the rules its attempt began with."""
    response = decode(question.part, answer.response)
    return grading.grade(question, response, revisions.tree_of(question), attempt.rules.get("scoring", {}))


def judge(asked: Asked, now: datetime) -> None:
    """Freeze an answer and append its verdict; the first one to a question is counted."""
    question, answer = revisions.question(asked.revision_id), asked.answer
    verdict = weigh(question, answer, asked.attempt)
    answer.checked, answer.right, answer.leaves = now, verdict.right, verdict.leaves
    rows.store(answer)
    reason = {"leaves": verdict.leaves} if verdict.leaves else {}
    rows.store(Verdict(answer=answer, points=verdict.points, most=verdict.most, reason=reason, at=now))
    if not MODES[asked.attempt.mode].counts or asked.attempt.is_sealed:
        return
    if _is_first(asked, verdict.right):
        progress.count(asked, verdict)
    else:
        missed.mark(asked, verdict.right, now)


def _is_first(asked: Asked, right: bool) -> bool:
    """Mark the place as the learner's first answer to the question, unless there is one."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST, [not right, asked.pk, asked.learner_id, asked.question])
        return bool(cursor.rowcount)


def points_of(attempt: Attempt) -> Decimal:
    """The points of an attempt: of each answer the newest verdict."""
    newest = Verdict.objects.filter(answer__asked__attempt=attempt).order_by("answer", "-pk")
    best: dict[int, Decimal] = {}
    for answer, points in newest.values_list("answer", "points"):
        best.setdefault(answer, points)
    return sum(best.values(), Decimal(0))
