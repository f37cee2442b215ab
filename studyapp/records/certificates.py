"""A certificate: that every success metric of a course was met, and by what."""

from collections.abc import Iterable
from secrets import token_urlsafe
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from studyapp.catalogue.courses import Course, Metric
from studyapp.records import progress
from studyapp.records.attempts import Refused
from studyapp.records.models import Attempt, Certificate, ExerciseRun, Judgement, Learner, TreeVersion

LONGEST = 100  # characters of a name


def of(learner_id: int | None, course: str) -> Certificate | None:
    return Certificate.objects.filter(learner=learner_id, course=course).first() if learner_id else None


def find(course: str, code: str) -> Certificate | None:
    """The certificate behind its code, for whoever was given it."""
    return Certificate.objects.filter(course=course, code=code).first()


def earned(states: Iterable[progress.MetricState]) -> bool:
    """Whether every metric is met; a course without metrics has nothing to certify."""
    found = list(states)
    return bool(found) and all(state.met for state in found)


def issue(learner: Learner, course: Course, name: str) -> Certificate:
    """The learner's certificate, made when there is none. Refused while a metric is not met, and without a `name`."""
    known = of(learner.pk, course.id)
    if known is not None:
        return known
    name = " ".join(name.split())[:LONGEST]
    if not name:
        raise Refused("name")
    if not earned(progress.metric_states(learner.pk, course)):
        raise Refused("metrics")
    evidence = [_evidence(learner, course, metric) for metric in course.metrics.values()]
    try:
        with transaction.atomic():
            return Certificate.objects.create(
                learner=learner, course=course.id, code=token_urlsafe(12), name=name, title=course.title,
                evidence=evidence, at=timezone.now(),
            )  # fmt: skip
    except IntegrityError:
        return Certificate.objects.get(learner=learner, course=course.id)


def move(guest: Learner, known: Learner) -> None:
    """A guest's certificates become the account's; where it has its own, that one stays."""
    own = Certificate.objects.filter(learner=known).values("course")
    Certificate.objects.filter(learner=guest).exclude(course__in=own).update(learner=known)


def _evidence(learner: Learner, course: Course, metric: Metric) -> dict[str, Any]:
    done = _run(learner, course, metric) if metric.quiz else _exercises(learner, course, metric)
    return {"title": metric.title, "says": metric.says, "done": done}


def _run(learner: Learner, course: Course, metric: Metric) -> list[dict[str, Any]]:
    """The best graded run that passed."""
    runs = Attempt.objects.filter(
        learner=learner, course=course.id, quiz=metric.quiz, mode="graded", finished__isnull=False
    )
    best = max((run for run in runs if run.has_passed), key=lambda run: (run.right_count / run.asked_count, -run.pk))
    title = course.quizzes[metric.quiz].title
    return [{"title": title, "right": best.right_count, "of": best.asked_count, "on": _day(best.finished)}]


def _exercises(learner: Learner, course: Course, metric: Metric) -> list[dict[str, Any]]:
    """Each exercise of the kind with the day on which it was first passed, the earliest first."""
    mine = {"learner": learner, "course": course.id}
    days: dict[str, Any] = {}
    for exercise, at in [
        *ExerciseRun.objects.filter(**mine, passed=True).order_by("finished").values_list("exercise", "finished"),
        *Judgement.objects.filter(progress.VALID, **mine).order_by("at").values_list("exercise", "at"),
        *TreeVersion.objects.filter(
            own__learner=learner, own__course=course.id, passed=True
        ).order_by("at").values_list("own__tree", "at"),
    ]:  # fmt: skip
        days.setdefault(exercise, at)
    titles = progress.counted(course, metric)
    return [{"title": titles[id], "on": _day(at)} for id, at in sorted(days.items(), key=lambda one: one[1]) if id in titles]  # fmt: skip


def _day(at: Any) -> str:
    return str(at.date().isoformat())
