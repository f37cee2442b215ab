"""What is said when something is refused, missing or broken."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from studyapp.pages.editor import unsent
from studyapp.pages.items import given_back


def forbidden(request: HttpRequest, reason: str = "", **kwargs: Any) -> HttpResponse:
    """A missing CSRF token: the page was open for too long, or cookies are switched off. A draft is kept."""
    match = request.resolver_match
    if match is not None and match.url_name in ("edit", "preview") and "text" in request.POST:
        return unsent(request, "stale", 403)
    if match is not None and match.url_name == "bank-item" and request.user.is_authenticated:
        return given_back(request, "stale", 403)
    return render(request, "403.html", {"stale": True}, status=403)
