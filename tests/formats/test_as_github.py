"""What our reader takes from a question is what GitHub shows of it, or a located problem; nothing vanishes between."""

import re
from dataclasses import dataclass, field

import pytest

from studyapp.catalogue.questions import Choice, Choices, Pairs, Question, Steps
from studyapp.formats.markdown import parser
from tests.formats.texts import a_bank, as_questions
from tests.pages.markup import Element, read

DATA = {"single": "", "multiple": "type: multiple", "ordering": "type: ordering", "matching": "type: matching"}


@dataclass(frozen=True)
class Seen:
    """What a reader sees of a question. Below the stem a row each: ("tick", text, feedback), ("step", text), cells of a pair …"""

    stem: str
    rows: list[tuple[str, ...]] = field(default_factory=list)


def folded(*texts: str) -> str:
    return " ".join(" ".join(texts).split())


def words(html: str) -> str:
    return read(html).text


def a_body(body: str, kind: str) -> str:
    """A bank of one question, whose stem begins in line 14."""
    return a_bank(f"## a\n\n```yaml\n{DATA[kind] or 'type: single'}\n```\n\n{body}\n\n### Explanation\n\nSo.\n")


def ours(body: str, kind: str) -> tuple[Seen | None, list[str]]:
    """The question as we read it, and the errors."""
    bank, found = as_questions(a_body(body, kind))
    errors = [problem for problem in found if ": warning: " not in problem]
    return (_seen(bank.items[0].question) if bank and not errors else None), errors


def _seen(question: Question) -> Seen:
    match question.part:
        case Choices(choices=choices):
            rows = [
                ("tick" if one.right else "open", words(one.text), folded(words(one.feedback), *_left_out(one)))
                for one in choices
            ]
        case Steps(right=right, extra=extra):
            rows = [*(("step", words(one)) for one in right), *(("open", words(one)) for one in extra)]
        case Pairs() as part:
            left = set(range(len(part.answers))) - set(part.key)
            rows = [tuple(map(words, part.head))]
            rows += [(words(one), words(part.answers[key])) for one, key in zip(part.prompts, part.key, strict=True)]
            rows += [("", words(part.answers[one])) for one in sorted(left)]
    return Seen(_stem(words(question.stem)), rows)


def _stem(text: str) -> str:
    """GitHub draws boxes in a quote of the stem, where we show their signs."""
    return folded(re.sub(r"(?<!\S)\[[ x]\](?!\S)", "", text))


def _left_out(choice: Choice) -> list[str]:
    return ["Left out:", words(choice.left_out)] if choice.left_out else []


def githubs(body: str, kind: str) -> Seen:
    """The question as the page shows it: all above its last list of boxes, list of numbers or table is the stem."""
    blocks = [one for one in read(parser().render(body)).children if isinstance(one, Element) and one.tag != "hr"]
    answers = [number for number, one in enumerate(blocks) if _is_answer(one, kind)]
    if not answers:
        return Seen(_stem(folded(*(one.text for one in blocks))))
    rows = [row for one in blocks[answers[-1] :] for row in _rows(one, kind)]
    return Seen(_stem(folded(*(one.text for one in blocks[: answers[-1]]))), rows)


def _is_answer(one: Element, kind: str) -> bool:
    if kind in ("ordering", "matching"):
        return one.tag == {"ordering": "ol", "matching": "table"}[kind]
    return one.tag in ("ul", "ol") and bool(one.all("input"))


def _rows(block: Element, kind: str) -> list[tuple[str, ...]]:
    if block.tag == "table":
        head, *rows = [tuple(cell.text for cell in row.all("th") + row.all("td")) for row in block.all("tr")]
        return [head, *sorted(rows, key=lambda row: row[0] == "")]  # what fits nothing comes last
    if block.tag not in ("ul", "ol"):
        return [("below", block.text)]
    items = [one for one in block.children if isinstance(one, Element)]
    return [("step", item.text) if block.tag == "ol" else _choice(item, kind) for item in items]


def _choice(item: Element, kind: str) -> tuple[str, ...]:
    boxes = item.all("input")
    tick = "none" if len(boxes) != 1 else "tick" if "checked" in boxes[0].attrs else "open"
    inside = [one for one in item.children if isinstance(one, Element) and one.tag == "blockquote"]
    said = folded(*(one.text for one in inside))
    for one in inside:
        item.children.remove(one)
    return (tick, item.text) if kind == "ordering" else (tick, item.text, said)


