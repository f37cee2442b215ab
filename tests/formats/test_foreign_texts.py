"""Texts of other systems say the same in Markdown of the house, and nothing in them becomes structure."""

import pytest

from studyapp.formats.bank_answers import ChoiceText
from studyapp.formats.foreign.known import FORMATS
from studyapp.formats.foreign.texts import Form, to_markdown
from studyapp.formats.foreign.values import Limits
from tests.formats.texts import as_text

HTML = {
    "plain": ("<p>Hot &amp; cold</p>", "Hot & cold", []),
    "two paragraphs": ("<p>a</p>\n<p>&nbsp;</p><p>b&nbsp;c</p>", "a\n\nb c", []),
    "nested spans": ('<p dir="ltr"><span style="font-size: 1rem;"><span lang="en">x</span></span></p>', "x", []),
    "colour": ('<span style="color: red;">x</span>', "x", ["Colours and underlines were left out."]),
    "bold and italic": ("<b>a</b> <em>b</em> <del>c</del>", "**a** *b* ~~c~~", []),
    "bold against a word": ("<strong>Note:</strong>text", "**Note:** text", []),
    "bold around blocks": ("<b><p>a</p><p>b</p></b>", "a\n\nb", []),
    "break": ("a<br>b<br><br>", "a\\\nb", []),
    "list": ("<ul><li>a<ol><li>b</li><li>c</li></ol></li></ul>", "- a\n  1. b\n  2. c", []),
    "table": ("<table><tr><th>a</th><th>b</th></tr><tr><td>c|d</td><td>e</td></tr></table>", "| a | b |\n| --- | --- |\n| c\\|d | e |", []),
    "joined cells": ('<table><tr><td colspan="2">a</td></tr></table>', "| a |\n| --- |", ["Joined cells of a table were parted."]),
    "code": ("<pre>a = 1\n  b</pre><code>x*</code>", "~~~\na = 1\n  b\n~~~\n\n`x*`", []),
    "powers": ("10<sup>-3</sup> H<sub>2</sub>O x<sup>ab</sup>", "10⁻³ H₂O x^ab", []),
    "heading": ("<h2>A <b>b</b></h2><p>c</p>", "**A b**\n\nc", []),
    "picture": ('<p>See <img src="@@PLUGINFILE@@/a%20b.png" alt="a pot"></p>', "See a pot", ["The picture a b.png was left out."]),
    "link": ('<a href="https://a.example/b?c=1&amp;d=(2)">x</a>', "[x](https://a.example/b?c=1&d=%282%29)", []),
    "link within the course": ('<a href="../b">x</a>', "x", ["A link to ../b was left out."]),
    "script": ("a<script>alert(1)</script><iframe src=x></iframe>", "a", ["An element <iframe> was left out.", "An element <script> was left out."]),
    "signs of Markdown": ("<p>*a* _b_ [c](d) `e` &lt;f&gt;</p><p>1. g</p><p># h</p>", "\\*a\\* \\_b\\_ \\[c\\](d) \\`e\\` \\<f>\n\n1\\. g\n\n\\# h", []),
    "TeX": ("\\(x\\)", "\\\\(x\\\\)", ["Formulas in TeX were kept as text."]),
    "nested too deeply": ("<div>" * 99 + "x", "x", ["Its layout was nested too deeply; the text was kept."]),
}  # fmt: skip


@pytest.mark.parametrize(("html", "expected", "lost"), HTML.values(), ids=HTML)
def test_html_becomes_markdown_that_says_the_same(html: str, expected: str, lost: list[str]) -> None:
    told: list[str] = []
    assert (to_markdown(html, "html", told), told) == (expected, lost)


OTHERS: dict[str, tuple[Form, str, str]] = {
    "lines of Moodle": ("moodle", "a *b*\nc", "a \\*b\\*\nc"),
    "lines of Moodle with HTML": ("moodle", "a <b>b</b>\nc &amp; d", "a **b**\\\nc & d"),
    "less than": ("moodle", "3 < 4 > 2", "3 < 4 > 2"),
    "plain text with HTML": ("plain", "<b>a</b>", "\\<b>a\\</b>"),
    "plain paragraphs": ("plain", "- a\n\n1. b", "\\- a\n\n1\\. b"),
    "Markdown": ("markdown", "*a*\n\n- b\n", "*a*\n\n- b"),
    "Markdown with HTML": ("markdown", "a <b>b</b>", "a **b**"),
    "Markdown with a type of a programming language": ("markdown", "List<String>", "List\\<String>"),
    "Markdown with a picture": ("markdown", "See ![a (b)](c.png)", "See a (b)"),
}  # fmt: skip


@pytest.mark.parametrize(("form", "text", "expected"), OTHERS.values(), ids=OTHERS)
def test_a_text_is_read_in_its_format(form: Form, text: str, expected: str) -> None:
    assert to_markdown(text, form, []) == expected


STRUCTURE = [
    "## next",
    "### Hint",
    "---",
    "- [x] a",
    "- [ ] b",
    "> quote",
    "```",
    "1. a",
    "| a | b |\n|---|---|",
    "**Left out:** x",
    "**Misconception:** y",
    "<!--",
]


@pytest.mark.parametrize("sign", STRUCTURE)
def test_nothing_in_an_imported_text_becomes_structure(sign: str) -> None:
    texts = f"{sign}\n{sign}\n\nWhich?\n{sign}"
    rows = [
        ["stem", "choice 1", "choice 2", "feedback 1", "right", "explanation", "hint"],
        [texts, sign, "b", texts, "1", texts, texts],
        ["Next?", "a", "b", "", "1", "", ""],
    ]
    data = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    found = FORMATS["csv"].read(data.encode(), "a.csv", Limits())
    assert as_text(found.text) == (found.bank, [])
    assert [len(item.choices) for item in found.bank.items] == [2, 2]
    assert found.bank.items[1].choices == (ChoiceText("a", True), ChoiceText("b", False))


def test_a_text_that_would_take_too_long_to_read_is_cut() -> None:
    told: list[str] = []
    assert (len(to_markdown("[" * 30_000, "markdown", told)), len(to_markdown("a" * 30_000, "plain", told))) == (
        800,
        20_000,
    )
    assert told == [
        "A text was cut after 20,000 signs.",
        "A text was cut in a paragraph with more than 800 signs of Markdown.",
        "A text was cut after 20,000 signs.",
    ]
