"""The queue of what learners say: of questions with the wording and the answer, and of judged designs."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from studyapp.pages import appeals
from studyapp.pages.http import found_or_404, page
from studyapp.pages.paging import slice_of
from studyapp.pages.showing import shown
from studyapp.pages.teaching import for_instructors, instructor
from studyapp.records import reports, revisions
from studyapp.records.editions import catalogue
from studyapp.records.models import Report, User

A_PAGE = 20


@require_safe
@for_instructors
def queue(request: HttpRequest) -> HttpResponse:
    user, settled = instructor(request), "settled" in request.GET
    found = slice_of(partial(reports.queue, user, settled=settled), request.GET.get("page"), A_PAGE)
    own = reports.writes(user) if found.rows else set()
    context = {
        "rows": [_row(report, user, own) for report in found.rows],
        "found": found,
        "settled": settled,
        "waits": 0 if settled else reports.count(user),
        "most": reports.MOST,
        "corner": "teach",
        **appeals.waiting(user, settled=settled, number=request.GET.get("appeals")),
    }
    return page(request, "reports/reports.html", context)


def _row(report: Report, user: User, own: set[tuple[str, str]]) -> dict[str, Any]:
    """The reported wording as it was answered. What is sealed is explained to its authors only."""
    asked, course = report.asked, report.asked.question.split("/")[0]
    body = revisions.question(asked.revision_id)
    bank, _, id = body.ident.partition("/")
    writes = (course, bank) in own
    explained = writes or not asked.attempt.is_sealed
    served = catalogue().courses.get(course)
    item = served.items.get(body.ident) if served else None
    return {
        "report": report, "asked": asked, "body": body, "explained": explained, "writes": writes, "course": course,
        "bank": bank, "id": id, "changed": item is not None and revisions.hash_of(item.question) != asked.revision_id,
        "title": (item.title if item else "") or id, **shown(body, asked, explained),
    }  # fmt: skip


@require_POST
@for_instructors
def settle(request: HttpRequest, report: int) -> HttpResponse:
    """Mended, or looked at and left as it is."""
    user = instructor(request)
    found = found_or_404(reports.find(user, report))
    reports.settle(found, by=user, mended=request.POST.get("act") == "mended")
    return redirect("reported")
