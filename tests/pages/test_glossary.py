"""The terms of a course."""

from django.test import Client

from studyapp.catalogue.courses import Course
from tests.pages.markup import main_of

GLOSSARY = "/courses/tea/glossary/"


def test_every_term_stands_under_its_letter_in_order(nobody: Client, tea: Course) -> None:
    page = main_of(nobody.get(GLOSSARY))
    links = [
        (a.text, a.attrs["href"])
        for h in page.all("h2")
        if h.text != "Equivalents at other providers"
        for a in h.after("ul").all("a")
    ]
    terms = sorted(tea.terms.values(), key=lambda term: term.title.lower())
    assert links == [(term.title, f"{GLOSSARY}{term.id}/") for term in terms]
    letters = [a.attrs["href"] for a in page.one("nav").all("a")]
    assert letters == [*dict.fromkeys(f"#letter-{term.title[0].upper()}" for term in terms), "#equivalents"]
    assert {letter.removeprefix("#") for letter in letters} == {h.attrs["id"] for h in page.all("h2")}


def test_equivalents_are_a_table(nobody: Client) -> None:
    table = main_of(nobody.get(GLOSSARY)).one("table")
    assert [th.text for th in table.one("thead").all("th")] == ["Term", "Japan", "China"]
    assert [[c.text for c in row.all() if c.tag in ("th", "td")] for row in table.one("tbody").all("tr")] == [
        ["Leaf", "ha", "ye"]
    ]


def test_a_term_has_its_meaning_names_uses_relatives_and_lessons(nobody: Client) -> None:
    page = main_of(nobody.get(f"{GLOSSARY}leaf/"))
    assert page.one("h1").text == "Leaf"
    assert page.one("h1").after("p").text == "plant · Easy · also: tea leaf"
    assert [h.text for h in page.one("article").all("h3")] == ["Does it keep?"]
    assert "What tea is made of." in page.text
    assert [(dt.text, dt.after("dd").text) for dt in page.all("dt")] == [
        ("A tea room", "Keeps it in tins. It stays dry."), ("Japan", "ha"), ("China", "ye"),
    ]  # fmt: skip
    aside = {h.text: [a.attrs["href"] for a in h.after("ul").all("a")] for h in page.one("div", "margin").all("h2")}
    assert aside == {"Related terms": [f"{GLOSSARY}powder/"], "See also": ["/courses/tea/modules/leaf/what-is-in-it/"]}


def test_a_bare_term_leaves_nothing_empty(nobody: Client) -> None:
    page = main_of(nobody.get(f"{GLOSSARY}steep/"))
    assert page.one("h1").after("p").text == "work · Hard"
    assert [h.text for h in page.all("h2")] == ["What it means"]
