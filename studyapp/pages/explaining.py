"""Why an answer was right or wrong: the facts, the two ways in the tree, the smallest change."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from studyapp.catalogue.courses import Course
from studyapp.catalogue.facts import Told
from studyapp.catalogue.lessons import Lesson
from studyapp.catalogue.questions import Question, Scenario
from studyapp.catalogue.trees import DecisionTree
from studyapp.pages.drawings import tree as drawing
from studyapp.records import revisions
from studyapp.records.models import Answer, Asked
from studyapp.rules import grading
from studyapp.rules.deciding import Change


@dataclass(frozen=True)
class Row:
    """A fact that decides: told by words of the story, or taken for granted."""

    title: str
    told: Told
    letter: str


def explanation(question: Question, asked: Asked, course: Course) -> dict[str, Any]:
    """What an explained question shows besides its choices, and the lesson in which to read on."""
    shown = _reasons(question, asked)
    return shown | {"lesson": _lesson(question, asked, course, shown.get("change"))}


def _lesson(question: Question, asked: Asked, course: Course, change: Change | None) -> Lesson | None:
    """The lesson that answers the question; none where its explanation links one itself."""
    if f"/courses/{course.id}/modules/" in question.explanation:
        return None
    answer: Answer | None = getattr(asked, "answer", None)
    taken = [question.choices[n].misconception for n in answer.response] if answer and question.choices else []
    scenario = question.scenario
    node = f"{scenario.tree}/{change.leaves if change else scenario.path[-1]}" if scenario else ""
    return course.lesson_on(asked.objective, node, next(filter(None, taken), ""))


def _reasons(question: Question, asked: Asked) -> dict[str, Any]:
    tree, scenario = revisions.tree_of(question), question.scenario
    answer: Answer | None = getattr(asked, "answer", None)
    if tree is None or scenario is None:
        return {"right": bool(answer and answer.right)}
    wrong = [n for n in answer.response if not question.choices[n].right] if answer else []
    change = grading.change_for(question, tree, wrong[0]) if wrong else None
    case = grading.case_of(question)
    return {
        "right": bool(answer and answer.right), "tree": tree, "scenario": scenario,
        "key": tree.outcome_by_id[scenario.outcome],
        "taken": tree.outcome_by_id.get(question.choices[wrong[0]].option) if wrong else None,
        "rows": rows(tree, scenario), "change": change,
        "leaves_number": _number(tree, change), "leaves_ask": tree.node_by_id[change.leaves].ask if change else "",
        "drawn": partial(drawing.explained, tree, case, change),
    }  # fmt: skip


def rows(tree: DecisionTree, scenario: Scenario) -> list[Row]:
    """What is told, in the order of the story, then what is taken for granted on the path."""
    letters: dict[str, str] = {}
    for one in scenario.told:
        letters.setdefault(one.words, chr(ord("a") + len(letters)))
    asked = {tree.node_by_id[node].fact for node in scenario.path}
    told = [Row(_title(tree, one.fact), one, letters[one.words]) for one in scenario.told]
    return told + [Row(_title(tree, one.fact), one, "") for one in scenario.assumed if one.fact in asked]


def _title(tree: DecisionTree, fact: str) -> str:
    return tree.fact_by_id[fact].title if fact in tree.fact_by_id else fact


def _number(tree: DecisionTree, change: Change | None) -> int:
    """The number that the drawing gives the node at which the choice left."""
    return drawing.numbers(tree)[change.leaves] if change else 0
