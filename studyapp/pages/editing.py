"""What the editor shows beside a text: its problems, and how the question at the cursor will look."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from studyapp.catalogue.courses import Course
from studyapp.catalogue.questions import Question
from studyapp.catalogue.trees import DecisionTree
from studyapp.formats.question_files import Look
from studyapp.pages import explaining
from studyapp.pages.drawings.tree import numbers
from studyapp.pages.showing import shown
from studyapp.records import publications, readings
from studyapp.records.models import Bank
from studyapp.rules.deciding import outcomes, possible, walk
from studyapp.rules.grading import case_from, taken_for_granted

LISTED = 100  # problems in the list


@dataclass(frozen=True)
class Leads:
    """Where the facts of a story lead: past the question of that number, to those options."""

    number: int
    titles: list[str]
    ticked: bool  # whether that one option is the ticked choice


def seen(course: Course, bank: Bank, text: str, line: int) -> dict[str, Any]:
    """What stands beside the text. `filled` names the one filled button: go, save or publish."""
    typed = readings.read(bank, course, text, line=line)
    newest = typed.reading.newest
    problems = sorted(typed.reading.problems, key=lambda one: (one.line, one.severity))
    errors = [one for one in problems if one.severity == "error"]
    unsaved, same = text != bank.draft, newest is not None and newest.hash == publications.hash_of(text)
    public = same and bank.withdrawn is None
    return {
        "course": course, "bank": bank, "newest": newest, "text": text, "line": line, "typed": typed, "unsaved": unsaved,
        "saved_today": _saved_today(bank),
        "problems": problems[:LISTED], "more": len(problems) - LISTED, "errors": len(errors),
        "warnings": len(problems) - len(errors), "first": errors[0].line if errors else 0, "public": public,
        "filled": "go" if errors else "save" if unsaved or public else "publish", "corner": "teach",
        **(_preview(typed.look) if typed.look else {}),
    }  # fmt: skip


def unread(course: Course, bank: Bank, text: str) -> dict[str, Any]:
    """The same for a text that is not read."""
    newest = publications.last(bank)
    return {
        "course": course, "bank": bank, "newest": newest, "text": text, "line": 0, "unsaved": True, "unread": True,
        "saved_today": _saved_today(bank), "filled": "save", "corner": "teach",
    }  # fmt: skip


def _saved_today(bank: Bank) -> bool:
    return bank.saved.date() == timezone.now().date()


def _preview(look: Look) -> dict[str, Any]:
    """The question with its answers explained, as its parts are shown to learners."""
    question, tree, scenario = look.question, look.tree, look.question.scenario
    return {
        "body": question, "tree": tree, "marked": look.marked, **shown(question, None, True),
        "rows": explaining.rows(tree, scenario) if tree and scenario else [],
        "leads": _leads(look, tree) if tree and look.told else None,
    }  # fmt: skip


def _leads(look: Look, tree: DecisionTree) -> Leads | None:
    """None where no story can have those facts together."""
    told = [one for one in look.told if one.fact in tree.fact_by_id]
    case = case_from((*told, *taken_for_granted(tree, told)))
    if not possible(tree, case):
        return None
    reached, path = list(outcomes(tree, case)), walk(tree, case).path
    titles = [tree.outcome_by_id[one].title for one in reached]
    return Leads(numbers(tree)[path[-1]], titles, reached == _ticked(look.question))


def _ticked(question: Question) -> list[str]:
    return [choice.option for choice in question.choices if choice.right]
