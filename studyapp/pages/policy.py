"""What a page may load and run: what the site itself serves, and nothing else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

FROM_HERE = ("script", "style", "img", "font", "connect", "manifest")
POLICY = "; ".join([
    "default-src 'none'", *(f"{kind}-src 'self'" for kind in FROM_HERE), "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
])  # fmt: skip


class Policy:
    """The same for every response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Content-Security-Policy"] = POLICY
        return response
