"""An exercise of kind cost, from its list to the worked solution."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from studyapp.catalogue.courses import Course
from studyapp.catalogue.facts import Condition
from studyapp.pages.measures import reason
from studyapp.records import progress
from studyapp.records.models import ExerciseRun, Revision
from studyapp.rules import costing
from studyapp.rules.pricing import Reason
from tests.pages.acting import learner_of
from tests.pages.exercising import COURSE, FERRY, HOTEL, LIST, SHOP, begin, give, right, sheet_of, solve
from tests.pages.markup import Element, main_of
from tests.pages.test_costs import statements

OPTIONS = ["real-time", "serverless", "asynchronous"]


@pytest.fixture(autouse=True)
def course(site: None, real: Course) -> Course:
    return real


def rows(table: Element) -> list[list[str]]:
    return [[cell.text for cell in row.walk() if cell.tag in ("th", "td")] for row in table.one("tbody").all("tr")]


def entry(client: Client, title: str) -> str:
    """What the list says of an exercise."""
    (found,) = [li for li in main_of(client.get(LIST)).all("li") if title in [h.text for h in li.all("h3")]]
    return found.one("p").text


# From the list to the brief.


def test_the_list_tells_each_kind_with_its_metric(ada: Client, course: Course) -> None:
    page = main_of(ada.get(LIST))
    assert {h.text for h in page.all("h2")} == {
        "Architecture design",
        "Cost-benefit analysis",
        "Your own decision tree",
    }
    listed = {a.attrs["href"] for li in page.all("li") for a in li.all("a")}
    assert listed == {f"{LIST}{id}/" for id in (*course.exercises, *course.scenarios)}


def test_the_start_page_shows_the_story_and_no_number_of_the_draw(nobody: Client, course: Course) -> None:
    page = main_of(nobody.get(SHOP))
    assert page.one("div", "story").text.startswith("Leyla and her brother run a corner shop")
    assert page.all("table") == []
    assert page.one("button", "primary").text == "Draw the numbers and begin"
    assert ExerciseRun.objects.count() == 0


def test_beginning_draws_numbers_and_shows_them(ada: Client) -> None:
    sheet = begin(ada)
    shown = rows(main_of(ada.get(SHOP)).one("table", "brief"))
    assert ["Requests", str(sheet.brief.numbers["requests"])] in shown
    assert ["Budget", "30.00 USD a month"] in shown
    assert ["Who waits", "a caller blocks until the answer is there"] in shown
    assert ["Instance", "ml.m5.large"] in shown
    assert len(shown) == len(sheet.brief.numbers) + len(sheet.brief.exercise.facts) + 2


def test_every_price_stands_with_its_date_and_source(ada: Client) -> None:
    begin(ada)
    prices = rows(main_of(ada.get(SHOP)).all("table", "unfold")[0])
    assert [row[1:] for row in prices] == [
        ["0.115 USD/h", "2025 to 2026", "P1"], ["0.016 USD/GB", "2023-12", "P2"], ["0.00002 USD/GB-s", "2025 to 2026", "P1"],
    ]  # fmt: skip


def test_beginning_twice_gives_the_same_run(ada: Client) -> None:
    one, other = begin(ada), begin(ada)
    assert one.run == other.run
    assert ExerciseRun.objects.count() == 1


# The steps.


def test_each_step_asks_about_what_the_one_before_left(ada: Client) -> None:
    begin(ada)
    page = main_of(ada.get(SHOP))
    assert [box.attrs["value"] for box in page.all("input", type="checkbox")] == OPTIONS
    give(ada, "feasible", option=["real-time", "asynchronous"])
    page = main_of(ada.get(SHOP))
    assert [f.attrs["name"] for f in page.all("input", inputmode="decimal")] == ["cost-real-time", "cost-asynchronous"]
    sent = {"cost-real-time": "84.16", "cost-asynchronous": "12"}
    ada.post(SHOP, {"run": sheet_of(ada).run.pk, "step": "monthly-cost", **sent})
    page = main_of(ada.get(SHOP))
    assert [r.attrs["value"] for r in page.all("input", type="radio")] == ["real-time", "asynchronous", "none"]
    assert [li.text for li in page.one("ul", "rows").all("li")] == [
        "Real-time endpoint 84.16 USD", "Serverless inference ruled out by you", "Asynchronous inference 12.00 USD",
    ]  # fmt: skip


def test_a_run_without_an_error_passes(ada: Client) -> None:
    run = solve(ada).run
    assert (run.points, run.most, run.passed) == (6, 6, True)
    page = main_of(ada.get(SHOP))
    assert page.one("div", "verdict").one("h2").text == "Passed: 6 of 6 points"
    assert {row[-1] for row in rows(page.all("table")[2])} == {"right"}
    assert page.one("button", "primary").text == "Again, with other numbers"


def test_wrong_costs_carry_on_and_cost_once(ada: Client) -> None:
    """Both are over the budget by the learner's own costs: then none is right, though serverless would have been."""
    run = solve(ada, rightly=False).run
    assert (run.points, run.most, run.passed) == (4, 6, False)
    page = main_of(ada.get(SHOP))
    verdict = page.one("div", "verdict")
    assert verdict.one("h2").text == "Not passed: 4 of 6 points, and 90 % are needed"
    assert verdict.one("p").text == (
        "With these numbers, Serverless inference serves best. Your choice follows from your own costs, so it counts as right."
    )
    judged = [row[-1] for row in rows(page.all("table")[2])]
    assert judged == ["right"] * 3 + ["not right"] * 2 + ["right"]


