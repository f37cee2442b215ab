"""What can be known of a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from studyapp.catalogue.quantities import Quantity

# A case: fact -> the id of a value, or an amount in the base unit of the fact.
Case = Mapping[str, str | Decimal]


@dataclass(frozen=True)
class Value:
    """One value of a fact that is a choice."""

    id: str
    says: str  # "nobody waits for a single answer"
    wish: str  # the phrase after "would fit if": "nobody waited for a single answer"
    short: str


@dataclass(frozen=True)
class Fact:
    """A choice among `values`, or (with a `unit`) a number seen by the intervals between `limits`."""

    id: str
    title: str
    ask: str
    values: tuple[Value, ...] = ()
    unit: str = ""
    wish: str = ""  # "one request were {interval}"
    assume: str | Quantity | None = None  # holds where a story is silent
    limits: tuple[Quantity, ...] = ()  # ascending; an interval ends at each, inclusive

    @property
    def is_number(self) -> bool:
        return bool(self.unit)

    def value(self, id: str) -> Value:
        """The value of that id. KeyError when there is none."""
        for value in self.values:
            if value.id == id:
                return value
        raise KeyError(id)


@dataclass(frozen=True)
class Condition:
    """Something a case can meet: any of the values, at most a limit, or more than one."""

    fact: str
    values: tuple[str, ...] = ()
    at_most: Quantity | None = None
    above: Quantity | None = None


@dataclass(frozen=True)
class Told:
    """A fact of a story. `words` of the stem tell it; a fact taken for granted has none."""

    fact: str
    value: str | Quantity
    words: str = ""
