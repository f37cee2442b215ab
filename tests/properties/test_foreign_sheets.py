"""What makes any cell safe can be taken back."""

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.formats.cells import dead, undead


@settings(deadline=None)
@given(st.text(st.sampled_from("'=+-@ \tab\r"), max_size=6))
def test_what_makes_a_cell_safe_can_be_taken_back(text: str) -> None:
    assert undead(dead(text)) == text
    assert dead(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")
