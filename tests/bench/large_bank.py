"""How long 100,000 lines of bank take to check, and how much memory. Run by hand; each bank in a process of its own.

    .venv/bin/python -m tests.bench.large_bank

The promise is ≤ 10 s and ≤ 500 MB.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import cycle
from random import Random

from studyapp.catalogue.courses import Course
from studyapp.formats.bank_checks import check_bank
from studyapp.formats.bank_markdown import read_bank
from studyapp.formats.course_files import read_course
from studyapp.formats.problems import Problems
from studyapp.formats.prose import Scope
from studyapp.formats.question_files import Setting, read_questions
from tests.formats.texts import TEA

LINES = 100_000
FRONT = "---\nbank: large\nobjective: choose-way\n---\n\n# Large\n\n"


def like(name: str) -> str:
    """The questions of a tea bank over and over, each with an id and some words of its own."""
    random, found, count = Random(1), [], 0
    text = (TEA / "banks" / f"{name}.md").read_text(encoding="utf-8")
    head, *questions = text.split("\n## ")
    for number, question in enumerate(cycle(questions)):
        words = " ".join("".join(random.choices("abcdefghijklmnoprstuvwz", k=5)) for _ in range(24))
        heading, rest = question.split("\n", 1)
        told = rest.replace("?\n\n- [", f"? {words}\n\n- [", 1)
        found.append(f"## n{number}-{heading}\n{told.rstrip()}\n\n")
        count += found[-1].count("\n")
        if count >= LINES:
            return f"{head}\n\n{''.join(found)}"
    raise AssertionError("the questions never end")


BANKS: dict[str, Callable[[], str]] = {
    "proven scenarios": lambda: like("brewing"),
    "knowledge questions": lambda: like("leaf"),
    "nothing but flaws": lambda: like("brewing").replace("[x]", "[*]").replace("  >", ">").replace("facts:", "fcats:"),
    "one question of choices": lambda: FRONT + "## a\n\nWhich?\n\n" + "".join(f"- [ ] {n}\n" for n in range(LINES)),
    "nothing but headings": lambda: FRONT + "".join(f"## a{n}\n" for n in range(LINES)),
    "one table": lambda: FRONT + "## a\n\nWhich?\n\n| a |\n|---|\n" + "| b |\n" * LINES,
    "one paragraph of links": lambda: FRONT + "## a\n\n" + "[x](y) *a* `b`\n" * LINES,
    "one paragraph of brackets": lambda: FRONT + "## a\n\n" + "[*_`![(<\n" * LINES,
    "quotes within quotes": lambda: FRONT + "## a\n\n" + "> > > > > > > > a\n" * LINES,
}


def setting_of(course: Course) -> Setting:
    return Setting(
        course.facts, course.options, course.trees, course.tree_hashes, course.objectives, course.misconceptions, {}
    )


def check(name: str) -> str:
    """One bank, read, proven and checked: its row of the table."""
    course, _ = read_course(TEA, "tea")
    assert course is not None
    text, setting, problems = BANKS[name](), setting_of(course), Problems()
    began = time.process_time()
    read = read_bank(text, "large.md", problems)
    bank = read_questions(read, "large.md", setting, Scope("large.md"), problems)
    if bank is not None:
        check_bank(bank, read, "large.md", setting, problems)
    seconds = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sound = len(bank.items) if bank else 0
    return f"{text.count(chr(10)):>9,} {len(text) / 1e6:>5.1f} {seconds:>8.1f} {memory:>8.0f} {sound:>9,} {len(problems):>9,}"


def main() -> None:
    if sys.argv[1:]:
        print(check(sys.argv[1]))
        return
    print(f"{'':26}{'lines':>9} {'MB':>5} {'CPU s':>8} {'peak MB':>8} {'questions':>9} {'problems':>9}")
    for name in BANKS:
        command = [sys.executable, "-m", "tests.bench.large_bank", name]
        row = subprocess.run(command, capture_output=True, text=True, check=True).stdout.rstrip()
        print(f"{name:26}{row}", flush=True)


if __name__ == "__main__":
    main()
