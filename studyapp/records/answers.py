"""Answers: saved at each choice, checked once, never lost."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Max
from django.utils import timezone

from studyapp.catalogue.courses import Course
from studyapp.catalogue.questions import Item, Question
from studyapp.records import attempts, revisions, rows, verdicts, waiting
from studyapp.records.attempts import Refused, is_closed, mode_of, order_in_lesson, places
from studyapp.records.models import Answer, Asked, Attempt, Learner, Report
from studyapp.records.responses import encode
from studyapp.rules.grading import Response

LONGEST = 2000  # characters of a report
LAST_PLACE = 2**31 - 1  # that the database takes

# In SQL, since every question and every lesson asks for it, and Django would take longer to write it than the database to answer.
STRIP = """
SELECT position, flagged, saved IS NOT NULL, checked IS NOT NULL, "right"
FROM records_asked LEFT JOIN records_answer ON records_answer.asked_id = records_asked.id
WHERE attempt_id = %s ORDER BY position
"""
ASKED_AT = """
records_asked
JOIN records_attempt ON records_attempt.id = records_asked.attempt_id
LEFT JOIN records_answer ON records_answer.asked_id = records_asked.id
WHERE records_asked.learner_id = %s AND records_asked.attempt_id = %s AND records_asked.position = %s
"""
OF_LESSON = """
SELECT question, revision_id, response, "right"
FROM records_attempt
JOIN records_asked ON records_asked.attempt_id = records_attempt.id
JOIN records_answer ON records_answer.asked_id = records_asked.id
WHERE records_attempt.learner_id = %s AND course = %s AND quiz = %s AND mode = 'lesson' AND finished IS NULL
ORDER BY position
"""


def asked_at(learner_id: int | None, attempt_id: int, position: int, *, lessons: bool = False) -> Asked | None:
    """A question of a run in its place, with its attempt and its answer, if it is that learner's; with `lessons` one of a lesson too."""
    if learner_id is None or position > LAST_PLACE or attempt_id > attempts.LAST:
        return None
    found = rows.first(ASKED_AT, [learner_id, attempt_id, position], Asked, Attempt, Answer)
    if found is None:
        return None
    asked, attempt, answer = found
    asked.attempt = attempt
    attempts.with_answer(asked, answer)
    return None if attempt.mode == "lesson" and not lessons else asked


def strip(attempt: Attempt) -> list[dict[str, Any]]:
    """How each question of the attempt stands: position, flagged, saved, checked, right."""
    with connection.cursor() as cursor:
        cursor.execute(STRIP, [attempt.pk])
        return [
            {"position": position, "flagged": bool(flagged), "saved": bool(saved), "checked": bool(checked),
             "right": None if right is None else bool(right)}
            for position, flagged, saved, checked, right in cursor.fetchall()
        ]  # fmt: skip


@transaction.atomic
def answer(
    learner_id: int | None,
    attempt_id: int,
    position: int,
    *,
    read: Callable[[Question, list[int]], Response],
    check: bool,
    at: datetime | None = None,
    sure: bool = False,
    runs_only: bool = False,
) -> Asked | None:
    """Save a response; with `check` freeze and judge it too. None when it is not the learner's to answer, or not one of a run with `runs_only`.

    `read` makes the response out of what was sent for a question in the order shown, and may refuse it. Where answers are judged at the finish
    only, `check` just saves. Checking the same twice changes nothing; another response after the check, or anything after the
    finish or the deadline, is Refused. `at` is the clock as the request came in.
    """
    at = at or timezone.now()
    if learner_id is not None:
        waiting.in_turn(learner_id)
    asked = asked_at(learner_id, attempt_id, position, lessons=not runs_only)
    if asked is None:
        return None
    before: Answer | None = getattr(asked, "answer", None)
    is_checked = before is not None and before.checked is not None
    if is_checked and check and _same(asked, read):
        return asked
    if is_closed(asked.attempt, at):
        raise Refused("finished")
    if is_checked:
        raise Refused("checked")
    response = encode(read(revisions.question(asked.revision_id), asked.order))
    _hold(asked, response, sure, at, judged=check and mode_of(asked.attempt).explains == "each")
    return asked


