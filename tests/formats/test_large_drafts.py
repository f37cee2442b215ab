"""A large draft, read question by question, has the problems and the questions that it has when it is read whole."""

from pathlib import Path

import pytest

from studyapp.formats.bank_pieces import cut
from studyapp.formats.drafts import read_draft
from studyapp.formats.large_drafts import Looks, Memo, Reader
from tests.formats.texts import CHOICES, a_bank, a_question, tea

TEA = Path(__file__).parents[1] / "courses" / "tea" / "banks"
BREWING, LEAF = ((TEA / f"{name}.md").read_text(encoding="utf-8") for name in ("brewing", "leaf"))
CASE = "## story\n\n```yaml\ntype: case\n```\n\nA guest is in a hurry.\n\n"
UNDER = f"## under\n\n```yaml\ncase: story\n```\n\nWhat does she drink?\n\n{CHOICES}\n"
TEXTS = {
    "scenarios": BREWING,
    "questions": LEAF,
    "no ticks": LEAF.replace("[x]", "[ ]"),
    "quotes that hang": BREWING.replace("  >", ">"),
    "unknown keys": BREWING.replace("facts:", "fcats:"),
    "an unknown objective": LEAF.replace("objective: ", "objective: un"),
    "another id": LEAF.replace("bank: leaf", "bank: other"),
    "broken front matter": LEAF.replace("bank: leaf", "bank: [leaf"),
    "no front matter": a_bank(a_question()).split("---\n")[2],
    "no title": LEAF.replace("# ", "", 1),
    "two titles": a_bank(a_question(id="a") + "\n# More\n\n" + a_question(id="b")),
    "an id twice": a_bank(a_question() + "\n" + a_question() + "\n" + a_question("")),
    "a case": a_bank(CASE + UNDER),
    "a case after its question": a_bank(UNDER + CASE),
    "a case that is not there": a_bank(UNDER),
    "pairs": a_bank(a_question(id="a") + "\n" + a_question(id="b", stem="```yaml\nvaries: c\n```\n\nWhich?")),
    "alike": a_bank(a_question("One two three four five?", id="a") + "\n" + a_question("One two three four five?", id="b")),
    "no question": a_bank(""),
    "nothing": "",
    "code without end": a_bank(a_question(id="a") + "\n```\n\n" + a_question(id="b")),
}  # fmt: skip


def read_in_parts(text: str, memo: Memo, most: int) -> list[int]:
    """How many pieces are left after each go."""
    found, whole = list[int](), cut(text)
    while not found or found[-1]:
        found.append(Reader(tea(), "leaf", whole, memo).read(None, most))
    return found


@pytest.mark.parametrize("name", TEXTS)
def test_parts_make_the_whole(name: str) -> None:
    memo: Memo = {}
    read_in_parts(TEXTS[name], memo, 1)
    bank, _, problems = Reader(tea(), "leaf", cut(TEXTS[name]), memo).bank(0)
    whole, _, said = read_draft(tea(), "leaf", TEXTS[name])
    assert sorted(map(str, problems)) == sorted(map(str, said))
    assert (bank and bank.id, bank and bank.title) == (whole and whole.id, whole and whole.title)
    shown = [(item, item.line) for item in bank.items] if bank else []
    assert shown == ([(item, item.line) for item in whole.items] if whole else [])


def test_the_texts_have_problems_to_compare() -> None:
    assert sum(len(read_draft(tea(), "leaf", text)[2]) for text in TEXTS.values()) > 60


def test_only_what_changed_is_read_again() -> None:
    text = a_bank("\n".join(a_question(f"Which {n}?", id=f"q{n}") for n in range(5)))
    memo: Memo = {}
    assert read_in_parts(text, memo, 1) == [4, 3, 2, 1, 0]
    changed = text.replace("Which 3?", "Which third?")
    reader = Reader(tea(), "leaf", cut(changed), memo)
    assert reader.read(None, 0) == 1
    assert reader.read(None, 1) == 0
    reader.forget_others()
    assert len(memo) == 5


def test_the_question_at_the_cursor_is_read_first() -> None:
    text = a_bank("\n".join(a_question(f"Which {n}?", id=f"q{n}") for n in range(5)))
    memo: Memo = {}
    whole = cut(text)
    reader = Reader(tea(), "leaf", whole, memo)
    assert reader.read(whole.pieces[3], 1) == 4
    bank, _, _ = reader.bank(4)
    assert [item.id for item in bank.items] == ["q3"] if bank else False


def test_a_look_at_a_question_shows_what_can_be_read_of_it() -> None:
    text = a_bank(a_question(choices="- [ ] Powder\n> Not under it.\n"))
    reader = Reader(tea(), "leaf", cut(text), {})
    look = reader.look(cut(text).pieces[0])
    assert look is not None
    assert [choice.text for choice in look.question.choices] == ["Powder"]
    assert reader.look(cut(a_bank(CASE)).pieces[0]) is None


def test_a_question_that_was_looked_at_is_not_read_again_until_it_changes() -> None:
    text = a_bank(a_question("Which leaf?"))
    looks: Looks = {}
    seen = [
        Reader(tea(), "leaf", whole, {}, looks).look(whole.pieces[0])
        for whole in (cut(text), cut(text), cut(text.replace("leaf?", "pot?")))
    ]
    assert seen[0] is not None and seen[2] is not None
    assert (seen[0] is seen[1], seen[2].question.stem.strip()) == (True, "<p>Which pot?</p>")
