"""Every foreign format: any bank that is written reads back, and any bytes are read to an end."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.formats.bank_markdown import BankText, ItemText, write_bank
from studyapp.formats.foreign.known import FORMATS
from studyapp.formats.foreign.texts import kinds
from studyapp.formats.markdown import parser
from tests.formats.test_foreign import read, write
from tests.formats.test_foreign_hostile import AGAIN, ROW, refusals, with_member
from tests.formats.texts import as_text
from tests.properties.test_bank_round_trip import KINDS, choices

some_tags = st.lists(st.sampled_from(["a", "b c", "d:e", ";"]), max_size=2, unique=True)
odd = st.sampled_from(
    ["A", "5", "no", "=1+1", "-1", "@a", "+a", "%50%", "[html] a", "[moodle]", "a -> b", "A. b", "ANSWER: A", "'=x", "'", "\"", ";", ",",
     "// c", "$CATEGORY: x", "####", "_x0041_", "a\\nb", "\\", "{}", "x\n", "T"]
)  # fmt: skip


@st.composite
def asked(draw: st.DrawFn) -> ItemText:
    """A question that the house would take, whatever its texts are."""
    item = draw(st.one_of(*KINDS.values()))
    if item.data.get("type", "single") in ("single", "multiple"):
        own = {
            "objective": "know-leaf",
            "difficulty": draw(st.sampled_from(["1", "2"])),
            "tags": draw(some_tags),
            "points": "3",
        }
        several = {"type": "multiple"} if draw(st.booleans()) else {}
        right = replace(draw(choices), right=True)
        wrong = replace(draw(choices), right=False, text=f"w{draw(odd)}".strip())
        others = [replace(one, right=bool(several) and one.right) for one in item.choices]
        return replace(item, data=own | several, choices=(right, *others, wrong))
    return item


def holds_html(item: ItemText) -> bool:
    return bool(kinds(parser().parse(write_bank(BankText({}, "T", (item,))))) & {"html_inline", "html_block"})


@settings(max_examples=20, deadline=None)
@given(
    st.lists(asked().filter(lambda item: not holds_html(item)), min_size=1, max_size=3, unique_by=lambda item: item.id)
)
def test_what_is_written_of_any_bank_is_read_back(asked: list[ItemText]) -> None:
    for format in FORMATS:
        told = write(format, *asked)
        if told.bank.items:
            back = read(format, told.data)
            assert (format, back.problems, back.bank.items) == (format, (), told.bank.items)
            assert as_text(back.text) == (back.bank, [])


BITS = [
    b"{", b"}", b"=", b"~", b"#", b"->", b"::", b"\\", b"\n", b"\n\n", b"A. a\n", b"B) b\n", b"ANSWER: A\n", b"$CATEGORY: a\n", b"// [id:a]\n",
    b"{T}", b"{#1:2}", b"{#1..}", b"%50%", b"####", b"[html]", b"[markdown]", b"<p>", b"<b", b"&amp;", b"&#0;", b"<!--", b"```", b"\n## a\n",
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0", b"\xed\xa0\x80", b"\x80", b"\x81", "é".encode(), "é".encode("cp1252"), "a{=b}".encode("utf-16"),
]  # fmt: skip


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=20, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=100),
        st.lists(st.one_of(st.sampled_from(BITS), st.binary(max_size=5)), max_size=20).map(b"".join),
    )
)
def test_any_bytes_are_read_to_an_end(format: str, data: bytes) -> None:
    found = read(format, data)
    assert bool(found.problems) != bool(found.found)
    assert all(problem.line >= 1 and problem.fix.endswith(".") for problem in found.problems)
    assert all(one.item or one.undecided for one in found.found)
    assert as_text(found.text) == (found.bank, []) or not found.bank.items


def test_two_million_blank_rows_are_refused_by_the_bounds_that_the_site_has() -> None:
    data = with_member("xl/worksheets/sheet1.xml", ROW.encode() + b"<row/>" * 2_000_000)
    told = "its part sheet1.xml has more elements than so many questions need: delete blank rows and columns."
    assert refusals("xlsx", data) == [f"tea:1: {told} Fix: {AGAIN}"]
