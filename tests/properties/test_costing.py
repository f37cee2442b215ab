"""A brief drawn by any seed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.rules import costing
from tests.rules.prices import PRICES
from tests.rules.test_costing import SHOP


@settings(deadline=None)
@given(st.integers(0, 2**62))
def test_a_seed_draws_the_same_clear_brief_for_ever(seed: int) -> None:
    brief = costing.draw(SHOP, PRICES, seed)
    assert brief is not None
    assert brief == costing.draw(SHOP, PRICES, seed)
    assert costing.is_clear(brief, PRICES)
