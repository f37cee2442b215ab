"""A draft too large to be read at once: it is read question by question, and what was read once is not read again."""

import re
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from studyapp.catalogue.courses import Course
from studyapp.catalogue.questions import Bank, Item
from studyapp.formats.bank_checks import check_bank
from studyapp.formats.bank_markdown import BankText, ItemText, read_bank
from studyapp.formats.bank_pieces import Cut, Piece
from studyapp.formats.drafts import check_ident, scope_of, setting_of
from studyapp.formats.problems import Problem, Problems
from studyapp.formats.prose import Scope
from studyapp.formats.question_files import Look, Setting, look_at, read_questions

UNDER = re.compile(r"^case: *[\"']?([a-z0-9-]+)", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """What was read of one piece; its lines are counted from its heading, which is line 0."""

    texts: tuple[ItemText, ...]
    items: tuple[Item, ...]
    problems: tuple[Problem, ...]


Key = tuple[str, str]  # what stands above a question, and its text
Memo = MutableMapping[Key, Part]
Looks = MutableMapping[Key, Look | None]


@dataclass
class Reader:
    """Reads the pieces of a draft of the course."""

    course: Course
    ident: str
    whole: Cut
    memo: Memo
    looks: Looks = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.file, self.head = f"bank {self.ident} (draft)", f"{self.whole.head}\n"

    @cached_property
    def setting(self) -> Setting:
        return setting_of(self.course)

    @cached_property
    def scope(self) -> Scope:
        return scope_of(self.course, f"banks/{self.ident}.md", self.file)

    def read(self, first: Piece | None, most: int) -> int:
        """Read pieces that were not read yet, until so many characters were read; how many pieces are left."""
        left = [piece for piece in self.whole.pieces if self._key(piece) not in self.memo]
        left.sort(key=lambda piece: piece is not first)
        done = 0
        for number, piece in enumerate(left):
            if done >= most:
                return len(left) - number
            self._known(piece)
            done += len(self._above(piece)) + len(piece.text)
        return 0

    def _above(self, piece: Piece) -> str:
        """What a piece is read under: the front matter and the title, and the story of its case."""
        under = UNDER.search(piece.text)
        case = self.whole.cases.get(under[1]) if under else None
        return f"{self.head}{case.text}\n" if case and case is not piece else self.head

    def forget_others(self) -> None:
        """Remember no more than this draft."""
        for key in set(self.memo) - {self._key(piece) for piece in self.whole.pieces}:
            del self.memo[key]

    def _key(self, piece: Piece) -> Key:
        return self._above(piece), piece.text

    def _known(self, piece: Piece) -> Part:
        """What was read of the piece, now or before."""
        key = self._key(piece)
        if key not in self.memo:
            self.memo[key] = self._part(piece)
        return self.memo[key]

    def _part(self, piece: Piece) -> Part:
        above, problems = self._above(piece), Problems()
        lines = above.count("\n")
        text = read_bank(above + piece.text, self.file, problems)
        bank = read_questions(text, self.file, self.setting, self.scope, problems)
        texts = tuple(_slim(one, one.line - lines - 1) for one in text.items if one.line > lines)
        items = tuple(replace(one, line=one.line - lines - 1) for one in bank.items if one.line > lines) if bank else ()
        found = tuple(replace(one, line=one.line - lines - 1) for one in problems if one.line > lines)
        return Part(texts, items, found)

    def problems(self, piece: Piece) -> list[Problem]:
        """What is wrong with one piece."""
        return [replace(one, line=piece.line + one.line) for one in self._known(piece).problems]

    def look(self, piece: Piece) -> Look | None:
        """A look at the question of a piece."""
        key = self._key(piece)
        if key not in self.looks:
            text = read_bank("".join(key), self.file, Problems())
            self.looks[key] = look_at(text, piece.id, self.file, self.setting, self.scope)
        return self.looks[key]

    def bank(self, left: int) -> tuple[Bank | None, BankText, Problems]:
        """The bank as far as it was read. What only the whole can show is looked for when nothing is left."""
        problems = Problems()
        front = read_bank(self.whole.head, self.file, problems)
        empty = read_questions(front, self.file, self.setting, self.scope, problems)
        texts, items, seen = list[ItemText](), list[Item](), dict[str, int]()
        for piece, part in self._parts():
            new = {one.id for one in part.texts if one.id not in seen}
            for one in part.texts:
                if one.id not in new:
                    _used_twice(one.id, piece.line, seen[one.id], self.file, problems)
            seen |= dict.fromkeys(new, piece.line)
            texts += [replace(one, line=piece.line + one.line) for one in part.texts if one.id in new]
            items += [replace(one, line=piece.line + one.line) for one in part.items if one.id in new]
            problems += [replace(one, line=piece.line + one.line) for one in part.problems if new or not part.texts]
        text = replace(front, items=tuple(texts))
        bank = Bank(empty.id, front.title, tuple(items)) if empty else None
        if bank is not None and not left:
            check_bank(bank, text, self.file, self.setting, problems)
        if bank is not None:
            check_ident(bank, self.ident, self.file, text, problems)
        return bank, text, problems

    def _parts(self) -> Iterator[tuple[Piece, Part]]:
        for piece in self.whole.pieces:
            part = self.memo.get(self._key(piece))
            if part is not None:
                yield piece, part


def _slim(text: ItemText, line: int) -> ItemText:
    """What the checks of a whole bank look at."""
    return ItemText(text.id, text.title, text.data, line=line)


def _used_twice(id: str, line: int, first: int, file: str, problems: Problems) -> None:
    fix = f"choose another id; the first stands in line {first}."
    problems.error(file, line, f'the id "{id}" is used twice.', fix)
