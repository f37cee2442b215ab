"""Modules, lessons and what stands in them."""

from dataclasses import dataclass

from studyapp.catalogue.prose import Html


@dataclass(frozen=True)
class Check:
    """A question put into the text."""

    question: str  # bank/question


@dataclass(frozen=True)
class Bar:
    start: int  # per cent of the width
    end: int
    kind: str  # works, waits, free


@dataclass(frozen=True)
class Lane:
    name: str
    says: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Arrow:
    at: int
    start: int  # lane, from 1
    end: int


@dataclass(frozen=True)
class Tick:
    at: int
    says: str


@dataclass(frozen=True)
class Waits:
    """Who waits, and where: time runs right, a lane for each party."""

    title: str
    says: str
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True)
class Step:
    name: str
    says: str


@dataclass(frozen=True)
class Path:
    """Stations in a row."""

    title: str
    says: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Rung:
    name: str
    cells: tuple[str, ...]  # you, shared, provider


@dataclass(frozen=True)
class Ladder:
    """Who is responsible for what, choice by choice."""

    title: str
    says: str
    columns: tuple[str, ...]
    rows: tuple[Rung, ...]  # a cell for each column


Drawing = Waits | Path | Ladder
Block = Html | Check | Drawing


@dataclass(frozen=True)
class Heading:
    slug: str
    text: str


@dataclass(frozen=True)
class Lesson:
    id: str
    module: str
    number: int
    title: str
    says: str
    objectives: tuple[str, ...]
    minutes: int
    sources: tuple[str, ...]
    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]
    text: str  # bare, for the search

    @property
    def key(self) -> str:
        return f"{self.module}/{self.id}"


@dataclass(frozen=True)
class Module:
    id: str
    number: int
    title: str
    difficulty: int
    focus: str
    objectives: tuple[str, ...]
    lessons: tuple[Lesson, ...]

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)

    def lesson(self, id: str) -> Lesson | None:
        return next((lesson for lesson in self.lessons if lesson.id == id), None)


@dataclass(frozen=True)
class Use:
    who: str
    what: str
    gain: str


@dataclass(frozen=True)
class Term:
    id: str
    title: str
    names: tuple[str, ...]
    category: str
    difficulty: int
    related: tuple[str, ...]
    see: tuple[str, ...]  # lesson keys
    equivalents: tuple[tuple[str, str], ...]
    uses: tuple[Use, ...]
    body: Html
    text: str
