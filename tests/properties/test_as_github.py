"""Any layout of a question is what GitHub shows of it, or a located problem."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.test_as_github import githubs, ours

SOUND = {
    "single": ["Which?", "", "- [x] A", "  > why", "- [ ] B", "- [ ] C", "  > so"],
    "multiple": ["Which?", "", "- [x] A", "  > why", "  > **Left out:** so", "- [x] B", "- [ ] C", "- [ ] D"],
    "ordering": ["Order:", "", "1. A", "2. B", "3. C", "", "- [ ] D", "- [ ] E"],
    "matching": ["Match:", "", "| a | b |", "|---|---|", "| A | B |", "| C | D |", "|  | E |"],
}
BITS = [
    "", "- ", "* ", "+ ", "1. ", "1) ", "2. ", "   ", "  ", " ", "    ", "> ", "  > ", "  >", "- [ ] ", "* [x] ", "- []", "[*] ", "-[ ] ", "[x](link)",
    "more", "| ", "|", "\\|", "`e|f`", "~~~", "---", "***", "===", "  \n", "\n", "\n\n", "**Left out:** g", "&lt;", "| h | i |", "5. j",
]  # fmt: skip


@st.composite
def tampered(draw: st.DrawFn) -> tuple[str, str]:
    """A kind, and a sound question of it into which some bits were put, or some lines taken out or doubled."""
    kind = draw(st.sampled_from(list(SOUND)))
    lines = list(SOUND[kind])
    for _ in range(draw(st.integers(1, 3))):
        at, bit = draw(st.integers(1, len(lines) - 1)), draw(st.sampled_from(BITS))
        split = draw(st.sampled_from([0, 2, 5, len(lines[at])]))
        ways = [[bit, lines[at]], [f"{lines[at][:split]}{bit}{lines[at][split:]}"], [], [f"{bit}{lines[at]}"]]
        lines[at : at + 1] = draw(st.sampled_from(ways))
        lines += [""] * (len(lines) < 2)
    return kind, "\n".join(lines)


@settings(max_examples=100, deadline=None)
@given(tampered())
def test_any_layout_is_what_github_shows_or_located(layout: tuple[str, str]) -> None:
    kind, body = layout
    seen, problems = ours(body, kind)
    assert seen == githubs(body, kind) or problems
