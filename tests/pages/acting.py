"""What the cast does: sign in, begin a run, answer rightly or wrongly, finish."""

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from studyapp.records import answers, revisions
from studyapp.records.models import Asked, Attempt, Learner, User

HTMX = {"HX-Request": "true"}
PASSWORD = "steeps-for-a-night"


def signed_in(email: str, **fields: Any) -> Client:
    """A client whose session is as signing in leaves it (tests/pages/test_accounts.py goes through the form)."""
    user = User.objects.create_user(email, PASSWORD, last_login=timezone.now(), **fields)
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session["learner"] = Learner.objects.create(user=user).pk
    session.create()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return client


def learner_of(client: Client) -> Learner:
    return Learner.objects.get(pk=client.session["learner"])


def begin(client: Client, quiz: str = "brewing", *, course: str = "tea", **posted: Any) -> Attempt:
    """Start a run, or go on with the open one, by its form."""
    response = client.post(f"/courses/{course}/quizzes/{quiz}/attempts/", {"mode": "practice", "size": 3} | posted)
    assert response.status_code == 302, response.content
    return Attempt.objects.get(pk=int(response["Location"].split("/")[2]))


def asked_at(attempt: Attempt, position: int) -> Asked:
    return Asked.objects.select_related("answer").get(attempt=attempt, position=position)


def address(attempt: Attempt, position: int) -> str:
    return f"/attempts/{attempt.pk}/{position}/"


def right_numbers(attempt: Attempt, position: int) -> list[int]:
    """The numbers on the page that make the right answer."""
    asked = asked_at(attempt, position)
    key = revisions.question(asked.revision_id).key
    return [number for number, original in enumerate(asked.order, 1) if original in key]


def wrong_numbers(attempt: Attempt, position: int) -> list[int]:
    """The numbers on the page of the choices that are not right."""
    right = right_numbers(attempt, position)
    return [number for number in range(1, len(asked_at(attempt, position).order) + 1) if number not in right]


def answer(
    client: Client,
    attempt: Attempt,
    position: int,
    *,
    right: bool = True,
    act: str = "check",
    htmx: bool = False,
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """Choose rightly, or the first of the wrong ones, and send the form."""
    chosen = right_numbers(attempt, position) if right else wrong_numbers(attempt, position)[:1]
    sent = (HTMX if htmx else {}) | (headers or {})
    return client.post(address(attempt, position), {"choice": chosen, "act": act}, headers=sent)


def finish(client: Client, attempt: Attempt) -> HttpResponse:
    return client.post(f"/attempts/{attempt.pk}/result/")


def run(client: Client, rights: int, quiz: str = "brewing", *, course: str = "tea", **posted: Any) -> Attempt:
    """A finished run with so many right answers, the rest wrong. The answers go the short way, past the pages."""
    attempt = begin(client, quiz, course=course, **posted)
    for position in range(1, attempt.asked_count + 1):
        asked = asked_at(attempt, position)
        key = revisions.question(asked.revision_id).key
        wrong = frozenset({next(n for n in range(len(asked.order)) if n not in key)})
        response = key if position <= rights else wrong
        answers.answer(
            attempt.learner_id, attempt.pk, position, read=lambda question, order, r=response: r, check=False
        )
    finish(client, attempt)
    attempt.refresh_from_db()
    return attempt


def writes(queries: CaptureQueriesContext) -> list[str]:
    """The statements that do not only read: PostgreSQL's unions begin with a bracket."""
    told = [q["sql"].lstrip("( \n").upper() for q in queries]
    reading, writing = ("SELECT", "WITH", "SAVEPOINT", "RELEASE"), ("INSERT INTO ", "UPDATE ", "DELETE FROM ")
    return [
        sql for sql in told if not sql.startswith(reading) or (sql[:4] == "WITH" and any(w in sql for w in writing))
    ]
