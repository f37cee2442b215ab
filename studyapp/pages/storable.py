"""What is sent can be stored: no text holds the character 0, which PostgreSQL has no place for."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError

NUL, SIGN = "\x00", "\ufffd"  # as browsers show it


class Storable:
    """The sign for a character that is none comes in its place, in the address, the query, the cookies and the form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.path_info = request.path_info.replace(NUL, SIGN)
        request.GET = _storable(request.GET)  # type: ignore[assignment]
        if any(NUL in value for value in request.COOKIES.values()):
            request.COOKIES = {name: value.replace(NUL, SIGN) for name, value in request.COOKIES.items()}
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        with suppress(UnreadablePostError):  # who sent it is gone
            request.POST = _storable(request.POST)  # type: ignore[assignment]


def _storable(sent: QueryDict) -> QueryDict:
    if not any(NUL in value for _, values in sent.lists() for value in values):
        return sent
    found = sent.copy()
    for name, values in sent.lists():
        found.setlist(name, [value.replace(NUL, SIGN) for value in values])
    return found
