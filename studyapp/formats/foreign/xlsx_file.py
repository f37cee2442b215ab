"""XLSX with our columns. What a file holds is measured before the library that reads workbooks sees it."""

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import PurePosixPath
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from studyapp.formats.bank_markdown import BankText
from studyapp.formats.foreign.columns import MOST, name_of
from studyapp.formats.foreign.decoding import too_large
from studyapp.formats.foreign.raw import refused
from studyapp.formats.foreign.spreadsheet import Row, bank_rows, find_head, read_below
from studyapp.formats.foreign.values import Exported, Imported, Limits

MEMBERS = 500
GROWTH = 6  # times the size that may be uploaded: so much may be in it when unpacked
SMALL = 2_000_000  # for all but sheets and their texts
ELEMENTS = 300  # for each question that may be read, in all sheets and their texts
OTHERS = 20_000  # elements of each other part
DEEPEST = 30
CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class _Hostile(Exception):
    """The sentence says what is wrong."""


def read(data: bytes, file: str, limits: Limits) -> Imported:
    if problem := too_large(data, file, limits):
        return Imported(BankText(), problems=(problem,))
    fix = "save it as XLSX anew from a spreadsheet, or as CSV."
    try:
        _measure(data, limits)
        return _read(data, file, limits)
    except _Hostile as error:
        return refused(file, 1, str(error), fix)
    except Exception:  # the library raises whatever it stumbles over
        return refused(file, 1, "it cannot be read as a workbook.", fix)


def _measure(data: bytes, limits: Limits) -> None:
    """Raises for what is no workbook, or would cost too much, by what its members say of themselves and by what they hold."""
    try:
        archive = ZipFile(io.BytesIO(data))
        members = archive.infolist()
        if len(members) > MEMBERS or len({member.filename for member in members}) < len(members):
            raise _Hostile("it has more parts than a workbook has, or two of the same name.")
        if sum(member.file_size for member in members) > GROWTH * limits.size:
            raise _Hostile(f"unpacked it would have more than {GROWTH * limits.size / 1e6:,.0f} MB.")
        left = ELEMENTS * limits.questions
        for member in members:
            left -= _check_member(archive, member, left)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _Hostile("this is no XLSX file, or a damaged one.") from error
    if "xl/workbook.xml" not in archive.namelist():
        raise _Hostile("this is a ZIP file, but no workbook.")


def _check_member(archive: ZipFile, member: ZipInfo, left: int) -> int:
    """How many of the elements that may still come it takes up."""
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in member.filename:
        raise _Hostile("a part of it has a path that leads out of it.")
    if member.flag_bits & 1:
        raise _Hostile("it is protected with a password.")
    if path.suffix.lower() not in (".xml", ".rels", ".vml"):
        return 0
    large = path.parent.name == "worksheets" or path.name == "sharedStrings.xml"
    if not large and member.file_size > SMALL:
        raise _Hostile(f"its part {path.name[:40]} has more than {SMALL / 1e6:.0f} MB.")
    with archive.open(member) as content:
        count = _check_xml(content, path.name[:40], left if large else OTHERS)
    return count if large else 0


def _check_xml(content: Any, name: str, most: int) -> int:
    """How many elements it has."""
    depth = count = 0

    def start(tag: str, attributes: Any) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if count > most:
            raise _Hostile(
                f"its part {name} has more elements than so many questions need: delete blank rows and columns."
            )
        if depth > DEEPEST:
            raise _Hostile(f"the elements of its part {name} are nested too deeply.")

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*declared: Any) -> None:
        raise _Hostile(f"its part {name} declares a document type, which is not read.")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.StartDoctypeDeclHandler = start, end, refuse
    try:
        while chunk := content.read(65_536):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise _Hostile(f"its part {name} is no sound XML.") from error
    return count


def _read(data: bytes, file: str, limits: Limits) -> Imported:
    """The first sheet that names our columns."""
    from openpyxl import load_workbook  # noqa: PLC0415 - it costs 10 MB a worker, and few requests need it

    with warnings.catch_warnings():  # on styles and extensions that are not read
        warnings.simplefilter("ignore")
        values = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        formulas = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        names = [sheet.title for sheet in values.worksheets]
        for position, name in enumerate(names):
            told = list[str]()  # grows while the rows are read
            rows = _rows(values.worksheets[position], formulas.worksheets[position], told)
            if columns := find_head(rows):
                others = [other for other in names if other != name]
                notes = [f"Only the sheet {name} was read, not {', '.join(others)}."] if others else []
                found = read_below(columns, rows, file, limits, notes)
                return replace(found, notes=(*found.notes, *told[:20]))
    fix = 'name the columns in the first row: "stem", "choice 1", "choice 2", "right"; docs/writing-content.md lists them.'
    return refused(file, 1, "no row of any sheet names a column stem.", fix)


def _rows(values: Any, formulas: Any, notes: list[str]) -> Iterator[Row]:
    """The rows of a sheet; `notes` gains a sentence for each formula."""
    for sheet in (values, formulas):
        sheet.reset_dimensions()  # what the file says of them may be untrue
    pairs = zip(values.iter_rows(max_col=MOST), formulas.iter_rows(max_col=MOST), strict=False)
    for number, (shown, meant) in enumerate(pairs, 1):
        for place, (cell, own) in enumerate(zip(shown, meant, strict=False)):
            if own.data_type == "f":
                told = (
                    "was read as the value it had"
                    if cell.value is not None
                    else "has no value stored, and was not read"
                )
                notes.append(f"The formula in {name_of(place)}{number} {told}.")
        yield number, ["" if cell.value is None else _text(cell.value) for cell in shown]


def _text(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            return format(value, ".15g")
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat(*([" "] if isinstance(value, datetime) else []))
        case _:
            return CODED.sub(lambda sign: chr(int(sign[1], 16)), str(value)).replace("\r\n", "\n").replace("\r", "\n")


def write(bank: BankText) -> Exported:
    from openpyxl import Workbook  # noqa: PLC0415 - see above
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - see above

    less, rows = bank_rows(bank)
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Questions")
    for row in rows:
        cells = [WriteOnlyCell(sheet, CODED.sub(r"_x005F_x\1_", text)) for text in row]
        for cell in cells:
            cell.data_type = "s"  # text, whatever it begins with
        sheet.append(cells)
    out = io.BytesIO()
    workbook.save(out)
    return less.exported(out.getvalue())
