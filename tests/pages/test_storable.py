"""A character that PostgreSQL cannot store, wherever somebody may put it. Only with PostgreSQL can these tests fail by a 500."""

from collections import defaultdict

import pytest
from django.conf import settings
from django.test import Client

from studyapp.catalogue.courses import Course
from studyapp.records.models import Filling, User
from tests.pages.acting import answer, begin, learner_of
from tests.pages.test_access import TABLE
from tests.records.teaching import pantry

SESSION = settings.SESSION_COOKIE_NAME


@pytest.fixture
def ids(ada: Client) -> dict[str, int]:
    """Whatever number an address has: that of a run of Ada's."""
    attempt = begin(ada, "brewing", size=5)
    answer(ada, attempt, 1)
    return defaultdict(lambda: attempt.pk)


def test_no_form_of_the_site_breaks(ada: Client, ids: dict[str, int]) -> None:
    for _, path, _, sent, _ in TABLE:
        for name in sent:
            spoilt = {**sent, name: f"{sent[name]}\x00"}
            assert ada.post(path.format_map(ids), spoilt).status_code < 500


def test_no_address_breaks(ada: Client, ids: dict[str, int]) -> None:
    for _, path, *_ in TABLE:
        parts = path.format_map(ids).partition("?")[0].strip("/").split("/")
        for place in range(len(parts)):
            spoilt = "/".join([*parts[:place], f"{parts[place]}%00", *parts[place + 1 :]])
            assert ada.get(f"/{spoilt}/").status_code == 404


@pytest.mark.parametrize("path", ["/search/?q=%00", "/progress/?x=%00", "/accounts/login/?next=%00"])
def test_no_query_breaks(nobody: Client, path: str) -> None:
    assert nobody.get(path).status_code == 200


def test_a_session_of_nobody_is_none(nobody: Client) -> None:
    nobody.cookies[SESSION] = "\x00" * 32
    assert nobody.get("/progress/").status_code == 200


def test_what_was_typed_is_kept_with_the_sign_for_a_character_that_is_none(ada: Client, ids: dict[str, int]) -> None:
    assert ada.post("/courses/tea/worksheet/", {"guests.who": "Ada\x00"}).status_code == 302
    [text] = Filling.objects.get(learner=learner_of(ada)).texts.values()
    assert text == "Ada\ufffd"


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        ("/accounts/login/", {"login": "ada\x00@example.org", "password": "x"}, 200),
        ("/accounts/signup/", {"email": "ada\x00@example.org", "password1": "ferry-to-the-lamp"}, 200),
        ("/accounts/password/reset/", {"email": "ada\x00@example.org"}, 200),
    ],
)
def test_no_form_of_an_account_breaks(nobody: Client, path: str, sent: dict[str, str], status: int) -> None:
    assert nobody.post(path, sent).status_code == status


def test_no_form_of_an_author_breaks(ben: Client, tea: Course) -> None:
    pantry(tea, User.objects.get(email="ben@example.org"))
    bank = "/teach/tea/banks/pantry/"
    assert ben.post(f"{bank}authors/", {"email": "dan\x00@example.org"}).status_code == 422
    assert ben.post(f"{bank}publications/", {"version": "1\x00"}).status_code == 422
