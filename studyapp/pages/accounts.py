"""Accounts are allauth's; ours is what becomes of a guest's work."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from studyapp.pages.http import LEARNER
from studyapp.records import learners
from studyapp.records.models import User


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """After signing in or up, what a guest did belongs to the account."""

    def login(self, request: HttpRequest, user: Any) -> None:
        guest_id = request.session.get(LEARNER)
        super().login(request, user)
        assert isinstance(user, User)
        request.session[LEARNER] = learners.adopt(user=user, guest_id=guest_id).pk
