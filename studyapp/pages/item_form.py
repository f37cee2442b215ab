"""The form for one question: an ItemText whose rows may still be empty, read from what was sent."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from django.http import QueryDict

from studyapp.formats.bank_answers import ChoiceText, trim
from studyapp.formats.bank_markdown import ItemText, normalise
from studyapp.formats.problems import Problem

MOST = 100  # rows of a kind
EMPTY = ChoiceText("", False)
ON = ("true", "yes", "on")  # what `retired` says of a question that is


def read(sent: QueryDict, old: ItemText) -> ItemText:
    """The question as it was sent; what the form does not show stays as it was in the old one."""
    names = ("choice", "feedback", "left-out", "misconception")
    right = set(sent.getlist("right"))
    choices = tuple(
        ChoiceText(_lines(text), str(number) in right, _prose(said), _prose(left_out), catches.strip())
        for number, (text, said, left_out, catches) in enumerate(_rows(sent, *names), 1)
    )
    return ItemText(
        id=old.id, title=" ".join(sent.get("title", "").split()), data=_data(sent, old), stem=_prose(sent.get("stem", "")),
        choices=choices, steps=_texts(sent, "step"), extra=_texts(sent, "extra"),
        pairs=tuple((left.strip(), right.strip()) for left, right in _rows(sent, "left", "right-cell")),
        explanation=_prose(sent.get("explanation", "")), hints=tuple(map(_prose, sent.getlist("hint")[:MOST])),
        sources=_prose(sent.get("sources", "")),
    )  # fmt: skip


def _rows(sent: QueryDict, *names: str) -> list[tuple[str, ...]]:
    return list(zip_longest(*(sent.getlist(name) for name in names), fillvalue=""))[:MOST]


def _texts(sent: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(" ".join(text.split()) for text in sent.getlist(name)[:MOST])


def _prose(text: str) -> str:
    """As the reader has it: no blanks at the ends of lines."""
    return "\n".join(map(trim, normalise(text).split("\n"))).strip()


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in normalise(text).strip().split("\n"))


def _data(sent: QueryDict, old: ItemText) -> dict[str, Any]:
    """The data of the question, with what the form says of it; a key that says nothing is left out."""
    data = dict(old.data)
    for key in ("objective", "difficulty", "answer", "tolerance", "unit"):
        if key in sent:
            _put(data, key, sent.get(key, "").strip())
    if ("retired" in sent) != is_retired(old):
        _put(data, "retired", "true" if "retired" in sent else "")
    if "fact" in sent:
        _put(data, "facts", _facts(sent))
    return data


def _facts(sent: QueryDict) -> dict[str, list[str]]:
    """The facts told, without the row that was to be removed; the row 0 only says that the form has facts."""
    found = {"": ["", ""]} if sent.get("act") == "add-fact" else {}
    for number, (name, value, words) in enumerate(_rows(sent, "fact", "value", "words")):
        if number and sent.get("act") != f"remove-fact-{number}" and (name or value or words):
            found[name.strip()] = [value.strip(), words.strip()]
    return found


def _put(data: dict[str, Any], key: str, value: Any) -> None:
    if value:
        data[key] = value
    else:
        data.pop(key, None)


def is_retired(item: ItemText) -> bool:
    return str(item.data.get("retired", "")).lower() in ON


def changed(item: ItemText, act: str) -> ItemText:
    """With the row more, or the row less, whose button was pressed."""
    match = re.fullmatch(r"(add|remove)-(choice|step|extra|pair|hint)(?:-(\d{1,3}))?", act)
    if not match:
        return item
    name = "extra" if match[2] == "extra" else f"{match[2]}s"
    rows: list[Any] = list(getattr(item, name))
    if match[1] == "add" and len(rows) < MOST:
        rows.append({"choice": EMPTY, "pair": ("", "")}.get(match[2], ""))
    elif match[1] == "remove" and match[3] and 1 <= int(match[3]) <= len(rows):
        del rows[int(match[3]) - 1]
    return replace(item, **{name: tuple(rows)})  # type: ignore[arg-type]


def without_empty_rows(item: ItemText) -> ItemText:
    """The question as it is written: rows in which nothing stands are none."""
    return replace(
        item, choices=tuple(one for one in item.choices if replace(one, right=False) != EMPTY),
        steps=tuple(filter(None, item.steps)), extra=tuple(filter(None, item.extra)), hints=tuple(filter(None, item.hints)),
        pairs=item.pairs[:1] + tuple(pair for pair in item.pairs[1:] if any(pair)) if any(item.pairs) else (),
    )  # fmt: skip


@dataclass
class Said:
    """What is wrong, by the name of the field at which it is said."""

    at: dict[str, list[Problem]] = field(default_factory=dict)

    def add(self, name: str, problem: Problem) -> None:
        self.at.setdefault(name, []).append(problem)

    @property
    def errors(self) -> list[tuple[str, Problem]]:
        return [(name, one) for name, found in self.at.items() for one in found if one.severity == "error"]


def located(item: ItemText, problems: list[Problem], kind: str) -> Said:
    """Each problem at the field whose lines it stands in. `item` was read back, so that it knows its lines."""
    said, places = Said(), sorted(_places(item, kind))
    starts = [line for line, _ in places]
    for one in problems:
        said.add(places[max(bisect_right(starts, one.line) - 1, 0)][1], one)
    return said


def _places(item: ItemText, kind: str) -> list[tuple[int, str]]:
    """The line on which each field of the question begins."""
    answers = {"ordering": "steps", "matching": "pairs", "numeric": "answer", "case": "stem"}.get(kind, "choices")
    keys: Mapping[Any, int] = item.document.lines if item.document else {}
    found = [(item.line, answers if item.stem else "stem"), (item.stem_line, "stem")]
    found += [(line, _field_of(str(place[0]))) for place, line in keys.items() if place and place[0]]
    found += [(one.line, f"choice-{number}") for number, one in enumerate(item.choices, 1)]
    found += [(line, f"hint-{number}") for number, line in enumerate(item.hint_lines, 1)]
    found += [(item.explanation_line, "explanation")] if item.explanation else []
    found += [(item.sources_line, "sources")] if item.sources else []
    return found


def _field_of(key: str) -> str:
    shown = ("objective", "difficulty", "answer", "tolerance", "unit", "retired", "facts")
    return key if key in shown else "form"


def unlike(item: ItemText, back: ItemText | None) -> list[str]:
    """The fields that would not be read back as they were typed."""
    names = ("title", "stem", "choices", "steps", "extra", "pairs", "explanation", "hints", "sources", "data")
    return [name for name in names if back is None or getattr(item, name) != getattr(back, name)]
