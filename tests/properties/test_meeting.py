"""Where the costs of two options meet, for any workload."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings

from studyapp.catalogue.costs import Workload
from studyapp.rules import meeting, pricing
from tests.properties.test_pricing import loads
from tests.rules.prices import PRICES
from tests.rules.test_meeting import HIGH, LOW

OPTIONS = ["always-on", "per-use", "awake-hours", "job", "per-token", "per-device"]


def lead(load: Workload, even: meeting.BreakEven, requests: Decimal) -> Decimal:
    """By how much the one that is cheaper below is dearer at so many requests."""
    there = replace(load, requests=requests)
    return pricing.cost(there, even.below, PRICES).total - pricing.cost(there, even.above, PRICES).total


@settings(max_examples=25, deadline=None)
@given(loads)
def test_at_a_break_even_the_costs_are_equal_within_a_cent_and_the_cheaper_changes(load: Workload) -> None:
    for even in meeting.break_evens(load, PRICES, OPTIONS, LOW, HIGH):
        assert abs(lead(load, even, even.requests)) <= Decimal("0.01")
        assert LOW <= even.requests <= HIGH
        at = meeting.spread(LOW, HIGH, meeting.SAMPLES)
        below, above = max(n for n in at if n < even.requests), min(n for n in at if n >= even.requests)
        assert lead(load, even, below) <= 0 <= lead(load, even, above)
