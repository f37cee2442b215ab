"""Search over lessons, terms and options."""

import pytest
from django.test import Client

from studyapp.catalogue.courses import Course
from tests.pages.acting import HTMX
from tests.pages.markup import Element, main_of, read


def hits(page: Element) -> list[tuple[str, str, str]]:
    """Address, title and kind of each."""
    rows = page.one("section", id="hits").all("li")
    return [(li.one("a").attrs["href"], li.one("a").text, li.all("p")[0].text.split(" · ")[0]) for li in rows]


def test_before_anything_is_looked_for_there_is_only_the_field(nobody: Client) -> None:
    for path in ("/search/", "/search/?q=", "/search/?q=++"):
        page = main_of(nobody.get(path))
        assert page.one("section", id="hits").text == ""
        assert page.one("input", id="q").attrs["value"] == ""


def test_each_kind_is_found_and_leads_to_its_page(nobody: Client) -> None:
    found = {
        query: hits(main_of(nobody.get("/search/", {"q": query})))[0]
        for query in ("How it keeps", "tea leaf", "cold brew")
    }
    assert found == {
        "How it keeps": ("/courses/tea/modules/leaf/how-it-keeps/", "How it keeps", "Lesson"),
        "tea leaf": ("/courses/tea/glossary/leaf/", "Leaf", "Term"),
        "cold brew": ("/courses/tea/options/cold-steep/", "Cold steep", "Option"),
    }


def test_the_beginning_of_a_word_is_enough_and_it_is_marked(nobody: Client) -> None:
    page = main_of(nobody.get("/search/?q=powd"))
    assert ("/courses/tea/glossary/powder/", "Powder", "Term") in hits(page)
    assert {b.text.lower() for b in page.one("section", id="hits").one("ul").all("b")} == {"powder"}


def test_the_number_of_hits_is_said(nobody: Client) -> None:
    response = nobody.get("/search/", {"q": "stone mill"}, headers=HTMX)
    section = read(response.content).one("section", id="hits")
    assert (section.one("h2").text, section.attrs["data-say"]) == ("One hit for “stone mill”", "One hit")
    many = main_of(nobody.get("/search/?q=powder"))
    assert many.one("section", id="hits").one("h2").text == f"{len(hits(many))} hits for “powder”"


def test_nothing_found_says_what_to_try(nobody: Client) -> None:
    page = main_of(nobody.get("/search/?q=espresso"))
    section = page.one("section", id="hits")
    assert section.one("h2").text == "Nothing found for “espresso”"
    assert section.one("p").text == "Try a shorter word, or only its beginning. The glossary lists every term."
    assert section.one("a").attrs["href"] == "/courses/tea/glossary/"
    assert page.one("input", id="q").attrs["value"] == "espresso"


@pytest.mark.parametrize(
    "query", ['"', "'", "*", "a*b", "NEAR(", "title:leaf", "leaf AND", "-", "\x00", "%", "🍵", "leaf " * 400]
)
def test_no_query_breaks_it(nobody: Client, query: str) -> None:
    page = main_of(nobody.get("/search/", {"q": query}))
    assert page.one("input", id="q").attrs["value"] == query.strip().replace("\x00", "\ufffd")
    assert page.one("section", id="hits").one("h2").text.startswith(("Nothing found", "One hit", *"123456789"))


def test_what_was_typed_is_text(nobody: Client) -> None:
    response = nobody.get("/search/", {"q": "<script>alert(1)</script>"})
    assert b"<script>alert" not in response.content
    assert main_of(response).one("section", id="hits").one("h2").text == "Nothing found for “<script>alert(1)</script>”"


def test_no_question_is_found(nobody: Client, tea: Course) -> None:
    """Its titles and feedback would tell the key."""
    for item in tea.items.values():
        for text in (item.title, item.question.choices[0].feedback):
            found = hits(main_of(nobody.get("/search/", {"q": text})))
            assert {kind for _, _, kind in found} <= {"Lesson", "Term", "Option"}
            assert [title for _, title, _ in found if title == item.title] == []
