"""Who may see what instructors see. Nobody is asked to sign in; to a learner these pages do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from studyapp.pages.http import found_or_404
from studyapp.records import banks
from studyapp.records.models import Bank, User

View = Callable[..., HttpResponse]


def for_instructors(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        instructor(request)
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
