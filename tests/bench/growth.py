"""Whether pages cost more with more data: the same pages at three sizes of the site, in turn. `make bench-growth`.

The promise: at 1,000,000 stored answers, 10,000 learners and 12,500 questions a page takes at most 1.2 times the work and no more
statements than at 1,000 answers, 10 learners and 100 questions; a class of 1,000 at most 50 ms and 100 kB.
Work is the time of the processor, in the site and in the database; of several rounds the least disturbed counts.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from uuid import uuid4

import psycopg

from tests.bench.large_content import make

SIZES = ((0, 100), (99, 1200), (999, 12_500))  # copies of ten learners with a hundred answers each, questions
ROUNDS = 6
GROWS = 1.2  # times the work at the smallest size, at most
HEAVY = 2.0  # times the work for a learner with a hundred answers, at most: lists are as long as they get
LECTURE_MS, LECTURE_BYTES = 50, 100_000
START = """
import sys, django
django.setup()
from tests.bench import growing
growing.main(int(sys.argv[1]), int(sys.argv[2]))
"""
SERVER = os.environ.get("TEST_DATABASE_URL", "")


class Scene:
    """The site at one size, in a process and a database of its own."""

    def __init__(self, folder: Path, copies: int, questions: int) -> None:
        make(folder / "content", questions)
        environment = {
            **os.environ, "DJANGO_SETTINGS_MODULE": "studyapp.settings", "STUDYAPP_MODE": "production",
            "STUDYAPP_SECRET": "a secret for as long as this takes", "STUDYAPP_HOSTS": "study.example.org",
            "STUDYAPP_VAR": str(folder), "STUDYAPP_CONTENT": str(folder / "content"), "DATABASE_URL": _database(),
        }  # fmt: skip
        command = [sys.executable, "-c", START, str(copies), str(questions)]
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.costs: dict[str, list[dict[str, float]]] = {}

    def ready(self) -> list[str]:
        """The names of its pages, once it is seeded."""
        return list(self._read())

    def measure(self, page: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{page}\n")
        self.process.stdin.flush()
        costs = self._read()
        self.costs.setdefault(page, []).append({what: median(one[what] for one in costs) for what in costs[0]})

    def _read(self) -> list:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            sys.exit("the site at that size ended: see above")
        return json.loads(line)

    def least(self, page: str, what: str) -> float:
        return min(one[what] for one in self.costs[page])


def _database() -> str:
    """The URL of a new database; empty for SQLite, whose file is made where the site looks for it."""
    if not SERVER:
        return ""
    name = f"growth_{uuid4().hex}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
    return SERVER.replace("/postgres?", f"/{name}?")


@contextmanager
def scenes() -> Iterator[list[Scene]]:
    with ExitStack() as stack:
        found = []
        for copies, questions in SIZES:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="study-growth-")))
            found.append(Scene(folder, copies, questions))
            stack.callback(found[-1].process.wait)
            stack.callback(found[-1].process.terminate)
        yield found


def run() -> list[dict[str, object]]:
    with scenes() as found:
        names = [scene.ready() for scene in found]
        for _ in range(ROUNDS):
            for name in names[-1]:
                for scene, own in zip(found, names, strict=True):
                    if name in own:
                        scene.measure(name)
        return [
            _row(name, [scene for scene, own in zip(found, names, strict=True) if name in own]) for name in names[-1]
        ]


def _row(name: str, found: list[Scene]) -> dict[str, object]:
    """A line of the table: what the page took at each size, and whether that is within its bound."""
    work = [round(scene.least(name, "ms"), 2) for scene in found]
    statements = [int(scene.least(name, "statements")) for scene in found]
    size = int(found[-1].least(name, "bytes"))
    row = {"page": name, "ms": work, "statements": statements, "bytes": size}
    if len(found) == len(SIZES):
        return {
            **row,
            "times": round(max(work) / work[0], 2),
            "bound": GROWS,
            "holds": max(work) <= GROWS * work[0] and max(statements) <= statements[0],
        }
    if name.startswith("heavy: "):
        usual = round(found[-1].least(name.removeprefix("heavy: "), "ms"), 2)
        return {**row, "times": round(work[0] / usual, 2), "bound": HEAVY, "holds": work[0] <= HEAVY * usual}
    return {**row, "bound": LECTURE_MS, "holds": work[0] <= LECTURE_MS and size <= LECTURE_BYTES}


def table(rows: list[dict[str, object]]) -> Iterator[str]:
    yield "| page | statements | ms of work | times | at most | bytes | |"
    yield "|---|---:|---:|---:|---:|---:|---|"
    for row in rows:
        ms, statements = (" / ".join(str(one) for one in row[what]) for what in ("ms", "statements"))
        yield f"| {row['page']} | {statements} | {ms} | {row.get('times', '')} | {row['bound']} | {row['bytes']} | {'' if row['holds'] else '**below its floor**'} |"


def main() -> int:
    rows = run()
    print("\n".join(table(rows)))
    return 0 if all(row["holds"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
