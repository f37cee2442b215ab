"""Where the costs of two options meet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import combinations, pairwise

from studyapp.catalogue.costs import PriceList, Workload
from studyapp.rules.pricing import CENT, cost

SAMPLES = 200  # points at which two costs are compared before halving between them
NOUGHT = Decimal("1e-9")  # USD: less is the rounding of the last digits
HALVINGS = 50  # a part in 10^15 of what two points are apart


@dataclass(frozen=True)
class BreakEven:
    """So many requests a day cost the same either way; up to there `below` is the cheaper one, beyond it `above`."""

    requests: Decimal
    cost: Decimal
    below: str
    above: str


def break_evens(load: Workload, prices: PriceList, options: list[str], low: Decimal, high: Decimal) -> list[BreakEven]:
    """Every number of requests a day between the two at which two options cost the same and the cheaper changes."""

    def lead(one: str, other: str, requests: Decimal) -> Decimal:
        there = load.with_requests(requests)
        return cost(there, one, prices).total - cost(there, other, prices).total

    at = spread(low, high, SAMPLES)
    loads = [load.with_requests(requests) for requests in at]
    totals = {option: [cost(there, option, prices).total for there in loads] for option in options}
    found = []
    for one, other in combinations(options, 2):
        leads = [a - b for a, b in zip(totals[one], totals[other], strict=True)]
        for before, after in _turns(leads):
            meeting = _meeting(partial(lead, one, other), at[before], at[after])
            if meeting is not None:
                below, above = (one, other) if leads[before] < 0 else (other, one)
                same = cost(load.with_requests(meeting), one, prices).total
                found.append(BreakEven(meeting, same, below, above))
    return sorted(found, key=lambda even: even.requests)


def _turns(leads: list[Decimal]) -> Iterator[tuple[int, int]]:
    """Between which two of the numbers, none of them nought, the sign changes."""
    signed = [number for number, lead in enumerate(leads) if lead]
    return ((one, other) for one, other in pairwise(signed) if (leads[one] > 0) != (leads[other] > 0))


def spread(low: Decimal, high: Decimal, count: int) -> list[Decimal]:
    """So many whole numbers from one to the other, each larger than the last in the same proportion."""
    ratio = (high / low) ** (1 / Decimal(count - 1))
    steps = [(low * ratio**n).to_integral_value() for n in range(count)]
    return list(dict.fromkeys([low, *steps[1:-1], high]))


def _meeting(lead: Callable[[Decimal], Decimal], low: Decimal, high: Decimal) -> Decimal | None:
    """Where the lead changes its sign; None where it leaps over nought, as when one more instance is needed.

    Most costs rise in a straight line from one point to the next; where one bends or leaps, by halving.
    """
    first, last = lead(low), lead(high)
    straight = low + (high - low) * first / (first - last)
    if abs(lead(straight)) <= NOUGHT:
        return straight
    sign = first > 0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if (lead(middle) > 0) == sign:
            low = middle
        else:
            high = middle
    return high if abs(lead(low)) <= CENT and abs(lead(high)) <= CENT else None
