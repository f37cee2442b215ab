"""What is said of a tree of one's own: where it goes wrong, what would help, how it compares; and nothing of what was not met."""

import re

from django.test import Client

from studyapp.catalogue.courses import Course
from studyapp.records.models import Asked, Attempt
from tests.pages.acting import HTMX, answer, begin, finish, run
from tests.pages.markup import main_of
from tests.pages.sketching import WHOLE, built, change


def test_what_goes_wrong_is_said_by_question_and_only_what_was_met_by_name(ada: Client, nobody: Client) -> None:
    page = built(ada, ("start", "ask:leaf"), ("0", "to:pot"), ("1", "to:mug"))
    heads = [one.text for one in main_of(ada.get(page)).one("section", "astray").all()[0].all("h3")]
    assert heads == ["1. What is the tea made of?"]
    text = main_of(ada.get(page)).one("section", "astray").text
    assert "scenarios go wrong here. You have met none of them yet." in text
    attempt = run(ada, 10, mode="graded", size=10)
    section = main_of(ada.get(page)).one("section", "astray")
    links = {a.text: a.attrs["href"] for a in section.all("a")}
    assert links["Before the train"].startswith(f"/attempts/{attempt.pk}/")
    assert ada.get(links["Before the train"]).status_code == 200


def test_an_answer_of_an_open_graded_run_is_not_yet_met(ada: Client) -> None:
    page = built(ada, ("start", "to:whisk"))
    attempt = begin(ada, "brewing", mode="graded", size=10)
    for position in range(1, 11):
        answer(ada, attempt, position, act="save")
    assert main_of(ada.get(page)).one("section", "astray").all("a") == []
    finish(ada, attempt)
    astray = main_of(ada.get(page)).one("section", "astray")
    more = Asked.objects.filter(attempt=attempt).exclude(outcome="whisk").count() - 5
    assert more > 1
    assert len(astray.all("a")) == 5
    assert astray.one("p", "quiet").text == f"And {more} more that you have met."


def test_no_scenario_that_was_not_met_is_named(ada: Client, tea: Course) -> None:
    """In no state of the page, nor in its fragments: neither title, nor id, nor story."""
    page = built(ada, *WHOLE[:2])
    change(ada, page, "put", at="1", what="to:whisk")
    for query in ("", "?hint=question&at=0-0", "?hint=branch", "?with=course", "?at=start"):
        for headers in ({}, HTMX):
            content = ada.get(f"{page}{query}", headers=headers).content.decode()
            assert [
                item.id for item in tea.scenarios["way-to-brew"] if item.id in content or item.title in content
            ] == []


def test_the_question_that_helps_most_is_told_on_request(ada: Client) -> None:
    page = built(ada, ("start", "ask:heat"))
    assert main_of(ada.get(page)).all("p", "hinted") == []
    found = main_of(ada.get(f"{page}?at=0&hint=question"))
    assert re.fullmatch(
        r"What would help most here: “(What is the tea made of|How many cups are wanted\? At most 2 cups)\?” "
        r"Of all questions it parts the 9 scenarios that come here best. \(\d\.\d\d bits\)",
        found.one("p", "hinted").text,
    )
    [selected] = [o.text for o in found.one("select", id="what").all("option") if "selected" in o.attrs]
    assert selected in found.one("p", "hinted").text


def test_where_nothing_helps_the_hint_says_so(ada: Client) -> None:
    page = built(ada, *WHOLE[:2])
    assert main_of(ada.get(f"{page}?at=0-2&hint=question")).one("p", "hinted").text == "No question tells apart the scenarios that come here."  # fmt: skip
    whole = built(ada, *WHOLE)
    assert "every scenario is mapped rightly" in main_of(ada.get(f"{whole}?hint=branch")).one("p", "hinted").text


def test_the_branch_that_costs_most_is_told_on_request(ada: Client) -> None:
    page = built(ada, ("start", "ask:heat"), ("0", "to:pot"), ("1", "to:pot"))
    found = main_of(ada.get(page))
    assert [a.text for a in found.all(cls="primary")] == ["Show the branch that costs most"]
    hinted = main_of(ada.get(page.partition("#")[0] + found.one(cls="primary").attrs["href"].removeprefix(page)))
    assert hinted.one("p", "hinted").text == (
        "The branch that costs most: Heat: hot. 5 of the 9 scenarios that end there are not mapped rightly."
    )
    assert [(a.text, a.attrs["href"]) for a in hinted.all(cls="primary")] == [
        ("Change what stands there", f"{page}?at=0")
    ]


def test_it_is_compared_with_the_course_s_tree(ada: Client) -> None:
    page = built(ada, *WHOLE)
    section = main_of(ada.get(f"{page}?with=course")).one("section", "compared")
    assert section.all("p")[0].text == "The course's tree and this one agree on 48 of 48 combinations of facts."
    change(ada, page, "put", at="1-1-1", what="to:mug")
    section = main_of(ada.get(f"{page}?with=course")).one("section", "compared")
    assert section.all("p")[0].text.startswith(
        "The course's tree and this one agree on 42 of 48 combinations of facts."
    )
    said = dict(zip((dt.text for dt in section.all("dt")), (dd.text for dd in section.all("dd")), strict=True))
    assert (said["Heat"], said["Time"], said["Place"]) == ("it is drunk cold", "more than 240 min", "more than 12 °C")
    assert section.all("p")[1].text == "This one leads to Mug, the other to Pot."


def test_two_own_trees_are_compared(ada: Client, cyd: Client) -> None:
    one, other, hers = built(ada, *WHOLE), built(ada, ("start", "ask:heat")), built(cyd, *WHOLE)
    offered = [o.attrs["value"] for o in main_of(ada.get(other)).one("select", id="with").all("option")]
    assert offered == ["course", one.split("/")[-2]]
    section = main_of(ada.get(f"{other}?with={one.split('/')[-2]}")).one("section", "compared")
    assert section.all("p")[0].text.startswith("Tree 1 and this one agree on 0 of 48 combinations of facts.")
    assert section.all("p")[1].text.startswith("This one leads to nowhere yet, the other to")
    foreign = main_of(ada.get(f"{other}?with={hers.split('/')[-2]}")).one("section", "compared")
    assert foreign.one("p", "error").text.startswith("There is no such tree of yours.")


def test_what_a_sealed_exam_or_a_lesson_asked_is_not_named(ada: Client) -> None:
    page = built(ada, ("start", "to:whisk"))
    attempt = run(ada, 3)
    assert len(main_of(ada.get(page)).one("section", "astray").all("a")) > 0
    for changed in ({"rules": {**attempt.rules, "sealed": True}}, {"rules": attempt.rules, "mode": "lesson"}):
        Attempt.objects.filter(pk=attempt.pk).update(**changed)
        assert main_of(ada.get(page)).one("section", "astray").all("a") == []
