"""What can be taken: starting, going on, and what is refused."""

import pytest
from django.test import Client

from studyapp.catalogue.courses import Course
from studyapp.records.models import Asked, Attempt, Learner
from tests.pages.acting import address, answer, begin, finish, learner_of, run
from tests.pages.markup import Element, main_of

BREWING = "/courses/tea/quizzes/brewing/"
REFUSED = "A run of that kind or size does not exist. Choose one of those below."
EMPTY = "No question fits that choice. Start a full run instead."


def rules(page: Element) -> dict[str, str]:
    return {li.one("span").text: li.one("b").text for li in page.all("li")}


def test_the_index_names_each_quiz_with_its_pool_pass_mark_and_own_best(ada: Client, tea: Course) -> None:
    run(ada, 2)
    run(ada, 3)
    page = main_of(ada.get("/courses/tea/quizzes/"))
    quizzes = [(li.one("a").attrs["href"], li.all("p")[-1].text) for li in page.one("ul").all("li")]
    pools = {quiz.id: len(tea.pool(quiz)) for quiz in tea.quizzes.values()}
    assert quizzes == [
        (BREWING, f"{pools['brewing']} questions · 90 % passes · best: 3 of 3"),
        ("/courses/tea/quizzes/leaf/", f"{pools['leaf']} questions · 80 % passes"),
    ]


def test_the_page_of_a_quiz_tells_its_rules_before_it_begins(nobody: Client, tea: Course) -> None:
    page = main_of(nobody.get(BREWING))
    pool = str(len(tea.pool(tea.quizzes["brewing"])))
    assert rules(page) == {
        "Questions in the bank": pool, "Not yet answered by you": pool, "Passes from": "90 %", "Taken so far": "0",
    }  # fmt: skip
    forms = {form.one("input", name="mode").attrs["value"]: form for form in page.all("form")}
    assert forms.pop("section").all("select")
    assert {mode: [b.attrs["value"] for b in form.all("button")] for mode, form in forms.items()} == {
        mode: [str(size) for size in runs.sizes] for mode, runs in tea.quizzes["brewing"].runs.items()
    }
    assert forms["graded"].one("p").text == "9 of 10 pass"
    assert page.all("p")[-2].text == "None so far. Their scores will stand here."


def test_it_tells_what_was_taken_and_what_is_left(ada: Client, tea: Course) -> None:
    run(ada, 5, size=5)
    left = len(tea.pool(tea.quizzes["brewing"])) - 5
    told = rules(main_of(ada.get(BREWING)))
    assert (told["Not yet answered by you"], told["Taken so far"], told["Your best"]) == (str(left), "1", "5 of 5")


def test_a_graded_run_is_the_best_before_any_practice(ada: Client) -> None:
    run(ada, 5, size=5)
    run(ada, 8, mode="graded", size=10)
    assert rules(main_of(ada.get(BREWING)))["Your best"] == "8 of 10"


def test_starting_makes_a_guest_and_leads_to_the_first_question(nobody: Client) -> None:
    response = nobody.post(f"{BREWING}attempts/", {"mode": "practice", "size": "3"})
    attempt = Attempt.objects.get()
    assert (response.status_code, response["Location"]) == (302, address(attempt, 1))
    assert attempt.learner == learner_of(nobody)
    assert attempt.learner.user is None


def test_starting_again_goes_on_where_it_was_left(ada: Client) -> None:
    attempt = begin(ada, size=5)
    answer(ada, attempt, 1)
    answer(ada, attempt, 3, act="save")
    response = ada.post(f"{BREWING}attempts/", {"mode": "practice", "size": "3"})
    assert response["Location"] == address(attempt, 2)
    assert Attempt.objects.count() == 1


def test_going_on_with_every_answer_in_leads_to_the_last_question(ada: Client) -> None:
    attempt = begin(ada, size=3)
    for position in (1, 2, 3):
        answer(ada, attempt, position)
    assert ada.post(f"{BREWING}attempts/", {"mode": "practice", "size": "3"})["Location"] == address(attempt, 3)


def test_an_open_run_is_offered_first(ada: Client) -> None:
    attempt = begin(ada, size=5)
    page = main_of(ada.get(BREWING))
    assert [(a.text, a.attrs["href"]) for a in page.all(cls="primary")] == [
        ("Go on with your run of 5", f"/attempts/{attempt.pk}/")
    ]
    assert [a.attrs["href"] for a in main_of(ada.get("/courses/tea/quizzes/")).all("a", "primary")] == [
        f"/attempts/{attempt.pk}/"
    ]


