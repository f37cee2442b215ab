"""The options by two amounts, on logarithmic scales: small at the left, fast at the top."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log10

from studyapp.catalogue.courses import Course
from studyapp.catalogue.options import Frame, Option
from studyapp.catalogue.quantities import Quantity
from studyapp.pages.wording import amount

TOP, BOTTOM = 30, 40
LETTER = 7.8  # pixels of a letter, about
STROKE = 5  # pixels from stroke to stroke of a mark


@dataclass(frozen=True)
class Case:
    title: str
    across: Quantity
    up: Quantity

    @property
    def says(self) -> str:
        return self.title or f"{self.across}, {self.up}"


@dataclass(frozen=True)
class Written:
    """A text on the map, with the room it takes."""

    text: str
    x: int
    y: int
    anchor: str  # start or end

    @property
    def box(self) -> "Box":
        width = round(LETTER * len(self.text))
        left = self.x - width if self.anchor == "end" else self.x
        return Box(left - 2, self.y - 13, left + width + 2, self.y + 4)


@dataclass(frozen=True)
class Box:
    left: int
    top: int
    right: int
    bottom: int

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def crossed_by(self, frame: "Box") -> bool:
        """Whether an edge of the frame runs through this box."""
        inside = (
            frame.left < self.left and self.right < frame.right and frame.top < self.top and self.bottom < frame.bottom
        )
        return self.meets(frame) and not inside


@dataclass(frozen=True)
class FrameDrawn:
    option: Option
    box: Box
    selected: bool
    title: Written
    marks: list[int]  # x of each stroke behind the title
    limit: Written | None

    @property
    def width(self) -> int:
        return self.box.right - self.box.left

    @property
    def height(self) -> int:
        return self.box.bottom - self.box.top


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
    dot_title: Written | None
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
    """The map 720 pixels wide for a desk, or 288 for a phone, whose text is then nowhere smaller than it is drawn."""
    width, left, height = (720, 46, 440) if wide else (288, 46, 340)
    framed = [(option, option.frame) for option in options if option.frame]
    across = _scale([e for _, f in framed for e in (f.across.low, f.across.high)], left, width - (70 if wide else 34))
    up = _scale([e for _, f in framed for e in (f.up.low, f.up.high)], TOP, height - BOTTOM)
    units = (
        tuple(Quantity(Decimal(1), course.facts[name].unit).dimension for name in (course.map.across, course.map.up))
        if course.map
        else ("", "")
    )
    boxes = {option.id: _box(frame, across, up) for option, frame in framed}
    dot = (across.at(case.across.base), up.at(case.up.base)) if case else None
    taken = [Box(width, 0, 2 * width, height)]  # nothing is written beyond the edge
    taken += [Box(dot[0] - 9, dot[1] - 9, dot[0] + 9, dot[1] + 9)] if dot else []
    frames = [
        _frame(option, boxes, taken, selected, course) for option, _ in sorted(framed, key=lambda pair: -pair[1].mark)
    ]
    frames.sort(key=lambda frame: (frame.selected, -frame.width))
    title = _write(case.says, _beside(dot), boxes, taken) if case and dot else None
    return MapDrawn(
        wide, width, height, left, frames, _ticks(across, units[0], 3), _ticks(up, units[1], 1, times=True), dot, title,
        height - BOTTOM, across.end,
    )  # fmt: skip


def _beside(dot: tuple[int, int]) -> list[tuple[int, int, str]]:
    """Where the name of a dot may stand, the best place first."""
    x, y = dot
    return [
        (x - 12, y + 5, "end"),
        (x + 12, y + 5, "start"),
        (x + 6, y - 14, "end"),
        (x + 6, y + 24, "end"),
        (x - 6, y - 14, "start"),
    ]


def _write(text: str, places: list[tuple[int, int, str]], boxes: dict[str, Box], taken: list[Box]) -> Written:
    """The text at the first place where it meets no other text and no edge, else at the one where it meets fewest."""
    options = [Written(text, *place) for place in places]

    def meets(one: Written) -> int:
        return 3 * sum(one.box.meets(box) for box in taken) + sum(one.box.crossed_by(box) for box in boxes.values())

    best = min(options, key=meets)
    taken.append(best.box)
    return best


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


def _box(frame: Frame, across: _Scale, up: _Scale) -> Box:
    return Box(across.at(frame.across.low), up.at(frame.up.low), across.at(frame.across.high), up.at(frame.up.high))


def _frame(
    option: Option, boxes: dict[str, Box], taken: list[Box], selected: Option | None, course: Course
) -> FrameDrawn:
    box, frame = boxes[option.id], option.frame
    assert frame, "only framed options are drawn"
    room = STROKE * frame.mark + 6  # of the mark behind the title
    inside = [
        (box.left + 7, box.top + 17, "start"), (box.right - 7 - room, box.top + 17, "end"),
        (box.right - 7 - room, box.bottom - 8, "end"), (box.left + 7, box.bottom - 8, "start"),
        (box.right - 7 - room, (box.top + box.bottom) // 2, "end"),
        *((box.left + 7, y, "start") for y in range(box.top + 17, box.bottom - 8, 6)),
    ]  # fmt: skip
    title = _write(option.short, inside, boxes, taken)
    marks = [title.box.right + 4 + STROKE * number for number in range(frame.mark)]
    taken.append(Box(title.box.right, title.box.top, title.box.right + room, title.box.bottom))
    figure = course.figures.get(frame.across.figure)
    heights = [box.bottom - 6, box.top + 14, (box.top + box.bottom) // 2, *range(box.top + 14, box.bottom - 6, 6)]
    edge = [(x, y, anchor) for x, anchor in ((box.right + 5, "start"), (box.right - 5, "end")) for y in heights]
    limit = _write(str(figure.value), edge, boxes, taken) if figure else None
    return FrameDrawn(option, box, selected is not None and option.id == selected.id, title, marks, limit)


def fitting(options: Sequence[Option], case: Case) -> list[Option]:
    """The options within whose frame the case lies."""
    across, up = case.across.base, case.up.base
    return [o for o in options if o.frame and across <= o.frame.across.high and o.frame.up.low <= up]
