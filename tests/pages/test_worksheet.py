"""The worksheet for a workload of one's own."""

from django.test import Client

from studyapp.catalogue.courses import Course
from studyapp.records.models import Filling
from tests.pages.acting import learner_of
from tests.pages.markup import main_of

SHEET = "/courses/tea/worksheet/"


def written(client: Client) -> dict[str, str]:
    return {area.attrs["name"]: area.text for area in main_of(client.get(SHEET)).all("textarea")}


def test_every_step_and_field_is_there_with_its_hint(nobody: Client, tea: Course) -> None:
    page = main_of(nobody.get(SHEET))
    assert tea.worksheet is not None
    assert [legend.text for legend in page.all("legend")] == [
        f"{n}. {step.title}" for n, step in enumerate(tea.worksheet.steps, 1)
    ]
    fields = {area.attrs["name"]: page.one("label", for_=area.attrs["id"]).text for area in page.all("textarea")}
    assert fields == {f"{step.id}.{field.id}": field.label for step in tea.worksheet.steps for field in step.fields}
    hinted = page.one("textarea", name="guests.who")
    assert page.one(id=hinted.attrs["aria-describedby"]).text == "First names will do"


def test_what_is_saved_stands_there_again(ada: Client) -> None:
    response = ada.post(SHEET, {"guests.who": "  Ben & <Cyd>\nand I ", "guests.cups": "three", "way.choice": ""})
    assert (response.status_code, response["Location"]) == (302, f"{SHEET}?saved=1")
    saved = main_of(ada.get(response["Location"])).one("p", "saved")
    assert (saved.text, saved.attrs["role"]) == ("Saved", "status")
    assert Filling.objects.get().texts == {"guests.who": "Ben & <Cyd>\nand I", "guests.cups": "three"}
    assert written(ada) == {"guests.who": "Ben & <Cyd> and I", "guests.cups": "three", "way.choice": ""}


def test_saving_again_replaces(ada: Client) -> None:
    ada.post(SHEET, {"guests.who": "Ben", "guests.cups": "three"})
    ada.post(SHEET, {"guests.who": "Cyd"})
    assert written(ada) == {"guests.who": "Cyd", "guests.cups": "", "way.choice": ""}
    assert Filling.objects.count() == 1


def test_too_long_a_text_is_cut_where_the_field_ends(ada: Client) -> None:
    longest = int(main_of(ada.get(SHEET)).one("textarea", name="guests.who").attrs["maxlength"])
    ada.post(SHEET, {"guests.who": "x" * (longest + 1)})
    assert written(ada)["guests.who"] == "x" * longest


def test_a_field_that_the_sheet_does_not_know_is_ignored(ada: Client) -> None:
    ada.post(SHEET, {"guests.who": "Ben", "guests.age": "40", "learner": "1", "texts": "{}"})
    assert Filling.objects.get().texts == {"guests.who": "Ben"}


def test_a_worksheet_is_ones_own(ada: Client, cyd: Client, nobody: Client) -> None:
    ada.post(SHEET, {"guests.who": "Ben"})
    for other in (cyd, nobody):
        assert written(other)["guests.who"] == ""
    cyd.post(SHEET, {"guests.who": "Ada"})
    assert written(ada)["guests.who"] == "Ben"


def test_a_guest_may_write_one(nobody: Client) -> None:
    nobody.post(SHEET, {"guests.who": "Ben"})
    assert Filling.objects.get().learner == learner_of(nobody)
    assert written(nobody)["guests.who"] == "Ben"
