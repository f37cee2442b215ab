"""What is being typed, read at each pause: a large draft a part at a time, without reading again what did not change."""

from dataclasses import dataclass

from studyapp.catalogue.courses import Catalogue, Course
from studyapp.formats.bank_pieces import Cut, Piece, cut
from studyapp.formats.large_drafts import Looks, Memo, Reader
from studyapp.formats.problems import Problem
from studyapp.formats.question_files import Look
from studyapp.records import publications, shelf
from studyapp.records.models import Bank
from studyapp.records.publications import Reading

WHOLE = 100_000  # characters that are read at once
AT_ONCE = 150_000  # characters of a larger draft that are read at a time
KEPT = 5_000  # questions that a process remembers
LOOKS = 200  # looks at one


@dataclass(frozen=True)
class Typed:
    """A text as far as it was read, and a look at the question at the cursor."""

    reading: Reading
    left: int  # questions still to be read
    of: int
    at: str  # the id of the question at the cursor
    look: Look | None

    @property
    def read(self) -> int:
        return self.of - self.left


_files: Catalogue | None = None
_memos: dict[str, tuple[Memo, Looks]] = {}  # by course


def read(bank: Bank, course: Course, text: str, *, line: int) -> Typed:
    """The text with its problems, and the question that holds the line. A large one is read on at each call."""
    whole = cut(text)
    reader = _reader(bank, course, whole)
    piece = whole.at(line)
    look = reader.look(piece) if piece else None
    at = piece.id if piece else ""
    if len(text) <= WHOLE:
        return Typed(publications.read(bank, course, text), 0, len(whole.pieces), at, look)
    left = reader.read(piece, AT_ONCE)
    served, written, problems = reader.bank(left)
    newest = publications.last(bank)
    if served is not None:
        publications.check_reuse(bank, newest, served, problems)
    return Typed(Reading(served, written, problems, newest), left, len(whole.pieces), at, look)


def problems_of(bank: Bank, course: Course, whole: Cut, piece: Piece) -> list[Problem]:
    """What is wrong with one question of the text."""
    return _reader(bank, course, whole).problems(piece)


def _reader(bank: Bank, course: Course, whole: Cut) -> Reader:
    """A reader that reads nothing again that was read before, as long as the course's files stay as they are."""
    global _files  # noqa: PLW0603 - a process has one memory
    files = shelf.catalogue()
    if files is not _files:
        _files = files
        _memos.clear()
    reader = Reader(course, bank.ident, whole, *_memos.setdefault(course.id, ({}, {})))
    if len(reader.memo) > KEPT:
        reader.forget_others()
    if len(reader.looks) > LOOKS:
        reader.looks.clear()
    return reader
