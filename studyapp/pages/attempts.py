"""A run of questions: one a page, an overview, a result."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, push_url

from studyapp.pages import explaining, results
from studyapp.pages.answers import holds_response, moved, only_marks, read, texts
from studyapp.pages.http import course_or_404, found_or_404, learner_id, page, wants_fragment
from studyapp.pages.paging import sliced
from studyapp.pages.showing import kept, shown
from studyapp.records import answers, attempts, histories, preferences, revisions
from studyapp.records.attempts import Refused
from studyapp.records.models import Answer, Asked, Attempt

A_PAGE = 50  # runs
LAST_HOUR = 3600  # seconds
# What a response can be while it is being given: a place twice, a number half written.
UNFINISHED = ("gap", "place-twice", "number", "ambiguous")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    mine = learner_id(request)
    shown = sliced(histories.finished(mine), request.GET.get("page"), A_PAGE)
    context = {"open": attempts.open_attempts(mine), "finished": shown, "corner": "practise"}
    return page(request, "attempts/index.html", context)


@require_safe
def overview(request: HttpRequest, attempt_id: int) -> HttpResponse:
    now = timezone.now()
    attempt = _attempt(request, attempt_id)
    if attempts.is_closed(attempt, now):
        return redirect("result", attempt_id)
    strip = answers.strip(attempt)
    settled = "checked" if attempts.mode_of(attempt).explains == "each" else "saved"
    context = {
        "attempt": attempt, "strip": strip, "corner": "practise", **_of(attempt), **_clock(request, attempt, now),
        "open_count": sum(not row["saved"] for row in strip),
        "next": next((row["position"] for row in strip if not row[settled]), None),
    }  # fmt: skip
    return page(request, "attempts/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    now = timezone.now()
    asked = None
    if request.method == "POST":
        found, refused = _act(request, attempt_id, position, now)
        asked = found_or_404(found)
        act = request.POST.get("act", "save")
        if refused in UNFINISHED and act == "save" and wants_fragment(request):
            return _saved(request, asked, refused)
        if refused is not None:
            return _show(request, asked, now, refused=refused)
        if act == "next":
            return _next(request, attempt_id, asked)
        if not wants_fragment(request):
            return redirect("question", attempt_id, position)
        if act == "save":
            return _saved(request, asked)
    asked = asked or answers.asked_at(learner_id(request), attempt_id, position)
    asked = found_or_404(asked)
    if asked.attempt.is_sealed and attempts.is_closed(asked.attempt, now):
        return redirect("result", attempt_id)
    response = _show(request, asked, now)
    return push_url(response, request.path) if request.method == "GET" and wants_fragment(request) else response


def _act(request: HttpRequest, attempt_id: int, position: int, now: datetime) -> tuple[Asked | None, str | None]:
    """Carry out what was sent: the place as it is now, and the word of a refusal."""
    mine, act, sent = learner_id(request), request.POST.get("act", "save"), moved(request.POST)
    asked: Asked | None = None
    if act in ("save", "check") or (holds_response(sent) and not only_marks(sent)):
        try:
            asked = answers.answer(
                mine, attempt_id, position, check=act == "check", at=now, sure="sure" in sent, runs_only=True,
                read=lambda question, order: read(question, order, sent),
            )  # fmt: skip
        except Refused as refused:
            asked = answers.asked_at(mine, attempt_id, position)
            if act in ("save", "check") or refused.why != "none":
                return asked, refused.why
    asked = asked or answers.asked_at(mine, attempt_id, position)
    if asked is not None and act in ("flag", "unflag"):
        answers.flag(asked.attempt, position, act == "flag")
        asked.flagged = act == "flag"
    if asked is not None and act == "hint":
        answers.hint(asked.attempt, position, len(revisions.question(asked.revision_id).hints))
        asked.refresh_from_db(fields=["hints"])
    return asked, None


def _next(request: HttpRequest, attempt_id: int, asked: Asked) -> HttpResponse:
    """On to the next question; after the last, to the overview, which is another page."""
    if asked.position < asked.attempt.asked_count:
        return redirect("question", attempt_id, asked.position + 1)
    address = reverse("attempt", args=[attempt_id])
    return HttpResponseClientRedirect(address) if wants_fragment(request) else redirect(address)


def _saved(request: HttpRequest, asked: Asked, refused: str = "") -> HttpResponse:
    """Only the word 'Saved', or why it is not yet, so that nothing moves under the reader's hand."""
    context: dict[str, Any] = {"saved": not refused, "unsaved": refused}
    if refused:
        context |= kept(shown(revisions.question(asked.revision_id), asked, False), request.POST)
    response = render(request, "attempts/question.html#saved", context, status=422 if refused else 200)
    response["HX-Retarget"], response["HX-Reswap"] = "#saved", "outerHTML"
    patch_vary_headers(response, ["HX-Request"])
    return response


