"""The data of a question as other formats carry them: each value checked, and objective and difficulty as tags."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
LINE = re.compile(r"\S(?:[^\n]{0,198}\S)?")
TAG = re.compile(
    r"\w(?:[\w .+#/&'()-]{0,98}[\w.+#)])?"
)  # in every format a tag; a colon names a key, a comma parts two
FLAG = {"true": "true", "yes": "true"}
SHAPES = {
    "objective": ID,
    "difficulty": re.compile("[123]"),
    "points": re.compile("[2-9]|10"),
    "case": ID,
    "varies": ID,
    "unit": LINE,
}
AS_TAGS = ("objective", "difficulty")


def number(text: Any) -> Decimal | None:
    """The number that the text is."""
    if not isinstance(text, str) or len(text) > 60:
        return None
    try:
        value = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < 60 else None


def carried_value(key: str, value: Any) -> Any:
    """The value in the one way it is written; none where it is not one of the house."""
    if key == "tags":
        return [tag for tag in value if TAG.fullmatch(tag)] if isinstance(value, list) else None
    if not isinstance(value, str):
        return None
    if key == "retired":
        return FLAG.get(value)
    if key in ("answer", "tolerance"):
        found = number(value.removesuffix("%") if key == "tolerance" else value)
        if found is None or (key == "tolerance" and found < 0):
            return None
        return "" if key == "tolerance" and not found else f"{found}%" if value.endswith("%") else str(found)
    return value if key in SHAPES and SHAPES[key].fullmatch(value) and value.isprintable() else None


def as_tags(data: Mapping[str, Any]) -> list[str]:
    """The tags, with those that stand for the keys no other system has."""
    return [f"{key}:{data[key]}" for key in AS_TAGS if key in data] + list(data.get("tags", []))


def from_tags(tags: Iterable[str]) -> dict[str, Any]:
    """The data that tags stand for."""
    data: dict[str, Any] = {}
    others = []
    for tag in dict.fromkeys(" ".join(tag.split()) for tag in tags):
        key, colon, value = tag.partition(":")
        if colon and key in AS_TAGS and key not in data and SHAPES[key].fullmatch(value):
            data[key] = value
        elif tag:
            others.append(tag)
    return data | ({"tags": others} if others else {})
