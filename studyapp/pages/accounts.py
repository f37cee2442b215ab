"""Accounts are allauth's; ours is what becomes of a guest's work."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.views import LogoutView
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from studyapp.pages import limits
from studyapp.pages.http import KEYS, LEARNER, forgotten
from studyapp.pages.languages import OFFERED, keep
from studyapp.records import learners, preferences
from studyapp.records.models import User

sign_out = LogoutView.as_view()
LOCKED = 300  # seconds, as allauth's limit has it


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """After signing in or up, what a guest did belongs to the account."""

    def login(self, request: HttpRequest, user: Any) -> None:
        guest_id = request.session.get(LEARNER)
        super().login(request, user)
        assert isinstance(user, User)
        learner = learners.adopt(user=user, guest_id=guest_id)
        request.session[LEARNER] = learner.pk
        chosen = preferences.read(learner.preferences)
        request.session[KEYS] = "on" if chosen.keys else "off"
        request.chosen_language = chosen.language  # type: ignore[attr-defined]  # for the response, which is made later

    def post_login(self, request: HttpRequest, user: Any, **hook: Any) -> HttpResponse:
        """In the language that was chosen with this account."""
        response: HttpResponse = super().post_login(request, user, **hook)
        language = getattr(request, "chosen_language", "")
        if language in OFFERED:
            keep(response, language)
        return response

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted, by account and by address; whoever sent too many is told when to come back."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            raise ImmediateHttpResponse(limits.too_often(request, LOCKED)) from None

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Pages say themselves what is done; else it would wait in a cookie until somebody opens the admin."""
        if level >= messages.ERROR:
            super().add_message(request, level, *args, **kwargs)


def logout(request: HttpRequest) -> HttpResponse:
    """Sign out; what was typed and not saved goes from the browser, too."""
    response: HttpResponse = sign_out(request)
    return forgotten(response) if request.method == "POST" else response
