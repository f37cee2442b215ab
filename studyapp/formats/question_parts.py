"""The answer part of a question, from text to values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import assert_never

from studyapp.catalogue.courses import Misconception
from studyapp.catalogue.options import Option
from studyapp.catalogue.prose import Html
from studyapp.catalogue.questions import Choice, Choices, Number, Pairs, Part, Steps
from studyapp.catalogue.trees import DecisionTree
from studyapp.formats.bank_answers import ChoiceText
from studyapp.formats.bank_markdown import ItemText
from studyapp.formats.problems import Problems, nearest
from studyapp.formats.proofs import Tell
from studyapp.formats.prose import Scope, render, render_inline
from studyapp.formats.schemas import QuestionYaml

COUNT_WORDS = {"TWO": 2, "THREE": 3, "FOUR": 4, "FIVE": 5}


@dataclass
class Parts:
    """Reads the answer part of one question. `tell` takes a line, what is wrong and the fix."""

    item: ItemText
    scope: Scope
    problems: Problems
    tell: Tell
    options: Mapping[str, Option]
    misconceptions: Mapping[str, Misconception]

    def read(self, data: QuestionYaml, tree: DecisionTree | None, line: Callable[..., int]) -> Part:
        """The part; `line` tells where a key of the question's data stands."""
        match data.type:
            case "single" | "multiple":
                return Choices(self._choices(tree), data.type == "multiple")
            case "ordering":
                return self._steps()
            case "matching":
                return self._pairs()
            case "numeric":
                return self._number(data, line)
            case "case":
                return Choices(())
            case _:
                assert_never(data.type)

    def check(self, part: Part, unsure: bool) -> None:
        """Whether there is enough to answer; `unsure`: what is missing may stand in what could not be read."""
        match part:
            case Choices():
                self._check_choices(part, unsure)
            case Steps() if len(part.right) < 2:
                self.tell(
                    self.item.line, "it has fewer than two steps.", 'add a numbered list: "1. first", "2. second".'
                )
            case Pairs() if len(part.prompts) < 2:
                fix = "add a table of two columns with a head and two rows."
                self.tell(self.item.line, "it has fewer than two pairs.", fix)
            case _:
                pass

    def _inline(self, text: str, line: int) -> Html:
        return render_inline(text, self.scope, self.problems, line)

    def _prose(self, text: str, line: int) -> Html:
        return render(text, self.scope, self.problems, line) if text else Html("")

    def _choices(self, tree: DecisionTree | None) -> tuple[Choice, ...]:
        found, seen = [], set[str]()
        for choice in self.item.choices:
            option = self._option(choice, tree)
            if choice.text in seen or option in seen:
                self.tell(choice.line, f'the choice "{choice.text}" stands here twice.', "reword or remove one.")
            seen |= {choice.text, option} - {""}
            found.append(self._choice(choice, option))
        return tuple(found)

    def _choice(self, choice: ChoiceText, option: str) -> Choice:
        if choice.misconception and choice.misconception not in self.misconceptions:
            fix = nearest(choice.misconception, self.misconceptions, "name one of misconceptions.yaml.")
            self.tell(choice.misconception_line, f'there is no misconception "{choice.misconception}".', fix)
        if choice.misconception and choice.right:
            message = f'a right choice catches no misconception, and here stands "{choice.misconception}".'
            self.tell(choice.misconception_line, message, "move it to a wrong choice, or remove it.")
        if choice.left_out and not choice.right:
            self.tell(choice.left_out_line, "only a right choice can be left out.", 'remove "**Left out:**".')
        if not choice.right and not choice.feedback:
            message = f"{self.item.id}: a wrong choice has no feedback."
            self.problems.warning(self.scope.file, choice.line, message, "say under it why it is wrong.")
        return Choice(
            text=self._inline(choice.text, choice.line), right=choice.right,
            feedback=self._prose(choice.feedback, choice.feedback_line),
            left_out=self._prose(choice.left_out, choice.left_out_line),
            option=option, misconception=choice.misconception,
        )  # fmt: skip

    def _option(self, choice: ChoiceText, tree: DecisionTree | None) -> str:
        if tree is None:
            return ""
        names = {name: o.id for o in tree.outcomes for name in (o.title, *self.options[o.id].names)}
        if choice.text not in names:
            fix = nearest(choice.text, names, f"use one of: {', '.join(o.title for o in tree.outcomes)}.")
            self.tell(choice.line, f'"{choice.text}" is no option of the tree {tree.id}.', fix)
        return names.get(choice.text, "")

    def _check_choices(self, part: Choices, unsure: bool) -> None:
        count, ticked = len(part.choices), sum(choice.right for choice in part.choices)
        line = self.item.line
        if count < 2 and not (unsure and count == 0):
            self.tell(line, "it has fewer than two choices.", 'add lines "- [ ] …" and "- [x] …".')
        elif count and ticked == 0:
            self.tell(line, "no choice is ticked.", 'put an x into the brackets of the right one: "- [x]".')
        elif not part.several and ticked > 1:
            self.tell(line, f"{ticked} choices are ticked.", 'add "type: multiple", or untick one.')
        elif part.several and ticked == count:
            self.tell(line, "every choice is ticked.", "untick one, or add a wrong choice.")
        for word, number in COUNT_WORDS.items():
            if f"Select {word}" in self.item.stem and ticked != number:
                message = f'the stem says "Select {word}", and {ticked} choices are ticked.'
                self.tell(self.item.stem_line, message, "mend the number or the ticks.")

    def _check_twice(self, texts: tuple[str, ...], what: str) -> None:
        for text in {text for text in texts if texts.count(text) > 1}:
            self.tell(self.item.line, f'the {what} "{text}" stands here twice.', "reword or remove one.")

    def _steps(self) -> Steps:
        self._check_twice(self.item.steps + self.item.extra, "step")

        def lines(texts: tuple[str, ...]) -> tuple[Html, ...]:
            return tuple(self._inline(text, self.item.line) for text in texts)

        return Steps(lines(self.item.steps), lines(self.item.extra))

    def _pairs(self) -> Pairs:
        """Equal right cells are one answer; an empty left cell makes its right cell a distractor."""
        line, rows = self.item.line, self.item.pairs[1:]
        head = self.item.pairs[0] if self.item.pairs else ("", "")
        prompts = [(left, right) for left, right in rows if left]
        if any(not right for _, right in rows):
            self.tell(line, "a right cell is empty.", "write what the left cell is matched to.")
        self._check_twice(tuple(left for left, _ in prompts), "prompt")
        rights = [right for _, right in rows]
        for text in {right for left, right in rows if right and not left and rights.count(right) > 1}:
            message = f'"{text}" has no left cell here, and stands in another row too.'
            self.tell(line, message, "remove the row, or write another answer that fits nothing.")
        answers = list(dict.fromkeys(rights))
        return Pairs(
            head=(self._inline(head[0], line), self._inline(head[1], line)),
            prompts=tuple(self._inline(left, line) for left, _ in prompts),
            answers=tuple(self._inline(right, line) for right in answers),
            key=tuple(answers.index(right) for _, right in prompts),
        )

    def _number(self, data: QuestionYaml, line: Callable[..., int]) -> Number:
        def read(name: str, text: str) -> Decimal:
            try:
                value = Decimal(text.replace(",", ""))
            except InvalidOperation:
                value = Decimal("NaN")
            if not value.is_finite() or (name == "tolerance" and value < 0):
                self.tell(line(name), f'{name} "{text}" is no number.', f"write {name}: 14.60, without a unit.")
                return Decimal(0)
            return value

        share = data.tolerance.endswith("%")
        tolerance = read("tolerance", data.tolerance.removesuffix("%").strip() or "0")
        return Number(read("answer", data.answer), tolerance / 100 if share else tolerance, not share, data.unit)
