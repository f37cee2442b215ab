"""The formats of other systems that are read and written, each a file of its own."""

import re
from collections.abc import Mapping
from pathlib import PurePath

from studyapp.formats.foreign import aiken, csv_file, gift, moodle_xml, xlsx_file
from studyapp.formats.foreign.values import Format

TEXT = "text/plain; charset=utf-8"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: Mapping[str, Format] = {
    format.id: format
    for format in (
        Format("gift", "GIFT", ".gift.txt", TEXT, gift.read, gift.write),
        Format("moodle-xml", "Moodle XML", ".xml", "application/xml", moodle_xml.read, moodle_xml.write),
        Format("aiken", "Aiken", ".aiken.txt", TEXT, aiken.read, aiken.write),
        Format("csv", "CSV", ".csv", "text/csv; charset=utf-8", csv_file.read, csv_file.write),
        Format("xlsx", "Excel (XLSX)", ".xlsx", WORKBOOK, xlsx_file.read, xlsx_file.write),
    )
}
ENDINGS = {".gift": "gift", ".aiken": "aiken", ".xml": "moodle-xml", ".csv": "csv", ".tsv": "csv", ".xlsx": "xlsx"}
SIGNS = (  # what only that format has in its beginning
    ("xlsx", re.compile(rb"\APK\x03\x04")),
    ("moodle-xml", re.compile(rb"<quiz\b")),
    ("aiken", re.compile(rb"(?mi)^[ \t]*A[ \t]*[.)].*\n(?:.*\n){1,40}?[ \t]*ANSWERS?[ \t]*[:.]")),
    ("gift", re.compile(rb"\{\s*(?:[=~#}>]|T|F|TRUE|FALSE)", re.I)),
    ("csv", re.compile(rb"\A[^\n]*[;,\t]")),
)


def guess_format(name: str, data: bytes) -> str:
    """The id of the format by the ending of the file's name, else by how it begins; empty where neither tells."""
    for ending in reversed(PurePath(name.lower()).suffixes):
        if ending in ENDINGS:
            return ENDINGS[ending]
    start = data[:20_000].replace(b"\0", b"")
    return next((format for format, sign in SIGNS if sign.search(start)), "")
