"""Judging: an answer is frozen, its verdict appended, and the first to a question counted."""

from datetime import datetime

from django.db.models import Exists

from studyapp.catalogue.modes import MODES
from studyapp.records import progress, revisions
from studyapp.records.models import Asked, Verdict
from studyapp.rules import grading


def judge(asked: Asked, now: datetime) -> None:
    """Freeze an answer and append its verdict; the first one to a question is counted."""
    question = revisions.question(asked.revision_id)
    verdict = grading.grade(question, frozenset(asked.answer.response), revisions.tree_of(question))
    asked.answer.checked, asked.answer.right, asked.answer.leaves = now, verdict.right, verdict.leaves
    asked.answer.save()
    reason = {"leaves": verdict.leaves} if verdict.leaves else {}
    Verdict.objects.create(answer=asked.answer, points=verdict.points, most=verdict.most, reason=reason, at=now)
    if MODES[asked.attempt.mode].counts and _is_first(asked):
        progress.count(asked, verdict)


def _is_first(asked: Asked) -> bool:
    """Mark the place as the learner's first answer to the question, unless there is one."""
    earlier = Asked.objects.filter(learner=asked.learner_id, question=asked.question, first=True)
    return bool(Asked.objects.filter(~Exists(earlier), pk=asked.pk).update(first=True))
