"""Bytes of a text file to text, whatever wrote them, or a sentence that says why not."""

import codecs
import re

from studyapp.formats.foreign.values import Limits
from studyapp.formats.problems import Problem

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
TAGS = 100  # for each question that may be read
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f]")


def too_large(data: bytes, file: str, limits: Limits) -> Problem | None:
    if len(data) <= limits.size:
        return None
    size, most = f"{len(data) / 1e6:,.1f} MB", f"{limits.size / 1e6:,.0f} MB"
    return Problem(file, 1, f"it has {size}, and {most} are read.", "part the file, or use manage.py import_bank.")


def too_marked(tags: int, file: str, limits: Limits) -> Problem | None:
    """HTML is slow to read: there is no more of it than so many questions need."""
    if tags <= TAGS * limits.questions:
        return None
    message = f"it holds more HTML than {limits.questions:,} questions need."
    return Problem(file, 1, message, "part the file, or use manage.py import_bank.")


def decode(data: bytes, file: str, limits: Limits) -> tuple[str, str] | Problem:
    """The text and a note on how it was read (empty for UTF-8), or why it was not."""
    if problem := too_large(data, file, limits):
        return problem
    if data.startswith((b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")):
        return Problem(file, 1, "this is no text file.", "export it as text, or choose the format XLSX.")
    for mark, codec, name in MARKS:
        if data.startswith(mark):
            return _strictly(data, codec, name, file)
    if codec := _utf16_without_mark(data):
        return _strictly(data, codec, "UTF-16", file)
    try:
        text, note = data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        fix = "save the file as UTF-8."
        try:
            text, note = data.decode("cp1252"), "It is not UTF-8, and was read as Windows-1252: look at the accents."
        except UnicodeDecodeError:
            return Problem(file, line, "its signs are neither UTF-8 nor Windows-1252.", fix)
    return _seen(text, note, file)


def _strictly(data: bytes, codec: str, name: str, file: str) -> tuple[str, str] | Problem:
    try:
        return _seen(data.decode(codec), "" if name == "UTF-8" else f"It was read as {name}.", file)
    except UnicodeDecodeError:
        return Problem(file, 1, f"it begins as {name}, and is not.", "save the file as UTF-8.")


def _seen(text: str, note: str, file: str) -> tuple[str, str] | Problem:
    if unseen := UNSEEN.search(text.rstrip("\x1a\0")):
        line = text.count("\n", 0, unseen.start()) + 1
        message = f"it holds the sign {ord(unseen[0]):#04x}, which no text has."
        return Problem(file, line, message, "save the file as UTF-8 text.")
    return text.rstrip("\x1a\0"), note


def _utf16_without_mark(data: bytes) -> str:
    """Every other byte of Western text in UTF-16 is zero."""
    start = data[:400]
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if len(start) >= 4 and max(even, odd) > len(start) / 4 and min(even, odd) <= len(start) / 40:
        return "utf-16-be" if even > odd else "utf-16-le"
    return ""
