"""A decision tree: walked question by question, changed, or tried with a workload; every state has an address."""

from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client

from studyapp.catalogue.courses import Course
from tests.pages.acting import HTMX
from tests.pages.markup import Element, main_of, read

TEA = "/courses/tea/trees/way-to-brew/"
REAL = "/courses/ai-model-inferencing/trees/inference-type/"
# The longest way through the real tree: the payload is asked twice, each time with less left open.
LONGEST = [
    ("place", "cloud"), ("waiting", "blocks"), ("payload", "..25 MB"), ("time", "..60 s"), ("payload", "..4 MB"),
    ("hardware", "plain"), ("traffic", "gaps"), ("cold", "tolerated"),
]  # fmt: skip


def heading(page: Element) -> str:
    return page.one(id="walk").all("h2")[0].text


def sent(page: Element, choice: str) -> dict[str, str]:
    """What the form of the question sends with that way chosen."""
    form = page.one(id="walk").one("form")
    ways = form.all("input", type="radio")
    assert choice in [way.attrs["value"] for way in ways]
    hidden = {one.attrs["name"]: one.attrs["value"] for one in form.all("input", type="hidden")}
    return hidden | {ways[0].attrs["name"]: choice}


def back(page: Element) -> str:
    return next(a for a in page.one(id="walk").all("a") if a.text == "Back one question").attrs["href"]


def settled(page: Element) -> dict[str, str]:
    rows = page.one(id="walk").one("tbody").all("tr")
    return {row.one("th").text: row.all("td")[0].text for row in rows}


def workload(page: Element) -> dict[str, str]:
    """What stands in the fields of the workload form."""
    form = page.one("div", "workload")
    typed = {one.attrs["name"]: one.attrs["value"] for one in form.all("input")}
    chosen = {
        one.attrs["name"]: next((o.attrs["value"] for o in one.all("option") if "selected" in o.attrs), "")
        for one in form.all("select")
    }
    return {name: text for name, text in (typed | chosen).items() if text}


def test_the_walk_begins_with_the_first_question(nobody: Client, tea: Course) -> None:
    page = main_of(nobody.get(TEA))
    tree = tea.trees["way-to-brew"]
    assert heading(page) == f"1. {tree.node_by_id[tree.start].ask}"
    assert [label.one("span").text for label in page.one(id="walk").all("label")] == [
        "It is drunk hot",
        "It is drunk cold",
    ]
    assert [a.text for a in page.one(id="walk").all("a")] == []


def test_a_walk_to_its_end_every_step_at_an_address_of_its_own(nobody: Client, real: Course) -> None:
    path, asked, addresses = REAL, [], []
    for fact, choice in LONGEST:
        page = main_of(nobody.get(path))
        asked.append(heading(page))
        addresses.append(path)
        path = f"{REAL}?{urlencode(sent(page, choice))}"
        assert f"{fact}=" in path
    assert [number.partition(".")[0] for number in asked] == ["1", "2", "4", "5", "6", "7", "8", "9"]
    assert len(set(addresses)) == len(LONGEST)
    end = main_of(nobody.get(path))
    assert heading(end) == "The facts lead to Serverless inference"
    assert settled(end) == {
        "Place": "the answer may come over the line", "Who waits": "a caller blocks until the answer is there",
        "Payload": "at most 4 MB", "Processing": "at most 60 s", "Traffic": "there are idle gaps or bursts that nobody can foresee",
        "Hardware": "a CPU and at most 6 GB of memory are enough", "Cold start": "now and then a call may wait some seconds for capacity to start",
    }  # fmt: skip


def test_back_leads_through_the_same_questions(nobody: Client, real: Course) -> None:
    path, asked = REAL, []
    for _, choice in LONGEST:
        page = main_of(nobody.get(path))
        asked.append(heading(page))
        path = f"{REAL}?{urlencode(sent(page, choice))}"
    returned = []
    for _ in LONGEST:
        path = REAL + back(main_of(nobody.get(path)))
        returned.append(heading(main_of(nobody.get(path))))
    assert returned == asked[::-1]
    assert "Back one question" not in main_of(nobody.get(path)).text


def test_one_answer_can_be_changed_and_the_others_stay(nobody: Client) -> None:
    page = main_of(nobody.get(f"{TEA}?heat=hot&leaf=bag&cups=8"))
    links = {a.text: a.attrs["href"] for a in page.one(id="walk").one("tbody").all("a")}
    assert links == {
        "Change Heat": "?leaf=bag&cups=8", "Change Leaf": "?heat=hot&cups=8", "Change Cups": "?heat=hot&leaf=bag",
    }  # fmt: skip
    changed = main_of(nobody.get(TEA + links["Change Leaf"]))
    assert heading(changed).endswith("What is the tea made of?")
    assert sent(changed, "powder") == {"heat": "hot", "cups": "8", "leaf": "powder"}


