"""Where the costs of two options meet."""

from decimal import Decimal

from studyapp.rules import meeting, pricing
from tests.rules.prices import PRICES, a_load
from tests.rules.test_pricing import CLASSIFIER

LOW, HIGH = Decimal(1), Decimal(2_000_000)


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


def test_numbers_are_spread_in_equal_proportions() -> None:
    assert meeting.spread(Decimal(1), Decimal(1000), 4) == [1, 10, 100, 1000]
    assert meeting.spread(Decimal(1), Decimal(3), 20) == [1, 2, 3]
