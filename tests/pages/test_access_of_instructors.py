"""Who may do what of what instructors own: every address × everybody, as a table."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.catalogue.courses import Course
from studyapp.records import banks
from studyapp.records.models import Bank, User
from tests.pages.acting import writes
from tests.records.teaching import PANTRY, pantry

BANKS = "/teach/tea/banks/"

# name: GET and POST, each with what is sent and the status for nobody, a guest, Ada and Cyd who learn, Ben who owns the bank, Dan who
# writes it too, Eve who teaches elsewhere, an administrator. Nobody is asked to sign in; to a learner nothing is here.
IN, NO_POST = (302, 302, 404, 404, 200, 200, 200, 200), (405,) * 8
WRITERS = (302, 302, 404, 404, 200, 200, 404, 200)
WRITERS_THEN_ON = (302, 302, 404, 404, 302, 302, 404, 302)
NO_GET = (405,) * 8
# Who sends a text that cannot be stored gets it back.
KEEPERS, KEEPERS_THEN_ON = (403, 403, 404, 404, 200, 200, 404, 200), (403, 403, 404, 404, 302, 302, 404, 302)
TABLE: list[tuple[str, str, tuple[int, ...], dict[str, str], tuple[int, ...]]] = [
    ("banks", BANKS, IN, {"ident": "", "title": ""}, (302, 302, 404, 404, 422, 422, 422, 422)),
    ("bank", f"{BANKS}pantry/", WRITERS, {}, NO_POST),
    ("edit", f"{BANKS}pantry/edit/", WRITERS, {"version": "1", "text": PANTRY}, KEEPERS_THEN_ON),
    ("edit", f"{BANKS}pantry/edit/?line=3", WRITERS, {}, (302, 302, 404, 404, 422, 422, 404, 422)),
    ("bank-items", f"{BANKS}pantry/items/", NO_GET, {"kind": "single"}, WRITERS_THEN_ON),
    ("bank-statistics", f"{BANKS}pantry/statistics/", WRITERS, {}, NO_POST),
    ("bank-statistics", f"{BANKS}brewing/statistics/", IN, {}, NO_POST),
    (
        "bank-item",
        f"{BANKS}pantry/items/jar/",
        WRITERS,
        {"act": "add-choice"},
        (403, 403, 404, 404, 200, 200, 404, 200),
    ),
    (
        "bank-item",
        f"{BANKS}pantry/items/nothing/",
        (302, 302, 404, 404, 404, 404, 404, 404),
        {},
        (403, 403, *(404,) * 6),
    ),
    ("preview", f"{BANKS}pantry/previews/", NO_GET, {"version": "1", "text": "# What?"}, KEEPERS),
]


@pytest.fixture
def bank(tea: Course, ben: Client, dan: Client) -> Bank:
    """Ben's bank, in which Dan has a hand."""
    owner = User.objects.get(email="ben@example.org")
    made = pantry(tea, owner)
    banks.share(made, email="dan@example.org", by=owner)
    return made


@pytest.fixture
def cast(
    nobody: Client, guest: Client, ada: Client, cyd: Client, ben: Client, dan: Client, eve: Client,
    administrator: Client, bank: Bank,
) -> list[Client]:  # fmt: skip
    return [nobody, guest, ada, cyd, ben, dan, eve, administrator]


def test_every_get_answers_as_the_table_says(cast: list[Client]) -> None:
    found = {path: tuple(client.get(path).status_code for client in cast) for _, path, *_ in TABLE}
    assert found == {path: got for _, path, got, _, _ in TABLE}


def test_every_post_answers_as_the_table_says(cast: list[Client]) -> None:
    found = {path: tuple(client.post(path, sent).status_code for client in cast) for _, path, _, sent, _ in TABLE}
    assert found == {path: posted for _, path, _, _, posted in TABLE}


def test_no_get_writes_anything(cast: list[Client]) -> None:
    with CaptureQueriesContext(connection) as queries:
        for _, path, *_ in TABLE:
            for client in cast:
                client.get(path)
    assert writes(queries) == []


def test_nobody_is_sent_to_sign_in_and_comes_back(nobody: Client, bank: Bank) -> None:
    response = nobody.get(f"{BANKS}pantry/edit/")
    assert response["Location"] == f"/accounts/login/?next={BANKS}pantry/edit/"


def test_a_foreign_bank_looks_like_none_at_all(eve: Client, bank: Bank) -> None:
    foreign, missing = eve.get(f"{BANKS}pantry/"), eve.get(f"{BANKS}nothing/")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert PANTRY.split()[-1] not in foreign.content.decode()
