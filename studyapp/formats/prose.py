"""Markdown to safe HTML, the same as GitHub shows it, with our callouts, figures and links."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from studyapp.catalogue.prose import Html
from studyapp.formats.problems import Problems

CALLOUTS = {
    "EXAM": ("exam", "In the exam"),
    "PRACTICE": ("practice", "In practice"),
    "CONFUSED": ("confused", "Often confused"),
}
ALERTS = {"NOTE": "Note", "TIP": "Tip", "IMPORTANT": "Important", "WARNING": "Warning", "CAUTION": "Caution"}
OWN_CALLOUT = re.compile(r"\[!([A-Z]+)\][ \t]*(?:\n|$)")

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

# An address that a link or a picture stands for, or None when it leads nowhere.
Resolve = Callable[[str], str | None]


@dataclass(frozen=True)
class Scope:
    """What the prose of one file can refer to."""

    file: str = ""
    resolve: Resolve = field(default=lambda href: href)
    figures: dict[str, str] = field(default_factory=dict)  # id -> its value as text
    terms: dict[str, str] = field(default_factory=dict)  # mention in lower case -> address


@cache
def parser() -> MarkdownIt:
    return MarkdownIt("gfm-like2", {"linkify": False}).disable("linkify")


def slug(text: str) -> str:
    """The id GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", text.lower()).strip().replace(" ", "-")


def plain(tokens: Sequence[Token]) -> str:
    """The text of inline tokens without their marks."""
    found = []
    for token in tokens:
        if token.type == "inline":
            found.append(plain(token.children or []))
        elif token.type in ("text", "code_inline"):
            found.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            found.append(" ")
        elif token.type == "image":
            found.append(plain(token.children or []))
    return "".join(found)


def render(text: str, scope: Scope, problems: Problems, first_line: int = 1) -> Html:
    """Markdown to sanitised HTML. Dead links, unknown figures and pictures without alternative are problems."""
    return render_tokens(parser().parse(text), scope, problems, first_line)


def render_inline(text: str, scope: Scope, problems: Problems, first_line: int = 1) -> Html:
    """The same for a single line, without a paragraph around it."""
    html = render(text, scope, problems, first_line).strip()
    if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
        html = html[3:-4]
    return Html(html)


def render_tokens(
    tokens: list[Token], scope: Scope, problems: Problems, first_line: int = 1, linked: set[str] | None = None
) -> Html:
    """Render a run of blocks; `linked` holds the terms that the page has linked already, and gains those linked here."""
    tokens = _callouts(tokens, scope, problems, first_line)
    _tables(tokens)
    linked = set() if linked is None else linked
    around: list[str] = []
    for position, token in enumerate(tokens):
        line = first_line + (token.map[0] if token.map else 0)
        if token.type == "html_block" and token.map:
            _refuse_html(token, scope, problems, line)
        if token.type == "heading_open":
            token.attrSet("id", slug(plain([tokens[position + 1]])))
        if token.type in ("paragraph_open", "heading_open", "td_open", "th_open"):
            around.append(token.type)
        if token.type == "inline":
            linkable = bool(around) and around[-1] == "paragraph_open"
            token.children = _inline(token.children or [], scope, problems, line)
            if linkable and scope.terms:
                token.children = _mentions(token.children, scope, linked)
        if token.type in ("paragraph_close", "heading_close", "td_close", "th_close"):
            around.pop()
    html = parser().renderer.render(tokens, parser().options, {})
    return Html(_sanitise(html))


def _sanitise(html: str) -> str:
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, link_rel=None, url_schemes={"http", "https", "mailto"})


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
    """Whether the text holds the value; commas and blanks do not count, nor where a currency stands."""

    def bare(s: str) -> str:
        return re.sub(r"[,\s\u00a0]", "", s)

    amount, _, unit = value.partition(" ")
    number = re.search(rf"(?<![\d.]){re.escape(bare(amount))}(?![\d])(?!\.\d)", bare(text))
    if number is None:
        return False
    return unit == "" or unit.startswith("USD") or bare(unit) in bare(text)


def _check_image(token: Token, scope: Scope, problems: Problems, line: int) -> None:
    if not plain(token.children or []).strip():
        problems.error(
            scope.file, line, "this picture has no text alternative.", "say between the square brackets what it shows."
        )
    source = str(token.attrGet("src") or "")
    if re.match(r"[a-z]+:|//", source):
        problems.error(
            scope.file, line, f'the picture "{source}" lies on another site.', "put the picture into the course."
        )
        token.attrSet("src", "")


def _mentions(children: list[Token], scope: Scope, linked: set[str]) -> list[Token]:
    """Link each glossary term where it is first mentioned, outside links, marks and code."""
    pattern = _mention_pattern(tuple(scope.terms))
    found: list[Token] = []
    depth = 0
    for token in children:
        depth += token.nesting
        if token.type != "text" or depth:
            found.append(token)
            continue
        rest = 0
        for match in pattern.finditer(token.content):
            address = scope.terms[match[0].lower()]
            if address in linked:
                continue
            linked.add(address)
            found.append(_text(token.content[rest : match.start()]))
            opening = Token("link_open", "a", 1)
            opening.attrs = {"href": address, "class": "term"}
            found += [opening, _text(match[0]), Token("link_close", "a", -1)]
            rest = match.end()
        found.append(_text(token.content[rest:]))
    return found


@cache
def _mention_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.I)


def _text(content: str) -> Token:
    token = Token("text", "", 0)
    token.content = content
    return token


def _callouts(tokens: list[Token], scope: Scope, problems: Problems, first_line: int) -> list[Token]:
    """Turn GitHub's alerts and our own `[!EXAM]` quotes into asides with a bold label."""
    found: list[Token] = []
    closing: list[bool] = []
    for position, token in enumerate(tokens):
        if token.type == "alert_open":
            kind = str(token.meta["kind"])
            token.tag, token.attrs = "aside", {"class": f"callout {kind.lower()}"}
        elif token.type == "alert_close":
            token.tag = "aside"
        elif token.type == "alert_title_open":
            token.attrs = {"class": "callout-label"}
        elif token.type == "blockquote_open":
            label = _own_label(tokens, position)
            closing.append(label is not None)
            if label is not None:
                line = first_line + (token.map[0] if token.map else 0)
                found += _callout_open(label, scope, problems, line)
                continue
        elif token.type == "blockquote_close" and closing.pop():
            token = Token("aside_close", "aside", -1, block=True)
        found.append(token)
    return found


def _own_label(tokens: list[Token], position: int) -> str | None:
    """The word of `[!WORD]` at the head of a quote, which is taken out of its text."""
    if position + 2 >= len(tokens) or tokens[position + 2].type != "inline":
        return None
    inline = tokens[position + 2]
    match = OWN_CALLOUT.match(inline.content)
    if not match:
        return None
    inline.content = inline.content[match.end() :]
    inline.children = parser().parseInline(inline.content)[0].children
    return match[1]


def _callout_open(label: str, scope: Scope, problems: Problems, line: int) -> list[Token]:
    if label not in CALLOUTS:
        known = ", ".join([*ALERTS, *CALLOUTS, "CHECK"])
        problems.error(scope.file, line, f"there is no callout [!{label}].", f"use one of: {known}.")
    name, title = CALLOUTS.get(label, ("note", label.capitalize()))
    opening = Token("aside_open", "aside", 1, block=True)
    opening.attrs = {"class": f"callout {name}"}
    head = Token("html_block", "", 0)
    head.content = f'<p class="callout-label">{escape(title)}</p>'
    return [opening, head]


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
