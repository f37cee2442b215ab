"""The overview of a run, its finish and its result: how far from passing, where it was lost, what to practise next."""

from datetime import timedelta

import pytest
from django.test import Client

from studyapp.catalogue.courses import Course
from studyapp.records.models import Answer, Asked, Attempt
from tests.pages.acting import address, answer, begin, finish, learner_of, run
from tests.pages.markup import Element, main_of


def overview(client: Client, attempt: Attempt) -> Element:
    return main_of(client.get(f"/attempts/{attempt.pk}/"))


def result(client: Client, attempt: Attempt) -> Element:
    return main_of(client.get(f"/attempts/{attempt.pk}/result/"))


def counts_for(page: Element) -> str:
    return next(h for h in page.all("h2") if h.text == "What this counts for").after("p").text


def cells(page: Element) -> list[list[str]]:
    """The rows of the last table."""
    body = page.all("tbody")[-1]
    return [[cell.text for cell in row.all() if cell.tag in ("th", "td")] for row in body.all("tr")]


def test_the_overview_tells_the_state_of_each_question(ada: Client) -> None:
    attempt = begin(ada, size=5)
    answer(ada, attempt, 1)
    answer(ada, attempt, 3, act="save")
    ada.post(address(attempt, 4), {"act": "flag"})
    page = overview(ada, attempt)
    assert cells(page) == [["1", "checked"], ["2", "open"], ["3", "saved"], ["4", "open · flagged"], ["5", "open"]]
    assert page.one("h1").after("p").text == "3 questions of 5 are still open."
    assert page.one("a", "primary").attrs["href"] == address(attempt, 2)
    assert [b.text for b in page.all("button")] == ["Finish; the 3 open questions count as not right"]


def test_one_open_question_is_said_in_the_singular(ada: Client) -> None:
    attempt = begin(ada, size=3)
    for position in (1, 2):
        answer(ada, attempt, position)
    page = overview(ada, attempt)
    assert page.one("h1").after("p").text == "One question of 3 is still open."
    assert [b.text for b in page.all("button")] == ["Finish; the open question counts as not right"]


def test_with_every_answer_in_finishing_is_the_next_step(ada: Client) -> None:
    attempt = begin(ada, size=3)
    for position in (1, 2, 3):
        answer(ada, attempt, position)
    page = overview(ada, attempt)
    assert page.one("h1").after("p").text == "Every question has an answer."
    assert [one.text for one in page.all(cls="primary")] == ["Finish and see the result"]


def test_the_result_of_an_open_run_is_its_overview(ada: Client) -> None:
    attempt = begin(ada, size=3)
    assert ada.get(f"/attempts/{attempt.pk}/result/")["Location"] == f"/attempts/{attempt.pk}/"


def test_finishing_leads_to_the_result_and_judges_what_was_saved(ada: Client) -> None:
    attempt = begin(ada, "brewing", mode="graded", size=10)
    for position in range(1, 8):
        answer(ada, attempt, position, right=position < 5, act="save")
    response = finish(ada, attempt)
    assert (response.status_code, response["Location"]) == (302, f"/attempts/{attempt.pk}/result/")
    assert list(Answer.objects.order_by("asked__position").values_list("right", flat=True)) == [True] * 4 + [False] * 3
    page = result(ada, attempt)
    assert page.one("h1").text == "4 of 10 right"
    assert [row[1] for row in cells(page)] == ["right"] * 4 + ["not right"] * 3 + ["not answered"] * 3
    assert ada.get(f"/attempts/{attempt.pk}/")["Location"] == f"/attempts/{attempt.pk}/result/"


def test_finishing_twice_is_finishing_once(ada: Client) -> None:
    attempt = begin(ada, size=3)
    finish(ada, attempt)
    first = Attempt.objects.values().get(pk=attempt.pk)
    assert finish(ada, attempt).status_code == 302
    assert Attempt.objects.values().get(pk=attempt.pk) == first


@pytest.mark.parametrize(
    ("mode", "size", "rights", "says"),
    [
        ("graded", 10, 10, "Passed. 9 were needed."),
        ("graded", 10, 9, "Passed. 9 were needed."),
        ("graded", 10, 8, "One short of the 9 that pass."),
        ("graded", 10, 5, "4 short of the 9 that pass."),
        ("graded", 10, 0, "9 short of the 9 that pass."),
        ("practice", 5, 5, "That would have passed. 5 were needed."),
        ("practice", 5, 4, "One short of the 5 that pass."),
    ],
)
def test_the_score_stands_against_what_passes(ada: Client, mode: str, size: int, rights: int, says: str) -> None:
    page = result(ada, run(ada, rights, mode=mode, size=size))
    assert page.one("h1").text == f"{rights} of {size} right"
    assert page.one("h1").after("p").text == says


def test_the_decision_that_cost_most_leads_to_practice_on_just_that(ada: Client, tea: Course) -> None:
    attempt = run(ada, 0, mode="graded", size=10)
    page = result(ada, attempt)
    section = page.one("section", "next")
    node = section.one("input", name="node").attrs["value"]
    left = list(Answer.objects.filter(asked__attempt=attempt).exclude(leaves="").values_list("leaves", flat=True))
    assert left.count(node.partition("/")[2]) == max(left.count(one) for one in left)
    tree = tea.trees["way-to-brew"]
    ask = tree.node_by_id[node.partition("/")[2]].ask
    lost = left.count(node.partition("/")[2])
    assert section.one("p").text == f"“{ask}” cost you {lost} of the {len(left)} points you lost."
    form = section.one("form")
    response = ada.post(form.attrs["action"], {one.attrs["name"]: one.attrs["value"] for one in form.all("input")})
    practised = Attempt.objects.get(learner=learner_of(ada), mode="section")
    assert response["Location"] == address(practised, 1)
    assert practised.rules["only"] == {"node": node, "outcome": "", "objective": ""}


