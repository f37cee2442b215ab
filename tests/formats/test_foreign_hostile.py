"""Files made to do harm, or broken, are refused with a sentence, and cost little."""

import io
import struct
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from studyapp.formats.foreign.known import FORMATS, guess_format
from studyapp.formats.foreign.values import Limits
from tests.formats.test_foreign_samples import SAMPLES
from tests.formats.test_foreign_sheets import workbook

ANEW = "export the questions anew, and do not edit the file by hand."
AGAIN = "save it as XLSX anew from a spreadsheet, or as CSV."
COLUMNS = (
    'name the columns in the first row: "stem", "choice 1", "choice 2", "right"; docs/writing-content.md lists them.'
)
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SOUND = workbook(["stem", "choice 1", "choice 2", "right"], ["Which?", "A", "B", 1])
ROW = f'<worksheet {NAMESPACE}><sheetData><row><c t="inlineStr"><is><t>stem</t></is></c></row>'


def refusals(format: str, data: bytes, limits: Limits | None = None) -> list[str]:
    found = FORMATS[format].read(data, "tea", limits or Limits())
    assert (found.found, found.bank.items) == ((), ())
    return [str(problem) for problem in found.problems]


XML = {
    "entities": (b'<!DOCTYPE q [<!ENTITY a "b">]>\n<quiz>&a;</quiz>', f"1: it declares a document type or entities, which are not read. Fix: {ANEW}"),
    "an entity of another file": (b'<!DOCTYPE q SYSTEM "file:///etc/passwd">\n<quiz/>', f"1: it declares a document type or entities, which are not read. Fix: {ANEW}"),
    "nested deeply": (b"<quiz>\n" + b"<a>" * 500_000, f"2: its elements are nested more than 40 deep. Fix: {ANEW}"),
    "truncated": (b"<quiz>\n<question>\n<na", f"3: the file ends in the middle. Fix: {ANEW}"),
    "truncated between elements": (b"<quiz>\n<question>\n", f"3: the file ends in the middle. Fix: {ANEW}"),
    "another XML": (b"<html/>", "1: this is XML, but none of Moodle's questions: it begins with <html>. Fix: export the questions of a course as Moodle XML."),
    "an unknown encoding": (b'<?xml version="1.0" encoding="klingon"?><quiz/>', "1: it names an encoding that is not known. Fix: save it as UTF-8, and say so in its first line."),
    "another encoding than it says": ("<quiz>\né</quiz>".encode("cp1252"), f"2: this is no sound XML (not well-formed (invalid token)). Fix: {ANEW}"),
    "too much HTML": (b"<quiz><question><![CDATA[" + b"<b>" * 200_001 + b"]]></question></quiz>", "1: it holds more HTML than 2,000 questions need. Fix: part the file, or use manage.py import_bank."),
    "nothing": (b"", f"1: the file ends in the middle. Fix: {ANEW}"),
    "no question": (b"<quiz/>", "1: there is no question in it. Fix: choose another format, or another file."),
}  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), XML.values(), ids=XML)
def test_hostile_xml_is_refused(data: bytes, expected: str) -> None:
    assert refusals("moodle-xml", data) == [f"tea:{expected}"]


