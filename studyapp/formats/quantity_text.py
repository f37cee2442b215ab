"""Amounts, limits and conditions as they are written."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from studyapp.catalogue.facts import Condition, Fact
from studyapp.catalogue.options import Figure
from studyapp.catalogue.quantities import Quantity

# A comma stands between thousands and nowhere else, so that 1,5 is not fifteen.
AMOUNT = re.compile(r"(-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.?\d+))\s*([^\s\d,.].*)?")


def read_quantity(text: str) -> Quantity:
    """'0.5 MB', '60 s', '128,000 bytes', '90%'. ValueError with a sentence."""
    match = AMOUNT.fullmatch(text.strip())
    if not match:
        raise ValueError(f'"{text}" is not a number with a unit')
    try:
        return Quantity(Decimal(match[1].replace(",", "")), (match[2] or "").strip())
    except InvalidOperation as error:
        raise ValueError(f'"{text}" is not a number with a unit') from error


def read_amount(text: str, fact: Fact) -> Quantity:
    """An amount of that fact. ValueError when it is no number or of another unit."""
    quantity = read_quantity(text)
    dimension = Quantity(Decimal(1), fact.unit).dimension
    if quantity.dimension != dimension:
        raise ValueError(f'"{text}" is not in {fact.unit}')
    return quantity


def read_limit(text: str, fact: Fact, figures: Mapping[str, Figure]) -> Quantity:
    """A figure of the register by its name, or an amount."""
    name = text.strip()
    if name not in figures:
        if re.match(r"[a-z]", name):
            raise ValueError(f'there is no figure "{name}" in the register')
        return read_amount(name, fact)
    value = figures[name].value
    if value.dimension != Quantity(Decimal(1), fact.unit).dimension:
        raise ValueError(f"the figure {name} is {value}, and {fact.id} is counted in {fact.unit}")
    return value


def read_condition(fact: Fact, text: str | list[str], figures: Mapping[str, Figure]) -> Condition:
    """'loose', ['loose', 'bag'], '<= pot.volume' or '> 60 s'. ValueError with a sentence."""
    if fact.is_number:
        if not isinstance(text, str) or text[:2].strip() not in ("<=", ">"):
            raise ValueError(f'{fact.id} is a number: write "<= limit" or "> limit"')
        sign = "<=" if text.startswith("<=") else ">"
        limit = read_limit(text.removeprefix(sign), fact, figures)
        return Condition(fact.id, at_most=limit if sign == "<=" else None, above=limit if sign == ">" else None)
    values = tuple([text] if isinstance(text, str) else text)
    known = [value.id for value in fact.values]
    for value in values:
        if value not in known:
            raise ValueError(f'{fact.id} has no value "{value}" (it has: {", ".join(known)})')
    return Condition(fact.id, values=values)


def case_text(fact: Fact, value: str | Decimal) -> str:
    """What a case says of a fact, an amount by its interval: 'heat cold', 'cups more than 2 cups'."""
    if isinstance(value, str):
        return f"{fact.id} {value}"
    at = bisect_left([limit.base for limit in fact.limits], value)
    above = [f"more than {limit}" for limit in fact.limits[:at][-1:]]
    below = [f"at most {limit}" for limit in fact.limits[at : at + 1]]
    return f"{fact.id} {' and '.join(above + below) or 'of any amount'}"
