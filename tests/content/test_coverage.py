"""docs/coverage.md: every line of the checklist once, and every target there."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from studyapp.formats.lesson_files import heading_slugs

DOCS = Path(__file__).parents[2] / "docs"
TOTALS = {"S0": 57, "S1": 52, "S2": 83, "S3": 32, "S4": 51}
ROW = re.compile(r"^\| (S\d-\d\d) \|(.*)\|$", re.M)
LINK = re.compile(r"\[[^\]]+\]\(([^)#\s]+)(?:#([^)\s]+))?\)")
COURSE = re.compile(
    r"\.\./content/ai-model-inferencing/"
    r"(?:(?P<lesson>modules/[a-z-]+/\d-[a-z-]+\.md)|(?P<ids>glossary\.md|banks/[a-z-]+\.md)"
    r"|(?:options|trees)/[a-z-]+\.yaml|(?:course|objectives|worksheet)\.yaml)"
)


@cache
def rows() -> list[tuple[str, list[str]]]:
    """Each line's id with its cells: what it names, where it is taught, corrected."""
    text = (DOCS / "coverage.md").read_text(encoding="utf-8")
    return [(id, [cell.strip() for cell in cells.split("|")]) for id, cells in ROW.findall(text)]


@cache
def slugs(path: str) -> set[str]:
    return heading_slugs((DOCS / path).read_text(encoding="utf-8").split("\n---\n", 1)[1])


@cache
def ids(path: str) -> set[str]:
    return set(re.findall(r"^## ([a-z0-9-]+)(?:: .+)?$", (DOCS / path).read_text(encoding="utf-8"), re.M))


def broken(path: str, anchor: str) -> str:
    """What is wrong with a target, or nothing."""
    match = COURSE.fullmatch(path)
    if not match:
        return "is no place in the course"
    if not (DOCS / path).is_file():
        return "does not exist"
    if match["ids"]:
        return "" if anchor in ids(path) else "has no such id"
    if match["lesson"]:
        return "" if not anchor or anchor in slugs(path) else "has no such heading"
    return "has no headings" if anchor else ""


def test_every_line_stands_there_once() -> None:
    expected = [f"{group}-{n:02}" for group, total in TOTALS.items() for n in range(1, total + 1)]
    assert Counter(id for id, _ in rows()) == Counter(expected)


@pytest.mark.parametrize("group", TOTALS)
def test_every_line_has_targets_that_exist(group: str) -> None:
    wrong = []
    for id, cells in rows():
        if id.startswith(group):
            links = LINK.findall(cells[1]) if len(cells) == 3 else []
            wrong += [f"{id}: {path}#{anchor} {fault}" for path, anchor in links if (fault := broken(path, anchor))]
            wrong += [] if links else [f"{id}: no target"]
    assert not wrong, "\n".join(wrong)
