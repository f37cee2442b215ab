"""Runs that are over: a page of them at a time, and what came of all of them. Nothing here reads a learner's every run."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from studyapp.records.models import Attempt

SCORED = ("practice", "graded", "mock")  # modes whose best run is told


def finished(learner_id: int | None, course: str = "", quiz: str = "", modes: Iterable[str] = ()) -> QuerySet[Attempt]:
    """Finished runs, the newest first."""
    if learner_id is None:
        return Attempt.objects.none()
    found = Attempt.objects.filter(learner=learner_id, finished__isnull=False).exclude(mode="lesson")
    wanted: dict[str, Any] = {"course": course, "quiz": quiz, "mode__in": tuple(modes)}
    return found.filter(**{name: value for name, value in wanted.items() if value}).order_by("-started", "-pk")


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
    scores = finished(learner_id, course, quiz).order_by().values_list("quiz", "mode", "right_count", "asked_count")
    for one, mode, right, of, count in scores.annotate(count=Count("pk")):
        known = found.get(one, Past())
        scored = Past(0, mode == "practice", right, of) if mode in SCORED else Past()
        best = max(known, scored, key=lambda past: past.rank)
        found[one] = Past(known.taken + count, best.practised, best.right_count, best.asked_count)
    return found
