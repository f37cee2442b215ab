"""The trail is only added to, and rights are changed in one place, which writes it."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2] / "studyapp"
SOURCES = {
    str(path.relative_to(ROOT)): path.read_text() for path in ROOT.rglob("*.py") if "migrations" not in path.parts
}


def where(pattern: str) -> dict[str, list[str]]:
    found = {name: re.findall(pattern, text, re.M) for name, text in SOURCES.items()}
    return {name: lines for name, lines in found.items() if lines}


def test_rows_are_only_added() -> None:
    assert where(r"\bTrail\b\.[\w.]+") == {"records/trail.py": ["Trail.objects.create"]}
    assert where(r"\btrail_set\b|records_trail") == {}


def test_rights_are_changed_in_one_place() -> None:
    changed = where(r"\.(role|is_staff|is_superuser|is_active) = (?!=)")
    assert changed == {"records/learners.py": ["role", "is_staff", "is_active"]}
