"""From a bank's text to the items of the catalogue: every reference resolved, every key proven."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ValidationError

from studyapp.catalogue.courses import Misconception, Objective
from studyapp.catalogue.facts import Fact, Told
from studyapp.catalogue.options import Figure, Option
from studyapp.catalogue.prose import Html
from studyapp.catalogue.quantities import Quantity
from studyapp.catalogue.questions import Bank, Choices, Item, Question
from studyapp.catalogue.trees import DecisionTree
from studyapp.formats.bank_markdown import BankText, ItemText
from studyapp.formats.problems import Problems, nearest
from studyapp.formats.prose import Scope, render
from studyapp.formats.question_parts import Parts
from studyapp.formats.scenarios import prove_story, read_told, told_by, tree_choices, with_scenario
from studyapp.formats.schemas import BankYaml, QuestionYaml
from studyapp.formats.yaml_text import Document, Strict, typed

Schema = TypeVar("Schema", bound=Strict)
DEFAULTS = ("type", "objective", "difficulty", "tree", "tags", "points")


@dataclass
class Setting:
    """What the questions of a course can refer to."""

    facts: Mapping[str, Fact]
    options: Mapping[str, Option]
    trees: Mapping[str, DecisionTree]
    tree_hashes: Mapping[str, str]
    objectives: Mapping[str, Objective]
    misconceptions: Mapping[str, Misconception]
    former: Mapping[Quantity, tuple[Quantity, ...]]


def former(figures: Mapping[str, Figure]) -> dict[Quantity, tuple[Quantity, ...]]:
    """What each value once was; equal amounts share what any of them was, since limits are told apart by amount only."""
    found: dict[tuple[str, Decimal], tuple[Quantity, ...]] = {}
    for figure in figures.values():
        amount = (figure.value.dimension, figure.value.base)
        found[amount] = found.get(amount, ()) + figure.was
    return {figure.value: found[figure.value.dimension, figure.value.base] for figure in figures.values()}


def read_questions(text: BankText, file: str, setting: Setting, scope: Scope, problems: Problems) -> Bank | None:
    """The bank with all questions that could be read; none when its front matter is broken."""
    document = text.document or Document(file, dict(text.data))
    front = typed(document, BankYaml, problems)
    known = front or _salvaged(document, BankYaml, bank="unnamed")
    _check_front(known, document, setting, problems)
    stories = {item.id: item.stem for item in text.items if item.data.get("type") == "case"}
    readers = (_Reader(known, front is None, item, file, setting, scope, problems, stories) for item in text.items)
    items = tuple(item for reader in readers if (item := reader.read()) is not None)
    with_facts = {item.id for item in text.items if item.data.get("facts")}
    unproven = len(with_facts - {item.id for item in items})
    return Bank(front.bank, text.title, items, len(stories), unproven) if front else None


def _salvaged(document: Document, schema: type[Schema], **needed: str) -> Schema:
    """What can be used of broken data, so that all else is read all the same."""
    try:
        return schema.model_validate({**needed, **document.data})
    except ValidationError as error:
        wrong = {one["loc"][0] for one in error.errors()}
        return schema.model_validate(needed | {key: v for key, v in document.data.items() if key not in wrong})


def _check_front(front: BankYaml, document: Document, setting: Setting, problems: Problems) -> None:
    """What the questions take from the front matter is checked here, once for all of them."""
    if front.objective and front.objective not in setting.objectives:
        fix = nearest(front.objective, setting.objectives, "name one of objectives.yaml.")
        problems.error(document.file, document.line("objective"), f'there is no objective "{front.objective}".', fix)
    if front.tree and front.tree not in setting.trees:
        fix = nearest(front.tree, setting.trees, "name a sound file of trees/.")
        problems.error(document.file, document.line("tree"), f'there is no tree "{front.tree}".', fix)


@dataclass(frozen=True)
class Look:
    """A question as far as it can be read, flawed or not: what its author sees while writing."""

    question: Question
    tree: DecisionTree | None
    told: tuple[Told, ...]

    @property
    def marked(self) -> Html:
        """The stem with the words marked that tell facts, as far as they stand in it."""
        return told_by(self.question.stem, self.told, lambda line, message, fix: None, lambda fact: 0)[0]


def look_at(text: BankText, id: str, file: str, setting: Setting, scope: Scope) -> Look | None:
    """A look at one question of the bank; None at a case, or where nothing can be read."""
    front = _salvaged(text.document or Document(file, dict(text.data)), BankYaml, bank="unnamed")
    stories = {item.id: item.stem for item in text.items if item.data.get("type") == "case"}
    for item in text.items:
        if item.id == id:
            reader = _Reader(front, False, item, file, setting, scope, Problems(), stories)
            reader.read()
            return reader.look
    return None


@dataclass
class _Reader:
    front: BankYaml
    broken: bool  # what is missing may stand in what could not be read: no more is said of it
    item: ItemText
    file: str
    setting: Setting
    scope: Scope
    problems: Problems
    stories: Mapping[str, str]  # of the bank's cases
    look: "Look | None" = None  # what was read of the question, whatever is wrong with it

    def error(self, line: int, message: str, fix: str) -> None:
        self.problems.error(self.file, line, f"{self.item.id}: {message}", fix)

    def line(self, *place: str | int) -> int:
        return self.document.line(*place)

    def read(self) -> Item | None:
        before = len(self.problems)
        self.document = self._document()
        data = typed(self.document, QuestionYaml, self.problems)
        whole = data is not None and self.item.sound
        data = data or _salvaged(self.document, QuestionYaml)
        if data.type == "case":
            self._check_case()
            return None
        self._check_objective(data.objective)
        tree, told = self._tree(data), read_told(data.facts, self.setting.facts, self.error, self.line_of_fact)
        parts = Parts(
            self.item, self.scope, self.problems, self.error, self.setting.options, self.setting.misconceptions
        )
        own = bool(self.item.choices) or tree is None
        question = Question(
            ident=f"{self.front.bank}/{self.item.id}",
            stem=render(self.item.stem, self.scope, self.problems, self.item.stem_line),
            part=Choices(tree_choices(tree, told)) if tree is not None and not own else parts.read(data, tree, self.line),
            explanation=self._prose(self.item.explanation, self.item.explanation_line),
            hints=tuple(map(self._prose, self.item.hints, self.item.hint_lines)),
            sources=self._prose(self.item.sources, self.item.sources_line), story=self._story(data.case),
        )  # fmt: skip
        self.look = Look(question, tree, told)
        if whole and own:
            parts.check(question.part, self.broken)
        turns_on: tuple[str, ...] = ()
        if tree is not None and whole and not self.problems.broken_since(before):
            question, turns_on = self._prove(question, tree, told)
            self.look = Look(question, tree, told)
        if self.broken or not whole or self.problems.broken_since(before):
            return None
        return Item(
            question=question, bank=self.front.bank, id=self.item.id, title=self.item.title,
            objective=data.objective, difficulty=data.difficulty, tags=tuple(data.tags), points=data.points,
            retired=data.retired, turns_on=turns_on, file=self.file, line=self.item.line,
        )  # fmt: skip

    def _check_case(self) -> None:
        """A case holds a story, and is not asked itself."""
        render(self.item.stem, self.scope, self.problems, self.item.stem_line)

    def _story(self, case: str) -> Html:
        if case and case not in self.stories:
            fix = nearest(case, self.stories, 'add a question of "type: case" with that id.')
            self.error(self.line("case"), f'there is no case "{case}".', fix)
        return render(self.stories.get(case, ""), self.scope, Problems())

    def line_of_fact(self, name: str) -> int:
        return self.line("facts", name)

    def _document(self) -> Document:
        """The question's own data over the defaults of the front matter; only a single choice takes its tree."""
        own = self.item.document or Document(self.file, dict(self.item.data))
        given: dict[str, Any] = {name: getattr(self.front, name) for name in DEFAULTS}
        defaults = {name: value if isinstance(value, list) else str(value) for name, value in given.items() if value}
        if (own.data.get("type") or self.front.type or "single") != "single":
            defaults.pop("tree", None)
        self.broken = self.broken or not own.sound
        return Document(self.file, {**defaults, **own.data}, {**own.lines, (): self.item.line})

    def _prose(self, text: str, line: int) -> Html:
        return render(text, self.scope, self.problems, line) if text else Html("")

    def _check_objective(self, objective: str) -> None:
        if objective in self.setting.objectives:
            return
        if objective and (("objective",) in self.document.lines or objective != self.front.objective):
            fix = nearest(objective, self.setting.objectives, "name one of objectives.yaml.")
            self.error(self.line("objective"), f'there is no objective "{objective}".', fix)
        elif not objective and not self.broken:
            self.error(self.item.line, "it names no objective.", 'add "objective: …" here or in the front matter.')
        self.broken = True

    def _tree(self, data: QuestionYaml) -> DecisionTree | None:
        if data.tree and data.type != "single":
            self.error(
                self.line("tree"), "only a single choice can be proven.", f'remove "tree", or "type: {data.type}".'
            )
        elif data.tree and data.tree not in self.setting.trees:
            if data.tree != self.front.tree:
                fix = nearest(data.tree, self.setting.trees, "name a sound file of trees/.")
                self.error(self.line("tree"), f'there is no tree "{data.tree}".', fix)
            self.broken = True
        elif not data.tree and data.facts and not self.broken:
            self.error(self.line("facts"), "its facts prove nothing without a tree.", 'add "tree: …", or remove them.')
        return self.setting.trees.get(data.tree) if data.type == "single" else None

    def _prove(
        self, question: Question, tree: DecisionTree, told: tuple[Told, ...]
    ) -> tuple[Question, tuple[str, ...]]:
        marked, told = told_by(question.stem, told, self.error, self.line_of_fact)
        own_choices, line = bool(self.item.choices), self.line("facts")
        proof = prove_story(question, tree, told, own_choices, self.setting.former, self.error, line)
        if not question.explanation:
            reason = tree.node_by_id[proof.path[-1]].because
            question = replace(question, explanation=self._prose(reason, self.item.line))
        return with_scenario(question, tree, self.setting.tree_hashes[tree.id], told, marked, proof), proof.turns_on
