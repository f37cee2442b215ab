"""Lessons: front matter, the text cut at its checks and drawings, headings, and what can be wrong with them."""

from pathlib import Path

import pytest

from studyapp.catalogue.lessons import (
    Arrow,
    Bar,
    Check,
    Drawing,
    Heading,
    Ladder,
    Lane,
    Lesson,
    Rung,
    Step,
    Tick,
    Waits,
)
from studyapp.catalogue.lessons import Path as Row
from studyapp.catalogue.prose import Html
from tests.formats.texts import CHOICES, a_question, compiled, tea

FRONT = "---\ntitle: Boil\nminutes: 1\n---\n\n"  # the text begins in line 6
LESSON = "modules/water/1-boil.md"


def lesson_of(folder: Path, text: str, front: str = FRONT, **files: str) -> Lesson:
    course, problems = compiled(folder, {LESSON: front + text, **files})
    assert problems == []
    assert course is not None
    return course.modules[0].lessons[0]


def flaws_of(folder: Path, text: str, front: str = FRONT) -> list[str]:
    """What is wrong with the lesson, without its file's name."""
    problems = compiled(folder, {LESSON: front + text})[1]
    assert all(problem.startswith(f"kettle/{LESSON}:") for problem in problems)
    return [problem.removeprefix(f"kettle/{LESSON}:") for problem in problems]


def test_a_lesson_is_read_with_all_it_says(tmp_path: Path) -> None:
    front = "---\ntitle: Boil\nsays: Bubbles.\nobjectives: [boil]\nminutes: 7\nsources: [S1]\n---\n\n"
    bank = "---\nbank: b\nobjective: boil\n---\n\n# B\n\n" + "\n".join(
        a_question(stem=f"Number {word}?", id=word) for word in ("one", "two", "three")
    )
    files = {
        "objectives.yaml": "boil: {says: Boil water.}\n",
        "sources.yaml": "S1: {title: A kettle, on: 2026, note: blue}\n",
        "banks/b.md": bank,
    }
    assert lesson_of(tmp_path, "## A\n\nOne *two*.\n", front, **files) == Lesson(
        id="boil", module="water", number=1, title="Boil", says="Bubbles.", objectives=("boil",), minutes=7, sources=("S1",),
        blocks=(Html('<h2 id="a">A</h2>\n<p>One <em>two</em>.</p>\n'),), headings=(Heading("a", "A"),), text="A One two.",
    )  # fmt: skip


def test_the_text_is_cut_at_its_checks_and_drawings(tmp_path: Path) -> None:
    text = "One.\n\n> [!CHECK] b/drunk\n\nTwo.\n\n```drawing\nkind: path\ntitle: T\nsteps: [{name: A}, {name: B, says: b}]\n```\n\nThree.\n\n- > [!EXAM]\n  > Four.\n"
    bank = "---\nbank: b\nobjective: o\n---\n\n# B\n\n" + "\n".join(
        a_question(stem=f"Number {word}?", id=word) for word in ("drunk", "two", "three")
    )
    front = "---\ntitle: Boil\nminutes: 1\nobjectives: [o]\n---\n\n"
    lesson = lesson_of(tmp_path, text, front, **{"banks/b.md": bank, "objectives.yaml": "o: {says: Boil.}\n"})
    assert lesson.blocks == (
        Html("<p>One.</p>\n"),
        Check("b/drunk"),
        Html("<p>Two.</p>\n"),
        Row("T", "", (Step("A", ""), Step("B", "b"))),
        Html(
            '<p>Three.</p>\n<ul>\n<li>\n<aside class="callout exam">\n<p class="callout-label">In the exam</p><p>Four.</p>\n</aside>\n</li>\n</ul>\n'
        ),
    )


def test_headings_are_listed_with_the_ids_they_have_on_the_page(tmp_path: Path) -> None:
    lesson = lesson_of(tmp_path, "## A\n\n### Below\n\n## `A`\n\n[up](#a-1)\n\n## A\n")
    assert lesson.headings == (Heading("a", "A"), Heading("a-1", "A"), Heading("a-2", "A"))
    (html,) = lesson.blocks
    assert isinstance(html, str) and html.count('id="a-1"') == 1


def test_lessons_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    text = "---\ntitle: T\nminutes: 2\n---\n\nText.\n"
    course, _ = compiled(tmp_path, {f"modules/water/{name}.md": text for name in ("10-last", "2-next")})
    assert course is not None
    (module,) = course.modules
    assert [(lesson.number, lesson.key) for lesson in module.lessons] == [
        (1, "water/boil"),
        (2, "water/next"),
        (10, "water/last"),
    ]
    assert (module.title, module.number, module.difficulty, module.minutes) == ("Water", 1, 1, 5)


