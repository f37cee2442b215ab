"""A tree of a learner's own, whatever is asked wherever."""

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.catalogue.sketches import Sketch
from studyapp.rules import executing, sketching
from studyapp.rules.sketching import Impossible
from tests.rules.test_executing import FOUR


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3)), max_size=8))
def test_whatever_is_asked_wherever_every_place_can_be_reached(asked: list[tuple[int, int]]) -> None:
    sketch: Sketch = None
    for place, question in asked:
        somewhere = [one for one, _ in sketching.places(sketch)]
        try:
            sketch = sketching.ask(
                sketch, somewhere[place % len(somewhere)], *[*sketching.questions(FOUR.facts)][question]
            )
        except Impossible as why:
            assert str(why) == "settled"
    ends = {executing.end(sketch, case) for case in FOUR.combinations}
    assert ends == set(sketching.open_places(sketch))