def test_the_outcome_explains_itself(nobody: Client, tea: Course) -> None:
    page = main_of(nobody.get(f"{TEA}?heat=hot&leaf=bag&cups=8"))
    walk = page.one(id="walk")
    assert heading(page) == "The facts lead to Pot"
    assert walk.one("div", "verdict").one("p").text == tea.trees["way-to-brew"].node_by_id["cups"].because
    assert walk.one("p", "would-fit").text == "Nearest alternative: Mug would fit if the cups were at most 2 cups."
    assert settled(page) == {"Heat": "it is drunk hot", "Leaf": "it comes in bags", "Cups": "8 cups"}
    assert [(a.text, a.attrs["href"]) for a in walk.all("a", "primary")] == [
        ("More on Pot", "/courses/tea/options/pot/")
    ]
    assert walk.one("desc").text == (
        "Must the tea be hot? → What is the tea made of? → How many cups are wanted? → Pot"
    )


def test_it_counts_what_is_still_possible(nobody: Client) -> None:
    page = main_of(nobody.get(f"{TEA}?heat=hot&leaf=bag"))
    assert "2 options are still possible: Mug, Pot." in page.one(id="walk").text


def test_a_workload_walks_as_far_as_it_is_told(nobody: Client, real: Course) -> None:
    page = main_of(nobody.get(f"{REAL}?place=cloud&waiting=returns&payload=&time=5+min"))
    assert heading(page) == "The facts lead to Asynchronous inference"
    assert workload(page) == {"place": "cloud", "waiting": "returns", "time": "5 min"}
    page = main_of(nobody.get(f"{REAL}?place=cloud&waiting=blocks&payload=300"))
    assert heading(page) == "The facts lead to Asynchronous inference"
    assert settled(page)["Payload"] == "300 MB"
    page = main_of(nobody.get(f"{REAL}?payload=2+MB&time=0.2+s"))
    assert heading(page) == "1. Where must the answer be made?"
    assert sent(page, "cloud") == {"payload": "2 MB", "time": "0.2 s", "place": "cloud"}


@pytest.mark.parametrize(
    "text",
    ["many", "-1", "-2 cups", "8 MB", "NaN", "1e5", "²", "..", "..9", "5 cups..2 cups", "2 cups..2 cups",
     "-3 cups..-2 cups", "1..2..3", "9" * 61, "<b>8</b>"],
)  # fmt: skip
def test_a_number_that_cannot_be_read_is_kept_and_named(nobody: Client, text: str) -> None:
    response = nobody.get(TEA, {"heat": "hot", "leaf": "bag", "cups": text})
    assert response.status_code == 422
    page = main_of(response)
    field = page.one("input", id="try-cups")
    assert (field.attrs["value"], field.attrs["aria-invalid"]) == (text[:60], "true")
    assert page.one(id=field.attrs["aria-describedby"]).text == "Write a number with its unit, such as 10 cups"
    summary = page.one("div", "summary")
    assert summary.one("h2").text == "One thing to mend"
    assert [(a.text, a.attrs["href"]) for a in summary.all("a")] == [(f"“{text[:60]}” cannot be read", "#try-cups")]
    assert workload(page) == {"heat": "hot", "leaf": "bag", "cups": text[:60]}
    assert heading(page).endswith("How many cups are wanted?")


def test_every_wrong_entry_is_named_at_once(nobody: Client) -> None:
    response = nobody.get(TEA, {"heat": "warm", "leaf": "bag", "cups": "many"})
    summary = main_of(response).one("div", "summary")
    assert (response.status_code, summary.one("h2").text) == (422, "2 things to mend")
    assert [a.text for a in summary.all("a")] == ["“warm” cannot be read", "“many” cannot be read"]
    assert main_of(response).one(id="wrong-heat").text == "Choose one of the values"


def test_with_htmx_a_wrong_number_is_refused_too(nobody: Client) -> None:
    response: HttpResponse = nobody.get(TEA, {"cups": "many"}, headers=HTMX)
    assert response.status_code == 422
    assert [one.attrs["id"] for one in read(response.content).children if isinstance(one, Element)] == ["walk"]


def test_what_the_tree_does_not_ask_is_ignored(nobody: Client) -> None:
    page = main_of(nobody.get(TEA, {"sugar": "two", "heat": "hot"}))
    assert settled(page) == {"Heat": "it is drunk hot"}
    assert sent(page, "bag") == {"heat": "hot", "leaf": "bag"}


def test_the_index_leads_to_each_tree(nobody: Client, real: Course) -> None:
    page = main_of(nobody.get("/courses/ai-model-inferencing/trees/"))
    assert [(a.text, a.attrs["href"]) for a in page.one("ul").all("a")] == [
        (tree.title, f"/courses/ai-model-inferencing/trees/{tree.id}/") for tree in real.trees.values()
    ]
