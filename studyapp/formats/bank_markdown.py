"""The house format of question banks: one file is one bank, and what is written is what is read.

`read(write(bank)) == bank`. The texts in these values are Markdown; see docs/writing-content.md.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

from studyapp.formats.bank_answers import Answers, ChoiceText, trim, write_choices
from studyapp.formats.bank_blocks import Between, Blocks
from studyapp.formats.bank_parts import read_part, write_pairs, write_steps
from studyapp.formats.markdown import parser, plain
from studyapp.formats.problems import Problems
from studyapp.formats.yaml_text import Document, read_yaml
from studyapp.formats.yaml_writer import write_mapping

SECTIONS = ("Explanation", "Hint", "Sources")
HEADING = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)(?::\s+(\S.*))?")


@dataclass(frozen=True)
class ItemText:
    """A question as its author wrote it."""

    id: str
    title: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    stem: str = ""
    choices: tuple[ChoiceText, ...] = ()
    steps: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()  # the head first
    explanation: str = ""
    hints: tuple[str, ...] = ()
    sources: str = ""
    line: int = field(default=0, compare=False)
    stem_line: int = field(default=0, compare=False)
    explanation_line: int = field(default=0, compare=False)
    hint_lines: tuple[int, ...] = field(default=(), compare=False)
    sources_line: int = field(default=0, compare=False)
    document: Document | None = field(default=None, compare=False, repr=False)
    sound: bool = field(default=True, compare=False)  # whether all of it was read


@dataclass(frozen=True)
class BankText:
    """A bank as its author wrote it; `data` is its front matter."""

    data: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""
    items: tuple[ItemText, ...] = ()
    document: Document | None = field(default=None, compare=False, repr=False)


def normalise(text: str) -> str:
    """Line ends, byte order mark and tabs as everybody has them, and no sign that no file can hold."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return text.encode("utf-8", "replace").decode().expandtabs(4)


def split_front_matter(text: str, file: str, problems: Problems) -> tuple[Document, str, int]:
    """The document of the front matter, the text below it, and the number of that text's first line."""
    lines = text.split("\n")
    if not lines or lines[0].strip() != "---":
        return Document(file, {}), text, 1
    for number, line in enumerate(lines[1:], 1):
        if line.strip() == "---":
            front = "\n".join(lines[1:number])
            body = "\n".join(lines[number + 1 :])
            return read_yaml(front, file, problems, 2), body, number + 2
    problems.error(file, 1, "the front matter has no end.", 'close it with a line "---".')
    return Document(file, {}), text, 1


def read_bank(text: str, file: str, problems: Problems) -> BankText:
    """Read a bank. Whatever is wrong becomes a located problem; one bad question never hides the next."""
    front, body, first = split_front_matter(normalise(text), file, problems)
    lines, tokens = body.split("\n"), parser().parse(body)
    place = Between(file, first, problems)
    place.check_fences(tokens, lines)
    starts = [i for i, t in enumerate(tokens) if t.type == "heading_open" and t.level == 0 and t.markup in ("#", "##")]
    place.refuse_stray(tokens[: starts[0]] if starts else tokens)
    titles, items, seen = list[str](), list[ItemText | None](), dict[str, int]()
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=False):
        heading = place.heading(tokens[start], tokens[start + 1])
        if tokens[start].markup == "##":
            stop = (tokens[end].map or [0])[0] if end < len(tokens) else len(lines)
            usual = str(front.data.get("type", "single"))
            items.append(_ItemReader(lines, tokens[start:end], stop, first, file, problems, usual).read(heading, seen))
            continue
        if titles:
            fix = 'write "## its-id" for a question, or "### Explanation" for a section.'
            place.error(tokens[start], "the bank has a title already.", fix)
        titles.append(heading)
        place.refuse_stray(tokens[start + 3 : end])
    if not titles:
        problems.error(file, first, "the bank has no title.", 'begin with "# Title" under the front matter.')
    return BankText(front.data, titles[0] if titles else "", tuple(item for item in items if item), front)


@dataclass(frozen=True)
class _Section:
    name: str
    text: str = ""
    line: int = 0  # of the file
    above: int = 0  # its heading's, from 0


