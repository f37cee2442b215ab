"""What is written is what is read, for banks of every kind; and any text at all is a bank or located problems."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.catalogue.questions import Number
from studyapp.formats.bank_answers import ChoiceText
from studyapp.formats.bank_markdown import BankText, ItemText, write_bank
from tests.formats.test_bank_markdown import BANKS, EXAMPLE
from tests.formats.texts import a_bank, a_question, as_questions, as_text

SEPARATORS = "\t\r\n\0"
signs = st.characters(exclude_categories=["Cs"], exclude_characters=SEPARATORS)
nasty = st.sampled_from(
    ["- [ ] a", "- [x] b", "> q", "## id", "### Hint", "# T", "---", "===", "a: b", "b #c", '"', "'", "\\", "{", "[a]: b", "<b>", "&amp;",
     "* *", "`", "1. a", "|a|b|", "**Left out:** a", "no", "~", "%", "[!NOTE]", "👩‍🍳", "a\u0301", "\u2028", "\x85", "\xa0", "\x7f"]
)  # fmt: skip
raw = st.one_of(nasty, st.text(signs, max_size=12), st.builds("{} {}".format, nasty, nasty))
line = raw.map(lambda text: f"w{text}".rstrip())  # a letter in front makes it a paragraph
paragraph = st.lists(line, min_size=1, max_size=3).map("\n".join)
fence = st.lists(raw.filter(lambda text: "~~~" not in text).map(lambda text: text.rstrip(" ")), max_size=4).map(
    lambda lines: "\n".join(["~~~~ text", *lines, "~~~~"])
)
listed = st.builds(
    lambda mark, lines: "\n".join(f"{mark} {one}" for one in lines),
    st.sampled_from("-*"),
    st.lists(line, min_size=1, max_size=2),
)
blocks = st.lists(st.one_of(paragraph, fence, listed), min_size=1, max_size=3).map("\n\n".join)
heading = raw.map(lambda text: " ".join(text.split())).filter(lambda text: text.isprintable())
scalar = st.one_of(raw, st.text(max_size=8))
data = st.dictionaries(
    scalar, st.one_of(scalar, st.lists(scalar, max_size=2), st.dictionaries(scalar, scalar, max_size=2)), max_size=3
)
ids = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True)
choices = st.builds(
    ChoiceText, text=paragraph, right=st.booleans(), feedback=st.one_of(st.just(""), paragraph, fence, line.map("    {}".format)),
    left_out=st.one_of(st.just(""), paragraph), misconception=st.one_of(st.just(""), ids),
)  # fmt: skip
cell = raw.map(lambda text: " ".join(f"w{text}".split()))
amounts = st.decimals(-(10**6), 10**6, allow_nan=False, places=2)
tolerances = st.one_of(
    st.just({}), st.sampled_from(["0.5%", "10 %", "0", "0.05", "1,000"]).map(lambda text: {"tolerance": text})
)
number = st.builds(
    lambda answer, tolerance, unit: {"type": "numeric", "answer": answer} | tolerance | unit,
    st.one_of(amounts.map("{:f}".format), amounts.map("{:,f}".format)), tolerances,
    st.one_of(st.just({}), st.sampled_from(["USD", "%", "GB-s", "requests per second", "€", "no"]).map(lambda text: {"unit": text})),
)  # fmt: skip
besides = st.fixed_dictionaries(
    {}, optional={"retired": st.sampled_from(["true", "false"]), "varies": ids, "case": ids, "tags": st.lists(scalar, max_size=2), "points": st.just("2")}
)  # fmt: skip


def kind(name: str, **parts: st.SearchStrategy[object]) -> st.SearchStrategy[ItemText]:
    """Questions of a kind, with all that can stand around the answer part."""
    own = number if name == "numeric" else st.one_of(data, st.just({})) if name == "single" else st.just({"type": name})
    return st.builds(
        ItemText, id=ids, title=heading, data=st.builds(lambda *some: some[0] | some[1], own, besides), stem=blocks,
        explanation=st.one_of(st.just(""), blocks), hints=st.lists(blocks, max_size=2).map(tuple), sources=st.one_of(st.just(""), blocks),
        **parts,
    )  # fmt: skip


def some(of: st.SearchStrategy[object], least: int, most: int) -> st.SearchStrategy[object]:
    return st.lists(of, min_size=least, max_size=most).map(tuple)


KINDS = {
    "single": kind("single", choices=some(choices, 0, 4)),
    "multiple": kind("multiple", choices=some(choices, 2, 5)),
    "ordering": kind("ordering", steps=some(cell, 1, 3), extra=some(cell, 0, 2)),
    "matching": kind("matching", pairs=some(st.tuples(st.one_of(cell, st.just("")), cell), 2, 4)),
    "numeric": kind("numeric"),
    "case": kind("case"),
}


def a_bank_of(items: st.SearchStrategy[ItemText]) -> st.SearchStrategy[BankText]:
    few = st.lists(items, max_size=3, unique_by=lambda item: item.id).map(tuple)
    return st.builds(BankText, data=data, title=heading.filter(bool), items=few)


@pytest.mark.parametrize("items", KINDS.values(), ids=KINDS)
@settings(max_examples=15, deadline=None)
@given(drawn=st.data())
def test_what_is_written_of_a_kind_is_what_is_read(items: st.SearchStrategy[ItemText], drawn: st.DataObject) -> None:
    bank = drawn.draw(a_bank_of(items))
    assert as_text(write_bank(bank)) == (bank, [])


@settings(max_examples=25, deadline=None)
@given(a_bank_of(st.one_of(*KINDS.values())))
def test_what_is_written_of_a_bank_of_all_kinds_is_what_is_read(bank: BankText) -> None:
    assert as_text(write_bank(bank)) == (bank, [])


@settings(max_examples=60, deadline=None)
@given(amounts, st.sampled_from(["0.05", "0.5", "2", "1,000"]), st.sampled_from(["", "%", " %"]), st.booleans())
def test_a_number_is_the_one_its_author_wrote(answer: Decimal, tolerance: str, share: str, grouped: bool) -> None:
    data = {"type": "numeric", "answer": f"{answer:,f}" if grouped else f"{answer:f}", "tolerance": tolerance + share}
    text = BankText(
        {"bank": "b", "objective": "know-leaf"}, "T", (ItemText("a", data={**data, "unit": "USD"}, stem="How much?"),)
    )
    bank, problems = as_questions(write_bank(text))
    assert bank is not None and problems == []
    amount = Decimal(tolerance.replace(",", ""))
    part = Number(answer, amount / 100 if share else amount, absolute=not share, unit="USD")
    assert bank.items[0].question.part == part


BITS = [
    "```", "~~~", "```yaml", "- [ ] ", "- [x] ", "- []", "-[x] ", "* [x] ", "1. [x] a", "> ", "  > ", "### Hint", "## a", "## a: b", "# T",
    "---", "===", "- ", "    ", "\t", "<!-- ", "<b>", "[x](y)", "![](z)", "**Left out:** ", "**Misconception:** pot", "|a|b|\n|-|-|\n|c|d|",
    "\\", "&amp;", "*", "`", "{", "[", "]", ":", "? ", "\u2028", "\x7f", "\x00", "\r", "\n\n", "type: multiple", "facts: {heat: [hot, x]}",
    "facts: hot", "tree: x", "&a", "*a", "> [!NOTE]\n> x", "> [!EXAM]", "[a]: b", "<!DOCTYPE", "]]>", "\ud800", "💥", "difficulty: 9", "bank: X",
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Some lines of a bank, with bits put in, taken out and doubled."""
    lines = draw(st.sampled_from([EXAMPLE, *BANKS])).split("\n")
    start = draw(st.integers(7, len(lines) - 1))
    lines = [*lines[:7], *lines[start : start + draw(st.integers(4, 30))]]
    for _ in range(draw(st.integers(0, 6))):
        at, bit = draw(st.integers(0, len(lines) - 1)), draw(st.sampled_from(BITS))
        split = draw(st.integers(0, len(lines[at])))
        ways = [[bit, lines[at]], [f"{lines[at][:split]}{bit}{lines[at][split:]}"], [], [lines[at]] * 2]
        lines[at : at + 1] = draw(st.sampled_from(ways))
        lines = lines or [""]
    return "\n".join(lines)


