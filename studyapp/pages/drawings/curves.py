"""The monthly cost of options over the requests of a day, on logarithmic scales."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

from studyapp.catalogue.costs import PriceList, Tariff, Workload
from studyapp.pages.wording import figures
from studyapp.rules.meeting import BreakEven, spread
from studyapp.rules.pricing import cost

TOP, BOTTOM, LINE, CLOSE = 34, 44, 17, 26  # pixels above, below, from one label to the next, between rings
LETTER = 7  # pixels of a figure, about
LEAST = Decimal("0.1")  # USD: what costs less is not drawn
STEEP = Decimal("1.3")  # times what the point before costs: a leap, if it is dollars too
MOST_EVENS = 9
POINTS = 80


@dataclass(frozen=True)
class Curve:
    tariff: Tariff
    path: str
    best: bool
    label_y: float


@dataclass(frozen=True)
class Mark:
    """The ring of a break-even. Its label is the number by which the table calls it; of several close together the first
    has the label of all."""

    x: float
    y: float
    label: str


@dataclass(frozen=True)
class Curves:
    wide: bool
    width: int
    height: int
    left: int
    right: int
    bottom: int
    curves: list[Curve]
    marks: list[Mark]
    columns: list[tuple[float, str]]
    rows: list[tuple[float, str]]
    dot: tuple[float, float] | None


@dataclass(frozen=True)
class _Scale:
    low: float
    high: float
    start: int
    end: int

    def at(self, value: Decimal) -> float:
        share = (log10(float(value)) - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    def powers(self) -> list[int]:
        return list(range(round(self.low), round(self.high) + 1))


def extent(load: Workload) -> tuple[Decimal, Decimal]:
    """From which number of requests to which: two powers of ten to either side of the workload's."""
    power = log10(float(load.requests))
    return Decimal(10) ** max(floor(power) - 2, 0), Decimal(10) ** min(ceil(power) + 2, 11)


@dataclass(frozen=True)
class _Totals:
    """What each option costs at each number of requests, and the powers of ten between which all of it is drawn."""

    at: list[Decimal]
    of: dict[str, list[Decimal]]  # by option
    bottom: int
    top: int


def draw(
    load: Workload, prices: PriceList, tariffs: Sequence[Tariff], best: str, evens: Sequence[BreakEven]
) -> list[Curves]:
    """The curves 720 pixels wide for a desk, and 288 for a phone; none when nothing costs enough to be drawn."""
    at = spread(*extent(load), POINTS)
    loads = [load.with_requests(requests) for requests in at]
    totals = {t.option: [cost(there, t.option, prices).total for there in loads] for t in tariffs}
    seen = [total for row in totals.values() for total in row if total >= LEAST]
    if not seen:
        return []
    drawn = _Totals(at, totals, floor(log10(float(min(seen)))), ceil(log10(float(max(seen)))))
    own = cost(load, best, prices).total if best else Decimal(0)
    return [_curves(drawn, load.requests, own, tariffs, best, evens, wide) for wide in (True, False)]


def _curves(
    totals: _Totals, requests: Decimal, own: Decimal, tariffs: Sequence[Tariff], best: str, evens: Sequence[BreakEven], wide: bool
) -> Curves:  # fmt: skip
    bottom, top, least = totals.bottom, totals.top, Decimal(10) ** totals.bottom
    width, height = (720, 400) if wide else (288, 340)
    left = 8 + LETTER * len(f"{10 ** max(top, 1):,}")
    room = 12 + (LETTER + 1) * max(len(tariff.short) for tariff in tariffs)
    x = _Scale(log10(float(totals.at[0])), log10(float(totals.at[-1])), left, width - room)
    y = _Scale(bottom, max(top, bottom + 1), height - BOTTOM, TOP)
    across = [x.at(one) for one in totals.at]
    ends = _apart({option: y.at(max(row[-1], least)) for option, row in totals.of.items()})
    curves = [Curve(t, _path(across, totals.of[t.option], y, least), t.option == best, ends[t.option]) for t in tariffs]
    marks = _marks([(x.at(e.requests), y.at(max(e.cost, LEAST))) for e in evens[:MOST_EVENS]])
    dot = (x.at(requests), y.at(own)) if own >= least else None
    return Curves(
        wide, width, height, left, width - room, height - BOTTOM, sorted(curves, key=lambda one: one.best), marks,
        [(x.at(Decimal(10) ** p), figures(Decimal(10) ** p)) for p in x.powers() if wide or (p - x.powers()[0]) % 2 == 0],
        [(y.at(Decimal(10) ** p), figures(Decimal(10) ** p)) for p in y.powers()], dot,
    )  # fmt: skip


def _path(across: Sequence[float], totals: Sequence[Decimal], y: _Scale, least: Decimal) -> str:
    """A line through the points that cost enough to be drawn; a leap, as when one more instance is needed, is upright."""
    found: list[str] = []
    before = Decimal(0)
    for x, total in zip(across, totals, strict=True):
        if total < least:
            continue
        leaps = found and total > before + 20 and total > before * STEEP
        found.append(f"H{x}V{y.at(total)}" if leaps else f"{'L' if found else 'M'}{x} {y.at(total)}")
        before = total
    return "".join(found)


def _marks(places: Sequence[tuple[float, float]]) -> list[Mark]:
    """A ring for each, and one label for those that stand close together: 1, or 2–4."""
    groups: list[list[int]] = []
    for number, (x, _) in enumerate(places):
        if groups and x - places[groups[-1][-1]][0] < CLOSE:
            groups[-1].append(number)
        else:
            groups.append([number])
    labels = {group[0]: f"{group[0] + 1}–{group[-1] + 1}" if len(group) > 1 else f"{group[0] + 1}" for group in groups}
    return [Mark(x, y, labels.get(number, "")) for number, (x, y) in enumerate(places)]


def _apart(ends: dict[str, float]) -> dict[str, float]:
    """Labels at the ends of their curves, moved apart as far as their lines need."""
    placed: dict[str, float] = {}
    last = -float(LINE)
    for option, y in sorted(ends.items(), key=lambda pair: pair[1]):
        last = max(y, last + LINE)
        placed[option] = last
    return placed