def test_a_run_without_a_fault_asks_for_another(ada: Client) -> None:
    page = result(ada, run(ada, 3))
    assert page.all("section", "next") == []
    assert [(one.text, one.attrs["href"]) for one in page.all(cls="primary")] == [
        ("Take another run", "/courses/tea/quizzes/brewing/")
    ]


@pytest.mark.parametrize(
    ("rights", "says"), [(2, "cost you the one point you lost."), (1, "of the 2 points you lost.")]
)
def test_few_points_lost_are_said_in_plain_words(ada: Client, rights: int, says: str) -> None:
    assert result(ada, run(ada, rights)).one("section", "next").one("p").text.endswith(says)


def test_an_unanswered_question_costs_no_decision(ada: Client) -> None:
    """Who did not answer did not turn wrong anywhere."""
    attempt = begin(ada, size=3)
    finish(ada, attempt)
    assert result(ada, attempt).all("section", "next") == []


def test_the_result_scores_each_outcome(ada: Client, tea: Course) -> None:
    attempt = run(ada, 10, mode="graded", size=10)
    outcomes = list(Asked.objects.filter(attempt=attempt).values_list("outcome", flat=True))
    page = result(ada, attempt)
    rows = [[c.text for c in row.all() if c.tag in ("th", "td")] for row in page.all("tbody")[0].all("tr")]
    titles = {tea.options[id].title: outcomes.count(id) for id in outcomes}
    assert {title: (score, says) for title, score, _, says in rows} == {
        title: (f"{n} of {n}", "cannot tell yet") for title, n in titles.items()
    }
    assert page.all("h2")[0].text == "By right answer, weakest first"


def test_the_result_says_the_bound_in_the_words_of_the_dashboard(ada: Client) -> None:
    """What nobody of 90 % would do, all wrong, is below it; and the words are those of the dashboard."""
    attempt = run(ada, 0, mode="graded", size=10)
    said = [row.all("td")[-1].text for row in result(ada, attempt).all("tbody")[0].all("tr")]
    dashboard = main_of(ada.get("/progress/"))
    outcomes = next(h for h in dashboard.all("h2") if h.text == "By right answer, weakest first").after("tbody")
    assert said == [row.all("td")[-1].text for row in outcomes.all("tr")]
    assert said[0] == "weakest, below 90 %"


def test_picked_questions_tell_their_score_and_no_bound(ada: Client) -> None:
    attempt = begin(ada, mode="section", node="way-to-brew/heat")
    finish(ada, attempt)
    page = result(ada, attempt)
    assert [h.text for h in page.all("th") if h.text in ("Right", "What that says")] == ["Right"]
    assert counts_for(page).startswith("A section is practice on one decision.")


def test_each_row_leads_to_its_question_with_its_title(ada: Client, tea: Course) -> None:
    attempt = run(ada, 3)
    links = [(a.text, a.attrs["href"]) for a in result(ada, attempt).all("tbody")[-1].all("a")]
    asked = Asked.objects.filter(attempt=attempt).order_by("position")
    assert links == [
        (f"{row.position}. {tea.items[row.question.partition('/')[2]].title}", address(attempt, row.position)) for row in asked
    ]  # fmt: skip


def test_a_section_says_that_it_is_no_evidence(ada: Client) -> None:
    section = run(ada, 1, mode="section", node="way-to-brew/cups")
    full = run(ada, 3)
    said = {one.pk: counts_for(result(ada, one)) for one in (section, full)}
    assert said == {
        section.pk: "A section is practice on one decision. It does not speak for readiness, since its questions are picked.",
        full.pk: "First answers of this run now count as evidence for readiness.",
    }


def test_your_attempts_are_open_or_finished_the_newest_first(ada: Client) -> None:
    empty = main_of(ada.get("/attempts/"))
    assert [h.text for h in empty.all("h2")] == ["Finished"]
    assert empty.all("p")[-1].text == "Finished runs will stand here with their scores, the newest first."
    first, second = run(ada, 3), run(ada, 1)
    Attempt.objects.filter(pk=first.pk).update(started=first.started - timedelta(days=1))
    open_one = begin(ada, mode="graded", size=10)
    page = main_of(ada.get("/attempts/"))
    assert [h.text for h in page.all("h2")] == ["Open", "Finished"]
    assert [a.attrs["href"] for a in page.one("ul").all("a")] == [f"/attempts/{open_one.pk}/"]
    assert [a.attrs["href"] for a in page.one("tbody").all("a")] == [
        f"/attempts/{second.pk}/result/", f"/attempts/{first.pk}/result/",
    ]  # fmt: skip
    assert [a.text for a in page.one("ul").all("a")] == ["Brewing, graded"]
    assert [row[1:] for row in cells(page)] == [
        ["Brewing, practice", "1 of 3"], ["Brewing, practice", "3 of 3, passed"],
    ]  # fmt: skip
