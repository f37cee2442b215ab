"""Cells of a table that a spreadsheet will open: text stays text."""

LIVE = ("=", "+", "-", "@", "\t", "\r", "\n")  # what makes a spreadsheet take a cell for a formula or a command


def dead(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it."""
    return f"'{text}" if text.startswith(LIVE) else text
