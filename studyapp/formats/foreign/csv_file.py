"""CSV with our columns, as any spreadsheet writes it."""

import csv
import io
from collections.abc import Iterator

from studyapp.formats.bank_markdown import BankText
from studyapp.formats.foreign.decoding import decode
from studyapp.formats.foreign.raw import refused
from studyapp.formats.foreign.spreadsheet import Row, bank_rows, read_rows
from studyapp.formats.foreign.values import Exported, Imported, Limits
from studyapp.formats.problems import Problem

BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # without it Excel takes UTF-8 for Windows-1252
DELIMITERS = (",", ";", "\t")


def read(data: bytes, file: str, limits: Limits) -> Imported:
    decoded = decode(data, file, limits)
    if isinstance(decoded, Problem):
        return Imported(BankText(), problems=(decoded,))
    text, note = decoded
    delimiter, text = _delimiter(text)
    try:
        if line := _open_quote(text, delimiter):
            fix = 'double a quotation mark within a cell: "".'
            return refused(file, line, "a cell begins with a quotation mark, and none ends it.", fix)
        return read_rows(_rows(text, delimiter), file, limits, [note] if note else [])
    except csv.Error as error:
        return refused(file, 1, f"this is no CSV ({error}).", "save it as CSV UTF-8.")


def _delimiter(text: str) -> tuple[str, str]:
    """What parts the cells: what a line "sep=;" says, else what stands most often in the first line that has any."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and first.strip()[4:5] in DELIMITERS:
        return first.strip()[4:5], f"\n{rest}"
    for line in text[:20_000].split("\n"):
        bare = "".join(line.split('"')[::2])
        if counts := {sign: bare.count(sign) for sign in DELIMITERS if sign in bare}:
            return max(counts, key=lambda sign: counts[sign]), text
    return ",", text


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    yield from enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1)


def _open_quote(text: str, delimiter: str) -> int:
    """The line of a cell whose quotation mark is never closed, or 0. Without it the rest of the file is that cell."""
    reader, line = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
    try:
        for _ in reader:
            line = reader.line_num + 1
    except csv.Error as error:
        return line if "unexpected end" in str(error) else 0
    return 0


def write(bank: BankText) -> Exported:
    less, rows = bank_rows(bank)
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return less.exported(BYTE_ORDER_MARK + out.getvalue().encode())
