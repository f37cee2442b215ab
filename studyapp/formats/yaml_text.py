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

    def line(self, *place: str | int) -> int:
        """The line of the place, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_yaml(text: str, file: str, problems: Problems, first_line: int = 1) -> Document:
    """Read one mapping. Broken YAML and duplicate keys are problems, and the data is then what could be read."""
    document = Document(file, {}, {(): first_line})
    try:
        loader = Loader(text)
        try:
            root = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        _broken(error, file, problems, first_line)
        return document
    except RecursionError:
        problems.error(file, first_line, "this YAML is nested too deeply.", "write it flatter.")
        return document
    if root is None:
        return document
    if not isinstance(root, yaml.MappingNode):
        line = root.start_mark.line + first_line
        problems.error(file, line, "this is not a mapping.", 'write "key: value" lines.')
        return document
    document.data = _value(root, (), document, problems, first_line)
    return document


def _broken(error: yaml.YAMLError, file: str, problems: Problems, first_line: int) -> None:
    mark = getattr(error, "problem_mark", None)
    line = (mark.line if mark else 0) + first_line
    what = getattr(error, "problem", None) or "it cannot be read"
    fix = 'quote text that holds ": " or "? " or begins with ">" or "[", and indent with spaces.'
    problems.error(file, line, f"this is not YAML: {what}.", fix)


def _value(node: yaml.Node, place: Place, document: Document, problems: Problems, first_line: int) -> Any:
    line = node.start_mark.line + first_line
    document.lines.setdefault(place, line)
    if len(place) > DEEPEST:
        problems.error(document.file, line, "this YAML is nested too deeply.", "write it flatter.")
        return ""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [
            _value(child, (*place, number), document, problems, first_line) for number, child in enumerate(node.value)
        ]
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key_line = key_node.start_mark.line + first_line
        if not isinstance(key_node, yaml.ScalarNode):
            problems.error(document.file, key_line, "this key is not text.", "write a word as key.")
            continue
        key = key_node.value
        if key in found:
            fix = "keep one of the two."
            problems.error(document.file, key_line, f'the key "{key}" stands here twice.', fix)
            continue
        document.lines[(*place, key)] = key_line
        found[key] = _value(value_node, (*place, key), document, problems, first_line)
    return found


Schema = TypeVar("Schema", bound=Strict)


def typed(document: Document, schema: type[Schema], problems: Problems) -> Schema | None:
    """The data as the schema has it, or None with every misfit located."""
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
