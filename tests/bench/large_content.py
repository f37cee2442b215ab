"""The real course with as many questions as one likes: every bank of it shortened, or repeated with other words."""

import re
import shutil
from pathlib import Path
from random import Random

REAL = Path(__file__).parents[2] / "content" / "ai-model-inferencing"
BANKS = {  # how many questions of each bank the smallest course has: a hundred in all
    "scenario-mapping": 40, "prerequisites": 12, "asynchronous-serverless": 11, "batch": 10, "deployment": 9,
    "real-time": 9, "trade-offs": 9,
}  # fmt: skip
SMALLEST = sum(BANKS.values())
A_FILE = 1500  # questions of a bank; a file may have 5 MB
LETTERS = "abcdefghijklmnoprstuvwz"


def make(folder: Path, questions: int) -> None:
    """A content folder with the real course and about that many questions."""
    course = shutil.copytree(REAL, folder / REAL.name)
    lessons = "".join(path.read_text(encoding="utf-8") for path in (course / "modules").rglob("*.md"))
    split: dict[str, list[str]] = {}
    for path in sorted((course / "banks").glob("*.md")):
        head, *written = path.read_text(encoding="utf-8").split("\n## ")
        chosen = sorted(written, key=lambda one: f"/{_id(one)}" not in lessons)[: BANKS[path.stem]]
        found = repeated(chosen, questions // SMALLEST)
        for first in range(0, len(found), A_FILE):
            name = path.stem if first == 0 else f"{path.stem}-{first // A_FILE + 1}"
            text = "\n## ".join([head.replace(f"bank: {path.stem}", f"bank: {name}"), *found[first : first + A_FILE]])
            (course / "banks" / f"{name}.md").write_text(text, encoding="utf-8")
            split.setdefault(path.stem, []).append(name)
    _name(course / "course.yaml", split)


def repeated(questions: list[str], times: int) -> list[str]:
    """Each question so many times, every time under another id and with some words that no other has."""
    return questions + [_again(one, number) for number in range(1, times) for one in questions]


def _again(question: str, number: int) -> str:
    own = words(f"{number} {_id(question)}")
    return f"n{number}-{question}".replace("?\n\n", f"? {own}\n\n", 1)


def words(seed: str) -> str:
    """Words that mean nothing, and others for each seed, so that no two questions are alike."""
    random = Random(seed)
    return " ".join("".join(random.choices(LETTERS, k=5)) for _ in range(24))


def _id(question: str) -> str:
    return re.split(r"[:\n]", question, maxsplit=1)[0].strip()


def _name(course: Path, split: dict[str, list[str]]) -> None:
    """Have the quizzes ask the further files of a bank too."""
    lines = course.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines):
        if match := re.fullmatch(r"    banks: \[(.*)\]", line):
            banks = [part for name in match[1].split(", ") for part in split[name]]
            lines[number] = f"    banks: [{', '.join(banks)}]"
    course.write_text("\n".join(lines), encoding="utf-8")
