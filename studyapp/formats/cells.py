"""Cells of a table that a spreadsheet will open: text stays text."""

import re

LIVE = re.compile(r"[\s']*[=+\-@＝＋－＠]|'*[\t\r\n]")  # what a spreadsheet may take for a formula or a command


def dead(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it."""
    return f"'{text}" if LIVE.match(text) else text


def undead(text: str) -> str:
    """The text of a cell that was made so."""
    return text[1:] if text.startswith("'") and LIVE.match(text[1:]) else text