def _tally(strip: list[dict[str, Any]]) -> dict[str, int]:
    """How many questions are right, wrong, only saved, open."""
    judged = [row for row in strip if row["checked"]]
    saved = sum(row["saved"] for row in strip)
    right = sum(bool(row["right"]) for row in judged)
    return {"right": right, "wrong": len(judged) - right, "saved": saved - len(judged), "open": len(strip) - saved}


def _show(request: HttpRequest, asked: Asked, now: datetime, refused: str | None = None) -> HttpResponse:
    attempt, closed = asked.attempt, attempts.is_closed(asked.attempt, now)
    body = revisions.question(asked.revision_id)
    answer: Answer | None = getattr(asked, "answer", None)
    explains = (attempts.mode_of(attempt).explains == "each" or closed) and not attempt.is_sealed
    explained = (closed and explains) or bool(explains and answer and answer.checked)
    strip, controls = answers.strip(attempt), shown(body, asked, explained)
    if refused and not explained:
        controls = kept(controls, request.POST)
    context = {
        "asked": asked, "attempt": attempt, "body": body, "answer": answer, "explained": explained, "closed": closed,
        "strip": strip, "refused": refused, "tells": explains, "saved": answer is not None and not refused, "tally": _tally(strip),
        "sure": "sure" in request.POST if refused else answer is not None and answer.sure,
        "hints": body.hints[: asked.hints], "more_hints": len(body.hints) - asked.hints, "corner": "practise",
        "last": asked.position == attempt.asked_count, "all_answered": all(row["saved"] for row in strip),
        **controls, **_of(attempt), **_clock(request, attempt, now),
    }  # fmt: skip
    if explained:
        context |= explaining.explanation(body, asked, course_or_404(attempt.course)) | {
            "reported": request.GET.get("reported")
        }
        context["typed"] = texts(body, asked.order, request.POST)
    return page(request, "attempts/question.html", context, part="question", status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest, attempt_id: int) -> HttpResponse:
    attempt = _attempt(request, attempt_id)
    if request.method == "POST":
        attempts.finish(attempt)
        return redirect("result", attempt_id)
    if not attempts.is_closed(attempt, timezone.now()):
        return redirect("attempt", attempt_id)
    context = {"attempt": attempt, "corner": "practise", **_of(attempt), **results.result(attempt)}
    return page(request, "attempts/result.html", context)


@require_POST
def reports(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    """Something is wrong with this question: kept with the very wording."""
    asked = found_or_404(answers.asked_at(learner_id(request), attempt_id, position))
    kept = answers.report(asked, request.POST.get("text", ""))
    return redirect(f"{reverse('question', args=[attempt_id, position])}?reported={int(kept is not None)}#report")


def _attempt(request: HttpRequest, attempt_id: int) -> Attempt:
    attempt = found_or_404(attempts.find(learner_id(request), attempt_id))
    if attempt.mode == "lesson":
        raise Http404("a lesson's checks stand in the lesson")
    return attempt


def _of(attempt: Attempt) -> dict[str, Any]:
    course = course_or_404(attempt.course)
    return {"course": course, "here": course, "quiz": course.quizzes.get(attempt.quiz)}


def _clock(request: HttpRequest, attempt: Attempt, now: datetime) -> dict[str, Any]:
    """How many seconds are left, and whether the learner wants to see them; nothing without a clock.

    A run that only has to be in by the time its assignment is due has one in its last hour.
    """
    left = attempts.seconds_left(attempt, now) if attempt.finished is None else None
    if left is None or (attempt.rules.get("seconds") is None and left > LAST_HOUR):
        return {}
    return {"seconds_left": round(left, 1), "countdown": preferences.of(learner_id(request)).countdown}
