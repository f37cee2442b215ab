"""Search finds lessons, terms and options, and takes any text as a query."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.catalogue.courses import Catalogue, Course
from studyapp.catalogue.lessons import Term
from studyapp.catalogue.prose import Html
from studyapp.records import search
from studyapp.records.search import MOST, Hit, Index


def a_term(id: str, title: str, text: str, *names: str) -> Term:
    return Term(id, title, names, "plant", 1, (), (), (), (), Html(""), text)


TERMS = (
    a_term("oolong", "Oolong", "A leaf between green and black."),
    a_term("leaf", "Leaf", "What grows on the bush.", "Blatt"),
    a_term("green", "Green tea", "Its leaf is not left to wither; a leaf, a leaf, and a leaf once more."),
    a_term("creme", "Crème", "Poured over a cup from Zürich."),
    a_term("cpp", "C++", "No tea at all, though its makers drink much."),
    a_term("steeping", "Steeping", "Hot water draws the taste."),
)


@pytest.fixture
def index(tea: Course) -> Index:
    course = replace(tea, modules=(), options={}, terms={term.id: term for term in TERMS})
    return Index(Catalogue({"tea": course}))


def idents(found: list[Hit]) -> list[str]:
    return [hit.ident for hit in found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("oolong", ["oolong"]),
        ("OOLONG", ["oolong"]),
        ("ool", ["oolong"]),
        ("bla", ["oolong", "leaf"]),
        ("blatt", ["leaf"]),
        ("steeped", ["steeping"]),
        ("steepi", ["steeping"]),
        ("make", ["cpp"]),
        ("betwee", ["oolong"]),
        ("STEEPIN wat", ["steeping"]),
        ("water taste", ["steeping"]),
        ("taste wat", ["steeping"]),
        ("tas wat", ["steeping"]),
        ("water coffee", []),
        ("creme", ["creme"]),
        ("Crème", ["creme"]),
        ("zurich", ["creme"]),
        ("Zürich", ["creme"]),
        ("Zu\u0308rich", ["creme"]),
        ("between-green", ["oolong"]),
        ("", []),
        ("   ", []),
        ("?!", []),
    ],
)
def test_every_word_is_looked_for_and_may_be_unfinished(query: str, expected: list[str], index: Index) -> None:
    assert set(idents(index.find(query))) == set(expected)


def test_a_title_comes_first_then_a_name_then_the_text(index: Index) -> None:
    assert idents(index.find("leaf"))[0] == "leaf"
    assert idents(index.find("green")) == ["green", "oolong"]


@pytest.mark.parametrize(
    "query",
    [
        "C++", '"', '""', '"leaf', "'", "leaf'; DROP TABLE texts; --", "NEAR", "NEAR(leaf green)", "leaf AND", "OR", "NOT leaf",
        "*", "leaf*", "^leaf", "-leaf", "title:leaf", "{title names}: leaf", ":", "(", "leaf)", "+", "\\", "%", "_", "__", "a_b",
        "leaf\x00bush", "\x01leaf\x02", "½", "茶", "🍵", "é" * 300, "leaf " * 1000,
    ],
)  # fmt: skip
def test_no_query_is_an_error(query: str, index: Index) -> None:
    assert isinstance(index.find(query), list)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("C++", ["cpp", "creme"]),
        ('"bush"', ["leaf"]),
        ("bush*", ["leaf"]),
        ("-bush", ["leaf"]),
        ("(bush)", ["leaf"]),
        ("title:bush", []),
        ("bush NEAR grows", []),
    ],
)
def test_signs_are_no_operators(query: str, expected: list[str], index: Index) -> None:
    assert set(idents(index.find(query))) == set(expected)


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_is_a_query(query: str) -> None:
    assert ANY.find(query) is not None


ANY = Index(Catalogue())


def test_a_hit_says_what_it_is_and_shows_the_words_where_they_stand(tea: Course) -> None:
    whole = Index(Catalogue({"tea": tea}))
    (lesson,) = [hit for hit in whole.find("three tins") if hit.kind == "lesson"]
    module = tea.module_by_id["leaf"].title
    assert (lesson.course, lesson.ident, lesson.title, lesson.context) == (
        "tea",
        "leaf/what-is-in-it",
        "What is in the tin",
        module,
    )
    assert ("three", True) in lesson.snippet
    assert {text.lower() for text, sought in lesson.snippet if sought} <= {"three", "tin", "tins"}


@pytest.mark.parametrize(
    ("query", "kind", "ident"),
    [("powder", "term", "powder"), ("overnight", "option", "cold-steep"), ("cold brew", "option", "cold-steep")],
)
def test_terms_and_options_are_found(query: str, kind: str, ident: str, tea: Course) -> None:
    found = Index(Catalogue({"tea": tea})).find(query)
    assert (kind, ident, tea.title) in [(hit.kind, hit.ident, hit.context) for hit in found]


def test_an_option_that_is_not_shown_is_not_found(tea: Course) -> None:
    """Options without a bill have no page of their own."""
    options = {id: replace(option, bill=None) for id, option in tea.options.items()}
    bare = Catalogue({"tea": replace(tea, options=options)})
    assert {hit.kind for query in ("cold brew", "overnight", "whisk") for hit in Index(bare).find(query)} <= {
        "lesson",
        "term",
    }


def test_html_is_not_searched_but_its_text_is(tea: Course) -> None:
    option = replace(tea.options["pot"], about=Html('<p class="samovar">Tea &amp; cosy<br>warmth</p>'))
    index = Index(Catalogue({"tea": replace(tea, modules=(), terms={}, options={"pot": option})}))
    assert (idents(index.find("warmth")), idents(index.find("samovar"))) == (["pot"], [])
    assert "".join(text for text, _ in index.find("warmth")[0].snippet).endswith("Tea & cosy warmth ")


def test_the_hits_are_bounded(tea: Course) -> None:
    many = {f"t{n}": a_term(f"t{n}", f"Leaf {n}", "") for n in range(MOST + 5)}
    assert len(Index(Catalogue({"tea": replace(tea, terms=many)})).find("leaf")) == MOST


def test_another_catalogue_is_searched_anew(tea: Course) -> None:
    before = Catalogue({"tea": replace(tea, terms={"oolong": TERMS[0]})})
    after = Catalogue({"tea": replace(tea, terms={"leaf": TERMS[1]})})
    found = [idents(search.find(catalogue, "oolong")) for catalogue in (before, before, after)]
    assert found == [["oolong"], ["oolong"], []]
