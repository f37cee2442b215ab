"""A run of questions: one a page, an overview, a result."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect, push_url

from studyapp.catalogue.questions import Question
from studyapp.pages import answers, explaining, results
from studyapp.pages.http import course_or_404, found_or_404, learner_id, page, wants_fragment
from studyapp.records import attempts, revisions
from studyapp.records.attempts import Refused
from studyapp.records.models import Answer, Asked, Attempt


@dataclass(frozen=True)
class Shown:
    """A choice as it is shown: its number on the page, and what is said of it once the answer is explained."""

    number: int
    text: str
    taken: bool
    state: str = ""  # right, wrong, left-out, other
    feedback: str = ""


def shown_choices(question: Question, asked: Asked, explained: bool) -> list[Shown]:
    answer: Answer | None = getattr(asked, "answer", None)
    taken = set(answer.response) if answer else set()
    return [
        _shown(question, number, original, original in taken, explained)
        for number, original in enumerate(asked.order, 1)
    ]


def _shown(question: Question, number: int, original: int, taken: bool, explained: bool) -> Shown:
    choice = question.choices[original]
    if not explained:
        return Shown(number, choice.text, taken)
    if choice.right:
        left_out = not taken and question.kind == "multiple"
        state = "left-out" if left_out else "right"
        return Shown(
            number, choice.text, taken, state, choice.left_out if left_out and choice.left_out else choice.feedback
        )
    return Shown(number, choice.text, taken, "wrong" if taken else "other", choice.feedback)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    mine = learner_id(request)
    context = {"open": attempts.open_attempts(mine), "finished": attempts.finished(mine), "corner": "practise"}
    return page(request, "attempts/index.html", context)


@require_safe
def overview(request: HttpRequest, attempt_id: int) -> HttpResponse:
    attempt = _attempt(request, attempt_id)
    if attempt.finished:
        return redirect("result", attempt_id)
    strip = attempts.strip(attempt)
    settled = "checked" if attempts.mode_of(attempt).checks_each else "saved"
    context = {
        "attempt": attempt, "strip": strip, "corner": "practise", **_of(attempt),
        "open_count": sum(not row["saved"] for row in strip),
        "next": next((row["position"] for row in strip if not row[settled]), None),
    }  # fmt: skip
    return page(request, "attempts/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    asked = None
    if request.method == "POST":
        found, refused = _act(request, attempt_id, position)
        asked = found_or_404(found)
        if refused is not None:
            return _show(request, asked, refused=refused)
        act = request.POST.get("act", "save")
        if act == "next":
            return _next(request, attempt_id, asked)
        if not wants_fragment(request):
            return redirect("question", attempt_id, position)
        if act == "save":
            return _saved(request)
    asked = asked or attempts.asked_at(learner_id(request), attempt_id, position)
    response = _show(request, found_or_404(asked))
    return push_url(response, request.path) if request.method == "GET" and wants_fragment(request) else response


def _act(request: HttpRequest, attempt_id: int, position: int) -> tuple[Asked | None, str | None]:
    """Carry out what was sent: the place as it is now, and the word of a refusal."""
    mine, act = learner_id(request), request.POST.get("act", "save")
    if act in ("flag", "unflag", "next") and "choice" not in request.POST:
        asked = attempts.asked_at(mine, attempt_id, position)
        if asked is not None and act != "next":
            attempts.flag(asked.attempt, position, act == "flag")
            asked.flagged = act == "flag"
        return asked, None
    try:
        asked = attempts.answer(
            mine, attempt_id, position,
            read=lambda question, order: answers.read(question, order, request.POST),
            check=act == "check", runs_only=True,
        )  # fmt: skip
    except Refused as refused:
        return attempts.asked_at(mine, attempt_id, position), refused.why
    if asked is not None and act in ("flag", "unflag"):
        attempts.flag(asked.attempt, position, act == "flag")
        asked.flagged = act == "flag"
    return asked, None


def _next(request: HttpRequest, attempt_id: int, asked: Asked) -> HttpResponse:
    """On to the next question; after the last, to the overview, which is another page."""
    if asked.position < asked.attempt.asked_count:
        return redirect("question", attempt_id, asked.position + 1)
    address = reverse("attempt", args=[attempt_id])
    return HttpResponseClientRedirect(address) if wants_fragment(request) else redirect(address)


def _saved(request: HttpRequest) -> HttpResponse:
    """Only the word 'Saved', so that nothing moves under the reader's hand."""
    response = render(request, "attempts/question.html#saved", {"saved": True})
    response["HX-Retarget"], response["HX-Reswap"] = "#saved", "outerHTML"
    patch_vary_headers(response, ["HX-Request"])
    return response


def _tally(strip: list[dict[str, Any]]) -> dict[str, int]:
    """How many questions are right, wrong, only saved, open."""
    judged = [row for row in strip if row["checked"]]
    saved = sum(row["saved"] for row in strip)
    right = sum(bool(row["right"]) for row in judged)
    return {"right": right, "wrong": len(judged) - right, "saved": saved - len(judged), "open": len(strip) - saved}


def _show(request: HttpRequest, asked: Asked, refused: str | None = None) -> HttpResponse:
    attempt = asked.attempt
    body = revisions.question(asked.revision_id)
    answer: Answer | None = getattr(asked, "answer", None)
    explained = (
        bool(answer and answer.checked and (attempts.mode_of(attempt).checks_each or attempt.finished))
        or attempt.finished is not None
    )
    strip = attempts.strip(attempt)
    context = {
        "asked": asked, "attempt": attempt, "body": body, "answer": answer, "explained": explained,
        "choices": shown_choices(body, asked, explained), "strip": strip, "refused": refused,
        "tells": attempts.mode_of(attempt).checks_each or attempt.finished is not None,
        "saved": answer is not None, "tally": _tally(strip), "last": asked.position == attempt.asked_count, "corner": "practise",
        "all_answered": all(row["saved"] for row in strip), **_of(attempt),
    }  # fmt: skip
    if explained:
        context |= explaining.explanation(body, asked) | {"typed": answers.texts(body, asked.order, request.POST)}
    return page(request, "attempts/question.html", context, part="question", status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest, attempt_id: int) -> HttpResponse:
    attempt = _attempt(request, attempt_id)
    if request.method == "POST":
        attempts.finish(attempt)
        return redirect("result", attempt_id)
    if attempt.finished is None:
        return redirect("attempt", attempt_id)
    context = {"attempt": attempt, "corner": "practise", **_of(attempt), **results.result(attempt)}
    return page(request, "attempts/result.html", context)


def _attempt(request: HttpRequest, attempt_id: int) -> Attempt:
    attempt = found_or_404(attempts.find(learner_id(request), attempt_id))
    if attempt.mode == "lesson":
        raise Http404("a lesson's checks stand in the lesson")
    return attempt


def _of(attempt: Attempt) -> dict[str, Any]:
    course = course_or_404(attempt.course)
    return {"course": course, "here": course, "quiz": course.quizzes.get(attempt.quiz)}