def test_the_solution_is_worked_out_on_the_numbers_that_were_drawn(ada: Client) -> None:
    sheet = solve(ada)
    load, page = sheet.brief.load, main_of(ada.get(SHOP))
    monthly = load.requests * 730 / 24
    (item,) = [li for li in page.one("ul", "entries").all("li") if li.one("h3").text == "Serverless inference"]
    assert f"{round(monthly * load.duration * 2, 3):,f}".rstrip("0").rstrip(".") + " GB-seconds" in item.text
    (late,) = [li for li in page.one("ul", "entries").all("li") if li.one("h3").text == "Asynchronous inference"]
    assert late.one("b").text == "cannot be had"
    assert "Who waits: a caller blocks until the answer is there." in late.text


@pytest.mark.parametrize(
    ("step", "sent", "said"),
    [
        ("feasible", {"option": []}, "Tick at least one: in every brief something can be had."),
        ("feasible", {"option": ["batch"]}, "That is none of the options of this brief. Tick one of these."),
        ("monthly-cost", {"cost-real-time": ""}, "Write the cost of a month, such as 84.16."),
        ("monthly-cost", {"cost-real-time": "cheap"}, "“cheap” is no amount. Write the cost of a month, such as 84.16."),
        ("monthly-cost", {"cost-real-time": "-5"}, "A month costs nought or more, and less than 1,000,000,000 USD here."),
        ("monthly-cost", {"cost-real-time": "1" * 12}, "A month costs nought or more, and less than 1,000,000,000 USD here."),
        ("monthly-cost", {"cost-real-time": "1" * 55}, "That is too long for a number. Write the cost of a month, such as 84.16."),
        ("monthly-cost", {"cost-real-time": "1,009"}, "“1,009” can be read in two ways. Write it without the comma, or with its cents."),
        ("choice", {"choice": ""}, "Choose one of them, or that none will do."),
        ("choice", {"choice": "asynchronous"}, "You have ruled that one out, or it is none of this brief. Choose one of these."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_and_kept(ada: Client, step: str, sent: dict[str, str], said: str) -> None:
    begin(ada)
    for before in costing.STEPS[: costing.STEPS.index(step)]:
        give(ada, before)
    refused = give(ada, step, **sent)
    page = main_of(refused)
    assert (refused.status_code, [one.text for one in page.all("span", "error")]) == (422, [said])
    assert sheet_of(ada).step == step
    if step == "monthly-cost":
        typed = {one.attrs["name"]: one.attrs["value"] for one in page.all("input", inputmode="decimal")}
        assert typed == {**right(sheet_of(ada))[step], **sent}


def test_ticks_are_kept_when_one_of_them_is_refused(ada: Client) -> None:
    begin(ada)
    page = main_of(give(ada, "feasible", option=["serverless", "none such"]))
    assert [box.attrs["value"] for box in page.all("input", type="checkbox") if "checked" in box.attrs] == ["serverless"]  # fmt: skip


@pytest.mark.parametrize("text", ["84.10", "84,10", "84.10 USD", "$84.10"])
def test_money_is_read_as_people_write_it(ada: Client, text: str) -> None:
    begin(ada)
    give(ada, "feasible")
    give(ada, "monthly-cost", **{"cost-real-time": text})
    assert sheet_of(ada).run.steps["monthly-cost"]["real-time"] == "84.10"


# Older pages, twice, others.


def test_a_step_that_was_given_already_changes_nothing(ada: Client) -> None:
    begin(ada)
    give(ada, "feasible")
    before = sheet_of(ada).run.steps
    again = give(ada, "feasible", option=["asynchronous"])
    assert again["Location"] == f"{SHOP}?stale=1"
    assert sheet_of(ada).run.steps == before
    assert "nothing was changed" in main_of(ada.get(again["Location"])).text


def test_a_page_of_an_older_run_changes_nothing(ada: Client) -> None:
    old = solve(ada).run
    begin(ada)
    late = ada.post(SHOP, {"run": old.pk, "step": "feasible", "option": "real-time"})
    assert late["Location"] == f"{SHOP}?stale=1"
    assert sheet_of(ada).run.steps == {}


@pytest.mark.parametrize("sent", [{}, {"step": "feasible"}, {"run": "x", "step": "choice"}, {"act": "end"}])
def test_what_belongs_to_no_step_changes_nothing(ada: Client, sent: dict[str, str]) -> None:
    begin(ada)
    assert ada.post(SHOP, sent)["Location"] == f"{SHOP}?stale=1"
    assert sheet_of(ada).run.step_count == 0


def test_nobody_gets_at_the_run_of_another(ada: Client, cyd: Client, nobody: Client) -> None:
    run = begin(ada).run
    for other in (cyd, nobody):
        assert main_of(other.get(SHOP)).one("button", "primary").text == "Draw the numbers and begin"
        taken = other.post(SHOP, {"run": run.pk, "step": "feasible", "option": "real-time"})
        assert taken["Location"] == f"{SHOP}?stale=1"
    run.refresh_from_db()
    assert (run.steps, ExerciseRun.objects.count()) == ({}, 1)


def test_an_exercise_that_does_not_exist_is_not_found(ada: Client) -> None:
    assert [ada.get(f"{LIST}none/").status_code, ada.post(f"{LIST}none/").status_code] == [404, 404]


def test_taking_it_again_draws_other_numbers(ada: Client) -> None:
    one = solve(ada)
    other = begin(ada)
    assert one.run != other.run
    assert one.brief.numbers != other.brief.numbers


# Nothing tells the answer before it is in.


def secrets(client: Client) -> dict[str, str]:
    """The right amounts, and the words that stand only where something is judged."""
    sheet = sheet_of(client)
    amounts = {one.tariff.option: f"{one.total:,f}" for one in costing.solve(sheet.brief, sheet.prices)}
    return amounts | {
        word: word
        for word in ("not right", "With these numbers", "cannot be had", "Worked out", "verdict", "GB-seconds,")
    }


def leaks(client: Client, response: HttpResponse) -> list[str]:
    text = unescape(response.content.decode())
    return [
        name for name, secret in secrets(client).items() if re.search(rf"(?<![\d.,]){re.escape(secret)}(?!\d)", text)
    ]


def test_no_page_tells_an_answer_before_the_last_step_is_in(ada: Client) -> None:
    begin(ada)
    assert leaks(ada, ada.get(SHOP)) == []
    assert leaks(ada, give(ada, "feasible", option=[])) == []
    give(ada, "feasible", option=OPTIONS)
    assert leaks(ada, ada.get(SHOP)) == []
    sent = {f"cost-{option}": "7" for option in OPTIONS}
    give(ada, "monthly-cost", **sent)
    assert leaks(ada, ada.get(SHOP)) == []
    give(ada, "choice", choice="real-time")
    assert set(leaks(ada, ada.get(SHOP))) == set(secrets(ada))


# What is kept, and what it counts for.


def test_a_run_points_at_the_very_brief_and_prices(ada: Client) -> None:
    sheet = begin(ada)
    run = ExerciseRun.objects.select_related("brief", "prices").get()
    assert (run.brief.kind, run.prices.kind, run.brief.ident) == ("brief", "prices", "corner-shop-bot")
    assert run.brief.body["numbers"]["requests"]["amount"] == str(sheet.brief.numbers["requests"].amount)
    assert set(run.prices.body["tariffs"]) == set(OPTIONS)
    assert list(run.prices.body["instances"]) == ["ml.m5.large"]
    again = costing.draw(sheet.brief.exercise, sheet.prices, run.seed)
    assert again == sheet.brief


def test_prices_that_have_changed_since_do_not_change_a_run(ada: Client) -> None:
    """As the run was begun by an hour of 0.115 USD, so it is judged; the shelf may say what it likes."""
    begin(ada)
    row = Revision.objects.get(kind="prices")
    row.body["instances"]["ml.m5.large"]["value"]["amount"] = "0.5"
    row.save()
    give(ada, "feasible")
    assert right(sheet_of(ada))["monthly-cost"]["cost-real-time"].startswith("365.")


def test_a_run_outlives_the_facts_of_its_course(ada: Client, course: Course) -> None:
    """A course may drop a fact while somebody is at it; its id then stands for it."""
    bare = replace(course, facts={})
    found = reason(bare, Reason(Condition("waiting", values=("returns", "nobody")), "blocks"))
    assert found == "waiting: blocks. It can be had only where returns or nobody."


def test_the_list_says_how_far_one_is(ada: Client) -> None:
    assert entry(ada, "A bot for a corner shop") == "Not begun"
    begin(ada)
    assert entry(ada, "A bot for a corner shop") == "Begun"
    assert main_of(ada.get(LIST)).one("a", "primary").text == "Go on: A bot for a corner shop"
    solve(ada, rightly=False)
    assert entry(ada, "A bot for a corner shop") == "Not passed yet · best: 4 of 6 points"
    solve(ada)
    assert entry(ada, "A bot for a corner shop") == "Passed · best: 6 of 6 points"
    begin(ada)
    assert entry(ada, "A bot for a corner shop") == "Begun · Passed · best: 6 of 6 points"


def state(client: Client, course: Course) -> tuple[bool, int, int]:
    (found,) = [s for s in progress.metric_states(learner_of(client).pk, course) if s.metric.id == "cost-benefit"]
    return found.met, found.best, found.size


def test_three_different_briefs_meet_the_metric(ada: Client, cyd: Client, course: Course) -> None:
    assert state(ada, course) == (False, 0, 3)
    for path in (SHOP, SHOP, FERRY):
        solve(ada, path)
    assert state(ada, course) == (False, 2, 3)
    solve(ada, HOTEL, rightly=False)
    assert state(ada, course) == (False, 2, 3)
    solve(ada, HOTEL)
    assert state(ada, course) == (True, 3, 3)
    solve(ada, HOTEL, rightly=False)
    assert state(ada, course) == (True, 3, 3)
    assert state(cyd, course) == (False, 0, 3)
    assert "Met" in main_of(ada.get(f"/courses/{COURSE}/")).text
    assert "Met" in main_of(ada.get("/progress/")).text


def test_the_pages_take_few_statements(ada: Client, nobody: Client) -> None:
    with statements(0):
        nobody.get(SHOP)
    begin(ada)
    with statements(3):
        ada.get(SHOP)
    solve(ada)
    with statements(3):
        ada.get(SHOP)
    with statements(5):
        ada.get(LIST)