def _hold(asked: Asked, response: Any, sure: bool, at: datetime, *, judged: bool) -> None:
    """Keep the response, or judge it. What is kept already is not written again."""
    before: Answer | None = getattr(asked, "answer", None)
    changed = before is None or before.response != response or before.sure != sure
    asked.answer = before or Answer(asked=asked)
    asked.answer.response, asked.answer.sure = response, sure
    if changed:
        asked.answer.saved = at
    if judged:
        verdicts.judge(asked, at)
    elif changed:
        rows.store(asked.answer)


def _same(asked: Asked, read: Callable[[Question, list[int]], Response]) -> bool:
    """Whether what was sent is what was checked, as a second click sends it."""
    try:
        return bool(encode(read(revisions.question(asked.revision_id), asked.order)) == asked.answer.response)
    except Refused:
        return False


def flag(attempt: Attempt, position: int, flagged: bool) -> None:
    Asked.objects.filter(attempt=attempt, position=position, attempt__finished=None).update(flagged=flagged)


def hint(attempt: Attempt, position: int, most: int) -> None:
    """Show one hint more, and note it."""
    Asked.objects.filter(attempt=attempt, position=position, hints__lt=most, attempt__finished=None).update(
        hints=F("hints") + 1
    )


def report(asked: Asked, text: str) -> Report | None:
    """Keep what a learner says is wrong with a question; nothing for nothing."""
    said = text.strip()[:LONGEST]
    if not said:
        return None
    course, bank, _ = asked.question.split("/")
    return Report.objects.create(
        asked=asked, learner_id=asked.learner_id, course=course, bank=bank, text=said, at=timezone.now()
    )


def again(attempt: Attempt, position: int) -> None:
    """Forget a lesson check's answer, so that it can be tried again. It counts for nothing either way."""
    if attempt.mode == "lesson":
        Answer.objects.filter(asked__attempt=attempt, asked__position=position).delete()


def lesson_check(learner: Learner, course: Course, lesson: str, item: Item) -> Asked:
    """The place where a check inside a lesson is answered; a new wording is asked anew."""
    attempt = _open_lesson(learner, course, lesson)
    found = _last_asked(attempt, item)
    if found is not None:
        return found
    try:
        with transaction.atomic():
            waiting.in_turn(learner.pk)
            return _last_asked(attempt, item) or _ask_in_lesson(attempt, course, item)
    except IntegrityError:
        found = _last_asked(attempt, item)
        if found is None:
            raise
        return found


def _last_asked(attempt: Attempt, item: Item) -> Asked | None:
    """Where the check was asked last, if that was in its present wording."""
    last = attempt.asked_set.filter(question=f"{attempt.course}/{item.ident}").order_by("-position").first()
    return last if last and last.revision_id == revisions.hash_of(item.question) else None


def _ask_in_lesson(attempt: Attempt, course: Course, item: Item) -> Asked:
    revisions.pin(course, [item])
    asked = places(attempt, [item], attempt.seed)[0]
    asked.position = (attempt.asked_set.aggregate(last=Max("position"))["last"] or 0) + 1
    asked.order = order_in_lesson(item.question)
    asked.save()
    return asked


def _open_lesson(learner: Learner, course: Course, lesson: str) -> Attempt:
    return attempts.for_lesson(learner, course, lesson)


def lesson_marks(learner_id: int | None, course: str, lesson: str) -> list[tuple[Any, ...]]:
    """What was answered to the checks of a lesson, in a form in which only equal answers are equal."""
    if learner_id is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(OF_LESSON, [learner_id, course, lesson])
        return list(cursor.fetchall())


def lesson_answers(learner_id: int | None, course: str, lesson: str) -> dict[str, Asked]:
    """The answers to the checks of a lesson as last asked, by bank/question."""
    if learner_id is None:
        return {}
    rows = Asked.objects.filter(
        attempt__learner=learner_id, attempt__course=course, attempt__quiz=lesson, attempt__mode="lesson", attempt__finished=None
    ).select_related("answer").order_by("position")  # fmt: skip
    last = {row.question.removeprefix(f"{course}/"): row for row in rows}
    return {ident: row for ident, row in last.items() if hasattr(row, "answer")}
