"""Questions as they are asked, and what a bank knows of them besides."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, assert_never

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
class Choices:
    """Choose one, or (with `several`) all that apply."""

    choices: tuple[Choice, ...]
    several: bool = False


@dataclass(frozen=True)
class Steps:
    """Put steps in order: the right ones as they belong, then those that do not belong."""

    right: tuple[Html, ...]
    extra: tuple[Html, ...] = ()

    @property
    def all(self) -> tuple[Html, ...]:
        return self.right + self.extra


@dataclass(frozen=True)
class Pairs:
    """Match each prompt to an answer; answers may serve several prompts or none."""

    head: tuple[Html, Html]
    prompts: tuple[Html, ...]
    answers: tuple[Html, ...]
    key: tuple[int, ...]  # the number of the answer for each prompt


@dataclass(frozen=True)
class Number:
    """Work out a number. `tolerance` is a share of it (0.005), or an amount when `absolute`."""

    answer: Decimal
    tolerance: Decimal
    absolute: bool
    unit: str

    @property
    def margin(self) -> Decimal:
        """How far off an answer may be."""
        return self.tolerance if self.absolute else abs(self.answer) * self.tolerance


Part = Choices | Steps | Pairs | Number
Kind = Literal["single", "multiple", "ordering", "matching", "numeric"]


@dataclass(frozen=True)
class Question:
    """A question's body: all that is pinned when it is asked."""

    ident: str  # bank/question
    stem: Html
    part: Part
    explanation: Html = Html("")
    hints: tuple[Html, ...] = ()
    sources: Html = Html("")
    story: Html = Html("")  # of its case
    scenario: Scenario | None = None

    @property
    def kind(self) -> Kind:
        match self.part:
            case Choices(several=several):
                return "multiple" if several else "single"
            case Steps():
                return "ordering"
            case Pairs():
                return "matching"
            case Number():
                return "numeric"
            case _:
                assert_never(self.part)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The choices; none for a kind that has none."""
        return self.part.choices if isinstance(self.part, Choices) else ()

    @property
    def key(self) -> frozenset[int]:
        """The numbers of the right choices, from 0, in the order of the bank."""
        return frozenset(number for number, choice in enumerate(self.choices) if choice.right)

    @property
    def movable(self) -> int:
        """How many things an attempt shows in an order of its own: choices, steps, or answers to match."""
        match self.part:
            case Choices(choices=things):
                return len(things)
            case Steps():
                return len(self.part.all)
            case Pairs(answers=things):
                return len(things)
            case Number():
                return 0
            case _:
                assert_never(self.part)


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
    cases: int = 0  # stories that several of its questions share
    unproven: int = 0  # questions with facts that prove nothing, and so were left out
