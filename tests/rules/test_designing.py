"""Changing a design step by step, and what cannot stand in one."""

from dataclasses import replace
from decimal import Decimal

import pytest

from studyapp.catalogue.designs import Design, Link, Palette, PartKind, Placed, Setting, SettingChoice, Stands
from studyapp.rules.designing import (
    MOST_LINKS,
    MOST_PARTS,
    Fault,
    Upkeep,
    faults,
    free_id,
    upkeep,
    with_link,
    with_part,
    with_setting,
    without_link,
    without_part,
)
from tests.rules.kitchen import PALETTE, design

TEA = design("guest kettle pot cup")


def test_a_part_is_called_after_its_kind_and_then_by_number() -> None:
    made = with_part(with_part(with_part(Design(), "pot"), "pot"), "pot")
    assert [part.id for part in made.parts] == ["pot", "pot-2", "pot-3"]
    assert free_id(without_part(made, "pot-2"), "pot") == "pot-2"


def test_a_part_goes_with_its_links() -> None:
    assert without_part(TEA, "kettle") == Design(
        (Placed("guest", "guest", {}), Placed("pot", "pot", {}), Placed("cup", "cup", {})), (Link("pot", "cup"),)
    )


def test_a_link_comes_and_goes() -> None:
    more = with_link(TEA, Link("kettle", "cup"))
    assert more.links == (*TEA.links, Link("kettle", "cup"))
    assert without_link(more, Link("kettle", "cup")) == TEA


def test_a_setting_is_set_and_set_again() -> None:
    once = with_setting(TEA, "pot", "heat", "high")
    assert once.part_by_id["pot"].settings == {"heat": "high"}
    assert with_setting(once, "pot", "heat", "low").part_by_id["pot"].settings == {"heat": "low"}


def test_a_sound_design_has_no_faults() -> None:
    assert faults(with_setting(TEA, "pot", "heat", "high"), PALETTE) == []


@pytest.mark.parametrize(
    ("made", "fault"),
    [
        (with_part(TEA, "spoon"), Fault("unknown-kind", "spoon")),
        (with_setting(TEA, "cup", "heat", "high"), Fault("unknown-setting", "cup", "heat: high")),
        (with_setting(TEA, "pot", "heat", "very"), Fault("unknown-setting", "pot", "heat: very")),
        (with_setting(TEA, "pot", "lid", "high"), Fault("unknown-setting", "pot", "lid: high")),
        (with_part(TEA, "pot", "pot"), Fault("same-id", "pot")),
        (with_link(TEA, Link("pot", "lid")), Fault("unknown-part", "lid")),
        (with_link(TEA, Link("lid", "pot")), Fault("unknown-part", "lid")),
        (with_link(TEA, Link("pot", "cup")), Fault("same-link", "pot", "cup")),
        (with_link(TEA, Link("pot", "pot")), Fault("to-itself", "pot")),
        (with_link(TEA, Link("cup", "kettle")), Fault("not-allowed", "cup", "kettle")),
    ],
)
def test_what_cannot_stand_in_a_design_is_named(made: Design, fault: Fault) -> None:
    assert faults(made, PALETTE) == [fault]


def test_all_faults_are_named_at_once() -> None:
    made = with_link(with_part(TEA, "spoon"), Link("cup", "kettle"))
    assert faults(made, PALETTE) == [Fault("unknown-kind", "spoon"), Fault("not-allowed", "cup", "kettle")]


def test_of_the_links_of_an_unknown_kind_nothing_is_said() -> None:
    made = with_link(with_part(TEA, "spoon"), Link("cup", "spoon"))
    assert faults(made, PALETTE) == [Fault("unknown-kind", "spoon")]


def test_a_design_is_bounded() -> None:
    cups = tuple(Placed(f"cup-{n}", "cup", {}) for n in range(1000))
    assert faults(Design(cups[:MOST_PARTS]), PALETTE) == []
    assert faults(Design(cups), PALETTE) == [Fault("too-many-parts", "1000", str(MOST_PARTS))]
    links = tuple(Link("pot", f"cup-{n}") for n in range(MOST_LINKS + 1))
    assert faults(replace(TEA, links=links), PALETTE) == [Fault("too-many-links", str(MOST_LINKS + 1), str(MOST_LINKS))]


def test_what_stands_unused_costs_as_many_as_are_set_at_the_price_that_is_set() -> None:
    many = Setting("many", "Many", tuple(SettingChoice(n, n) for n in "012"), "1")
    size = Setting("size", "Size", (SettingChoice("small", "small"), SettingChoice("large", "large")), "small")
    stands = Stands("many", "size", {"small": Decimal("83.95"), "large": Decimal("537.57")})
    palette = Palette((PartKind("urn", "Urn", "Urn", "", (many, size), stands), PartKind("cup", "Cup", "Cup", "")), ())
    made = design("urn", "urn-2", "urn-3", "cup")
    made = with_setting(with_setting(made, "urn-2", "many", "2"), "urn-2", "size", "large")
    found = upkeep(with_setting(made, "urn-3", "many", "0"), palette)
    assert found == [
        Upkeep("urn", 1, Decimal("83.95")), Upkeep("urn-2", 2, Decimal("537.57")), Upkeep("urn-3", 0, Decimal("83.95")),
    ]  # fmt: skip
    assert [one.total for one in found] == [Decimal("83.95"), Decimal("1075.14"), Decimal(0)]
