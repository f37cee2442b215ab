"""A response as it is stored."""

from decimal import Decimal
from typing import Any, assert_never

from studyapp.catalogue.questions import Choices, Number, Pairs, Part, Steps
from studyapp.rules.grading import Response


def encode(response: Response) -> Any:
    """As JSON: numbers in a list, or a number as text."""
    match response:
        case frozenset():
            return sorted(response)
        case tuple():
            return list(response)
        case Decimal():
            return str(response)


def decode(part: Part, stored: Any) -> Response:
    match part:
        case Choices():
            return frozenset(stored)
        case Steps() | Pairs():
            return tuple(stored)
        case Number():
            return Decimal(stored)
        case _:
            assert_never(part)
