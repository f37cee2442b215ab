"""The house format of banks: what is written is what is read, as GitHub reads it, and nothing vanishes."""

from pathlib import Path

import pytest

from studyapp.formats.bank_answers import ChoiceText
from studyapp.formats.bank_markdown import BankText, ItemText
from tests.formats.texts import TEA, a_bank, a_question, as_text

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
