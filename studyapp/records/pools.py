"""From what the questions of a run are drawn."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, OuterRef, Subquery

from studyapp.catalogue.courses import Course, Quiz
from studyapp.catalogue.modes import Mode
from studyapp.catalogue.questions import Item
from studyapp.records import reviews
from studyapp.records.models import Answer, Asked


@dataclass(frozen=True)
class Filter:
    """Only questions that turn on a node (tree/node), map to an outcome, or belong to an objective."""

    node: str = ""
    outcome: str = ""
    objective: str = ""

    def passes(self, item: Item) -> bool:
        tree, _, node = self.node.partition("/")
        scenario = item.question.scenario
        if self.node and (scenario is None or scenario.tree != tree or node not in item.turns_on):
            return False
        return (not self.outcome or item.outcome == self.outcome) and (
            not self.objective or item.objective == self.objective
        )


def pool(learner: int | None, course: Course, quiz: Quiz, mode: Mode, only: Filter, now: datetime) -> list[Item]:
    """What a run of that mode can ask, in the order of the banks."""
    everything = course.pool(quiz)
    match mode.draws:
        case "pool":
            return everything
        case "filtered":
            return [item for item in everything if only.passes(item)] if only != Filter() else []
        case "missed":
            wrong = missed(learner, course)
            return [item for item in everything if item.ident in wrong]
        case "due":
            return reviews.due_items(learner, course, everything, seen(learner, course), now)
        case "none":
            return []


def seen(learner: int | None, course: Course) -> dict[str, int]:
    """For each question that was asked outside lessons, how late it was last."""
    prefix = f"{course.id}/"
    asked = Asked.objects.filter(learner=learner, question__startswith=prefix).exclude(attempt__mode="lesson")
    rows = asked.values("question").annotate(last=Max("pk")).values_list("question", "last")
    return {question.removeprefix(prefix): last for question, last in rows}


def missed(learner: int | None, course: Course) -> set[str]:
    """The questions whose last checked answer was wrong."""
    prefix = f"{course.id}/"
    checked = Answer.objects.filter(asked__learner=learner, checked__isnull=False).exclude(
        asked__attempt__mode="lesson"
    )
    latest = checked.filter(asked__question=OuterRef("asked__question")).order_by("-checked", "-pk").values("pk")[:1]
    rows = checked.filter(asked__question__startswith=prefix, pk=Subquery(latest), right=False)
    return {question.removeprefix(prefix) for question in rows.values_list("asked__question", flat=True)}