def read_to_the_end(text: str) -> None:
    """A bank or located problems, and what reads well is written back as it was read."""
    read, first = as_text(text)
    bank, problems = as_questions(text)
    last = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")) + 1
    assert all(1 <= int(problem.split(":")[1]) <= last for problem in problems)
    assert all(": warning: " in problem or " Fix: " in problem for problem in problems)
    if not [problem for problem in problems if ": warning: " not in problem]:
        assert bank is not None and [item.id for item in bank.items] == [item.id for item in read.items]
        assert as_text(write_bank(read)) == (read, first)


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=200))
def test_any_text_is_a_bank_or_has_located_problems(text: str) -> None:
    read_to_the_end(text)


@settings(max_examples=40, deadline=None)
@given(mutated())
def test_any_bank_that_was_tampered_with_is_a_bank_or_has_located_problems(text: str) -> None:
    read_to_the_end(text)


marks = st.sampled_from(
    ["- [ ] ", "- [x] ", "* [ ] ", "+ [x] ", " - [ ] ", "  - [x] ", "    - [ ] ", "-[ ] ", "- [] ", "- [*] ", "-  [ ] ", "1. [x] ", "[ ] ",
     "- [x]", "-\t[x] ", "- - [x] "]
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(marks, st.sampled_from(["", "  > why\n", "> why\n", "\n", "  more\n", "```\n"])),
        min_size=1,
        max_size=5,
    )
)
def test_a_choice_never_vanishes(layout: list[tuple[str, str]]) -> None:
    text = "".join(f"{mark}Choice {number}\n{below}" for number, (mark, below) in enumerate(layout))
    bank, problems = as_questions(a_bank(a_question(choices=text)))
    if not [problem for problem in problems if ": warning: " not in problem]:
        assert bank is not None
        found = [choice.text.split("\n")[0] for choice in bank.items[0].question.choices]
        assert found == [f"Choice {number}" for number in range(len(layout))]
