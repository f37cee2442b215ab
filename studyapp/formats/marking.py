"""Marking the words of a story that tell a fact."""

import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape

from studyapp.catalogue.prose import Html

TAG = r'<(?:"[^"]*"|[^">])+>'  # a value may hold a >
PIECE = re.compile(rf"{TAG}|&[a-zA-Z0-9#]+;|\s+|[^\s<&]+|.", re.S)
BLOCK = re.compile(r"</?(p|li|ul|ol|td|th|tr|table|h\d|blockquote|pre|br)\b")


class Missing(ValueError):
    """The words do not stand in the text."""


class Overlapping(ValueError):
    """The words share some, but not all, with other marked words."""


def find(html: str, words: str) -> tuple[int, int]:
    """Where the words stand in the HTML as it is read, white space folded. Missing when they do not."""
    text, starts, ends = _readable(html)
    wanted = re.sub(r"\s+", " ", words).strip()
    at = text.find(wanted)
    if at < 0 or not wanted:
        raise Missing(words)
    return starts[at], ends[at + len(wanted) - 1]


def mark(html: Html, phrases: Sequence[str]) -> tuple[Html, dict[str, str]]:
    """The HTML with the phrases marked a, b, c … in their order, and the letters by phrase."""
    places = sorted({find(html, phrase) for phrase in phrases})
    for (_, end), (start, _) in zip(places, places[1:], strict=False):
        if start < end:
            raise Overlapping(next(p for p in phrases if find(html, p)[0] == start))
    letters = {place: chr(ord("a") + number) for number, place in enumerate(places)}
    marked = html
    for start, end in reversed(places):
        inner = re.sub(rf"({TAG})", r"</mark>\1<mark>", marked[start:end])
        letter = letters[start, end]
        marked = Html(f"{marked[:start]}<mark>{inner}</mark><sup>{letter}</sup>{marked[end:]}")
    return marked, {phrase: letters[find(html, phrase)] for phrase in phrases}


@lru_cache(maxsize=4)  # the phrases of a story are looked for one after another
def _readable(html: str) -> tuple[str, list[int], list[int]]:
    """The text as it is read, and for each of its characters where it begins and ends in the HTML."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in PIECE.finditer(html):
        piece, start, end = match[0], *match.span()
        if piece.isspace() or BLOCK.match(piece):
            piece = " "
        elif piece.startswith("<") and len(piece) > 1:
            continue
        if piece == " " and text and text[-1] == " ":
            continue
        if piece == " " or piece.startswith("&"):  # one character, however it is written
            piece = unescape(piece)
            starts += [start] * len(piece)
            ends += [end] * len(piece)
        else:
            starts += range(start, end)
            ends += range(start + 1, end + 1)
        text.append(piece)
    return "".join(text), starts, ends
