"""The blocks of a bank: those of one question, as its answer part is read from them, and what stands between."""

import re
from dataclasses import dataclass

from markdown_it.token import Token

from studyapp.formats.markdown import plain
from studyapp.formats.problems import Problems

BOX = re.compile(r"\s*(?:[-*+]\s*)?\[[ xX*]?\](?![(\[:])")  # what somebody meant as a choice; no link
BARE = re.compile(r"\s*[-*+]\s+\[[ xX]\]\s*")  # a box with nothing behind it, which is none on GitHub
LISTS = ("bullet_list_open", "ordered_list_open")


@dataclass
class Blocks:
    """The tokens of a question and the lines of its bank. Lines are counted from 0 here, and told from `first`."""

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

    def line_of(self, position: int) -> int:
        return (self.tokens[position].map or [0])[0]

    def has_boxes(self, start: int) -> bool:
        """Whether the block at `start` is a list that somebody meant to be ticked, or holds one."""
        return self.tokens[start].type in LISTS and any(
            "checked" in self.tokens[i].meta or BOX.match(self.lines[self.line_of(i)])
            for i in range(start, self.close_of(start))
            if self.tokens[i].type == "list_item_open"
        )

    def children(self, item: int) -> list[int]:
        level = self.tokens[item].level + 1
        inside = range(item + 1, self.close_of(item))
        return [i for i in inside if self.tokens[i].level == level and self.tokens[i].nesting >= 0]


@dataclass
class Between:
    """What can be wrong between the questions of a bank."""

    file: str
    first: int
    problems: Problems

    def error(self, token: Token, message: str, fix: str) -> None:
        self.problems.error(self.file, self.first + (token.map or [0])[0], message, fix)

    def heading(self, opening: Token, inline: Token) -> str:
        for child in inline.children or []:
            if child.type == "html_inline":
                fix = "write Markdown; for a sign as such, put it between backticks."
                self.error(opening, f"raw HTML is not read: {child.content}", fix)
        return plain([inline]).strip()

    def check_fences(self, tokens: list[Token], lines: list[str]) -> None:
        """A fence without end takes in all questions below it."""
        for token in tokens:
            if token.type == "fence" and token.map:
                last = lines[token.map[1] - 1].strip(" >")
                if token.map[1] - token.map[0] < 2 or not last.startswith(token.markup) or last.strip(token.markup[0]):
                    self.error(token, "this fence has no end.", f'close it with a line "{token.markup}".')

    def refuse_stray(self, tokens: list[Token]) -> None:
        """Nothing but rules stands outside the questions."""
        for token in tokens:
            if token.level == 0 and token.nesting >= 0 and token.map and token.type != "hr":
                self.error(token, "this stands under no question.", 'write "## its-id" above it, or remove it.')
                return
