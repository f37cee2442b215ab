"""Whether a design does what its brief requires."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from studyapp.catalogue.designs import (
    Absent,
    AllOf,
    AnyOf,
    Brief,
    Count,
    Design,
    Has,
    IsSet,
    Link,
    Linked,
    Palette,
    Path,
    Placed,
    Requirement,
    Rule,
    Show,
)
from studyapp.rules.designing import may_link, value_of, with_link, with_part, with_setting, without_link, without_part

PASS = Fraction(9, 10)  # of the weight of all requirements


@dataclass(frozen=True)
class Spot:
    """Where a missing part would stand: behind the part `after`; `part` is one of its kind that is placed already."""

    kind: str
    after: str = ""
    part: str = ""


@dataclass(frozen=True)
class Missed:
    """A requirement that is not met, the parts that stand against it, and where the missing one would stand."""

    requirement: Requirement
    against: tuple[str, ...]
    spot: Spot | None


@dataclass(frozen=True)
class Review:
    met: tuple[Requirement, ...]
    missed: tuple[Missed, ...]

    @property
    def share(self) -> Fraction:
        """The share of the weight that is met."""
        met = sum(requirement.weight for requirement in self.met)
        return Fraction(met, met + sum(missed.requirement.weight for missed in self.missed))

    @property
    def passed(self) -> bool:
        return self.share >= PASS


def review(brief: Brief, design: Design) -> Review:
    """Judge a design by what the brief requires; where its parts stand in a picture does not count."""
    met, missed = [], []
    for requirement in brief.requirements:
        if holds(requirement.rule, design, brief.palette):
            met.append(requirement)
        else:
            against = tuple(dict.fromkeys(_against(requirement.rule, design, brief.palette)))
            missed.append(Missed(requirement, against, _spot(requirement.show, design)))
    return Review(tuple(met), tuple(missed))


def holds(rule: Rule, design: Design, palette: Palette) -> bool:
    """Whether the design keeps the rule."""
    match rule:
        case Has(kinds):
            return bool(design.of(kinds))
        case Linked(start, end):
            return any(_joins(design, link, start, end) for link in design.links)
        case Path(stages, around):
            return _leads(design, stages, around)
        case Absent(inner):
            return not holds(inner, design, palette)
        case IsSet(of, _, values):
            parts = design.of(of)
            return bool(parts) and all(value_of(part, rule.setting, palette) in values for part in parts)
        case Count(counted, least, most):
            number = len(design.of(counted))
            return least <= number and (most is None or number <= most)
        case AllOf(every):
            return all(holds(one, design, palette) for one in every)
        case AnyOf(some):
            return any(holds(one, design, palette) for one in some)
        case _:
            assert_never(rule)


def _joins(design: Design, link: Link, start: tuple[str, ...], end: tuple[str, ...]) -> bool:
    return design.part_by_id[link.start].kind in start and design.part_by_id[link.end].kind in end


def _leads(design: Design, stages: tuple[tuple[str, ...], ...], around: tuple[str, ...]) -> bool:
    """Whether some walk along the links touches a part of each stage in turn; each stage takes a step at least."""
    free = {part.id: part.kind for part in design.parts if part.kind not in around}
    onward: dict[str, list[str]] = {id: [] for id in free}
    for link in design.links:
        if link.start in free and link.end in free:
            onward[link.start].append(link.end)
    here = {id for id, kind in free.items() if kind in stages[0]}
    for stage in stages[1:]:
        here = {id for id in _beyond(onward, here) if free[id] in stage}
    return bool(here)


def _beyond(onward: dict[str, list[str]], starts: set[str]) -> set[str]:
    """Whatever can be reached from any of the starts in one step or more."""
    found = set[str]()
    waiting = [end for start in starts for end in onward[start]]
    while waiting:
        id = waiting.pop()
        if id not in found:
            found.add(id)
            waiting += onward[id]
    return found


def _against(rule: Rule, design: Design, palette: Palette) -> Iterator[str]:
    """The parts that stand against a broken rule: set otherwise, or there though they must not be."""
    match rule:
        case IsSet(of, setting, values):
            yield from (part.id for part in design.of(of) if value_of(part, setting, palette) not in values)
        case Absent(Has(kinds)):
            yield from (part.id for part in design.of(kinds))
        case Absent(Linked(start, end)):
            for link in design.links:
                if _joins(design, link, start, end):
                    yield from (link.start, link.end)
        case AllOf(every):
            for one in every:
                if not holds(one, design, palette):
                    yield from _against(one, design, palette)
        case AnyOf(some):
            for one in some:
                yield from _against(one, design, palette)
        case _:
            return


def _spot(show: Show | None, design: Design) -> Spot | None:
    if show is None:
        return None
    after, there = design.of((show.after,)), design.of((show.add,))
    if linked := [link for link in design.links if _joins(design, link, (show.after,), (show.add,))]:
        return Spot(show.add, linked[0].start, linked[0].end)
    return Spot(show.add, after[0].id if after else "", there[0].id if there else "")


def can_hold(rule: Rule, palette: Palette) -> bool:
    """Whether the palette lets a design keep the rule, and each way of keeping it that the rule names."""
    match rule:
        case Linked(start, end):
            return any((one, other) in palette.words for one in start for other in end)
        case Path(stages, around):
            return _leads(_every_kind_once(palette), stages, around)
        case Count(_, least, most):
            return most is None or least <= most
        case AllOf(every):
            return all(can_hold(one, palette) for one in every)
        case AnyOf(some):
            return all(can_hold(one, palette) for one in some)
        case _:
            return True


def _every_kind_once(palette: Palette) -> Design:
    """One part of each kind with every link allowed, a second one where a kind may lead to itself."""
    parts = [Placed(f"{kind.id}{n}", kind.id, {}) for kind in palette.kinds for n in (1, 2)]
    links = [
        Link(f"{a.start}{n}", f"{a.end}{m}")
        for a in palette.links
        for n in (1, 2)
        for m in (1, 2)
        if (a.start, n) != (a.end, m)
    ]
    return Design(tuple(parts), tuple(links))


def can_be_missed(requirement: Requirement, brief: Brief) -> bool:
    """Whether one step away from the reference design the requirement is no longer met."""
    return any(
        not holds(requirement.rule, near, brief.palette) for near in _one_step_away(brief.reference, brief.palette)
    )


def _one_step_away(design: Design, palette: Palette) -> Iterator[Design]:
    """Every design that one removal, one setting, one new part or one new link makes of it."""
    yield from (without_part(design, part.id) for part in design.parts)
    yield from (without_link(design, link) for link in design.links)
    for part in design.parts:
        for setting in palette.kind_by_id[part.kind].settings:
            yield from (with_setting(design, part.id, setting.id, choice.id) for choice in setting.choices)
    yield from (with_part(design, kind.id) for kind in palette.kinds)
    pairs = (Link(one.id, other.id) for one in design.parts for other in design.parts)
    yield from (with_link(design, link) for link in pairs if may_link(design, palette, link))
