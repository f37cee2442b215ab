"""A tree of a learner's own as JSON, there and back; what no longer fits is read as open."""

from dataclasses import replace
from typing import Any

import pytest

from studyapp.catalogue.sketches import Ask, Leaf, Sketch
from studyapp.formats.sketch_text import read_sketch, write_sketch
from studyapp.rules import sketching
from tests.rules.tea import BREW, TIME, seconds
from tests.rules.test_sketching import BY_HEAT, NONE, WHOLE, built


@pytest.mark.parametrize("sketch", [None, Leaf("mug"), BY_HEAT, WHOLE])
def test_a_sketch_is_read_as_it_was_written(sketch: Sketch) -> None:
    assert read_sketch(write_sketch(sketch), BREW) == (sketch, True)


def test_a_body_says_what_is_asked_and_what_follows_each_answer() -> None:
    sketch = built((NONE, sketching.ask(Leaf("cold"), (), TIME, seconds(600))))
    assert write_sketch(sketch) == {
        "ask": "heat",
        "then": {
            "kettle": None,
            "none": {"ask": "time", "at": "600 s", "then": {"at most": {"to": "cold"}, "above": {"to": "cold"}}},
        },
    }


LEFT: dict[str, Any] = {"ask": "heat", "then": {"kettle": {"to": "mug"}, "none": None}}


def follows(body: object) -> dict[str, Any]:
    return {"ask": "heat", "then": {"kettle": {"to": "mug"}, "none": body}}


@pytest.mark.parametrize(
    "body",
    [
        {"to": "samovar"},
        {"to": ["mug"]},
        {"ask": "moon", "then": {}},
        {"ask": "time", "at": "61 s", "then": {}},
        {"ask": "time", "then": {}},
        {"ask": "leaf", "then": ["loose"]},
        {"ask": {}, "then": {}},
        {"ask": "heat", "then": {"kettle": {"to": "mug"}, "none": {"to": "mug"}}},  # settled on the way
        "mug", 7, [], {},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_open_and_the_rest_stands(body: object) -> None:
    assert read_sketch(follows(body), BREW) == (built(((0,), Leaf("mug"))), False)
    assert read_sketch(body, BREW)[1] is (body == {"ask": "heat", "then": {"kettle": {"to": "mug"}, "none": {"to": "mug"}}})  # fmt: skip


def test_an_answer_that_a_fact_no_longer_has_is_left_out_and_a_new_one_is_open() -> None:
    stored = {"ask": "heat", "then": {"kettle": {"to": "mug"}, "samovar": {"to": "pot"}}}
    assert read_sketch(stored, BREW) == (built(((0,), Leaf("mug"))), False)


def test_a_body_too_large_or_too_deep_is_read_as_open() -> None:
    deep: dict[str, Any] | None = None
    for _ in range(5000):
        deep = {"ask": "heat", "then": {"kettle": deep}}
    assert read_sketch(deep, BREW) == (BY_HEAT, False)  # asked again below, it is settled
    facts = tuple(replace(BREW.facts[0], id=f"f{n}") for n in range(sketching.DEEPEST + 1))
    chain: Sketch = None
    for fact in facts:
        chain = Ask(fact.id, tuple((one, chain) for one in sketching.asked_by(fact, None)[:1]))
    assert read_sketch(write_sketch(chain), replace(BREW, facts=facts)) == (None, False)
