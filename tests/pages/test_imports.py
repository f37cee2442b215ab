"""Questions from other systems and to them: seen first, stored after."""

from io import BytesIO

import pytest
from django.test import Client

from studyapp.catalogue.courses import Course
from studyapp.records import publications
from studyapp.records.models import Bank, User
from tests.pages.markup import main_of
from tests.records.teaching import PANTRY, pantry, publish

IMPORTS = "/teach/tea/imports/"
AIKEN = """\
Which tea is green?
A. Sencha
B. Assam
ANSWER: A

Which one is black?
A. Sencha
B. Assam
ANSWER: B
"""


def upload(client: Client, text: str | bytes, name: str, **sent: str):  # type: ignore[no-untyped-def]
    file = BytesIO(text.encode() if isinstance(text, str) else text)
    file.name = name
    return client.post(IMPORTS, {"file": file, "objective": "know-leaf", **sent})


def typed_in(response: object) -> str:
    """The bank in its field; the first line end there is none of it."""
    return "".join(map(str, main_of(response).one("textarea", id="text").children)).removeprefix("\n")


def test_what_was_read_is_shown_and_nothing_is_stored(ben: Client, tea: Course) -> None:
    response = upload(ben, AIKEN, "green.txt", format="aiken")
    assert (response.status_code, Bank.objects.count()) == (200, 0)
    page = main_of(response)
    assert page.one("h1").text == "2 questions were read"
    assert [row.text for row in page.all("th") if "line" in row.text] == ["line 1", "line 6"]


def test_what_was_shown_becomes_a_draft(ben: Client, tea: Course) -> None:
    text = typed_in(upload(ben, AIKEN, "green.txt", format="aiken"))
    response = ben.post(IMPORTS, {"text": text, "ident": "green-tea", "title": "Green tea"})
    bank = Bank.objects.get()
    assert (response["Location"], bank.title, bank.owner.email) == (
        "/teach/tea/banks/green-tea/edit/",
        "Green tea",
        "ben@example.org",
    )
    reading = publications.read(bank, tea)
    assert (reading.publishable, [item.objective for item in reading.bank.items]) == (True, ["know-leaf", "know-leaf"])  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("data", "name", "format", "says"),
    [
        (b"", "empty.txt", "gift", "This file was not read"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "picture.png", "", "The format could not be told from the file. Choose it below."),
        (b"x" * 5_000_001, "bank.gift", "gift", "This is larger than 5 MB. Split it, or import it from the shell."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    data: bytes, name: str, format: str, says: str, ben: Client
) -> None:
    response = upload(ben, data, name, format=format)
    assert (response.status_code, says in main_of(response).text) == (422, True)


def test_no_file_is_said(ben: Client) -> None:
    response = ben.post(IMPORTS, {"format": "gift"})
    assert (response.status_code, "Choose a file to read." in main_of(response).text) == (422, True)


@pytest.mark.parametrize(
    ("ident", "says"),
    [("Green Tea", "The id needs small letters"), ("leaf", "Another bank or quiz of the course has that id.")],
)
def test_a_refused_id_keeps_what_was_read(ident: str, says: str, ben: Client) -> None:
    response = ben.post(IMPORTS, {"text": PANTRY, "ident": ident, "title": "Pantry"})
    assert (response.status_code, says in main_of(response).text, typed_in(response)) == (422, True, PANTRY)


def test_the_export_of_a_published_bank_is_the_text_that_was_published(ben: Client, tea: Course) -> None:
    bank = pantry(tea, User.objects.get(email="ben@example.org"))
    publish(bank, tea)
    Bank.objects.update(draft="# Something else")
    response = ben.get("/teach/tea/banks/pantry/exports/markdown")
    assert (response.content.decode(), response["Content-Disposition"]) == (PANTRY, 'attachment; filename="pantry.md"')


def test_an_export_says_what_it_cannot_carry_before_it_is_taken(ben: Client, tea: Course) -> None:
    pantry(tea, User.objects.get(email="ben@example.org"))
    page = main_of(ben.get("/teach/tea/banks/pantry/exports/aiken"))
    assert "The format cannot carry everything of" in page.text
    file = ben.get("/teach/tea/banks/pantry/exports/aiken?file=1")
    assert "ANSWER: A" in file.content.decode()


def test_there_is_no_other_format(ben: Client, tea: Course) -> None:
    pantry(tea, User.objects.get(email="ben@example.org"))
    assert ben.get("/teach/tea/banks/pantry/exports/docx").status_code == 404
