"""parts.yaml and briefs of kind architecture, with every problem located."""

from decimal import Decimal
from pathlib import Path

import pytest

from studyapp.catalogue.courses import Course
from studyapp.catalogue.designs import (
    Absent,
    AllOf,
    AllowedLink,
    AnyOf,
    Brief,
    Count,
    Design,
    Has,
    IsSet,
    Link,
    Linked,
    PartKind,
    Placed,
    Requirement,
    Setting,
    SettingChoice,
    Show,
    Stands,
)
from studyapp.catalogue.designs import Path as PathRule
from tests.formats.texts import compiled

PARTS = """\
guest: {title: Guest, says: Somebody who asks., links: {kettle: asks for}}
kettle:
  title: Electric kettle
  short: Kettle
  says: Boils.
  settings:
    heat: {title: Heat, choices: {low: low, high: high}, default: high}
    lid: {title: Lid, choices: {open: open, shut: shut}}
  links: {pot: pours into, cup: pours into}
pot: {title: Pot, says: Brews., links: {cup: pours into, pot: is poured into}}
cup: {title: Cup, says: Is drunk., links: {guest: is served to}}
"""
BRIEF = """\
kind: architecture
tags: [capstone]
title: Tea for one
story: |
  A guest wants tea.

  Quickly.
palette: [guest, kettle, pot, cup]
reference:
  parts: {big: pot}
  links:
    - guest > kettle > big > cup
    - cup > guest
  settings: {kettle: {lid: shut}}
  says: It takes *time*.
requirements:
  brewed:
    says: The tea is brewed.
    weight: 2
    rule: {path: [kettle, pot, cup]}
    else: It is only hot water.
    show: {after: kettle, add: pot}
  quiet:
    says: The lid is shut.
    rule: {set: kettle, lid: shut}
    else: It whistles.
"""


def the_brief(tmp_path: Path, brief: str = BRIEF, parts: str = PARTS) -> tuple[Brief | None, list[str]]:
    course, problems = compiled(tmp_path, {"exercises/parts.yaml": parts, "exercises/tea.yaml": brief})
    assert isinstance(course, Course)
    made = course.exercises.get("tea")
    assert made is None or isinstance(made, Brief)
    return made, problems


def refused(tmp_path: Path, brief: str, parts: str = PARTS) -> list[str]:
    """What is wrong with a brief; it is then left out of the course."""
    made, problems = the_brief(tmp_path, brief, parts)
    assert made is None
    return problems


def test_a_brief_is_read(tmp_path: Path) -> None:
    made, problems = the_brief(tmp_path)
    assert problems == []
    assert made is not None
    assert (made.id, made.kind, made.title, made.tags) == ("tea", "architecture", "Tea for one", ("capstone",))
    assert made.story == "<p>A guest wants tea.</p>\n<p>Quickly.</p>\n"
    assert made.trade_off == "It takes <em>time</em>."
    assert made.reference == Design(
        (Placed("guest", "guest", {}), Placed("kettle", "kettle", {"lid": "shut"}), Placed("big", "pot", {}), Placed("cup", "cup", {})),
        (Link("guest", "kettle"), Link("kettle", "big"), Link("big", "cup"), Link("cup", "guest")),
    )  # fmt: skip
    rule = PathRule((("kettle",), ("pot",), ("cup",)))
    assert made.requirements[0] == Requirement(
        "brewed", "The tea is brewed.", "It is only hot water.", 2, rule, Show("kettle", "pot")
    )
    assert (made.requirements[1].weight, made.requirements[1].show) == (1, None)


def test_the_palette_is_read(tmp_path: Path) -> None:
    made, _ = the_brief(tmp_path)
    assert made is not None
    assert made.palette.kind_by_id["kettle"] == PartKind(
        "kettle", "Electric kettle", "Kettle", "Boils.",
        (
            Setting("heat", "Heat", (SettingChoice("low", "low"), SettingChoice("high", "high")), "high"),
            Setting("lid", "Lid", (SettingChoice("open", "open"), SettingChoice("shut", "shut")), "open"),
        ),
    )  # fmt: skip
    assert (made.palette.kind_by_id["cup"].short, len(made.palette.links)) == ("Cup", 6)


