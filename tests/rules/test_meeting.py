"""Where the costs of two options meet."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings

from studyapp.catalogue.costs import Workload
from studyapp.rules import meeting, pricing
from tests.rules.prices import PRICES, a_load
from tests.rules.test_pricing import CLASSIFIER, loads

LOW, HIGH = Decimal(1), Decimal(2_000_000)
OPTIONS = ["always-on", "per-use", "awake-hours", "job", "per-token", "per-device"]


def lead(load: Workload, even: meeting.BreakEven, requests: Decimal) -> Decimal:
    """By how much the one that is cheaper below is dearer at so many requests."""
    there = replace(load, requests=requests)
    return pricing.cost(there, even.below, PRICES).total - pricing.cost(there, even.above, PRICES).total


def test_the_classifier_breaks_even_at_575_000_requests_a_day() -> None:
    load = a_load(**CLASSIFIER | {"data": 0})
    (even,) = meeting.break_evens(load, PRICES, ["always-on", "per-use"], LOW, Decimal(700_000))
    assert (even.requests.quantize(Decimal(1)), even.below, even.above) == (575_000, "per-use", "always-on")
    assert pricing.cents(even.cost) == Decimal("83.95")


def test_one_more_instance_is_a_leap_and_no_break_even() -> None:
    """Up to 720,000 a day one instance is enough; then two stand there, and paying by use is cheaper again up to 1,150,000."""
    load = a_load(**CLASSIFIER | {"data": 0})
    found = meeting.break_evens(load, PRICES, ["always-on", "per-use"], LOW, Decimal(1_400_000))
    assert [(even.requests.quantize(Decimal(1)), even.below) for even in found] == [
        (575_000, "per-use"),
        (1_150_000, "per-use"),
    ]


def test_two_that_never_meet_have_no_break_even() -> None:
    load = a_load(prompt=100, reply=10)
    assert meeting.break_evens(load, PRICES, ["per-token", "half-price"], LOW, HIGH) == []


@settings(max_examples=25, deadline=None)
@given(loads)
def test_at_a_break_even_the_costs_are_equal_within_a_cent_and_the_cheaper_changes(load: Workload) -> None:
    for even in meeting.break_evens(load, PRICES, OPTIONS, LOW, HIGH):
        assert abs(lead(load, even, even.requests)) <= Decimal("0.01")
        assert LOW <= even.requests <= HIGH
        at = meeting.spread(LOW, HIGH, meeting.SAMPLES)
        below, above = max(n for n in at if n < even.requests), min(n for n in at if n >= even.requests)
        assert lead(load, even, below) <= 0 <= lead(load, even, above)


def test_numbers_are_spread_in_equal_proportions() -> None:
    assert meeting.spread(Decimal(1), Decimal(1000), 4) == [1, 10, 100, 1000]
    assert meeting.spread(Decimal(1), Decimal(3), 20) == [1, 2, 3]
