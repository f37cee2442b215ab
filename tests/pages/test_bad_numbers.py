"""Numbers as hands write them, and bodies that no form sends: read in one way, or refused with a sentence."""

from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from studyapp.catalogue.courses import Course
from studyapp.records.models import Answer, Attempt
from tests.pages.kinds import (
    NO_NUMBER,
    TOO_LONG,
    UNCHOSEN,
    UNCHOSEN_OF_SEVERAL,
    UNMATCHED,
    UNPLACED,
    UNWRITTEN,
    assert_refused,
    place,
    refusal,
    run_of_each_kind,
)
from tests.pages.markup import main_of, read


@pytest.fixture
def run(ada: Client, tea: Course) -> Attempt:
    return run_of_each_kind(ada, tea)


NUMBERS = [
    ("", UNWRITTEN),
    (" \t ", UNWRITTEN),
    ("USD", UNWRITTEN),
    ("NaN", NO_NUMBER),
    ("sNaN", NO_NUMBER),
    ("Infinity", NO_NUMBER),
    ("-inf", NO_NUMBER),
    ("1e999", NO_NUMBER),
    ("1E-999999999", NO_NUMBER),
    ("0x10", NO_NUMBER),
    ("1_000", NO_NUMBER),
    ("12 apples", NO_NUMBER),
    ("14 60", NO_NUMBER),
    ("1.2.3", NO_NUMBER),
    ("12,34,567", NO_NUMBER),
    ("1,000.000,5", NO_NUMBER),
    ("--1", NO_NUMBER),
    ("٣", NO_NUMBER),
    ("１４", NO_NUMBER),
    ("²", NO_NUMBER),
    ("14\x0060", NO_NUMBER),
    ("\x00", NO_NUMBER),
    ("<b>14</b>", NO_NUMBER),
    ("9" * 10_000, TOO_LONG),
    ("0" * 41, TOO_LONG),
    ("1,000", "The comma can be read in two ways. Write 1000 or 1.000."),
    ("14,600", "The comma can be read in two ways. Write 14600 or 14.600."),
    ("-1,009 USD", "The comma can be read in two ways. Write -1009 or -1.009."),
]


@pytest.mark.parametrize(("text", "says"), NUMBERS, ids=[ascii(text[:20]) for text, _ in NUMBERS])
def test_what_is_no_number_is_refused_and_stands_where_it_was_typed(
    ada: Client, run: Attempt, text: str, says: str
) -> None:
    path = place(run, "numeric")
    assert_refused(ada, path, {"number": text}, says)
    page = main_of(ada.post(path, {"number": text, "act": "check"}))
    assert page.one("input", id="number").attrs["value"] == text[:200].replace("\x00", "\ufffd")


@pytest.mark.parametrize(
    ("text", "value"),
    [("14,60", "14.60"), ("1.000,5", "1000.5"), ("1.234.567", "1234567"), ("1 000,5", "1000.5"), ("1'000", "1000")],
)
def test_a_comma_is_read_where_it_can_be_read_in_one_way_only(ada: Client, run: Attempt, text: str, value: str) -> None:
    assert ada.post(place(run, "numeric"), {"number": text}).status_code == 302
    assert Answer.objects.get().response == value


@pytest.mark.parametrize(
    ("kind", "name", "says"),
    [
        ("single", "choice", UNCHOSEN),
        ("multiple", "choice", UNCHOSEN_OF_SEVERAL),
        ("ordering", "place-1", UNPLACED),
        ("matching", "pair-1", UNMATCHED),
        ("numeric", "number", UNWRITTEN),
    ],
)
def test_a_file_is_no_answer(ada: Client, run: Attempt, kind: str, name: str, says: str) -> None:
    for act in ("save", "check"):
        assert refusal(ada.post(place(run, kind), {name: SimpleUploadedFile("one.txt", b"1"), "act": act})) == says
    assert Answer.objects.count() == 0


TOO_MUCH = "This was more than the site can read"
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("number=" + "1" * 10_000_000, FORM),
        ("&".join(["number=1"] * 100_000), FORM),
        (urlencode({"number": "14.60"}), f"{FORM}; charset=utf-16"),
        ("no boundary", "multipart/form-data"),
        ("--b\r\nContent-Disposition: form-data; name=number\r\n\r\n" + "1" * 10_000_000 + "\r\n--b--\r\n", "multipart/form-data; boundary=b"),
    ],
    ids=["ten megabytes", "a hundred thousand fields", "an odd charset", "no boundary", "ten megabytes in parts"],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_refused_whole(ada: Client, run: Attempt, body: str, kind: str) -> None:
    response = ada.generic("POST", place(run, "numeric"), body, content_type=kind)
    assert response.status_code == 400
    assert read(response.content).one("h1").text == TOO_MUCH
    assert Answer.objects.count() == 0


def test_a_file_of_ten_megabytes_is_no_answer(ada: Client, run: Attempt) -> None:
    file = SimpleUploadedFile("one.bin", b"1" * 10_000_000)
    assert refusal(ada.post(place(run, "numeric"), {"number": file, "act": "check"})) == UNWRITTEN
