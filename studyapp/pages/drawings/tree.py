"""A decision tree as a spine downwards, with ends to the right."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import get_language, gettext, gettext_lazy

from studyapp.catalogue.facts import Case
from studyapp.catalogue.trees import DecisionTree
from studyapp.pages.drawings.spine import Arm, Layout
from studyapp.pages.wording import lines
from studyapp.records.progress import Score
from studyapp.rules.deciding import Change, Interval, Known, Walk, walk
from studyapp.rules.narrowing import reachable_outcomes

WIDTH = 357
LEFT = 18  # the spine
MARK = 17  # so much shorter is a way before its tick or cross
TITLE = 160  # the room of an end's words
BAR = 120  # all answers at a question
BESIDE = 7  # the way of the choice, beside the spine
ENOUGH = 3  # answers before a node can be called weakest
NOTES = {
    "right": gettext_lazy("the facts lead here"), "wrong": gettext_lazy("your choice left here"), "out": gettext_lazy("ruled out"),
}  # fmt: skip


class Spot(NamedTuple):
    """A question on the spine."""

    id: str
    number: int
    x: int
    y: int
    lines: list[str]
    state: str  # passed, asked, plain
    score: Score | None = None
    weakest: bool = False

    @property
    def bar(self) -> int:
        return round(BAR * self.score.share) if self.score else 0


class End(NamedTuple):
    y: int
    outcome: str
    title: str
    state: str  # right, wrong, out, open, or empty

    @property
    def note(self) -> str:
        return str(NOTES.get(self.state, ""))


class Label(NamedTuple):
    x: int
    y: int
    text: str
    state: str  # way, left, or empty
    amount: bool  # in the words of the interface; a choice is in those of the course


@dataclass(frozen=True)
class TreeDrawing:
    width: int
    height: int
    end: int  # where branches end
    spots: list[Spot]
    ends: list[End]
    labels: list[Label]
    branches: list[str]  # points of thin lines
    way: str  # points of the path taken
    left: str  # points of the way on which the choice left
    says: str
    quotes: bool  # whether it says the questions of the course, or speaks of the drawing


def numbers(tree: DecisionTree) -> dict[str, int]:
    """The number of each node, from top to bottom."""
    layout, _ = _layout(tree, bars=False)
    order = sorted(layout.at, key=lambda id: layout.at[id][1])
    return {id: number for number, id in enumerate(order, 1)}


def explained(tree: DecisionTree, case: Case, change: Change | None) -> TreeDrawing:
    """Where the facts lead and, after a wrong choice, where that one leaves."""
    taken = walk(tree, case)
    other = walk(tree, {**case, **_as_known(tree, change)}) if change else None
    return _draw(tree, taken, other, says=_says(tree, taken, other))


def walked(tree: DecisionTree, known: Mapping[str, Known]) -> TreeDrawing:
    """Half walked: done, asked now, ruled out, still possible."""
    taken = walk(tree, known)
    possible = {taken.outcome} if taken.outcome else reachable_outcomes(tree, known)
    return _draw(tree, taken, None, possible=possible, says=_says(tree, taken, None))


def answered(tree: DecisionTree, scores: Mapping[str, Score], says: str = "") -> TreeDrawing:
    """With one's own accuracy at each node, or that of whom `says` names; the weakest is marked."""
    mine = {id: scores[key] for id in tree.node_by_id if (key := f"{tree.id}/{id}") in scores}
    says = says or gettext("The decision tree with your accuracy at each question.")
    return _draw(tree, Walk(()), None, scores=mine, says=says)


def sketched(tree: DecisionTree, open_ends: Collection[str], says: str) -> TreeDrawing:
    """A tree that is being built, with the ends that lead nowhere yet."""
    return _draw(tree, Walk(()), None, open_ends=open_ends, says=says)


def weakest(scores: Iterable[Score]) -> Score | None:
    """The score with the lowest share, where there are answers enough and not all are right."""
    able = [score for score in scores if score.n >= ENOUGH and score.right < score.n]
    return min(able, key=lambda score: (score.share, -score.n), default=None)


def _as_known(tree: DecisionTree, change: Change) -> dict[str, Known]:
    return {one.fact: _amount_in(one.to) if isinstance(one.to, Interval) else one.to for one in change.changed}


def _amount_in(interval: Interval) -> Known:
    """One amount of an interval, so that the way is drawn to its end."""
    if interval.high is not None:
        return interval.high.base
    return interval.low.base * 2 if interval.low is not None else interval


def _says(tree: DecisionTree, taken: Walk, other: Walk | None) -> str:
    steps = [f"{tree.node_by_id[id].ask}" for id in taken.path]
    parts = [" → ".join([*steps, tree.outcome_by_id[taken.outcome].title] if taken.outcome else steps)]
    if other and other.outcome:
        left = tree.outcome_by_id[other.outcome].title
        parts.append(gettext("The choice %(option)s leaves this way.") % {"option": left})
    return " ".join(parts)


