"""One question of a run: choosing, saving, checking, flagging, going on; and everything that is refused."""

import pytest
from django.http import HttpResponse
from django.test import Client

from studyapp.records import revisions
from studyapp.records.models import Answer, Attempt, Verdict
from tests.pages.acting import HTMX, address, answer, asked_at, begin, finish, right_numbers, wrong_numbers
from tests.pages.markup import Element, main_of, read

CHOOSE = "Nothing is chosen yet. Choose one answer, then go on."
NO_CHOICE = "That is not one of the choices. Choose again below."
ONE_ONLY = "Choose one answer only."
FINISHED = "This run is finished, so nothing more is stored. Your earlier answers stand."
CHECKED = "This answer was checked already and stays as it is. The new one is not stored."


def sentence(response: HttpResponse) -> str:
    """The refusal of a page or fragment, which must be announced and described."""
    assert response.status_code == 422
    error = read(response.content).one("p", "error", id="refused")
    assert error.attrs["data-say"] == "Not stored."
    return error.text


def taken(page: Element) -> list[str]:
    return [box.attrs["value"] for box in page.all("input", name="choice") if "checked" in box.attrs]


def stored(attempt: Attempt) -> list[tuple[int, list[int], bool]]:
    rows = Answer.objects.filter(asked__attempt=attempt).order_by("asked__position")
    return [(row.asked.position, row.response, row.checked is not None) for row in rows]


@pytest.fixture
def practice(ada: Client) -> Attempt:
    return begin(ada, "brewing", size=3)


@pytest.fixture
def graded(ada: Client) -> Attempt:
    return begin(ada, "brewing", mode="graded", size=10)


def test_a_question_shows_its_story_and_choices_in_the_order_stored(ada: Client, practice: Attempt) -> None:
    page = main_of(ada.get(address(practice, 1)))
    asked = asked_at(practice, 1)
    question = revisions.question(asked.revision_id)
    assert page.one(id="stem").text == read(question.stem).text
    assert [label.one("span").text for label in page.all("label", "choice")] == [
        question.choices[original].text for original in asked.order
    ]
    assert [box.attrs["value"] for box in page.all("input", name="choice")] == ["1", "2", "3", "4"][: len(asked.order)]
    assert taken(page) == []


def test_a_saved_choice_is_chosen_on_reload(ada: Client, practice: Attempt) -> None:
    response = ada.post(address(practice, 1), {"choice": "2", "act": "save"})
    assert (response.status_code, response["Location"]) == (302, address(practice, 1))
    page = main_of(ada.get(address(practice, 1)))
    assert taken(page) == ["2"]
    assert page.one("p", id="saved").text == "Saved"
    assert stored(practice) == [(1, [asked_at(practice, 1).order[1]], False)]


def test_with_htmx_saving_changes_only_the_word_saved(ada: Client, practice: Attempt) -> None:
    response = ada.post(address(practice, 1), {"choice": "2", "act": "save"}, headers=HTMX)
    assert response.status_code == 200
    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#saved", "outerHTML")
    [line] = [child for child in read(response.content).children if isinstance(child, Element)]
    assert (line.tag, line.attrs["id"], line.attrs["data-say"], line.text) == ("p", "saved", "Saved", "Saved")


def test_choosing_without_a_button_saves(ada: Client, practice: Attempt) -> None:
    """htmx sends the form on each change, and a change names no button."""
    ada.post(address(practice, 1), {"choice": "1"}, headers=HTMX)
    assert stored(practice) == [(1, [asked_at(practice, 1).order[0]], False)]


def test_the_last_choice_wins_and_the_same_twice_is_one(ada: Client, practice: Attempt) -> None:
    for choice in ("1", "3", "3"):
        ada.post(address(practice, 1), {"choice": choice})
    assert stored(practice) == [(1, [asked_at(practice, 1).order[2]], False)]


def test_checking_rightly_says_so_and_explains(ada: Client, practice: Attempt) -> None:
    response = answer(ada, practice, 1)
    assert (response.status_code, response["Location"]) == (302, address(practice, 1))
    page = main_of(ada.get(address(practice, 1)))
    assert page.one("div", "verdict").one("h2").text.startswith("Right: the facts lead to ")
    assert page.one("li", "right").one("p", "word").text == "Your choice, right"
    assert page.all("li", "wrong") == []
    assert page.all("input", name="choice") == []


def test_checking_wrongly_shows_both_answers_and_where_the_choice_left(ada: Client, practice: Attempt) -> None:
    answer(ada, practice, 1, right=False)
    page = main_of(ada.get(address(practice, 1)))
    assert page.one("div", "verdict").one("h2").text.startswith("Not right: the facts lead to ")
    assert "It leaves the path at question " in page.one("div", "verdict").one("p").text
    assert page.one("li", "right").one("p", "word").text == "Right answer"
    assert page.one("li", "wrong").one("p", "word").text == "Your choice, not right"
    assert page.one("h2", id="ways").text == "Where the facts lead, and where your choice leaves"
    assert " would fit if " in page.one("p", "would-fit").text


