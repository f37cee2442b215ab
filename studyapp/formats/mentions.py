"""Glossary terms, linked where a text first mentions them."""

import re
from collections.abc import Mapping
from functools import cache

from markdown_it.token import Token

from studyapp.formats.markdown import text_token


def with_mentions(children: list[Token], terms: Mapping[str, str], linked: set[str]) -> list[Token]:
    """Link each term where it is first mentioned, outside links, marks and code; `linked` gains its address."""
    pattern = _pattern(tuple(terms))
    found: list[Token] = []
    depth = 0
    for token in children:
        depth += token.nesting
        if token.type != "text" or depth:
            found.append(token)
            continue
        rest = 0
        for match in pattern.finditer(token.content):
            address = terms.get(match[0].lower())
            if address is None or address in linked:
                continue
            linked.add(address)
            found.append(text_token(token.content[rest : match.start()]))
            opening = Token("link_open", "a", 1)
            opening.attrs = {"href": address, "class": "term"}
            found += [opening, text_token(match[0]), Token("link_close", "a", -1)]
            rest = match.end()
        found.append(text_token(token.content[rest:]))
    return found


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.I)
