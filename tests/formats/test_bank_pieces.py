"""A bank cut into its questions: as the reader finds them, and each rewritten without a change to any other line."""

from pathlib import Path

import pytest

from studyapp.formats.bank_markdown import ItemText, normalise, read_bank
from studyapp.formats.bank_pieces import add_item, cut, replace_item
from studyapp.formats.bank_templates import KINDS, template
from studyapp.formats.problems import Problems
from tests.formats.texts import CHOICES, a_bank, a_question, as_questions, as_text

ROOT = Path(__file__).parents[2]
BANKS = sorted(ROOT.glob("tests/courses/*/banks/*.md"))
HIDDEN = {
    "code": "```\n## b\n```\n",
    "code of four": "````\n```\n## b\n````\n",
    "waves": "~~~\n## b\n~~~\n",
    "code without end": "```\n## b\n",
    "a comment": "<!--\n\n## b\n\n-->\n",
    "a list": "- x\n\n  ## b\n",
    "a quote": "> ## b\n",
}
NEXT = "## c\n\nWhich?\n\n- [x] This\n- [ ] That\n"


def lines_by_reader(text: str) -> list[tuple[str, int]]:
    return [(item.id, item.line) for item in read_bank(text, "", Problems()).items]


def lines_by_cut(text: str) -> list[tuple[str, int]]:
    return [(piece.id, piece.line) for piece in cut(text).pieces]


def assert_cut_as_read(text: str) -> None:
    whole, items = cut(text), read_bank(text, "", Problems()).items
    assert lines_by_cut(text) == [(item.id, item.line) for item in items]
    assert "\n".join([whole.head, *(piece.text for piece in whole.pieces)]) == normalise(text)
    assert [whole.written(piece) for piece in whole.pieces] == list(items)


@pytest.mark.parametrize("path", BANKS, ids=lambda path: path.stem)
def test_a_bank_is_cut_where_its_questions_begin(path: Path) -> None:
    assert_cut_as_read(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_only_looks_like_a_heading_cuts_nothing(hidden: str) -> None:
    text = a_bank(f"## a\n\nWhich?\n\n{HIDDEN[hidden]}\n{NEXT}")
    assert lines_by_cut(text) == lines_by_reader(text)
    assert "b" not in dict(lines_by_cut(text))


def test_a_heading_in_the_front_matter_cuts_nothing() -> None:
    text = f"---\nbank: leaf\n## x\n---\n\n# Leaf\n\n{NEXT}"
    assert lines_by_cut(text) == [("c", 8)]


def test_the_question_at_a_line_is_the_one_whose_heading_stands_above_it() -> None:
    whole = cut(a_bank(a_question(id="a") + "\n" + a_question(id="b")))
    second = whole.pieces[1].line
    found = [piece.id for line in (1, second - 1, second, 10_000) if (piece := whole.at(line))]
    assert found == ["a", "a", "b", "b"]
    assert cut("---\nbank: leaf\n---\n").at(1) is None


@pytest.mark.parametrize("kind", KINDS)
def test_what_replaces_a_question_reads_back_as_it_is(kind: str) -> None:
    new = next(template(one, "drunk") for one in KINDS if one == kind)
    text = replace_item(a_bank(a_question() + "\n" + a_question(id="other")), "drunk", new)
    bank, problems = as_text(text)
    assert (bank.items[0], problems) == (new, [])
    assert bank.items[1].id == "other"


def test_the_last_question_of_a_text_without_an_end_of_line() -> None:
    text = a_bank("## a\n\nWhich?\n\n- [x] A\n- [ ] B")
    assert replace_item(text, "a", cut(text).written(cut(text).pieces[0]) or ItemText("")) == text


def test_a_question_that_is_not_there_cannot_be_replaced() -> None:
    with pytest.raises(KeyError):
        replace_item(a_bank(a_question()), "other", template("single", "other"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_a_template_of_each_kind_is_sound_at_the_end_of_a_bank(kind: str, end: str) -> None:
    new = next(template(one, "new") for one in KINDS if one == kind)
    text = add_item(a_bank(f"## a\n\nWhich?\n\n{CHOICES.strip()}") + end, new)
    bank, problems = as_questions(text)
    assert [item.id for item in bank.items] == ["a", "new"] if bank else False
    assert problems == []
