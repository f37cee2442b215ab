"""Drawing a run: any is even over the groups."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.rules import choosing
from tests.rules.test_choosing import a_pool


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 24), st.integers(0, 2**32))
def test_a_run_is_even_over_the_groups(size: int, seed: int) -> None:
    drawn = choosing.draw(a_pool(24), size, ["outcome"], {}, seed)
    counts = Counter(item.outcome for item in drawn)
    assert sum(counts.values()) == size
    assert max(counts.values()) - min(counts[outcome] for outcome in ("pot", "mug", "cold")) <= 1


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 24), st.integers(0, 2**32))
def test_within_a_group_it_is_even_over_the_next(size: int, seed: int) -> None:
    drawn = choosing.draw(a_pool(24, difficulties=2), size, ["outcome", "difficulty"], {}, seed)
    outcomes = Counter(item.outcome for item in drawn)
    assert max(outcomes.values()) - min(outcomes[outcome] for outcome in ("pot", "mug", "cold")) <= 1
    for outcome in outcomes:
        counts = Counter(item.difficulty for item in drawn if item.outcome == outcome)
        assert abs(counts[1] - counts[2]) <= 1


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 12), st.integers())
def test_shuffled_is_a_permutation(count: int, seed: int) -> None:
    assert sorted(choosing.shuffled(count, seed)) == list(range(count))
