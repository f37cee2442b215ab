"""Architecture design: place parts, link and set them, have the design judged."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from studyapp.catalogue.courses import Course
from studyapp.catalogue.designs import Brief, Design, Palette, PartKind, Requirement, Setting
from studyapp.pages.drawings.design import draw
from studyapp.pages.http import course_or_404, found_or_404, learner_for, learner_id, page, wants_fragment
from studyapp.records import designs
from studyapp.records.designs import Stale, Unfit
from studyapp.records.models import DesignStep
from studyapp.rules.designing import MOST_LINKS, MOST_PARTS, Fault, Step, What, taken, upkeep, value_of
from studyapp.rules.reviewing import Review

SHOWN = 12  # steps in the list
TAKEN = {
    "place": gettext_lazy("%(one)s placed"), "join": gettext_lazy("%(one)s linked to %(other)s"),
    "part": gettext_lazy("%(one)s no longer linked to %(other)s"), "drop": gettext_lazy("%(one)s taken away"),
    "set": gettext_lazy("%(one)s set"), "undo": gettext_lazy("Last step undone"), "redo": gettext_lazy("Step done again"),
    "return": gettext_lazy("Back to step %(one)s"),
}  # fmt: skip
STEPS: tuple[What, ...] = ("place", "join", "part", "drop", "set")
SETTING = "set."  # how fields of settings begin
NUMBERED = re.compile(r"(.+)-(\d+)")


@dataclass(frozen=True)
class Onward:
    """Where a part leads, and what it does there."""

    id: str
    name: str
    says: str
    apart: str  # what is taken from what when they are unlinked


@dataclass(frozen=True)
class Part:
    """A placed part as a list says it."""

    id: str
    name: str
    kind: PartKind
    settings: list[tuple[Setting, str, str]]  # with what it is set to, and the words for that
    onward: list[Onward]


@dataclass(frozen=True)
class Miss:
    """A requirement that was missed: which part is missing behind which, or which parts to look at."""

    requirement: Requirement
    missing: str
    after: str
    look: list[str]


@dataclass(frozen=True)
class Refusal:
    """A step that was not taken: why, with the names of what it is about, and where one could lead instead."""

    why: str
    one: str = ""
    other: str = ""
    instead: tuple[str, ...] = ()


def brief_or_404(course: str, exercise: str) -> tuple[Course, Brief]:
    found = course_or_404(course)
    brief = found.exercises.get(exercise)
    return found, found_or_404(brief if isinstance(brief, Brief) else None)


def name_of(id: str, palette: Palette) -> str:
    """What a part is called: after its kind, with its number from the second on."""
    match = NUMBERED.fullmatch(id)
    if id not in palette.kind_by_id and match and match[1] in palette.kind_by_id:
        return f"{palette.kind_by_id[match[1]].title} {match[2]}"
    return palette.kind_by_id[id].title if id in palette.kind_by_id else id


def names_in(design: Design, palette: Palette) -> dict[str, str]:
    """The names of all parts; one with an id of its own, as in a reference design, has it in brackets."""
    names = {}
    for part in design.parts:
        own = part.id != part.kind and not re.fullmatch(rf"{re.escape(part.kind)}-\d+", part.id)
        names[part.id] = f"{palette.kind_by_id[part.kind].title} ({part.id})" if own else name_of(part.id, palette)
    return names


def misses(design: Design, palette: Palette, review: Review) -> list[Miss]:
    """What was missed, with the parts by name."""
    names, found = names_in(design, palette), []
    for one in review.missed:
        spot = one.spot
        missing = palette.kind_by_id[spot.kind].title if spot and not spot.part else ""
        look = one.against or ((spot.after, spot.part) if spot and spot.part else ())
        after = names.get(spot.after, "") if spot and missing else ""
        found.append(Miss(one.requirement, missing, after, [names[id] for id in dict.fromkeys(look) if id]))
    return found


def listed(design: Design, palette: Palette, order: list[str]) -> list[Part]:
    """The design as a list, in the order in which one reads the drawing."""
    names, found = names_in(design, palette), []
    for part in (design.part_by_id[id] for id in order if id in design.part_by_id):
        kind = palette.kind_by_id[part.kind]
        settings = []
        for setting in kind.settings:
            value = value_of(part, setting.id, palette)
            settings.append((setting, value, next(c.says for c in setting.choices if c.id == value)))
        ends = [link.end for link in design.links if link.start == part.id]
        says = {end: palette.words[part.kind, design.part_by_id[end].kind] for end in ends}
        onward = [Onward(end, names[end], says[end], gettext("%(one)s from %(other)s") % {"one": names[part.id], "other": names[end]}) for end in ends]  # fmt: skip
        found.append(Part(part.id, names[part.id], kind, settings, onward))
    return found


def pictured(design: Design, palette: Palette, review: Review | None = None) -> dict[str, Any]:
    """The drawing for wide windows and the one for others, and the list."""
    drawing, narrow = draw(design, palette, review)
    return {
        "drawing": drawing, "dashed": any(one.missing for one in drawing.arrows) or any(one.state == "missing" for one in drawing.boxes),
        "narrow": narrow,
        "parts": listed(design, palette, drawing.order), "upkeep": _upkeep(design, palette),
    }  # fmt: skip


def _upkeep(design: Design, palette: Palette) -> dict[str, Any]:
    """What the design costs a month though nobody uses it: the parts that have such a cost by name, and its sum."""
    names = names_in(design, palette)
    rows = [(row, names[row.part]) for row in upkeep(design, palette) if row.number]
    return {"total": sum(row.total for row, _ in rows), "rows": rows}


@require_safe
def design(request: HttpRequest, course: Course, brief: Brief) -> HttpResponse:
    """The page of a brief, with the learner's design as it stands."""
    return _editor(request, course, brief)


