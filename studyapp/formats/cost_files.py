"""exercises/ of kind cost: a brief whose numbers are drawn."""

from studyapp.catalogue.costs import CostExercise, Draw
from studyapp.formats.exercise_setting import ExerciseSetting
from studyapp.formats.prose import render
from studyapp.formats.quantity_text import read_quantity
from studyapp.formats.schemas import CostYaml
from studyapp.formats.yaml_text import Document, typed


def read_cost(id: str, document: Document, setting: ExerciseSetting) -> CostExercise | None:
    problems = setting.folder.problems
    written = typed(document, CostYaml, problems)
    if written is None:
        return None
    budget = read_quantity(written.budget).amount if written.budget else None
    return CostExercise(
        id=id, title=written.title,
        story=render(written.story, setting.scope, problems, document.line("story") + 1),
        draws=tuple(
            Draw(name, draw.from_, draw.to, draw.step, draw.unit) for name, draw in written.draw.items()
        ),
        given={name: read_quantity(text) for name, text in written.given.items()},
        instance=written.instance, facts=written.facts, budget=budget, options=tuple(written.options),
        tolerance=read_quantity(written.tolerance).amount / 100, clear=read_quantity(written.clear).amount / 100,
    )  # fmt: skip
