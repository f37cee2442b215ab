"""Amounts with a unit. GB = 10⁹ bytes; a month is 730 h."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

# unit -> (dimension, factor to the dimension's base unit)
UNITS: dict[str, tuple[str, Decimal]] = {
    "bytes": ("bytes", Decimal(1)),
    "KB": ("bytes", Decimal(10**3)),
    "MB": ("bytes", Decimal(10**6)),
    "GB": ("bytes", Decimal(10**9)),
    "TB": ("bytes", Decimal(10**12)),
    "ms": ("s", Decimal("0.001")),
    "s": ("s", Decimal(1)),
    "min": ("s", Decimal(60)),
    "h": ("s", Decimal(3600)),
    "day": ("s", Decimal(86400)),
    "days": ("s", Decimal(86400)),
    "per second": ("per day", Decimal(86400)),
    "per hour": ("per day", Decimal(24)),
    "per day": ("per day", Decimal(1)),
    "per week": ("per day", 1 / Decimal(7)),
    "per month": ("per day", 24 / Decimal(730)),
}


@dataclass(frozen=True, order=False)
class Quantity:
    """An amount as its author wrote it: 4 MB, 60 s, 0.115 USD/h."""

    amount: Decimal
    unit: str

    @property
    def dimension(self) -> str:
        """What it can be compared with: bytes, s, or the unit itself."""
        return UNITS[self.unit][0] if self.unit in UNITS else self.unit

    @cached_property
    def base(self) -> Decimal:
        """The amount in the base unit of its dimension."""
        return self.amount * UNITS[self.unit][1] if self.unit in UNITS else self.amount

    def __str__(self) -> str:
        amount = f"{self.amount:,f}"
        return f"{amount}{self.unit}" if self.unit == "%" else f"{amount} {self.unit}".rstrip()
