"""The house format of banks: what is written is what is read, as GitHub reads it, and nothing vanishes."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.formats.bank_answers import ChoiceText
from studyapp.formats.bank_markdown import BankText, ItemText, write_bank
from tests.formats.texts import TEA, a_bank, a_question, as_questions, as_text

EXAMPLE = Path(__file__).with_name("example-bank.md").read_text(encoding="utf-8")
BANKS = [path.read_text(encoding="utf-8") for path in sorted((TEA / "banks").glob("*.md"))]


def choices_of(text: str) -> list[tuple[str, bool, str]]:
    """Text, tick and feedback of each choice of a bank that holds one question and no problem."""
    bank, problems = as_text(text)
    assert problems == []
    return [(choice.text, choice.right, choice.feedback) for choice in bank.items[0].choices]


def test_the_example_of_the_format_reads_value_by_value() -> None:
    bank, problems = as_text(EXAMPLE)
    assert problems == []
    assert bank == BankText(
        data={"bank": "scenario-mapping", "objective": "map-scenarios"},
        title="Scenario mapping",
        items=(
            ItemText(
                id="morning-queue",
                title="Tickets before the shift",
                data={
                    "tree": "inference-type",
                    "difficulty": "1",
                    "facts": {
                        "waiting": ["nobody", "long before anyone is at work"],
                        "payload": ["0.01 MB", "one ticket is a page of text"],
                    },
                },
                stem="A help desk ranks every ticket of the day before, long before anyone is at work; "
                "one ticket is a page of text. Which option fits?",
                choices=(
                    ChoiceText(
                        "Real-time endpoint",
                        False,
                        "It would be paid for all day while nobody calls it.",
                        misconception="always-on",
                    ),
                    ChoiceText("Batch transform", True, "A known set of records, and a deadline hours away."),
                    ChoiceText("Serverless inference", False, "Made for single calls that come now and then."),
                ),
                explanation="The deadline is the morning shift, so the job may take hours and then cost nothing.",
            ),
            ItemText(
                id="from-artifact-to-endpoint",
                data={"type": "ordering", "objective": "deployment-path"},
                stem="Put the steps of a first deployment in order.",
                steps=(
                    "Store the model artifact",
                    "Create the model",
                    "Create the endpoint configuration",
                    "Create the endpoint",
                ),
                extra=("Train the model again",),
            ),
            ItemText(
                id="who-waits",
                data={"type": "matching", "objective": "tell-options-apart"},
                stem="Match each caller to the option that serves it.",
                pairs=(
                    ("A caller that …", "is served by"),
                    ("blocks until the answer is there", "Real-time endpoint"),
                    ("comes back for the result", "Asynchronous inference"),
                    ("", "Batch transform"),
                ),
            ),
        ),
    )


def test_every_part_of_the_example_knows_its_line() -> None:
    item = as_text(EXAMPLE)[0].items[0]
    lines = [(choice.line, choice.feedback_line, choice.misconception_line) for choice in item.choices]
    assert (item.line, item.stem_line, item.explanation_line) == (8, 18, 30)
    assert [lines[0], lines[1][:2], lines[2][:2]] == [(20, 21, 22), (23, 24), (25, 26)]
    assert item.document is not None
    assert item.document.line("facts", "payload") == 15


def test_all_sections_are_read_and_hints_repeat() -> None:
    left_out = "- [x] Light\n  > It bleaches.\n  > **Left out:** It belongs here,\n  > for it bleaches.\n- [ ] Dark\n"
    sections = (
        "### Hint\n\nOne.\n\n### Sources\n\nThe shelf.\n\n### Hint\n\nTwo.\n\n---\n\n### Explanation\n\nSo.\n\n---\n"
    )
    (item,) = as_text(a_bank(a_question(choices=left_out) + "\n" + sections))[0].items
    assert (item.hints, item.sources, item.explanation) == (("One.", "Two."), "The shelf.", "So.")
    assert item.choices[0] == ChoiceText("Light", True, "It bleaches.", "It belongs here,\nfor it bleaches.")
    assert (item.hint_lines, item.sources_line, item.explanation_line) == ((20, 28), 24, 34)


def test_line_ends_marks_and_tabs_are_read_as_everybody_has_them() -> None:
    odd = a_bank("## a\n\nA\tb:\n\n\tcode\n\n> \tquoted\n\n-\t[x] A\n\t> why\n-\t[ ] B\n")
    plain = a_bank("## a\n\nA   b:\n\n    code\n\n>   quoted\n\n-   [x] A\n    > why\n-   [ ] B\n")
    assert as_text("\ufeff" + odd.replace("\n", "\r\n")) == as_text(plain)
    assert choices_of(odd) == [("A", True, "why"), ("B", False, "")]


def test_scalars_stay_what_the_author_typed() -> None:
    data = "```yaml\ntags: [no, 1:30, 1.10, 0x1F, ~, 2026-11-21, yes]\n```\n\n"
    (item,) = as_text(a_bank(f"## a\n\n{data}Which?\n"))[0].items
    assert item.data == {"tags": ["no", "1:30", "1.10", "0x1F", "~", "2026-11-21", "yes"]}


def test_the_stem_may_hold_lists_tables_quotes_and_code() -> None:
    stem = "Look:\n\n- one\n- two\n\n1. first\n\n| a | b |\n|---|---|\n| - [x] c | d |\n\n```\n- [x] code\n\n## code\n```\n\n> - [ ] quoted"
    (item,) = as_text(a_bank(a_question(stem=stem)))[0].items
    assert (item.stem, [choice.text for choice in item.choices]) == (stem, ["Powder", "A leaf"])


# Layouts on which readers differ.

READ_AS_GITHUB_DOES = {
    "a blank line between a choice and its quote": ("- [x] A\n\n  > why\n- [ ] B\n", [("A", True, "why"), ("B", False, "")]),
    "a lazy second line of a quote": ("- [x] A\n  > why\nand so\n- [ ] B\n", [("A", True, "why\nand so"), ("B", False, "")]),
    "a lazy second line of a choice": ("- [x] A\nmore\n- [ ] B\n", [("A\nmore", True, ""), ("B", False, "")]),
    "another bullet": ("* [x] A\n* [ ] B\n", [("A", True, ""), ("B", False, "")]),
    "a large X": ("- [X] A\n- [ ] B\n", [("A", True, ""), ("B", False, "")]),
    "a tab behind the bullet": ("-\t[x] A\n-\t[ ] B\n", [("A", True, ""), ("B", False, "")]),
    "a blank line between choices": ("- [x] A\n\n- [ ] B\n", [("A", True, ""), ("B", False, "")]),
    "a choice indented by one": ("- [x] A\n - [ ] B\n", [("A", True, ""), ("B", False, "")]),
    "a quote indented by three": ("- [x] A\n   > why\n- [ ] B\n", [("A", True, "why"), ("B", False, "")]),
    "a quote of two paragraphs": ("- [x] A\n  > why\n  >\n  > so\n- [ ] B\n", [("A", True, "why\n\nso"), ("B", False, "")]),
    "code in a quote": ("- [x] A\n  > ```\n  > - [ ] x\n  > ```\n- [ ] B\n", [("A", True, "```\n- [ ] x\n```"), ("B", False, "")]),
    "a line break in a quote": ("- [x] A\n  > why  \n  > so\n- [ ] B\n", [("A", True, "why  \nso"), ("B", False, "")]),
    "marks within a choice": ("- [x] `- [ ]` *A*\n- [ ] B\n", [("`- [ ]` *A*", True, ""), ("B", False, "")]),
    "a link as a choice": ("- [x] [x](y)\n- [ ] B\n", [("[x](y)", True, ""), ("B", False, "")]),
}  # fmt: skip


@pytest.mark.parametrize(("layout", "expected"), READ_AS_GITHUB_DOES.values(), ids=READ_AS_GITHUB_DOES)
def test_a_layout_is_read_as_github_reads_it(layout: str, expected: list[tuple[str, bool, str]]) -> None:
    assert choices_of(a_bank(a_question(choices=layout))) == expected


def test_a_stem_line_may_be_followed_directly_by_choices() -> None:
    bank, problems = as_text(a_bank("## a\n\nWhich?\n- [x] A\n- [ ] B\n"))
    assert problems == []
    assert (bank.items[0].stem, [choice.text for choice in bank.items[0].choices]) == ("Which?", ["A", "B"])


def test_links_in_a_list_of_the_stem_are_no_choices() -> None:
    (item,) = as_text(a_bank(a_question(stem="See\n\n* [x](https://a.example)\n* [X](https://b.example)")))[0].items
    assert [choice.text for choice in item.choices] == ["Powder", "A leaf"]


NOT_READ = 'Fix: write "- [ ] " or "- [x] ", with a blank inside or an x, and a blank after it.'
TOO_MUCH = 'Fix: move this into the quote, indented two spaces, after a line of "  >".'
BACKSLASH = "a: a sign of Markdown makes more of this choice than its text. Fix: put a backslash before the sign."
TWO_LISTS = 'a: the choices stand in two lists. Fix: use "-" before every choice, and put nothing between them.'
NO_QUOTE = 'this quote is not under a choice. Fix: indent it two spaces below its choice, or start "### Explanation".'

# The choices begin in line 12.
LOCATED = {
    "a quote that is not indented": ("- [x] A\n> why\n- [ ] B\n", [f"14: {TWO_LISTS}", f"13: {NO_QUOTE}"]),
    "mixed bullets": ("- [x] A\n* [ ] B\n", [f"13: {TWO_LISTS}"]),
    "a numbered list": ("1. [x] A\n2. [ ] B\n", ['12: a: the choices are numbered. Fix: use "-" before every choice.']),
    "a nested list": ("- [x] A\n  - more\n- [ ] B\n", [f"13: a: a choice is one paragraph and one quote below it. {TOO_MUCH}"]),
    "a nested choice": ("- [x] A\n  - [ ] C\n- [ ] B\n", [f"13: a: a choice is one paragraph and one quote below it. {TOO_MUCH}"]),
    "a fence": ("- [x] A\n  ```\n  x\n  ```\n- [ ] B\n", [f"13: a: a choice is one paragraph and one quote below it. {TOO_MUCH}"]),
    "a callout": ("- [x] A\n  > [!NOTE]\n  > why\n- [ ] B\n", [f"13: a: a choice is one paragraph and one quote below it. {TOO_MUCH}"]),
    "no blank inside": ("- [x] A\n- [] B\n", [f"13: a: this is not read as a choice: - [] B {NOT_READ}"]),
    "no choice but that": ("- [] A\n- [] B\n", [f"12: a: this is not read as a choice: - [] A {NOT_READ}", f"13: a: this is not read as a choice: - [] B {NOT_READ}"]),
    "a star inside": ("- [x] A\n- [*] B\n", [f"13: a: this is not read as a choice: - [*] B {NOT_READ}"]),
    "no blank behind": ("- [x]A\n- [ ] B\n", [f"12: a: this is not read as a choice: - [x]A {NOT_READ}"]),
    "a link for a box": ("- [x](link)\n- [ ] B\n", [f"12: a: this is not read as a choice: - [x](link) {NOT_READ}"]),
    "no box": ("- [x] A\n- B\n", [f"13: a: this is not read as a choice: - B {NOT_READ}"]),
    "no text": ("- [x] A\n- [ ]\n", [f"13: a: this is not read as a choice: - [ ] {NOT_READ}"]),
    "no bullet": ("- [x] A\n[ ] B\n", [f"13: a: this is not read as a choice: [ ] B {NOT_READ}"]),
    "no blank before the box": ("- [x] A\n-[ ] B\n", [f"13: a: this is not read as a choice: -[ ] B {NOT_READ}"]),
    "no bullet below a quote": ("- [x] A\n  > why\n-[ ] B\n", [f"14: a: this is not read as a choice: -[ ] B {NOT_READ}"]),
    "no bullet at all": ("[x] A\n[ ] B\n", [f"12: a: this is not read as a choice: [x] A {NOT_READ}", f"13: a: this is not read as a choice: [ ] B {NOT_READ}"]),
    "an indent of four": (
        "    - [x] A\n- [x] C\n- [ ] B\n",
        [f"12: a: this is not read as a choice: - [x] A {NOT_READ}"],
    ),
    "equals signs below": ("- [x] A\n===\n- [ ] B\n", [f"12: {BACKSLASH}"]),
    "text below": ("- [x] A\n- [ ] B\n\nMore.\n", ['15: a: this stands after the choices. Fix: move it into the stem, or start "### Explanation".']),
    "a misconception without a name": ("- [x] A\n- [ ] B\n  > **Misconception:** of mine\n", ['14: a: a misconception is named by its id. Fix: write "**Misconception:** its-id" on a line of its own.']),
    "choices under a section": ("### Hint\n\nThink.\n\n- [x] A\n- [ ] B\n", ['16: a: these choices stand under a section. Fix: move them above the first line that begins with ###.']),
}  # fmt: skip


@pytest.mark.parametrize(("layout", "expected"), LOCATED.values(), ids=LOCATED)
def test_a_layout_that_reads_otherwise_elsewhere_is_a_located_problem(layout: str, expected: list[str]) -> None:
    _, problems = as_text(a_bank(a_question(id="a", choices=layout)))
    assert problems == [f"bank.md:{line}" for line in expected]


@pytest.mark.parametrize("text", ["> quoted", "# May", "- five", "```", "1. May", "---"])
def test_a_choice_is_text_and_a_sign_of_markdown_in_it_is_escaped(text: str) -> None:
    _, problems = as_text(a_bank(a_question(id="a", choices=f"- [ ] {text}\n- [x] B\n")))
    assert len(problems) > 0
    assert choices_of(a_bank(a_question(choices=f"- [ ] \\{text}\n- [x] B\n")))[0][0] == f"\\{text}"


def test_a_text_line_above_dashes_is_a_located_problem() -> None:
    _, problems = as_text(a_bank(a_question(stem="Which?\n---") + "### Explanation\n\nSo\nit is\n===\n"))
    assert problems == [
        "bank.md:10: the dashes under this line make it a heading. Fix: leave a blank line before ---.",
        "bank.md:20: the equals signs under this line make it a heading. Fix: leave a blank line before ===.",
    ]


STRAY = 'this stands under no question. Fix: write "## its-id" above it, or remove it.'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\nbank: a\n---\n\nText.\n\n# A\n\n## b\n\nWhich?\n", [f"5: {STRAY}"]),
        ("---\nbank: a\n---\n# A\n\n- [x] lost\n- [ ] lost\n\nText.\n\n## b\n\nWhich?\n", [f"6: {STRAY}"]),
        ("---\nbank: a\n---\n# A\n\n---\n\n## b\n\nWhich?\n\n---\n", []),
        (
            "---\nbank: a\n---\n# A\n\n## b\n\nWhich?\n\n# Explanation\n\nLost.\n",
            [
                '10: the bank has a title already. Fix: write "## its-id" for a question, or "### Explanation" for a section.',
                f"12: {STRAY}",
            ],
        ),
        ("---\nbank: a\n---\n", ['4: the bank has no title. Fix: begin with "# Title" under the front matter.']),
        (
            "---\nbank: a\n# A\n",
            ['1: the front matter has no end. Fix: close it with a line "---".', f"2: {STRAY}"],
        ),
        (
            "---\nbank: a\n---\n# A\n\n## b\n\n```yaml\ntype: multiple\n\nWhich?\n\n## c\n\nWhich?\n",
            [
                '8: this fence has no end. Fix: close it with a line "```".',
                "13: this is not YAML: could not find expected ':'. "
                'Fix: quote text that holds ": " or "? " or begins with ">" or "[", and indent with spaces.',
                "6: b: there is no question. Fix: write the stem between the heading and the answers.",
            ],
        ),
        (
            "---\nbank: a\n---\n# A\n\n## b\n\nWhich?\n\n### Explanation\n\n~~~~\nSo.\n~~~\n\n## c\n\nWhich?\n",
            ['12: this fence has no end. Fix: close it with a line "~~~~".'],
        ),
    ],
)  # fmt: skip
def test_what_would_vanish_from_a_bank_is_a_located_problem(text: str, expected: list[str]) -> None:
    _, problems = as_text(text)
    assert problems == [f"bank.md:{line}" for line in expected]


# What is written is what is read.

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
    ChoiceText, text=paragraph, right=st.booleans(), feedback=st.one_of(st.just(""), paragraph, fence),
    left_out=st.one_of(st.just(""), paragraph), misconception=st.one_of(st.just(""), ids),
)  # fmt: skip
items = st.builds(
    ItemText, id=ids, title=heading, data=data, stem=blocks, choices=st.lists(choices, max_size=4).map(tuple),
    explanation=st.one_of(st.just(""), blocks), hints=st.lists(blocks, max_size=2).map(tuple), sources=st.one_of(st.just(""), blocks),
)  # fmt: skip
cell = raw.map(lambda text: " ".join(f"w{text}".split()))
orderings = st.builds(
    ItemText, id=ids, data=st.just({"type": "ordering"}), stem=blocks, steps=st.lists(cell, min_size=1, max_size=3).map(tuple),
    extra=st.lists(cell, max_size=2).map(tuple),
)  # fmt: skip
matchings = st.builds(
    ItemText, id=ids, data=st.just({"type": "matching"}), stem=blocks, pairs=st.lists(st.tuples(cell, cell), min_size=2, max_size=3).map(tuple)
)  # fmt: skip
banks = st.builds(
    BankText, data=data, title=heading.filter(bool),
    items=st.lists(st.one_of(items, orderings, matchings), max_size=3, unique_by=lambda item: item.id).map(tuple),
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(banks)
def test_what_is_written_is_what_is_read(bank: BankText) -> None:
    assert as_text(write_bank(bank)) == (bank, [])


@pytest.mark.parametrize("text", [EXAMPLE, *BANKS], ids=["example", "brewing", "leaf"])
def test_a_bank_of_the_shelf_is_written_back_as_it_was_read(text: str) -> None:
    bank, _ = as_text(text)
    assert as_text(write_bank(bank)) == (bank, [])


@pytest.mark.parametrize(
    "title", ["C #", "*a*", "a_b_c", "a \\* b", "`x", "&amp;", "<b>", "[a](b)", "x ##", "# y", "![a](b)"]
)
def test_a_title_is_plain_text_whatever_markdown_would_make_of_it(title: str) -> None:
    bank = BankText({}, title, (ItemText("a", title, stem="Which?"),))
    assert as_text(write_bank(bank)) == (bank, [])


@pytest.mark.parametrize(
    "item",
    [
        ItemText("a", stem="Look:\n\n- one", choices=(ChoiceText("A", True), ChoiceText("B", False))),
        ItemText("a", stem="Look:\n\n* one", choices=(ChoiceText("A", True), ChoiceText("B", False))),
        ItemText("a", stem="Look:\n\n1. one", data={"type": "ordering"}, steps=("A", "B"), extra=("C",)),
        ItemText("a", stem="Look:\n\n1) one", data={"type": "ordering"}, steps=("A", "B"), extra=("C",)),
        ItemText(
            "a", stem="Look:\n\n| a | b |\n|---|---|", data={"type": "matching"}, pairs=(("c", "d"), ("e|f", "g"))
        ),
    ],
)
def test_an_answer_part_below_its_like_in_the_stem_does_not_run_into_it(item: ItemText) -> None:
    bank = BankText({}, "T", (item,))
    assert as_text(write_bank(bank)) == (bank, [])


def test_a_stem_that_begins_with_yaml_is_not_taken_for_data() -> None:
    bank = BankText({}, "T", (ItemText("a", stem="```yaml\nkey: value\n```\n\nWhat is this?"),))
    assert as_text(write_bank(bank)) == (bank, [])


# Any text at all.

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
