"""What waits of designs: learners who say that theirs is valid, and mended briefs that would judge otherwise now."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from studyapp.pages.designs import brief_or_404, misses, pictured
from studyapp.pages.http import found_or_404
from studyapp.pages.paging import slice_of
from studyapp.pages.teaching import for_instructors, instructor
from studyapp.records import appeals, designs, rejudging
from studyapp.records.models import Appeal, User
from studyapp.records.revisions import hash_of_brief

A_PAGE = 10  # each with its drawing


def waiting(user: User, *, settled: bool, number: str | None) -> dict[str, Any]:
    """What the queue shows of designs."""
    found = slice_of(partial(appeals.queue, user, settled=settled), number, A_PAGE)
    return {
        "appeals": [_row(appeal) for appeal in found.rows],
        "appealed": found,
        "appeals_wait": 0 if settled else appeals.count(user),
        "offers": [] if settled else rejudging.offers(user),
    }


def _row(appeal: Appeal) -> dict[str, Any]:
    """The very design that was judged, and what it missed by the brief as it was then."""
    brief, drawn, review = designs.reviewed(appeal.judgement)
    return {
        "appeal": appeal, "brief": brief, "misses": misses(drawn, brief.palette, review),
        **pictured(drawn, brief.palette, review),
    }  # fmt: skip


@require_POST
@for_instructors
def settle(request: HttpRequest, appeal: int) -> HttpResponse:
    """It counts as passed, or the judgement stands."""
    user = instructor(request)
    found = found_or_404(appeals.find(user, appeal))
    appeals.settle(found, by=user, granted=request.POST.get("act") == "valid")
    return redirect("reported")


@require_POST
@for_instructors
def regrade(request: HttpRequest, course: str, exercise: str) -> HttpResponse:
    """Judge anew by the wording that was shown; if it has changed again since, the queue says what it would do now."""
    user = instructor(request)
    found, brief = brief_or_404(course, exercise)
    found_or_404(rejudging.sees(user, found, brief) or None)
    if request.POST.get("brief") == hash_of_brief(brief):
        rejudging.apply(user, found, brief)
    return redirect("reported")
