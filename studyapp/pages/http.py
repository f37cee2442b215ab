"""Whole page or fragment, who is asking, and what frames every page."""

from collections.abc import Callable
from time import time
from typing import Any, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html

from studyapp.catalogue.courses import Course
from studyapp.pages.keeping import FIELD
from studyapp.records import learners
from studyapp.records.editions import catalogue
from studyapp.records.models import Learner, User

T = TypeVar("T")
DAY = 86400  # seconds
KEYS = "keys"  # the key of the session that says whether single keys are off
LEARNER = "learner"  # the key of the session that holds the learner's number


class SlidingSession:
    """A session lasts for fourteen days from the last POST."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        today = int(time() // DAY)
        if request.method == "POST" and LEARNER in request.session and request.session.get("slid") != today:
            request.session["slid"] = today  # one more statement a day, and not at each answer
        return self.get_response(request)


def learner_id(request: HttpRequest) -> int | None:
    """Who is asking; None for somebody who has done nothing yet."""
    mine = request.session.get(LEARNER)
    return mine if isinstance(mine, int) else None


def learner_for(request: HttpRequest) -> Learner:
    """Who is acting: at the first POST a guest is made."""
    mine = learner_id(request)
    found = Learner.objects.filter(pk=mine).first() if mine is not None else None
    if found is None:
        found = learners.of_user(request.user) if isinstance(request.user, User) else learners.make_guest()
        request.session[LEARNER] = found.pk
    return found


def course_or_404(id: str) -> Course:
    course = catalogue().courses.get(id)
    if course is None:
        raise Http404("no such course")
    return course


def found_or_404(thing: T | None) -> T:
    if thing is None:
        raise Http404("no such thing")
    return thing


def wants_fragment(request: HttpRequest) -> bool:
    """htmx wants a fragment, but a whole page for its history."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, part: str = "", status: int = 200
) -> HttpResponse:
    """The page, or where htmx asks that part of it. Only the view names the part."""
    name = f"{template}#{part}" if part and wants_fragment(request) else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def forgotten(response: HttpResponse) -> HttpResponse:
    """The answer after which this browser keeps nothing of what was typed: another person may sit at it next."""
    response["Clear-Site-Data"] = '"storage"'
    return response


def frame(request: HttpRequest) -> dict[str, Any]:
    """For every page: the course in view, for its links, its date and its notice, and the theme that was chosen."""
    match = request.resolver_match
    courses = catalogue().courses
    named = match.kwargs.get("course") if match else None
    course = courses.get(named) if named else next(iter(courses.values()), None)
    return {
        "here": course, "theme": theme(request), "keys": request.session.get(KEYS), "languages": settings.LANGUAGES, **_token(request),
    }  # fmt: skip


def _token(request: HttpRequest) -> dict[str, Any]:
    """The token of a page and its field in forms, masked once: each mask takes time, and compresses to nothing less."""
    token = SimpleLazyObject(lambda: get_token(request))
    return {"csrf_token": token, "csrf_input": SimpleLazyObject(lambda: format_html(FIELD, token))}


def theme(request: HttpRequest) -> str:
    """The one that was chosen, or nothing: as the system has it."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in ("light", "dark") else ""
