"""The certificate of a course: asked for by its learner, seen by whoever has its address."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from studyapp.catalogue.courses import Course
from studyapp.pages.http import course_or_404, found_or_404, learner_for, learner_id, page
from studyapp.records import certificates, progress
from studyapp.records.attempts import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest, course: str) -> HttpResponse:
    """What is still to be met; once all is, the name to be printed. POST issues it."""
    found, mine = course_or_404(course), learner_id(request)
    if request.method == "POST" and mine is not None:
        try:
            issued = certificates.issue(learner_for(request), found, request.POST.get("name", ""))
            return redirect("certificate", course, issued.code)
        except Refused as refused:
            return _page(request, found, mine, refused.why)
    known = certificates.of(mine, course)
    if known is not None:
        return redirect("certificate", course, known.code)
    return _page(request, found, mine, "metrics" if request.method == "POST" else "")


def _page(request: HttpRequest, course: Course, mine: int | None, refused: str) -> HttpResponse:
    states = progress.metric_states(mine, course)
    context = {
        "course": course, "states": states, "earned": certificates.earned(states), "refused": refused,
        "name": request.POST.get("name", ""), "longest": certificates.LONGEST, "corner": "progress",
    }  # fmt: skip
    return page(request, "certificates/asked.html", context, status=422 if refused else 200)


@require_safe
def certificate(request: HttpRequest, course: str, code: str) -> HttpResponse:
    found = course_or_404(course)
    shown = found_or_404(certificates.find(course, code))
    address = request.build_absolute_uri(request.path)
    context = {
        "course": found, "certificate": shown, "address": address, "corner": "",
        "evidence": [{**one, "done": [_dated(done) for done in one["done"]]} for one in shown.evidence],
    }  # fmt: skip
    return page(request, "certificates/certificate.html", context)


def _dated(done: dict[str, Any]) -> dict[str, Any]:
    return {**done, "on": date.fromisoformat(done["on"])}