def test_a_second_run_asks_what_was_not_asked_yet(ada: Client) -> None:
    first, second = run(ada, 5, size=5), begin(ada, size=5)
    asked = [set(Asked.objects.filter(attempt=one).values_list("question", flat=True)) for one in (first, second)]
    assert asked[0] & asked[1] == set()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"mode": "practice", "size": "4"}, REFUSED),
        ({"mode": "practice", "size": "0"}, REFUSED),
        ({"mode": "practice", "size": "-3"}, REFUSED),
        ({"mode": "practice", "size": "three"}, REFUSED),
        ({"mode": "practice", "size": "٣"}, REFUSED),
        ({"mode": "practice", "size": "9" * 5000}, REFUSED),
        ({"mode": "practice"}, REFUSED),
        ({"mode": "graded", "size": "3"}, REFUSED),
        ({"mode": "lesson", "size": "3"}, REFUSED),
        ({"mode": "mock", "size": "3"}, REFUSED),
        ({"mode": "", "size": "3"}, REFUSED),
        ({"mode": "section", "node": "way-to-brew/nothing"}, EMPTY),
        ({"mode": "section", "node": "oak/cups"}, EMPTY),
        ({"mode": "section", "node": "cups"}, EMPTY),
        ({"mode": "section", "outcome": "coffee"}, EMPTY),
        ({"mode": "section"}, EMPTY),
    ],
)
def test_what_is_no_run_is_refused_with_a_sentence(ada: Client, sent: dict[str, str], says: str) -> None:
    response = ada.post(f"{BREWING}attempts/", sent)
    assert response.status_code == 422
    error = main_of(response).one("p", "error")
    assert (error.text, error.attrs["role"]) == (says, "alert")
    assert Attempt.objects.count() == 0


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"mode": "practice", "size": "4"}, REFUSED),
        ({"mode": "mock", "size": "3"}, REFUSED),
        ({"mode": "section", "node": "oak/cups"}, EMPTY),
        ({"mode": "missed"}, EMPTY),
        ({"mode": "review"}, EMPTY),
    ],
)
def test_a_refused_start_makes_no_guest(nobody: Client, sent: dict[str, str], says: str) -> None:
    response = nobody.post(f"{BREWING}attempts/", sent)
    assert (response.status_code, main_of(response).one("p", "error").text) == (422, says)
    assert (Learner.objects.count(), "learner" in nobody.session) == (0, False)


def test_a_section_asks_only_what_turns_on_its_node(ada: Client, tea: Course) -> None:
    attempt = begin(ada, mode="section", node="way-to-brew/heat")
    asked = Asked.objects.filter(attempt=attempt).values_list("question", flat=True)
    turning = {item.ident for item in tea.items.values() if "heat" in item.turns_on}
    assert 0 < len(asked) <= 8
    assert {question.removeprefix("tea/") for question in asked} <= turning


def test_a_section_of_an_outcome_asks_only_what_leads_there(ada: Client) -> None:
    attempt = begin(ada, mode="section", outcome="pot")
    assert set(Asked.objects.filter(attempt=attempt).values_list("outcome", flat=True)) == {"pot"}


def test_another_section_hands_in_the_one_before(ada: Client) -> None:
    first = begin(ada, mode="section", node="way-to-brew/heat")
    second = begin(ada, mode="section", node="way-to-brew/cups")
    first.refresh_from_db()
    assert (first.finished is not None, second.finished, second.number) == (True, None, 2)
    assert begin(ada, mode="section", node="way-to-brew/cups") == second


def test_a_filter_counts_for_sections_only(ada: Client) -> None:
    """A practice run that speaks of readiness cannot be picked by the client."""
    attempt = begin(ada, mode="practice", size=3, node="way-to-brew/heat", outcome="cold-steep")
    assert attempt.rules["only"] == {"node": "", "outcome": "", "objective": ""}


def test_after_the_finish_a_new_run_begins(ada: Client) -> None:
    first = begin(ada, size=3)
    finish(ada, first)
    second = begin(ada, size=3)
    assert (second.number, second.pk != first.pk) == (2, True)
