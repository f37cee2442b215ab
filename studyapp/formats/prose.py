"""Markdown to safe HTML, the same as GitHub shows it, with our callouts, figures and links."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import nh3
from markdown_it.token import Token

from studyapp.catalogue.prose import Html
from studyapp.formats.callouts import with_callouts
from studyapp.formats.markdown import parser, plain, with_ids
from studyapp.formats.mentions import with_mentions
from studyapp.formats.problems import Problems

ROLES = {
    "table_open": "table",
    "thead_open": "rowgroup",
    "tbody_open": "rowgroup",
    "tr_open": "row",
    "th_open": "columnheader",
    "td_open": "cell",
}

TAGS = {
    "a",
    "aside",
    "abbr",
    "b",
    "blockquote",
    "br",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "s",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
ATTRIBUTES = {
    "*": {"class", "id", "role"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"data-label", "colspan", "rowspan"},
    "th": {"scope"},
}

CLEANER = nh3.Cleaner(tags=TAGS, attributes=ATTRIBUTES, link_rel=None, url_schemes={"http", "https", "mailto"})
UNBROKEN = re.compile(r"(?<=\d) (?=%)")  # "90 %" stands on one line

# An address that a link or a picture stands for, or None when it leads nowhere.
Resolve = Callable[[str], str | None]


@dataclass(frozen=True)
class Scope:
    """What the prose of one file can refer to."""

    file: str = ""
    resolve: Resolve = field(default=lambda href: href)
    figures: dict[str, str] = field(default_factory=dict)  # id -> its value as text
    terms: dict[str, str] = field(default_factory=dict)  # mention in lower case -> address


def render(text: str, scope: Scope, problems: Problems, first_line: int = 1) -> Html:
    """Markdown to sanitised HTML. Dead links, unknown figures and pictures without alternative are problems."""
    return render_tokens(with_ids(parser().parse(text)), scope, problems, first_line)


def render_inline(text: str, scope: Scope, problems: Problems, first_line: int = 1) -> Html:
    """The same for a single paragraph, without the paragraph: "1. May" is no list there."""
    return render_tokens(parser().parseInline(text.strip()), scope, problems, first_line)


def render_tokens(
    tokens: list[Token], scope: Scope, problems: Problems, first_line: int = 1, linked: set[str] | None = None
) -> Html:
    """Render a run of blocks; `linked` holds the terms that the page has linked already, and gains those linked here."""
    tokens = with_callouts(tokens, scope.file, problems, first_line)
    _tables(tokens)
    linked = set() if linked is None else linked
    around: list[str] = []
    for token in tokens:
        line = first_line + (token.map[0] if token.map else 0)
        if token.type == "html_block" and token.map:
            _refuse_html(token, scope, problems, line)
        if token.type == "heading_open" and token.tag == "h1":
            problems.error(scope.file, line, "the page has its title already.", 'begin this heading with "##".')
        if token.type in ("paragraph_open", "heading_open", "td_open", "th_open"):
            around.append(token.type)
        if token.type == "inline":
            linkable = bool(around) and around[-1] == "paragraph_open"
            token.children = _inline(token.children or [], scope, problems, line)
            if linkable and scope.terms:
                token.children = with_mentions(token.children, scope.terms, linked)
        if token.type in ("paragraph_close", "heading_close", "td_close", "th_close"):
            around.pop()
    html = parser().renderer.render(tokens, parser().options, {})
    return Html(CLEANER.clean(html))


def _inline(children: list[Token], scope: Scope, problems: Problems, line: int) -> list[Token]:
    found: list[Token] = []
    closing: list[str] = []
    for position, token in enumerate(children):
        if token.type in ("softbreak", "hardbreak"):
            line += 1
        if token.type == "link_open":
            href = str(token.attrGet("href") or "")
            if href.startswith("figure:"):
                _check_figure(href[7:], plain(_until_close(children, position)), scope, problems, line)
                token = _span_open("figure")
                closing.append("span")
            else:
                address = scope.resolve(href)
                if address is None:
                    fix = "write the path of a file of the course, from this file, and a heading that it holds."
                    problems.error(scope.file, line, f'the link "{href}" leads nowhere.', fix)
                token.attrSet("href", address or "")
                closing.append("a")
        elif token.type == "link_close" and closing.pop() == "span":
            token = Token("span_close", "span", -1)
        elif token.type == "text":
            token.content = UNBROKEN.sub("\u00a0", token.content)
        elif token.type == "image":
            _check_image(token, scope, problems, line)
        elif token.type == "html_inline":
            _refuse_html(token, scope, problems, line)
        found.append(token)
    return found


def _refuse_html(token: Token, scope: Scope, problems: Problems, line: int) -> None:
    """Show raw HTML as the text it is."""
    fix = "write Markdown; for a sign as such, put it between backticks."
    problems.error(scope.file, line, f"raw HTML is not read: {token.content.strip()[:40]}", fix)
    token.type, token.tag = "text", ""


def _until_close(children: list[Token], start: int) -> list[Token]:
    end = next(i for i in range(start, len(children)) if children[i].type == "link_close")
    return children[start + 1 : end]


def _span_open(name: str) -> Token:
    token = Token("span_open", "span", 1)
    token.attrSet("class", name)
    return token


def _check_figure(id: str, text: str, scope: Scope, problems: Problems, line: int) -> None:
    if id not in scope.figures:
        problems.error(
            scope.file,
            line,
            f'there is no figure "{id}" in the register.',
            "add it to register.yaml with unit, source and date.",
        )
        return
    value = scope.figures[id]
    if not _says(text, value):
        problems.error(
            scope.file,
            line,
            f'the text says "{text}", and the figure {id} is {value}.',
            f'write "{value}", or name another figure.',
        )


def _says(text: str, value: str) -> bool:
    """Whether the text holds the value; how thousands are parted does not count, nor where a currency stands."""

    def bare(s: str) -> str:
        return re.sub(r"(?<=\d)[,\s](?=\d{3}(?!\d))", "", " ".join(s.split()))

    amount, unit = bare(value), ""
    if match := re.match(r"-?[\d.]+", amount):
        amount, unit = match[0], amount[match.end() :].strip()
    if not re.search(rf"(?<![\d.]){re.escape(amount)}(?!\.?\d)", bare(text)):
        return False
    spelled = rf"(?<![^\W\d_]){re.escape(unit)}(?:econds?|utes?|ours?)?(?!\w)"  # s, seconds; min, minutes; h, hours
    return not unit or unit.startswith("USD") or re.search(spelled, bare(text)) is not None


def _check_image(token: Token, scope: Scope, problems: Problems, line: int) -> None:
    if not plain(token.children or []).strip():
        fix = "say between the square brackets what it shows."
        problems.error(scope.file, line, "this picture has no text alternative.", fix)
    source = str(token.attrGet("src") or "")
    if re.match(r"[a-z][a-z0-9+.-]*:|//", source, re.I):
        message, address = f'the picture "{source}" lies on another site.', None
    else:
        message, address = f'the picture "{source}" leads nowhere.', scope.resolve(source)
    if address is None:
        problems.error(scope.file, line, message, "draw it with a drawing fence, or say it in words.")
    token.attrSet("src", address or "")


def _tables(tokens: list[Token]) -> None:
    """Alignment as a class, and on each cell the head of its column, for narrow screens."""
    heads: list[str] = []
    column = 0
    for position, token in enumerate(tokens):
        if token.type in ROLES:  # tables unfold on a phone, and browsers then forget what they are
            token.attrSet("role", ROLES[token.type])
        if token.type == "table_open":
            heads = []
        elif token.type == "tr_open":
            column = 0
        elif token.type in ("th_open", "td_open"):
            style = str(token.attrs.pop("style", ""))
            if style.endswith("right"):
                token.attrSet("class", "number")
            text = plain([tokens[position + 1]])
            if token.type == "th_open":
                heads.append(text)
                _head_cell(token, tokens[position + 2], text)
            elif column < len(heads):
                token.attrSet("data-label", heads[column])
            column += 1


def _head_cell(opening: Token, closing: Token, text: str) -> None:
    """A head names its column; an empty one is no head."""
    if text:
        opening.attrSet("scope", "col")
    else:
        opening.tag = closing.tag = "td"
        opening.attrSet("role", "cell")
