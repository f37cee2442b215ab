"""What is said when something is refused, missing or broken."""

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.defaults import server_error

from studyapp.pages.editor import unsent
from studyapp.pages.http import theme
from studyapp.pages.items import given_back

WAIT = 10  # seconds after which it is worth trying again


def forbidden(request: HttpRequest, reason: str = "", **kwargs: Any) -> HttpResponse:
    """A missing CSRF token: the page was open for too long, or cookies are switched off. A draft is kept."""
    match = request.resolver_match
    if match is not None and match.url_name in ("edit", "preview") and "text" in request.POST:
        return unsent(request, "stale", 403)
    if match is not None and match.url_name == "bank-item" and request.user.is_authenticated:
        return given_back(request, "stale", 403)
    return render(request, "403.html", {"stale": True}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """What nobody foresaw; or a database that cannot be used for now: full, locked, started anew."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return _not_now(request)
    return server_error(request)


def _not_now(request: HttpRequest) -> HttpResponse:
    """A refusal that asks the database nothing. What was sent stands in its page, to be sent again: all but passwords and files."""
    sent = request.POST if request.method == "POST" else None
    whole = sent is not None and not request.FILES and not any("password" in name for name in sent)
    context = {
        "path": request.get_full_path(), "theme": theme(request), "sent": sent is not None,
        "kept": [(name, value) for name, values in sent.lists() for value in values] if sent and whole else [],
    }  # fmt: skip
    return HttpResponse(render_to_string("503.html", context), status=503, headers={"Retry-After": str(WAIT)})
