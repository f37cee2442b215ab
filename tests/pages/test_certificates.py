"""A certificate: only when every metric is met, with what it rests on, for whoever has its address."""

import pytest
from django.test import Client

from studyapp.catalogue.courses import Course
from studyapp.records.models import Certificate
from tests.pages.acting import run
from tests.pages.markup import main_of

ASKED = "/courses/tea/certificate/"


@pytest.fixture
def met(ada: Client, tea: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ada has met the metric of the tea course that can be met, a graded run without a fault; the other is left out."""
    monkeypatch.delitem(tea.metrics, "ceremony")  # type: ignore[arg-type]
    run(ada, 10, "brewing", mode="graded", size=10)


def issue(client: Client, name: str = "Ada  Teapot") -> str:
    return client.post(ASKED, {"name": name})["Location"]


def test_before_every_metric_is_met_there_is_none(ada: Client) -> None:
    run(ada, 5, "brewing", mode="graded", size=10)
    response = ada.post(ASKED, {"name": "Ada"})
    assert (response.status_code, Certificate.objects.count()) == (422, 0)
    assert "Not every metric is met yet" in main_of(response).text


def test_it_carries_the_name_the_day_and_the_evidence(ada: Client, met: None) -> None:
    page = main_of(ada.get(issue(ada)))
    assert page.one("h1").text == "Ada Teapot"
    assert [row.text.split(",")[0] for row in page.all("li")] == ["Brewing: 10 of 10 right"]
    assert "of nobody else" in page.text


def test_whoever_has_the_address_can_check_it(ada: Client, cyd: Client, nobody: Client, met: None) -> None:
    address = issue(ada)
    assert {main_of(client.get(address)).one("h1").text for client in (cyd, nobody)} == {"Ada Teapot"}


def test_asking_twice_is_asking_once(ada: Client, met: None) -> None:
    assert issue(ada) == issue(ada, "Somebody Else") == ada.get(ASKED)["Location"]
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize("name", ["", "   "])
def test_it_needs_a_name(name: str, ada: Client, met: None) -> None:
    response = ada.post(ASKED, {"name": name})
    assert (response.status_code, Certificate.objects.count()) == (422, 0)


def test_a_name_has_an_end(ada: Client, met: None) -> None:
    issue(ada, "A" * 10_000)
    assert Certificate.objects.get().name == "A" * 100


def test_a_name_is_no_markup(ada: Client, met: None) -> None:
    assert b"<script>alert" not in ada.get(issue(ada, "<script>alert(1)</script>")).content


@pytest.mark.parametrize("code", ["nothing", "x" * 500, "%00"])
def test_a_code_that_is_none_is_not_found(code: str, nobody: Client) -> None:
    assert nobody.get(f"{ASKED}{code}/").status_code == 404


def test_nobody_who_has_done_nothing_is_made_a_learner(nobody: Client) -> None:
    assert nobody.post(ASKED, {"name": "Nobody"}).status_code == 422
    assert "learner" not in nobody.session
