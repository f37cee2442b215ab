"""Runs that are over: a page of them at a time, and what came of all of them. Nothing here reads a learner's every run."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from studyapp.records import rows
from studyapp.records.models import Attempt

OVER = "records_attempt WHERE learner_id = %s AND finished IS NOT NULL AND mode <> 'lesson' AND course = %s"
NEWEST = "ORDER BY started DESC, records_attempt.id DESC"
LAST = f"{OVER} AND quiz = %s {NEWEST}"
JUDGED = f"{OVER} AND quiz = %s AND mode IN ('practice', 'graded') {NEWEST}"
OF_COURSE = f"{OVER} {NEWEST}"
TAKEN = f"SELECT quiz, mode, right_count, asked_count, count(*) FROM {OVER}"  # noqa: S608 - written above
TAKEN_EACH = f"{TAKEN} GROUP BY quiz, mode, right_count, asked_count"
TAKEN_ONE = f"{TAKEN} AND quiz = %s GROUP BY quiz, mode, right_count, asked_count"
GRADED = f"SELECT DISTINCT right_count, asked_count, rules FROM {OVER} AND quiz = %s AND mode = 'graded'"  # noqa: S608 - written above
SCORED = ("practice", "graded", "mock")  # modes whose best run is told
UNTOLD = ("number", "seed", "deadline", "finished", "points", "turn")  # what no list of runs says


def finished(learner_id: int | None, course: str = "", quiz: str = "", modes: Iterable[str] = ()) -> QuerySet[Attempt]:
    """Finished runs, the newest first."""
    if learner_id is None:
        return Attempt.objects.none()
    found = Attempt.objects.filter(learner=learner_id, finished__isnull=False).exclude(mode="lesson")
    wanted: dict[str, Any] = {"course": course, "quiz": quiz, "mode__in": tuple(modes)}
    return found.filter(**{name: value for name, value in wanted.items() if value}).order_by("-started", "-pk")


def last(learner_id: int | None, course: str, quiz: str, most: int) -> list[Attempt]:
    """The last finished runs of a quiz, the newest first."""
    return _runs(LAST, [learner_id, course, quiz], most) if learner_id else []


def judged(learner_id: int | None, course: str, quiz: str, most: int) -> list[Attempt]:
    """Of these the ones that went through a whole quiz, in practice or graded."""
    return _runs(JUDGED, [learner_id, course, quiz], most) if learner_id else []


def of_course(learner_id: int, course: str, most: int) -> list[Attempt]:
    """The last finished runs of a course, whatever their quiz."""
    return _runs(OF_COURSE, [learner_id, course], most)


def _runs(source: str, params: list[Any], most: int) -> list[Attempt]:
    return [one for (one,) in rows.read(f"{source} LIMIT {most}", params, Attempt, without=UNTOLD)]


def graded(learner_id: int | None, course: str, quiz: str) -> set[tuple[int, int, int]]:
    """Of each finished graded run of a quiz: right answers, questions, and the per cent that pass. Equal ones are one."""
    found = rows.values(GRADED, [learner_id, course, quiz]) if learner_id else []
    return {(right, of, int(json.loads(rules)["pass_percent"])) for right, of, rules in found}


@dataclass(frozen=True)
class Past:
    """The finished runs of a quiz: how many there are, and how many answers of the best were right."""

    taken: int = 0
    practised: bool = True  # the best is a practice, since no other run was finished
    right_count: int = 0
    asked_count: int = 0

    @property
    def rank(self) -> tuple[bool, float]:
        return not self.practised, self.right_count / self.asked_count if self.asked_count else -1.0


def past(learner_id: int | None, course: str, quiz: str = "") -> dict[str, Past]:
    """By quiz, in one statement: equal scores are one row of it."""
    found: dict[str, Past] = {}
    if learner_id is None:
        return found
    params = [learner_id, course, *([quiz] if quiz else [])]
    for one, mode, right, of, count in rows.values(TAKEN_ONE if quiz else TAKEN_EACH, params):
        known = found.get(one, Past())
        scored = Past(0, mode == "practice", right, of) if mode in SCORED else Past()
        best = max(known, scored, key=lambda past: past.rank)
        found[one] = Past(known.taken + count, best.practised, best.right_count, best.asked_count)
    return found