def _draw(
    tree: DecisionTree, taken: Walk, other: Walk | None, *, says: str,
    possible: set[str] | None = None, scores: Mapping[str, Score] | None = None, open_ends: Collection[str] | None = None,
) -> TreeDrawing:  # fmt: skip
    layout, bottom = _layout(tree, bars=scores is not None) if open_ends is None else _place(tree, bars=False)
    order = sorted(layout.at, key=lambda id: layout.at[id][1])
    weak = weakest(scores.values()) if scores else None
    spots = [
        Spot(
            id, number, *layout.at[id], lines(tree.node_by_id[id].ask), _spot_state(id, taken),
            scores.get(id) if scores else None, bool(weak and scores and scores.get(id) is weak),
        )
        for number, id in enumerate(order, 1)
    ]  # fmt: skip
    steps, left_steps = _steps(taken), _steps(other) if other else []
    parted = next((i for i, (a, b) in enumerate(zip(steps, left_steps, strict=False)) if a != b), len(steps))
    left_only = left_steps[parted:]
    ends, labels, branches = [], [], []
    for id, arms in layout.arms.items():
        x, _ = layout.at[id]
        amount = tree.fact_by_id[tree.node_by_id[id].fact].is_number
        for arm in arms:
            step = (id, arm.target)
            way, left = step in steps, step in left_only
            last = arm.goes_on and arm.target not in layout.at
            labels.append(_arm_label(x, arm, last, "way" if way else "left" if left else "", amount))
            branches.append(_points(layout, [step]))
            if arm.target not in layout.at:
                state = "right" if way else "wrong" if left else "open" if arm.target in (open_ends or ()) else ""
                if not state and possible is not None and (arm.target not in possible or taken.outcome):
                    state = "out"
                title = tree.outcome_by_id[arm.target].short
                ends.append(End(arm.y, arm.target, title, state))
    return TreeDrawing(
        max(WIDTH, layout.end + TITLE), bottom + 30, layout.end, spots, ends, labels, branches,
        _points(layout, steps, MARK), _points(layout, left_only, MARK, BESIDE) if left_only else "", says,
        quotes=scores is None and open_ends is None,
    )  # fmt: skip


class _Same:
    """A tree as itself: to compare what trees hold takes as long as to place one."""

    def __init__(self, tree: DecisionTree) -> None:
        self.tree = tree

    def __hash__(self) -> int:
        return id(self.tree)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.tree is self.tree


def _layout(tree: DecisionTree, *, bars: bool) -> tuple[Layout, int]:
    """Of a tree of a course, which is placed once; one that is being built is another one each time."""
    return _placed(_Same(tree), get_language(), bars=bars)


@lru_cache(maxsize=64)
def _placed(same: _Same, _language: str | None, *, bars: bool) -> tuple[Layout, int]:
    return _place(same.tree, bars=bars)


def _place(tree: DecisionTree, *, bars: bool) -> tuple[Layout, int]:
    """Where everything stands, and the lowest line that is needed."""
    layout = Layout(tree, bars=bars)
    return layout, layout.place(tree.start, LEFT, 18)


def _spot_state(id: str, taken: Walk) -> str:
    if id == taken.asking:
        return "asked"
    return "passed" if id in taken.path else "plain"


def _steps(found: Walk) -> list[tuple[str, str]]:
    stations = [*found.path, found.outcome] if found.outcome else list(found.path)
    return list(zip(stations, stations[1:], strict=False))


def _arm_label(x: int, arm: Arm, last: bool, state: str, amount: bool) -> Label:
    """Above a branch that turns off; beside the spine where it goes on, and above the corner where it ends."""
    if arm.goes_on and not last:
        return Label(x + 9, arm.y + 25, arm.label, state, amount)
    return Label(
        x + 9 if last else x + (30 if x == LEFT else 12), arm.y - 8 if last else arm.y - 6, arm.label, state, amount
    )


def _points(layout: Layout, steps: list[tuple[str, str]], short: int = 0, beside: int = 0) -> str:
    """The steps as the points of a line, that much shorter where it ends."""
    points: list[tuple[int, int]] = []
    for node, target in steps:
        x, y = layout.at[node]
        arm = next(arm for arm in layout.arms[node] if arm.target == target)
        if not points:
            points.append((x + beside, y + 12 if beside else y))
        if target in layout.at:
            to_x, to_y = layout.at[target]
            if not arm.goes_on:
                points += [(x + beside, arm.y), (to_x + beside, arm.y)]
            points.append((to_x + beside, to_y))
        else:
            points += [(x + beside, arm.y), (layout.end - short, arm.y)]
    return " ".join(f"{x},{y}" for x, y in points)
