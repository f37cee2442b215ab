"""Whether pages cost more with more data: the same pages at three sizes of the site, in turn. Part of `make bench`.

The promise: at 1,000,000 stored answers, 10,000 learners and 12,500 questions a page takes at most 1.2 times the work and no more
statements than at 1,000 answers, 10 learners and 100 questions; a class of 1,000 at most 50 ms and 100 kB.
Work is the time of the processor, in the site and in its database; of several rounds the least disturbed counts.
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
from typing import Any
from uuid import uuid4

import psycopg

from tests.bench.large_content import make
from tests.bench.tables import Cell, Figure, Table, keep

SIZES = ((0, 100), (99, 1200), (999, 12_500))  # copies of ten learners with a hundred answers each, questions
SAYS = ("1,000 answers", "100,000 answers", "1,000,000 answers")
ROUNDS = 6
GROWS = 1.2  # times the work at the smallest size, at most
HEAVY = 3.0  # times the work for a learner with a hundred answers: lists are as long as they get
LECTURE_MS, LECTURE_KB = 50, 100
START = """
import sys, django
django.setup()
from tests.bench import growing
growing.main(int(sys.argv[1]), int(sys.argv[2]))
"""


class Scene:
    """The site at one size, in a process and a database of its own."""

    def __init__(self, folder: Path, copies: int, questions: int) -> None:
        make(folder / "content", questions)
        own = {
            "STUDYAPP_VAR": str(folder),
            "STUDYAPP_CONTENT": str(folder / "content"),
            "DATABASE_URL": _database(os.environ["DATABASE_URL"]),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, str(copies), str(questions)], env=os.environ | own,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.costs: dict[str, list[dict[str, float]]] = {}

    def read(self) -> Any:
        """What it says next: the names of its pages, once it is seeded, and the answer to each line."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        return json.loads(line) if line else sys.exit("the site at that size ended: see above")

    def ask(self, line: str) -> Any:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.read()

    def measure(self, page: str) -> None:
        costs = self.ask(page)
        self.costs.setdefault(page, []).append({what: median(one[what] for one in costs) for what in costs[0]})

    def least(self, page: str, what: str) -> float:
        return min(one[what] for one in self.costs[page])


def _database(server: str) -> str:
    """The URL of a new database, whose work one process does; empty for SQLite, whose file is made where the site looks for it."""
    if not server:
        return ""
    name = f"growth_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
    alone = "options=-c%20max_parallel_workers_per_gather%3D0"
    return f"{server.replace('/postgres?', f'/{name}?')}&{alone}"


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


def grown(found: list[Scene], names: list[str]) -> Table:
    """Every page at every size."""
    rows: list[list[Cell]] = []
    for name in names:
        work = [scene.least(name, "ms") for scene in found]
        statements = [scene.least(name, "statements") for scene in found]
        rows.append([
            name, *(Figure(one, "ms", digits=2) for one in work), Figure(max(work) / work[0], "×", GROWS, digits=2),
            Figure(statements[0], digits=0), Figure(max(statements), "", statements[0], digits=0),
        ])  # fmt: skip
    head = ("page", *SAYS, "grows", "statements", "statements at most")
    return Table(
        "The same pages at three sizes",
        head,
        rows,
        "With 10, 1,000 and 10,000 learners; 100, 1,200 and 12,500 questions.",
    )


def own(scene: Scene, names: list[str]) -> Table:
    """Somebody with a great many answers of her own, beside somebody with a hundred."""
    rows: list[list[Cell]] = []
    for name in names:
        heavy, usual = scene.least(name, "ms"), scene.least(name.removeprefix("heavy: "), "ms")
        statements = scene.least(name, "statements")
        rows.append([
            name.removeprefix("heavy: "), Figure(usual, "ms", digits=2), Figure(heavy, "ms", digits=2),
            Figure(heavy / usual, "×", HEAVY, digits=2), Figure(statements, digits=0),
        ])  # fmt: skip
    head = ("page", "100 answers", "20,000 answers", "grows", "statements")
    return Table(
        "A learner with 20,000 answers of her own",
        head,
        rows,
        "Long lists are cut: what she sees has its greatest length.",
    )


def lecture(scene: Scene, names: list[str]) -> Table:
    rows: list[list[Cell]] = []
    for name in names:
        ms, size = scene.least(name, "ms"), scene.least(name, "bytes") / 1000
        statements = Figure(scene.least(name, "statements"), digits=0)
        rows.append([name, Figure(ms, "ms", LECTURE_MS), Figure(size, "kB", LECTURE_KB), statements])
    return Table("A class of a thousand", ("page", "work", "size", "statements"), rows)


def proven(found: list[Scene]) -> Table:
    """`rebuild_progress` counts everything again: nothing that was kept may be another."""
    rows: list[list[Cell]] = []
    for says, scene in zip(SAYS, found, strict=True):
        said = scene.ask("rebuild")
        rows.append([
            says, Figure(said["learners"], digits=0), Figure(said["wrong"], "", 0, digits=0),
            Figure(said["wordings"], digits=0), Figure(said["wrong wordings"], "", 0, digits=0), Figure(said["seconds"], "s"),
        ])  # fmt: skip
    head = ("size", "learners", "whose counts were wrong", "wordings", "whose sums were wrong", "counted again in")
    return Table("What is kept, counted again", head, rows)


def main() -> int:
    with scenes() as found:
        names = [scene.read() for scene in found]
        for _ in range(ROUNDS):
            for name in names[-1]:
                for scene, has in zip(found, names, strict=True):
                    if name in has:
                        scene.measure(name)
        heavy = [name for name in names[-1] if name.startswith("heavy: ")]
        of_thousand = [name for name in names[-1] if name.endswith("of a thousand")]
        tables = [
            grown(found, names[0]), own(found[-1], heavy), lecture(found[-1], of_thousand), proven(found),
        ]  # fmt: skip
        return keep("growth", "What a page costs with more data", tables)
