"""What a month costs under six shapes of billing, what rules an option out, and which serves best."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from studyapp.catalogue.costs import AT_ONCE, MEASURES, MONTH, PriceList, Tariff, Workload
from studyapp.catalogue.facts import Condition
from studyapp.catalogue.options import Shape
from studyapp.catalogue.quantities import Quantity

CENT = Decimal("0.01")
HOUR, DAY, GB, MILLION = Decimal(3600), Decimal(86400), Decimal(10**9), Decimal(10**6)
ANSWER = "answer"  # how long an answer takes to be there: computed, and limited by the latency


class Cost(NamedTuple):  # made by the hundred for one drawing, which a frozen dataclass is slow at
    """A month's bill: so many units at a price, and the data that went in and out."""

    shape: Shape
    units: Decimal  # hours of instances, GB-seconds, requests or devices
    price: Decimal  # of one unit, USD
    instances: Decimal  # that stand there; 0 where nobody chooses any
    data: Decimal  # GB
    data_price: Decimal

    @property
    def compute(self) -> Decimal:
        return self.units * self.price

    @property
    def transfer(self) -> Decimal:
        return self.data * self.data_price

    @property
    def total(self) -> Decimal:
        return self.compute + self.transfer


@dataclass(frozen=True)
class Reason:
    """A limit that the workload goes beyond, and what it has instead."""

    limit: Condition
    has: Decimal | str


@dataclass(frozen=True)
class Assessed:
    """An option for a workload: what it would cost, and every limit that rules it out."""

    tariff: Tariff
    cost: Cost
    reasons: tuple[Reason, ...]

    @property
    def feasible(self) -> bool:
        return not self.reasons

    @property
    def total(self) -> Decimal:
        """USD a month, to the cent."""
        return cents(self.cost.total)


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def a_month(daily: Decimal) -> Decimal:
    """What a day has, in a month of 730 hours."""
    return daily * MONTH / 24


def at_once(load: Workload) -> Decimal:
    """Requests in work in the busiest second, which is never less busy than the average one."""
    return max(load.peak / DAY, load.requests / load.hours) * load.duration


def standing(load: Workload) -> Decimal:
    """The instances that have to stand there for the busiest second, or for availability."""
    return max(load.instances, (at_once(load) / load.parallel).to_integral_value(ROUND_CEILING))


def awake(load: Workload) -> Decimal:
    """Seconds a day in which instances are up that sleep when idle.

    Each wake-up costs the start and the pause before it sleeps again; however often it is woken, it is up no longer than
    the hours in which requests come, one pause and one start; and never for less than its work.
    """
    idle = load.start + load.cool
    busy = load.requests * load.duration / load.parallel
    wakes = load.requests if load.wakes is None else min(load.wakes, load.requests)
    return max(busy, min(DAY, load.hours + idle, busy + wakes * idle))


def running(load: Workload) -> Decimal:
    """Seconds for which each instance of a job runs."""
    each = load.requests / load.runs
    return load.start + each * load.duration / (load.parallel * load.instances)


def _price(tariff: Tariff, role: str) -> Decimal:
    return tariff.figures[role].value.amount if role in tariff.figures else Decimal(0)


def _of_instance(load: Workload, prices: PriceList) -> Decimal:
    return prices.instances[load.instance].value.amount


def _data(load: Workload, tariff: Tariff) -> tuple[Decimal, Decimal]:
    """GB of a month and the price of one; nothing where the option does not bill it."""
    price = _price(tariff, "data")
    return (a_month(load.requests) * load.data / GB if price else Decimal(0)), price


def _always_on(load: Workload, tariff: Tariff, prices: PriceList) -> Cost:
    count = standing(load)
    return Cost("always-on", count * MONTH, _of_instance(load, prices), count, *_data(load, tariff))


def _per_use(load: Workload, tariff: Tariff, prices: PriceList) -> Cost:
    units = a_month(load.requests) * load.duration * load.memory / GB
    return Cost("per-use", units, _price(tariff, "price"), Decimal(0), *_data(load, tariff))


