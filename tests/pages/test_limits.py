"""Who does too often what could be abused is told when to try again; nobody else notices."""

from collections.abc import Callable
from importlib import import_module
from math import ceil

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone
from pytest_django import Settings

from studyapp.catalogue.courses import Course
from studyapp.pages import limits
from studyapp.records import cohorts
from studyapp.records.models import Cohort, User
from tests.pages.acting import HTMX, PASSWORD
from tests.pages.markup import main_of, read
from tests.records.teaching import pantry

NOW = 1_800_000_000 + 120  # two minutes into an hour and into ten minutes
Ask = Callable[[Client, int], HttpResponse]


def imported(client: Client, turn: int) -> HttpResponse:
    return client.post("/teach/tea/imports/", {"file": SimpleUploadedFile("few.txt", b"What?\nA. This\nANSWER: A")})


def signed_up(client: Client, turn: int) -> HttpResponse:
    return client.post("/accounts/signup/", {"email": "no address", "password1": PASSWORD})


def wrong(client: Client, turn: int) -> HttpResponse:
    return client.post("/accounts/login/", {"login": "ada@example.org", "password": f"wrong-{turn}"})


def forgotten(client: Client, turn: int) -> HttpResponse:
    return client.post("/accounts/password/reset/", {"email": "ben@example.org"})


def getting(path: str) -> Ask:
    return lambda client, turn: client.get(path.format(turn=turn, cohort=Cohort.objects.get().pk))


# What is done; how often before it is refused; how many minutes later it can be done again.
TABLE: list[tuple[str, Ask, int, int]] = [
    ("wrong passwords of one account", wrong, 5, 5),
    ("sign-ups from one address", signed_up, 60, 1),
    ("resets of one account's password", forgotten, 5, 1),
    ("imports", imported, 60, 58),
    ("exports of one's own data", getting("/progress/export/?format=json"), 20, 58),
    ("exports of a class", getting("/teach/cohorts/{cohort}/export/"), 60, 58),
    ("exports of a bank", getting("/teach/tea/banks/pantry/exports/gift?file=1"), 60, 58),
    ("codes of classes that do not exist", getting("/join/NOSUCH{turn}/"), 20, 8),
]


@pytest.fixture
def cohort(ben: Client, tea: Course) -> Cohort:
    """Ben's class; a bank of his is there too."""
    owner = User.objects.get(email="ben@example.org")
    pantry(tea, owner)
    return cohorts.make(course="tea", title="Tuesday", owner=owner, at=timezone.now())


@pytest.fixture(autouse=True)
def at_two_past(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "time", lambda: NOW)


@pytest.mark.parametrize(("what", "ask", "times", "minutes"), TABLE, ids=[row[0] for row in TABLE])
def test_too_often_is_refused_with_a_sentence_that_says_when_to_try_again(
    ben: Client, cohort: Cohort, what: str, ask: Ask, times: int, minutes: int
) -> None:
    client = Client() if ask in (wrong, signed_up, forgotten) else ben
    found = [ask(client, turn).status_code for turn in range(times)]
    assert 429 not in found
    response = ask(client, times)
    said = (
        "Nothing was changed. Try again in a minute."
        if minutes == 1
        else f"Nothing was changed. Try again in {minutes} minutes."
    )
    assert (response.status_code, main_of(response).one("p").text) == (429, said)
    assert ceil(int(response["Retry-After"]) / 60) == minutes


def test_searches_are_counted_where_a_get_writes_nothing(nobody: Client) -> None:
    limits.count("search", "127.0.0.1", 60, add=599, counted=limits.PROCESS)
    assert [nobody.get("/search/?q=leaf").status_code for _ in range(2)] == [200, 429]
    assert nobody.get("/search/?q=leaf", REMOTE_ADDR="198.51.100.2").status_code == 200
    fragment = nobody.get("/search/?q=leaf", headers=HTMX)
    assert (fragment.status_code, [e.tag for e in read(fragment.content).walk()]) == (429, ["", "h1", "p"])


def test_another_address_and_another_hour_are_not_refused(nobody: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for turn in range(21):
        response = nobody.get(f"/join/NOSUCH{turn}/")
    assert response.status_code == 429
    assert nobody.get("/join/NOSUCH/", REMOTE_ADDR="198.51.100.2").status_code == 404
    monkeypatch.setattr(limits, "time", lambda: NOW + 600)
    assert nobody.get("/join/NOSUCH/").status_code == 404


def test_an_address_is_what_the_proxy_saw(settings: Settings) -> None:
    """What stands before that anybody can claim; without a proxy nothing is believed."""
    request = RequestFactory().get(
        "/", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.1"}, REMOTE_ADDR="127.0.0.1"
    )
    assert limits.address(request) == "127.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert limits.address(request) == "198.51.100.1"


def test_counts_are_kept_in_the_database_and_no_crowd_pushes_one_out() -> None:
    """Every process counts together; Django would throw a third of them away from the 301st on."""
    with override_settings(CACHES=import_module("studyapp.settings").CACHES):
        call_command("createcachetable", verbosity=0)
        limits.count("join", "198.51.100.1", 600)
        for number in range(400):
            limits.count("join", f"203.0.{number // 250}.{number % 250}", 600)
        assert limits.count("join", "198.51.100.1", 600, add=0) == 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cache")
            assert cursor.fetchone() == (401,)
