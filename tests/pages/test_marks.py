"""Trees and designs as they are drawn and listed: whatever somebody writes is words, and no mark."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.utils import translation
from django.utils.safestring import mark_safe

from studyapp.catalogue.courses import Course
from studyapp.catalogue.designs import Design, Link
from studyapp.catalogue.trees import DecisionTree
from studyapp.pages.drawings import design
from studyapp.pages.drawings import tree as drawing
from studyapp.pages.drawings.design_marks import design_marks
from studyapp.pages.drawings.tree_marks import tree_marks
from studyapp.pages.sketch_places import place_by_place
from studyapp.pages.sketched import Spot
from studyapp.records.progress import Score
from studyapp.rules.designing import with_link, with_part
from tests.rules.kitchen import PALETTE

HOSTILE = "\"><script>alert(1)</script><b a='&lt;"
MARKS = {"svg", "g", "polyline", "text", "tspan", "circle", "rect", "path", "use"}


@pytest.fixture
def hostile(tea: Course) -> DecisionTree:
    """The first tree of the tea course, each of whose words is hostile."""
    tree = next(iter(tea.trees.values()))
    return replace(
        tree,
        nodes=tuple(replace(node, ask=HOSTILE) for node in tree.nodes),
        outcomes=tuple(replace(outcome, title=HOSTILE, short=HOSTILE) for outcome in tree.outcomes),
        facts=tuple(
            replace(fact, values=tuple(replace(value, short=HOSTILE) for value in fact.values)) for fact in tree.facts
        ),
    )


def marks(drawn: drawing.TreeDrawing, course: Course) -> ElementTree.Element:
    return ElementTree.fromstring(f"<svg>{tree_marks(drawn, course)}</svg>")


def test_words_of_an_author_are_words(tea: Course, hostile: DecisionTree) -> None:
    for drawn in (drawing.walked(hostile, {}), drawing.sketched(hostile, [hostile.outcomes[0].id], "")):
        found = marks(drawn, tea)
        assert {one.tag for one in found.iter()} <= MARKS
        told = ["".join(one.itertext()) for one in found.iter("text")]
        words = [label.text for label in drawn.labels] + [end.title for end in drawn.ends]
        asked = [text for spot in drawn.spots for text in (str(spot.number), "".join(spot.lines))]
        assert sorted(told) == sorted([*words, *asked])
        assert HOSTILE in words


def test_each_question_says_how_it_was_answered_and_the_weakest_so(tea: Course) -> None:
    tree = next(iter(tea.trees.values()))
    scores = {
        f"{tree.id}/{node.id}": Score(f"{tree.id}/{node.id}", 4, 4 - place) for place, node in enumerate(tree.nodes[:2])
    }
    found = marks(drawing.answered(tree, scores), tea)
    assert [one.text for one in found.iter("text") if "right" in (one.text or "")] == [
        "4 of 4 right",
        "3 of 4 right, weakest",
    ]
    assert len([one for one in found.iter("rect") if one.get("class") == "weak"]) == 1


def test_words_of_a_course_say_their_language_on_a_page_of_another(tea: Course) -> None:
    tree = next(iter(tea.trees.values()))
    with translation.override("es"):
        found = marks(drawing.walked(tree, {}), tea)
    assert {one.get("lang") for one in found.iter("text") if one.get("class") in ("", "now", "open")} == {"en"}
    assert {one.get("lang") for one in found.iter("text") if (one.get("class") or "").startswith("num")} == {None}


def test_words_of_a_place_are_words_and_the_chosen_one_alone_holds_the_form(tea: Course) -> None:
    below = (Spot("0", HOSTILE, outcome=HOSTILE), Spot("1", HOSTILE, chosen=True))
    listed = place_by_place(mark_safe("<form/>"), Spot("start", "", HOSTILE, 1, branches=below), "/here/", tea)
    found = ElementTree.fromstring(listed)
    assert {one.tag for one in found.iter()} <= {"ul", "li", "a", "p", "b", "i", "span", "form"}
    told = ["".join(one.itertext()) for one in found.iter() if one.get("class") == "stands"]
    assert told == [f"1. {HOSTILE}", f"{HOSTILE}: {HOSTILE}", f"{HOSTILE}: open"]
    assert [one.get("class") for one in found.iter("li") if one.find("form") is not None] == ["chosen"]
    assert [one.get("href") for one in found.iter("a")] == ["/here/?at=start", "/here/?at=0"]


def test_words_of_a_design_are_words(tea: Course) -> None:
    kinds = tuple(replace(kind, title=HOSTILE, short=HOSTILE) for kind in PALETTE.kinds)
    made = with_part(with_part(Design(), "pot", HOSTILE), "cup", "cup")
    (drawn,) = design.draw(with_link(made, Link(HOSTILE, "cup")), replace(PALETTE, kinds=kinds), columns=[4])
    found = ElementTree.fromstring(f"<svg>{design_marks(drawn, tea, canvas=True)}</svg>")
    assert {one.tag for one in found.iter()} <= MARKS
    told = [one.text for one in found.iter("text")]
    assert told == [text for box in drawn.boxes for text in [*(line for _, line in box.texts), box.name] if text]
    assert any("<script>" in (text or "") for text in told)
    assert [one.get("data-part") for one in found.iter("g") if one.get("data-part")] == [box.id for box in drawn.boxes]
    assert [one.get("data-links") for one in found.iter("g") if one.get("data-links")] == [f"{HOSTILE}>cup"]
