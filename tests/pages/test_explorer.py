"""The explorer of costs: a workload in the address, what it costs, what is ruled out, and where costs meet."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studyapp.catalogue.costs import MEASURES
from studyapp.catalogue.courses import Course
from tests.pages.markup import Element, main_of
from tests.pages.test_costs import statements

COSTS = "/courses/ai-model-inferencing/costs/"
LIVE = {"requests": "60 per second", "duration": "80 ms", "memory": "4 GB", "data": "0", "peak": "60", "parallel": "4", "instances": "2",
        "instance": "ml.c5.xlarge"}  # fmt: skip
VIDEO = {"requests": "40", "duration": "4 min", "size": "300", "memory": "12", "peak": "0.001", "wakes": "6", "start": "6", "cool": "9",
         "instance": "ml.g4dn.xlarge", "waiting": "returns", "latency": "1 h"}  # fmt: skip


@pytest.fixture(autouse=True)
def course(site: None, real: Course) -> Course:
    return real


def ask(client: Client, **sent: str) -> Element:
    return main_of(client.get(f"{COSTS}?{urlencode(sent)}"))


def listed(page: Element, number: int) -> dict[str, str]:
    """A list of options: each with the amount beside it."""
    entries = page.all("ul", "entries")[number]
    return {li.one("h3").text: li.one("div", "split").text.removeprefix(li.one("h3").text).strip() for li in entries.all("li")}  # fmt: skip


def test_the_example_is_worked_out(nobody: Client) -> None:
    """Case A of domain-facts 4.4."""
    page = ask(nobody)
    assert listed(page, 0) == {"Serverless inference": "3.13 USD", "Real-time endpoint": "84.16 USD"}
    assert "The cheapest that can be had: Serverless inference, 3.13 USD a month" in [h.text for h in page.all("h2")]


def test_what_a_limit_rules_out_stands_apart_with_the_limit(nobody: Client) -> None:
    """Case B: only a queue takes 300 MB and four minutes; 292,000 s at 12 GB would be 70.08 USD."""
    page = ask(nobody, **VIDEO)
    assert listed(page, 0) == {"Asynchronous inference": "93.33 USD"}
    assert listed(page, 1) == {
        "Real-time endpoint": "it would cost 537.57 USD", "Serverless inference": "it would cost 70.08 USD",
        "Batch transform": "it would cost 61.97 USD",
    }  # fmt: skip
    reasons = {li.one("h3").text: [p.text for p in li.all("p")] for li in page.all("ul", "entries")[1].all("li")}
    assert reasons["Real-time endpoint"] == [
        "Largest request: 300 MB, and at most 25 MB will do.",
        "Work for one request: 4 min, and at most 60 s will do.",
    ]
    assert "Hardware: it needs a GPU, more than 6 GB of memory or a private network." in reasons["Serverless inference"][0]  # fmt: skip


def test_a_busy_service_is_cheaper_on_instances(nobody: Client) -> None:
    """Case C."""
    assert listed(ask(nobody, **LIVE), 0) == {
        "Real-time endpoint": "297.84 USD",
        "Serverless inference": "1,009.15 USD",
    }


def test_tokens_and_devices_are_priced_once_they_are_said(nobody: Client) -> None:
    before = ask(nobody).one("p", "quiet", class_="small quiet").text
    assert before.startswith("Not priced yet:")
    page = ask(nobody, requests="1,000 per week", prompt="12,000", reply="500", devices="3", quote="5")
    priced = listed(page, 0) | listed(page, 1)
    assert (priced["Amazon Bedrock, on demand"], priced["Edge inference"]) == ("189.02 USD", "15.00 USD")


def test_break_evens_stand_in_the_drawing_and_in_a_table(nobody: Client) -> None:
    page = ask(nobody, data="0")
    rows = [[cell.text for cell in tr.walk() if cell.tag in ("th", "td")] for tr in page.all("table")[0].all("tr")[1:]]
    assert rows[0] == ["1", "575,000", "83.95 USD", "Serverless", "Real-time"]
    wide = page.all("svg", "curves")[0]
    assert len(wide.all("circle", "even")) == len(rows)
    assert {text.text for text in wide.all("text")} >= {"Serverless", "Real-time", "you", "1", "2–4", "USD a month", "requests a day"}  # fmt: skip
    assert [path.attrs["class"] for path in wide.all("path", "curve")] == ["curve", "curve best"]


def test_every_price_is_shown_with_its_date_and_source(nobody: Client, course: Course) -> None:
    (prices,) = [table for table in ask(nobody).all("table") if "Source" in table.text]
    shown = [[cell.text for cell in row.walk() if cell.tag in ("th", "td")] for row in prices.one("tbody").all("tr")]
    figures = [course.figures[name] for name in ("price.ml-m5-large", "price.data", "price.serverless")]
    assert sorted(shown) == sorted([one.says, str(one.value), one.on, one.source] for one in figures)


def test_the_address_holds_the_whole_state(nobody: Client) -> None:
    page = ask(nobody, **VIDEO)
    typed = {field.attrs["name"]: field.attrs["value"] for field in page.all("input")}
    assert {name: typed[name] for name in VIDEO.keys() & typed.keys()} == {
        name: text for name, text in VIDEO.items() if name in typed
    }
    chosen = {s.attrs["name"]: [o.attrs["value"] for o in s.all("option") if "selected" in o.attrs] for s in page.all("select")}  # fmt: skip
    assert (chosen["instance"], chosen["waiting"]) == (["ml.g4dn.xlarge"], ["returns"])


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("requests", "0", "Write an amount from 1 per day to 1,000,000,000 per day."),
        ("requests", "-5", "Write an amount from 1 per day to 1,000,000,000 per day."),
        ("requests", "9" * 59, "Write an amount from 1 per day to 1,000,000,000 per day."),
        ("requests", "", "Nothing can be worked out without this number."),
        ("requests", "many", "“many” is no number. Write one such as 0.12, with a point and no comma before the decimals."),
        ("duration", "1,5", "“1,5” is no number. Write one such as 0.12, with a point and no comma before the decimals."),
        ("duration", "NaN", "“NaN” is no number. Write one such as 0.12, with a point and no comma before the decimals."),
        ("duration", "3 GB", "“3 GB” is not counted in s. Write it so, or leave the unit out."),
        ("parallel", "2 GB", "“2 GB” is not counted in a plain number. Write it so, or leave the unit out."),
        ("parallel", "1.5", "Write a whole number."),
        ("hours", "25", "Write an amount from 0.1 h to 24 h."),
        ("peak", "<b>", "“<b>” is no number. Write one such as 0.12, with a point and no comma before the decimals."),
        ("instance", "ml.z9.huge", "“ml.z9.huge” is none of these. Choose one."),
        ("waiting", "forever", "“forever” is none of these. Choose one."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_at_its_field_and_kept(nobody: Client, name: str, text: str, said: str) -> None:
    response = nobody.get(f"{COSTS}?{urlencode({name: text, 'memory': '3 GB'})}")
    page = main_of(response)
    assert response.status_code == 422
    (field,) = page.all("div", "refused")
    assert field.one("span", "error").text == said
    (control,) = [one for one in field.walk() if one.tag in ("input", "select")]
    kept = control.attrs.get("value") or [o.attrs["value"] for o in control.all("option") if "selected" in o.attrs][:1]
    assert kept in (text, [text], [])
    assert page.one("input", name="memory").attrs["value"] == "3 GB"
    assert page.one("div", "summary").one("a").attrs["href"] == f"#load-{name}"
    assert page.all("ul", "entries") == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from([*MEASURES, "instance", "waiting", "other"]), st.text(max_size=12) | st.integers().map(str) | st.floats().map(str)))  # fmt: skip
def test_whatever_is_sent_is_answered(nobody: Client, sent: dict[str, str]) -> None:
    sent = {name: text.encode("utf-8", "replace").decode() for name, text in sent.items()}
    assert nobody.get(COSTS, sent).status_code in (200, 422)


@pytest.mark.parametrize(
    "sent",
    [
        {"requests": "1000000000", "duration": "86400", "peak": "1000000", "memory": "1000"},
        {"requests": "1", "duration": "0.001", "peak": "0", "data": "0", "memory": "0.1"},
        {"size": "1000000"},
        {"hours": "0.1", "requests": "1000000000"},
    ],
)
def test_the_ends_of_what_is_possible_are_drawn_too(nobody: Client, sent: dict[str, str]) -> None:
    assert nobody.get(COSTS, sent).status_code == 200


def test_a_course_without_prices_has_no_explorer(nobody: Client) -> None:
    assert nobody.get("/courses/tea/costs/").status_code == 404


def test_the_explorer_asks_no_database(nobody: Client) -> None:
    with statements(0):
        nobody.get(COSTS)


def test_the_course_leads_to_explorer_and_exercises(nobody: Client) -> None:
    links = {a.attrs["href"] for a in main_of(nobody.get("/courses/ai-model-inferencing/")).all("a")}
    assert {COSTS, "/courses/ai-model-inferencing/exercises/"} <= links
