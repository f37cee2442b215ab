"""A lesson: read, marked as read, and checked inside; the contents of its module and course."""

import pytest
from django.test import Client

from studyapp.catalogue.courses import Course
from studyapp.catalogue.prose import Html
from studyapp.catalogue.questions import Question
from studyapp.pages.showing import shown
from studyapp.records.models import Answer, Attempt, Reading, Standing
from tests.pages.acting import HTMX, begin, learner_of
from tests.pages.kinds import PARTS
from tests.pages.markup import Element, main_of, read

FIRST, SECOND = "/courses/tea/modules/leaf/what-is-in-it/", "/courses/tea/modules/leaf/how-it-keeps/"
CHECK = f"{FIRST}checks/leaf/what-is-drunk/"
MULTIPLE = f"{SECOND}checks/leaf/enemies/"
POWDER, LOOSE = {"choice": "2", "act": "check"}, {"choice": "1", "act": "check"}


def check(page: Element) -> Element:
    return page.one("section", id="check-leaf-what-is-drunk")


def test_a_lesson_tells_where_it_stands(nobody: Client, tea: Course) -> None:
    page = main_of(nobody.get(FIRST))
    assert page.one("h1").text == "What is in the tin"
    assert page.one("p", "way").text == "Which way to brew · 1 The leaf · lesson 1 of 2"
    assert [a.text for a in page.one("nav").all("a")] == [h.text for h in tea.lessons["leaf/what-is-in-it"].headings]
    assert page.one("form", "onward").one("button").text == "Next: How it keeps"


def test_it_links_the_one_before(nobody: Client) -> None:
    assert main_of(nobody.get(FIRST)).one("form", "onward").one("a").attrs["href"] == "/courses/tea/"
    back = main_of(nobody.get(SECOND)).one("form", "onward").one("a")
    assert (back.text, back.attrs["href"]) == ("Back: What is in the tin", FIRST)


def test_marking_as_read_goes_on_to_the_next_lesson(ada: Client) -> None:
    response = ada.post(f"{FIRST}reads/")
    assert (response.status_code, response["Location"]) == (302, SECOND)
    assert list(Reading.objects.values_list("learner", "course", "lesson")) == [
        (learner_of(ada).pk, "tea", "leaf/what-is-in-it")
    ]


def test_reading_twice_is_reading_once(ada: Client) -> None:
    for _ in range(2):
        assert ada.post(f"{FIRST}reads/")["Location"] == SECOND
    assert Reading.objects.count() == 1


def test_the_last_lesson_of_a_module_leads_into_the_next_module(ada: Client) -> None:
    assert ada.post(f"{SECOND}reads/")["Location"] == "/courses/tea/modules/brewing/mug-or-pot/"


def test_after_the_last_lesson_come_the_contents(ada: Client, tea: Course) -> None:
    last = [*tea.lessons][-1]
    assert ada.post(f"/courses/tea/modules/{last}/reads/")["Location"] == "/courses/tea/"


def test_the_contents_show_what_is_read_and_where_to_go_on(ada: Client) -> None:
    ada.post(f"{FIRST}reads/")
    page = main_of(ada.get("/courses/tea/"))
    states = {row.one("a").text: row.one("p", "state").text for row in page.one("ol", "contents").all("li")}
    assert states["The leaf"] == "You are here · 1 of 2 lessons"
    assert states["Brewing"].startswith("Not begun · about ")
    assert [(a.text, a.attrs["href"]) for a in page.all(cls="primary")] == [("Continue: How it keeps", SECOND)]
    ada.post(f"{SECOND}reads/")
    page = main_of(ada.get("/courses/tea/"))
    assert [row.one("p", "state").text.split(" · ")[0] for row in page.one("ol", "contents").all("li")] == [
        "Done", "You are here",
    ]  # fmt: skip


def test_the_module_names_its_lessons_and_the_next_one(ada: Client) -> None:
    ada.post(f"{FIRST}reads/")
    page = main_of(ada.get("/courses/tea/modules/leaf/"))
    assert [row.one("p", "state").text for row in page.one("ol", "contents").all("li")] == ["Read", "Not read"]
    assert [(a.text, a.attrs["href"]) for a in page.all("a", "primary")] == [("Read: How it keeps", SECOND)]
    ada.post(f"{SECOND}reads/")
    page = main_of(ada.get("/courses/tea/modules/leaf/"))
    assert [a.text for a in page.all("a", "primary")] == ["Next module: Brewing"]


def test_a_check_is_asked_without_a_word_of_its_answer(nobody: Client) -> None:
    form = check(main_of(nobody.get(FIRST))).one("form")
    assert form.one("legend").text == "Which of these is drunk with the water?"
    assert [label.one("span").text for label in form.all("label")] == ["Loose leaf", "Powder", "The bag"]
    assert form.attrs["action"] == form.attrs["hx-post"] == CHECK


