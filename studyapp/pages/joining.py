"""Joining a class with its code, and leaving it."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.pages import limits
from studyapp.pages.http import found_or_404, learner_for, learner_id, page
from studyapp.records import cohorts
from studyapp.records.attempts import Refused
from studyapp.records.editions import catalogue
from studyapp.records.models import Membership

GUESSES, SPAN = 20, 600  # wrong codes from one address in ten minutes


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    now, wrong = timezone.now(), ""
    who = limits.address(request)
    with limits.alone("join", who):
        if limits.count("join", who, SPAN, add=0) >= GUESSES:
            return limits.too_often(request, limits.left(SPAN))
        invitation = cohorts.invitation(code)
        if invitation is None:
            limits.count("join", who, SPAN)
    if invitation is None:
        return _closed(request, "unknown", 404)
    if not cohorts.is_valid(invitation, now):
        return _closed(request, "expired", 410)
    name = request.POST.get("name", "")
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        try:
            cohorts.join(invitation, learner_for(request), name=name, at=now)
            return redirect("memberships")
        except Refused as refused:
            wrong = refused.why
    cohort = invitation.cohort
    context = {
        "invitation": invitation, "cohort": cohort, "course": catalogue().courses.get(cohort.course), "wrong": wrong,
        "member": _member(request, cohort.pk), "name": name, "corner": "",
    }  # fmt: skip
    return page(request, "joining/join.html", context, status=422 if wrong else 200)


def _member(request: HttpRequest, cohort_id: int) -> Membership | None:
    return cohorts.membership(learner_id(request), cohort_id)


def _closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return page(request, "joining/closed.html", {"why": why, "corner": ""}, status=status)


@require_safe
def memberships(request: HttpRequest) -> HttpResponse:
    """The classes one is in, and who sees what there."""
    rows = cohorts.memberships(learner_id(request))
    courses = catalogue().courses
    context = {"rows": [(row, courses.get(row.cohort.course)) for row in rows], "corner": "progress"}
    return page(request, "joining/memberships.html", context)


@require_POST
def leave(request: HttpRequest, cohort_id: int) -> HttpResponse:
    mine = found_or_404(_member(request, cohort_id))
    cohorts.leave(cohort_id, mine.learner_id, timezone.now())
    return redirect("memberships")
