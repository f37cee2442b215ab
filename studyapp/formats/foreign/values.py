"""What a reader and a writer of another system's format give back. The sentences are for authors."""

from collections.abc import Callable
from dataclasses import dataclass

from studyapp.formats.bank_markdown import BankText, ItemText, write_bank
from studyapp.formats.problems import Problem


@dataclass(frozen=True)
class Limits:
    """How much is read at once."""

    size: int = 5_000_000  # bytes
    questions: int = 2_000


@dataclass(frozen=True)
class Found:
    """A question of the source: where it stands, and what became of it."""

    where: str  # "line 12", "question 3", "row 5"
    name: str  # what the source calls it, or its first words
    item: ItemText | None  # none where nothing could be made of it; `undecided` then says why
    lost: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()


@dataclass(frozen=True)
class Imported:
    """A file that was read. With `problems` nothing was, and they say why."""

    bank: BankText
    found: tuple[Found, ...] = ()  # in the order of the source
    notes: tuple[str, ...] = ()  # on the file as a whole
    problems: tuple[Problem, ...] = ()

    @property
    def text(self) -> str:
        """The bank in the house format."""
        return write_bank(self.bank)


@dataclass(frozen=True)
class Left:
    """A question of the bank, and what the file does not carry of it."""

    id: str
    title: str
    sentences: tuple[str, ...]
    written: bool  # whether the question is in the file at all


@dataclass(frozen=True)
class Exported:
    """A file to give away. `bank` is what reading it gives back: the bank without its losses."""

    data: bytes
    bank: BankText
    losses: tuple[Left, ...] = ()  # only questions that lose something
    notes: tuple[str, ...] = ()  # on the bank as a whole


Read = Callable[[bytes, str, Limits], Imported]  # the bytes, the name of their file, and what is too much
Write = Callable[[BankText], Exported]


@dataclass(frozen=True)
class Format:
    id: str  # as in addresses: "moodle-xml"
    title: str
    extension: str  # with its dot
    media_type: str
    read: Read
    write: Write
