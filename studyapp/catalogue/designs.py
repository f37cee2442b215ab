"""Designs: parts placed and linked, and the brief that says what such a design must do."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from studyapp.catalogue.prose import Html


@dataclass(frozen=True)
class SettingChoice:
    id: str
    says: str


@dataclass(frozen=True)
class Setting:
    """What can be set on a part. What nobody set has the default."""

    id: str
    title: str
    choices: tuple[SettingChoice, ...]
    default: str


@dataclass(frozen=True)
class Stands:
    """What a part costs a month, used or not: as many as one setting says, at the price that another one chooses."""

    number: str
    by: str
    prices: Mapping[str, Decimal]  # USD a month, by the choice of `by`


@dataclass(frozen=True)
class PartKind:
    """A part of the palette."""

    id: str
    title: str
    short: str  # as a drawing names it
    says: str
    settings: tuple[Setting, ...] = ()
    stands: Stands | None = None

    @cached_property
    def setting_by_id(self) -> dict[str, Setting]:
        return {setting.id: setting for setting in self.settings}


@dataclass(frozen=True)
class AllowedLink:
    """That a part of one kind may lead to a part of another, and the word for what it does there."""

    start: str
    end: str
    says: str


@dataclass(frozen=True)
class Palette:
    kinds: tuple[PartKind, ...]
    links: tuple[AllowedLink, ...]

    @cached_property
    def kind_by_id(self) -> dict[str, PartKind]:
        return {kind.id: kind for kind in self.kinds}

    @cached_property
    def words(self) -> dict[tuple[str, str], str]:
        """What a link between two kinds does; a pair that is missing is not allowed."""
        return {(link.start, link.end): link.says for link in self.links}


@dataclass(frozen=True)
class Placed:
    """A part of a design. `settings` are those that somebody set."""

    id: str
    kind: str
    settings: Mapping[str, str]


@dataclass(frozen=True, order=True)
class Link:
    """From one placed part to another, by their ids."""

    start: str
    end: str


@dataclass(frozen=True)
class Design:
    parts: tuple[Placed, ...] = ()
    links: tuple[Link, ...] = ()

    @cached_property
    def part_by_id(self) -> dict[str, Placed]:
        return {part.id: part for part in self.parts}

    def of(self, kinds: tuple[str, ...]) -> list[Placed]:
        """The parts of any of these kinds."""
        return [part for part in self.parts if part.kind in kinds]


@dataclass(frozen=True)
class Has:
    """There is a part of one of the kinds."""

    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Linked:
    """A part of one kind leads straight to a part of another."""

    start: tuple[str, ...]
    end: tuple[str, ...]


@dataclass(frozen=True)
class Path:
    """One can go from a part of the first stage by way of the others to the last, never through the kinds of `around`."""

    stages: tuple[tuple[str, ...], ...]
    around: tuple[str, ...] = ()


@dataclass(frozen=True)
class Absent:
    """What must not be there."""

    rule: Has | Linked | Path


@dataclass(frozen=True)
class IsSet:
    """There are parts of the kinds, and each has the setting at one of the values."""

    of: tuple[str, ...]
    setting: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Count:
    """So many parts of the kinds, together."""

    counted: tuple[str, ...]
    least: int
    most: int | None


@dataclass(frozen=True)
class AllOf:
    every: tuple["Rule", ...]


@dataclass(frozen=True)
class AnyOf:
    some: tuple["Rule", ...]


Rule = Has | Linked | Path | Absent | IsSet | Count | AllOf | AnyOf


@dataclass(frozen=True)
class Show:
    """Where the drawing shows what is missing: a part of kind `add` behind one of kind `after`."""

    after: str
    add: str


@dataclass(frozen=True)
class Requirement:
    """What a design must do, and what goes wrong in one that does not."""

    id: str
    says: Html
    otherwise: Html
    weight: int
    rule: Rule
    show: Show | None = None


@dataclass(frozen=True)
class Brief:
    """A business that needs an architecture: whole in itself, with its palette and one design that meets it."""

    id: str
    title: str
    tags: tuple[str, ...]
    story: Html
    palette: Palette
    requirements: tuple[Requirement, ...]
    reference: Design
    trade_off: Html  # what the reference design gives up, and for what
    kind: Literal["architecture"] = "architecture"
