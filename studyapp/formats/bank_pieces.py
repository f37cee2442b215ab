"""A bank cut into its questions before any of them is read: what makes a large bank editable question by question."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from studyapp.formats.bank_markdown import HEADING, BankText, ItemText, normalise, read_bank, write_item
from studyapp.formats.markdown import parser
from studyapp.formats.problems import Problems

HEAD = re.compile(r" {0,3}##?(?: |$)")  # a line that is a heading of level 1 or 2, unless it stands in something else
RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *")
FENCED = re.compile(r"^```\w*\n(?:.*\n)*?```$", re.MULTILINE)  # code whose end is sure
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")  # a line with its end, as the reader counts lines
CASE = re.compile(r"^(?:type|\"type\"|'type'): *[\"']?case\b", re.MULTILINE)
CUTS, WRITTEN = 3, 300  # drafts, and questions of them, that a process remembers


@dataclass(frozen=True)
class Piece:
    """The lines from one heading to the next. `line`: of the heading, from 1."""

    line: int
    text: str

    @property
    def id(self) -> str:
        """The id that its heading begins with; empty where it begins with none."""
        heading = self.text.split("\n", 1)[0].strip()
        found = HEADING.fullmatch(heading.removeprefix("## ").rstrip("# ").strip())
        return found[1] if found and heading.startswith("## ") else ""

    @property
    def lines(self) -> int:
        """How many lines it has without the blank ones and rules at its end."""
        found = self.text.split("\n")
        while len(found) > 1 and (not found[-1].strip() or RULE.fullmatch(found[-1])):
            found.pop()
        return len(found)


@dataclass(frozen=True)
class Cut:
    """What stands above the first question, and the pieces below. Together they are the text as it is read."""

    head: str
    pieces: tuple[Piece, ...]

    @cached_property
    def front(self) -> BankText:
        """What the bank says before its first question."""
        return read_bank(self.head, "", Problems())

    @cached_property
    def _by_id(self) -> dict[str, Piece]:
        return {piece.id: piece for piece in reversed(self.pieces)}

    @cached_property
    def cases(self) -> dict[str, Piece]:
        """The stories that several questions stand under."""
        return {piece.id: piece for piece in self.pieces if CASE.search(piece.text)}

    def find(self, id: str) -> Piece | None:
        """The first question of that id."""
        return self._by_id.get(id)

    def at(self, line: int) -> Piece | None:
        """The piece that holds the line; above all of them the first."""
        above = [piece for piece in self.pieces if piece.line <= line]
        return above[-1] if above else next(iter(self.pieces), None)

    def written(self, piece: Piece) -> ItemText | None:
        """The question of the piece as its author wrote it; what it refers to is not looked at."""
        return _written(self.head, piece.text)


@lru_cache(maxsize=WRITTEN)
def _written(head: str, text: str) -> ItemText | None:
    items = read_bank(f"{head}\n{text}", "", Problems()).items
    return items[0] if items else None


@lru_cache(maxsize=CUTS)
def cut(text: str) -> Cut:
    """Cut the text at its headings. The last few are remembered: whoever writes a bank opens page after page of it."""
    lines = normalise(text).split("\n")
    starts = _headings(lines, _below_front_matter(lines))
    titles = [i for i in starts if not lines[i].lstrip().startswith("##")]
    starts = [i for i in starts if i not in titles[:1]]  # the bank's own title stands above
    ends = [*starts[1:], len(lines)]
    pieces = tuple(Piece(start + 1, "\n".join(lines[start:end])) for start, end in zip(starts, ends, strict=False))
    return Cut("\n".join(lines[: starts[0]] if starts else lines), pieces)


def _below_front_matter(lines: list[str]) -> int:
    if lines[0].strip() == "---":
        for number, line in enumerate(lines[1:], 1):
            if line.strip() == "---":
                return number + 1
    return 0


def _headings(lines: list[str], above: int) -> list[int]:
    """The lines from `above` on that begin a piece: no line of code, of a list or of HTML that looks like a heading."""
    found = list[int]()
    for start in range(above, len(lines)):
        if not HEAD.match(lines[start]):
            continue
        if not _is_heading("\n".join(lines[above:start]), lines[start]):  # rare: then all the rest is read to know
            return found + [i for i in _by_parser(lines, above) if i not in found]
        found.append(start)
        above = start
    return found


@lru_cache(maxsize=8192)
def _is_heading(above: str, line: str) -> bool:
    """Whether the line that looks like a heading is one below those lines."""
    bare = FENCED.sub("", above)
    if not line.startswith(" ") and not any(sign in bare for sign in ("```", "~~~", "<")):
        return True
    last = parser().parse(f"{above}\n{line}")[-3:]
    return [token.type for token in last] == ["heading_open", "inline", "heading_close"] and last[0].level == 0


def _by_parser(lines: list[str], above: int) -> list[int]:
    tokens = parser().parse("\n".join(lines[above:]))
    heads = [token for token in tokens if token.type == "heading_open" and token.level == 0]
    return [above + (token.map or [0])[0] for token in heads if token.markup in ("#", "##")]


def replace_item(text: str, id: str, item: ItemText) -> str:
    """The text with the lines of that question written anew. Every other line stays as it is, to the byte.

    KeyError when there is no such question.
    """
    piece = cut(text).find(id)
    if piece is None:
        raise KeyError(id)
    lines = LINE.findall(text)
    above, below = lines[: piece.line - 1], lines[piece.line - 1 + piece.lines :]
    own = write_item(item).rstrip("\n")
    last = lines[min(piece.line - 2 + piece.lines, len(lines) - 1)]
    end = last[len(last.rstrip("\r\n")) :]
    return f"{''.join(above)}{own}{end}{''.join(below)}"


def add_item(text: str, item: ItemText) -> str:
    """The text with a question more at its end."""
    gap = "" if text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
    return text + gap + write_item(item)
