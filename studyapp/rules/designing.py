"""Changing a design step by step, and what cannot stand in one. Every change makes a new design."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from studyapp.catalogue.designs import Design, Link, Palette, Placed

MOST_PARTS = 40
MOST_LINKS = 120

Why = Literal[
    "too-many-parts", "too-many-links", "unknown-kind", "unknown-setting", "same-id", "unknown-part", "same-link", "to-itself", "not-allowed",
]  # fmt: skip


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
