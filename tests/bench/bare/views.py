from django.contrib.auth import login
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from tests.bench.bare.models import Saved

WORDS = "one two three four five six seven eight nine ten eleven twelve"
ROWS = [
    {"number": number, "title": f"Row {number}", "text": WORDS, "points": number * 3, "done": number % 2}
    for number in range(1, 48)
]


def begin(request: HttpRequest) -> HttpResponse:
    """Sign somebody in."""
    user, _ = User.objects.get_or_create(username="somebody")
    login(request, user)
    request.session["number"] = 7
    return HttpResponse()


def page(request: HttpRequest) -> HttpResponse:
    """(b) Session, user and a 10 KB template."""
    return render(request, "bare/page.html", {"rows": ROWS, "number": request.session.get("number")})


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """(c) CSRF, session and one durable insert; the reply is a fragment of 2 KB."""
    with transaction.atomic():
        saved = Saved.objects.create(number=request.session["number"], text=request.POST["text"])
    return render(request, "bare/saved.html", {"saved": saved, "rows": ROWS[:12]})
