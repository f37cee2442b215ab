"""Every foreign format: what is written reads back as the bank without the declared losses, and any bytes are read to an end."""

from dataclasses import replace
from typing import Any

import pytest

from studyapp.formats.bank_answers import ChoiceText
from studyapp.formats.bank_markdown import BankText, ItemText
from studyapp.formats.foreign.known import FORMATS
from studyapp.formats.foreign.values import Exported, Imported, Limits

LIMITS = Limits()


def read(format: str, data: bytes, file: str = "tea.txt", limits: Limits = LIMITS) -> Imported:
    return FORMATS[format].read(data, file, limits)


def write(format: str, *items: ItemText, front: dict[str, Any] | None = None) -> Exported:
    return FORMATS[format].write(BankText(front or {}, "Tea", items))


def without_bank(imported: Imported) -> tuple[str, tuple[ItemText, ...]]:
    return imported.bank.title, imported.bank.items


# One table: for each kind of question, what each format loses of it.

SINGLE = ItemText(
    "leaf", "Which leaf?", {"objective": "know-leaf", "difficulty": "3", "tags": ["green tea", "leaf"], "points": "2", "varies": "bush", "retired": "true"},
    "Which *leaf* {is} = steamed: `a#b`?\n\nSay ~ one.",
    (
        ChoiceText("**Sencha**", True, "Steamed.\n\n- at once", "It *is* steamed.", ""),
        ChoiceText("50% of Longjing", False, "Pan-fired #1.", "", "pan"),
    ),
    explanation="Steam stops it.", hints=("Think of fire.", "And of water."), sources="[The shelf](https://a.example/b)",
)  # fmt: skip
MULTIPLE = ItemText(
    "milk", data={"type": "multiple"}, stem="Which two?", choices=(ChoiceText("A", True), ChoiceText("B", True), ChoiceText("C", False)),
)  # fmt: skip
ORDERING = ItemText(
    "pot", data={"type": "ordering"}, stem="Put in order.", steps=("Fill", "Heat", "*Pour*"), extra=("Sing",)
)
MATCHING = ItemText(
    "land", data={"type": "matching"}, stem="Match.", pairs=(("Tea", "Land"), ("*Sencha*", "Japan"), ("Assam", "**India**"), ("", "Peru|Chile"))
)  # fmt: skip
NUMERIC = ItemText(
    "grams", data={"type": "numeric", "answer": "14.60", "tolerance": "0.5%", "unit": "g"}, stem="How much?"
)
CASE = ItemText("guest", data={"type": "case"}, stem="A guest comes.")
UNDER_CASE = ItemText(
    "cup", data={"case": "guest"}, stem="Which?", choices=(ChoiceText("A", True), ChoiceText("B", False))
)
PROVEN = ItemText(
    "brew", data={"tree": "brewing", "facts": {"heat": ["hot", "it is hot"]}}, stem="It is hot.",
    choices=(ChoiceText("A", True), ChoiceText("B", False)),
)  # fmt: skip
OF_TREE = ItemText("bare", data={"tree": "brewing", "facts": {"heat": ["hot", "it is hot"]}}, stem="It is hot.")
PICTURE = ItemText("see", stem="See ![a *pot*](pot.png)!", choices=(ChoiceText("A", True), ChoiceText("B", False)))
DRAFT = ItemText("draft", stem="Which?", choices=(ChoiceText("A", True), ChoiceText("B", True)))

LEFT_OUT_LINE = "What is said of right choices left out is not in the file."
MISCONCEPTIONS = "The misconceptions that its choices name are not in the file."
PROOF = "Its proof is not in the file; the choice that it proves is ticked."
RETIRED = "It is retired here, and would be asked there."
AMOUNT = "Its tolerance of 0.5% was written as the amount 0.073."
FOLDED = "The story of its case guest now stands in its stem."
PLAIN = "Its formatting was reduced to plain text."
HEAD_LINE = "The head of its table is not in the file."


def no_kind(kind: str) -> str:
    return f"It is left out: it is of the kind {kind}. The format has no such kind."


def not_there(*parts: str) -> list[str]:
    return [f"Its {part} is not in the file." for part in parts]


