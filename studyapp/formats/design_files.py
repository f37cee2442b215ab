"""exercises/parts.yaml and the briefs of kind architecture: what can be placed, and what a design must do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import Field

from studyapp.catalogue.designs import (
    AllowedLink,
    Brief,
    Palette,
    PartKind,
    Requirement,
    Setting,
    SettingChoice,
    Show,
    Stands,
)
from studyapp.catalogue.options import Figure
from studyapp.catalogue.prose import Html
from studyapp.formats.course_folder import Folder
from studyapp.formats.design_text import DesignYaml, RuleReader, read_design
from studyapp.formats.exercise_setting import ExerciseSetting
from studyapp.formats.problems import Problems, nearest
from studyapp.formats.prose import Scope, render, render_inline
from studyapp.formats.schemas import Id, Text
from studyapp.formats.yaml_text import Document, Strict, typed
from studyapp.rules.reviewing import can_be_missed, can_hold, review

PARTS = "exercises/parts.yaml"  # a reserved name: no exercise


class SettingYaml(Strict):
    title: Text
    choices: Annotated[dict[Id, Text], Field(min_length=2)]
    default: str = ""


class StandsYaml(Strict):
    number: str
    by: str
    prices: dict[str, str]


class PartYaml(Strict):
    title: Text
    short: str = ""
    says: Text
    settings: dict[Id, SettingYaml] = {}
    links: dict[Id, Text] = {}
    stands: StandsYaml | None = None


class ReferenceYaml(DesignYaml):
    says: Text


class ShowYaml(Strict):
    after: str
    add: str


class RequirementYaml(Strict):
    says: Text
    weight: Annotated[int, Field(ge=1, le=10)] = 1
    rule: dict[str, Any]
    else_: Text = Field(alias="else")
    show: ShowYaml | None = None


class BriefYaml(Strict):
    kind: Literal["architecture"]
    tags: list[Id] = []
    title: Text
    story: Text
    palette: Annotated[list[str], Field(min_length=2)]
    reference: ReferenceYaml
    requirements: Annotated[dict[Id, RequirementYaml], Field(min_length=1)]


def read_palette(folder: Folder, figures: Mapping[str, Figure]) -> Palette:
    """All parts of the course; an empty palette where it has none."""
    document = folder.yaml(PARTS)
    written = {id: (part, line) for id, part, line in folder.mapping(PARTS, PartYaml, document)}
    links = []
    for id, (part, _) in written.items():
        for end, word in part.links.items():
            if end in written:
                links.append(AllowedLink(id, end, word))
            else:
                fix = nearest(end, written, "name a part of this file.")
                folder.problems.error(document.file, document.line(id, "links", end), f'there is no part "{end}".', fix)
    kinds = []
    for id, (part, _) in written.items():
        kind = _kind(id, part, document, folder.problems)
        kinds.append(replace(kind, stands=_stands(kind, part.stands, figures, document, folder.problems)))
    return Palette(tuple(kinds), tuple(links))


def _stands(
    kind: PartKind, written: StandsYaml | None, figures: Mapping[str, Figure], document: Document, problems: Problems
) -> Stands | None:
    """What the part costs while nobody uses it, if every choice has a number or a price."""
    if written is None:
        return None
    before = len(problems.errors)

    def error(message: str, fix: str, *place: str) -> None:
        problems.error(document.file, document.line(kind.id, "stands", *place), message, fix)

    choices = {s.id: [choice.id for choice in s.choices] for s in kind.settings}
    if not all(choice.isdigit() for choice in choices.get(written.number, [""])):
        error(f'"{written.number}" is no setting whose choices are numbers.', "name one such as 0, 1, 2.", "number")
    if sorted(written.prices) != sorted(choices.get(written.by, [])):
        error(f'the prices are not those of the choices of "{written.by}".', "give each choice a figure.", "prices")
    for choice, figure in written.prices.items():
        if figure not in figures or figures[figure].value.unit != "USD":
            error(
                f'"{figure}" is no figure in USD.',
                nearest(figure, figures, "add it to register.yaml."),
                "prices",
                choice,
            )
    if len(problems.errors) > before:
        return None
    return Stands(written.number, written.by, {c: figures[f].value.amount for c, f in written.prices.items()})


def _kind(id: str, part: PartYaml, document: Document, problems: Problems) -> PartKind:
    settings = []
    for name, one in part.settings.items():
        default = one.default or next(iter(one.choices))
        if default not in one.choices:
            fix = nearest(default, one.choices, f"use one of: {', '.join(one.choices)}.")
            line = document.line(id, "settings", name, "default")
            problems.error(document.file, line, f'"{default}" is no choice of {name}.', fix)
            default = next(iter(one.choices))
        choices = tuple(SettingChoice(choice, says) for choice, says in one.choices.items())
        settings.append(Setting(name, one.title, choices, default))
    return PartKind(id, part.title, part.short or part.title, part.says, tuple(settings))


def read_brief(id: str, document: Document, setting: ExerciseSetting) -> Brief | None:
    """The brief, or None with everything located that is wrong with it."""
    problems, scope = setting.folder.problems, setting.scope
    written = typed(document, BriefYaml, problems)
    if written is None:
        return None
    before = len(problems.errors)
    palette = _own_palette(written, setting.palette, document, problems)
    requirements = tuple(_requirements(written, palette, document, scope, problems))
    design = read_design(written.reference, ("reference",), palette, document, problems)
    if design is None or len(problems.errors) > before:
        return None
    brief = Brief(
        id=id, title=written.title, tags=tuple(written.tags), palette=palette, requirements=requirements, reference=design,
        story=render(written.story, scope, problems, document.line("story") + 1),
        trade_off=render_inline(written.reference.says, scope, problems, document.line("reference", "says")),
    )  # fmt: skip
    _check_brief(brief, document, problems)
    return brief if len(problems.errors) == before else None


def _own_palette(written: BriefYaml, course: Palette, document: Document, problems: Problems) -> Palette:
    """The part of the course's palette that the brief offers, in the brief's order."""
    for number, name in enumerate(written.palette):
        line = document.line("palette", number)
        if name not in course.kind_by_id:
            fix = nearest(name, course.kind_by_id, f"add it to {PARTS}.")
            problems.error(document.file, line, f'there is no part "{name}".', fix)
        elif name in written.palette[:number]:
            problems.error(
                document.file, line, f'the part "{name}" stands in the palette twice.', "keep one of the two."
            )
    kinds = tuple(course.kind_by_id[name] for name in dict.fromkeys(written.palette) if name in course.kind_by_id)
    names = {kind.id for kind in kinds}
    return Palette(kinds, tuple(link for link in course.links if link.start in names and link.end in names))


@dataclass(frozen=True)
class _Sayer:
    """Renders what a requirement says."""

    document: Document
    scope: Scope
    problems: Problems

    def __call__(self, text: str, *place: str) -> Html:
        return render_inline(text, self.scope, self.problems, self.document.line("requirements", *place))


def _requirements(
    written: BriefYaml, palette: Palette, document: Document, scope: Scope, problems: Problems
) -> Iterator[Requirement]:
    reader, said = RuleReader(palette, document, problems), _Sayer(document, scope, problems)
    for id, one in written.requirements.items():
        place = ("requirements", id)
        rule = reader.rule(one.rule, (*place, "rule"))
        if one.show:
            reader.kinds(one.show.after, (*place, "show", "after"))
            reader.kinds(one.show.add, (*place, "show", "add"))
        if rule is None:
            continue
        if not can_hold(rule, palette):
            fix = f"let {PARTS} allow the links it needs, or mend the rule."
            reader.error((*place, "rule"), f'no design can keep the rule of "{id}", or one of its ways.', fix)
        show = Show(one.show.after, one.show.add) if one.show else None
        yield Requirement(id, said(one.says, id, "says"), said(one.else_, id, "else"), one.weight, rule, show)


def _check_brief(brief: Brief, document: Document, problems: Problems) -> None:
    """The reference meets every requirement, and one step away from it each can be missed."""
    missed = {one.requirement.id for one in review(brief, brief.reference).missed}
    for requirement in brief.requirements:
        line = document.line("requirements", requirement.id)
        if requirement.id in missed:
            message = f'the reference design does not meet "{requirement.id}".'
            problems.error(document.file, line, message, "mend the reference, or the rule.")
        elif not can_be_missed(requirement, brief):
            message = f'no single change of the reference design misses "{requirement.id}".'
            problems.error(document.file, line, message, "let the reference meet it in one way, or mend the rule.")
