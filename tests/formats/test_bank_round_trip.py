"""What is written is what is read, for banks of every kind; and any text at all is a bank or located problems."""

import pytest

from studyapp.formats.bank_answers import ChoiceText
from studyapp.formats.bank_markdown import BankText, ItemText, write_bank
from tests.formats.test_bank_markdown import BANKS, EXAMPLE
from tests.formats.texts import as_questions, as_text


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


def test_the_questions_of_a_case_are_asked_under_its_story() -> None:
    two = tuple(ChoiceText(text, text == "A", "So.") for text in "AB")
    items = (
        ItemText("under", data={"case": "tin"}, stem="Which leaf?", choices=two),
        ItemText("tin", data={"type": "case"}, stem="A tin stood open."),
        ItemText("how-long", data={"type": "numeric", "case": "tin", "answer": "3"}, stem="How long?", hints=("H.",)),
        ItemText("alone", data={"retired": "true", "varies": "under"}, stem="Which leaf?", choices=two, sources="S."),
    )
    text = BankText({"bank": "b", "objective": "know-leaf"}, "T", items)
    bank, problems = as_questions(write_bank(text))
    assert bank is not None and problems == []
    story = "<p>A tin stood open.</p>"
    found = [(i.id, i.question.story.strip(), len(i.question.hints), i.retired) for i in bank.items]
    assert (bank.cases, found) == (
        1,
        [("under", story, 0, False), ("how-long", story, 1, False), ("alone", "", 0, True)],
    )
