"""A second, small course compiles by the same engine: no prices, no map, an own tree."""

from pathlib import Path

from studyapp.formats.course_files import read_course

TEA = Path(__file__).resolve().parents[1] / "courses" / "tea"


def test_the_tea_course_is_sound() -> None:
    course, problems = read_course(TEA, "tests/courses/tea")
    assert problems == []
    assert course is not None and course.id == "tea"


def test_every_scenario_of_the_tea_course_is_proven_by_its_own_tree() -> None:
    course, _ = read_course(TEA, "tests/courses/tea")
    assert course is not None
    scenarios = [item.question.scenario for item in course.banks["brewing"].items]
    assert len(scenarios) >= 10
    assert {scenario.tree for scenario in scenarios if scenario} == set(course.trees)
    assert None not in scenarios
