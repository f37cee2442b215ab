"""A month's bill, what rules an option out, and which serves best. Expected amounts stand in domain-facts 4.4."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from studyapp.catalogue.costs import Workload
from studyapp.catalogue.facts import Condition
from studyapp.catalogue.quantities import Quantity
from studyapp.rules import pricing
from tests.rules.prices import PRICES, a_load, a_tariff

OPTIONS = list(PRICES.tariffs)
CLASSIFIER = {"requests": 20000, "duration": 120, "memory": 2, "data": 22, "peak": 3}
VIDEO = {"requests": 40, "duration": 240_000, "size": 300, "wakes": 6, "start": 6, "cool": 9, "instance": "g4dn"}
BUSY = {"requests": 60 * 86400, "duration": 80, "memory": 4, "peak": 60, "parallel": 4, "instances": 2, "instance": "c5.xlarge"}  # fmt: skip
NIGHT = {"requests": 2_000_000, "duration": 15, "memory": 2, "parallel": 4, "instances": 2, "start": 5, "instance": "c5.xlarge"}  # fmt: skip


def total(option: str, load: Workload) -> Decimal:
    return pricing.cents(pricing.cost(load, option, PRICES).total)


@pytest.mark.parametrize(
    ("option", "given", "expected"),
    [
        ("always-on", CLASSIFIER, "84.16"),
        ("always-on", CLASSIFIER | {"instances": 2}, "168.11"),
        ("per-use", CLASSIFIER, "3.13"),
        ("awake-hours", CLASSIFIER | {"start": 5, "cool": 10}, "83.95"),
        ("job", CLASSIFIER | {"parallel": 2, "start": 5}, "1.46"),
        ("awake-hours", VIDEO, "93.33"),
        ("job", VIDEO, "61.97"),
        ("always-on", VIDEO, "537.57"),
        ("always-on", BUSY, "297.84"),
        ("per-use", BUSY, "1009.15"),
        ("always-on", NIGHT, "297.84"),
        ("per-use", NIGHT, "36.50"),
        ("job", NIGHT, "13.96"),
    ],
)
def test_the_worked_examples_come_out_to_the_cent(option: str, given: dict[str, Any], expected: str) -> None:
    assert total(option, a_load(**given)) == Decimal(expected)


@pytest.mark.parametrize(("option", "a_week"), [("per-token", "43.50"), ("half-price", "21.75")])
def test_tokens_cost_what_the_example_says_a_week(option: str, a_week: str) -> None:
    load = replace(a_load(prompt=12000, reply=500), requests=Decimal(1000))  # in a day, for a sum without sevenths
    assert pricing.cost(load, option, PRICES).total / (Decimal(730) / 24) == Decimal(a_week)


def test_devices_cost_their_quote_whatever_they_are_asked() -> None:
    assert total("per-device", a_load(devices=12, quote="8.50", requests=10**6)) == Decimal("102.00")


def test_a_month_is_730_hours() -> None:
    assert pricing.a_month(Decimal(24)) == 730


def test_money_is_rounded_half_up() -> None:
    assert (pricing.cents(Decimal("0.125")), pricing.cents(Decimal("0.135"))) == (Decimal("0.13"), Decimal("0.14"))


# The busiest second, sleep and jobs.


def test_the_busiest_second_decides_how_many_instances_stand_there() -> None:
    counts = [pricing.standing(a_load(peak=peak, duration=500, parallel=4)) for peak in (0, 8, 9, 16, 17)]
    assert counts == [1, 1, 2, 2, 3]


def test_the_busiest_second_is_never_less_busy_than_the_average_one() -> None:
    assert pricing.at_once(a_load(requests=86400, hours=12, duration=1000, peak=1)) == 2


def test_fewer_instances_than_asked_for_never_stand_there() -> None:
    assert pricing.standing(a_load(peak=1, duration=1, instances=3)) == 3


@pytest.mark.parametrize(
    ("given", "hours"),
    [
        ({"requests": 0, "start": 5, "cool": 10}, "0"),
        ({"requests": 2, "start": 5, "cool": 10}, "0.5"),  # each wakes it
        ({"requests": 200, "wakes": 2, "start": 5, "cool": 10}, "0.5"),
        ({"requests": 1, "wakes": 2, "start": 5, "cool": 10}, "0.25"),  # nobody wakes it without a request
        ({"requests": 200, "start": 5, "cool": 10, "hours": 8}, "8.25"),  # awake throughout
        ({"requests": 200, "start": 5, "cool": 10, "hours": 24}, "24"),
        ({"requests": 100, "duration": 3_600_000, "parallel": 2}, "50"),  # more than one instance's day
    ],
)
def test_an_instance_that_sleeps_is_up_for_its_work_its_starts_and_its_pauses(given: dict[str, Any], hours: str) -> None:  # fmt: skip
    assert pricing.awake(a_load(**given)) == Decimal(hours) * 3600


def test_a_job_pays_the_start_of_every_instance_of_every_run() -> None:
    twice = a_load(requests=7200, duration=1000, instances=2, start=30, runs=2)
    assert pricing.running(twice) == 30 * 60 + 1800
    assert pricing.cost(twice, "job", PRICES).units == pricing.a_month(Decimal(4))


# What rules an option out.


def reasons(option: str, **given: Any) -> list[tuple[str, Decimal | str]]:
    return [(one.limit.fact, one.has) for one in pricing.reasons(a_load(**given), PRICES.tariffs[option], PRICES)]


@pytest.mark.parametrize(
    ("option", "given", "expected"),
    [
        ("always-on", {"size": 25, "duration": 60_000}, []),
        ("always-on", {"size": 26, "duration": 60_001}, [("size", Decimal(26 * 10**6)), ("duration", Decimal("60.001"))]),
        ("per-use", {"memory": 8}, [("memory", Decimal(8 * 10**9))]),
        ("per-use", {"peak": 400, "duration": 500}, []),
        ("per-use", {"peak": 402, "duration": 500}, [("at-once", Decimal(201))]),
        ("per-use", {"instance": "g5"}, [("hardware", "special")]),
        ("per-use", {"instance": "g5", "facts": {"hardware": "plain"}}, []),
        ("per-use", {"instance": "none such"}, []),
        ("job", {}, []),
        ("job", {"facts": {"waiting": "blocks"}}, [("waiting", "blocks")]),
        ("job", {"facts": {"waiting": "nobody"}}, []),
        ("half-price", {}, []),
        ("half-price", {"latency": 86400}, [("latency", Decimal(86400))]),
        ("half-price", {"latency": 86401}, []),
        ("awake-hours", {"duration": 1000, "start": 1, "latency": 61}, []),
        ("awake-hours", {"duration": 1000, "start": 1, "latency": 60}, [("answer", Decimal(61))]),
        ("job", {"requests": 60, "duration": 1000, "start": 1, "latency": 119}, [("answer", Decimal(120))]),
        ("always-on", {"duration": 2000, "latency": 1}, [("answer", Decimal(2))]),
    ],
)  # fmt: skip
def test_every_limit_gone_beyond_is_a_reason(option: str, given: dict[str, Any], expected: list[Any]) -> None:
    assert reasons(option, **given) == expected


def test_the_latency_is_a_reason_with_its_limit() -> None:
    (found,) = pricing.reasons(a_load(duration=2000, latency=1), PRICES.tariffs["per-device"], PRICES)
    assert found.limit == Condition(pricing.ANSWER, at_most=Quantity(Decimal(1), "s"))


def test_the_best_is_the_cheapest_that_can_be_had_and_paid() -> None:
    found = pricing.assess(a_load(**CLASSIFIER, facts={"waiting": "blocks"}), PRICES, ["always-on", "per-use", "job"])
    assert [one.total for one in found] == [Decimal("84.16"), Decimal("3.13"), Decimal("2.33")]
    assert [pricing.best(found, Decimal(budget)) for budget in ("100", "3.13", "3.12")] == ["per-use", "per-use", ""]


def test_none_is_best_where_every_option_is_ruled_out() -> None:
    assert pricing.best(pricing.assess(a_load(size=2000), PRICES, ["always-on", "per-use", "awake-hours"])) == ""


def test_an_option_that_has_no_price_cannot_be_assessed() -> None:
    with pytest.raises(KeyError):
        pricing.cost(a_load(), a_tariff("other", "per-use").option, PRICES)
