"""What a finished attempt says: the score, where it was lost, and what to practise next."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from studyapp.catalogue.courses import Course
from studyapp.catalogue.trees import DecisionTree
from studyapp.pages.drawings import bars
from studyapp.pages.http import course_or_404
from studyapp.records import attempts
from studyapp.records.models import Asked, Attempt
from studyapp.records.progress import Score


@dataclass(frozen=True)
class Costliest:
    """The node at which most points were lost."""

    key: str  # tree/node
    ask: str
    lost: int
    of: int  # all points lost


@dataclass(frozen=True)
class Row:
    position: str  # as a page writes it
    state: str  # right, wrong, open
    title: str


FEWEST = 3  # questions of an objective of which a sealed exam tells the score


def result(attempt: Attempt) -> dict[str, Any]:
    course = course_or_404(attempt.course)
    rows = attempts.answered(attempt)
    if attempt.is_sealed:
        return _score(attempt) | {"objectives": bars.rows(_sealed(course, rows))}
    return {
        **_score(attempt),
        "outcomes": bars.rows(_scored(rows, lambda asked: asked.outcome, _outcomes(course))),
        "objectives": bars.rows(_scored(rows, lambda asked: asked.objective, _objectives(course))),
        "costliest": costliest(course, [asked for asked, _ in rows]),
        "questions": [_row(course, asked) for asked, _ in rows],
    }


def _score(attempt: Attempt) -> dict[str, Any]:
    needed = -(-attempt.rules["pass_percent"] * attempt.asked_count // 100)
    return {
        "right": attempt.right_count, "of": attempt.asked_count, "needed": needed, "passed": attempt.has_passed,
        "short": needed - attempt.right_count, "judged": attempt.mode in ("graded",),
        "picked": attempts.mode_of(attempt).draws != "pool",
    }  # fmt: skip


def _outcomes(course: Course) -> dict[str, str]:
    return {option.id: option.title for option in course.options.values()}


def _objectives(course: Course) -> dict[str, str]:
    return {objective.id: objective.says for objective in course.objectives.values()}


def _sealed(course: Course, rows: list[Any]) -> list[tuple[str, Score]]:
    """By objective, where enough questions were asked of it that no single verdict can be read off."""
    found = _scored(rows, lambda asked: asked.objective, _objectives(course))
    return [(title, score) for title, score in found if score.n >= FEWEST]


def _is_right(asked: Asked) -> bool:
    return bool(getattr(asked, "answer", None) and asked.answer.right)


def _scored(rows: Iterable[Any], group: Any, titles: dict[str, str]) -> list[tuple[str, Score]]:
    n: defaultdict[str, int] = defaultdict(int)
    right: defaultdict[str, int] = defaultdict(int)
    for asked, _ in rows:
        if group(asked):
            n[group(asked)] += 1
            right[group(asked)] += _is_right(asked)
    return [(titles.get(id, id), Score(id, n[id], right[id])) for id in n]


def costliest(course: Course, rows: Iterable[Asked]) -> Costliest | None:
    lost: defaultdict[str, int] = defaultdict(int)
    for asked in rows:
        answer = getattr(asked, "answer", None)
        if answer and answer.right is False and answer.leaves:
            tree = next((key.partition("/")[0] for key in asked.path), "")
            lost[f"{tree}/{answer.leaves}"] += 1
    if not lost:
        return None
    key = max(lost, key=lambda one: lost[one])
    return Costliest(key, ask_of(course, key), lost[key], sum(lost.values()))


def ask_of(course: Course, key: str) -> str:
    """The question of a node, tree/node; the bare id when the tree has it no more."""
    id, _, node = key.partition("/")
    tree: DecisionTree | None = course.trees.get(id)
    return tree.node_by_id[node].ask if tree and node in tree.node_by_id else node


def _row(course: Course, asked: Asked) -> Row:
    answer = getattr(asked, "answer", None)
    state = "open" if answer is None else "right" if answer.right else "wrong"
    return Row(str(asked.position), state, title_of(course, asked.question))


def title_of(course: Course, question: str) -> str:
    """What a question, course/bank/question, is called after its answer; its id in words where it has no title."""
    ident = question.partition("/")[2]
    item = course.items.get(ident)
    return item.title if item and item.title else ident.rpartition("/")[2].replace("-", " ").capitalize()
