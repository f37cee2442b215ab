"""Markdown to HTML: harmless whatever an author writes."""

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.formats.problems import Problems
from studyapp.formats.prose import Scope, render
from tests.formats.test_prose import is_harmless

PIECES = [
    "<script>", "</script>", "<img src=x onerror=alert(1)>", "javascript:", "[x](", ")", "![", "](", "<", ">", '"', "'", "`", "```", "\n", "\n\n",
    "> ", "- ", "&", "&#106;", "onclick=", "https://", "//", "data:", "\\", "|", "|-|-|", "[!EXAM]", "figure:", "<!--", "-->", "style=", "a", " ", "#",
]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=25).map("".join))
def test_no_text_at_all_comes_out_harmful(text: str) -> None:
    assert is_harmless(render(text, Scope(), Problems()))
