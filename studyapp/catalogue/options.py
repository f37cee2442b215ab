"""What a case can be mapped to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from studyapp.catalogue.facts import Condition
from studyapp.catalogue.prose import Html
from studyapp.catalogue.quantities import Quantity

Shape = Literal["always-on", "per-use", "awake-hours", "job", "per-token", "per-device"]


@dataclass(frozen=True)
class Figure:
    """A number of the course, written down once."""

    id: str
    value: Quantity
    was: tuple[Quantity, ...]
    source: str
    on: str
    says: str
    instance: str = ""  # whose hour it prices
    tells: Mapping[str, str] = field(default_factory=dict)  # facts that hold for whoever takes that instance


@dataclass(frozen=True)
class Source:
    id: str
    title: str
    on: str
    note: str


@dataclass(frozen=True)
class Bill:
    """One of six shapes of billing, and the figures of its unit prices."""

    shape: Shape
    price: str = ""
    more: Mapping[str, str] = field(default_factory=dict)  # data, prompt, reply, share: their figures


@dataclass(frozen=True)
class Extent:
    """From one end to the other on an axis of the map; the far end may be a published figure."""

    low: Decimal
    high: Decimal
    figure: str = ""


@dataclass(frozen=True)
class Frame:
    """Where an option stands on the course's map."""

    across: Extent
    up: Extent
    mark: int  # 1 to 4, the more the larger the volume it is made for
    device: bool  # ends where the device does, not at a published limit


@dataclass(frozen=True)
class Option:
    id: str
    title: str
    names: tuple[str, ...]
    short: str
    summary: str
    needs: tuple[Condition, ...]
    bill: Bill | None
    triggers: tuple[str, ...]
    compare: tuple[tuple[str, Html], ...]
    services: tuple[tuple[str, str], ...]
    typical: str
    about: Html
    frame: Frame | None
    limits: tuple[Condition, ...] = ()  # beyond these it cannot be had at any price: measures and facts
