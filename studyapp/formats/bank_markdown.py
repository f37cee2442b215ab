"""The house format of question banks: one file is one bank, and what is written is what is read.

`read(write(bank)) == bank`. The texts in these values are Markdown; see docs/writing-content.md.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

from studyapp.formats.bank_answers import Answers, ChoiceText, read_answers, trim, write_choices
from studyapp.formats.problems import Problems
from studyapp.formats.prose import parser, plain
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
    explanation: str = ""
    hints: tuple[str, ...] = ()
    sources: str = ""
    line: int = field(default=0, compare=False)
    stem_line: int = field(default=0, compare=False)
    explanation_line: int = field(default=0, compare=False)
    hint_lines: tuple[int, ...] = field(default=(), compare=False)
    sources_line: int = field(default=0, compare=False)
    document: Document | None = field(default=None, compare=False, repr=False)


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
    lines = body.split("\n")
    tokens = parser().parse(body)
    _check_fences(tokens, lines, first, file, problems)
    starts = [i for i, t in enumerate(tokens) if t.level == 0 and t.tag in ("h1", "h2") and t.markup.startswith("#")]
    starts = [i for i in starts if tokens[i].nesting > 0]
    _check_between(tokens[: starts[0] if starts else None], first, file, problems)
    title, items, seen = "", [], dict[str, int]()
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        heading = _heading(tokens[start : start + 2], first, file, problems)
        stop = (tokens[end].map or [len(lines)])[0] if end < len(tokens) else len(lines)
        if tokens[start].tag == "h2":
            reader = _ItemReader(lines, tokens[start:end], stop, first, file, problems)
            item = reader.read(heading, seen)
            items += [item] if item else []
            continue
        if title:
            fix = 'write "## its-id" for a question, or "### Explanation" for a section.'
            problems.error(file, reader_line(tokens[start], first), "the bank has a title already.", fix)
        title = title or heading
        _check_between(tokens[start + 3 : end], first, file, problems)
    if not title:
        problems.error(file, first, "the bank has no title.", 'begin with "# Title" under the front matter.')
    return BankText(front.data, title, tuple(items), front)


@dataclass
class _ItemReader:
    """Reads the tokens of one question, from its heading to the next."""

    lines: list[str]
    tokens: list[Token]
    stop: int
    first: int
    file: str
    problems: Problems

    def read(self, heading: str, line: int, seen: dict[str, int]) -> ItemText | None:
        match = HEADING.fullmatch(heading.strip())
        if not match:
            fix = 'write "## its-id" or "## its-id: Title", the id in a–z, 0–9 and hyphens.'
            self.problems.error(self.file, line, f'"{heading}" does not begin with an id.', fix)
            return None
        if match[1] in seen:
            fix = f"choose another id; the first stands in line {seen[match[1]]}."
            self.problems.error(self.file, line, f'the id "{match[1]}" is used twice.', fix)
            return None
        seen[match[1]] = line
        blocks = self._blocks()
        document, blocks = self._data(blocks)
        body, sections = self._sections(blocks)
        answers = read_answers(self.tokens, body, self.lines, self.first, self.file, match[1], self.problems)
        stem_start = self._line_after_data(document, blocks)
        stem = self._raw(stem_start, self._stem_end(answers, body, sections))
        if not stem:
            self.problems.error(
                self.file,
                line,
                f"{match[1]}: there is no question.",
                "write the stem between the heading and the answers.",
            )
        return ItemText(
            id=match[1], title=match[2] or "", data=document.data, stem=stem, choices=answers.choices,
            explanation=self._one("Explanation", sections), hints=tuple(t for n, t, _ in sections if n == "Hint"),
            sources=self._one("Sources", sections), line=line, stem_line=self.first + self._skip_blank(stem_start), document=document,
        )  # fmt: skip

    def _blocks(self) -> list[int]:
        """The positions of the opening tokens of the top-level blocks after the heading."""
        return [i for i, t in enumerate(self.tokens) if t.level == 0 and t.nesting >= 0 and i > 0 and t.map]

    def _data(self, blocks: list[int]) -> tuple[Document, list[int]]:
        if blocks and self.tokens[blocks[0]].type == "fence" and self.tokens[blocks[0]].info.strip() == "yaml":
            fence = self.tokens[blocks[0]]
            first = self.first + (fence.map or [0])[0] + 1
            return read_yaml(fence.content, self.file, self.problems, first), blocks[1:]
        return Document(self.file, {}), blocks

    def _line_after_data(self, document: Document, blocks: list[int]) -> int:
        all_blocks = self._blocks()
        if len(all_blocks) > len(blocks):
            return (self.tokens[all_blocks[0]].map or [0, 0])[1]
        return (self.tokens[0].map or [0, 0])[1]

    def _sections(self, blocks: list[int]) -> tuple[list[int], list[tuple[str, str, int]]]:
        """The blocks before the first section, and the sections: name, text, first line."""
        marks = [i for i in blocks if self.tokens[i].type == "heading_open"]
        for i in marks:
            self._check_heading(i)
        heads = [i for i in marks if self.tokens[i].markup == "###"]
        if not heads:
            return blocks, []
        sections = []
        for number, i in enumerate(heads):
            start = (self.tokens[i].map or [0, 0])[1]
            end = (self.tokens[heads[number + 1]].map or [0])[0] if number + 1 < len(heads) else self.stop
            name = plain([self.tokens[i + 1]]).strip()
            sections.append((name, self._raw(start, end), (self.tokens[i].map or [0])[0]))
        return [i for i in blocks if i < heads[0]], sections

    def _check_heading(self, i: int) -> None:
        token, name = self.tokens[i], plain([self.tokens[i + 1]]).strip()
        line = self.first + (token.map or [0])[0]
        if token.markup in ("-", "="):
            end = self.first + (token.map or [0, 1])[1] - 1
            sign = "dashes" if token.markup == "-" else "equals signs"
            fix = f"leave a blank line before {token.markup * 3}."
            self.problems.error(self.file, end, f"the {sign} under this line make it a heading.", fix)
        elif token.tag != "h3" or name not in SECTIONS:
            fix = 'use "### Explanation", "### Hint" or "### Sources", or make it bold text.'
            self.problems.error(self.file, line, f'"{name}" is no section of a question.', fix)

    def _one(self, name: str, sections: list[tuple[str, str, int]]) -> str:
        found = [(text, line) for section, text, line in sections if section == name]
        for _, line in found[1:]:
            self.problems.error(self.file, self.first + line, f'"### {name}" stands here twice.', "join the two.")
        return found[0][0] if found else ""

    def _stem_end(self, answers: Answers, body: list[int], sections: list[tuple[str, str, int]]) -> int:
        if answers.start is not None:
            return answers.start
        return sections[0][2] if sections else self.stop

    def _raw(self, start: int, end: int) -> str:
        """The lines without blank ones and rules at their ends."""
        found = self.lines[start:end]
        while found and (not found[-1].strip() or re.fullmatch(r"\s{0,3}(-{3,}|\*{3,}|_{3,})\s*", found[-1])):
            found.pop()
        while found and not found[0].strip():
            found.pop(0)
        return "\n".join(line.rstrip() if not line.endswith("  ") else line.rstrip() + "  " for line in found)

    def _skip_blank(self, start: int) -> int:
        while start < len(self.lines) and not self.lines[start].strip():
            start += 1
        return start


def write_bank(bank: BankText) -> str:
    """The text of a bank, which reads back as the same bank."""
    parts = [f"---\n{write_mapping(bank.data)}---\n"] if bank.data else []
    parts.append(f"# {bank.title}\n")
    parts += [_write_item(item) for item in bank.items]
    return "\n".join(parts)


def _write_item(item: ItemText) -> str:
    parts = [f"## {item.id}: {item.title}\n" if item.title else f"## {item.id}\n"]
    if item.data:
        parts.append(f"```yaml\n{write_mapping(item.data)}```\n")
    parts.append(f"{item.stem}\n")
    if item.choices:
        parts.append(write_choices(item.choices))
    if item.explanation:
        parts.append(f"### Explanation\n\n{item.explanation}\n")
    parts += [f"### Hint\n\n{hint}\n" for hint in item.hints]
    if item.sources:
        parts.append(f"### Sources\n\n{item.sources}\n")
    return "\n".join(parts)
