"""The banks of the course, read by all that reads banks."""

from pathlib import Path

import pytest

from tests.content.course import COURSE
from tests.formats.test_bank_pieces import assert_cut_as_read


@pytest.mark.parametrize("path", sorted(COURSE.glob("banks/*.md")), ids=lambda path: path.stem)
def test_a_bank_is_cut_where_its_questions_begin(path: Path) -> None:
    assert_cut_as_read(path.read_text(encoding="utf-8"))
