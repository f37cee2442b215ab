"""Any text of another system says the same in Markdown of the house."""

import re
from html import escape, unescape

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.formats.foreign.literal import literal
from studyapp.formats.foreign.texts import plain_text, to_markdown
from studyapp.formats.markdown import parser


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=40))
def test_plain_text_is_shown_as_it_stands(text: str) -> None:
    made = literal(text)
    meant = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]
    if not re.search("[\0\ud800-\udfff]", text):
        assert [" ".join(line.split()) for line in plain_text(made).split("\n") if line.split()] == meant
        assert {token.type for token in parser().parse(made)} <= {"paragraph_open", "inline", "paragraph_close"}


words = st.text(st.sampled_from("abc *_`[]<&.:-#1"), min_size=1, max_size=8).map(escape)
markup = st.recursive(
    words,
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["p", "b", "i", "em", "strong", "span", "div", "ul", "li", "h3", "del", "u", "blockquote"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)


@settings(max_examples=50, deadline=None)
@given(st.lists(markup, max_size=4).map("".join))
def test_no_letter_of_html_is_lost(html: str) -> None:
    shown = str(parser().render(to_markdown(html, "html", [])))
    assert letters(shown) == letters(html)


def letters(html: str) -> str:
    return re.sub("[^abc]", "", unescape(re.sub(r"<[^>]*>", "", html)))
