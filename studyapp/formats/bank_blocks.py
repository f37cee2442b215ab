"""The blocks of one question, as its answer part is read from them."""

from dataclasses import dataclass

from markdown_it.token import Token

from studyapp.formats.problems import Problems


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

    def children(self, item: int) -> list[int]:
        level = self.tokens[item].level + 1
        inside = range(item + 1, self.close_of(item))
        return [i for i in inside if self.tokens[i].level == level and self.tokens[i].nesting >= 0]
