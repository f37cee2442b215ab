"""The interval of many answers, where the exact one would take too long or overflow."""

import pytest

from studyapp.rules import mastery
from studyapp.rules.mastery import interval


@pytest.mark.parametrize(("n", "k"), [(500, 300), (500, 450), (500, 490), (500, 500), (500, 0)])
def test_the_quick_interval_is_near_the_exact_one(n: int, k: int, monkeypatch: pytest.MonkeyPatch) -> None:
    exact = interval(n, k)
    monkeypatch.setattr(mastery, "MANY", 1)
    assert interval(n, k) == pytest.approx(exact, abs=0.003)


@pytest.mark.parametrize(("n", "k"), [(100_000, 0), (100_000, 90_000), (100_000, 100_000)])
def test_a_hundred_thousand_answers_have_one(n: int, k: int) -> None:
    low, high = interval(n, k)
    assert 0 <= low <= k / n <= high <= 1
    assert high - low < 0.005
