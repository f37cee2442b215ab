"""Who may see what instructors see. Nobody is asked to sign in; to a learner these pages do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from studyapp.pages import second_step
from studyapp.pages.http import found_or_404
from studyapp.records import assignments, banks, cohorts
from studyapp.records.models import Assignment, Bank, Cohort, Membership, User

View = Callable[..., HttpResponse]


def for_instructors(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        instructor(request)
        if second_step.is_lacking(request):
            return redirect("mfa_index")
        return view(request, *args, **kwargs)

    return guarded


def instructor(request: HttpRequest) -> User:
    """The instructor or administrator who is asking."""
    user = request.user
    if not isinstance(user, User) or user.role == User.Role.LEARNER:
        raise Http404("no such page")
    return user


def bank_or_404(request: HttpRequest, course: str, ident: str) -> Bank:
    """The bank, if whoever asks may write it."""
    return found_or_404(banks.find(instructor(request), course, ident))


def cohort_or_404(request: HttpRequest, cohort_id: int) -> Cohort:
    """The class, if whoever asks teaches it or administers the site."""
    return found_or_404(cohorts.find(instructor(request), cohort_id))


def assignment_or_404(request: HttpRequest, cohort_id: int, assignment_id: int) -> Assignment:
    """What such a class was given."""
    return found_or_404(assignments.find(cohort_or_404(request, cohort_id), assignment_id))


def member_or_404(request: HttpRequest, cohort_id: int, learner_id: int) -> Membership:
    """Somebody who learns in such a class now."""
    cohort = cohort_or_404(request, cohort_id)
    return found_or_404(cohorts.membership(learner_id, cohort.pk))
