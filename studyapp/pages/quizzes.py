"""What can be taken, by which rules, and how it went so far."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from studyapp.catalogue.courses import Course, Quiz
from studyapp.pages import assignments
from studyapp.pages.answers import number_in
from studyapp.pages.http import course_or_404, found_or_404, learner_for, learner_id, page
from studyapp.records import attempts, histories, missed, progress
from studyapp.records.attempts import Refused
from studyapp.records.audiences import quizzes_for
from studyapp.records.histories import Past
from studyapp.records.pools import Filter

SHOWN = 10  # runs on the page of a quiz
SECTION_SIZE = 8  # of a run whose questions are picked: section, missed, review


@require_safe
def index(request: HttpRequest, course: str) -> HttpResponse:
    found, mine = course_or_404(course), learner_id(request)
    past = histories.past(mine, found.id)
    rows = [(quiz, len(found.pool(quiz)), past.get(quiz.id)) for quiz in quizzes_for(mine, found).values()]
    context = {
        "course": found, "rows": rows, "open": attempts.open_attempts(mine, found.id), "corner": "practise",
        "tasks": assignments.told(request, timezone.now(), found.id),
    }  # fmt: skip
    return page(request, "quizzes/index.html", context)


@require_safe
def quiz(request: HttpRequest, course: str, quiz: str) -> HttpResponse:
    found = course_or_404(course)
    return page(request, "quizzes/quiz.html", _context(request, found, _quiz_or_404(request, found, quiz)))


def _quiz_or_404(request: HttpRequest, course: Course, id: str) -> Quiz:
    """The quiz, if it is served to whoever asks."""
    return found_or_404(quizzes_for(learner_id(request), course).get(id))


def _context(request: HttpRequest, course: Course, quiz: Quiz, refused: str = "") -> dict[str, Any]:
    mine = learner_id(request)
    past = histories.past(mine, course.id, quiz.id).get(quiz.id, Past())
    return {
        "course": course, "quiz": quiz, "pool": len(course.pool(quiz)), "unseen": progress.unseen(mine, course, quiz.id),
        "runs": histories.last(mine, course.id, quiz.id, SHOWN), "taken": past.taken, "best": past, "refused": refused,
        "corner": "practise",
        "open": [run for run in attempts.open_attempts(mine, course.id) if run.quiz == quiz.id],
        "modes": [(mode, runs, [(size, needed(quiz, size)) for size in runs.sizes]) for mode, runs in quiz.runs.items()],
        "missed": 0 if quiz.sealed else missed.count(mine, course, quiz), "objectives": _objectives(course, quiz), "nodes": _nodes(course, quiz),
    }  # fmt: skip


def _objectives(course: Course, quiz: Quiz) -> list[tuple[str, str]]:
    """The objectives one can practise alone; none where the quiz has only one."""
    found = course.pool(quiz).by_objective if not quiz.sealed else {}
    return [(id, course.objectives[id].says) for id in found] if len(found) > 1 else []


def _nodes(course: Course, quiz: Quiz) -> list[tuple[str, str]]:
    """The questions of the trees on which some scenario turns."""
    turned = course.pool(quiz).by_node if not quiz.sealed else {}
    return [
        (f"{id}/{node.id}", node.ask)
        for id, tree in course.trees.items()
        for node in tree.nodes
        if f"{id}/{node.id}" in turned
    ]


def needed(quiz: Quiz, size: int) -> int:
    """How many right answers pass."""
    return -(-quiz.pass_percent * size // 100)


@require_POST
def begin(request: HttpRequest, course: str, quiz: str) -> HttpResponse:
    """Start a run, or go on with the one that is open."""
    found = course_or_404(course)
    one = _quiz_or_404(request, found, quiz)
    mode, size = request.POST.get("mode", "practice"), number_in(request.POST.get("size", ""))
    only = Filter(*(request.POST.get(name, "") for name in ("node", "outcome", "objective")))
    wanted: dict[str, Any] = {
        "mode": mode, "only": only if mode == "section" else Filter(),
        "size": size if mode in one.runs else SECTION_SIZE,
    }  # fmt: skip
    try:
        if mode == "section" and only == Filter():
            raise Refused("empty")
        if learner_id(request) is None:
            attempts.askable(None, found, one, **wanted)  # a refused start makes no guest
        attempt = attempts.start(learner_for(request), found, one, **wanted)
    except Refused as refused:
        return page(request, "quizzes/quiz.html", _context(request, found, one, refused.why), status=422)
    return redirect("question", attempt.pk, attempts.place(attempt))