def test_a_second_click_on_check_changes_nothing_and_says_nothing(ada: Client, practice: Attempt) -> None:
    answer(ada, practice, 1, right=False)
    before = list(Answer.objects.values())
    response = answer(ada, practice, 1, right=False, htmx=True)
    assert response.status_code == 200
    assert read(response.content).all("p", id="refused") == []
    assert list(Answer.objects.values()) == before
    assert Verdict.objects.count() == 1


@pytest.mark.parametrize("htmx", [True, False])
def test_another_choice_checked_in_a_second_tab_is_said_not_to_be_stored(
    ada: Client, practice: Attempt, htmx: bool
) -> None:
    answer(ada, practice, 1, right=False)
    before = list(Answer.objects.values())
    response = answer(ada, practice, 1, right=True, htmx=htmx)
    shown = read(response.content)
    assert sentence(response) == f"{CHECKED} You chose just now: {shown.one('li', 'right').one('p', 'title').text}."
    assert shown.one("li", "wrong").one("p", "word").text == "Your choice, not right"
    assert list(Answer.objects.values()) == before
    assert Verdict.objects.count() == 1


def test_a_save_after_the_check_is_refused_and_the_answer_stands(ada: Client, practice: Attempt) -> None:
    answer(ada, practice, 1, right=False)
    before = stored(practice)
    response = answer(ada, practice, 1, right=True, act="save")
    assert sentence(response).startswith(CHECKED)
    assert main_of(response).one("li", "wrong").one("p", "word").text == "Your choice, not right"
    assert stored(practice) == before


def test_flag_and_unflag(ada: Client, practice: Attempt) -> None:
    ada.post(address(practice, 2), {"act": "flag"})
    page = main_of(ada.get(address(practice, 2)))
    assert page.one("button", name="act", value="unflag").text == "Flagged: take it away"
    assert [mark.attrs["href"] for mark in page.one(cls="strip").all("use")] == [
        "#icon-ring",
        "#icon-flag",
        "#icon-ring",
    ]
    ada.post(address(practice, 2), {"act": "unflag"})
    assert main_of(ada.get(address(practice, 2))).one("button", name="act", value="flag").text == "Flag for later"


def test_flagging_keeps_what_is_chosen(ada: Client, practice: Attempt) -> None:
    ada.post(address(practice, 1), {"act": "flag", "choice": "2"}, headers=HTMX)
    assert (asked_at(practice, 1).flagged, stored(practice)[0][1]) == (True, [asked_at(practice, 1).order[1]])


def test_flagging_with_htmx_shows_the_question_again(ada: Client, practice: Attempt) -> None:
    response = ada.post(address(practice, 1), {"act": "flag"}, headers=HTMX)
    form = read(response.content).one("form", id="question")
    assert form.one("button", name="act", value="unflag").text == "Flagged: take it away"
    assert "HX-Retarget" not in response


def test_next_saves_and_goes_on(ada: Client, graded: Attempt) -> None:
    response = ada.post(address(graded, 1), {"act": "next", "choice": "1"})
    assert (response.status_code, response["Location"]) == (302, address(graded, 2))
    assert stored(graded) == [(1, [asked_at(graded, 1).order[0]], False)]


def test_next_without_a_choice_goes_on_and_leaves_the_question_open(ada: Client, graded: Attempt) -> None:
    assert ada.post(address(graded, 1), {"act": "next"})["Location"] == address(graded, 2)
    assert stored(graded) == []


def test_after_the_last_question_comes_the_overview(ada: Client, graded: Attempt) -> None:
    assert ada.post(address(graded, 10), {"act": "next"})["Location"] == f"/attempts/{graded.pk}/"


def test_the_links_lead_to_the_neighbours(ada: Client, practice: Attempt) -> None:
    answer(ada, practice, 2)
    links = {a.text: a.attrs["href"] for a in main_of(ada.get(address(practice, 2))).one("div", "footbar").all("a")}
    assert links == {
        "Previous": address(practice, 1), "Overview": f"/attempts/{practice.pk}/", "Next question": address(practice, 3),
    }  # fmt: skip
    first = main_of(ada.get(address(practice, 1)))
    assert [a.text for a in first.one("div", "footbar").all("a")] == ["Overview"]


def test_a_graded_run_explains_nothing_before_its_finish(ada: Client, graded: Attempt) -> None:
    answer(ada, graded, 1, right=False, act="check")
    page = main_of(ada.get(address(graded, 1)))
    assert page.all("div", "verdict") == []
    assert [button.text for button in page.all("button", "primary")] == ["Next question"]
    finish(ada, graded)
    assert main_of(ada.get(address(graded, 1))).one("li", "wrong").one("p", "word").text == "Your choice, not right"


