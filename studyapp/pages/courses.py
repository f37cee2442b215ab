"""Home, a course, its modules and lessons."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.catalogue.courses import Course
from studyapp.catalogue.lessons import Check, Lesson, Module
from studyapp.catalogue.prose import Html
from studyapp.catalogue.questions import Question
from studyapp.pages import assignments
from studyapp.pages.answers import moved, read, texts
from studyapp.pages.drawings import lesson as drawings
from studyapp.pages.drawings.strokes import strokes
from studyapp.pages.http import course_or_404, found_or_404, learner_for, learner_id, page, wants_fragment
from studyapp.pages.showing import kept, shown
from studyapp.records import answers, attempts, preferences, progress, reviews, revisions
from studyapp.records.attempts import Refused
from studyapp.records.editions import catalogue
from studyapp.records.models import Asked
from studyapp.rules.mastery import readiness
from studyapp.rules.pacing import Pace, pace


@dataclass(frozen=True)
class ModuleRow:
    """A module in the contents: its lessons read or not, and where the learner stands."""

    module: Module
    marks: list[bool]
    here: bool

    @property
    def state(self) -> str:
        if self.marks and all(self.marks):
            return "done"
        if self.here:
            return "here"
        return "begun" if any(self.marks) else "new"

    @property
    def read(self) -> int:
        return sum(self.marks)


def module_rows(course: Course, read: set[str], next_key: str) -> list[ModuleRow]:
    here = next_key.partition("/")[0] if read else ""
    return [
        ModuleRow(module, [lesson.key in read for lesson in module.lessons], module.id == here)
        for module in course.modules
    ]


def readiness_of(mine: int | None, course: Course) -> dict[str, Any]:
    quiz = course.main_quiz
    if not quiz:
        return {"readiness": None}
    firsts = progress.first_answers(mine, course, quiz)
    shown = {
        "readiness": readiness(firsts), "ready_quiz": course.quizzes[quiz],
        "strokes": strokes(firsts[-30:]), "recent": len(firsts[-30:]), "recent_right": sum(firsts[-30:]),
    }  # fmt: skip
    return {**shown, "ready_values": shown}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    mine = learner_id(request)
    cards = []
    for course in catalogue().courses.values():
        read = progress.lessons_read(mine, course.id)
        next_key = progress.next_lesson(course, read)
        open_runs = attempts.open_attempts(mine, course.id)
        cards.append(
            {"course": course, "begun": bool(read or open_runs), "read": len(read), "next": course.lessons.get(next_key),
             "open": open_runs, **readiness_of(mine, course)}
        )  # fmt: skip
    now = max(cards, key=lambda card: (bool(card["open"]), card["begun"]))  # where to continue: the one filled button
    context = {
        "cards": cards, "now": now["course"].id, "corner": "learn", "tasks": assignments.told(request, timezone.now()),
    }  # fmt: skip
    return page(request, "courses/home.html", context)


@require_safe
def course(request: HttpRequest, course: str) -> HttpResponse:
    mine, found = learner_id(request), course_or_404(course)
    read = progress.lessons_read(mine, found.id)
    next_key = progress.next_lesson(found, read)
    context = {
        "course": found, "rows": module_rows(found, read, next_key), "read": read, "corner": "learn",
        "next": found.lessons.get(next_key), "open": attempts.open_attempts(mine, found.id),
        "due": reviews.due_count(mine, found.id, timezone.now()), "pace": _pace(mine, found, read),
        "metrics": progress.metric_states(mine, found), "ready": found.quizzes.get(found.ready_quiz),
        **readiness_of(mine, found),
    }  # fmt: skip
    return page(request, "courses/course.html", context)


def _pace(mine: int | None, course: Course, read: set[str]) -> Pace | None:
    """What is left to do a day until the exam; None without a date."""
    exam = preferences.of(mine).exam
    if exam is None:
        return None
    lessons = len(set(course.lessons) - read)
    return pace(exam, timezone.localdate(), lessons, progress.unseen_of_course(mine, course))


@require_safe
def module(request: HttpRequest, course: str, module: str) -> HttpResponse:
    found = course_or_404(course)
    one = found_or_404(found.module_by_id.get(module))
    read = progress.lessons_read(learner_id(request), found.id)
    following = next((m for m in found.modules if m.number == one.number + 1), None)
    context = {
        "course": found, "module": one, "read": read, "corner": "learn", "following": following,
        "objectives": [found.objectives[id] for id in one.objectives],
        "next": next((lesson for lesson in one.lessons if lesson.key not in read), None),
        "quizzes": [q for q in found.quizzes.values() if module in q.banks and not q.audience],
    }  # fmt: skip
    return page(request, "courses/module.html", context)


@dataclass(frozen=True)
class CheckShown:
    """A check inside a lesson, asked or answered."""

    ident: str
    body: Question
    shown: dict[str, Any]
    explained: bool
    right: bool
    refused: str = ""
    typed: tuple[Html, ...] = ()  # what was sent and is not stored

    @property
    def bank(self) -> str:
        return self.ident.partition("/")[0]

    @property
    def question(self) -> str:
        return self.ident.partition("/")[2]

    @property
    def slug(self) -> str:
        return "check-" + self.ident.replace("/", "-")


def _check(
    course: Course, ident: str, asked: Asked | None, refused: str = "", sent: QueryDict | None = None
) -> CheckShown:
    """An answer given to an older wording is shown with that wording."""
    if asked is None:
        body = course.items[ident].question
        controls = shown(body, None, False)
        return CheckShown(ident, body, kept(controls, sent) if sent and refused else controls, False, False, refused)
    body = revisions.question(asked.revision_id)
    typed = tuple(texts(body, asked.order, sent)) if sent and refused else ()
    return CheckShown(ident, body, shown(body, asked, True), True, bool(asked.answer.right), refused, typed)


def _lesson(course: Course, module: str, lesson: str) -> Lesson:
    return found_or_404(course.lessons.get(f"{module}/{lesson}"))


def _blocks(course: Course, lesson: Lesson, mine: int | None) -> list[tuple[str, Any]]:
    """What stands in the lesson, each with its kind; checks as they were answered."""
    given = answers.lesson_answers(mine, course.id, lesson.key)
    blocks: list[tuple[str, Any]] = []
    for block in lesson.blocks:
        match block:
            case Html():
                blocks.append(("html", block))
            case Check():
                blocks.append(("check", _check(course, block.question, given.get(block.question))))
            case _:
                drawn = drawings.draw(block)
                blocks.append((type(drawn).__name__, drawn))
    return blocks


@require_safe
def lesson(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    found = course_or_404(course)
    one, mine = _lesson(found, module, lesson), learner_id(request)
    keys = list(found.lessons)
    place = keys.index(one.key)
    context = {
        "course": found, "module": found.module_by_id[module], "lesson": one, "corner": "learn",
        "blocks": partial(_blocks, found, one, mine),
        "answered": answers.lesson_marks(mine, found.id, one.key),
        "before": found.lessons[keys[place - 1]] if place else None,
        "after": found.lessons[keys[place + 1]] if place + 1 < len(keys) else None,
        "sources": [found.sources[id] for id in one.sources if id in found.sources],
    }  # fmt: skip
    return page(request, "courses/lesson.html", context)


@require_POST
def reads(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    """Mark as read and go on."""
    found = course_or_404(course)
    one = _lesson(found, module, lesson)
    progress.mark_read(learner_for(request), found.id, one.key)
    keys = list(found.lessons)
    place = keys.index(one.key) + 1
    if place == len(keys):
        return redirect("course", course)
    after = found.lessons[keys[place]]
    return redirect("lesson", course, after.module, after.id)


@require_http_methods(["POST"])
def checks(request: HttpRequest, course: str, module: str, lesson: str, bank: str, question: str) -> HttpResponse:
    """Answer a check inside a lesson, or (without a choice, `act=again`) take the answer back."""
    found = course_or_404(course)
    one, ident = _lesson(found, module, lesson), f"{bank}/{question}"
    if Check(ident) not in one.blocks:
        raise Http404("the lesson has no such check")
    learner = learner_for(request)
    asked = answers.lesson_check(learner, found, one.key, found.items[ident])
    refused, answered = "", None
    if request.POST.get("act") == "again":
        answers.again(asked.attempt, asked.position)
    else:
        try:
            answered = answers.answer(
                learner.pk, asked.attempt_id, asked.position, check=True, at=timezone.now(),
                read=lambda body, order: read(body, order, moved(request.POST)),
            )  # fmt: skip
        except Refused as no:
            refused = no.why
            answered = asked if refused == "checked" else None
    shown = _check(found, ident, answered, refused, request.POST)
    context = {"course": found, "module": found.module_by_id[module], "lesson": one, "check": shown}
    if refused or wants_fragment(request):
        return page(request, "courses/check.html", context, part="check", status=422 if refused else 200)
    return redirect(f"{reverse('lesson', args=[course, module, lesson])}#{shown.slug}")
