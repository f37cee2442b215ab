"""YAML whose scalars are all text, with the line of everything and no duplicate keys."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from studyapp.formats.problems import Problems, nearest

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # a PyYAML built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

Place = tuple[str | int, ...]
DEEPEST = 20


class Strict(BaseModel):
    """A schema that refuses what it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass
class Document:
    """The data of a YAML text, and on which line of the file each part stands."""

    file: str
    data: Any
    lines: dict[Place, int] = field(default_factory=dict)
    sound: bool = True  # whether it was YAML at all

    def line(self, *place: str | int) -> int:
        """The line of the place, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_yaml(text: str, file: str, problems: Problems, first_line: int = 1) -> Document:
    """Read one mapping. Broken YAML and duplicate keys are problems, and the data is then what could be read."""
    document = Document(file, {}, {(): first_line})
    try:
        _Reader(Loader(text), document, problems, first_line).read()
    except yaml.YAMLError as error:
        document.sound = False
        _broken(error, text, file, problems, first_line)
    except _TooDeep as error:
        document.sound = False
        problems.error(file, error.line, "this YAML is nested too deeply.", "write it flatter.")
    return document


def _broken(error: yaml.YAMLError, text: str, file: str, problems: Problems, first_line: int) -> None:
    if isinstance(error, yaml.reader.ReaderError):
        line = text.encode()[: error.position].count(b"\n") + first_line
        problems.error(file, line, f"this is not YAML: {error.reason}.", "remove the sign that cannot be seen.")
        return
    mark = getattr(error, "problem_mark", None)
    line = min(mark.line if mark else 0, text.rstrip("\n").count("\n")) + first_line
    what = getattr(error, "problem", None) or "it cannot be read"
    fix = 'quote text that holds ": " or "? " or begins with ">" or "[", and indent with spaces.'
    problems.error(file, line, f"this is not YAML: {what}.", fix)


class _TooDeep(Exception):
    def __init__(self, line: int) -> None:
        self.line = line


@dataclass
class _Reader:
    """Reads event by event: libyaml's own composer overflows the stack on deep nesting, and aliases multiply."""

    loader: Any
    document: Document
    problems: Problems
    first_line: int

    def read(self) -> None:
        try:
            self.next()  # the stream
            if isinstance(self.next(), yaml.StreamEndEvent):
                return
            root = self.next()
            data = self.value(root, ())
            self.next()  # the end of the document
            more = self.next()
        finally:
            self.loader.dispose()
        self.document.sound = isinstance(root, yaml.MappingStartEvent) and isinstance(more, yaml.StreamEndEvent)
        if not isinstance(root, yaml.MappingStartEvent):
            self.error(self.line(root), "this is not a mapping.", 'write "key: value" lines.')
        elif not isinstance(more, yaml.StreamEndEvent):
            self.error(self.line(more), "a second YAML document begins here.", 'remove the line "---".')
        else:
            self.document.data = data

    def next(self) -> Any:
        return self.loader.get_event()

    def line(self, event: Any) -> int:
        return int(event.start_mark.line) + self.first_line

    def error(self, line: int, message: str, fix: str) -> None:
        self.problems.error(self.document.file, line, message, fix)

    def value(self, event: Any, place: Place) -> Any:
        self.document.lines.setdefault(place, self.line(event))
        if isinstance(event, yaml.ScalarEvent):
            return event.value
        if isinstance(event, yaml.AliasEvent):
            self.error(self.line(event), f"the alias *{event.anchor} is not read.", "write it out, or quote the text.")
            return ""
        if len(place) > DEEPEST:
            raise _TooDeep(self.line(event))
        return self.sequence(place) if isinstance(event, yaml.SequenceStartEvent) else self.mapping(place)

    def sequence(self, place: Place) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            found.append(self.value(event, (*place, len(found))))
        return found

    def mapping(self, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            line, key = self.line(event), self.value(event, (*place, ""))
            if not isinstance(event, yaml.ScalarEvent):
                self.error(line, "this key is not text.", "write a word as key.")
                self.value(self.next(), (*place, ""))
            elif key in found:
                self.error(line, f'the key "{key}" stands here twice.', "keep one of the two.")
                self.value(self.next(), (*place, key))
            else:
                self.document.lines[(*place, key)] = line
                found[key] = self.value(self.next(), (*place, key))
        return found


Schema = TypeVar("Schema", bound=Strict)


def typed(document: Document, schema: type[Schema], problems: Problems) -> Schema | None:
    """The data as the schema has it, or None with every misfit located. Of broken YAML enough was said."""
    if not document.sound:
        return None
    try:
        return schema.model_validate(document.data)
    except ValidationError as error:
        for one in error.errors():
            place = tuple(one["loc"])
            _misfit(one, place, document, schema, problems)
        return None


def _misfit(one: Any, place: Place, document: Document, schema: type[Strict], problems: Problems) -> None:
    line, name = document.line(*place), str(place[-1]) if place else ""
    if one["type"] == "extra_forbidden":
        known = _keys_at(schema, place[:-1])
        fix = nearest(name, known, f"use one of: {', '.join(known)}.")
        problems.error(document.file, line, f'unknown key "{name}".', fix)
    elif one["type"] == "missing":
        problems.error(document.file, line, f'"{name}" is missing.', f'add "{name}: …".')
    elif not place:
        problems.error(document.file, line, "this is not a mapping.", 'write "key: value" lines.')
    else:
        where = ".".join(str(part) for part in place)
        said = one["msg"].removeprefix("Value error, ")
        problems.error(
            document.file, line, f"{where}: {said[:1].lower()}{said[1:]}.", "write it as docs/writing-content.md shows."
        )


def _keys_at(schema: type[Strict], place: Place) -> list[str]:
    """The keys the schema knows at that place, as far as they can be followed."""
    model: Any = schema
    for part in place:
        fields = getattr(model, "model_fields", {})
        annotation = fields[part].annotation if part in fields else model
        model = next((m for m in _models_in(annotation)), model)
    fields = getattr(model, "model_fields", {})
    return [info.alias or name for name, info in fields.items()]


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for part in getattr(annotation, "__args__", ()) for m in _models_in(part)]
