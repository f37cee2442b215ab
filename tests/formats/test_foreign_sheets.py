"""Spreadsheets: columns by any name and in any order, cells of any type, nothing live on the way out."""

import csv
import io
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from studyapp.formats.bank_answers import ChoiceText
from studyapp.formats.bank_markdown import BankText, ItemText
from studyapp.formats.foreign.known import FORMATS
from studyapp.formats.foreign.values import Imported, Limits


def read(text: str | bytes, format: str = "csv") -> Imported:
    return FORMATS[format].read(text.encode() if isinstance(text, str) else text, "tea", Limits())


def workbook(*rows: list[Any], sheets: dict[str, list[list[Any]]] | None = None, merged: str = "") -> bytes:
    book = Workbook()
    first = book.active
    assert first is not None
    for row in rows:
        first.append(row)
    for name, others in (sheets or {}).items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(row)
    if merged:
        first.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


AS_READ = (ItemText("tea", stem="Which?", choices=(ChoiceText("A", True, "Yes."), ChoiceText("B", False))),)


@pytest.mark.parametrize(
    "text",
    [
        "id,stem,choice 1,choice 2,feedback 1,right\ntea,Which?,A,B,Yes.,1\n",
        "RIGHT;Choice_2;Choice_1;Feedback-1;Stem;ID\nA;B;A;Yes.;Which?;tea\n",
        "ID\tQuestion\tOption A\tOption B\tFeedback A\tCorrect Answer(s)\ntea\tWhich?\tA\tB\tYes.\ta\n",
        "id,Question,A,B,feedback 1,Answer\n\ntea,Which?,A,B,Yes.,A\n",
        "id,stem,choice 1,right 1,choice 2,right 2,feedback 1\ntea,Which?,A,x,B,,Yes.\n",
        "sep=;\nid;stem;choice 1;choice 2;feedback 1;right\ntea;Which?;A;B;Yes.;1\n",
        'Our questions,,,,,\nid,stem,choice 1,choice 2,feedback 1,right\ntea,"Which?",A,B,"Yes.",1\n',
    ],
)
def test_columns_are_known_by_their_names(text: str) -> None:
    found = read(text)
    assert (found.bank.items, found.problems) == (AS_READ, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_is_read_in_its_encoding(encoding: str) -> None:
    (item,) = read("stem,choice 1,choice 2,right\nWas heißt süß?,é,ç,2\n".encode(encoding)).bank.items
    assert (item.stem, [choice.text for choice in item.choices]) == ("Was heißt süß?", ["é", "ç"])


def test_every_kind_is_a_row() -> None:
    head = "id,type,stem,choice 1,choice 2,choice 3,match 1,match 2,match 3,head,match head,right,answer,tolerance,unit,case\n"
    rows = (
        "a,ordering,Order?,two,one,never,,,,,,2;1,,,,\n"
        "b,matching,Match?,cat,,dog,meow,moo,woof,Animal,says,,,,,\n"
        'c,numeric,How much?,,,,,,,,,,"14,60",0.5%,USD,\n'
        "d,case,A story.,,,,,,,,,,,,,\n"
        "e,,Under it?,yes,no,,,,,,,yes,,,,d\n"
        "f,true/false,So?,,,,,,,,,true,,,,\n"
    )
    found = read(head + rows)
    assert found.bank.items == (
        ItemText("a", data={"type": "ordering"}, stem="Order?", steps=("one", "two"), extra=("never",)),
        ItemText(
            "b",
            data={"type": "matching"},
            stem="Match?",
            pairs=(("Animal", "says"), ("cat", "meow"), ("", "moo"), ("dog", "woof")),
        ),
        ItemText(
            "c", data={"type": "numeric", "answer": "14.60", "tolerance": "0.5%", "unit": "USD"}, stem="How much?"
        ),
        ItemText("d", data={"type": "case"}, stem="A story."),
        ItemText("e", data={"case": "d"}, stem="Under it?", choices=(ChoiceText("yes", True), ChoiceText("no", False))),
        ItemText("f", stem="So?", choices=(ChoiceText("True", True), ChoiceText("False", False))),
    )
    assert [(one.lost, one.undecided) for one in found.found] == [((), ())] * 6


DECISIONS = {
    "x,a,b,3": ["“3” names no choice.", "No choice is right: tick one."],
    "x,a,b,": ["No choice is right: tick one."],
    "x,a,b,1;2": ["Every choice is right: untick one, or add a wrong one."],
    "x,2,1,1": ["“1” is the number of one choice and the text of another: it was read as the number."],
    "x,a,,1": ["It has fewer than two choices."],
    ",a,b,1": ["It has no text to ask."],
}


@pytest.mark.parametrize(("row", "undecided"), DECISIONS.items(), ids=DECISIONS)
def test_what_a_row_leaves_open_is_said(row: str, undecided: list[str]) -> None:
    (one,) = read(f"stem,choice 1,choice 2,right\n{row}\n").found
    assert (one.where, list(one.undecided)) == ("row 2", undecided)


def test_a_workbook_with_dates_numbers_formulas_and_a_merged_title() -> None:
    data = workbook(
        ["Questions of the tea room"],
        ["ID", "Stem", "Choice 1", "Choice 2", "Choice 3", "Right", "Answer", "Type"],
        [101, "When?", date(2026, 11, 21), datetime(2026, 1, 2, 3, 4), True, 2],
        [],
        [102.0, "How much?", None, None, None, None, 0.1 + 0.2, "numeric"],
        [103, "Sum?", "=1+1", "two", "three", 2],
        merged="A1:H1",
    )
    found = read(data, "xlsx")
    assert [(one.where, one.item.id if one.item else "-") for one in found.found] == [
        ("row 3", "101"),
        ("row 5", "102"),
        ("row 6", "103"),
    ]
    first, second, third = found.bank.items
    assert [choice.text for choice in first.choices] == ["2026-11-21", "2026-01-02 03:04:00", "true"]
    assert second.data == {"type": "numeric", "answer": "0.3"}
    assert [(choice.text, choice.right) for choice in third.choices] == [("two", True), ("three", False)]
    assert found.notes == ("The formula in C6 has no value stored, and was not read.",)


def test_the_sheet_that_names_the_columns_is_read() -> None:
    data = workbook(["Hello"], sheets={"Bank": [["stem", "choice 1", "choice 2", "right"], ["Which?", "A", "B", "b"]]})
    found = read(data, "xlsx")
    assert found.bank.items[0].choices == (ChoiceText("A", False), ChoiceText("B", True))
    assert found.notes == ("Only the sheet Bank was read, not Sheet.",)


LIVE = ItemText(
    "=1", "=cmd|' /C calc'!A0", stem="+1", choices=(ChoiceText("-1", True, "=HYPERLINK(1)"), ChoiceText("@SUM(A1)", False)),
    explanation="'=quoted", hints=("   = a",), sources="＝1",
)  # fmt: skip


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_no_cell_that_is_written_is_live_and_all_are_read_back(format: str) -> None:
    item = ItemText(**{**vars(LIVE), "id": "a"})
    told = FORMATS[format].write(BankText({}, "T", (item,)))
    cells = [cell for row in cells_of(format, told.data) for cell in row]
    assert [cell for cell in cells if cell.lstrip("' ")[:1] in tuple("=+-@＝") and not cell.startswith("'")] == []
    assert sum(cell.startswith("'") for cell in cells) == 8
    assert read(told.data, format).bank.items == (item,)


def cells_of(format: str, data: bytes) -> list[list[str]]:
    if format == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    return [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
