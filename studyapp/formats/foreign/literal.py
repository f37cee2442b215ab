"""Text that means itself, written so that Markdown reads nothing into it."""

import re

from studyapp.formats.markdown import parser, plain

INLINE = re.compile(r"[\\`*\[\]<~]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)")
AT_START = re.compile(r"(?m)^(\s*)(?:(\d{1,9})([.)])(?=\s|$)|([-+>#=|:]))")
ALL = re.compile(r"[!-/:-@\[-`{-~]")


def escape(text: str) -> str:
    """A backslash before every sign that could be read as one of Markdown."""
    found = INLINE.sub(lambda sign: f"\\{sign[0]}", text)
    return AT_START.sub(lambda m: f"{m[1]}{m[2]}\\{m[3]}" if m[2] else f"{m[1]}\\{m[4]}", found)


def shows(markdown: str, meant: str) -> bool:
    """Whether this Markdown is one paragraph that reads as what is meant."""
    tokens = parser().parse(markdown)
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return False
    return plain([tokens[1]]) == meant.replace("\n", " ")


def literal(text: str, hard: bool = False) -> str:
    """Paragraphs of plain text as Markdown; `hard` escapes every sign, whatever it may mean."""
    parts = ("\n".join(" ".join(line.split()) for line in part.split("\n")) for part in re.split(r"\n\s*\n", text))
    return "\n\n".join(_paragraph(part.strip(), hard) for part in parts if part.strip())


def _paragraph(text: str, hard: bool) -> str:
    """As it stands where that is safe, else with as few backslashes as do."""
    for way in () if hard else (text, escape(text)):
        if shows(way, text):
            return way
    return ALL.sub(lambda sign: f"\\{sign[0]}", text)