@pytest.mark.parametrize("act", ["save", "check"])
@pytest.mark.parametrize(
    ("choice", "says"),
    [
        ([], CHOOSE),
        (["9"], NO_CHOICE),
        (["0"], NO_CHOICE),
        (["-1"], NO_CHOICE),
        (["99999999999999999999"], NO_CHOICE),
        (["1.0"], NO_CHOICE),
        pytest.param(["9" * 5000], NO_CHOICE, id="long"),
        (["²"], NO_CHOICE),
        (["١"], NO_CHOICE),
        (["mug"], NO_CHOICE),
        ([""], NO_CHOICE),
        (["1\x00"], NO_CHOICE),
        (["1", "1"], NO_CHOICE),
        (["1", "2"], ONE_ONLY),
    ],
)
def test_what_is_no_answer_is_refused_with_a_sentence(
    ada: Client, practice: Attempt, choice: list[str], says: str, act: str
) -> None:
    sent = {"choice": choice, "act": act}
    assert sentence(ada.post(address(practice, 1), sent)) == says
    assert sentence(ada.post(address(practice, 1), sent, headers=HTMX)) == says
    assert stored(practice) == []


def test_a_refusal_leaves_what_was_saved(ada: Client, practice: Attempt) -> None:
    ada.post(address(practice, 1), {"choice": "2"})
    response = ada.post(address(practice, 1), {"choice": "9"})
    assert sentence(response) == NO_CHOICE
    assert taken(main_of(response)) == ["2"]
    assert stored(practice) == [(1, [asked_at(practice, 1).order[1]], False)]


@pytest.mark.parametrize("position", ["0", "4", "99999999999999999999"])
def test_a_place_that_is_not_there_is_not_found(ada: Client, practice: Attempt, position: str) -> None:
    path = f"/attempts/{practice.pk}/{position}/"
    assert ada.get(path).status_code == 404
    for headers in ({}, HTMX):
        for sent in ({"choice": "1", "act": "save"}, {"act": "flag"}, {"act": "next"}, {"choice": "1", "act": "check"}):
            assert ada.post(path, sent, headers=headers).status_code == 404


def test_a_finished_run_takes_no_more_answers(ada: Client, practice: Attempt) -> None:
    answer(ada, practice, 1, right=False)
    ada.post(address(practice, 2), {"choice": right_numbers(practice, 2)})
    finish(ada, practice)
    before = stored(practice)
    for position in (1, 2, 3):
        response = answer(ada, practice, position, act="save")
        assert sentence(response).startswith(FINISHED)
    assert sentence(answer(ada, practice, 3, act="check", htmx=True)).startswith(FINISHED)
    assert stored(practice) == before
    assert main_of(ada.get(address(practice, 3))).one("div", "verdict").one("h2").text == "Not answered"


def test_a_tab_that_was_left_open_is_told_and_keeps_what_was_chosen(ada: Client, graded: Attempt) -> None:
    answer(ada, graded, 1, right=False, act="save")
    finish(ada, graded)  # in another tab
    response = answer(ada, graded, 1, right=True, act="next")
    shown = next(c for c in main_of(response).all("li", "right"))
    assert sentence(response) == f"{FINISHED} You chose just now: {shown.one('p', 'title').text}."
    assert [(position, checked) for position, _, checked in stored(graded)] == [(1, True)]


def test_flagging_a_finished_run_changes_nothing(ada: Client, practice: Attempt) -> None:
    finish(ada, practice)
    ada.post(address(practice, 1), {"act": "flag"})
    assert asked_at(practice, 1).flagged is False


def test_every_change_needs_its_token(ada: Client, practice: Attempt) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = ada.cookies
    sent = {"choice": wrong_numbers(practice, 1)[0], "act": "check"}
    for headers in ({}, HTMX):
        response = strict.post(address(practice, 1), sent, headers=headers)
        assert response.status_code == 403
        assert main_of(response).one("h1").text == "This could not be accepted"
        assert main_of(response).all("p")[0].text == (
            "The page was open for too long, or your browser keeps no cookies. Go back, reload the page and send it again."
        )
    assert stored(practice) == []


def test_the_pages_own_token_is_accepted_from_the_form_and_from_htmx(ada: Client, practice: Attempt) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = ada.cookies
    page = read(strict.get(address(practice, 1)).content)
    token = page.one("main").all("input", name="csrfmiddlewaretoken")[0].attrs["value"]
    sent = {"choice": "1", "csrfmiddlewaretoken": token}
    assert strict.post(address(practice, 1), sent).status_code == 302
    header = page.one("body").attrs["hx-headers:inherited"].split('"')[3]
    response = strict.post(address(practice, 2), {"choice": "1"}, headers=HTMX | {"X-CSRFToken": header})
    assert (response.status_code, len(stored(practice))) == (200, 2)
