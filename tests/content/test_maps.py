"""The map of the course, at the width of a desk and of a phone."""

from itertools import combinations

import pytest

from studyapp.catalogue.courses import Course
from studyapp.pages.drawings import map as drawing


@pytest.mark.parametrize("wide", [True, False])
def test_no_word_of_the_map_meets_another_one_or_an_edge(real: Course, wide: bool) -> None:
    drawn = drawing.draw(real, list(real.options.values()), None, None, wide)
    words = [word for frame in drawn.frames for word in (frame.title, frame.limit) if word]
    assert len(words) > len(drawn.frames)
    assert [word.text for word in words if word.box.right > drawn.width] == []
    assert [word.text for word in words for frame in drawn.frames if word.box.crossed_by(frame.box)] == []
    assert [(one.text, other.text) for one, other in combinations(words, 2) if one.box.meets(other.box)] == []
