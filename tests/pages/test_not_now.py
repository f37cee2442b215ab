"""The database cannot be used: a plain refusal, nothing said to be saved, and what was sent is kept. (tests/faults does it to a served site.)"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.test import Client

from tests.pages.acting import address, asked_at, begin
from tests.pages.markup import main_of

NOT_NOW = "This cannot be done just now"


@contextmanager
def failing(client: Client, error: type[Exception] = OperationalError) -> Iterator[None]:
    """Every statement fails, and the client gets the page that says so."""

    def fail(*told: Any) -> None:
        raise error("the disk is full")

    client.raise_request_exception = False
    with connection.execute_wrapper(fail):
        yield


def sent_again(response: HttpResponse) -> tuple[str, dict[str, list[str]]]:
    """Where the form of the page leads, and what it would send."""
    [form] = main_of(response).all("form")
    kept: dict[str, list[str]] = {}
    for one in form.all("input"):
        kept.setdefault(one.attrs["name"], []).append(one.attrs["value"])
    return form.attrs["action"], kept


def title(response: HttpResponse) -> str:
    return main_of(response).one("h1").text


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_page_says_so_and_offers_to_try_again(ada: Client, error: type[Exception]) -> None:
    with failing(ada, error):
        response = ada.get("/search/?q=pot")
    assert (response.status_code, response["Retry-After"], title(response)) == (503, "10", NOT_NOW)
    assert main_of(response).one("a", "primary").attrs["href"] == "/search/?q=pot"


def test_what_was_sent_is_kept_to_be_sent_again(ada: Client) -> None:
    attempt = begin(ada)
    sent = {"choice": ["1", "2"], "note": ['"two\nlines" <&>'], "csrfmiddlewaretoken": ["x" * 64]}
    with failing(ada):
        response = ada.post(address(attempt, 1), sent)
    assert (response.status_code, title(response)) == (503, NOT_NOW)
    assert sent_again(response) == (address(attempt, 1), sent)


def test_sent_again_it_is_stored(ada: Client) -> None:
    attempt = begin(ada)
    with failing(ada):
        path, kept = sent_again(ada.post(address(attempt, 1), {"choice": "2", "act": "save"}))
    assert ada.post(path, kept).status_code == 302
    asked = asked_at(attempt, 1)
    assert asked.answer.response == [asked.order[1]]


def test_no_password_is_written_into_a_page(nobody: Client) -> None:
    with failing(nobody):
        response = nobody.post("/accounts/login/", {"login": "ada@example.org", "password": "ferry-to-the-lamp"})
    assert (response.status_code, main_of(response).all("form")) == (503, [])
    assert "ferry" not in response.content.decode()


def test_a_file_has_to_be_chosen_again(ada: Client) -> None:
    with failing(ada):
        response = ada.post("/teach/tea/imports/", {"file": SimpleUploadedFile("bank.txt", b"Which?")})
    assert (response.status_code, main_of(response).all("form")) == (503, [])


def test_an_error_of_ours_is_no_refusal(ada: Client) -> None:
    with failing(ada, ZeroDivisionError):
        response = ada.get("/progress/")
    assert response.status_code == 500
    assert "<h1>Something broke on our side</h1>" in response.content.decode()