SAME = {
    "a blank line between a choice and its quote": ("single", "Which?\n\n- [x] A\n\n  > why\n- [ ] B\n"),
    "a blank line within a quote": ("single", "Which?\n\n- [x] A\n  > why\n  >\n  > so\n- [ ] B\n"),
    "a lazy second line of a quote": ("single", "Which?\n\n- [x] A\n  > why\nand so\n- [ ] B\n"),
    "a lazy second line of a quote, indented": ("single", "Which?\n\n- [x] A\n  > why\n  and so\n- [ ] B\n"),
    "a lazy second line of a choice": ("single", "Which?\n\n- [x] A\nmore\n- [ ] B\n"),
    "a stem line directly above choices": ("single", "Which?\n- [x] A\n- [ ] B\n"),
    "a stem line directly above choices that are ticked later": ("multiple", "Which?\n- [ ] A\n- [x] B\n"),
    "a list in the stem, and choices by another bullet": ("single", "Look:\n\n- one\n\n* [x] A\n* [ ] B\n"),
    "a link for a box in a list of the stem": ("single", "See\n\n- [x](link)\n\nWhich?\n\n- [x] A\n- [ ] B\n"),
    "marks in a choice": ("single", "Which?\n\n- [x] *A* `x|y` \\> z &amp; <https://a.example>\n- [ ] [B](https://b.example)\n"),
    "left out": ("multiple", "Which?\n\n- [x] A\n  > why\n  > **Left out:** it is\nso\n- [ ] B\n"),
    "rules above and below": ("single", "Which?\n\n---\n\n- [x] A\n- [ ] B\n\n---\n"),
    "steps with brackets": ("ordering", "Order:\n\n1) a\n2) b\n"),
    "steps by ones": ("ordering", "Order:\n\n1. a\n1. b\n1. c\n"),
    "a stem line directly above steps": ("ordering", "Order:\n1. a\n2. b\n"),
    "steps with blank lines": ("ordering", "Order:\n\n1. a\n\n2. b\n"),
    "a lazy second line of a step": ("ordering", "Order:\n\n1. a\nmore\n2. b\n"),
    "what does not belong, directly below": ("ordering", "Order:\n\n1. a\n2. b\n- [ ] c\n"),
    "what does not belong, in two lists": ("ordering", "Order:\n\n1. a\n2. b\n\n- [ ] c\n* [ ] d\n"),
    "a list of numbers in the stem": ("ordering", "Look:\n\n1. one\n\nOrder:\n\n1. a\n2. b\n"),
    "a link for a step": ("ordering", "Order:\n\n1. [x](link)\n2. b\n"),
    "a stem line directly above a table": ("matching", "Match:\n| a | b |\n|---|---|\n| c | d |\n| e | f |\n"),
    "a table without outer bars": ("matching", "Match:\n\na | b\n-|-\nc | d\ne | f\n"),
    "a | that is escaped": ("matching", "Match:\n\n| a | b |\n|---|---|\n| c | `d\\|x` |\n| e | f |\n"),
    "a table in the stem": ("matching", "See\n\n| a | b | c |\n|---|---|---|\n\nMatch:\n\n| a | b |\n|---|---|\n| c | d |\n| e | f |\n"),
    "an empty left cell": ("matching", "Match:\n\n| a | b |\n|---|---|\n| c | d |\n| e | f |\n|  | g |\n"),
    "boxes in cells": ("matching", "Match:\n\n| a | b |\n|---|---|\n| - [x] c | [x](link) |\n| e | - [ ] f |\n"),
    "a rule directly below a table": ("matching", "Match:\n\n| a | b |\n|---|---|\n| c | d |\n| e | f |\n---\n"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "body"), SAME.values(), ids=SAME)
def test_a_question_is_what_github_shows(kind: str, body: str) -> None:
    assert ours(body, kind) == (githubs(body, kind), [])