def _editor(request: HttpRequest, course: Course, brief: Brief, refused: Refusal | None = None) -> HttpResponse:
    mine = learner_id(request)
    rows = designs.steps(mine, course.id, brief.id, SHOWN)
    drawn, tried = designs.drawn(rows, brief), designs.judgements(mine, course.id, brief.id)
    focus = request.POST.get("focus") or request.POST.get("act", "").partition(".")[0]
    context = {
        "course": course, "brief": brief, "corner": "practise", "drawn": drawn, "refused": refused, "focus": focus,
        "posted": request.POST, "suggested": _suggested(rows, drawn.design), "tried": tried,
        "steps": [(str(row.number), said(row, brief.palette)) for row in rows], "seen": str(drawn.number),
        "reference": designs.shows_reference(tried), **pictured(drawn.design, brief.palette),
    }  # fmt: skip
    return page(request, "designs/design.html", context, part="design", status=422 if refused else 200)


def _suggested(rows: list[DesignStep], design: Design) -> tuple[str, str]:
    """The ends of the next link, as far as the last step tells: on from where it ended, or to what was just placed."""
    step = rows[0].step if rows else {"what": ""}
    if step["what"] == "join":
        return step["other"], ""
    if step["what"] == "place" and len(design.parts) > 1:
        return "", design.parts[-1].id
    return "", ""


def said(row: DesignStep, palette: Palette) -> str:
    """A step in words."""
    one, other = (name_of(row.step[key], palette) for key in ("one", "other"))
    return str(TAKEN[row.step["what"]]) % {"one": one, "other": other}


@require_POST
def versions(request: HttpRequest, course: str, exercise: str) -> HttpResponse:
    """One step more: a part placed, linked, set or taken away; or back, or forth."""
    found, brief = brief_or_404(course, exercise)
    seen = _number(request.POST.get("seen", ""))
    try:
        _act(request, found, brief, seen)
    except Stale:
        return _editor(request, found, brief, Refusal("stale"))
    except Unfit as unfit:
        return _editor(request, found, brief, _refusal(unfit.fault, brief.palette))
    if wants_fragment(request):
        return _editor(request, found, brief)
    return redirect(f"{reverse('exercise', args=[course, exercise])}#design")


def _act(request: HttpRequest, course: Course, brief: Brief, seen: int) -> None:
    """Do what the button says to the design that was seen. A step that cannot be taken makes no guest."""
    act = request.POST.get("act", "").partition(".")[0]
    known = learner_id(request) is not None
    if act in ("undo", "redo", "return"):
        if known:
            _turn(request, course, brief, act, seen)
        return
    step = _step(request)
    if not known and isinstance(fault := taken(Design(), brief.palette, step), Fault):
        raise Unfit(fault)
    designs.take(learner_for(request), course, brief, step, seen=seen)


