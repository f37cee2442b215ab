"""What instructors see: every address × everybody, as a table. Ben owns the bank, Dan writes it with him, Eve teaches elsewhere."""

import pytest
from django.test import Client

from studyapp.catalogue.courses import Course
from studyapp.records import banks, publications
from studyapp.records.models import Bank, Regrade, Report, User
from tests.pages.acting import answer, begin
from tests.records.teaching import PANTRY, pantry, publish

BANK = "/teach/tea/banks/pantry/"

# name, address; GET and POST, each with the status for nobody, a guest, Ada and Cyd who learn, Ben, Dan, Eve, an administrator.
NO_GET, NO_POST = (302, 302, 405, 405, 405, 405, 405, 405), (405,) * 8
NOT_BY_GET = (405,) * 8
AUTHORS, AUTHORS_GO_ON = (302, 302, 404, 404, 200, 200, 404, 200), (302, 302, 404, 404, 302, 302, 404, 302)
TEACHERS = (302, 302, 404, 404, 200, 200, 200, 200)
TABLE: list[tuple[str, str, tuple[int, ...], dict[str, str], tuple[int, ...]]] = [
    ("reported", "/teach/reports/", TEACHERS, {}, NO_POST),
    ("settled", "/teach/reports/{report}/", NOT_BY_GET, {"act": "left"}, AUTHORS_GO_ON),
    ("bank-history", f"{BANK}history/", AUTHORS, {}, NO_POST),
    ("bank-publications", f"{BANK}publications/", AUTHORS, {"version": "{version}"}, AUTHORS_GO_ON),
    ("bank-export", f"{BANK}exports/gift", AUTHORS, {}, NO_POST),
    ("imports", "/teach/tea/imports/", TEACHERS, {}, (302, 302, 404, 404, 422, 422, 422, 422)),
    ("bank-authors", f"{BANK}authors/", AUTHORS, {"email": "eve@example.org"}, (302, 302, 404, 404, 302, 302, 302, 302)),
    ("bank-regrades", f"{BANK}regrades/", NOT_BY_GET, {"number": "{number}", "policy": "full"}, (302, 302, 404, 404, 302, 409, 409, 409)),
    ("bank-reversals", f"{BANK}regrades/{{regrade}}/reversals/", NOT_BY_GET, {}, (302, 302, 404, 404, 302, 302, 302, 302)),
    ("bank-withdrawals", f"{BANK}withdrawals/", NOT_BY_GET, {}, (302, 302, 404, 404, 302, 302, 302, 302)),
]  # fmt: skip


@pytest.fixture
def teaching(
    nobody: Client, guest: Client, ada: Client, cyd: Client, ben: Client, dan: Client, eve: Client, administrator: Client
) -> list[Client]:  # fmt: skip
    return [nobody, guest, ada, cyd, ben, dan, eve, administrator]


@pytest.fixture
def bank(teaching: list[Client], tea: Course) -> Bank:
    """Ben's bank, published twice: the second time with another key."""
    ben = User.objects.get(email="ben@example.org")
    made = pantry(tea, ben)
    banks.share(made, email="dan@example.org", by=ben)
    publish(made, tea)
    publish(made, tea, text=PANTRY.replace("- [ ] The one in the pot\n- [x]", "- [x] The one in the pot\n- [ ]"))
    return made


@pytest.fixture
def ids(bank: Bank, ada: Client) -> dict[str, object]:
    """A report of Ada's on a question of Ben's bank, and the numbers that the forms carry."""
    banks.open_to_all(bank, opened=True, by=User.objects.get(email="admin@example.org"))
    attempt = begin(ada, "pantry", size=2)
    answer(ada, attempt, 1)
    ada.post(f"/attempts/{attempt.pk}/1/reports/", {"text": "The lid is missing."})
    newest = publications.last(bank)
    assert newest is not None
    return {"report": Report.objects.get().pk, "version": bank.version, "number": newest.number}


def test_every_get_answers_as_the_table_says(teaching: list[Client], ids: dict[str, object]) -> None:
    found = {
        path: tuple(client.get(path.format(**ids, regrade=1)).status_code for client in teaching)
        for _, path, *_ in TABLE
    }
    assert found == {path: got for _, path, got, _, _ in TABLE}


def test_every_post_answers_as_the_table_says(teaching: list[Client], ids: dict[str, object]) -> None:
    """In the order of the table: once Eve was let in, the bank is his to write too."""
    found = {}
    for _, path, _, sent, _ in TABLE:
        body = {name: value.format(**ids) for name, value in sent.items()}
        regrade = Regrade.objects.values_list("pk", flat=True).last()
        found[path] = tuple(client.post(path.format(**ids, regrade=regrade), body).status_code for client in teaching)
    assert found == {path: posted for _, path, _, _, posted in TABLE}


def test_nobody_is_asked_to_sign_in_and_comes_back(nobody: Client, bank: Bank) -> None:
    assert nobody.get(f"{BANK}history/")["Location"] == f"/accounts/login/?next={BANK}history/"


def test_an_author_who_was_removed_in_mid_edit_is_out_at_the_next_request(teaching: list[Client], bank: Bank) -> None:
    dan = teaching[5]
    assert dan.get(f"{BANK}history/").status_code == 200
    banks.unshare(bank, user=User.objects.get(email="dan@example.org").pk, by=bank.owner)
    assert dan.get(f"{BANK}history/").status_code == 404
