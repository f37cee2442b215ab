"""The options by two amounts, on logarithmic scales: small at the left, fast at the top."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log10

from studyapp.catalogue.courses import Course
from studyapp.catalogue.options import Option
from studyapp.catalogue.quantities import Quantity
from studyapp.pages.wording import amount

TOP, BOTTOM = 26, 40


@dataclass(frozen=True)
class Case:
    title: str
    across: Quantity
    up: Quantity


@dataclass(frozen=True)
class FrameDrawn:
    option: Option
    x: int
    y: int
    width: int
    height: int
    selected: bool
    title_x: int
    title_y: int
    anchor: str
    limit: str
    limit_x: int
    limit_y: int
    limit_anchor: str
    marks: list[int]


@dataclass(frozen=True)
class MapDrawn:
    wide: bool
    width: int
    height: int
    left: int
    frames: list[FrameDrawn]
    columns: list[tuple[int, str]]
    rows: list[tuple[int, str]]
    dot: tuple[int, int] | None
    dot_title: str
    dot_anchor: str
    bottom: int
    right: int


@dataclass(frozen=True)
class _Scale:
    low: float
    high: float
    start: int
    end: int

    def at(self, value: Decimal) -> int:
        share = (log10(float(value)) - self.low) / (self.high - self.low)
        return round(self.start + min(max(share, 0), 1) * (self.end - self.start))


def draw(course: Course, options: Sequence[Option], selected: Option | None, case: Case | None, wide: bool) -> MapDrawn:
    """The map 720 pixels wide for a desk, or 350 for a phone."""
    width, left, height = (720, 46, 440) if wide else (350, 46, 360)
    framed = [(option, option.frame) for option in options if option.frame]
    across = _scale([e for _, f in framed for e in (f.across.low, f.across.high)], left, width - (70 if wide else 34))
    up = _scale([e for _, f in framed for e in (f.up.low, f.up.high)], TOP, height - BOTTOM)
    units = (
        tuple(Quantity(Decimal(1), course.facts[name].unit).dimension for name in (course.map.across, course.map.up))
        if course.map
        else ("", "")
    )
    order = sorted(framed, key=lambda pair: (selected is not None and pair[0].id == selected.id, -pair[1].across.high))
    frames = [_frame(option, across, up, selected, course, number) for number, (option, _) in enumerate(order)]
    dot = (across.at(case.across.base), up.at(case.up.base)) if case else None
    return MapDrawn(
        wide, width, height, left, frames, _ticks(across, units[0], 3), _ticks(up, units[1], 1, times=True), dot,
        _title(case) if case else "", "end" if dot and dot[0] > width * 0.6 else "start", height - BOTTOM, across.end,
    )  # fmt: skip


def _title(case: Case) -> str:
    return case.title or f"{case.across}, {case.up}"


def _scale(values: list[Decimal], start: int, end: int) -> _Scale:
    return _Scale(log10(float(min(values))), log10(float(max(values))), start, end)


def _ticks(scale: _Scale, dimension: str, step: int, times: bool = False) -> list[tuple[int, str]]:
    marks = (
        [Decimal(x) for x in ("0.01", "1", "60", "3600", "86400")]
        if times and dimension == "s"
        else [Decimal(10) ** power for power in range(int(scale.low), int(scale.high) + 1, step)]
    )
    return [
        (scale.at(mark), amount(mark, dimension))
        for mark in marks
        if scale.low - 0.01 <= log10(float(mark)) <= scale.high + 0.01
    ]


def _frame(
    option: Option, across: _Scale, up: _Scale, selected: Option | None, course: Course, number: int
) -> FrameDrawn:
    frame = option.frame
    assert frame, "only framed options are drawn"
    x, right = across.at(frame.across.low), across.at(frame.across.high)
    y, bottom = up.at(frame.up.low), up.at(frame.up.high)
    figure = course.figures.get(frame.across.figure)
    title_y = bottom - 10 if frame.mark == 4 else y + 17
    return FrameDrawn(
        option, x, y, right - x, bottom - y, selected is not None and option.id == selected.id,
        x + 7, title_y, "start", str(figure.value) if figure else "", right + 5, title_y, "start",
        [x + 8 + 6 * mark for mark in range(frame.mark)],
    )  # fmt: skip


def fitting(options: Sequence[Option], case: Case) -> list[Option]:
    """The options within whose frame the case lies."""
    across, up = case.across.base, case.up.base
    return [o for o in options if o.frame and across <= o.frame.across.high and o.frame.up.low <= up]
