"""What an instructor changes of a class: its title, its codes, who teaches it, whether it is put away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from studyapp.pages.cohorts import course_of
from studyapp.pages.http import page
from studyapp.pages.teaching import cohort_or_404, for_instructors, instructor
from studyapp.records import cohorts
from studyapp.records.attempts import Refused
from studyapp.records.models import Cohort


def _number(text: str) -> int:
    """A row's number as sent; 0, which no row has, where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


@require_http_methods(["GET", "HEAD", "POST"])
@for_instructors
def settings(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """The page, and a POST that renames the class, puts it away or fetches it back."""
    one = cohort_or_404(request, cohort_id)
    if request.method != "POST":
        return _show(request, one)
    match request.POST.get("act"):
        case "archive":
            cohorts.archive(one, timezone.now())
        case "restore":
            cohorts.restore(one)
        case _:
            try:
                cohorts.rename(one, request.POST.get("title", ""))
            except Refused as refused:
                return _show(request, one, refused.why)
    return redirect(f"{reverse('cohort-settings', args=[one.pk])}?saved=1")


def _show(request: HttpRequest, one: Cohort, wrong: str = "") -> HttpResponse:
    now = timezone.now()
    codes = [
        (row, request.build_absolute_uri(reverse("join", args=[row.code]))) for row in cohorts.invitations(one, now)
    ]
    context = {
        "cohort": one, "here": course_of(one), "course": course_of(one), "codes": codes, "wrong": wrong, "corner": "teach",
        "instructors": list(one.instructors.order_by("email")), "saved": "saved" in request.GET,
        "title": request.POST.get("title", one.title), "email": request.POST.get("email", ""),
    }  # fmt: skip
    return page(request, "cohorts/settings.html", context, status=422 if wrong else 200)


@require_POST
@for_instructors
def invitations(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """A new code, or, with `revoke`, one taken back."""
    one = cohort_or_404(request, cohort_id)
    if "revoke" in request.POST:
        cohorts.revoke(one, _number(request.POST["revoke"]), timezone.now())
    else:
        cohorts.invite(one, timezone.now())
    return redirect(f"{reverse('cohort-settings', args=[one.pk])}#codes")


@require_POST
@for_instructors
def instructors(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """One instructor more by e-mail; with `remove` one fewer, with `owner` the class handed over."""
    one, user = cohort_or_404(request, cohort_id), instructor(request)
    try:
        if "remove" in request.POST:
            cohorts.remove_instructor(one, _number(request.POST["remove"]), by=user)
        elif "owner" in request.POST:
            cohorts.hand_over(one, _number(request.POST["owner"]), by=user)
        else:
            cohorts.add_instructor(one, email=request.POST.get("email", ""), by=user)
    except Refused as refused:
        return _show(request, one, refused.why)
    if cohorts.find(user, one.pk) is None:  # one's own hand was taken away
        return redirect("cohorts")
    return redirect(f"{reverse('cohort-settings', args=[one.pk])}#instructors")
