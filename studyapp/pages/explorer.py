"""The explorer of costs: a workload in the address, and what a month of each option costs for it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from studyapp.catalogue.costs import BILLED, MEASURES, Example, Measure, Tariff, Workload
from studyapp.catalogue.courses import Course
from studyapp.catalogue.facts import Fact
from studyapp.catalogue.quantities import Quantity
from studyapp.formats.quantity_text import read_quantity
from studyapp.pages.costs import Worked, parts, prices_of
from studyapp.pages.drawings import curves
from studyapp.pages.http import course_or_404, page
from studyapp.pages.measures import reason
from studyapp.pages.wording import typed_text
from studyapp.rules import pricing
from studyapp.rules.meeting import break_evens
from studyapp.rules.pricing import assess

FIRST = ("requests", "duration", "memory", "size", "data", "peak", "hours", "latency")
NEEDED = ("requests", "duration")
LONGEST = 60


@dataclass(frozen=True)
class Entry:
    """A number in the form: what stands in its field, and the word of a refusal."""

    measure: Measure
    text: str
    quantity: Quantity | None = None
    refused: str = ""


@dataclass(frozen=True)
class Choice:
    """A fact or the instance in the form; an unknown value is refused."""

    name: str
    title: str
    values: list[tuple[str, str]]
    chosen: str

    @property
    def refused(self) -> bool:
        return self.chosen not in [value for value, _ in self.values]


@require_safe
def costs(request: HttpRequest, course: str) -> HttpResponse:
    found = course_or_404(course)
    if found.costs is None:
        raise Http404("this course has no prices to explore")
    entries = [_entry(measure, request.GET.get(id), found.costs) for id, measure in MEASURES.items()]
    choices = _choices(found, found.costs, request.GET)
    wrong = [*(e for e in entries if e.refused), *(c for c in choices if c.refused)]
    more = [entry for entry in entries if entry.measure.id not in FIRST]
    context: dict[str, Any] = {
        "course": found, "corner": "learn", "instance_title": gettext("Instance"), "example": found.costs, "wrong": wrong,
        "entries": [entry for entry in entries if entry.measure.id in FIRST], "choices": choices, "more": more,
        "open": any(entry.refused or entry.measure.id in request.GET for entry in more), "own": bool(request.GET),
    }  # fmt: skip
    if not wrong:
        numbers: dict[str, Any] = {e.measure.id: e.quantity.base for e in entries if e.quantity}
        facts = {choice.name: choice.chosen for choice in choices if choice.name != "instance"}
        instance = next((choice.chosen for choice in choices if choice.name == "instance"), "")
        load = replace(Workload(instance=instance, facts=facts), **numbers)
        context["results"] = partial(_results, found, load, set(numbers))  # those of the example are kept
    return page(request, "costs/explorer.html", context, status=422 if wrong else 200)


def _entry(measure: Measure, typed: str | None, example: Example) -> Entry:
    """What was typed; where nothing was sent, the example's. A bare number is in the unit of the measure."""
    usual = example.given.get(measure.id)
    text = typed.strip()[:LONGEST] if typed is not None else typed_text(usual) if usual else ""
    if not text:
        return Entry(measure, "", None, "none" if measure.id in NEEDED else "")
    try:
        quantity = read_quantity(text)
    except ValueError:
        return Entry(measure, text, None, "number")
    if not quantity.unit and measure.unit:
        quantity = Quantity(quantity.amount, measure.unit)
    return Entry(measure, text, quantity, measure.misfit(quantity))


def _choices(course: Course, example: Example, sent: Mapping[str, str]) -> list[Choice]:
    """The instance, and the facts that rule options out and that no instance tells of itself."""
    instances = course.prices.instances
    named = {limit.fact for tariff in course.prices.tariffs.values() for limit in tariff.limits}
    told = {fact for figure in instances.values() for fact in figure.tells}
    asked = [fact for id, fact in course.facts.items() if id in named - told]
    hours = [(name, f"{name}, {figure.value}") for name, figure in instances.items()]
    found = [Choice("instance", "", hours, sent.get("instance", example.instance)[:LONGEST])] if hours else []
    return found + [_choice(fact, sent.get(fact.id, example.facts.get(fact.id, ""))) for fact in asked]


def _choice(fact: Fact, chosen: str) -> Choice:
    return Choice(fact.id, fact.ask, [(v.id, v.says) for v in fact.values], chosen[:LONGEST] or fact.values[0].id)


def _results(course: Course, load: Workload, said: set[str]) -> dict[str, Any]:
    """What every option costs, apart those that a limit rules out; the curves of the others, and where they meet."""
    prices = course.prices
    priced = [t for t in prices.tariffs.values() if all(m in said for m in BILLED[t.shape])]
    assessed = assess(load, prices, [tariff.option for tariff in priced])
    best = pricing.best(assessed)
    had = sorted((one for one in assessed if one.feasible), key=lambda one: one.cost.total)
    out = [one for one in assessed if not one.feasible]
    low, high = curves.extent(load)
    evens = break_evens(load, prices, [one.tariff.option for one in had], low, high)[: curves.MOST_EVENS]
    return {
        "best": prices.tariffs[best] if best else None,
        "had": [Worked(one, [], parts(load, one)) for one in had],
        "out": [Worked(one, [reason(course, r) for r in one.reasons], parts(load, one)) for one in out],
        "unsaid": _unsaid(prices.tariffs, said), "drawings": curves.draw(load, prices, [one.tariff for one in had], best, evens),
        "evens": [(n, e, prices.tariffs[e.below], prices.tariffs[e.above]) for n, e in enumerate(evens, 1)],
        "prices": prices_of(prices, load.instance, [tariff.option for tariff in priced]), "tariffs": priced,
        "elsewhere": _elsewhere(load, course, [one.tariff for one in had]),
    }  # fmt: skip


def _unsaid(tariffs: Mapping[str, Tariff], said: set[str]) -> list[tuple[Tariff, list[str]]]:
    """Options that cannot be priced yet, with the numbers that their bills count and nobody said."""
    found = [(tariff, [m for m in BILLED[tariff.shape] if m not in said]) for tariff in tariffs.values()]
    return [(tariff, missing) for tariff, missing in found if missing]


def _elsewhere(load: Workload, course: Course, tariffs: list[Tariff]) -> list[tuple[Decimal, list[Decimal]]]:
    """The curves as a table: costs at every power of ten."""
    low, high = curves.extent(load)
    at, found = low, []
    while at <= high:
        there = load.with_requests(at)
        found.append((at, [pricing.cost(there, tariff.option, course.prices).total for tariff in tariffs]))
        at *= 10
    return found
