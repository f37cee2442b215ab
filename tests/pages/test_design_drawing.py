"""A design as boxes and arrows: nothing lies on anything else, every link is drawn, and the same design looks the same."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.catalogue.courses import Course
from studyapp.catalogue.designs import Brief, Design, Has, Link, Linked, Show
from studyapp.pages.drawings.design import COLUMNS, TALL, WIDE, DesignDrawing, draw
from studyapp.pages.drawings.layers import layered
from studyapp.rules.designing import with_link, with_part
from studyapp.rules.reviewing import review
from tests.rules.kitchen import PALETTE, brief, design

Point = tuple[int, int]


@st.composite
def any_designs(draw_: st.DrawFn) -> Design:
    """Any parts with any links between them; what the palette allows does not matter to a drawing."""
    made = Design()
    for number in range(draw_(st.integers(1, 14))):
        made = with_part(made, draw_(st.sampled_from(["pot", "cup", "shelf"])), f"p{number}")
    ids = [part.id for part in made.parts]
    pairs = [Link(one, other) for one in ids for other in ids if one != other]
    for link in draw_(st.lists(st.sampled_from(pairs), max_size=25, unique=True)) if pairs else []:
        made = with_link(made, link)
    return made


def points(drawing: DesignDrawing) -> list[list[Point]]:
    return [[(int(x), int(y)) for x, y in (p.split(",") for p in arrow.points.split())] for arrow in drawing.arrows]


@settings(deadline=None)
@given(any_designs(), st.sampled_from([2, 4, COLUMNS]))
def test_boxes_keep_apart_and_lines_keep_off_them(made: Design, columns: int) -> None:
    (drawing,) = draw(made, PALETTE, columns=[columns])
    assert [box.id for box in drawing.boxes] == [part.id for part in made.parts]
    for one, other in combinations(drawing.boxes, 2):
        assert abs(one.x - other.x) >= WIDE + 10 or abs(one.y - other.y) >= TALL + 10
    for line in points(drawing):
        for (x1, y1), (x2, y2) in zip(line, line[1:], strict=False):
            assert x1 == x2 or y1 == y2  # upright or level
            for box in drawing.boxes:
                inside = max(min(x1, x2), box.x + 1) < min(max(x1, x2), box.x + WIDE - 1) or (
                    x1 == x2 and box.x < x1 < box.x + WIDE
                )
                level = max(min(y1, y2), box.y + 1) < min(max(y1, y2), box.y + TALL - 1) or (
                    y1 == y2 and box.y < y1 < box.y + TALL
                )
                assert not (inside and level), (box.id, line)
    for x, y in [point for line in points(drawing) for point in line]:
        assert 0 <= x <= drawing.width and 0 <= y <= drawing.height


@settings(deadline=None)
@given(any_designs())
def test_each_pair_of_linked_parts_has_one_line_with_a_head_for_each_link(made: Design) -> None:
    drawing, _ = draw(made, PALETTE)
    assert len(drawing.arrows) == len({frozenset((link.start, link.end)) for link in made.links})
    assert sum(len(arrow.heads) for arrow in drawing.arrows) == len(made.links)
    assert draw(made, PALETTE)[0] == drawing


def test_a_chain_runs_straight_from_left_to_right() -> None:
    drawing, _ = draw(design("guest kettle pot cup"), PALETTE)
    assert [box.x for box in drawing.boxes] == sorted(box.x for box in drawing.boxes)
    assert {box.y for box in drawing.boxes} == {1}
    assert [len(line) for line in points(drawing)] == [4, 4, 4]
    assert {y for line in points(drawing) for _, y in line} == {1 + TALL // 2}
    assert drawing.order == ["guest", "kettle", "pot", "cup"]


def test_what_nothing_leads_to_stands_right_before_its_first_use() -> None:
    drawn = layered(["guest", "kettle", "pot", "shelf"], [("guest", "kettle"), ("kettle", "pot"), ("shelf", "pot")])
    assert drawn.layers == [["guest"], ["kettle", "shelf"], ["pot"]]


def test_a_circle_is_turned_round_where_it_closes() -> None:
    drawn = layered(["guest", "pot", "cup"], [("guest", "pot"), ("pot", "cup"), ("cup", "guest")])
    assert drawn.layers[0] == ["guest"] and drawn.layers[2] == ["cup"]
    assert sorted(drawn.chains) == [("guest", "cup"), ("guest", "pot"), ("pot", "cup")]


def test_lines_do_not_cross_where_they_need_not() -> None:
    drawn = layered(["a", "b", "c", "x", "y", "z"], [("a", "z"), ("b", "y"), ("c", "x")])
    assert [drawn.layers[1].index(end) for end in ("z", "y", "x")] == [
        drawn.layers[0].index(s) for s in ("a", "b", "c")
    ]


def test_more_layers_than_a_line_holds_go_on_in_the_next() -> None:
    made = design(" ".join(f"pot-{n}" for n in range(5)))
    (drawing,) = draw(made, PALETTE, columns=[2])
    assert [box.x == drawing.boxes[0].x for box in drawing.boxes] == [True, False, True, False, True]
    assert len({box.y for box in drawing.boxes}) == 3


def test_a_review_shows_what_is_missing_and_what_stands_against_it() -> None:
    made = design("guest kettle", "cup")
    asked = brief(Has(("pot",)), Linked(("pot",), ("cup",)), Has(("shelf",)), show=Show("kettle", "pot"))
    drawing, _ = draw(made, PALETTE, review(asked, made))
    boxes = {box.id: (box.state, box.numbers) for box in drawing.boxes}
    assert boxes == {
        "guest": ("", []), "kettle": ("", []), "cup": ("", []), "?pot.kettle": ("missing", [1, 2, 3]),
    }  # fmt: skip
    assert [arrow.missing for arrow in drawing.arrows] == [False, True]


def test_a_missing_link_is_drawn_the_way_the_palette_allows() -> None:
    made = design("pot", "shelf")
    drawing, _ = draw(made, PALETTE, review(brief(Linked(("kettle",), ("pot",)), show=Show("cup", "kettle")), made))
    assert [box.id for box in drawing.boxes] == ["pot", "shelf", "?kettle."]
    made = design("cup", "guest")
    drawing, _ = draw(made, PALETTE, review(brief(Linked(("cup",), ("guest",)), show=Show("guest", "cup")), made))
    assert [(arrow.missing, len(arrow.heads)) for arrow in drawing.arrows] == [(True, 1)]
    assert drawing.order == ["cup", "guest"]


@pytest.mark.parametrize("columns", [4, COLUMNS])
def test_every_reference_is_drawn_within_its_width(real: Course, columns: int) -> None:
    briefs = [one for one in real.exercises.values() if isinstance(one, Brief)]
    widths = {one.id: draw(one.reference, one.palette, columns=[columns])[0].width for one in briefs}
    assert {id: width for id, width in widths.items() if width > (1090 if columns == COLUMNS else 660)} == {}
