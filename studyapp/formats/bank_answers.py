"""The answer part of a question that is answered by choosing: its choices and their feedback."""

import re
from dataclasses import dataclass, field, replace

from studyapp.formats.bank_blocks import BARE, BOX, Blocks
from studyapp.formats.markdown import parser

LEFT_OUT = "**Left out:**"
MISCONCEPTION = "**Misconception:**"
QUOTED = re.compile(r"^ *> ?")


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
    left_out_line: int = field(default=0, compare=False)
    misconception_line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Answers:
    """The answer part, and the line (from 0) on which it begins; without one there is none."""

    choices: tuple[ChoiceText, ...] = ()
    start: int | None = None
    steps: tuple[str, ...] = ()  # in the right order
    extra: tuple[str, ...] = ()  # steps that do not belong
    pairs: tuple[tuple[str, str], ...] = ()  # the head first, then a row each


class _Reader(Blocks):
    def read(self, body: list[int]) -> Answers:
        lists = [i for i in body if self.has_boxes(i)]
        self._paragraphs(body)
        if not lists:
            return Answers()
        for i in lists:
            if self.tokens[i].type == "ordered_list_open":
                self.error(self.line_of(i), f"{self.name}: the choices are numbered.", 'use "-" before every choice.')
        for i in lists[1:]:
            fix = 'use "-" before every choice, and put nothing between them.'
            self.error(self.line_of(i), f"{self.name}: the choices stand in two lists.", fix)
        self._after(body, lists)
        choices = [choice for i in lists for choice in self._choices(i)]
        return Answers(tuple(choices), self.line_of(lists[0]))

    def refuse(self, body: list[int]) -> None:
        """Choices stand nowhere but before the sections."""
        for i in body:
            if self.has_boxes(i):
                message = f"{self.name}: these choices stand under a section."
                self.error(self.line_of(i), message, "move them above the first line that begins with ###.")

    def _paragraphs(self, body: list[int]) -> None:
        """Lines that somebody meant as choices, and that are none."""
        for i in body:
            if self.tokens[i].type in ("paragraph_open", "code_block"):
                first, end = self.tokens[i].map or (0, 0)
                self._no_boxes(first, self.lines[first:end])

    def _no_boxes(self, first: int, lines: list[str]) -> None:
        for number, line in enumerate(lines, first):
            if BOX.match(line):
                self._no_choice(number)

    def _no_choice(self, line: int) -> None:
        message = f"{self.name}: this is not read as a choice: {self.lines[line].strip()[:40]}"
        self.error(line, message, 'write "- [ ] " or "- [x] ", with a blank inside or an x, and a blank after it.')

    def _after(self, body: list[int], lists: list[int]) -> None:
        """Nothing but a rule may stand between the choices and the sections."""
        for i in body:
            token = self.tokens[i]
            if i < lists[0] or i in lists or token.type == "hr":
                continue
            if token.type in ("blockquote_open", "alert_open"):
                fix = 'indent it two spaces below its choice, or start "### Explanation".'
                self.error(self.line_of(i), "this quote is not under a choice.", fix)
            else:
                fix = 'move it into the stem, or start "### Explanation".'
                self.error(self.line_of(i), f"{self.name}: this stands after the choices.", fix)

    def _choices(self, start: int) -> list[ChoiceText]:
        return [choice for i in self.items_of(start) if (choice := self._choice(i)) is not None]

    def _choice(self, item: int) -> ChoiceText | None:
        token, line = self.tokens[item], self.line_of(item)
        if "checked" not in token.meta:
            self._no_choice(line)
            return None
        text, quote = "", 0
        for position, i in enumerate(self.children(item)):
            child = self.tokens[i]
            first, end = child.map or (line, line)
            if position == 0 and child.type == "paragraph_open":
                text = self.tokens[i + 1].content.strip()
                self._no_boxes(first + 1, self.lines[first + 1 : end])
            elif child.type == "blockquote_open" and not quote:
                quote = i
            else:
                message = f"{self.name}: a choice is one paragraph and one quote below it."
                self.error(first, message, 'move this into the quote, indented two spaces, after a line of "  >".')
        if not text or BARE.fullmatch(self.lines[line]):
            self.error(line, f"{self.name}: this choice is empty.", "write its text after the brackets.")
            return None
        if not text[0].isalpha() or "\n" in text:
            self._no_block(line, text)
        choice = ChoiceText(text, bool(token.meta["checked"]), line=self.first + line)
        return self._with_feedback(choice, quote) if quote else choice

    def _no_block(self, line: int, text: str) -> None:
        """Behind a box, GitHub reads "1. May" as a list, and equals signs below a text as its underline."""
        if [token.type for token in parser().parse(text)][1:] != ["inline", "paragraph_close"]:
            message = f"{self.name}: a sign of Markdown makes more of this choice than its text."
            self.error(line, message, "put a backslash before the sign.")

    def _with_feedback(self, choice: ChoiceText, quote: int) -> ChoiceText:
        """The choice with the lines of its quote. A lazy line has no mark, and code is only code."""
        first, end = self.tokens[quote].map or (0, 0)
        inside = self.tokens[quote : self.close_of(quote)]
        code = {n for token in inside if token.type in ("fence", "code_block") for n in range(*(token.map or (0, 0)))}
        for token in inside:
            if "checked" in token.meta:
                self._no_choice((token.map or (0,))[0])
        found: dict[str, list[tuple[int, str]]] = {"feedback": [], "left_out": []}
        into, misconception, misconception_line = "feedback", "", 0
        deep = " " * (4 + self.lines[first].index(">"))
        for number, raw in enumerate(self.lines[first:end], first):
            if raw.startswith(deep) and QUOTED.match(raw):
                self.error(number, f"{self.name}: this quote is indented too far.", "indent it as its first line is.")
            line = trim(QUOTED.sub("", raw))
            bare = "" if number in code else line.strip()
            if (bare.startswith(MISCONCEPTION) and misconception) or (bare.startswith(LEFT_OUT) and into == "left_out"):
                self.error(number, f"{self.name}: one choice has this line twice.", "join the two, or remove one.")
            if bare.startswith(MISCONCEPTION):
                misconception, misconception_line = bare.removeprefix(MISCONCEPTION).strip(), number
                if not re.fullmatch(r"\S+", misconception):
                    message = f"{self.name}: a misconception is named by its id."
                    self.error(number, message, 'write "**Misconception:** its-id" on a line of its own.')
                continue
            if bare.startswith(LEFT_OUT):
                into, line = "left_out", line.lstrip().removeprefix(LEFT_OUT).lstrip()
            if not QUOTED.match(raw):
                self._no_boxes(number, [raw])
            found[into].append((number, line))
        return replace(
            choice, feedback=_joined(found["feedback"]), feedback_line=self.first + _first(found["feedback"], first),
            left_out=_joined(found["left_out"]), left_out_line=self.first + _first(found["left_out"], first),
            misconception=misconception, misconception_line=self.first + misconception_line,
        )  # fmt: skip


