"""Banks in the browser: the list, a new one, a copy, and one at a glance."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.catalogue.courses import Course
from studyapp.records import banks
from studyapp.records.models import Bank, User
from tests.pages.markup import main_of
from tests.records.teaching import PANTRY, pantry, publish

BANKS = "/teach/tea/banks/"


@pytest.fixture
def owner(ben: Client) -> User:
    return User.objects.get(email="ben@example.org")


def make(client: Client, **sent: str) -> HttpResponse:
    return client.post(BANKS, {"ident": "pantry", "title": "Pantry"} | sent)


def test_a_new_bank_begins_with_its_title_and_objective(ben: Client) -> None:
    response = make(ben, title=" The  #1 *pantry* ", objective="know-leaf")
    bank = Bank.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"{BANKS}pantry/edit/")
    assert (bank.title, bank.sealed, bank.version) == ("The #1 *pantry*", False, 1)
    front = "---\nbank: pantry\nobjective: know-leaf\n---\n\n"
    assert bank.draft == front + "# The \\#1 \\*pantry\\*\n"


def test_a_bank_is_sealed_when_it_is_made(ben: Client) -> None:
    make(ben, sealed="on")
    assert Bank.objects.get().sealed is True


REFUSED = {
    "no id": ({"ident": ""}, "An id is made of a–z"),
    "an id with a blank": ({"ident": "my pantry"}, "An id is made of a–z"),
    "the id of a file": ({"ident": "leaf"}, "There is a bank of that id"),
    "no title": ({"title": "  "}, "A bank needs a title"),
    "a copy of nothing": ({"origin": "file:nothing"}, "That bank is not there"),
    "a copy of nonsense": ({"origin": "../leaf"}, "That bank is not there"),
    "a copy of a foreign bank": ({"origin": "bank:hers"}, "That bank is not there"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bank_that_cannot_be_made_is_refused_and_what_was_typed_stays(
    ben: Client, eve: Client, tea: Course, case: str
) -> None:
    banks.create(course=tea, ident="hers", title="Hers", owner=User.objects.get(email="eve@example.org"))
    sent, sentence = REFUSED[case]
    response = make(ben, title="Mine", sealed="on", objective="know-leaf") if not sent else make(ben, **sent)
    main = main_of(response)
    assert response.status_code == 422
    assert main.one(cls="summary").one("a").text.startswith(sentence)
    assert main.one(cls="error").text.startswith(sentence)
    typed = {"ident": "pantry", "title": "Pantry"} | sent
    assert main.one("input", id="ident").attrs["value"] == typed["ident"]
    assert main.one("input", id="title").attrs["value"] == typed["title"]
    assert [bank.ident for bank in Bank.objects.all()] == ["hers"]


def test_a_bank_of_the_files_is_copied_under_a_new_id(ben: Client, tea: Course) -> None:
    make(ben, ident="my-leaf", title="", origin="file:leaf")
    bank = Bank.objects.get()
    assert bank.title == tea.banks["leaf"].title
    assert bank.draft.startswith("---\nbank: my-leaf\nfrom: leaf\n")
    page = main_of(ben.get(f"{BANKS}my-leaf/"))
    assert len(page.all("tr")) - 1 == len(tea.banks["leaf"].items)


def test_an_own_bank_is_copied_as_its_draft_is(ben: Client, owner: User, tea: Course) -> None:
    pantry(tea, owner)
    make(ben, ident="larder", title="Larder", origin="bank:pantry")
    assert Bank.objects.get(ident="larder").draft == PANTRY.replace("bank: pantry\n", "bank: larder\nfrom: pantry\n")


def test_the_list_says_what_each_bank_is_and_names_no_foreign_one(
    ben: Client, eve: Client, owner: User, tea: Course
) -> None:
    bank = pantry(tea, owner)
    make(ben, ident="safe", title="Safe", sealed="on")
    make(eve, ident="hers", title="Hers")
    publish(bank, tea)
    rows = [row.all("td")[0].text for row in main_of(ben.get(BANKS)).one("tbody").all("tr")]
    assert rows == ["published 1", "draft, sealed"]


def test_the_list_costs_the_same_for_one_bank_and_for_three(ben: Client, owner: User, tea: Course) -> None:
    counts = []
    for ident in ("pantry", "larder", "cellar"):
        make(ben, ident=ident)
        with CaptureQueriesContext(connection) as queries:
            ben.get(BANKS)
        counts.append(len(queries))
    assert counts == [3, 3, 3]


def test_a_bank_at_a_glance(ben: Client, owner: User, tea: Course) -> None:
    bank = pantry(tea, owner)
    publish(bank, tea)
    ordering = (
        "\n## pour: Pouring\n\n```yaml\ntype: ordering\nretired: true\n```\n\nOrder.\n\n1. Heat\n2. Pour\n\n## What?\n"
    )
    banks.save(bank, text=PANTRY + ordering, version=1, by=owner)
    main = main_of(ben.get(f"{BANKS}pantry/"))
    assert main.one(cls="lead").text == "published 1 · the draft differs from what learners see"
    rows = [(row.one("th").text, *(cell.text for cell in row.all("td"))) for row in main.one("tbody").all("tr")]
    leaf = tea.objectives["know-leaf"].says
    assert rows == [
        ("jar line 8", "Choose one", leaf),
        ("spoon line 16", "Choose one", leaf),
        ("Pouring pour, line 23", "Put in order (retired)", leaf),
        ("## What? line 35", "cannot be read", ""),
    ]


@pytest.mark.parametrize(("written", "shown"), [("riddle", "riddle"), ("[a, b]", "['a', 'b']"), ('""', "")])
def test_a_kind_that_nobody_knows_is_listed_as_it_stands(
    written: str, shown: str, ben: Client, owner: User, tea: Course
) -> None:
    pantry(
        tea, owner, text=f"---\nbank: pantry\n---\n\n# Pantry\n\n## jar\n\n```yaml\ntype: {written}\n```\n\nWhich?\n"
    )
    row = main_of(ben.get(f"{BANKS}pantry/")).one("tbody").one("tr")
    assert [cell.text for cell in row.all("td")] == [shown, ""]


def test_a_bank_of_many_questions_is_shown_a_hundred_a_page(ben: Client, owner: User, tea: Course) -> None:
    more = "".join(f"\n## q{n}\n\nWhich?\n\n- [x] A\n- [ ] B\n" for n in range(150))
    pantry(tea, owner, text=PANTRY + more)
    first, second = main_of(ben.get(f"{BANKS}pantry/")), main_of(ben.get(f"{BANKS}pantry/?page=2"))
    assert (len(first.one("tbody").all("tr")), len(second.one("tbody").all("tr"))) == (100, 52)
    with CaptureQueriesContext(connection) as queries:
        ben.get(f"{BANKS}pantry/?page=two")
    assert len(queries) == 4