def test_a_term_is_linked_once_a_lesson_and_not_on_its_own_page(tmp_path: Path) -> None:
    glossary = "# Glossary\n\n## boil: Boil\n\n```yaml\ncategory: heat\nnames: [boiling]\n```\n\nTo boil.\n"
    text = "It boils.\n\n> [!CHECK] b/drunk\n\nBoiling, to boil.\n"
    bank = f"---\nbank: b\n---\n\n# B\n\n## drunk\n\n```yaml\nobjective: o\n```\n\nWhat?\n\n{CHOICES}"
    files = {LESSON: FRONT + text, "glossary.md": glossary, "banks/b.md": bank, "objectives.yaml": "o: {says: Boil.}\n"}
    course, _ = compiled(tmp_path, files)
    assert course is not None
    blocks = course.modules[0].lessons[0].blocks
    assert blocks[0] == "<p>It boils.</p>\n"
    assert blocks[2] == '<p><a href="/courses/kettle/glossary/boil/" class="term">Boiling</a>, to boil.</p>\n'
    assert course.terms["boil"].body == "<p>To boil.</p>\n"


WAITS = """\
```drawing
kind: waits
title: Who waits
says: The guest.
ticks: [{at: 0, says: now}, {at: 100, says: later}]
lanes:
  - name: Guest
    says: sits
    bars: [{from: 0, to: 90, is: waits}]
  - name: Kettle
    bars: [{from: 10, to: 80, is: works}, {from: 80, to: 100, is: free}]
arrows: [{at: 10, from: 1, to: 2}]
```
"""
LADDER = """\
```drawing
kind: ladder
title: Who does what
columns: [at home, at the inn]
rows:
  - {name: Kettle, cells: [you, provider]}
  - {name: Cup, cells: [you, shared]}
```
"""
DRAWINGS: dict[str, tuple[str, Drawing]] = {
    "waits": (
        WAITS,
        Waits("Who waits", "The guest.", (Tick(0, "now"), Tick(100, "later")), (
            Lane("Guest", "sits", (Bar(0, 90, "waits"),)),
            Lane("Kettle", "", (Bar(10, 80, "works"), Bar(80, 100, "free"))),
        ), (Arrow(10, 1, 2),)),
    ),
    "ladder": (
        LADDER,
        Ladder("Who does what", "", ("at home", "at the inn"), (Rung("Kettle", ("you", "provider")), Rung("Cup", ("you", "shared")))),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "drawing"), DRAWINGS.values(), ids=DRAWINGS)
def test_a_drawing_is_read_value_by_value(tmp_path: Path, text: str, drawing: Drawing) -> None:
    assert lesson_of(tmp_path, text).blocks == (drawing,)


