"""What is said when something is refused, missing or broken."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def forbidden(request: HttpRequest, reason: str = "", **kwargs: Any) -> HttpResponse:
    """A missing CSRF token: the page was open for too long, or cookies are switched off."""
    return render(request, "403.html", {"stale": True}, status=403)
