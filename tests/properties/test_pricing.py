"""A month's bill for any workload."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.catalogue.costs import Workload
from studyapp.rules import pricing
from tests.rules.prices import PRICES, TARIFFS, a_load
from tests.rules.test_pricing import OPTIONS

amounts = st.decimals("0.01", 5000, places=2)
loads = st.builds(
    a_load, requests=st.integers(1, 5_000_000), duration=amounts, memory=st.integers(1, 8), size=st.integers(0, 40), data=amounts,
    peak=st.integers(0, 400), hours=st.integers(1, 24), parallel=st.integers(1, 8), instances=st.integers(1, 3), start=st.integers(0, 10),
    cool=st.integers(0, 30), runs=st.integers(1, 4), prompt=st.integers(0, 5000), reply=st.integers(0, 500), devices=st.integers(0, 50),
    quote=amounts, instance=st.sampled_from(list(PRICES.instances)), facts=st.fixed_dictionaries({"waiting": st.sampled_from(["nobody", "blocks"])}),
)  # fmt: skip


@settings(deadline=None)
@given(loads, st.integers(1, 5_000_000))
def test_more_requests_never_cost_less(load: Workload, more: int) -> None:
    larger = replace(load, requests=load.requests + more)
    for option in OPTIONS:
        assert pricing.cost(load, option, PRICES).total <= pricing.cost(larger, option, PRICES).total


@settings(deadline=None)
@given(loads, st.decimals(0, 5000, places=2))
def test_an_option_beyond_a_limit_is_never_the_best(load: Workload, budget: Decimal) -> None:
    found = pricing.assess(load, PRICES, OPTIONS)
    best = pricing.best(found, budget)
    fitting = {one.tariff.option: one.cost.total for one in found if not one.reasons and one.total <= budget}
    assert best in fitting if fitting else best == ""
    assert all(fitting[best] <= cost for cost in fitting.values())


@settings(deadline=None)
@given(loads)
def test_sleeping_never_costs_more_than_standing_there_for_the_same_work(load: Workload) -> None:
    assert pricing.awake(load) <= max(Decimal(86400), load.requests * load.duration / load.parallel)


@settings(deadline=None)
@given(loads)
def test_every_shape_has_a_bill_that_is_not_negative(load: Workload) -> None:
    assert {tariff.shape for tariff in TARIFFS} == set(pricing.BILLS)
    assert all(pricing.cost(load, option, PRICES).total >= 0 for option in OPTIONS)
