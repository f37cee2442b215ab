"""Designs and the rules on them, as course files write them: `client > s3 > worker`, `{path: [client, s3]}`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studyapp.catalogue.designs import (
    Absent,
    AllOf,
    AnyOf,
    Count,
    Design,
    Has,
    IsSet,
    Link,
    Linked,
    Palette,
    Path,
    Rule,
)
from studyapp.formats.problems import Problems, nearest
from studyapp.formats.schemas import Id, Text
from studyapp.formats.yaml_text import Document, Place, Strict
from studyapp.rules.designing import Fault, faults, with_link, with_part, with_setting

RULES = ("has", "link", "path", "absent", "set", "count", "all", "any")
BESIDES = {"path": ("around",), "count": ("at-least", "at-most")}  # the other keys that a rule may have


class DesignYaml(Strict):
    """Names for parts where a kind is not enough of a name, chains of links, and what is set on the parts."""

    parts: dict[Id, Id] = {}
    links: list[Text]
    settings: dict[Id, dict[Id, str]] = {}


def read_design(
    written: DesignYaml, place: Place, palette: Palette, document: Document, problems: Problems
) -> Design | None:
    """The design, or None with everything located that cannot stand in it."""
    before = len(problems)
    design = Design()
    for chain in written.links:
        design = _with_chain(design, _names(chain), written.parts)
    for name, kind in written.parts.items():
        if name not in design.part_by_id:
            design = with_part(design, kind, name)
    for part, settings in written.settings.items():
        if part not in design.part_by_id:
            fix = nearest(part, design.part_by_id, "name a part that stands in a link.")
            problems.error(document.file, document.line(*place, "settings", part), f'there is no part "{part}".', fix)
        for name, value in settings.items():
            design = with_setting(design, part, name, value)
    for fault in faults(design, palette):
        line = document.line(*place, *_written_at(fault, design, written))
        problems.error(document.file, line, *_said(fault, design, palette))
    return design if not problems.broken_since(before) else None


def _with_chain(design: Design, names: list[str], kinds: Mapping[str, str]) -> Design:
    """The design with the parts of a chain, placed where they are new, each linked to the next."""
    for name in names:
        if name not in design.part_by_id:
            design = with_part(design, kinds.get(name, name), name)
    for start, end in zip(names, names[1:], strict=False):
        design = with_link(design, Link(start, end))
    return design


def _written_at(fault: Fault, design: Design, written: DesignYaml) -> Place:
    """Where in the design the fault was written."""
    if fault.why in ("too-many-parts", "too-many-links"):
        return ()
    if fault.why == "unknown-setting":
        return ("settings", fault.one, fault.other.partition(":")[0])
    if fault.why == "unknown-kind":
        name = next(part.id for part in design.parts if part.kind == fault.one)
        if name in written.parts:
            return ("parts", name)
        return ("links", next(n for n, chain in enumerate(written.links) if name in _names(chain)))
    pair = (fault.one, fault.other or fault.one)
    found = (n for n, chain in enumerate(written.links) if pair in zip(_names(chain), _names(chain)[1:], strict=False))
    return ("links", next(found, 0))


def _names(chain: str) -> list[str]:
    return [name.strip() for name in chain.split(">")]


def _said(fault: Fault, design: Design, palette: Palette) -> tuple[str, str]:
    """What is wrong, and how to mend it."""
    one, other = fault.one, fault.other
    match fault.why:
        case "too-many-parts" | "too-many-links":
            return f"{one} {fault.why.rpartition('-')[2]} are more than {other}.", "make the design smaller."
        case "unknown-kind":
            return f'the palette has no part "{one}".', nearest(one, palette.kind_by_id, "add it to the palette.")
        case "unknown-setting":
            known = palette.kind_by_id[design.part_by_id[one].kind].settings
            all_of = "; ".join(f"{s.id}: {', '.join(c.id for c in s.choices)}" for s in known)
            return f'"{other}" cannot be set on {one}.', f"use one of: {all_of or 'nothing, it has no settings'}."
        case "not-allowed":
            kinds = [design.part_by_id[id].kind for id in (one, other)]
            ends = ", ".join(end for start, end in palette.words if start == kinds[0])
            return (
                f"no link leads from {kinds[0]} to {kinds[1]}.",
                f"from {kinds[0]} one leads to: {ends or 'nothing'}.",
            )
        case "to-itself":
            return f'the part "{one}" is linked to itself.', "link it to another part."
        case _:  # the notation leaves no other way to go wrong
            return f'the link from "{one}" to "{other}" stands here twice.', "keep one of the two."


@dataclass(frozen=True)
class RuleReader:
    """Reads the rules of one brief; what it cannot read it says, and None stands for it."""

    palette: Palette
    document: Document
    problems: Problems

    def error(self, place: Place, message: str, fix: str) -> None:
        self.problems.error(self.document.file, self.document.line(*place), message, fix)

    def rule(self, data: Any, place: Place) -> Rule | None:
        """A mapping with one of the words of RULES as its first key."""
        word = next((key for key in data if key in RULES), "") if isinstance(data, dict) else ""
        if not word:
            self.error(place, "this is no rule.", f"write one of {', '.join(RULES)}, such as {{has: part}}.")
            return None
        extra = [key for key in data if word not in (key, "set") and key not in BESIDES.get(word, ())]
        if extra:
            self.error((*place, extra[0]), f'the rule "{word}" has no "{extra[0]}".', "take it out.")
            return None
        value, here = data[word], (*place, word)
        match word:
            case "has":
                return self.has(value, here)
            case "link" | "path":
                return self.walk(word, data, place)
            case "absent":
                return self.absent(value, here)
            case "set":
                return self.setting(data, place)
            case "count":
                return self.count(data, place)
            case _:
                return self.several(word, value, here)

    def kinds(self, value: Any, place: Place) -> tuple[str, ...] | None:
        """One kind of the palette or a list of them."""
        names = value if isinstance(value, list) else [value]
        unknown = [name for name in names if not isinstance(name, str) or name not in self.palette.kind_by_id]
        for name in unknown:
            fix = nearest(str(name), self.palette.kind_by_id, "add it to the palette.")
            self.error(place, f'the palette has no part "{name}".', fix)
        if not names:
            self.error(place, "no part is named here.", "name a part of the palette.")
        return tuple(names) if names and not unknown else None

    def has(self, value: Any, place: Place) -> Has | None:
        kinds = self.kinds(value, place)
        return None if kinds is None else Has(kinds)

    def walk(self, word: str, data: Mapping[str, Any], place: Place) -> Linked | Path | None:
        stages, here = data[word], (*place, word)
        wanted = 2 if word == "link" else None
        if not isinstance(stages, list) or len(stages) < 2 or (wanted and len(stages) != wanted):
            self.error(here, f'"{word}" is not a list of parts.', f"write {{{word}: [part, part]}}.")
            return None
        found = [self.kinds(stage, (*here, number)) for number, stage in enumerate(stages)]
        around = self.kinds(data["around"], (*place, "around")) if "around" in data else ()
        known = [stage for stage in found if stage is not None]
        if len(known) < len(found) or around is None:
            return None
        return Linked(known[0], known[1]) if word == "link" else Path(tuple(known), around)

    def absent(self, value: Any, place: Place) -> Absent | None:
        inner = self.rule(value, place) if isinstance(value, dict) else self.has(value, place)
        if inner is None:
            return None
        if isinstance(inner, Has | Linked | Path):
            return Absent(inner)
        self.error(place, "this cannot be absent.", "name parts, a link or a path.")
        return None

    def setting(self, data: Mapping[str, Any], place: Place) -> IsSet | None:
        of = self.kinds(data["set"], (*place, "set"))
        names = [key for key in data if key != "set"]
        if len(names) != 1:
            self.error(place, '"set" names no setting, or several.', "write {set: part, setting: value}.")
            return None
        values = data[names[0]] if isinstance(data[names[0]], list) else [data[names[0]]]
        for kind in of or ():
            setting = self.palette.kind_by_id[kind].setting_by_id.get(names[0])
            known = [choice.id for choice in setting.choices] if setting else []
            for value in values:
                if value not in known:
                    fix = nearest(str(value), known, f"use one of: {', '.join(known) or 'nothing'}.")
                    self.error((*place, names[0]), f'{kind} has no setting "{names[0]}: {value}".', fix)
                    return None
        return None if of is None else IsSet(of, names[0], tuple(values))

    def count(self, data: Mapping[str, Any], place: Place) -> Count | None:
        of = self.kinds(data["count"], (*place, "count"))
        ends = [data.get(key) for key in ("at-least", "at-most")]
        if ends == [None, None] or not all(end is None or (isinstance(end, str) and end.isdigit()) for end in ends):
            self.error(place, '"count" says no number.', "write {count: part, at-least: 2}, or at-most.")
            return None
        least, most = (None if end is None else int(end) for end in ends)
        return None if of is None else Count(of, least or 0, most)

    def several(self, word: str, value: Any, place: Place) -> AllOf | AnyOf | None:
        if not isinstance(value, list) or len(value) < 2:
            self.error(place, f'"{word}" joins two rules or more.', f"write {{{word}: [{{…}}, {{…}}]}}.")
            return None
        found = [self.rule(one, (*place, number)) for number, one in enumerate(value)]
        rules = tuple(rule for rule in found if rule is not None)
        if len(rules) < len(found):
            return None
        return AllOf(rules) if word == "all" else AnyOf(rules)
