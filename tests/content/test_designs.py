"""Every brief of the course: designs of different shape pass, and each fault misses what it should, and only that."""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from studyapp.catalogue.designs import Brief, Design, Link
from studyapp.formats.design_text import DesignYaml, read_design
from studyapp.formats.problems import Problems
from studyapp.formats.yaml_text import Document, read_yaml
from studyapp.rules.designing import with_link, with_part, with_setting, without_link, without_part
from studyapp.rules.reviewing import review
from tests.content.course import course

TRIALS = sorted((Path(__file__).parent / "designs").glob("*.yaml"))
CAPSTONE_NEEDS = [{"real-time-endpoint", "serverless-endpoint"}, {"sqs"}, {"batch-transform"}]


@cache
def briefs() -> dict[str, Brief]:
    return {exercise.id: exercise for exercise in course().exercises.values() if isinstance(exercise, Brief)}


@cache
def trials(path: Path) -> Document:
    problems = Problems()
    document = read_yaml(path.read_text(encoding="utf-8"), path.name, problems)
    assert problems == []
    return document


@cache
def valid(path: Path) -> dict[str, Design]:
    """The designs that pass, by name; the reference is one of them."""
    brief, document = briefs()[path.stem], trials(path)
    designs = {"reference": brief.reference}
    for name, data in document.data["valid"].items():
        problems = Problems()
        design = read_design(DesignYaml.model_validate(data), ("valid", name), brief.palette, document, problems)
        assert design is not None, [str(problem) for problem in problems]
        designs[name] = design
    return designs


def changed(design: Design, change: dict[str, Any]) -> Design:
    """The design with some parts and links taken away, others added, and some set otherwise."""
    for link in change.get("cut", ()):
        assert pair(link) in design.links
        design = without_link(design, pair(link))
    for id in change.get("without", ()):
        assert id in design.part_by_id
        design = without_part(design, id)
    for place in change.get("place", ()):
        id, _, kind = place.partition("=")
        design = with_part(design, kind or id, id)
    for link in change.get("add", ()):
        design = with_link(design, pair(link))
    for id, settings in change.get("settings", {}).items():
        for setting, value in settings.items():
            design = with_setting(design, id, setting, value)
    return design


def pair(text: str) -> Link:
    start, end = text.split(" > ")
    return Link(start, end)


def missed(brief: Brief, design: Design) -> list[str]:
    return [one.requirement.id for one in review(brief, design).missed]


def shape(design: Design) -> frozenset[tuple[object, int]]:
    """Which kinds there are and how often, and which are linked; names and settings do not count."""
    kinds = {part.id: part.kind for part in design.parts}
    counted = Counter[object](kinds.values()) + Counter[object]((kinds[a.start], kinds[a.end]) for a in design.links)
    return frozenset(counted.items())


def test_there_are_ten_briefs_and_each_is_tried() -> None:
    assert sorted(briefs()) == [path.stem for path in TRIALS]
    assert len(TRIALS) >= 10


def test_two_briefs_at_least_are_capstones_and_need_an_endpoint_a_queue_and_a_batch() -> None:
    capstones = [brief for brief in briefs().values() if "capstone" in brief.tags]
    assert len(capstones) >= 2
    for brief in capstones:
        for kinds in CAPSTONE_NEEDS:
            bare = brief.reference
            for part in bare.of(tuple(kinds)):
                bare = without_part(bare, part.id)
            assert not review(brief, bare).passed


@pytest.mark.parametrize("path", TRIALS, ids=lambda path: path.stem)
def test_three_designs_of_different_shape_pass_besides_the_reference(path: Path) -> None:
    designs = valid(path)
    assert {name: missed(briefs()[path.stem], design) for name, design in designs.items()} == {
        name: [] for name in designs
    }
    assert len({shape(design) for design in designs.values()}) == len(designs) >= 4


@pytest.mark.parametrize("path", TRIALS, ids=lambda path: path.stem)
def test_a_fault_misses_what_it_should_and_nothing_else(path: Path) -> None:
    faulty = dict(enumerate(trials(path).data["faulty"]))
    designs = {n: changed(valid(path)[change.get("from", "reference")], change) for n, change in faulty.items()}
    found = {n: missed(briefs()[path.stem], design) for n, design in designs.items()}
    assert found == {n: [change["misses"]] for n, change in faulty.items()}


@pytest.mark.parametrize("path", TRIALS, ids=lambda path: path.stem)
def test_every_requirement_is_missed_by_some_fault(path: Path) -> None:
    faulty = trials(path).data["faulty"]
    assert {change["misses"] for change in faulty} == {one.id for one in briefs()[path.stem].requirements}
    assert len(faulty) >= 5