# The stem begins in line 14.
LOCATED = {
    "a quote that is not indented": ("single", "Which?\n\n- [x] A\n> why\n- [ ] B\n", [17, 18]),
    "mixed bullets": ("single", "Which?\n\n- [x] A\n* [ ] B\n+ [ ] C\n", [17, 18]),
    "a list in a choice": ("single", "Which?\n\n- [x] A\n  1. more\n- [ ] B\n", [17]),
    "a fence in a choice": ("single", "Which?\n\n- [x] A\n  ~~~\n  x\n  ~~~\n- [ ] B\n", [17]),
    "a table in a choice": ("single", "Which?\n\n- [x] A\n\n  | a | b |\n  |---|---|\n- [ ] B\n", [18]),
    "a quote line indented like code": ("single", "Which?\n\n- [x] A\n  > why\n      > so\n- [ ] C\n", [18]),
    "two quotes": ("single", "Which?\n\n- [x] A\n  > why\n\n  > so\n- [ ] B\n", [19]),
    "no blank in a box": ("single", "Which?\n\n- [x] A\n- [] B\n", [17]),
    "a star in a box": ("single", "Which?\n\n- [x] A\n- [*] B\n", [17]),
    "no blank behind a box": ("single", "Which?\n\n- [x]A\n- [ ] B\n", [16]),
    "a link for a box": ("single", "Which?\n\n- [x](link)\n- [ ] B\n- [x] C\n", [16]),
    "a stem line above dashes": ("single", "Which?\n---\n\n- [x] A\n- [ ] B\n", [14]),
    "a choice above dashes": ("single", "Which?\n\n- [x] A\n  ---\n- [ ] B\n", [16]),
    "choices with numbers and brackets": ("single", "Which?\n\n1) [x] A\n2) [ ] B\n", [16]),
    "a quote below a step": ("ordering", "Order:\n\n1. a\n   > why\n2. b\n", [17]),
    "a quote between steps": ("ordering", "Order:\n\n1. a\n2. b\n> why\n3. c\n4. d\n", [19]),
    "mixed signs after the numbers": ("ordering", "Order:\n\n1. a\n2. b\n3) c\n4) d\n", [18]),
    "a list in a step": ("ordering", "Order:\n\n1. a\n   - more\n2. b\n", [17]),
    "a fence in a step": ("ordering", "Order:\n\n1. a\n   ```\n   x\n   ```\n2. b\n", [17]),
    "a line break in a step": ("ordering", "Order:\n\n1. a\\\nmore\n2. b\n", [17]),
    "an empty box above its text": ("single", "Which?\n\n- [x]\n  A\n- [ ] B\n", [16]),
    "a choice in a list above": ("single", "Which?\n\n* - [x] A\n\n- [x] B\n- [ ] C\n", [16, 18]),
    "boxes in a quote": ("single", "Which?\n\n- [x] A\n  > why\n  > - [ ] B\n- [ ] C\n", [18]),
    "left out twice": ("multiple", "Which?\n\n- [x] A\n  > **Left out:** f\n  > **Left out:** g\n- [ ] C\n", [18]),
    "left out below a wrong choice": ("multiple", "Which?\n\n- [x] A\n- [ ] C\n  > **Left out:** g\n", [18]),
    "a misconception below a right choice": ("single", "Which?\n\n- [x] A\n  > **Misconception:** pot-is-better\n- [ ] C\n", [17]),
    "two misconceptions": ("single", "Which?\n\n- [x] A\n- [ ] C\n  > **Misconception:** pot-is-better\n  > **Misconception:** pot-is-better\n", [19]),
    "boxes in steps": ("ordering", "Order:\n\n1. [x] a\n2. [ ] b\n", [16]),
    "what does not belong, above": ("ordering", "Order:\n\n- [ ] c\n\n1. a\n2. b\n", [16]),
    "what does not belong, ticked": ("ordering", "Order:\n\n1. a\n2. b\n\n- [x] c\n", [19]),
    "what does not belong, without a blank in its box": ("ordering", "Order:\n\n1. a\n2. b\n\n- [] c\n", [19]),
    "what does not belong, without a blank before its box": ("ordering", "Order:\n\n1. a\n2. b\n-[ ] c\n", [18]),
    "what does not belong, a link": ("ordering", "Order:\n\n1. a\n2. b\n\n- [x](link)\n", [19]),
    "a stem line above dashes, and steps": ("ordering", "Order\n---\n1. a\n2. b\n", [14]),
    "text below steps": ("ordering", "Order:\n\n1. a\n2. b\n\nMore.\n", [19]),
    "a | that is not escaped": ("matching", "Match:\n\n| a | b |\n|---|---|\n| c | `d|x` |\n| e | f |\n", [18]),
    "one cell": ("matching", "Match:\n\n| a | b |\n|---|---|\n| c | d |\n| e | f |\nmore\n", [8, 20]),
    "three columns": ("matching", "Match:\n\n| a | b | c |\n|---|---|---|\n| c | d | e |\n| e | f | g |\n", [16, 18, 19]),
    "too short a line below the head": ("matching", "Match:\n\n| a | b |\n|---|\n| c | d |\n| e | f |\n", [8]),
    "choices above a table": ("matching", "Match:\n\n- [x] A\n\n| a | b |\n|---|---|\n| c | d |\n| e | f |\n", [16]),
    "what fits nothing, and fits another row": ("matching", "Match:\n\n| a | b |\n|---|---|\n| c | d |\n| e | f |\n|  | d |\n", [8]),
    "a quote directly below a table": ("matching", "Match:\n\n| a | b |\n|---|---|\n| c | d |\n| e | f |\n> why\n", [20]),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "body", "lines"), LOCATED.values(), ids=LOCATED)
def test_what_would_be_another_question_elsewhere_is_located(kind: str, body: str, lines: list[int]) -> None:
    assert sorted({int(problem.split(":")[1]) for problem in ours(body, kind)[1]}) == lines


@pytest.mark.parametrize("kind", ["numeric", "case"])
def test_boxes_do_not_vanish_into_a_story(kind: str) -> None:
    data = "type: numeric\nanswer: 3" if kind == "numeric" else "type: case\ntags: []"
    _, problems = as_questions(a_bank(f"## a\n\n```yaml\n{data}\n```\n\nHow?\n\n- [x] A\n- [ ] B\n"))
    assert problems == [
        f'bank.md:17: a: in a question of type {kind} no boxes stand here. Fix: remove the brackets, or "type: {kind}".'
    ]
