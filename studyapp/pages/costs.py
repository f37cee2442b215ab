"""An exercise of kind cost: its brief, its steps one after another, and the worked solution."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from studyapp.catalogue.costs import MEASURES, CostExercise, PriceList, Tariff, Workload
from studyapp.catalogue.courses import Course
from studyapp.catalogue.options import Figure
from studyapp.pages.answers import read_number
from studyapp.pages.http import learner_for, learner_id, page
from studyapp.pages.measures import fact_says, reason
from studyapp.records import exercises
from studyapp.records.attempts import Refused
from studyapp.records.exercises import Sheet
from studyapp.rules import costing, pricing
from studyapp.rules.pricing import Assessed

NONE = "none"  # what is sent for: none of the options
MOST = Decimal(10**9)  # USD a month


@dataclass(frozen=True)
class Entry:
    """A field for the cost of an option: what was typed, and the word of a refusal."""

    tariff: Tariff
    text: str = ""
    refused: str = ""


@dataclass(frozen=True)
class Worked:
    """An option in the worked solution."""

    assessed: Assessed
    reasons: list[str]
    parts: dict[str, Decimal]


def cost(request: HttpRequest, course: Course, exercise: CostExercise) -> HttpResponse:
    sheet = exercises.latest(learner_id(request), course.id, exercise.id)
    if request.method != "POST":
        return _show(request, course, exercise, sheet)
    here = reverse("exercise", args=[course.id, exercise.id])
    if request.POST.get("act") == "begin":
        exercises.start(learner_for(request), course, exercise, at=timezone.now())
        return redirect(here)
    step = request.POST.get("step", "")
    if sheet is None or request.POST.get("run") != str(sheet.run.pk) or step != sheet.step:
        return redirect(f"{here}?stale=1")
    entries = _entries(sheet, request.POST) if step == "monthly-cost" else []
    try:
        done = exercises.give(sheet, step, _given(sheet, step, request.POST, entries), at=timezone.now())
    except Refused as refused:
        if refused.why == "stale":
            return redirect(f"{here}?stale=1")
        return _show(request, course, exercise, sheet, refused=refused.why, entries=entries)
    return redirect(f"{here}#step" if done.step else here)


def _given(sheet: Sheet, step: str, sent: QueryDict, entries: list[Entry]) -> Any:
    """What was sent for the step, as it is kept. Refused, with a word for the sentence, when it is none."""
    if step == "feasible":
        ticked = sent.getlist("option")
        if not ticked:
            raise Refused("none")
        if not set(ticked) <= set(sheet.brief.exercise.options):
            raise Refused("unknown")
        return [option for option in sheet.brief.exercise.options if option in ticked]
    if step == "monthly-cost":
        if any(entry.refused for entry in entries):
            raise Refused("fields")
        return {entry.tariff.option: str(read_number(entry.text, "USD")) for entry in entries}
    choice = sent.get("choice", "")
    if not choice:
        raise Refused("none")
    if choice != NONE and choice not in (sheet.work.costs or {}):
        raise Refused("unknown")
    return "" if choice == NONE else choice


def _entries(sheet: Sheet, sent: QueryDict | None = None) -> list[Entry]:
    """A field for each option that the learner left in."""
    left = [sheet.prices.tariffs[o] for o in sheet.brief.exercise.options if o in (sheet.work.feasible or ())]
    if sent is None:
        return [Entry(tariff) for tariff in left]
    return [_entry(tariff, sent.get(f"cost-{tariff.option}", "")[:60]) for tariff in left]


def _entry(tariff: Tariff, text: str) -> Entry:
    try:
        amount = read_number(text, "USD")
    except Refused as refused:
        return Entry(tariff, text, refused.why)
    return Entry(tariff, text, "range" if not 0 <= amount <= MOST else "")


def _show(
    request: HttpRequest, course: Course, exercise: CostExercise, sheet: Sheet | None, *, refused: str = "",
    entries: list[Entry] | None = None,
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {
        "course": course, "exercise": sheet.brief.exercise if sheet else exercise, "corner": "practise", "sheet": sheet,
        "step": sheet.step if sheet else "", "refused": refused, "stale": "stale" in request.GET,
    }  # fmt: skip
    if sheet:
        context |= _brief(course, sheet)
        context["entries"] = entries or _entries(sheet)
        context["ticked"] = request.POST.getlist("option")
    if sheet and sheet.run.finished:
        context |= _solution(course, sheet)
    return page(request, "exercises/cost.html", context, status=422 if refused else 200)


def _brief(course: Course, sheet: Sheet) -> dict[str, Any]:
    """The numbers, the facts and the prices of the brief, and what was given so far."""
    brief, tariffs = sheet.brief, sheet.prices.tariffs
    costs = sheet.work.costs or {}
    return {
        "numbers": [(measure, brief.numbers[measure]) for measure in MEASURES if measure in brief.numbers],
        "facts": [fact_says(course, id, value) for id, value in brief.exercise.facts.items()],
        "tariffs": [tariffs[option] for option in brief.exercise.options],
        "prices": prices_of(sheet.prices, brief.exercise.instance, list(tariffs)),
        "left": [tariffs[o] for o in brief.exercise.options if o in (sheet.work.feasible or ())],
        "own_costs": [(tariffs[option], amount) for option, amount in costs.items()],
        "done": len(sheet.run.steps), "of": len(costing.STEPS), "number": len(sheet.run.steps) + 1,
    }  # fmt: skip


def prices_of(prices: PriceList, instance: str, options: list[str]) -> list[Figure]:
    """Every unit price that the bills of the options take, once."""
    hourly = [prices.instances[instance]] if instance in prices.instances else []
    found = [*hourly, *(figure for option in options for figure in prices.tariffs[option].figures.values())]
    return list({figure.id: figure for figure in found}.values())


def _solution(course: Course, sheet: Sheet) -> dict[str, Any]:
    """The judged steps with titles, and every option worked out on the numbers of this brief."""
    solved, titles = (
        costing.solve(sheet.brief, sheet.prices),
        {t.option: t.title for t in sheet.prices.tariffs.values()},
    )
    judged = [
        (one, [(titles.get(mark.option, ""), titles.get(str(mark.expected), ""), mark) for mark in one.marks])
        for one in sheet.judged
    ]
    best = costing.answer(sheet.brief, sheet.prices)
    carried = (
        sheet.work.choice != best and sheet.judged[-1].points == 1 if len(sheet.judged) == len(costing.STEPS) else False
    )
    return {
        "judged": judged, "best": titles.get(best, ""), "carried": carried, "none_title": gettext("none of them"),
        "worked": [Worked(one, [reason(course, r) for r in one.reasons], parts(sheet.brief.load, one)) for one in solved],
    }  # fmt: skip


def parts(load: Workload, one: Assessed) -> dict[str, Decimal]:
    """The numbers that stand in the sum of an option."""
    hours = Decimal(3600)
    return {
        "monthly": pricing.a_month(load.requests), "at_once": pricing.at_once(load), "parallel": load.parallel,
        "seconds": load.duration, "memory": load.memory / 10**9, "instances": load.instances,
        "busy": load.requests * load.duration / load.parallel / hours, "awake": pricing.awake(load) / hours,
        "idle": (load.start + load.cool) / 60, "running": pricing.running(load) / 60, "runs": pricing.a_month(load.runs),
        "prompt": load.prompt, "reply": load.reply, "hours": one.cost.units,
    }  # fmt: skip
