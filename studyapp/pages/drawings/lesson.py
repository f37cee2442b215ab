"""Drawings inside a lesson: who waits, a path, a ladder."""

from dataclasses import dataclass

from studyapp.catalogue.lessons import Drawing, Ladder, Lane, Path, Waits

LANE = 64  # pixels from lane to lane
TOP = 22  # of the first bar
THICK = 14  # a bar


@dataclass(frozen=True)
class BarDrawn:
    x: str
    width: str
    end: str
    kind: str


@dataclass(frozen=True)
class LaneDrawn:
    """A lane's label sits where its bar begins, or ends there when it begins far right."""

    lane: Lane
    y: int
    bars: list[BarDrawn]
    label: str
    at_end: bool

    @property
    def shift(self) -> int:
        """Pixels that keep the label clear of an arrow at the bar's end."""
        if self.at_end:
            return -10
        return 0 if self.label == "0%" else 9


@dataclass(frozen=True)
class ArrowDrawn:
    x: str
    start: int
    end: int
    up: bool


@dataclass(frozen=True)
class WaitsDrawn:
    waits: Waits
    height: int
    lanes: list[LaneDrawn]
    arrows: list[ArrowDrawn]
    ticks: list[tuple[str, str, str]]  # x, anchor, text


@dataclass(frozen=True)
class RungDrawn:
    name: str
    pairs: list[tuple[str, str]]  # column, cell


@dataclass(frozen=True)
class LadderDrawn:
    title: str
    says: str
    columns: tuple[str, ...]
    rows: list[RungDrawn]


def draw(drawing: Drawing) -> WaitsDrawn | Path | LadderDrawn:
    """Positions where a drawing needs them; a path and a ladder are laid out by the style sheet."""
    match drawing:
        case Waits():
            return _waits(drawing)
        case Ladder(title, says, columns, rungs):
            rows = [RungDrawn(rung.name, list(zip(columns, rung.cells, strict=False))) for rung in rungs]
            return LadderDrawn(title, says, columns, rows)
        case Path():
            return drawing


def _waits(waits: Waits) -> WaitsDrawn:
    lanes = [_lane(lane, TOP + LANE * number) for number, lane in enumerate(waits.lanes)]
    arrows = [
        ArrowDrawn(
            f"{arrow.at}%", TOP + LANE * (arrow.start - 1) + (THICK if arrow.end > arrow.start else 0),
            TOP + LANE * (arrow.end - 1) + (0 if arrow.end > arrow.start else THICK + 2), arrow.end < arrow.start,
        )
        for arrow in waits.arrows
    ]  # fmt: skip
    ticks = [(f"{t.at}%", "start" if t.at < 8 else "end" if t.at > 92 else "middle", t.says) for t in waits.ticks]
    return WaitsDrawn(waits, TOP + LANE * len(lanes) + 18, lanes, arrows, ticks)


def _lane(lane: Lane, y: int) -> LaneDrawn:
    bars = [BarDrawn(f"{b.start}%", f"{b.end - b.start}%", f"{b.end}%", b.kind) for b in lane.bars]
    start = min((b.start for b in lane.bars), default=0)
    at_end = start > 45
    return LaneDrawn(lane, y, bars, f"{start}%", at_end)
