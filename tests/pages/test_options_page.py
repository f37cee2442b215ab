"""Every option side by side, the map of them with a case of one's own, and a page for each."""

import pytest
from django.test import Client

from studyapp.catalogue.courses import Course
from tests.pages.markup import Element, main_of

REAL = "/courses/ai-model-inferencing/options/"


def axes(page: Element) -> list[str]:
    return [one.attrs["value"] for one in page.one("form", "act").all("input") if one.attrs.get("type") != "hidden"]


def caption(page: Element) -> str:
    return page.one("figcaption").all("b")[0].text


def test_the_map_begins_with_the_case_of_the_course(nobody: Client, real: Course) -> None:
    page = main_of(nobody.get(REAL))
    assert axes(page) == ["400 MB", "5 min"]
    assert caption(page) == "CT study lies in one frame only: Asynchronous inference."
    assert [len(svg.all(cls="case")) for svg in page.all("svg", "map")] == [1, 1]
    assert all(svg.one("desc").text == "The same stands in the table below." for svg in page.all("svg", "map"))


def test_the_table_compares_what_has_a_bill_in_the_order_of_the_trees(nobody: Client, real: Course) -> None:
    page = main_of(nobody.get(REAL))
    rows = page.all("table")[0].one("tbody").all("tr")
    order = [o.id for tree in real.trees.values() for o in tree.outcomes if real.options[o.id].bill]
    assert [row.one("a").attrs["href"] for row in rows] == [f"{REAL}{id}/" for id in order]
    heads = [head.text for head in page.all("table")[0].one("thead").all("th")]
    assert (heads[0], heads[-1]) == ("Option", "You pay for")
    assert {len(row.all("td")) for row in rows} == {len(heads) - 1}


def test_a_case_of_ones_own_is_placed_and_judged(nobody: Client, real: Course) -> None:
    page = main_of(nobody.get(REAL, {"payload": "2 MB", "deadline": "1 s"}))
    assert axes(page) == ["2 MB", "1 s"]
    assert caption(page).startswith("2 MB, 1 s lies in ")
    far = main_of(nobody.get(REAL, {"payload": "900 TB", "deadline": "0.001 s"}))
    assert caption(far) == "900 TB, 0.001 s lies in no frame."


def test_the_outlined_option_stays_while_the_case_changes(nobody: Client, real: Course) -> None:
    page = main_of(nobody.get(REAL, {"option": "serverless", "payload": "2 MB", "deadline": "1 s"}))
    assert page.one("form", "act").one("input", name="option").attrs["value"] == "serverless"
    assert [len(svg.all("rect", "chosen")) for svg in page.all("svg", "map")] == [1, 1]
    assert page.one("tr", "now").one("a").attrs["href"] == f"{REAL}serverless/"
    assert [a.text for a in page.all("a") if a.attrs.get("aria-current") == "true"] == ["Serverless"]


def test_an_option_that_is_not_there_is_not_outlined(nobody: Client, real: Course) -> None:
    page = main_of(nobody.get(REAL, {"option": "espresso"}))
    assert page.all("rect", "chosen") == []


@pytest.mark.parametrize(
    "text", ["0 MB", "0", "-4 MB", "many", "4", "4 s", "NaN MB", "1e999 MB", "9" * 80, "<b>4</b> MB"]
)
def test_what_is_no_amount_is_refused_kept_and_named(nobody: Client, real: Course, text: str) -> None:
    response = nobody.get(REAL, {"payload": text, "deadline": "1 s"})
    assert response.status_code == 422
    page = main_of(response)
    error = page.one("p", "error")
    assert (error.attrs["role"], error.text) == (
        "alert", f"“{text[:60]}” is no amount that can be drawn. Write a number with its unit, such as 4 MB or 60 s.",
    )  # fmt: skip
    assert axes(page) == [text[:60], "1 s"]
    assert page.one("input", name="payload").attrs["aria-describedby"] == error.attrs["id"]
    assert caption(page) == "CT study lies in one frame only: Asynchronous inference."


def test_both_wrong_amounts_are_named(nobody: Client, real: Course) -> None:
    response = nobody.get(REAL, {"payload": "0 MB", "deadline": "soon"})
    assert response.status_code == 422
    assert [p.text.partition(" is ")[0] for p in main_of(response).all("p", "error")] == ["“0 MB”", "“soon”"]


def test_one_amount_alone_is_placed_with_the_other_of_the_course(nobody: Client, real: Course) -> None:
    """Nothing that was typed is thrown away without a word."""
    page = main_of(nobody.get(REAL, {"payload": "2 MB"}))
    assert axes(page) == ["2 MB", "5 min"]
    assert caption(page).startswith("2 MB, 5 min lies in ")


def test_every_figure_has_a_source_that_is_listed(nobody: Client, real: Course) -> None:
    page = main_of(nobody.get(REAL))
    sources = {one.attrs["id"] for one in page.all("dt")}
    links = [a.attrs["href"] for a in page.all("table")[1].all("a")]
    assert len(links) == len(real.figures)
    assert {link.removeprefix("#") for link in links} <= sources


def test_an_option_has_a_page_with_its_limits_bill_and_tree(nobody: Client, real: Course) -> None:
    page = main_of(nobody.get(f"{REAL}serverless/"))
    assert page.one("h1").text == "Serverless inference"
    terms = [dt.text for dt in page.one("dl").all("dt")]
    assert terms[0] == "One request"
    assert {"You pay for", "Services", "Typical case"} <= set(terms)
    assert [(a.text, a.attrs["href"]) for a in page.all(cls="primary")] == [
        ("Walk the tree: Which inference option?", "/courses/ai-model-inferencing/trees/inference-type/")
    ]


def test_a_course_without_a_map_has_the_table_alone(nobody: Client, tea: Course) -> None:
    page = main_of(nobody.get("/courses/tea/options/"))
    assert page.all("svg", "map") == []
    assert {row.one("a").text for row in page.all("tbody")[0].all("tr")} == {o.short for o in tea.options.values()}
    assert nobody.get("/courses/tea/options/?payload=0").status_code == 200
