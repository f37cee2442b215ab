"""A course, and the catalogue of all courses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from studyapp.catalogue.costs import Example, PriceList
from studyapp.catalogue.exercises import Exercise
from studyapp.catalogue.facts import Fact
from studyapp.catalogue.lessons import Lesson, Module, Term
from studyapp.catalogue.options import Figure, Option, Source
from studyapp.catalogue.pools import Pool
from studyapp.catalogue.prose import Html
from studyapp.catalogue.quantities import Quantity
from studyapp.catalogue.questions import Bank, Item
from studyapp.catalogue.trees import DecisionTree


@dataclass(frozen=True)
class Objective:
    id: str
    says: str
    module: str  # empty: what the course takes for granted


@dataclass(frozen=True)
class Misconception:
    id: str
    says: str
    lesson: str  # module/lesson


@dataclass(frozen=True)
class Runs:
    """The runs of one mode: how large, how long, and what they are spread evenly over."""

    sizes: tuple[int, ...]
    minutes: Decimal | None
    spread: tuple[str, ...]


@dataclass(frozen=True)
class Quiz:
    id: str
    title: str
    summary: str
    banks: tuple[str, ...]
    pass_percent: int
    runs: Mapping[str, Runs]  # by mode
    audience: str = ""  # empty: everybody; else the bank that says to whom it is served
    sealed: bool = False  # its keys and verdicts are shown to nobody but their authors


@dataclass(frozen=True)
class Metric:
    """When the course counts as mastered in one respect: by a quiz, or by exercises passed."""

    id: str
    title: str
    says: str
    quiz: str = ""
    exercises: str = ""
    passed: int = 0
    including: Mapping[str, int] = field(default_factory=dict)  # how many of them with a tag


@dataclass(frozen=True)
class MapCase:
    title: str
    across: Quantity
    up: Quantity


@dataclass(frozen=True)
class Map:
    """The options by two facts, with a third as a mark."""

    title: str
    says: str
    across: str
    up: str
    mark: str
    case: MapCase


@dataclass(frozen=True)
class Field:
    id: str
    label: str
    hint: str


@dataclass(frozen=True)
class WorksheetStep:
    id: str
    title: str
    ask: str
    help: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Worksheet:
    title: str
    says: str
    steps: tuple[WorksheetStep, ...]


@dataclass(frozen=True)
class Course:
    id: str
    title: str
    exam: str
    objective: str
    summary: str
    notice: str
    checked: date | None  # when its facts were last checked
    prerequisites: Html
    ready_quiz: str
    modules: tuple[Module, ...]
    objectives: Mapping[str, Objective]
    figures: Mapping[str, Figure]
    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    options: Mapping[str, Option]
    trees: Mapping[str, DecisionTree]
    tree_hashes: Mapping[str, str]
    terms: Mapping[str, Term]
    misconceptions: Mapping[str, Misconception]
    banks: Mapping[str, Bank]
    quizzes: Mapping[str, Quiz]
    metrics: Mapping[str, Metric]
    map: Map | None
    worksheet: Worksheet | None
    prices: PriceList
    costs: Example | None  # the workload with which its explorer of costs opens
    exercises: Mapping[str, Exercise]
    node_lessons: Mapping[str, str] = field(default_factory=dict)  # tree/node: the lesson on that decision
    pages: Mapping[str, str] = field(default_factory=dict)  # the address of each file that has one
    anchors: Mapping[str, frozenset[str]] = field(default_factory=dict)  # the headings of those that have some
    language: str = "en"  # in which it is written, whatever the language of the page around it

    @cached_property
    def items(self) -> dict[str, Item]:
        """Every item by its ident, bank/question."""
        return {item.ident: item for bank in self.banks.values() for item in bank.items}

    @cached_property
    def scenarios(self) -> dict[str, tuple[Item, ...]]:
        """By tree, what its files' banks prove by it: what trees of learners' own are executed on."""
        of_people = {quiz.audience for quiz in self.quizzes.values()}
        found: dict[str, list[Item]] = {}
        for item in self.items.values():
            scenario = item.question.scenario
            if scenario and not item.retired and item.bank not in of_people:
                found.setdefault(scenario.tree, []).append(item)
        return {tree: tuple(found[tree]) for tree in self.trees if tree in found}

    @cached_property
    def lessons(self) -> dict[str, Lesson]:
        """Every lesson by its key, module/lesson, in the order of study."""
        return {lesson.key: lesson for module in self.modules for lesson in module.lessons}

    def lesson_on(self, objective: str, node: str = "", misconception: str = "") -> Lesson | None:
        """Where to read on: what mends a belief, else the lesson on a decision (tree/node), else the first of the objective."""
        believed = self.misconceptions[misconception].lesson if misconception in self.misconceptions else ""
        named = self.lessons.get(believed) or self.lessons.get(self.node_lessons.get(node, ""))
        return named or next((one for one in self.lessons.values() if objective in one.objectives), None)

    @cached_property
    def module_by_id(self) -> dict[str, Module]:
        return {module.id: module for module in self.modules}

    @property
    def main_quiz(self) -> str:
        """The quiz of the first success metric that has one: what readiness speaks of."""
        return next((metric.quiz for metric in self.metrics.values() if metric.quiz), "")

    @cached_property
    def _pools(self) -> dict[tuple[str, ...], Pool]:
        return {}

    def pool(self, quiz: Quiz) -> Pool:
        """What the quiz can ask, in the order of its banks."""
        if quiz.banks not in self._pools:
            asked = Pool(item for bank in quiz.banks for item in self.banks[bank].items if not item.retired)
            self._pools[quiz.banks] = asked
        return self._pools[quiz.banks]

    @cached_property
    def practised(self) -> Pool:
        """Every question of any quiz that is not sealed."""
        pools = [self.pool(quiz) for quiz in self.quizzes.values() if not quiz.sealed]
        return Pool({item.ident: item for pool in pools for item in pool}.values())


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The immutable whole."""

    courses: Mapping[str, Course] = field(default_factory=dict)
