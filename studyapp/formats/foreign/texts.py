"""Texts of other systems as Markdown of the house, and Markdown as plain text."""

import re
from typing import Literal

from markdown_it.token import Token

from studyapp.formats.bank_answers import trim
from studyapp.formats.bank_markdown import normalise
from studyapp.formats.foreign.literal import literal
from studyapp.formats.markdown import parser, plain

Form = Literal["html", "moodle", "markdown", "plain"]
LONGEST = 20_000  # signs of one text: what is longer was no question, and costs too much to read
MARK = re.compile(r"[\[`*_~<!]")
MOST_MARKS = 800
TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])[^<>]*>")
ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]\w+);")
BLOCK = re.compile(r"<(?:p|div|br|ul|ol|li|table|pre|h[1-6])\b", re.I)
PICTURE = re.compile(r"!\[((?:[^\]\\]|\\.)*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])?")
TEX = re.compile(r"\\\(.|\\\[.|\$\$.")


def to_markdown(text: str, form: Form, lost: list[str]) -> str:
    """Markdown that says the same; `lost` gains a sentence for what it cannot say."""
    html = form == "html" or (form == "moodle" and bool(_tags(text[:LONGEST])))
    text = _bounded(text, lost, 10 * LONGEST if html else MOST_MARKS)
    if form != "markdown" and TEX.search(text):
        lost.append("Formulas in TeX were kept as text.")
    match form:
        case "plain":
            return literal(text)
        case "markdown":
            return from_markdown(text, lost)
        case "moodle":
            if not _has_html(text):
                return literal(text)
            return _from_html(text if BLOCK.search(text) else text.replace("\n", "<br>\n"), lost)
        case "html":
            return _from_html(text, lost)


def _bounded(text: str, lost: list[str], most: int) -> str:
    """No more of it than can be read in good time: that of Markdown grows with the square of its marks in a paragraph."""
    short = normalise(text[:LONGEST])[:LONGEST]
    if len(text) > LONGEST:
        lost.append(f"A text was cut after {LONGEST:,} signs.")
    marks, start = 0, 0
    for mark in MARK.finditer(short):
        blank = "\n\n" in short[start : mark.start()]
        marks, start = 1 if blank else marks + 1, mark.start()
        if marks > most:
            lost.append(f"A text was cut in a paragraph with more than {most} signs of Markdown.")
            return short[:start]
    return short


def _has_html(text: str) -> bool:
    return bool(_tags(text)) or ENTITY.search(text) is not None


def _tags(text: str) -> set[str]:
    return {tag[1].lower() for tag in TAG.finditer(text)}


def _from_html(text: str, lost: list[str]) -> str:
    if "<" not in text and "&" not in text:
        return literal(text)
    from studyapp.formats.foreign.html_text import html_to_markdown  # noqa: PLC0415 - its parser costs 12 MB a worker

    return html_to_markdown(text, lost)


def simplified(text: str) -> str:
    """Markdown in which headings are bold, and references are resolved."""
    return _from_html(str(parser().render(text)), [])


def kinds(tokens: list[Token]) -> set[str]:
    """The types of tokens, at whatever depth."""
    return {token.type for token in tokens} | {kind for token in tokens for kind in kinds(token.children or [])}


def from_markdown(text: str, lost: list[str]) -> str:
    """The text without pictures and raw HTML, which the house does not hold."""
    held = kinds(parser().parse(text))
    if "image" in held:
        text = _without_pictures(text, lost)
        held = kinds(parser().parse(text))
    if not held & {"html_inline", "html_block"}:
        return "\n".join(map(trim, text.split("\n"))).strip("\n").rstrip()
    tags = _tags(text)
    if tags and tags <= known_tags():
        return _from_html(str(parser().render(text)), lost)
    return literal(text)


def known_tags() -> set[str]:
    from studyapp.formats.foreign.html_text import KNOWN  # noqa: PLC0415 - see above

    return KNOWN


def _without_pictures(text: str, lost: list[str]) -> str:
    def alternative(found: re.Match[str]) -> str:
        lost.append(f"The picture {found[0][len(found[1]) + 4 : -1].split(' ')[0][:80] or found[1][:80]} was left out.")
        return found[1]

    without = PICTURE.sub(alternative, text)
    return literal(without) if "image" in kinds(parser().parse(without)) else without


def plain_text(text: str) -> str:
    """Markdown as plain text, a line a block; marks are gone, and code is only code."""
    found = []
    for token in parser().parse(text):
        if token.type == "inline":
            found.append(plain([token]))
        elif token.type in ("fence", "code_block"):
            found.append(token.content.rstrip("\n"))
    return "\n".join(line for line in found if line.strip())


def one_paragraph(text: str, lost: list[str]) -> str:
    """Markdown that is one paragraph, as a choice is."""
    if not text or [token.type for token in parser().parse(text)][1:] == ["inline", "paragraph_close"]:
        return text
    tokens = parser().parse(text)
    if len(tokens) == 1 and tokens[0].type in ("fence", "code_block"):
        code = " ".join(tokens[0].content.split())
        return literal(code or " ".join(text.split())) if "`" in code or not code else f"`{code}`"
    if not any(token.content.strip() for token in tokens):
        return literal(" ".join(text.split()))
    lost.append("A choice of several paragraphs was joined into one.")
    parts = [token.content for token in tokens if token.type == "inline"]
    parts += [literal(" ".join(token.content.split())) for token in tokens if token.type in ("fence", "code_block")]
    return " ".join(" ".join(part.split()) for part in parts)


def one_line(text: str, lost: list[str]) -> str:
    """Markdown on one line, as steps and cells are."""
    return " ".join(one_paragraph(text.replace("\\\n", " "), lost).split())
