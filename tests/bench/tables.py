"""What the benchmarks tell and keep: tables of figures, those that promise something with their bound.

`keep` prints them, and writes them as JSON and as a readable page to tests/bench/results/.
"""

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from django.db import connection

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Figure:
    """A measured number. With `most` it is a promise: above that it is below its floor."""

    value: float
    unit: str = ""
    most: float | None = None
    digits: int = 1

    @property
    def missed(self) -> bool:
        return self.most is not None and self.value > self.most

    def __str__(self) -> str:
        said = f"{self.value:,.{self.digits}f} {self.unit}".strip()
        if self.most is None:
            return said
        bound = f"≤ {self.most:,g}"
        return f"**{said}, below its floor** ({bound})" if self.missed else f"{said} ({bound})"


Cell = str | Figure


@dataclass(frozen=True)
class Table:
    """Rows under a head; the first cell of a row says what was measured."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""


def missed(tables: Iterable[Table]) -> list[str]:
    """What is below its floor, each in a line."""
    return [
        f"{table.title}: {row[0]}: {name} {cell}".replace("**", "")
        for table in tables
        for row in table.rows
        for name, cell in zip(table.head, row, strict=True)
        if isinstance(cell, Figure) and cell.missed
    ]


def keep(name: str, says: str, tables: Sequence[Table]) -> int:
    """Print the tables and keep them under that name and the database's; the exit code: 1 where a promise is missed."""
    file, about, below = RESULTS / f"{name}-{connection.vendor}", _about(), missed(tables)
    page = _page(says, about, tables, below)
    RESULTS.mkdir(exist_ok=True)
    file.with_suffix(".md").write_text(page)
    data = {"about": about, "below": below, "tables": [_data(table) for table in tables]}
    file.with_suffix(".json").write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n")
    print(page)
    return 1 if below else 0


def _about() -> dict[str, str]:
    """On what it was measured."""
    with connection.cursor():
        version = connection.get_database_version()
    return {
        "measured": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        "load at the end": f"{os.getloadavg()[1]:.1f}",
        "Python": platform.python_version(),
        "Django": django.get_version(),
        connection.display_name: ".".join(map(str, version)),
    }


def _page(says: str, about: Mapping[str, str], tables: Iterable[Table], below: Sequence[str]) -> str:
    parts = [f"# {says}", "; ".join(f"{name} {value}" for name, value in about.items()) + "."]
    parts.append(
        "\n".join(["Below its floor:", "", *(f"- {line}" for line in below)]) if below else "Every bound is kept."
    )
    for table in tables:
        parts += [f"## {table.title}", _lines(table)] + ([table.note] if table.note else [])
    return "\n\n".join(parts) + "\n"


def _lines(table: Table) -> str:
    rows = [[str(cell) for cell in row] for row in (table.head, *table.rows)]
    rule = ["---", *("---:" for _ in table.head[1:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in (rows[0], rule, *rows[1:]))


def _data(table: Table) -> dict[str, Any]:
    rows = [dict(zip(table.head, map(_value, row), strict=True)) for row in table.rows]
    return {"title": table.title, "note": table.note, "rows": rows}


def _value(cell: Cell) -> Any:
    if isinstance(cell, str):
        return cell
    found: dict[str, Any] = {"value": round(cell.value, 4), "unit": cell.unit}
    return found | ({"most": cell.most, "missed": cell.missed} if cell.most is not None else {})
