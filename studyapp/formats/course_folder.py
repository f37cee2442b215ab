"""The files of one course, read once each, with all problems in one list."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from studyapp.formats.problems import Problems
from studyapp.formats.yaml_text import Document, Strict, read_yaml, typed

Schema = TypeVar("Schema", bound=Strict)
LARGEST = 5_000_000  # bytes of one file


@dataclass
class Folder:
    """`name` is how problems call the folder: its path from the project's root."""

    path: Path
    name: str
    problems: Problems = field(default_factory=Problems)
    texts: dict[str, str] = field(default_factory=dict)

    def file(self, path: str) -> str:
        return f"{self.name}/{path}"

    def has(self, path: str) -> bool:
        return (self.path / path).is_file()

    def list(self, under: str, ending: str) -> list[str]:
        """The files right under a folder, in order of their names."""
        here = self.path / under
        if not here.is_dir():
            return []
        return sorted(f"{under}/{p.name}" for p in here.iterdir() if p.is_file() and p.name.endswith(ending))

    def text(self, path: str) -> str:
        """The text of a file; a file that is not UTF-8 or too large is a problem and reads as empty."""
        if path not in self.texts:
            self.texts[path] = self._read(path)
        return self.texts[path]

    def _read(self, path: str) -> str:
        try:
            raw = (self.path / path).read_bytes()
            if len(raw) > LARGEST:
                self.problems.error(self.file(path), 1, "this file is larger than 5 MB.", "split it.")
                return ""
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            self.problems.error(self.file(path), line, "this file is not UTF-8 text.", "save it as UTF-8.")
        except OSError as error:
            self.problems.error(self.file(path), 1, f"this file cannot be read: {error.strerror}.", "restore it.")
        return ""

    def line_of(self, path: str, words: str) -> int:
        """The first line of a file that holds the words; 1 when none does."""
        lines = self.text(path).split("\n") if self.has(path) else []
        return next((number for number, line in enumerate(lines, 1) if words in line), 1)

    def yaml(self, path: str, quietly: bool = False) -> Document:
        """The document of a file; an absent one is empty."""
        if not self.has(path):
            return Document(self.file(path), {}, {(): 1})
        return read_yaml(self.text(path), self.file(path), Problems() if quietly else self.problems)

    def mapping(
        self, path: str, schema: type[Schema], document: Document | None = None
    ) -> Iterator[tuple[str, Schema, int]]:
        """Each entry of a file that maps ids to things of one schema: id, thing, line."""
        document = document or self.yaml(path)
        for id, data in document.data.items():
            lines = {place[1:]: line for place, line in document.lines.items() if place[:1] == (id,)}
            part = Document(document.file, data, lines)
            thing = typed(part, schema, self.problems)
            if thing is not None:
                yield id, thing, document.line(id)