def test_a_right_check_says_so_and_stays(ada: Client) -> None:
    response = ada.post(CHECK, POWDER)
    assert (response.status_code, response["Location"]) == (302, f"{FIRST}#check-leaf-what-is-drunk")
    shown = check(main_of(ada.get(FIRST)))
    assert shown.one(cls="verdict").text == "Right."
    assert shown.one("li", "right").text == (
        "Powder Your choice, right It is beaten into the water and goes down with it."
    )
    assert shown.all("input", name="choice") == []


def test_a_wrong_check_tells_why(ada: Client) -> None:
    shown = check(read(ada.post(CHECK, LOOSE, headers=HTMX).content))
    assert shown.one(cls="verdict").text == "Not right."
    assert shown.one("li", "wrong").text == "Loose leaf Your choice, not right A leaf stays behind in the pot."
    assert "Only what is ground fine enough stays in the water." in shown.text


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        ([], "Nothing is chosen yet. Choose one answer, then go on."),
        (["4"], "That is not one of the choices. Choose again below."),
        (["0"], "That is not one of the choices. Choose again below."),
        (["powder"], "That is not one of the choices. Choose again below."),
        (["1", "2"], "Choose one answer only."),
    ],
)
def test_a_check_that_cannot_be_read_is_refused(ada: Client, choice: list[str], says: str) -> None:
    for headers in ({}, HTMX):
        response = ada.post(CHECK, {"choice": choice, "act": "check"}, headers=headers)
        assert response.status_code == 422
        refused = read(response.content).one("p", "error")
        assert refused.text == says
        assert read(response.content).one("fieldset").attrs["aria-describedby"] == refused.attrs["id"]
    assert Answer.objects.count() == 0


def test_without_scripts_a_refused_check_leads_back_to_its_lesson(ada: Client) -> None:
    page = main_of(ada.post(CHECK, {"act": "check"}))
    assert page.one("h1").text == "Check yourself"
    assert page.one("p", "way").one("a").attrs["href"] == FIRST


def test_trying_again_asks_afresh(ada: Client) -> None:
    ada.post(CHECK, LOOSE)
    shown = check(read(ada.post(CHECK, {"act": "again"}, headers=HTMX).content))
    assert [box.attrs["value"] for box in shown.all("input", name="choice")] == ["1", "2", "3"]
    assert Answer.objects.count() == 0
    ada.post(CHECK, POWDER)
    assert check(main_of(ada.get(FIRST))).one(cls="verdict").text == "Right."


def test_an_answer_stands_until_it_is_tried_again(ada: Client) -> None:
    ada.post(CHECK, LOOSE)
    assert ada.post(CHECK, LOOSE).status_code == 302, "a second click says nothing"
    response = ada.post(CHECK, POWDER)
    assert response.status_code == 422
    shown = check(main_of(response))
    assert shown.one("p", "error").text == (
        "This answer was checked already and stays as it is. The new one is not stored. You chose just now: Powder."
    )
    assert shown.one("p", "verdict").text == "Not right."
    assert check(main_of(ada.get(FIRST))).one(cls="verdict").text == "Not right."


def test_several_right_choices_and_one_left_out(ada: Client) -> None:
    shown = read(ada.post(MULTIPLE, {"choice": ["2"], "act": "check"}, headers=HTMX).content)
    assert shown.one("li", "left-out").text == "Light Left out: this belongs Light belongs here, it bleaches the leaf."
    ada.post(MULTIPLE, {"act": "again"})
    shown = read(ada.post(MULTIPLE, {"choice": ["1", "2"], "act": "check"}, headers=HTMX).content)
    assert shown.one(cls="verdict").text == "Right."


def test_a_check_counts_for_nothing(ada: Client) -> None:
    ada.post(CHECK, LOOSE)
    assert Standing.objects.count() == 0
    assert list(Attempt.objects.values_list("mode", flat=True)) == ["lesson"]
    asked = begin(ada, "leaf").asked_set.filter(question="tea/leaf/what-is-drunk", first=True)
    assert asked.count() == 0


def test_an_answer_is_ones_own(ada: Client, cyd: Client, nobody: Client) -> None:
    ada.post(CHECK, LOOSE)
    for other in (cyd, nobody):
        assert check(main_of(other.get(FIRST))).all(cls="verdict") == []


def test_a_check_of_steps_does_not_stand_in_the_right_order() -> None:
    question = Question("brewing/pour", Html("<p>In which order?</p>"), PARTS["ordering"])
    assert [row.text for row in shown(question, None, False)["steps"]] != ["Boil", "Pour", "Drink", "Fry"]
