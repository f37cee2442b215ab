"""Questions as they are asked, and what a bank knows of them besides."""

from dataclasses import dataclass, field
from typing import Literal

from studyapp.catalogue.facts import Told
from studyapp.catalogue.prose import Html


@dataclass(frozen=True)
class Choice:
    text: Html
    right: bool
    feedback: Html = Html("")
    left_out: Html = Html("")  # said of a right choice that was not taken
    option: str = ""  # the option a scenario's choice stands for
    misconception: str = ""


@dataclass(frozen=True)
class Scenario:
    """The story of a proven question: what it tells, what is taken for granted, where that leads."""

    tree: str
    tree_hash: str
    told: tuple[Told, ...]
    assumed: tuple[Told, ...]
    path: tuple[str, ...]  # node ids
    outcome: str  # option id
    marked: Html  # the stem with the telling words marked a, b, c …


@dataclass(frozen=True)
class Question:
    """A question's body: all that is pinned when it is asked."""

    ident: str  # bank/question
    kind: Literal["single", "multiple"]
    stem: Html
    choices: tuple[Choice, ...]
    explanation: Html = Html("")
    hints: tuple[Html, ...] = ()
    sources: Html = Html("")
    scenario: Scenario | None = None

    @property
    def key(self) -> frozenset[int]:
        """The numbers of the right choices, from 0, in the order of the bank."""
        return frozenset(number for number, choice in enumerate(self.choices) if choice.right)


@dataclass(frozen=True)
class Item:
    """A question in its bank."""

    question: Question
    bank: str
    id: str
    title: str
    objective: str
    difficulty: int
    tags: tuple[str, ...]
    points: int
    retired: bool
    turns_on: tuple[str, ...] = ()  # nodes at which one of its distractors leaves the path
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def ident(self) -> str:
        return self.question.ident

    @property
    def outcome(self) -> str:
        return self.question.scenario.outcome if self.question.scenario else ""


@dataclass(frozen=True)
class Bank:
    id: str
    title: str
    items: tuple[Item, ...]