def with_member(name: str, content: bytes | Callable[[], list[bytes]]) -> bytes:
    """The sound workbook with another part, or with one in place of its own."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(SOUND)) as sound, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as made:
        for member in sound.namelist():
            if member != name:
                made.writestr(member, sound.read(member))
        with made.open(name, "w", force_zip64=True) as part:
            for chunk in [content] if isinstance(content, bytes) else content():
                part.write(chunk)
    return out.getvalue()


def thirty_megabytes() -> list[bytes]:
    return [b" " * 1_000_000] * 30


def lying_about_its_size() -> bytes:
    """The directory says of a part of 9 MB that it has 1,000 bytes."""
    data = bytearray(with_member("xl/worksheets/sheet1.xml", b"<a>" + b" " * 9_000_000 + b"</a>"))
    entry = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/worksheets/sheet1.xml"))
    data[entry + 24 : entry + 28] = struct.pack("<I", 1_000)
    return bytes(data)


ZIPS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a sheet that unpacks to 30 MB": (lambda: with_member("xl/worksheets/sheet1.xml", thirty_megabytes), "unpacked it would have more than 30 MB."),
    "a picture that unpacks to 30 MB": (lambda: with_member("xl/media/a.png", thirty_megabytes), "unpacked it would have more than 30 MB."),
    "a part that lies about its size": (lying_about_its_size, "this is no XLSX file, or a damaged one."),
    "a path upwards": (lambda: with_member("../../etc/passwd", b""), "a part of it has a path that leads out of it."),
    "an absolute path": (lambda: with_member("/etc/passwd", b""), "a part of it has a path that leads out of it."),
    "a path of Windows": (lambda: with_member("C:\\a.xml", b""), "a part of it has a path that leads out of it."),
    "entities": (lambda: with_member("xl/sharedStrings.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><sst/>'), "its part sharedStrings.xml declares a document type, which is not read."),
    "blank rows without end": (lambda: with_member("xl/worksheets/sheet1.xml", ROW.encode() + b"<row/>" * 200_000), "its part sheet1.xml has more elements than so many questions need: delete blank rows and columns."),
    "rows nested deeply": (lambda: with_member("xl/worksheets/sheet1.xml", ROW.encode() + b"<row>" * 100_000), "the elements of its part sheet1.xml are nested too deeply."),
    "many styles": (lambda: with_member("xl/styles.xml", b"<a>" + b"<xf/>" * 30_000 + b"</a>"), "its part styles.xml has more elements than so many questions need: delete blank rows and columns."),
    "a part that is no XML": (lambda: with_member("xl/workbook.xml", b"\xff\xfe\0"), "its part workbook.xml is no sound XML."),
    "many parts": (lambda: b"".join([zip_of({str(n): b"" for n in range(501)})]), "it has more parts than a workbook has, or two of the same name."),
    "another ZIP": (lambda: zip_of({"word/document.xml": b"<a/>"}), "this is a ZIP file, but no workbook."),
    "half a file": (lambda: SOUND[: len(SOUND) // 2], "this is no XLSX file, or a damaged one."),
    "text": (lambda: b"stem,right\n", "this is no XLSX file, or a damaged one."),
}  # fmt: skip


def zip_of(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(("data", "expected"), ZIPS.values(), ids=ZIPS)
def test_a_hostile_workbook_is_refused(data: Callable[[], bytes], expected: str) -> None:
    few = Limits(questions=200)  # which bounds the rows: files that break the site's own bound take long to make
    assert refusals("xlsx", data(), few) == [f"tea:1: {expected} Fix: {AGAIN}"]


def test_a_row_far_below_ends_the_reading() -> None:
    far = f'{ROW}<row r="99999999999"><c r="A99999999999"/></row></sheetData></worksheet>'
    expected = "tea:1: there is no question in it. Fix: choose another format, or another file."
    assert refusals("xlsx", with_member("xl/worksheets/sheet1.xml", far.encode())) == [expected]


TEXTS = {
    "a picture": ("gift", b"\x89PNG\r\n", "1: this is no text file. Fix: export it as text, or choose the format XLSX."),
    "zeros": ("aiken", b"A\n\0\0\0B", "2: it holds the sign 0x00, which no text has. Fix: save the file as UTF-8 text."),
    "half a sign": ("csv", b"stem\n\xc3\x81\x81", "2: its signs are neither UTF-8 nor Windows-1252. Fix: save the file as UTF-8."),
    "no UTF-16": ("csv", b"\xff\xfea", "1: it begins as UTF-16, and is not. Fix: save the file as UTF-8."),
    "not GIFT": ("gift", b"Hello.\n", '1: this is not GIFT: nothing in it stands in braces. Fix: write the answers of a question in braces: "What? {=right ~wrong}", or choose another format.'),
    "not Aiken": ("aiken", b"Hello {=a}.\n", '1: this is not Aiken: no line ANSWER: stands below lettered choices. Fix: write "A. …" before each choice and "ANSWER: A" below them, or choose another format.'),
    "no column": ("csv", b"a,b\n1,2\n", f"1: no row names a column stem. Fix: {COLUMNS}"),
    "an open quotation mark": ("csv", b'stem,right\nx,1\n"y,2\nz,1\n', '3: a cell begins with a quotation mark, and none ends it. Fix: double a quotation mark within a cell: "".'),
    "a cell of megabytes": ("csv", b"stem\n" + b"a" * 200_000, "1: this is no CSV (field larger than field limit (131072)). Fix: save it as CSV UTF-8."),
    "blank rows without end": ("csv", b"stem\n" + b"\n" * 200_000, "1: there is no question in it. Fix: choose another format, or another file."),
}  # fmt: skip


@pytest.mark.parametrize(("format", "data", "expected"), TEXTS.values(), ids=TEXTS)
def test_what_is_no_such_text_is_refused(format: str, data: bytes, expected: str) -> None:
    assert refusals(format, data) == [f"tea:{expected}"]


@pytest.mark.parametrize("broken", ["Which? {=a ~b", "Which? =a ~b}", "Which? {{=a ~b}", "::x"])
def test_behind_unbalanced_braces_the_next_question_is_read(broken: str) -> None:
    found = FORMATS["gift"].read(f"{broken}\n\nNext? {{=c ~d}}\n".encode(), "tea", Limits())
    assert [choice.text for choice in found.bank.items[-1].choices] == ["c", "d"]
    assert len(found.found) == 2


NAMES = {
    ("a.gift", b""): "gift", ("a.xml", b""): "moodle-xml", ("A.CSV", b""): "csv", ("a.tsv", b""): "csv", ("a.xlsx", b""): "xlsx",
    ("a", b"PK\x03\x04"): "xlsx", ("a", b"<?xml?><quiz>"): "moodle-xml", ("a.txt", b"What?\nA. b\nB. c\nANSWER: A"): "aiken",
    ("a.txt", b"What? {=a ~b}"): "gift", ("a.txt", b"stem;right\n"): "csv", ("a.txt", b"Hello."): "", ("", b""): "",
}  # fmt: skip


@pytest.mark.parametrize(("file", "expected"), NAMES.items(), ids=str)
def test_a_format_is_told_by_the_name_or_else_by_the_beginning(file: tuple[str, bytes], expected: str) -> None:
    assert guess_format(*file) == expected


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_any_half_of_a_sample_is_read_to_an_end(path: object) -> None:
    data = SAMPLES.joinpath(str(path)).read_bytes()
    for format in FORMATS.values():
        for part in (data[: len(data) // 2], data[len(data) // 2 :]):
            found = format.read(part, "tea", Limits())
            assert bool(found.problems) != bool(found.found)
