"""Who may do what at the addresses that come with Django and allauth: every one × everybody, as a table."""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver

from studyapp import urls
from studyapp.records import trail
from studyapp.records.models import Report, Trail, User
from tests.pages.acting import begin, writes


def everybody(status: int) -> tuple[int, ...]:
    return (status,) * 7


def members(status: int) -> tuple[int, ...]:
    """Nobody and a guest are asked to sign in; Ada, Cyd, Ben and Eve who teach, and an administrator get that."""
    return (302, 302, *(status,) * 5)


def administrators(status: int) -> tuple[int, ...]:
    """Whoever else asks is shown the door, which asks nobody and guests to sign in and tells the others that it is not theirs."""
    return (*(302,) * 6, status)


STRANGERS, AT_THE_DOOR = (200, 200, *(302,) * 5), (302, 302, *(403,) * 4, 302)
CONFIRM = everybody(302)  # sign in, or say once more who you are, or there is nothing here for you
KEY, RESET = (
    r"accounts/^confirm-email/(?P<key>[-:\w]+)/$",
    r"accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
)

# The pattern; an address of it; GET, and POST of an empty form.
TABLE: list[tuple[str, str, tuple[int, ...], tuple[int, ...]]] = [
    ("accounts/login/", "/accounts/login/", STRANGERS, STRANGERS),
    ("accounts/inactive/", "/accounts/inactive/", everybody(200), everybody(405)),
    ("accounts/signup/", "/accounts/signup/", STRANGERS, STRANGERS),
    ("accounts/reauthenticate/", "/accounts/reauthenticate/", members(200), members(200)),
    ("accounts/email/", "/accounts/email/", members(200), members(302)),
    ("accounts/confirm-email/", "/accounts/confirm-email/", everybody(200), everybody(405)),
    ("accounts/password/change/", "/accounts/password/change/", members(200), members(200)),
    ("accounts/password/set/", "/accounts/password/set/", CONFIRM, CONFIRM),
    ("accounts/password/reset/", "/accounts/password/reset/", everybody(200), everybody(200)),
    ("accounts/login/code/confirm/", "/accounts/login/code/confirm/", CONFIRM, CONFIRM),
    (KEY, "/accounts/confirm-email/none/", everybody(200), everybody(404)),
    ("accounts/password/reset/key/done/", "/accounts/password/reset/key/done/", everybody(200), everybody(405)),
    (RESET, "/accounts/password/reset/key/1-none/", everybody(200), everybody(200)),
    ("accounts/password/reset/done/", "/accounts/password/reset/done/", everybody(200), everybody(405)),
    ("accounts/2fa/", "/accounts/2fa/", members(200), members(405)),
    ("accounts/2fa/authenticate/", "/accounts/2fa/authenticate/", CONFIRM, CONFIRM),
    ("accounts/2fa/reauthenticate/", "/accounts/2fa/reauthenticate/", CONFIRM, CONFIRM),
    ("accounts/2fa/totp/activate/", "/accounts/2fa/totp/activate/", CONFIRM, CONFIRM),
    ("accounts/2fa/totp/deactivate/", "/accounts/2fa/totp/deactivate/", members(404), members(404)),
    ("accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/", members(404), members(405)),
    ("accounts/2fa/recovery-codes/generate/", "/accounts/2fa/recovery-codes/generate/", CONFIRM, CONFIRM),
    ("accounts/2fa/recovery-codes/download/", "/accounts/2fa/recovery-codes/download/", members(404), members(404)),
    ("admin/", "/admin/", administrators(200), administrators(200)),
    ("admin/login/", "/admin/login/", AT_THE_DOOR, AT_THE_DOOR),
    ("admin/password_change/", "/admin/password_change/", administrators(302), administrators(302)),
    ("admin/password_change/done/", "/admin/password_change/done/", administrators(200), administrators(405)),
    ("admin/autocomplete/", "/admin/autocomplete/", administrators(403), administrators(405)),
    ("admin/jsi18n/", "/admin/jsi18n/", administrators(200), administrators(405)),
    ("admin/r/<path:content_type_id>/<path:object_id>/", "/admin/r/1/1/", administrators(404), administrators(404)),
    *(
        row
        for table, changed in (("attempt", 302), ("report", 403), ("user", 200), ("trail", 403))
        for row in (
            (f"admin/records/{table}/", f"/admin/records/{table}/", administrators(200), administrators(200)),
            (f"admin/records/{table}/add/", f"/admin/records/{table}/add/", administrators(403), administrators(403)),
            *(
                (
                    f"admin/records/{table}/<path:object_id>/{act}",
                    f"/admin/records/{table}/{{{table}}}/{act}",
                    administrators(got),
                    administrators(posted),
                )
                for act, got, posted in (("history/", 200, 200), ("delete/", 403, 403), ("change/", 200, changed), ("", 302, 302))
            ),
        )
    ),
    (r"admin/^(?P<app_label>records)/$", "/admin/records/", administrators(200), administrators(200)),
    (r"admin/(?P<url>.*)$", "/admin/nothing/", administrators(404), administrators(404)),
    ("admin/logout/", "/admin/logout/", administrators(405), administrators(302)),
    ("accounts/logout/", "/accounts/logout/", members(200), everybody(302)),
]  # fmt: skip


@pytest.fixture
def cast(
    nobody: Client, guest: Client, ada: Client, cyd: Client, ben: Client, eve: Client, administrator: Client
) -> list[Client]:
    """All who have an account have confirmed their address."""
    for user in User.objects.all():
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return [nobody, guest, ada, cyd, ben, eve, administrator]


@pytest.fixture
def ids(ada: Client) -> dict[str, int]:
    """A row of each table that the admin shows."""
    attempt = begin(ada)
    ada.post(f"/attempts/{attempt.pk}/1/reports/", {"text": "The water is cold."})
    trail.note(None, "role", "account 1", {})
    user = User.objects.get(email="ada@example.org")
    return {"attempt": attempt.pk, "report": Report.objects.get().pk, "user": user.pk, "trail": Trail.objects.get().pk}


def foreign(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """The whole pattern of each address that is not ours."""
    for one in patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from foreign(one.url_patterns, here)
        elif here.startswith(("accounts/", "admin/")):
            yield here


def test_the_table_covers_every_address() -> None:
    assert sorted(pattern for pattern, *_ in TABLE) == sorted(set(foreign(urls.urlpatterns)))


def test_every_get_answers_as_the_table_says(cast: list[Client], ids: dict[str, int]) -> None:
    """And writes nothing."""
    with CaptureQueriesContext(connection) as queries:
        found = {path: tuple(client.get(path.format(**ids)).status_code for client in cast) for _, path, *_ in TABLE}
    assert found == {path: got for _, path, got, _ in TABLE}
    assert writes(queries) == []


def test_every_post_answers_as_the_table_says(cast: list[Client], ids: dict[str, int]) -> None:
    """In the order of the table: all sign out at last."""
    found = {path: tuple(client.post(path.format(**ids)).status_code for client in cast) for _, path, *_ in TABLE}
    assert found == {path: posted for _, path, _, posted in TABLE}
