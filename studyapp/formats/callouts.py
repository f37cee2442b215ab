"""Callouts: GitHub's alerts, and three of our own."""

import re
from html import escape

from markdown_it.token import Token

from studyapp.formats.markdown import parser
from studyapp.formats.problems import Problems

OWN = {
    "EXAM": ("exam", "In the exam"),
    "PRACTICE": ("practice", "In practice"),
    "CONFUSED": ("confused", "Often confused"),
}
ALERTS = ("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION")
KNOWN = (*ALERTS, *OWN, "CHECK")
HEAD = re.compile(r"\[!(\w*)\]([^\n]*)(?:\n|$)")


def with_callouts(tokens: list[Token], file: str, problems: Problems, first_line: int) -> list[Token]:
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
            line = first_line + (token.map[0] if token.map else 0)
            label = _own_label(tokens[position : position + 5], file, problems, line)
            closing.append(bool(label))
            if label:
                found += _opening(label)
                continue
        elif token.type == "blockquote_close" and closing.pop():
            token = Token("aside_close", "aside", -1, block=True)
        found.append(token)
    return found


def _own_label(quote: list[Token], file: str, problems: Problems, line: int) -> str:
    """The word of `[!WORD]` at the head of a quote, which is taken out of its text."""
    match = HEAD.match(quote[2].content) if len(quote) == 5 and quote[2].type == "inline" else None
    if not match:
        return ""
    word, inline = match[1].upper(), quote[2]
    rest = inline.content[match.end() :]
    if word not in KNOWN:
        problems.error(file, line, f"there is no callout [!{match[1]}].", f"use one of: {', '.join(KNOWN)}.")
    elif word == "CHECK":
        fix = 'write "> [!CHECK] bank/question" and nothing else in the quote, in a lesson and outside of lists.'
        problems.error(file, line, "this is not read as a check.", fix)
    elif word not in OWN or match[2].strip() or (not rest and quote[4].type == "blockquote_close"):
        fix = "let it stand alone in the first line of a quote outside of lists, and its text below it."
        problems.error(file, line, f"[!{match[1]}] is not read as a callout.", fix)
    else:
        inline.content, inline.children = rest, parser().parseInline(rest)[0].children
        inline.map = [line + 1 for line in inline.map or [0]]
        quote[1].hidden = quote[3].hidden = quote[1].hidden or not rest
        return word
    return ""


def _opening(label: str) -> list[Token]:
    name, title = OWN[label]
    opening = Token("aside_open", "aside", 1, block=True)
    opening.attrs = {"class": f"callout {name}"}
    head = Token("html_block", "", 0)
    head.content = f'<p class="callout-label">{escape(title)}</p>'
    return [opening, head]
