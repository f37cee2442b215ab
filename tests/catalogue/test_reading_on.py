"""Where to read on after an answer: what mends a belief, else the lesson on the decision, else the first of the objective."""

import pytest

from studyapp.catalogue.courses import Course


@pytest.mark.parametrize(
    ("objective", "node", "misconception", "lesson"),
    [
        ("know-leaf", "", "", "leaf/what-is-in-it"),
        ("choose-way", "way-to-brew/leaf", "", "brewing/mug-or-pot"),
        ("choose-way", "way-to-brew/heat", "", "brewing/cold-tea"),
        ("choose-way", "way-to-brew/heat", "pot-is-better", "brewing/mug-or-pot"),
        ("choose-way", "way-to-brew/heat", "no-such-belief", "brewing/cold-tea"),
    ],
)
def test_the_nearest_lesson_is_named(objective: str, node: str, misconception: str, lesson: str, tea: Course) -> None:
    found = tea.lesson_on(objective, node, misconception)
    assert found is not None
    assert found.key == lesson


def test_an_objective_without_a_lesson_has_none(tea: Course) -> None:
    assert tea.lesson_on("no-such-objective") is None
