"""Any question is rewritten without a change to any other line."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.formats.bank_markdown import ItemText, read_bank
from studyapp.formats.bank_pieces import replace_item
from studyapp.formats.bank_templates import KINDS, template
from studyapp.formats.problems import Problems
from tests.formats.texts import a_bank, a_question

WORDS = st.text("abc -*_`#>[]()|\\<&1.é", max_size=30).map(str.strip)
ITEMS = st.builds(
    lambda stem, explanation, hints, number: replace(
        template(KINDS[number], "b"), stem=f"So: {stem}".strip(), explanation=explanation, hints=tuple(hints)
    ),
    WORDS, st.just("") | st.just("Because."), st.lists(st.just("Look."), max_size=2), st.integers(0, len(KINDS) - 1),
)  # fmt: skip
AROUND = st.sampled_from(["", "\n", "\n---\n\n", "\r\n\r\n", "\t\n"])


@settings(deadline=None)
@given(ITEMS, AROUND, AROUND, st.sampled_from(["\n", "\r\n"]))
def test_a_question_is_written_anew_and_no_other_line_changes(item: ItemText, gap: str, end: str, sign: str) -> None:
    above = a_bank(a_question(id="a") + "\n").replace("\n", sign)
    old = f"## b: Old{sign}{sign}Which?{sign}{sign}- [x] A{sign}- [ ] B\t{sign}"
    below = f"{gap}## c{sign}{sign}Odd   lines \t {sign}{end}"
    written = replace_item(f"{above}{old}{below}", "b", item)
    assert written.startswith(above)
    assert written.endswith(below)
    read = read_bank(written, "", Problems()).items
    alone = read_bank(f"# T\n\n{written[len(above) : len(written) - len(below)]}", "", Problems()).items
    assert alone[:1] == read[1:2]