def _awake_hours(load: Workload, tariff: Tariff, prices: PriceList) -> Cost:
    units = a_month(awake(load)) / HOUR
    return Cost("awake-hours", units, _of_instance(load, prices), Decimal(1), *_data(load, tariff))


def _job(load: Workload, tariff: Tariff, prices: PriceList) -> Cost:
    units = a_month(load.runs * load.instances * running(load)) / HOUR
    return Cost("job", units, _of_instance(load, prices), load.instances, *_data(load, tariff))


def _per_token(load: Workload, tariff: Tariff, prices: PriceList) -> Cost:
    tokens = load.prompt * _price(tariff, "prompt") + load.reply * _price(tariff, "reply")
    share = _price(tariff, "share") / 100 if "share" in tariff.figures else Decimal(1)
    price = tokens / MILLION * share
    return Cost("per-token", a_month(load.requests), price, Decimal(0), *_data(load, tariff))


def _per_device(load: Workload, tariff: Tariff, prices: PriceList) -> Cost:
    return Cost("per-device", load.devices, load.quote, Decimal(0), *_data(load, tariff))


BILLS: Mapping[Shape, Callable[[Workload, Tariff, PriceList], Cost]] = {
    "always-on": _always_on,
    "per-use": _per_use,
    "awake-hours": _awake_hours,
    "job": _job,
    "per-token": _per_token,
    "per-device": _per_device,
}


def cost(load: Workload, option: str, prices: PriceList) -> Cost:
    """A month of the option. KeyError when the option or the instance has no price."""
    tariff = prices.tariffs[option]
    return BILLS[tariff.shape](load, tariff, prices)


def answer_time(load: Workload, shape: Shape) -> Decimal:
    """Seconds until the answer is there: a sleeping instance has to start, a job has to end."""
    if shape == "awake-hours":
        return load.start + load.duration
    return running(load) if shape == "job" else load.duration


def reasons(load: Workload, tariff: Tariff, prices: PriceList) -> tuple[Reason, ...]:
    """Every limit of the option that the workload goes beyond, and the latency where the option is too slow for it."""
    found = [reason for limit in tariff.limits if (reason := _beyond(load, limit, prices))]
    if load.latency is not None and answer_time(load, tariff.shape) > load.latency:
        limit = Condition(ANSWER, at_most=Quantity(load.latency, "s"))
        found.append(Reason(limit, answer_time(load, tariff.shape)))
    return tuple(found)


def _beyond(load: Workload, limit: Condition, prices: PriceList) -> Reason | None:
    """The reason, when the workload goes beyond the limit; what is not said of a workload rules nothing out."""
    if limit.values:
        told = prices.instances[load.instance].tells if load.instance in prices.instances else {}
        value = load.facts.get(limit.fact, told.get(limit.fact))
        return Reason(limit, value) if value is not None and value not in limit.values else None
    has = at_once(load) if limit.fact == AT_ONCE else _measured(load, limit.fact)
    if has is None:
        return None
    beyond = has > limit.at_most.base if limit.at_most else limit.above is not None and has <= limit.above.base
    return Reason(limit, has) if beyond else None


def _measured(load: Workload, measure: str) -> Decimal | None:
    amount: Decimal | None = getattr(load, MEASURES[measure].id)
    return amount


def assess(load: Workload, prices: PriceList, options: Iterable[str]) -> tuple[Assessed, ...]:
    """Each of the options for the workload, in their order."""
    return tuple(
        Assessed(prices.tariffs[option], cost(load, option, prices), reasons(load, prices.tariffs[option], prices))
        for option in options
    )


def best(assessed: Iterable[Assessed], budget: Decimal | None = None) -> str:
    """The cheapest option that no limit rules out and the budget pays; empty when there is none."""
    fitting = [one for one in assessed if one.feasible and (budget is None or one.total <= budget)]
    return min(fitting, key=lambda one: one.cost.total).tariff.option if fitting else ""
