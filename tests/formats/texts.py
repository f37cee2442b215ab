"""Texts to read in the setting of the tea course, and small courses to write."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from studyapp.catalogue.courses import Course
from studyapp.catalogue.questions import Bank
from studyapp.formats.bank_checks import check_bank
from studyapp.formats.bank_markdown import BankText, read_bank
from studyapp.formats.course_files import read_course
from studyapp.formats.problems import Problems
from studyapp.formats.prose import Scope
from studyapp.formats.question_files import Setting, read_questions

TEA = Path(__file__).parents[1] / "courses" / "tea"
FILE = "bank.md"
FRONT = "bank: leaf\nobjective: know-leaf"
CHOICES = "- [x] Powder\n  > It is drunk.\n- [ ] A leaf\n  > It stays behind.\n"


@cache
def tea() -> Course:
    course, problems = read_course(TEA, "tea")
    assert course is not None and not problems
    return course


@cache
def tea_setting() -> Setting:
    course = tea()
    former = {figure.value: figure.was for figure in course.figures.values()}
    return Setting(
        course.facts, course.options, course.trees, course.tree_hashes, course.objectives, course.misconceptions, former
    )


def a_bank(body: str, front: str = FRONT) -> str:
    """A bank whose body begins in line 8, if its front matter has two lines."""
    return f"---\n{front}\n---\n\n# Leaf\n\n{body}"


def a_question(stem: str = "What is drunk?", choices: str = CHOICES, id: str = "drunk") -> str:
    """A question without data: its stem is its third line, its choices begin in its fifth."""
    return f"## {id}\n\n{stem}\n\n{choices}"


def as_text(text: str) -> tuple[BankText, list[str]]:
    """A bank as text, and what was wrong."""
    problems = Problems()
    return read_bank(text, FILE, problems), [str(problem) for problem in problems]


def as_questions(text: str, scope: Scope | None = None) -> tuple[Bank | None, list[str]]:
    """A bank with its questions, in the setting of the tea course, and what was wrong in order of lines."""
    problems = Problems()
    read = read_bank(text, FILE, problems)
    bank = read_questions(read, FILE, tea_setting(), scope or Scope(FILE), problems)
    if bank is not None:
        check_bank(bank, read, FILE, tea_setting(), problems)
    return bank, [str(problem) for problem in sorted(problems)]


SMALL = {
    "course.yaml": "title: Kettle\nmodules: [water]\n",
    "modules/water/module.yaml": "title: Water\ndifficulty: 1\n",
    "modules/water/1-boil.md": "---\ntitle: Boil\nminutes: 1\n---\n\nWater boils.\n",
}


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """A course in a folder of its own."""
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def compiled(folder: Path, files: Mapping[str, str | bytes]) -> tuple[Course | None, list[str]]:
    """A small course with these files besides or instead, and what was wrong, in order of files and lines."""
    course, problems = read_course(write(folder / "kettle", {**SMALL, **files}), "kettle")
    return course, [str(problem) for problem in sorted(problems)]
