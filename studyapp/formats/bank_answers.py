"""The answer part of a question: its choices and their feedback."""

import re
from dataclasses import dataclass, field

from markdown_it.token import Token

from studyapp.formats.problems import Problems

LEFT_OUT = "**Left out:**"
MISCONCEPTION = re.compile(r"\*\*Misconception:\*\*\s*(\S+)\s*")
BOX = re.compile(r"\[[^\]]{0,3}\]")


@dataclass(frozen=True)
class ChoiceText:
    """A choice as written; `feedback` and `left_out` are Markdown."""

    text: str
    right: bool
    feedback: str = ""
    left_out: str = ""
    misconception: str = ""
    line: int = field(default=0, compare=False)
    feedback_line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Answers:
    """The choices, and the line (from 0) on which they begin; without choices there is none."""

    choices: tuple[ChoiceText, ...] = ()
    start: int | None = None


@dataclass
class _Reader:
    tokens: list[Token]
    lines: list[str]
    first: int
    file: str
    name: str
    problems: Problems

    def error(self, line: int, message: str, fix: str) -> None:
        self.problems.error(self.file, self.first + line, message, fix)

    def close_of(self, start: int) -> int:
        """The position of the token that closes the one at `start`."""
        level = self.tokens[start].level
        return next(
            i
            for i in range(start + 1, len(self.tokens))
            if self.tokens[i].level == level and self.tokens[i].nesting < 0
        )

    def items_of(self, start: int) -> list[int]:
        level = self.tokens[start].level + 1
        end = self.close_of(start)
        return [
            i for i in range(start, end) if self.tokens[i].type == "list_item_open" and self.tokens[i].level == level
        ]

    def is_choices(self, start: int) -> bool:
        return any(self._looks_ticked(i) for i in self.items_of(start))

    def _looks_ticked(self, item: int) -> bool:
        if "checked" in self.tokens[item].meta:
            return True
        line = (self.tokens[item].map or [0])[0]
        return bool(re.match(r"\s*[-*+]\s+\[[ xX*]?\]", self.lines[line]))

    def read(self, body: list[int]) -> Answers:
        lists = [i for i in body if self.tokens[i].type == "bullet_list_open" and self.is_choices(i)]
        if not lists:
            return Answers()
        for i in lists[1:]:
            line = (self.tokens[i].map or [0])[0]
            self.error(
                line,
                f"{self.name}: the choices stand in two lists.",
                'use "-" before every choice, and put nothing between them.',
            )
        self._after(body, lists)
        choices = [choice for i in lists for choice in self._choices(i)]
        return Answers(tuple(choices), (self.tokens[lists[0]].map or [0])[0])

    def _after(self, body: list[int], lists: list[int]) -> None:
        """Nothing but a rule may stand between the choices and the sections."""
        for i in body:
            token = self.tokens[i]
            if i < lists[0] or i in lists or token.type == "hr":
                continue
            line = (token.map or [0])[0]
            if token.type in ("blockquote_open", "alert_open"):
                self.error(
                    line,
                    "this quote is not under a choice.",
                    'indent it two spaces below its choice, or start "### Explanation".',
                )
            else:
                self.error(
                    line,
                    f"{self.name}: this stands after the choices.",
                    'move it into the stem, or start "### Explanation".',
                )

    def _choices(self, start: int) -> list[ChoiceText]:
        return [choice for i in self.items_of(start) if (choice := self._choice(i)) is not None]

    def _choice(self, item: int) -> ChoiceText | None:
        token = self.tokens[item]
        line = (token.map or [0])[0]
        if "checked" not in token.meta:
            self.error(
                line,
                f"{self.name}: this is not read as a choice: {self.lines[line].strip()[:40]}",
                'write "- [ ] " or "- [x] ", with a blank inside or an x, and a blank after it.',
            )
            return None
        children = [
            i
            for i in range(item + 1, self.close_of(item))
            if self.tokens[i].level == token.level + 1 and self.tokens[i].nesting >= 0
        ]
        text, feedback, feedback_line = "", list[str](), 0
        for position, i in enumerate(children):
            child = self.tokens[i]
            where = child.map or token.map or [0, 0]
            if position == 0 and child.type == "paragraph_open":
                text = self.tokens[i + 1].content.strip()
            elif child.type == "blockquote_open" and not feedback:
                feedback, feedback_line = self._quote(where[0], where[1], child.level), where[0]
            else:
                self.error(
                    where[0],
                    f"{self.name}: a choice is one paragraph and one quote below it.",
                    'move this into the quote, indented two spaces, after a line of "  >".',
                )
        if not text:
            self.error(line, f"{self.name}: this choice is empty.", "write its text after the brackets.")
            return None
        return _with_feedback(
            text, bool(token.meta["checked"]), feedback, self.first + line, self.first + feedback_line
        )

    def _quote(self, start: int, end: int, level: int) -> list[str]:
        """The lines of a quote without its marks; a lazy line has none."""
        return [re.sub(r"^\s*> ?", "", line) for line in self.lines[start:end]]


def read_answers(
    tokens: list[Token], body: list[int], lines: list[str], first: int, file: str, name: str, problems: Problems
) -> Answers:
    """The choices among the top-level blocks at the positions `body`."""
    return _Reader(tokens, lines, first, file, name, problems).read(body)


def _with_feedback(text: str, right: bool, lines: list[str], line: int, feedback_line: int) -> ChoiceText:
    said: list[str] = []
    left: list[str] = []
    into, misconception = said, ""
    for one in lines:
        match = MISCONCEPTION.fullmatch(one.strip())
        if match:
            misconception = match[1]
        elif one.startswith(LEFT_OUT):
            into = left
            into.append(one.removeprefix(LEFT_OUT).lstrip())
        else:
            into.append(one.rstrip())
    return ChoiceText(text, right, "\n".join(said).strip(), "\n".join(left).strip(), misconception, line, feedback_line)


def write_choices(choices: tuple[ChoiceText, ...]) -> str:
    """The task list of the choices."""
    found = []
    for choice in choices:
        text = choice.text.replace("\n", "\n  ")
        found.append(f"- [{'x' if choice.right else ' '}] {text}")
        quote = choice.feedback.split("\n") if choice.feedback else []
        if choice.left_out:
            quote += f"{LEFT_OUT} {choice.left_out}".split("\n")
        if choice.misconception:
            quote.append(f"**Misconception:** {choice.misconception}")
        found += [f"  > {line}".rstrip() for line in quote]
    return "\n".join(found) + "\n"
