"""What a learner's classes are to take: one of it with its rules, and a run begun for it."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from studyapp.pages.http import course_or_404, found_or_404, learner_for, learner_id, page
from studyapp.records import assignments, attempts, histories
from studyapp.records.assignments import Task
from studyapp.records.attempts import Refused
from studyapp.records.editions import catalogue

LINGERS = timedelta(days=7)


def told(request: HttpRequest, now: datetime, course: str = "") -> list[dict[str, Any]]:
    """The tasks of whoever asks, each with its quiz, until a week after they were due. Only an account can be in a class."""
    mine = learner_id(request) if request.user.is_authenticated else None
    found = assignments.tasks(mine, now, course)
    return [_told(task) for task in found if task.due is None or now < task.due + LINGERS]


def _told(task: Task) -> dict[str, Any]:
    course = catalogue().courses.get(task.assignment.cohort.course)
    return {"task": task, "course": course, "quiz": course.quizzes.get(task.assignment.quiz) if course else None}


@require_safe
def assignment(request: HttpRequest, assignment_id: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    return _show(request, assignment_id, timezone.now())


def _show(request: HttpRequest, assignment_id: int, now: datetime, refused: str = "") -> HttpResponse:
    task = found_or_404(assignments.task(learner_id(request), assignment_id, now))
    shown = _told(task)
    runs = histories.finished(learner_id(request)).filter(assignment=assignment_id)
    context = {
        **shown, "here": shown["course"], "row": task.assignment, "cohort": task.assignment.cohort, "runs": runs,
        "refused": refused, "why": refused or task.refused, "corner": "practise",
    }  # fmt: skip
    return page(request, "assignments/assignment.html", context, status=422 if refused else 200)


@require_POST
def begin(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Start a run for the class, or go on with the one under way."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path.removesuffix("attempts/"))
    now, learner = timezone.now(), learner_for(request)
    task = found_or_404(assignments.task(learner.pk, assignment_id, now))
    course = course_or_404(task.assignment.cohort.course)
    try:
        attempt = found_or_404(assignments.start(learner, course, assignment_id, at=now))
    except Refused as refused:
        return _show(request, assignment_id, now, refused.why)
    return redirect("question", attempt.pk, attempts.place(attempt))
