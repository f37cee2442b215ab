"""The exercises of a course by kind, and the page of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from studyapp.catalogue.costs import CostExercise
from studyapp.catalogue.courses import Course
from studyapp.catalogue.designs import Brief
from studyapp.catalogue.exercises import Exercise
from studyapp.pages import costs, designs, sketches
from studyapp.pages.http import course_or_404, learner_id, page
from studyapp.records import exercises, progress
from studyapp.records.exercises import State
from studyapp.records.progress import MetricState


@dataclass(frozen=True)
class Row:
    """An exercise, whether it was passed once, how far its runs got, and how often a design for it was judged."""

    exercise: Exercise
    passed: bool
    state: State
    tries: int


@dataclass(frozen=True)
class Kind:
    """The exercises of a kind, and the success metric that counts them."""

    id: str
    metric: MetricState | None
    rows: list[Row]


@require_safe
def index(request: HttpRequest, course: str) -> HttpResponse:
    found, mine = course_or_404(course), learner_id(request)
    states, (passed, tries) = exercises.states(mine, found.id), progress.tried_exercises(mine, found.id)
    metrics = {m.exercises: progress.exercises_state(found, m, passed) for m in found.metrics.values() if m.exercises}
    names = dict.fromkeys(one.kind for one in found.exercises.values())
    kinds = [Kind(kind, metrics.get(kind), _rows(found, kind, states, passed, tries)) for kind in names]
    rows = [row for kind in kinds for row in kind.rows]
    context = {
        "course": found, "kinds": kinds, "corner": "practise",
        "going": next((row for row in rows if row.state.open), None),
        "first": next((row for row in rows if not row.passed), None),
        "trees": sketches.rows(found, mine), "tree_metric": metrics.get(progress.OWN_TREES),
    }  # fmt: skip
    return page(request, "exercises/index.html", context)


def _rows(
    course: Course, kind: str, states: Mapping[str, State], passed: set[str], tries: Mapping[str, int]
) -> list[Row]:
    mine = [one for one in course.exercises.values() if one.kind == kind]
    return [Row(one, one.id in passed, states.get(one.id, State()), tries.get(one.id, 0)) for one in mine]


@require_http_methods(["GET", "HEAD", "POST"])
def exercise(request: HttpRequest, course: str, exercise: str) -> HttpResponse:
    found = course_or_404(course)
    one = found.exercises.get(exercise)
    match one:
        case None:
            return sketches.index(request, *sketches.ground_or_404(course, exercise))
        case CostExercise():
            return costs.cost(request, found, one)
        case Brief():
            return designs.design(request, found, one)
        case _:
            assert_never(one)
