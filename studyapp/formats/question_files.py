"""From a bank's text to the items of the catalogue: every reference resolved, every key proven."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from studyapp.catalogue.courses import Misconception, Objective
from studyapp.catalogue.facts import Fact, Told
from studyapp.catalogue.options import Option
from studyapp.catalogue.prose import Html
from studyapp.catalogue.quantities import Quantity
from studyapp.catalogue.questions import Bank, Choice, Item, Question, Scenario
from studyapp.catalogue.trees import DecisionTree
from studyapp.formats.bank_markdown import BankText, ItemText
from studyapp.formats.marking import Missing, Overlapping, mark
from studyapp.formats.problems import Problems, nearest
from studyapp.formats.proofs import report
from studyapp.formats.prose import Scope, render, render_inline
from studyapp.formats.quantity_text import read_amount
from studyapp.formats.schemas import BankYaml, QuestionYaml
from studyapp.formats.yaml_text import Document, typed
from studyapp.rules.deciding import walk
from studyapp.rules.grading import case_from
from studyapp.rules.proving import prove

DEFAULTS = ("type", "objective", "difficulty", "tree", "tags", "points")
COUNT_WORDS = {"TWO": 2, "THREE": 3, "FOUR": 4, "FIVE": 5}


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


def read_questions(text: BankText, file: str, setting: Setting, scope: Scope, problems: Problems) -> Bank | None:
    """The bank with all questions that could be read."""
    document = text.document or Document(file, dict(text.data))
    front = typed(document, BankYaml, problems)
    if front is None:
        return None
    items = [_Reader(front, item, file, setting, scope, problems).read() for item in text.items]
    return Bank(front.bank, text.title, tuple(item for item in items if item is not None))


@dataclass
class _Reader:
    front: BankYaml
    item: ItemText
    file: str
    setting: Setting
    scope: Scope
    problems: Problems

    def error(self, line: int, message: str, fix: str) -> None:
        self.problems.error(self.file, line, f"{self.item.id}: {message}", fix)

    def line(self, *place: str | int) -> int:
        return self.document.line(*place)

    def read(self) -> Item | None:
        before = len(self.problems.errors)
        self.document = self._document()
        data = typed(self.document, QuestionYaml, self.problems)
        if data is None or not self.item.stem:
            return None
        self._check_objective(data.objective)
        stem = render(self.item.stem, self.scope, self.problems, self.item.stem_line)
        tree = self._tree(data.tree)
        choices = self._choices(data, tree)
        told = self._told(data.facts)
        question = Question(
            ident=f"{self.front.bank}/{self.item.id}", kind=data.type, stem=stem, choices=choices,
            explanation=self._prose(self.item.explanation), hints=tuple(map(self._prose, self.item.hints)),
            sources=self._prose(self.item.sources),
        )  # fmt: skip
        self._check_ticks(question)
        turns_on: tuple[str, ...] = ()
        if tree is not None and len(self.problems.errors) == before:
            question, turns_on = self._prove(question, tree, told)
        if len(self.problems.errors) > before:
            return None
        return Item(
            question=question, bank=self.front.bank, id=self.item.id, title=self.item.title,
            objective=data.objective, difficulty=data.difficulty, tags=tuple(data.tags), points=data.points,
            retired=data.retired, turns_on=turns_on, file=self.file, line=self.item.line,
        )  # fmt: skip

    def _document(self) -> Document:
        """The question's own data over the defaults of the front matter."""
        given: dict[str, Any] = {name: getattr(self.front, name) for name in DEFAULTS}
        defaults = {name: value if isinstance(value, list) else str(value) for name, value in given.items() if value}
        own = self.item.document or Document(self.file, dict(self.item.data))
        lines = {**own.lines, (): self.item.line}
        return Document(self.file, {**defaults, **own.data}, lines)

    def _prose(self, text: str) -> Html:
        return render(text, self.scope, self.problems, self.item.line) if text else Html("")

    def _check_objective(self, objective: str) -> None:
        if not objective:
            self.error(self.item.line, "it names no objective.", 'add "objective: …" here or in the front matter.')
        elif objective not in self.setting.objectives:
            fix = nearest(objective, self.setting.objectives, "name one of objectives.yaml.")
            self.error(self.line("objective"), f'there is no objective "{objective}".', fix)

    def _tree(self, name: str) -> DecisionTree | None:
        if name and name not in self.setting.trees:
            fix = nearest(name, self.setting.trees, "name a sound file of trees/.")
            self.error(self.line("tree"), f'there is no tree "{name}".', fix)
        return self.setting.trees.get(name)

    def _choices(self, data: QuestionYaml, tree: DecisionTree | None) -> tuple[Choice, ...]:
        if not self.item.choices and tree is not None:
            return self._tree_choices(data, tree)
        if len(self.item.choices) < 2:
            self.error(self.item.line, "it has fewer than two choices.", 'add lines "- [ ] …" and "- [x] …".')
        found, seen = [], dict[str, int]()
        for choice in self.item.choices:
            if choice.text in seen:
                self.error(choice.line, f'the choice "{choice.text}" stands here twice.', "reword or remove one.")
            seen[choice.text] = choice.line
            if choice.misconception and choice.misconception not in self.setting.misconceptions:
                fix = nearest(choice.misconception, self.setting.misconceptions, "name one of misconceptions.yaml.")
                self.error(choice.feedback_line, f'there is no misconception "{choice.misconception}".', fix)
            if not choice.right and not choice.feedback:
                self.problems.warning(
                    self.file,
                    choice.line,
                    f"{self.item.id}: a wrong choice has no feedback.",
                    "say under it why it is wrong.",
                )
            found.append(
                Choice(
                    text=render_inline(choice.text, self.scope, self.problems, choice.line),
                    right=choice.right,
                    feedback=self._feedback(choice.feedback, choice.feedback_line),
                    left_out=self._feedback(choice.left_out, choice.feedback_line),
                    option=self._option(choice.text, choice.line, tree),
                    misconception=choice.misconception,
                )
            )
        return tuple(found)

    def _feedback(self, text: str, line: int) -> Html:
        return render(text, self.scope, self.problems, line) if text else Html("")

    def _option(self, text: str, line: int, tree: DecisionTree | None) -> str:
        if tree is None:
            return ""
        names = {name: o.id for o in tree.outcomes for name in (o.title, *self._names(o.id))}
        if text not in names:
            self.error(
                line,
                f'"{text}" is no option of the tree {tree.id}.',
                nearest(text, names, f"use one of: {', '.join(o.title for o in tree.outcomes)}."),
            )
        return names.get(text, "")

    def _names(self, id: str) -> tuple[str, ...]:
        return self.setting.options[id].names

    def _tree_choices(self, data: QuestionYaml, tree: DecisionTree) -> tuple[Choice, ...]:
        """A scenario without choices is asked for the tree's options, and the tree gives the key."""
        outcome = walk(tree, case_from(self._with_assumed(self._told(data.facts), tree))).outcome
        return tuple(Choice(Html(o.title), o.id == outcome, option=o.id) for o in tree.outcomes)

    def _with_assumed(self, told: tuple[Told, ...], tree: DecisionTree) -> tuple[Told, ...]:
        known = {one.fact for one in told}
        return told + tuple(Told(f.id, f.assume) for f in tree.facts if f.id not in known and f.assume is not None)

    def _told(self, facts: Mapping[str, list[str]]) -> tuple[Told, ...]:
        found = []
        for name, (value, words) in facts.items():
            fact = self.setting.facts.get(name)
            if fact is None:
                fix = nearest(name, self.setting.facts, "name a fact of facts.yaml.")
                self.error(self.line("facts", name), f'unknown fact "{name}".', fix)
            elif fact.is_number:
                try:
                    found.append(Told(name, read_amount(value, fact), words))
                except ValueError as error:
                    self.error(self.line("facts", name), f"{error}.", f"write an amount such as 10 {fact.unit}.")
            elif value not in [v.id for v in fact.values]:
                known = [v.id for v in fact.values]
                self.error(
                    self.line("facts", name),
                    f'{name} has no value "{value}".',
                    nearest(value, known, f"use one of: {', '.join(known)}."),
                )
            else:
                found.append(Told(name, value, words))
        return tuple(found)

    def _check_ticks(self, question: Question) -> None:
        ticked, line = len(question.key), self.item.line
        if question.choices and ticked == 0:
            self.error(line, "no choice is ticked.", 'put an x into the brackets of the right one: "- [x]".')
        if question.kind == "single" and ticked > 1:
            self.error(line, f"{ticked} choices are ticked.", 'add "type: multiple", or untick one.')
        if question.kind == "multiple" and question.choices and ticked == len(question.choices):
            self.error(line, "every choice is ticked.", "untick one, or add a wrong choice.")
        for word, number in COUNT_WORDS.items():
            if f"Select {word}" in self.item.stem and ticked != number:
                self.error(
                    self.item.stem_line,
                    f'the stem says "Select {word}", and {ticked} choices are ticked.',
                    "mend the number or the ticks.",
                )

    def _prove(
        self, question: Question, tree: DecisionTree, told: tuple[Told, ...]
    ) -> tuple[Question, tuple[str, ...]]:
        marked, told = self._marked(question.stem, told)
        key = next(choice for choice in question.choices if choice.right)
        offered = [choice.option for choice in question.choices]
        proof = prove(tree, told, key.option, offered, self.setting.former)
        feedback = {choice.option: bool(choice.feedback) for choice in question.choices}
        own_choices = bool(self.item.choices)
        report(proof, tree, key.option, feedback if own_choices else None, self.error, self.line("facts"))
        scenario = Scenario(
            tree=tree.id, tree_hash=self.setting.tree_hashes[tree.id], told=told,
            assumed=proof.assumed,
            path=proof.path, outcome=key.option, marked=marked,
        )  # fmt: skip
        if not question.explanation:
            reasons = " ".join(tree.node_by_id[node].because for node in proof.path[-1:])
            question = replace(question, explanation=self._prose(reasons))
        return replace(question, scenario=scenario), proof.turns_on

    def _marked(self, stem: Html, told: tuple[Told, ...]) -> tuple[Html, tuple[Told, ...]]:
        """The stem with its telling words marked, and the facts in the order of the story."""
        try:
            marked, letters = mark(stem, [one.words for one in told])
        except Missing as error:
            one = next(t for t in told if t.words == str(error))
            self.error(
                self.line("facts", one.fact),
                f'the words "{error}" do not stand in the story.',
                "quote them as they stand there.",
            )
        except Overlapping as error:
            one = next(t for t in told if t.words == str(error))
            self.error(
                self.line("facts", one.fact),
                f'the words "{error}" overlap with those of another fact.',
                "quote the same words for both, or parts that do not touch.",
            )
        else:
            return marked, tuple(sorted(told, key=lambda one: letters[one.words]))
        return stem, told