AS_DOCS = "Fix: write it as docs/writing-content.md shows."
FLAWS = {
    "an unknown kind": (
        "```drawing\nkind: pie\n```\n",
        ['7: there is no drawing of kind "pie". Fix: use one of: waits, path, ladder.'],
    ),
    "no kind": ("Text.\n\n```drawing\ntitle: T\n```\n", ['9: there is no drawing of kind "". Fix: use one of: waits, path, ladder.']),
    "no title": ("```drawing\nkind: path\nsteps: [{name: A}, {name: B}]\n```\n", ['7: "title" is missing. Fix: add "title: …".']),
    "one step": ("```drawing\nkind: path\ntitle: T\nsteps: [{name: A}]\n```\n", [f"9: steps: list should have at least 2 items after validation, not 1. {AS_DOCS}"]),
    "an unknown key deep inside": (
        WAITS.replace("name: Kettle", "nam: Kettle"),
        ['15: "name" is missing. Fix: add "name: …".', '15: unknown key "nam". Fix: did you mean "name"?'],
    ),
    "a bar of an unknown kind": (
        WAITS.replace("is: works", "is: rests"),
        [f"16: lanes.1.bars.0.is: input should be 'works', 'waits' or 'free'. {AS_DOCS}"],
    ),
    "a place outside": (WAITS.replace("at: 100", "at: 101"), [f"10: ticks.1.at: input should be less than or equal to 100. {AS_DOCS}"]),
    "a bar that ends before it begins": (
        WAITS.replace("from: 10, to: 80", "from: 80, to: 10"),
        ['16: a bar of "Kettle" ends at 10, before it begins at 80. Fix: mend from and to.'],
    ),
    "an arrow to no lane": (
        WAITS.replace("from: 1, to: 2", "from: 1, to: 3"),
        ["17: an arrow stands at lane 3, and there are 2. Fix: name lanes from 1."],
    ),
    "a row with a cell too few": (
        LADDER.replace("[you, shared]", "[you]"),
        ['12: "Cup" has 1 cells for 2 columns. Fix: give each column a cell.'],
    ),
    "broken YAML": (
        "```drawing\nkind: path\ntitle: A: B\n```\n",
        ['8: this is not YAML: mapping values are not allowed in this context. Fix: quote text that holds ": " or "? " or begins with ">" or "[", and indent with spaces.'],
    ),
    "a check that names nothing": (
        "Text.\n\n> [!CHECK]\n",
        ['8: this is not read as a check. Fix: write "> [!CHECK] bank/question" and nothing else in the quote, in a lesson and outside of lists.'],
    ),
    "a check with more in it": (
        "> [!CHECK] b/drunk\n>\n> More.\n",
        ['6: this is not read as a check. Fix: write "> [!CHECK] bank/question" and nothing else in the quote, in a lesson and outside of lists.'],
    ),
    "a check in a list": (
        "- > [!CHECK] b/drunk\n",
        ['6: this is not read as a check. Fix: write "> [!CHECK] bank/question" and nothing else in the quote, in a lesson and outside of lists.'],
    ),
    "a check of no question": (
        "Text.\n\n> [!CHECK] b/drunk\n",
        ['8: there is no question "b/drunk". Fix: name bank/question.'],
    ),
    "a first-level heading": ("# Boil\n", ['6: the page has its title already. Fix: begin this heading with "##".']),
    "a dead link in a cell": (
        "| a |\n|---|\n| b |\n| [x](2-none.md) |\n",
        ['9: the link "2-none.md" leads nowhere. Fix: write the path of a file of the course, from this file, and a heading that it holds.'],
    ),
    "a dead link behind a check": (
        "> [!EXAM]\n> a\n\n[x](#none)\n",
        ['9: the link "#none" leads nowhere. Fix: write the path of a file of the course, from this file, and a heading that it holds.'],
    ),
    "an empty quote": (">\n", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FLAWS.values(), ids=FLAWS)
def test_a_flaw_of_a_lesson_is_said_where_it_stands(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert flaws_of(tmp_path, text) == expected


FRONTS = {
    "none": ("Boil.\n", ['1: "minutes" is missing. Fix: add "minutes: …".', '1: "title" is missing. Fix: add "title: …".']),
    "without an end": (
        "---\ntitle: Boil\n",
        ['1: "minutes" is missing. Fix: add "minutes: …".', '1: "title" is missing. Fix: add "title: …".', '1: the front matter has no end. Fix: close it with a line "---".'],
    ),
    "with an unknown key": (FRONT.replace("minutes: 1", "minuts: 1\nminutes: 1"), ['3: unknown key "minuts". Fix: did you mean "minutes"?']),
    "with a word for a number": (FRONT.replace("minutes: 1", "minutes: one"), [f"3: minutes: input should be a valid integer, unable to parse string as an integer. {AS_DOCS}"]),
    "with too much": (FRONT.replace("minutes: 1", "minutes: 121"), [f"3: minutes: input should be less than or equal to 120. {AS_DOCS}"]),
    "with an empty title": (FRONT.replace("title: Boil", 'title: " "'), [f"2: title: this is empty. {AS_DOCS}"]),
    "with an unknown source": (FRONT.replace("minutes: 1", "minutes: 1\nsources: [S9]"), ['4: there is no source "S9". Fix: add it to sources.yaml.']),
    "with an unknown objective": (FRONT.replace("minutes: 1", "minutes: 1\nobjectives: [boil]"), ['4: there is no objective "boil". Fix: name one of objectives.yaml.']),
}  # fmt: skip


@pytest.mark.parametrize(("front", "expected"), FRONTS.values(), ids=FRONTS)
def test_a_flaw_of_front_matter_is_said_where_it_stands(tmp_path: Path, front: str, expected: list[str]) -> None:
    assert flaws_of(tmp_path, "", front) == expected


def test_a_file_of_a_module_that_is_no_lesson_is_said(tmp_path: Path) -> None:
    text = "---\ntitle: T\nminutes: 1\n---\n\nText.\n"
    files = {"modules/water/intro.md": text, "modules/water/2-boil.md": text}
    assert compiled(tmp_path, files)[1] == [
        'kettle/modules/water/2-boil.md:1: the lesson "boil" stands in 1-boil.md already. Fix: give one of them another id.',
        'kettle/modules/water/intro.md:1: this is no lesson\'s name. Fix: call it "1-its-id.md".',
    ]


def test_the_lessons_of_tea_hold_every_kind_of_block() -> None:
    blocks = [block for lesson in tea().lessons.values() for block in lesson.blocks]
    html = "".join(block for block in blocks if isinstance(block, str))
    assert {type(block) for block in blocks} == {Html, Check, Row}
    assert [html.count(f'"callout {name}"') for name in ("exam", "practice", "confused")] == [1, 1, 1]
    assert html.count("<table") == 1
