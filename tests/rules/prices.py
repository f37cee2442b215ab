"""A price list with one option of each shape of billing, named after its shape, at the prices of domain-facts 4.1."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from studyapp.catalogue.costs import PriceList, Tariff, Workload
from studyapp.catalogue.facts import Condition
from studyapp.catalogue.options import Figure, Shape
from studyapp.catalogue.quantities import Quantity

HOURLY = {"m5.large": "0.115", "c5.xlarge": "0.204", "g4dn": "0.7364", "g5": "1.408"}
DATA = {"data": ("0.016", "USD/GB")}
TOKENS = {"prompt": ("3", "USD/million tokens"), "reply": ("15", "USD/million tokens")}


def figure(id: str, amount: str, unit: str, **more: Any) -> Figure:
    return Figure(id, Quantity(Decimal(amount), unit), (), "S", "2026", "", **more)


def a_tariff(
    option: str, shape: Shape, roles: Mapping[str, tuple[str, str]] | None = None, *limits: Condition
) -> Tariff:
    figures = {role: figure(f"{option}.{role}", *price) for role, price in (roles or {}).items()}
    return Tariff(option, option.capitalize(), option, shape, figures, limits)


def at_most(measure: str, amount: str, unit: str) -> Condition:
    return Condition(measure, at_most=Quantity(Decimal(amount), unit))


TARIFFS = (
    a_tariff("always-on", "always-on", DATA, at_most("size", "25", "MB"), at_most("duration", "60", "s")),
    a_tariff(
        "per-use", "per-use", {"price": ("0.00002", "USD/GB-s"), **DATA},
        at_most("size", "4", "MB"), at_most("memory", "6", "GB"), at_most("at-once", "200", ""), Condition("hardware", ("plain",)),
    ),
    a_tariff("awake-hours", "awake-hours", None, at_most("size", "1", "GB")),
    a_tariff("job", "job", None, Condition("waiting", ("nobody",))),
    a_tariff("per-token", "per-token", TOKENS),
    a_tariff("half-price", "per-token", {**TOKENS, "share": ("50", "%")}, Condition("latency", above=Quantity(Decimal(24), "h"))),
    a_tariff("per-device", "per-device"),
)  # fmt: skip
PRICES = PriceList(
    {tariff.option: tariff for tariff in TARIFFS},
    {
        name: figure(name, price, "USD/h", tells={"hardware": "special"} if name.startswith("g") else {})
        for name, price in HOURLY.items()
    },
)

UNITS = {
    "duration": "ms", "memory": "GB", "size": "MB", "data": "KB", "peak": "per second", "hours": "h", "start": "min", "cool": "min", "latency": "s",
}  # fmt: skip


def a_load(**given: Any) -> Workload:
    """A workload; numbers are in the units above, all others are counts."""
    amounts = {
        name: Quantity(Decimal(str(value)), UNITS.get(name, "")).base
        for name, value in given.items()
        if name not in ("instance", "facts")
    }
    texts = {name: value for name, value in given.items() if name in ("instance", "facts")}
    return Workload(**({"instance": "m5.large"} | texts | amounts))
