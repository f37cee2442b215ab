"""A design as boxes and arrows, in layers from left to right; more layers than a line holds go on in the next line."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from studyapp.catalogue.designs import Design, Link, Palette
from studyapp.pages.drawings.layers import Layered, heights, layered
from studyapp.pages.wording import lines
from studyapp.rules.designing import may_link, with_link, with_part
from studyapp.rules.reviewing import Review

COLUMNS, NARROW = 7, 4  # in a line, where the window is wide, and where it is not
WIDE, TALL, THIN = 112, 60, 20  # a box, and the room of a line that passes by
BETWEEN, ROOM = 40, 20  # columns, boxes
TRACK = 7  # between two parallel lines
LETTERS = 13  # of a line in a box

State = Literal["", "against", "missing"]


@dataclass(frozen=True)
class Box:
    id: str
    x: int
    y: int  # its top
    middle: str  # of its width; where texts stand is written as the page takes it
    texts: list[tuple[str, str]]  # each line with its y, around the middle of the box
    below: str  # where the line after the title goes
    name: str  # of a part with a name of its own, or of the second of its kind
    state: State
    numbers: list[int]  # of the requirements it stands against, or would meet


@dataclass(frozen=True)
class Arrow:
    points: str
    heads: list[str]  # paths of triangles
    links: list[str]  # start>end
    missing: bool


@dataclass(frozen=True)
class DesignDrawing:
    width: int
    height: int
    boxes: list[Box]
    arrows: list[Arrow]
    order: list[str]  # ids, as one reads the drawing


@dataclass(frozen=True)
class Marks:
    """What a review adds to a drawing: parts that are not there, links to them, and numbers of requirements."""

    design: Design
    missing: Mapping[str, list[int]] = field(default_factory=dict)  # by id of a part that is added
    against: Mapping[str, list[int]] = field(default_factory=dict)
    links: frozenset[Link] = frozenset()


def draw(
    design: Design, palette: Palette, review: Review | None = None, columns: Sequence[int] = (COLUMNS, NARROW)
) -> list[DesignDrawing]:
    """A drawing for each number of layers that a line holds; with a review it shows where missing parts would stand, and which parts stand against something."""
    marks = _marked(design, palette, review) if review else Marks(design)
    whole = marks.design
    graph = layered([part.id for part in whole.parts], [(link.start, link.end) for link in whole.links])
    y = heights(graph, TALL, THIN, ROOM)
    return [_Drawer(whole, palette, marks, graph, y, most).drawn() for most in columns]


def _marked(design: Design, palette: Palette, review: Review) -> Marks:
    missing: dict[str, list[int]] = defaultdict(list)
    against: dict[str, list[int]] = defaultdict(list)
    links, whole = set[Link](), design
    for number, missed in enumerate(review.missed, 1):
        for id in missed.against:
            against[id].append(number)
        spot = missed.spot
        if spot is None:
            continue
        part = spot.part or f"?{spot.kind}.{spot.after}"
        if not spot.part:
            missing[part].append(number)
            if part not in whole.part_by_id:
                whole = with_part(whole, spot.kind, part)
        ways = [Link(spot.after, part), Link(part, spot.after)] if spot.after else []
        allowed = [link for link in ways if may_link(whole, palette, link)]
        if allowed and not set(allowed) & set(whole.links):
            whole = with_link(whole, allowed[0])
            links.add(allowed[0])
        elif spot.part and not missed.against:
            against[part].append(number)
    return Marks(whole, missing, against, frozenset(links))


@dataclass
class _Drawer:
    """Positions of one drawing."""

    design: Design
    palette: Palette
    marks: Marks
    graph: Layered
    y: Mapping[str, int]  # the middle of each node, as if all stood in one line
    columns: int
    at: dict[str, tuple[int, int]] = field(default_factory=dict)  # the middle of a node's left side
    side: int = 0  # room at both sides for what goes on in the next line
    ends: list[int] = field(default_factory=list)  # the lower end of each line

    def drawn(self) -> DesignDrawing:
        lines_ = [self.graph.layers[n : n + self.columns] for n in range(0, len(self.graph.layers), self.columns)]
        turns = [self._turning(number) for number in range(1, len(lines_))]
        self.side = max(map(len, turns), default=0) * TRACK + (6 if turns else 0)
        top = 1
        for number, line in enumerate(lines_):
            first = min(self.y[node] - self._half(node) for layer in line for node in layer)
            for column, layer in enumerate(line):
                for node in layer:
                    self.at[node] = (self.side + 1 + column * (WIDE + BETWEEN), top + self.y[node] - first)
            self.ends.append(max(self.at[node][1] + self._half(node) for layer in line for node in layer))
            room = len(turns[number]) * TRACK + 2 * ROOM if number < len(turns) else 0
            top = round(self.ends[-1] + room)
        columns = min(len(self.graph.layers), self.columns)
        return DesignDrawing(
            width=2 * self.side + 2 + columns * WIDE + max(columns - 1, 0) * BETWEEN, height=top + 1,
            boxes=[self._box(part.id) for part in self.design.parts], arrows=self._arrows(turns),
            order=[node for layer in self.graph.layers for node in layer if node not in self.graph.bends],
        )  # fmt: skip

    def _half(self, node: str) -> int:
        return (THIN if node in self.graph.bends else TALL) // 2

    def _turning(self, line: int) -> list[str]:
        """The nodes from which something goes on in that line, from top to bottom."""
        last = self.graph.layers[line * self.columns - 1]
        starts = {start for chain in self.graph.chains.values() for start, _ in pairwise(chain)}
        return [node for node in last if node in starts]

    def _box(self, id: str) -> Box:
        part, (x, y) = self.design.part_by_id[id], self.at[id]
        kind = self.palette.kind_by_id[part.kind]
        missing, against = self.marks.missing.get(id, []), self.marks.against.get(id, [])
        state: State = "missing" if missing else "against" if against else ""
        name = "" if missing or id == part.kind else id.removeprefix(f"{part.kind}-")
        words = lines(kind.short, LETTERS)
        first = y - (len(words) + bool(name) + bool(missing or against) - 1) * 8 + 5
        texts = [(str(first + 16 * number), text) for number, text in enumerate(words)]
        below = str(first + 16 * len(words))
        return Box(id, x, y - TALL // 2, str(x + WIDE // 2), texts, below, name, state, missing or against)

    def _arrows(self, turns: list[list[str]]) -> list[Arrow]:
        tracks = self._tracks()
        links, found = set(self.design.links), []
        for (start, end), chain in self.graph.chains.items():
            points = [self._right(start)]
            for one, other in pairwise(chain):
                points += self._step(one, other, tracks, turns)
            missing = {Link(start, end), Link(end, start)} & links <= self.marks.links
            heads = [_head(*points[-1], 1)] if Link(start, end) in links else []
            heads += [_head(*points[0], -1)] if Link(end, start) in links else []
            drawn = [f"{a}>{b}" for a, b in ((start, end), (end, start)) if Link(a, b) in links]
            found.append(Arrow(" ".join(f"{x},{y}" for x, y in points), heads, drawn, missing))
        return found

    def _right(self, node: str) -> tuple[int, int]:
        x, y = self.at[node]
        return x + WIDE, y

    def _step(self, one: str, other: str, tracks: Mapping[str, int], turns: list[list[str]]) -> list[tuple[int, int]]:
        """The points from the right side of a node to the left side of one in the next layer, and past it if it is a bend."""
        (x, y), end = self._right(one), self.at[other]
        past = [self._right(other)] if other in self.graph.bends else []
        if end[0] > x:
            turn = x + tracks[one]
            return [(turn, y), (turn, end[1]), end, *past]
        line = next(number for number, turning in enumerate(turns) if one in turning and self.ends[number] >= y)
        place = turns[line].index(one)
        right, across = (
            x + (len(turns[line]) - place) * TRACK,
            self.ends[line] + ROOM + (len(turns[line]) - place - 1) * TRACK,
        )
        left = self.side + 1 - (place + 1) * TRACK
        return [(right, y), (right, across), (left, across), (left, end[1]), end, *past]

    def _tracks(self) -> dict[str, int]:
        """How far right of its box each node's line turns up or down: lines that would lie on each other do not."""
        ends: dict[str, list[int]] = defaultdict(list)
        for chain in self.graph.chains.values():
            for one, other in pairwise(chain):
                ends[one].append(self.at[other][1])
        found: dict[str, int] = {}
        for layer in self.graph.layers:
            turning = [node for node in layer if any(y != self.at[node][1] for y in ends[node])]
            down = [node for node in turning if max(ends[node]) > self.at[node][1]]
            order = [n for n in turning if n not in down] + down[::-1]
            found |= dict.fromkeys(layer, BETWEEN // 2)
            found |= {node: round((BETWEEN - 12) * (n + 1) / (len(order) + 1)) for n, node in enumerate(order)}
        return found


def _head(x: int, y: int, way: int) -> str:
    return f"M{x} {y}l{-9 * way} -4.5v9z"