def trim(line: str) -> str:
    """A line without blanks at its end, but for the two that break it."""
    return line.rstrip(" ") + ("  " if line.endswith("  ") and line.strip() else "")


def _joined(lines: list[tuple[int, str]]) -> str:
    text = "\n".join(line for _, line in lines).strip("\n")
    return text.rstrip() if text.startswith("    ") else text.strip()  # four blanks make it code


def _first(lines: list[tuple[int, str]], otherwise: int) -> int:
    """The first line that says something."""
    return next((number for number, line in lines if line), otherwise)


def read_choices(blocks: Blocks, body: list[int], after: list[int]) -> Answers:
    """The choices among the top-level blocks at the positions `body`; there are none at those of `after`."""
    reader = _Reader(**vars(blocks))
    reader.refuse(after)
    return reader.read(body)


def write_choices(choices: tuple[ChoiceText, ...], bullet: str = "-") -> str:
    """The task list of the choices."""
    found = []
    for choice in choices:
        text = choice.text.replace("\n", "\n  ")
        found.append(f"{bullet} [{'x' if choice.right else ' '}] {text}")
        quote = choice.feedback.split("\n") if choice.feedback else []
        if choice.left_out:
            quote += f"{LEFT_OUT} {choice.left_out}".split("\n")
        if choice.misconception:
            quote.append(f"{MISCONCEPTION} {choice.misconception}")
        found += [f"  > {line}" if line else "  >" for line in quote]
    return "\n".join(found) + "\n"
