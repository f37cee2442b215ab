"""Markdown as tokens, read as GitHub reads it."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token


@cache
def parser() -> MarkdownIt:
    return MarkdownIt("gfm-like2", {"linkify": False}).disable("linkify")


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


def text_token(content: str) -> Token:
    token = Token("text", "", 0)
    token.content = content
    return token


def slug(text: str) -> str:
    """The id GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", text.lower()).strip().replace(" ", "-")


def with_ids(tokens: list[Token]) -> list[Token]:
    """The headings of a page with their ids; those that say the same are counted, as GitHub counts them."""
    seen: Counter[str] = Counter()
    for token, inline in zip(tokens, tokens[1:], strict=False):
        if token.type == "heading_open":
            id = slug(plain([inline]))
            token.attrSet("id", f"{id}-{seen[id]}" if seen[id] else id)
            seen[id] += 1
    return tokens
