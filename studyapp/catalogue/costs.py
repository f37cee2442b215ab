"""What a month costs: the numbers of a workload, the prices of the options, and the exercises on them."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from studyapp.catalogue.facts import Condition
from studyapp.catalogue.options import Figure, Shape
from studyapp.catalogue.prose import Html
from studyapp.catalogue.quantities import Quantity

MONTH = Decimal(730)  # hours, which are 30.4167 days


@dataclass(frozen=True)
class Measure:
    """A number of a workload: in what it is counted, and between which amounts it makes sense."""

    id: str
    unit: str
    least: Decimal
    most: Decimal
    whole: bool = False

    @property
    def ends(self) -> tuple[Quantity, Quantity]:
        return Quantity(self.least, self.unit), Quantity(self.most, self.unit)

    def misfit(self, quantity: Quantity) -> Literal["", "unit", "range", "whole"]:
        """In which respect the amount cannot be one of this measure."""
        least, most = self.ends
        if quantity.dimension != least.dimension:
            return "unit"
        if not least.base <= quantity.base <= most.base:
            return "range"
        return "whole" if self.whole and quantity.base % 1 else ""


MEASURES = {
    measure.id: measure
    for measure in (
        Measure("requests", "per day", Decimal(1), Decimal(10**9)),
        Measure("duration", "s", Decimal("0.001"), Decimal(86400)),
        Measure("memory", "GB", Decimal("0.1"), Decimal(1000)),
        Measure("size", "MB", Decimal(0), Decimal(10**6)),
        Measure("data", "KB", Decimal(0), Decimal(10**9)),
        Measure("peak", "per second", Decimal(0), Decimal(10**6)),
        Measure("hours", "h", Decimal("0.1"), Decimal(24)),
        Measure("parallel", "", Decimal(1), Decimal(1000), whole=True),
        Measure("instances", "", Decimal(1), Decimal(1000), whole=True),
        Measure("start", "min", Decimal(0), Decimal(120)),
        Measure("cool", "min", Decimal(0), Decimal(1440)),
        Measure("wakes", "per day", Decimal(0), Decimal(1440)),
        Measure("runs", "per day", Decimal("0.01"), Decimal(1440)),
        Measure("latency", "s", Decimal("0.001"), Decimal(31 * 86400)),
        Measure("prompt", "tokens", Decimal(0), Decimal(10**7), whole=True),
        Measure("reply", "tokens", Decimal(0), Decimal(10**7), whole=True),
        Measure("devices", "devices", Decimal(0), Decimal(10**6), whole=True),
        Measure("quote", "USD", Decimal(0), Decimal(10**4)),
    )
}
AT_ONCE = "at-once"  # requests in work at the same time: computed, and limited like a measure


@dataclass(frozen=True)
class Workload:
    """What is to be done, in base units: seconds, bytes, a day. What its options do not bill may stay unsaid."""

    requests: Decimal = Decimal(1)  # a day
    duration: Decimal = Decimal(0)  # of one request
    memory: Decimal = Decimal(0)
    size: Decimal = Decimal(0)  # of the largest request
    data: Decimal = Decimal(0)  # in and out for one request
    peak: Decimal = Decimal(0)  # the rate of the busiest second, as requests a day
    hours: Decimal = Decimal(86400)  # of the day, in which requests come
    parallel: Decimal = Decimal(1)  # requests that one instance works on at once
    instances: Decimal = Decimal(1)  # that must stand there at least
    start: Decimal = Decimal(0)  # until an instance is there
    cool: Decimal = Decimal(0)  # until an idle instance goes
    wakes: Decimal | None = None  # a day; unsaid: every request may wake it
    runs: Decimal = Decimal(1)  # jobs a day
    latency: Decimal | None = None  # within which the answer must be there
    prompt: Decimal = Decimal(0)  # tokens in for one request
    reply: Decimal = Decimal(0)  # tokens out
    devices: Decimal = Decimal(0)
    quote: Decimal = Decimal(0)  # for one device a month, with its upkeep
    instance: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    def with_requests(self, requests: Decimal) -> "Workload":
        """The same with so many requests a day: a copy, since `replace` is dear where one drawing takes hundreds."""
        other = copy(self)
        object.__setattr__(other, "requests", requests)
        return other


@dataclass(frozen=True)
class Tariff:
    """How an option is billed, with every unit price it takes, and what rules it out whatever it costs."""

    option: str
    title: str
    short: str
    shape: Shape
    figures: Mapping[str, Figure]  # price, data, prompt, reply, share
    limits: tuple[Condition, ...]  # on measures and on facts


INSTANCED: frozenset[Shape] = frozenset({"always-on", "awake-hours", "job"})  # paid by the hour of an instance

# What has to be said of a workload for each shape of billing.
BILLED: Mapping[Shape, tuple[str, ...]] = {
    "always-on": ("duration", "peak"),
    "per-use": ("requests", "duration", "memory"),
    "awake-hours": ("requests", "duration", "start", "cool"),
    "job": ("requests", "duration", "start"),
    "per-token": ("requests", "prompt", "reply"),
    "per-device": ("devices", "quote"),
}


@dataclass(frozen=True)
class PriceList:
    """The dated unit prices of a course."""

    tariffs: Mapping[str, Tariff]  # by option
    instances: Mapping[str, Figure]  # an hour of each


@dataclass(frozen=True)
class Example:
    """The workload with which the explorer of costs opens."""

    says: str
    given: Mapping[str, Quantity]  # by measure
    instance: str
    facts: Mapping[str, str]


@dataclass(frozen=True)
class Draw:
    """A number of a brief that is drawn anew at each start."""

    measure: str
    low: Decimal
    high: Decimal
    step: Decimal
    unit: str


@dataclass(frozen=True)
class CostExercise:
    """A brief: a business, its numbers, a budget, and the options to choose from."""

    id: str
    title: str
    story: Html
    draws: tuple[Draw, ...]
    given: Mapping[str, Quantity]  # by measure
    instance: str
    facts: Mapping[str, str]  # all that its options ask for, told or taken for granted
    budget: Decimal  # USD a month
    options: tuple[str, ...]
    tolerance: Decimal  # share of the right amount by which an answer may be off
    clear: Decimal  # share by which the budget and every two costs differ
    kind: Literal["cost"] = "cost"
