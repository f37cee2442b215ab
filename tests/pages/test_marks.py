"""Trees, designs and charts as they are drawn and listed: whatever somebody writes is words and no mark, and what is filled has passed."""

from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.utils import translation

from studyapp.catalogue.courses import Course
from studyapp.catalogue.designs import Design, Link
from studyapp.catalogue.trees import DecisionTree
from studyapp.pages.drawings import bars, design
from studyapp.pages.drawings import tree as drawing
from studyapp.pages.drawings.chart_marks import dots_marks, interval_marks, over_time_marks
from studyapp.pages.drawings.design_marks import design_marks
from studyapp.pages.drawings.strokes import readiness_dots
from studyapp.pages.drawings.tree_marks import tree_marks
from studyapp.pages.sketch_places import place_by_place
from studyapp.pages.sketched import Spot
from studyapp.records.progress import Score
from studyapp.rules import mastery
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


def test_one_tree_is_drawn_in_each_language(tea: Course) -> None:
    """Whichever comes first: "otherwise" is a word of ours."""
    tree = next(iter(tea.trees.values()))

    def labels() -> set[str]:
        return {label.text for label in drawing.walked(tree, {}).labels}

    english, before = labels(), labels()
    with translation.override("es"):
        spanish = labels()
    assert english == before == labels()
    assert spanish != english


def test_each_tree_is_drawn_with_its_own_words(tea: Course, hostile: DecisionTree) -> None:
    """However alike it is to one that was drawn before."""
    tree = next(iter(tea.trees.values()))
    for draw in (lambda one: drawing.walked(one, {}), lambda one: drawing.sketched(one, [], "")):
        assert HOSTILE not in {label.text for label in draw(tree).labels}
        assert HOSTILE in {label.text for label in draw(hostile).labels}


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
    listed = place_by_place(Spot("start", "", HOSTILE, 1, branches=below), "/here/", tea, lambda: "<form/>")
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


def test_dots_beyond_the_line_are_filled_and_no_others() -> None:
    found = ElementTree.fromstring(
        f"<svg>{dots_marks(readiness_dots(mastery.readiness([True] * 27 + [False] * 3)))}</svg>"
    )
    (line,) = [one.get("x1") for one in found.iter("line") if one.get("class") == "goal"]
    circles = [(float((one.get("cx") or "")[:-1]), one.get("class")) for one in found.iter("circle")]
    goal = float((line or "")[:-1])
    assert circles == [(x, "dot" if x > goal else "dot open") for x, _ in circles]
    filled = sum(x > goal for x, _ in circles)
    assert (len(circles), 0 < filled < 20) == (20, True)
    assert [one.text for one in found.iter("text") if (one.get("class") or "").startswith("good")] == [
        f"pass: {filled} of 20"
    ]


def test_a_share_is_a_disc_from_the_line_on_and_only_the_weakest_is_marked() -> None:
    rows = bars.rows([("a", Score("a", 10, 9)), ("b", Score("b", 10, 8)), ("c", Score("c", 10, 7))])
    drawn = [ElementTree.fromstring(f"<svg>{interval_marks(row)}</svg>") for row in rows]
    assert [one.get("class") for found in drawn for one in found.iter("circle")] == ["ring", "ring", "dot"]
    assert [one.get("class") for found in drawn for one in found.iter("g")] == ["weakest", None, None]


def test_runs_that_passed_are_filled_and_the_last_says_its_share() -> None:
    runs = [(datetime(2026, 11, day, tzinfo=UTC), share, share >= 90) for day, share in ((1, 90), (2, 100), (3, 60))]
    found = ElementTree.fromstring(f"<svg>{over_time_marks(bars.over_time(runs))}</svg>")
    assert [one.get("class") for one in found.iter("circle")] == ["point passed", "point passed", "point"]
    assert len([one for one in found.iter("line") if one.get("class") == "thin"]) == 2
    said = [one.text for one in found.iter("text")][-3:]
    assert said == ["60\u00a0%", "1 Nov", "3 Nov"]
