"""From what the questions of a run are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from studyapp.catalogue.courses import Course, Quiz
from studyapp.catalogue.modes import Mode
from studyapp.catalogue.pools import Pool
from studyapp.catalogue.questions import Item
from studyapp.records import marked, missed, reviews, rows

# A row a run, since many thousand questions come of it.
SEEN = """
SELECT records_attempt.id, {questions} FROM records_attempt JOIN records_asked ON attempt_id = records_attempt.id
WHERE records_attempt.learner_id = %s AND course = %s AND mode <> 'lesson'
GROUP BY records_attempt.id ORDER BY records_attempt.id
"""


@dataclass(frozen=True)
class Filter:
    """Only questions that turn on a node (tree/node), map to an outcome, or belong to an objective."""

    node: str = ""
    outcome: str = ""
    objective: str = ""

    def of(self, pool: Pool) -> Pool:
        """What passes: everything of a group, and with several filters what is in each of them."""
        groups = [
            group.get(name, Pool())
            for group, name in (
                (pool.by_node, self.node), (pool.by_outcome, self.outcome), (pool.by_objective, self.objective)
            )
            if name
        ]  # fmt: skip
        found = groups[0] if groups else Pool()
        for group in groups[1:]:
            found = group.among(item.ident for item in found)
        return found


def pool(learner: int | None, course: Course, quiz: Quiz, mode: Mode, only: Filter, now: datetime) -> Sequence[Item]:
    """What a run of that mode can ask, in the order of the banks; due ones by how long they are due."""
    everything = course.pool(quiz)
    match mode.draws:
        case "pool":
            return everything
        case "filtered":
            return only.of(everything)
        case "missed":
            return everything.among(missed.questions(learner, course))
        case "due":
            return reviews.due_items(learner, course, everything, seen(learner, course), now)
        case "none":
            return Pool()


def seen(learner: int | None, course: Course) -> dict[str, int]:
    """For each question that was asked outside lessons, how late it was last: the number of its run."""
    found: dict[str, int] = {}
    for run, questions in rows.values(SEEN.format(questions=rows.joined("question")), [learner, course.id]):
        found |= dict.fromkeys(marked.idents(questions, course), run)
    return found


def known(learner: int, course: Course, mode: Mode) -> dict[str, int]:
    """By how late what is drawn was met last: what was missed is all known, and is not looked for among everything that was asked."""
    return missed.questions(learner, course) if mode.draws == "missed" else seen(learner, course)
