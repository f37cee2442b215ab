"""Text in a spreadsheet stays text."""

import pytest

from studyapp.formats.cells import dead


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "'=1", "＝1"])
def test_a_formula_is_put_to_sleep(text: str) -> None:
    assert dead(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ada", "1 = 1", "a-b", "'tis"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert dead(text) == text