def _turn(request: HttpRequest, course: Course, brief: Brief, act: str, seen: int) -> None:
    learner = learner_for(request)
    match act:
        case "undo" | "redo":
            designs.turn(learner, course, brief, act, seen=seen)
        case _:
            designs.return_to(learner, course, brief, _number(request.POST.get("to", "")), seen=seen)


def _step(request: HttpRequest) -> Step:
    posted = request.POST
    act, _, which = posted.get("act", "").partition(".")
    values = {name.removeprefix(SETTING): posted.get(name, "") for name in posted if name.startswith(SETTING)}
    for what in STEPS:
        if what == act:
            return Step(what, posted.get("one", ""), which or posted.get("other", ""), values)
    raise Unfit(Fault("unknown-part"))


def _number(text: str) -> int:
    """A number that was posted; one that nothing has for whatever is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def _refusal(fault: Fault, palette: Palette) -> Refusal:
    match fault.why:
        case "too-many-parts":
            return Refusal(fault.why, str(MOST_PARTS))
        case "too-many-links":
            return Refusal(fault.why, str(MOST_LINKS))
        case "not-allowed":
            ends = [end for start, end in palette.words if start == _kind(fault.one, palette)]
            names = tuple(palette.kind_by_id[end].title for end in ends)
            return Refusal(fault.why, name_of(fault.one, palette), name_of(fault.other, palette), names)
        case _:
            return Refusal(fault.why, name_of(fault.one, palette)[:60], name_of(fault.other, palette)[:60])


def _kind(id: str, palette: Palette) -> str:
    match = NUMBERED.fullmatch(id)
    return id if id in palette.kind_by_id or not match else match[1]


@require_POST
def judgements(request: HttpRequest, course: str, exercise: str) -> HttpResponse:
    """Judge the design that was seen."""
    found, brief = brief_or_404(course, exercise)
    if learner_id(request) is None:
        return _editor(request, found, brief, Refusal("empty"))
    try:
        made = designs.judge(learner_for(request), found, brief, seen=_number(request.POST.get("seen", "")))
    except Stale:
        return _editor(request, found, brief, Refusal("stale"))
    if made is None:
        return _editor(request, found, brief, Refusal("empty"))
    return redirect("judgement", course, exercise, made.number)


@require_safe
def judgement(request: HttpRequest, course: str, exercise: str, number: int) -> HttpResponse:
    """A design as it was judged, by the brief as it was then."""
    return _judged(request, course, exercise, number)


def _judged(request: HttpRequest, course: str, exercise: str, number: int, refused: str = "") -> HttpResponse:
    found, _ = brief_or_404(course, exercise)
    mine = learner_id(request)
    one = found_or_404(designs.judgement(mine, course, exercise, number))
    brief, drawn, review = designs.reviewed(one)
    shown = designs.shows_reference(designs.judgements(mine, course, exercise))
    context = {
        "course": found, "brief": brief, "corner": "practise", "one": one, "review": review, "refused": refused,
        "misses": misses(drawn, brief.palette, review),
        "appeal": getattr(one, "appeal", None), "longest": designs.LONGEST, **pictured(drawn, brief.palette, review),
        "reference": pictured(brief.reference, brief.palette) if shown else None,
        "weight": sum(r.weight for r in review.met), "of": sum(r.weight for r in brief.requirements),
    }  # fmt: skip
    return page(request, "designs/judgement.html", context, status=422 if refused else 200)


@require_POST
def appeals(request: HttpRequest, course: str, exercise: str, number: int) -> HttpResponse:
    """My design is valid, and why."""
    brief_or_404(course, exercise)
    one = found_or_404(designs.judgement(learner_id(request), course, exercise, number))
    text = request.POST.get("text", "").strip()
    if not text:
        return _judged(request, course, exercise, number, refused="empty")
    designs.appeal(one, text)
    return redirect(f"{reverse('judgement', args=[course, exercise, number])}#appeal")