def test_the_palette_of_a_brief_holds_only_what_it_names(tmp_path: Path) -> None:
    made, problems = the_brief(tmp_path, BRIEF.replace("[guest, kettle, pot, cup]", "[cup, kettle, pot, guest]"), PARTS + "spoon: {title: Spoon, says: Stirs., links: {cup: stirs}}\n")  # fmt: skip
    assert problems == []
    assert made is not None
    assert [kind.id for kind in made.palette.kinds] == ["cup", "kettle", "pot", "guest"]
    assert AllowedLink("spoon", "cup", "stirs") not in made.palette.links


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("{has: pot}", Has(("pot",))),
        ("{all: [{has: [pot, cup]}, {has: pot}]}", AllOf((Has(("pot", "cup")), Has(("pot",))))),
        ("{link: [kettle, [pot, cup]]}", Linked(("kettle",), ("pot", "cup"))),
        ("{path: [kettle, cup], around: guest}", PathRule((("kettle",), ("cup",)), ("guest",))),
        ("{absent: {link: [kettle, cup]}}", Absent(Linked(("kettle",), ("cup",)))),
        ("{set: kettle, heat: high}", IsSet(("kettle",), "heat", ("high",))),
        ("{set: kettle, heat: [high, low], lid: shut}", None),
        ("{count: [pot, cup], at-least: 2}", Count(("pot", "cup"), 2, None)),
        ("{count: pot, at-most: 1}", Count(("pot",), 0, 1)),
        ("{all: [{has: pot}, {has: cup}]}", AllOf((Has(("pot",)), Has(("cup",))))),
        ("{any: [{link: [kettle, cup]}, {has: pot}]}", AnyOf((Linked(("kettle",), ("cup",)), Has(("pot",))))),
    ],
)
def test_every_rule_is_read(tmp_path: Path, text: str, rule: object) -> None:
    made, problems = the_brief(tmp_path, BRIEF.replace("{set: kettle, lid: shut}", text))
    if rule is None:
        assert problems == [
            'kettle/exercises/tea.yaml:25: "set" names no setting, or several. Fix: write {set: part, setting: value}.'
        ]
    else:
        assert problems == []
        assert made is not None and made.requirements[1].rule == rule


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("palette: [guest, kettle,", "palette: [guest, ketle, kettle,", '8: there is no part "ketle". Fix: did you mean "kettle"?'),
        ("palette: [guest,", "palette: [guest, cup,", '8: the part "cup" stands in the palette twice. Fix: keep one of the two.'),
        ("{big: pot}", "{big: pan}", '10: the palette has no part "pan". Fix: add it to the palette.'),
        ("cup > guest", "cup > guests", '13: the palette has no part "guests". Fix: did you mean "guest"?'),
        ("cup > guest", "cup > kettle", "13: no link leads from cup to kettle. Fix: from cup one leads to: guest."),
        ("cup > guest", "cup > cup", '13: the part "cup" is linked to itself. Fix: link it to another part.'),
        ("cup > guest", "big > cup", '12: the link from "big" to "cup" stands here twice. Fix: keep one of the two.'),
        ("{lid: shut}}\n  says", "{lid: ajar}}\n  says", '14: "lid: ajar" cannot be set on kettle. Fix: use one of: heat: low, high; lid: open, shut.'),
        ("settings: {kettle:", "settings: {cup:", '14: "lid: shut" cannot be set on cup. Fix: use one of: nothing, it has no settings.'),
        ("settings: {kettle:", "settings: {kettel:", '14: there is no part "kettel". Fix: did you mean "kettle"?'),
        ("{path: [kettle, pot, cup]}", "{path: [kettle, pan, cup]}", '20: the palette has no part "pan". Fix: add it to the palette.'),
        ("{path: [kettle, pot, cup]}", "{path: kettle}", '20: "path" is not a list of parts. Fix: write {path: [part, part]}.'),
        ("{path: [kettle, pot, cup]}", "{link: [kettle, pot, cup]}", '20: "link" is not a list of parts. Fix: write {link: [part, part]}.'),
        ("{path: [kettle, pot, cup]}", "{has: []}", "20: no part is named here. Fix: name a part of the palette."),
        ("{path: [kettle, pot, cup]}", "{has: pot, around: cup}", '20: the rule "has" has no "around". Fix: take it out.'),
        ("{path: [kettle, pot, cup]}", "{count: pot}", '20: "count" says no number. Fix: write {count: part, at-least: 2}, or at-most.'),
        ("{path: [kettle, pot, cup]}", "{all: [{has: pot}]}", '20: "all" joins two rules or more. Fix: write {all: [{…}, {…}]}.'),
        ("{path: [kettle, pot, cup]}", "{absent: {count: pot, at-least: 1}}", "20: this cannot be absent. Fix: name parts, a link or a path."),
        ("{path: [kettle, pot, cup]}", "{any: [{has: pot}, pot]}", "20: this is no rule. Fix: write one of has, link, path, absent, set, count, all, any, such as {has: part}."),
        ("{set: kettle, lid: shut}", "{set: kettle, lid: ajar}", '25: kettle has no setting "lid: ajar". Fix: use one of: open, shut.'),
        ("{set: kettle, lid: shut}", "{set: pot, lid: shut}", '25: pot has no setting "lid: shut". Fix: use one of: nothing.'),
        ("{set: kettle, lid: shut}", "{link: [cup, pot]}", '25: no design can keep the rule of "quiet", or one of its ways. Fix: let exercises/parts.yaml allow the links it needs, or mend the rule.'),
        ("{set: kettle, lid: shut}", "{set: kettle, lid: open}", '23: the reference design does not meet "quiet". Fix: mend the reference, or the rule.'),
        ("{set: kettle, lid: shut}", "{any: [{has: pot}, {has: cup}]}", '23: no single change of the reference design misses "quiet". Fix: let the reference meet it in one way, or mend the rule.'),
        ("weight: 2", "weight: 0", "19: requirements.brewed.weight: input should be greater than or equal to 1. Fix: write it as docs/writing-content.md shows."),
        ("{after: kettle, add: pot}", "{after: kettle, add: pan}", '22: the palette has no part "pan". Fix: add it to the palette.'),
        ("tags: [capstone]", "tag: capstone", '2: unknown key "tag". Fix: did you mean "tags"?'),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_brief_is_located(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert refused(tmp_path, BRIEF.replace(old, new, 1)) == [f"kettle/exercises/tea.yaml:{problem}"]


def test_a_design_of_too_many_parts_is_refused(tmp_path: Path) -> None:
    many = ", ".join(f"pot-{n}: pot" for n in range(41))
    problem = "kettle/exercises/tea.yaml:9: 44 parts are more than 40. Fix: make the design smaller."
    assert refused(tmp_path, BRIEF.replace("{big: pot}", f"{{big: pot, {many}}}").replace(", pot-40: pot", "")) == [
        problem
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("{pot: pours into", "{pan: pours into", '9: there is no part "pan". Fix: name a part of this file.'),
        ("default: high", "default: hight", '7: "hight" is no choice of heat. Fix: did you mean "high"?'),
        (
            "says: Boils.",
            "words: Boils.",
            '5: unknown key "words". Fix: use one of: title, short, says, settings, links, stands.',
        ),
    ],
)
def test_what_is_wrong_with_the_parts_is_located(tmp_path: Path, old: str, new: str, problem: str) -> None:
    _, problems = the_brief(tmp_path, BRIEF, PARTS.replace(old, new))
    assert f"kettle/exercises/parts.yaml:{problem}" in problems


