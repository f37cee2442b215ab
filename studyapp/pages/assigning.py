"""What a class is given: listed, written, changed, taken back; and more time for one learner."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from studyapp.catalogue.courses import Course, Quiz
from studyapp.catalogue.modes import MODES
from studyapp.pages.cohorts import course_of
from studyapp.pages.http import found_or_404, page
from studyapp.pages.teaching import assignment_or_404, cohort_or_404, for_instructors, instructor
from studyapp.records import assignments, cohorts, overviews
from studyapp.records.assignments import Terms
from studyapp.records.attempts import Refused
from studyapp.records.models import Assignment, Cohort

MOST_DIGITS = 6
HOUR = timedelta(hours=1)


def read(sent: Mapping[str, str]) -> Terms:
    """The terms of a form. Refused by the name of the field that cannot be read."""
    quiz, _, rest = sent.get("what", "").rpartition(" ")[0].partition(" ")
    size = _whole(sent.get("what", "").rpartition(" ")[2], "what") or 0
    hours = _whole(sent.get("cool_down", ""), "cool_down")
    return Terms(
        quiz, rest, size, moment(sent.get("opens", ""), "opens"), moment(sent.get("due", ""), "due"),
        _whole(sent.get("attempts", ""), "attempts"), HOUR * hours if hours else None,
    )  # fmt: skip


def moment(text: str, name: str) -> datetime | None:
    """A day and a time in UTC, as browsers send it; None for nothing."""
    if not text.strip():
        return None
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=UTC)
    except ValueError:
        raise Refused(name) from None


def _whole(text: str, name: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise Refused(name)
    return int(text)


def as_text(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M}" if at else ""


def _sent(row: Assignment | None) -> dict[str, str]:
    """A form's texts as they begin."""
    if row is None:
        return {"attempts": "3"}
    return {
        "what": f"{row.quiz} {row.mode} {row.size}", "opens": as_text(row.opens), "due": as_text(row.due),
        "attempts": str(row.attempts or ""), "cool_down": str(int(row.cool_down / HOUR)) if row.cool_down else "",
    }  # fmt: skip


def _choices(quizzes: Mapping[str, Quiz]) -> list[tuple[str, Quiz, str, int]]:
    """Every run that can be assigned: its word in the form, quiz, mode, size."""
    return [
        (f"{quiz.id} {mode} {size}", quiz, mode, size)
        for quiz in quizzes.values()
        for mode, runs in quiz.runs.items()
        if MODES[mode].draws == "pool"
        for size in runs.sizes
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_instructors
def index(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """What the class was given; a POST gives it one more."""
    one = cohort_or_404(request, cohort_id)
    if request.method == "POST":
        return _save(request, one, None)
    course = course_of(one)
    rows = [(row, course.quizzes.get(row.quiz), done) for row, done in assignments.with_runs(one)]
    context = {"cohort": one, "course": course, "here": course, "rows": rows, "corner": "teach"}
    return page(request, "cohorts/assignments.html", context)


@require_safe
@for_instructors
def new(request: HttpRequest, cohort_id: int) -> HttpResponse:
    return _form(request, cohort_or_404(request, cohort_id), None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_instructors
def edit(request: HttpRequest, cohort_id: int, assignment_id: int) -> HttpResponse:
    """Change an assignment, or with `act=withdraw` take it back."""
    row = assignment_or_404(request, cohort_id, assignment_id)
    one = row.cohort
    if request.method != "POST":
        return _form(request, one, row)
    if request.POST.get("act") == "withdraw":
        assignments.withdraw(row, timezone.now(), by=instructor(request))
        return redirect("cohort-assignments", one.pk)
    return _save(request, one, row)


def _save(request: HttpRequest, one: Cohort, row: Assignment | None) -> HttpResponse:
    quizzes = _quizzes(request, course_of(one), row)
    try:
        terms = assignments.check(read(request.POST), quizzes)
    except Refused as refused:
        return _form(request, one, row, refused.why)
    if row is None:
        assignments.give(one, terms, by=instructor(request), at=timezone.now())
    else:
        assignments.change(row, terms, by=instructor(request))
    return redirect("cohort-assignments", one.pk)


def _quizzes(request: HttpRequest, course: Course, row: Assignment | None) -> dict[str, Quiz]:
    """Those whoever asks may assign; one that was assigned already stays."""
    found = assignments.assignable(instructor(request), course)
    kept = course.quizzes.get(row.quiz) if row else None
    return {**found, kept.id: kept} if kept else found


def _form(request: HttpRequest, one: Cohort, row: Assignment | None, wrong: str = "") -> HttpResponse:
    course = course_of(one)
    sent: Any = request.POST if request.method == "POST" else _sent(row)
    field = {"quiz": "what", "mode": "what", "size": "what"}.get(wrong, wrong)
    context = {
        "cohort": one, "course": course, "here": course, "row": row, "sent": sent, "wrong": wrong, "field": field,
        "choices": _choices(_quizzes(request, course, row)), "corner": "teach",
    }  # fmt: skip
    return page(request, "cohorts/assignment.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_instructors
def allowances(request: HttpRequest, cohort_id: int, assignment_id: int) -> HttpResponse:
    """More time for one learner: minutes on the clock, or a later due time."""
    row = assignment_or_404(request, cohort_id, assignment_id)
    one, wrong = row.cohort, ""
    if request.method == "POST":
        try:
            _allow(request, row)
            return redirect(f"{reverse('allowances', args=[one.pk, row.pk])}?saved=1")
        except Refused as refused:
            wrong = refused.why
    course = course_of(one)
    context = {
        "cohort": one, "course": course, "here": course, "row": row, "quiz": course.quizzes.get(row.quiz), "wrong": wrong,
        "sent": request.POST, "given": assignments.allowances(row), "corner": "teach", "saved": "saved" in request.GET,
        "members": overviews.members(one, timezone.now()),
    }  # fmt: skip
    return page(request, "cohorts/allowances.html", context, status=422 if wrong else 200)


def _allow(request: HttpRequest, row: Assignment) -> None:
    learner = _whole(request.POST.get("learner", ""), "learner") or 0
    member = cohorts.membership(learner, row.cohort_id)
    if member is None:
        raise Refused("learner")
    assignments.allow(
        row, found_or_404(member).learner, minutes=_whole(request.POST.get("minutes", ""), "minutes") or 0,
        due=moment(request.POST.get("due", ""), "due"), by=instructor(request), at=timezone.now(),
    )  # fmt: skip
