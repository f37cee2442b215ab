"""What is wrong with a text, where, and how to mend it. Authors read it, so it is English."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Problem:
    file: str
    line: int
    message: str
    fix: str
    severity: Severity = "error"

    def __str__(self) -> str:
        kind = "" if self.severity == "error" else "warning: "
        return f"{self.file}:{self.line}: {kind}{self.message} Fix: {self.fix}"


class Problems(list[Problem]):
    """All problems of a reading; it never stops at the first."""

    def error(self, file: str, line: int, message: str, fix: str) -> None:
        self.append(Problem(file, line, message, fix))

    def warning(self, file: str, line: int, message: str, fix: str) -> None:
        self.append(Problem(file, line, message, fix, "warning"))

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self if problem.severity == "error"]

    def broken_since(self, count: int) -> bool:
        """Whether an error came after the first so many problems."""
        return any(problem.severity == "error" for problem in self[count:])


def nearest(word: str, known: Iterable[str], otherwise: str) -> str:
    """'did you mean "x"?' for the known word that is nearest, else the other advice."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'did you mean "{close[0]}"?' if close else otherwise