STANDS = """\
urn:
  title: Urn
  says: Keeps hot.
  settings: {many: {title: Many, choices: {0: none, 1: one}}, size: {title: Size, choices: {s: small, l: large}}}
  stands: {number: many, by: size, prices: {s: urn.small, l: urn.large}}
"""
REGISTER = """\
urn.small: {value: 83.95 USD, source: T1, on: 2026-11}
urn.large: {value: 537.57 USD, source: T1, on: 2026-11}
urn.weight: {value: 4 kg, source: T1, on: 2026-11}
"""


def priced(tmp_path: Path, parts: str) -> tuple[Course | None, list[str]]:
    brief = BRIEF.replace("palette: [guest,", "palette: [urn, guest,")
    return compiled(
        tmp_path,
        {"exercises/parts.yaml": parts + PARTS, "exercises/tea.yaml": brief, "register.yaml": REGISTER},
    )


def test_the_price_of_a_part_that_stands_unused_is_read(tmp_path: Path) -> None:
    course, problems = priced(tmp_path, STANDS)
    assert problems == []
    assert course is not None
    brief = course.exercises["tea"]
    assert isinstance(brief, Brief)
    prices = {"s": Decimal("83.95"), "l": Decimal("537.57")}
    assert brief.palette.kind_by_id["urn"].stands == Stands("many", "size", prices)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("number: many", "number: size", '"size" is no setting whose choices are numbers. Fix: name one such as 0, 1, 2.'),
        ("number: many", "number: much", '"much" is no setting whose choices are numbers. Fix: name one such as 0, 1, 2.'),
        ("by: size", "by: many", 'the prices are not those of the choices of "many". Fix: give each choice a figure.'),
        ("l: urn.large", "xl: urn.large", 'the prices are not those of the choices of "size". Fix: give each choice a figure.'),
        ("l: urn.large", "l: urn.larg", '"urn.larg" is no figure in USD. Fix: did you mean "urn.large"?'),
        ("l: urn.large", "l: urn.weight", '"urn.weight" is no figure in USD. Fix: did you mean "urn.weight"?'),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_price_is_located(tmp_path: Path, old: str, new: str, problem: str) -> None:
    _, problems = priced(tmp_path, STANDS.replace(old, new))
    assert problems == [f"kettle/exercises/parts.yaml:5: {problem}"]


def test_a_course_of_briefs_without_parts_says_what_is_missing(tmp_path: Path) -> None:
    course, problems = compiled(tmp_path, {"exercises/tea.yaml": BRIEF})
    assert course is not None and course.exercises == {}
    assert problems[0] == 'kettle/exercises/tea.yaml:8: there is no part "cup". Fix: add it to exercises/parts.yaml.'


def test_a_lesson_can_lead_to_a_brief_but_not_to_the_parts(tmp_path: Path) -> None:
    lesson = "---\ntitle: Boil\nminutes: 1\n---\n\n[Draw it](../../exercises/tea.yaml), with [these](../../exercises/parts.yaml).\n"
    files = {"exercises/parts.yaml": PARTS, "exercises/tea.yaml": BRIEF, "modules/water/1-boil.md": lesson}
    course, problems = compiled(tmp_path, files)
    fix = "Fix: write the path of a file of the course, from this file, and a heading that it holds."
    assert problems == [f'kettle/modules/water/1-boil.md:6: the link "../../exercises/parts.yaml" leads nowhere. {fix}']
    assert course is not None
    assert '<a href="/courses/kettle/exercises/tea/">Draw it</a>' in str(course.lessons["water/boil"].blocks[0])
