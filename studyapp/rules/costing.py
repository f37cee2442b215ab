"""A brief of kind cost: its numbers drawn by seed, its solution, and the judging of a learner's steps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from math import prod
from random import Random
from typing import Any

from studyapp.catalogue.costs import CostExercise, Draw, PriceList, Workload
from studyapp.catalogue.quantities import Quantity
from studyapp.rules.pricing import CENT, Assessed, assess, best

STEPS = ("feasible", "monthly-cost", "choice")
MOST_DRAWS = 20_000
PASS_PERCENT = 90
TRIES = 200


@dataclass(frozen=True)
class Drawn:
    """An exercise with the numbers drawn for it, each by its measure."""

    exercise: CostExercise
    numbers: Mapping[str, Quantity]

    @property
    def load(self) -> Workload:
        amounts: dict[str, Any] = {measure: quantity.base for measure, quantity in self.numbers.items()}
        return replace(Workload(instance=self.exercise.instance, facts=self.exercise.facts), **amounts)


@dataclass(frozen=True)
class Work:
    """What the learner gave so far; None for a step that is still to do. An empty choice: none of the options."""

    feasible: frozenset[str] | None = None
    costs: Mapping[str, Decimal] | None = None
    choice: str | None = None


@dataclass(frozen=True)
class Mark:
    """One thing judged: what was given for an option, what was expected, and whether that is right."""

    option: str
    given: str | Decimal | bool
    expected: str | Decimal | bool
    right: bool


@dataclass(frozen=True)
class Judged:
    """A step, and its marks; each right one is a point."""

    step: str
    marks: tuple[Mark, ...]

    @property
    def points(self) -> int:
        return sum(mark.right for mark in self.marks)

    @property
    def most(self) -> int:
        return len(self.marks)


def values(draw: Draw) -> int:
    """How many values the number can take."""
    return int((draw.high - draw.low) / draw.step) + 1


def draws(exercise: CostExercise) -> int:
    """How many different briefs the exercise could make."""
    return prod(values(draw) for draw in exercise.draws)


def nth(exercise: CostExercise, number: int) -> Drawn:
    """The brief of that number among all that could be drawn."""
    drawn: dict[str, Quantity] = {}
    for draw in exercise.draws:
        number, at = divmod(number, values(draw))
        drawn[draw.measure] = Quantity((draw.low + at * draw.step).normalize(), draw.unit)
    return Drawn(exercise, {**drawn, **exercise.given})


def draw(exercise: CostExercise, prices: PriceList, seed: int) -> Drawn | None:
    """The brief of that seed: by chance one that is clear, else the next clear one; None when there is none."""
    chance, size = Random(seed), draws(exercise)
    first = 0
    for _ in range(TRIES):
        first = int(chance.random() * size)
        if is_clear(nth(exercise, first), prices):
            return nth(exercise, first)
    following = (nth(exercise, (first + more) % size) for more in range(1, size))
    return next((brief for brief in following if is_clear(brief, prices)), None)


def is_clear(brief: Drawn, prices: PriceList) -> bool:
    """Whether something can be had, and the budget and every two costs are well apart."""
    clear, budget = brief.exercise.clear, brief.exercise.budget
    costs = [one.cost.total for one in solve(brief, prices) if one.feasible]
    pairs = [*combinations(costs, 2), *((cost, budget) for cost in costs)]
    return bool(costs) and all(abs(one - other) >= clear * max(one, other) for one, other in pairs)


def solve(brief: Drawn, prices: PriceList) -> tuple[Assessed, ...]:
    """The brief's options, each with its cost and with what rules it out."""
    return assess(brief.load, prices, brief.exercise.options)


def judge(brief: Drawn, prices: PriceList, work: Work) -> tuple[Judged, ...]:
    """The steps done so far, each on the learner's own earlier ones: an error carried on costs once."""
    exercise, solved = brief.exercise, solve(brief, prices)
    found = []
    if work.feasible is not None:
        found.append(Judged("feasible", tuple(_judge_feasible(one, work.feasible) for one in solved)))
    if work.feasible is not None and work.costs is not None:
        left = [one for one in solved if one.tariff.option in work.costs]
        found.append(Judged("monthly-cost", tuple(_judge_cost(one, work.costs, exercise.tolerance) for one in left)))
    if work.costs is not None and work.choice is not None:
        found.append(Judged("choice", (_judge_choice(work.costs, work.choice, exercise.budget),)))
    return tuple(found)


def _judge_feasible(one: Assessed, feasible: frozenset[str]) -> Mark:
    given = one.tariff.option in feasible
    return Mark(one.tariff.option, given, one.feasible, given == one.feasible)


def _judge_cost(one: Assessed, costs: Mapping[str, Decimal], tolerance: Decimal) -> Mark:
    given = costs[one.tariff.option]
    right = abs(given - one.cost.total) <= max(CENT, tolerance * one.cost.total)
    return Mark(one.tariff.option, given, one.total, right)


def _judge_choice(costs: Mapping[str, Decimal], choice: str, budget: Decimal) -> Mark:
    """The cheapest by the learner's own costs, if their budget pays it."""
    least = min(costs.values(), default=None)
    expected = [option for option, cost in costs.items() if cost == least and cost <= budget] or [""]
    return Mark(choice, choice, choice if choice in expected else expected[0], choice in expected)


def answer(brief: Drawn, prices: PriceList) -> str:
    """The option that serves best; empty when the budget pays none that can be had."""
    return best(solve(brief, prices), brief.exercise.budget)


def has_passed(points: int, most: int) -> bool:
    return points * 100 >= PASS_PERCENT * most
