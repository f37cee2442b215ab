"""Changing a design step by step, and what cannot stand in one. Every change makes a new design."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal, assert_never

from studyapp.catalogue.designs import Design, Link, Palette, Placed

MOST_PARTS = 40
MOST_LINKS = 120

Why = Literal[
    "too-many-parts", "too-many-links", "unknown-kind", "unknown-setting", "same-id", "unknown-part", "same-link", "to-itself", "not-allowed",
]  # fmt: skip


What = Literal["place", "join", "part", "drop", "set"]


@dataclass(frozen=True)
class Step:
    """One change: a kind is placed, two parts are joined or parted, a part is dropped or set."""

    what: What
    one: str  # a kind to place, else a part
    other: str = ""  # the part at the other end of a link
    values: Mapping[str, str] = field(default_factory=dict)  # of settings


@dataclass(frozen=True)
class Fault:
    """Something that cannot stand in a design: why, and which part or kind, with the other one of a pair."""

    why: Why
    one: str = ""
    other: str = ""


def faults(design: Design, palette: Palette) -> list[Fault]:
    """Everything in a design that cannot stand there; the sheer size first, and then nothing else."""
    if len(design.parts) > MOST_PARTS:
        return [Fault("too-many-parts", str(len(design.parts)), str(MOST_PARTS))]
    if len(design.links) > MOST_LINKS:
        return [Fault("too-many-links", str(len(design.links)), str(MOST_LINKS))]
    return [*_faults_of_parts(design, palette), *_faults_of_links(design, palette)]


def _faults_of_parts(design: Design, palette: Palette) -> Iterator[Fault]:
    seen = set[str]()
    for part in design.parts:
        kind = palette.kind_by_id.get(part.kind)
        if part.id in seen:
            yield Fault("same-id", part.id)
        seen.add(part.id)
        if kind is None:
            yield Fault("unknown-kind", part.kind)
            continue
        for name, value in part.settings.items():
            setting = kind.setting_by_id.get(name)
            if setting is None or value not in [choice.id for choice in setting.choices]:
                yield Fault("unknown-setting", part.id, f"{name}: {value}")


def _faults_of_links(design: Design, palette: Palette) -> Iterator[Fault]:
    seen = set[Link]()
    for link in design.links:
        loose = [id for id in (link.start, link.end) if id not in design.part_by_id]
        if loose:
            yield Fault("unknown-part", loose[0])
        elif link in seen:
            yield Fault("same-link", link.start, link.end)
        elif link.start == link.end:
            yield Fault("to-itself", link.start)
        elif _kinds_known(design, palette, link) and not may_link(design, palette, link):
            yield Fault("not-allowed", link.start, link.end)
        seen.add(link)


def _kinds_known(design: Design, palette: Palette, link: Link) -> bool:
    return all(design.part_by_id[id].kind in palette.kind_by_id for id in (link.start, link.end))


def may_link(design: Design, palette: Palette, link: Link) -> bool:
    """Whether the palette lets a part of that kind lead to one of the other."""
    start, end = design.part_by_id[link.start], design.part_by_id[link.end]
    return link.start != link.end and (start.kind, end.kind) in palette.words


def taken(design: Design, palette: Palette, step: Step) -> Design | Fault:
    """The design after a step, or why the step cannot be taken."""
    link = Link(step.one, step.other)
    strangers = [id for id in (step.one, step.other) if id and id not in design.part_by_id]
    if step.what != "place" and strangers:
        return Fault("unknown-part", strangers[0])
    match step.what:
        case "place":
            made = with_part(design, step.one)
        case "join":
            made = with_link(design, link)
        case "part":
            made = without_link(design, link)
        case "drop":
            made = without_part(design, step.one)
        case "set":
            made = design
            for name, value in step.values.items():
                made = with_setting(made, step.one, name, value)
        case _:
            assert_never(step.what)
    return next(iter(faults(made, palette)), made)


def fitted(design: Design, palette: Palette) -> Design:
    """What of a design can stand in that palette: a brief may have changed since the design was kept."""
    parts = []
    for part in design.parts:
        if kind := palette.kind_by_id.get(part.kind):
            fitting = {
                name: value
                for name, value in part.settings.items()
                if name in kind.setting_by_id and value in [choice.id for choice in kind.setting_by_id[name].choices]
            }
            parts.append(replace(part, settings=fitting))
    kept = Design(tuple(parts))
    links = [
        one for one in design.links if {one.start, one.end} <= kept.part_by_id.keys() and may_link(kept, palette, one)
    ]
    return replace(kept, links=tuple(links))


def with_part(design: Design, kind: str, id: str = "") -> Design:
    """The design with one more part, named after its kind where no name is given."""
    return replace(design, parts=(*design.parts, Placed(id or free_id(design, kind), kind, {})))


def free_id(design: Design, kind: str) -> str:
    """The kind itself for its first part, then kind-2, kind-3 and so on."""
    number, id = 1, kind
    while id in design.part_by_id:
        number += 1
        id = f"{kind}-{number}"
    return id


def without_part(design: Design, id: str) -> Design:
    """The design without a part, nor any link that began or ended there."""
    parts = tuple(part for part in design.parts if part.id != id)
    return Design(parts, tuple(link for link in design.links if id not in (link.start, link.end)))


def with_link(design: Design, link: Link) -> Design:
    return replace(design, links=(*design.links, link))


def without_link(design: Design, link: Link) -> Design:
    return replace(design, links=tuple(one for one in design.links if one != link))


def with_setting(design: Design, id: str, setting: str, value: str) -> Design:
    """The design with a setting of one part changed."""
    parts = tuple(
        replace(part, settings={**part.settings, setting: value}) if part.id == id else part for part in design.parts
    )
    return replace(design, parts=parts)


def value_of(part: Placed, setting: str, palette: Palette) -> str:
    """What a part has for a setting: what was set, else the default; empty where its kind has no such setting."""
    known = palette.kind_by_id[part.kind].setting_by_id
    return part.settings.get(setting, known[setting].default) if setting in known else ""


@dataclass(frozen=True)
class Upkeep:
    """What a part costs a month though nobody uses it: so many, at a price."""

    part: str
    number: int
    price: Decimal

    @property
    def total(self) -> Decimal:
        return self.number * self.price


def upkeep(design: Design, palette: Palette) -> list[Upkeep]:
    """What each part costs that stands whether it is used or not; those that are set to none cost nothing."""
    found = []
    for part in design.parts:
        stands = palette.kind_by_id[part.kind].stands
        if stands:
            price = stands.prices[value_of(part, stands.by, palette)]
            found.append(Upkeep(part.id, int(value_of(part, stands.number, palette)), price))
    return found
