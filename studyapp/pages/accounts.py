"""Accounts are allauth's; ours is what becomes of a guest's work."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from studyapp.pages.http import KEYS, LEARNER
from studyapp.records import learners, preferences
from studyapp.records.models import User


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """After signing in or up, what a guest did belongs to the account."""

    def login(self, request: HttpRequest, user: Any) -> None:
        guest_id = request.session.get(LEARNER)
        super().login(request, user)
        assert isinstance(user, User)
        learner = learners.adopt(user=user, guest_id=guest_id)
        request.session[LEARNER] = learner.pk
        request.session[KEYS] = "on" if preferences.read(learner.preferences).keys else "off"
