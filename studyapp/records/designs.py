"""Designs step by step: every step is kept, and what is judged is kept with the brief that judged it."""

from dataclasses import dataclass
from typing import Any, Literal

from django.db import IntegrityError, transaction
from django.utils import timezone
from pydantic import TypeAdapter

from studyapp.catalogue.courses import Course
from studyapp.catalogue.designs import Brief, Design
from studyapp.records import progress, revisions, rows
from studyapp.records.models import Appeal, DesignStep, Judgement, Learner
from studyapp.rules.designing import Fault, Step, fitted, taken
from studyapp.rules.reviewing import Review, review

DESIGN = TypeAdapter(Design)
# Written out, since every step and every judgement asks for them.
STEPS = "records_designstep WHERE learner_id = %s AND course = %s AND exercise = %s ORDER BY number DESC"
JUDGED = """
records_judgement LEFT JOIN records_appeal ON judgement_id = records_judgement.id
WHERE learner_id = %s AND course = %s AND exercise = %s
"""
KEPT = 200  # steps of one design
TRIES = 3  # judgements after which the reference is shown
LONGEST = 2000  # characters of an appeal

Turn = Literal["undo", "redo"]


class Stale(Exception):
    """The page was older than the design: somebody, or another tab, has changed it since."""


class Unfit(Exception):
    """The step cannot be taken, and why."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


@dataclass(frozen=True)
class Drawn:
    """The design as it stands, its number, and whether one can go back and forth."""

    design: Design
    number: int = 0
    back: int | None = None
    forth: int | None = None


def steps(learner_id: int | None, course: str, exercise: str, most: int = KEPT) -> list[DesignStep]:
    """The last steps, the newest first."""
    if learner_id is None:
        return []
    return [one for (one,) in rows.read(f"{STEPS} LIMIT {most}", [learner_id, course, exercise], DesignStep)]


def drawn(taken: list[DesignStep], brief: Brief) -> Drawn:
    """What the newest step left, as far as it fits the brief as it is now."""
    if not taken:
        return Drawn(Design())
    row = taken[0]
    return Drawn(design_of(row, brief), row.number, row.back, row.forth)


def design_of(row: DesignStep | Judgement, brief: Brief) -> Design:
    return fitted(DESIGN.validate_python(row.design), brief.palette)


def take(learner: Learner, course: Course, brief: Brief, step: Step, *, seen: int) -> Drawn:
    """Take a step from the design that was seen. Stale, Unfit."""
    now = _seen(learner, course, brief, seen)
    made = taken(now.design, brief.palette, step)
    if isinstance(made, Fault):
        raise Unfit(made)
    if made == now.design:
        return now
    told = {"what": step.what, "one": step.one, "other": step.other}
    return _keep(learner, course, brief, Drawn(made, now.number + 1, now.number), told)


def turn(learner: Learner, course: Course, brief: Brief, way: Turn, *, seen: int) -> Drawn:
    """Undo the last step, or redo what was undone; without one the design stays. Stale.

    Undoing is a step too, so that nothing is ever lost.
    """
    now = _seen(learner, course, brief, seen)
    goal = _then(learner, course, brief, now.back if way == "undo" else now.forth)
    if goal is None:
        return now
    back, forth = (goal.back, now.number) if way == "undo" else (now.number, goal.forth)
    made = Drawn(goal.design, now.number + 1, back, forth)
    return _keep(learner, course, brief, made, {"what": way, "one": "", "other": ""})


def return_to(learner: Learner, course: Course, brief: Brief, number: int, *, seen: int) -> Drawn:
    """Take the design of an earlier step, as a step of its own. Stale."""
    now = _seen(learner, course, brief, seen)
    goal = _then(learner, course, brief, number)
    if goal is None:
        return now
    made = Drawn(goal.design, now.number + 1, now.number)
    return _keep(learner, course, brief, made, {"what": "return", "one": str(number), "other": ""})


def _seen(learner: Learner, course: Course, brief: Brief, seen: int) -> Drawn:
    now = drawn(steps(learner.pk, course.id, brief.id, 1), brief)
    if now.number != seen:
        raise Stale
    return now


def _then(learner: Learner, course: Course, brief: Brief, number: int | None) -> Drawn | None:
    """The design after an earlier step; before the first one it was empty."""
    if not number:
        return None if number is None else Drawn(Design())
    row = DesignStep.objects.filter(learner=learner, course=course.id, exercise=brief.id, number=number).first()
    return drawn([row], brief) if row else None


def _keep(learner: Learner, course: Course, brief: Brief, made: Drawn, step: dict[str, Any]) -> Drawn:
    """Write the step; the database lets one of two tabs win."""
    mine = DesignStep.objects.filter(learner=learner, course=course.id, exercise=brief.id)
    try:
        with transaction.atomic():
            DesignStep.objects.create(
                learner=learner, course=course.id, exercise=brief.id, number=made.number, back=made.back, forth=made.forth,
                design=DESIGN.dump_python(made.design, mode="json"), step=step, at=timezone.now(),
            )  # fmt: skip
            mine.filter(number__lte=made.number - KEPT).delete()
    except IntegrityError:
        raise Stale from None
    return made


def judge(learner: Learner, course: Course, brief: Brief, *, seen: int) -> Judgement | None:
    """Judge the design that was seen; the same design is judged once by the same brief. None without a design. Stale."""
    now, at = _seen(learner, course, brief, seen), timezone.now()
    if not now.design.parts:
        return None
    result, hash = review(brief, now.design), revisions.pin_brief(course.id, brief)
    design = DESIGN.dump_python(now.design, mode="json")
    last = next(iter(judgements(learner.pk, course.id, brief.id)), None)
    if last and (last.revision_id, last.design) == (hash, design):
        return last
    try:
        with transaction.atomic():
            progress.touch(learner.pk, course.id, at)
            return Judgement.objects.create(
                learner=learner, course=course.id, exercise=brief.id, number=last.number + 1 if last else 1,
                revision_id=hash, design=design, met=len(result.met), asked=len(brief.requirements),
                passed=result.passed, at=at,
            )  # fmt: skip
    except IntegrityError:  # a second click was quicker
        return judgements(learner.pk, course.id, brief.id)[0]


def judgements(learner_id: int | None, course: str, exercise: str) -> list[Judgement]:
    """What was judged, the newest first."""
    if learner_id is None:
        return []
    found = rows.read(f"{JUDGED} ORDER BY number DESC", [learner_id, course, exercise], Judgement, Appeal)
    return [with_appeal(one, appeal) for one, appeal in found]


def judgement(learner_id: int | None, course: str, exercise: str, number: int) -> Judgement | None:
    """One of the learner's own, with its appeal."""
    if learner_id is None:
        return None
    found = rows.first(f"{JUDGED} AND number = %s", [learner_id, course, exercise, number], Judgement, Appeal)
    return with_appeal(*found) if found else None


