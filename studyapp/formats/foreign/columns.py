"""The columns of a spreadsheet of questions: how they are called, by us and by others."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

Key = tuple[str, int]  # the name of a column and its number, 0 for one that has none
NUMBERED = ("choice", "right", "feedback", "left out", "misconception", "match", "hint")
SINGLE = (
    "id", "title", "type", "objective", "difficulty", "points", "tags", "varies", "retired", "case", "stem", "answer", "tolerance", "unit",
    "head", "match head", "right", "explanation", "hint", "sources",
)  # fmt: skip
ALSO = {
    "question": "stem", "question text": "stem", "text": "stem", "name": "title", "question type": "type", "kind": "type",
    "level": "difficulty", "score": "points", "marks": "points", "tag": "tags", "category": "tags", "correct": "right",
    "correct answer": "right", "correct answers": "right", "correct option": "right", "right answer": "right", "key": "right",
    "general feedback": "explanation", "feedback": "explanation", "rationale": "explanation", "source": "sources",
    "reference": "sources", "references": "sources", "answer explanation": "explanation", "correct choice": "right", "learning objective": "objective", "case id": "case", "hints": "hint",
}  # fmt: skip
ALSO_NUMBERED = {
    "option": "choice",
    "answer": "choice",
    "step": "choice",
    "prompt": "choice",
    "correct": "right",
    "distractor": "choice",
}
NUMBER = re.compile(r"(.*?) ?(\d{1,2}|[a-z])")
MOST = 300


def name_of(column: int) -> str:
    """The letters a spreadsheet gives the column, counted from 0."""
    column, letters = column + 1, ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True)
class Columns:
    """Where each column stands."""

    places: dict[Key, int]
    unknown: list[str] = field(default_factory=list)

    def text(self, row: Sequence[str], name: str, number: int = 0) -> str:
        place = self.places.get((name, number))
        return row[place] if place is not None and place < len(row) else ""

    def numbers(self, name: str) -> list[int]:
        return sorted(number for other, number in self.places if other == name and number)


def key_of(head: str) -> Key | None:
    """What a head means; neither case nor the sign between its words counts."""
    bare = " ".join(re.sub(r"\([^()]*\)|[\s_:*-]", " ", head.lower()).split())
    if re.fullmatch("[a-h]", bare):
        return "choice", ord(bare) - 96
    name = ALSO.get(bare, bare)
    if name in SINGLE:
        return name, 0
    if match := NUMBER.fullmatch(bare):
        name = ALSO_NUMBERED.get(match[1], match[1])
        number = int(match[2]) if match[2].isdigit() else ord(match[2]) - 96
        if name in NUMBERED and number:
            return name, number
    return None


def read_head(row: Sequence[str]) -> Columns | None:
    """The columns that this row names; none where it does not name a stem."""
    found = Columns({})
    for place, head in enumerate(row[:MOST]):
        key = key_of(head)
        if key is not None and key not in found.places:
            found.places[key] = place
        elif head.strip():
            found.unknown.append(" ".join(head.split())[:40])
    return found if ("stem", 0) in found.places else None