STORY_IN_STEMS = "It is left out: it is of the kind case. Its story stands in the questions asked under it."
OF_TREE_LINE = "It is left out: its choices come from its tree."
TICKED = "It is left out: 2 of its 2 choices are ticked."
PICTURE_LINE = "The picture pot.png was left out."
ALL_BUT_CHOICES = [
    *not_there("objective", "difficulty"),
    "Its tags are not in the file.",
    "Its points are not in the file.",
]
NOT_IN_AIKEN = [
    *ALL_BUT_CHOICES, *not_there("varies"), RETIRED, *not_there("explanation"), "Its hints are not in the file.",
    "Its sources are not in the file.", PLAIN, "The feedback on its choices is not in the file.", LEFT_OUT_LINE, MISCONCEPTIONS,
]  # fmt: skip
NOT_IN_GIFT = [
    "Its points are not in the file.", *not_there("varies"), RETIRED, "Its hints are not in the file.", "Its sources are not in the file.",
    LEFT_OUT_LINE, MISCONCEPTIONS,
]  # fmt: skip
LOSSES: dict[str, dict[str, list[str]]] = {
    "gift": {
        "leaf": NOT_IN_GIFT, "pot": [no_kind("ordering")], "land": [HEAD_LINE, PLAIN], "grams": [AMOUNT, *not_there("unit")],
        "guest": [STORY_IN_STEMS], "cup": [FOLDED], "brew": [PROOF], "bare": [OF_TREE_LINE], "see": [PICTURE_LINE], "draft": [TICKED],
    },
    "moodle-xml": {
        "leaf": [*not_there("varies"), "Its sources are not in the file.", LEFT_OUT_LINE, MISCONCEPTIONS],
        "pot": ["Its steps that do not belong are not in the file."], "land": [HEAD_LINE, PLAIN], "grams": [AMOUNT],
        "guest": [STORY_IN_STEMS], "cup": [FOLDED], "brew": [PROOF], "bare": [OF_TREE_LINE], "see": [PICTURE_LINE], "draft": [TICKED],
    },
    "aiken": {
        "leaf": NOT_IN_AIKEN, "milk": [no_kind("multiple")], "pot": [no_kind("ordering")], "land": [no_kind("matching")],
        "grams": [no_kind("numeric")], "guest": [STORY_IN_STEMS], "cup": [FOLDED], "brew": [PROOF], "bare": [OF_TREE_LINE],
        "see": [PICTURE_LINE, PLAIN], "draft": [TICKED],
    },
}  # fmt: skip
LOSSES["csv"] = LOSSES["xlsx"] = {"brew": [PROOF], "bare": [OF_TREE_LINE], "see": [PICTURE_LINE], "draft": [TICKED]}
ALL = (SINGLE, MULTIPLE, ORDERING, MATCHING, NUMERIC, CASE, UNDER_CASE, PROVEN, OF_TREE, PICTURE, DRAFT)


@pytest.mark.parametrize("format", FORMATS)
def test_each_kind_of_question_loses_what_is_said_and_nothing_else(format: str) -> None:
    told = write(format, *ALL)
    assert {left.id: list(left.sentences) for left in told.losses} == LOSSES[format]
    assert len(told.bank.items) == len(ALL) - sum(not left.written for left in told.losses)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("item", ALL, ids=lambda item: item.id)
def test_what_is_written_is_read_back(format: str, item: ItemText) -> None:
    told = write(format, CASE, item) if item is UNDER_CASE else write(format, item)
    back = read(format, told.data)
    assert back.bank.items == told.bank.items
    if not any(left.id == item.id for left in told.losses):
        assert item in back.bank.items
    assert [(one.lost, one.undecided) for one in back.found] == [((), ())] * len(back.found)


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_that_is_too_large_is_refused(format: str) -> None:
    found = read(format, b"a" * 5_000_001)
    assert [str(problem) for problem in found.problems] == [
        "tea.txt:1: it has 5.0 MB, and 5 MB are read. Fix: part the file, or use manage.py import_bank."
    ]


@pytest.mark.parametrize("format", FORMATS)
def test_too_many_questions_are_refused(format: str) -> None:
    data = write(format, *(replace(UNDER_CASE, id=f"q{number}", data={}) for number in range(4))).data
    assert [str(problem) for problem in read(format, data, limits=Limits(questions=3)).problems] == [
        "tea.txt:1: it holds more than 3 questions. Fix: part the file, or use manage.py import_bank."
    ]
    assert len(read(format, data, limits=Limits(questions=4)).bank.items) == 4