def with_appeal(one: Judgement, appeal: Appeal | None) -> Judgement:
    """What was judged, with its appeal or known to have none."""
    Judgement.appeal.related.set_cached_value(one, appeal)
    return one


def reviewed(one: Judgement) -> tuple[Brief, Design, Review]:
    """A judgement as it was: the brief then, the design, and what was met."""
    brief = revisions.brief(one.revision_id)
    design = design_of(one, brief)
    return brief, design, review(brief, design)


def shows_reference(tried: list[Judgement]) -> bool:
    """Whether the reference design may be seen: after passing, or after three tries."""
    return sum(not one.regraded for one in tried) >= TRIES or any(one.counts for one in tried)


def appeal(one: Judgement, text: str) -> Appeal:
    """Say that the design is valid. Saying it twice is saying it once."""
    made, _ = Appeal.objects.get_or_create(judgement=one, defaults={"text": text[:LONGEST], "at": timezone.now()})
    return made


def move(guest: Learner, known: Learner) -> None:
    """Give a guest's designs to an account: its steps and judgements come after those that the account has."""
    for model in (DesignStep, Judgement):
        every = model._default_manager
        for course, exercise in every.filter(learner=guest).values_list("course", "exercise").distinct():
            own = every.filter(learner=known, course=course, exercise=exercise).order_by("-number").first()
            before = own.number if own else 0
            for row in every.filter(learner=guest, course=course, exercise=exercise).order_by("number"):
                row.learner, row.number = known, row.number + before
                if isinstance(row, DesignStep):
                    row.back, row.forth = (n if n is None else n + before for n in (row.back, row.forth))
                row.save()