@dataclass
class _ItemReader:
    """Reads the tokens of one question, from its heading to the next."""

    lines: list[str]
    tokens: list[Token]
    stop: int
    first: int
    file: str
    problems: Problems
    usual: str  # the kind of a question that names none

    def read(self, heading: str, seen: dict[str, int]) -> ItemText | None:
        before, line = len(self.problems), self.first + (self.tokens[0].map or [0])[0]
        match = HEADING.fullmatch(heading)
        if not match:
            fix = 'write "## its-id" or "## its-id: Title", the id in a–z, 0–9 and hyphens.'
            self.problems.error(self.file, line, f'"{heading}" does not begin with an id.', fix)
            return None
        if match[1] in seen:
            fix = f"choose another id; the first stands in line {seen[match[1]]}."
            self.problems.error(self.file, line, f'the id "{match[1]}" is used twice.', fix)
            return None
        seen[match[1]] = line
        document, blocks = self._data(self._blocks())
        body, sections = self._sections(blocks)
        after = [i for i in blocks if i not in body]
        own = Blocks(self.tokens, self.lines, self.first, self.file, match[1], self.problems)
        answers = read_part(str(document.data.get("type", self.usual)), own, body, after)
        stem_start = self._line_after_data(blocks)
        stem = self._raw(stem_start, self._stem_end(answers, sections))
        if not stem:
            fix = "write the stem between the heading and the answers."
            self.problems.error(self.file, line, f"{match[1]}: there is no question.", fix)
        explanation, sources = self._one("Explanation", sections), self._one("Sources", sections)
        hints = [section for section in sections if section.name == "Hint"]
        return ItemText(
            id=match[1], title=match[2] or "", data=document.data, stem=stem, choices=answers.choices,
            steps=answers.steps, extra=answers.extra, pairs=answers.pairs,
            explanation=explanation.text, hints=tuple(hint.text for hint in hints), sources=sources.text,
            line=line, stem_line=self._begins(stem_start), explanation_line=explanation.line,
            hint_lines=tuple(hint.line for hint in hints), sources_line=sources.line, document=document,
            sound=not self.problems.broken_since(before),
        )  # fmt: skip

    def _blocks(self) -> list[int]:
        """The positions of the opening tokens of the top-level blocks after the heading."""
        return [i for i, t in enumerate(self.tokens) if t.level == 0 and t.nesting >= 0 and i > 0 and t.map]

    def _data(self, blocks: list[int]) -> tuple[Document, list[int]]:
        if blocks and _is_data(self.tokens[blocks[0]]):
            fence = self.tokens[blocks[0]]
            first = self.first + (fence.map or [0])[0] + 1
            return read_yaml(fence.content, self.file, self.problems, first), blocks[1:]
        return Document(self.file, {}), blocks

    def _line_after_data(self, blocks: list[int]) -> int:
        """The first line below the heading, or below the data where there are some."""
        above = [i for i in self._blocks() if i not in blocks] or [0]
        return (self.tokens[above[0]].map or [0, 0])[1]

    def _sections(self, blocks: list[int]) -> tuple[list[int], list[_Section]]:
        """The blocks before the first section, and the sections."""
        marks = [i for i in blocks if self.tokens[i].type == "heading_open"]
        for i in marks:
            self._check_heading(i)
        heads = [i for i in marks if self.tokens[i].markup == "###"]
        ends = [(self.tokens[i].map or [0])[0] for i in heads[1:]] + [self.stop]
        sections = []
        for i, end in zip(heads, ends, strict=False):
            above, start = self.tokens[i].map or (0, 0)
            name = plain([self.tokens[i + 1]]).strip()
            sections.append(_Section(name, self._raw(start, end), self._begins(start), above))
        return [i for i in blocks if not heads or i < heads[0]], sections

    def _check_heading(self, i: int) -> None:
        token, name = self.tokens[i], plain([self.tokens[i + 1]]).strip()
        start, end = token.map or (0, 2)
        if token.markup in ("-", "="):
            sign = "dashes" if token.markup == "-" else "equals signs"
            fix = f"leave a blank line before {token.markup * 3}."
            message = f"the {sign} under this line make it a heading."
            self.problems.error(self.file, self.first + end - 2, message, fix)
        elif token.tag != "h3" or name not in SECTIONS:
            fix = 'use "### Explanation", "### Hint" or "### Sources", or make it bold text.'
            self.problems.error(self.file, self.first + start, f'"{name}" is no section of a question.', fix)

    def _one(self, name: str, sections: list[_Section]) -> _Section:
        found = [section for section in sections if section.name == name]
        for section in found[1:]:
            message = f'"### {name}" stands here twice.'
            self.problems.error(self.file, self.first + section.above, message, "join the two.")
        return found[0] if found else _Section(name)

    def _stem_end(self, answers: Answers, sections: list[_Section]) -> int:
        if answers.start is not None:
            return answers.start
        return sections[0].above if sections else self.stop

    def _raw(self, start: int, end: int) -> str:
        """The lines without blank ones and rules at their ends."""
        found = self.lines[start:end]
        while found and (not found[-1].strip() or re.fullmatch(r" {0,3}(-{3,}|\*{3,}|_{3,}) *", found[-1])):
            found.pop()
        while found and not found[0].strip():
            found.pop(0)
        return "\n".join(map(trim, found))

    def _begins(self, start: int) -> int:
        """The number of the first line there that is not blank."""
        while start < len(self.lines) and not self.lines[start].strip():
            start += 1
        return self.first + start


def _is_data(token: Token) -> bool:
    return token.type == "fence" and token.info.strip().lower() in ("yaml", "yml")


def write_bank(bank: BankText) -> str:
    """The text of a bank, which reads back as the same bank."""
    parts = [f"---\n{write_mapping(bank.data)}---\n"] if bank.data else []
    parts.append(f"# {_heading(bank.title)}\n")
    parts += [write_item(item) for item in bank.items]
    return "\n".join(parts)


def _heading(text: str) -> str:
    """Text as it is, or with every sign escaped where Markdown would read something into it."""
    tokens = parser().parse(f"## {text}")
    if len(tokens) == 3 and plain([tokens[1]]) == text:
        return text
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def write_item(item: ItemText) -> str:
    stem = parser().parse(item.stem)
    parts = [f"## {item.id}: {_heading(item.title)}\n" if item.title else f"## {item.id}\n"]
    if item.data or (stem and _is_data(stem[0])):
        parts.append(f"```yaml\n{write_mapping(item.data)}```\n")
    parts.append(f"{item.stem}\n")
    last = stem[-1].markup if stem and stem[-1].type in ("bullet_list_close", "ordered_list_close") else ""
    if item.choices:
        parts.append(write_choices(item.choices, "*" if last == "-" else "-"))
    if item.steps:
        parts.append(write_steps(item.steps, item.extra, ")" if last == "." else "."))
    if item.pairs:
        parts.append(write_pairs(item.pairs))
    if item.explanation:
        parts.append(f"### Explanation\n\n{item.explanation}\n")
    parts += [f"### Hint\n\n{hint}\n" for hint in item.hints]
    if item.sources:
        parts.append(f"### Sources\n\n{item.sources}\n")
    return "\n".join(parts)
