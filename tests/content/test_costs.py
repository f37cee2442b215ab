"""The briefs of the real course, solved once more by a calculation that knows nothing of `rules`.

It is written from the formulas and limits of domain-facts alone, in floats, with an option known by its name.
"""

from math import ceil, isclose

import pytest

from studyapp.catalogue.costs import CostExercise
from studyapp.rules.costing import Drawn, answer, draw, draws, is_clear, nth, solve
from tests.content.course import COURSE, course

IDS = sorted(
    path.stem for path in (COURSE / "exercises").glob("*.yaml") if "kind: cost" in path.read_text().split("\n")
)
HOURLY = {
    "ml.m5.large": 0.115,
    "ml.m5.xlarge": 0.23,
    "ml.c5.xlarge": 0.204,
    "ml.g4dn.xlarge": 0.7364,
    "ml.g5.xlarge": 1.408,
}
GRAPHICS = {"ml.g4dn.xlarge", "ml.g5.xlarge"}
SECONDS = {"ms": 0.001, "s": 1, "min": 60, "h": 3600, "days": 86400}
A_DAY = {"per second": 86400, "per hour": 24, "per day": 1, "per week": 1 / 7}
MB = {"KB": 0.001, "MB": 1, "GB": 1000}
DAYS = 730 / 24


def exercises() -> dict[str, CostExercise]:
    return {id: one for id, one in course().exercises.items() if one.kind == "cost"}


class Sum:
    """A brief as a person with a pocket calculator reads it."""

    def __init__(self, brief: Drawn) -> None:
        self.n = {name: float(quantity.amount) for name, quantity in brief.numbers.items()}
        self.u = {name: quantity.unit for name, quantity in brief.numbers.items()}
        self.price, self.facts = HOURLY.get(brief.exercise.instance, 0.0), brief.exercise.facts
        self.graphics = brief.exercise.instance in GRAPHICS or self.facts.get("hardware") == "special"
        self.budget, self.options = float(brief.exercise.budget), brief.exercise.options
        self.a_day = self.n["requests"] * A_DAY[self.u["requests"]]
        self.t, self.k, self.count = self.seconds("duration"), self.n.get("parallel", 1), self.n.get("instances", 1)
        self.start, self.cool = self.seconds("start"), self.seconds("cool")
        self.hours = self.n.get("hours", 24)
        peak = self.n.get("peak", 0) * A_DAY[self.u.get("peak", "per second")] / 86400
        self.busiest = max(peak, self.a_day / (self.hours * 3600)) * self.t  # requests in work
        self.job_seconds = self.start + self.each_run() * self.t / (self.k * self.count)

    def seconds(self, name: str) -> float:
        return self.n.get(name, 0) * SECONDS[self.u.get(name, "s")]

    def mb(self, name: str) -> float:
        return self.n.get(name, 0) * MB[self.u.get(name, "MB")]

    def runs(self) -> float:
        return self.n.get("runs", 1) * A_DAY[self.u.get("runs", "per day")]

    def each_run(self) -> float:
        return self.a_day / self.runs()

    def cost(self, option: str) -> float:
        data = 0.016 * self.a_day * DAYS * self.mb("data") / 1000
        if option == "real-time":
            return max(self.count, ceil(self.busiest / self.k - 1e-9)) * self.price * 730 + data
        if option == "serverless":
            return self.a_day * DAYS * self.t * self.mb("memory") / 1000 * 0.00002 + data
        if option == "asynchronous":
            work, pause = self.a_day * self.t / self.k / 3600, (self.start + self.cool) / 3600
            wakes = min(self.n.get("wakes", self.a_day), self.a_day)
            return self.price * DAYS * max(work, min(24, self.hours + pause, work + wakes * pause))
        if option == "batch":
            return self.price * DAYS * self.runs() * self.count * self.job_seconds / 3600
        if option.startswith("bedrock"):
            tokens = (self.n["prompt"] * 3 + self.n["reply"] * 15) / 1_000_000
            return self.a_day * DAYS * tokens * (0.5 if option == "bedrock-batch" else 1)
        assert option == "edge"
        return self.n["devices"] * self.n["quote"]

    def possible(self, option: str) -> bool:
        cloud, waiting = self.facts.get("place", "cloud") == "cloud", self.facts.get("waiting")
        size, within = self.mb("size"), self.seconds("latency")
        return {
            "real-time": cloud and size <= 25 and self.t <= 60 and self.t <= within,
            "serverless": cloud and size <= 4 and self.t <= 60 and self.mb("memory") <= 6000 and not self.graphics
            and self.busiest <= 200 and self.facts.get("cold") != "not" and self.t <= within,
            "asynchronous": cloud and waiting != "blocks" and size <= 1000 and self.t <= 3600 and self.start + self.t <= within,
            "batch": cloud and waiting == "nobody" and size <= 100 and self.t <= 3600 and self.job_seconds <= within,
            "bedrock-on-demand": cloud and self.t <= within,
            "bedrock-batch": cloud and waiting == "nobody" and within > 86400,
            "edge": not self.graphics and self.facts.get("breadth", "narrow") == "narrow" and self.t <= within,
        }[option]  # fmt: skip

    def best(self) -> str:
        paid = {o: self.cost(o) for o in self.options if self.possible(o) and self.cost(o) <= self.budget}
        return min(paid, key=lambda option: paid[option]) if paid else ""


@pytest.mark.parametrize("id", IDS)
def test_a_calculation_of_its_own_solves_every_brief_alike(id: str) -> None:
    for seed in range(5):
        brief = draw(exercises()[id], course().prices, seed)
        assert brief is not None
        own = Sum(brief)
        for one in solve(brief, course().prices):
            assert isclose(float(one.cost.total), own.cost(one.tariff.option), abs_tol=0.005), one.tariff.option
            assert one.feasible == own.possible(one.tariff.option), one.tariff.option
        assert answer(brief, course().prices) == own.best(), f"seed {seed}"


def test_the_briefs_are_at_least_twelve_over_every_option_and_shape() -> None:
    assert sorted(exercises()) == IDS
    assert len(IDS) >= 12
    asked = {option for exercise in exercises().values() for option in exercise.options}
    assert asked == set(course().prices.tariffs)
    assert len({course().prices.tariffs[option].shape for option in asked}) == 6


def test_every_option_is_best_somewhere_and_so_is_none() -> None:
    """Else a learner could strike one out without looking; asked on demand for tokens or in batch, both have their day."""
    best = {answer(brief, course().prices) for one in exercises().values() for seed in range(8) if (brief := draw(one, course().prices, seed))}  # fmt: skip
    assert best == {*course().prices.tariffs, ""}


@pytest.mark.parametrize("id", IDS)
def test_a_brief_can_be_drawn_anew_many_times(id: str) -> None:
    exercise = exercises()[id]
    assert sum(is_clear(nth(exercise, number), course().prices) for number in range(draws(exercise))) >= 30


@pytest.mark.parametrize("id", IDS)
def test_a_story_is_told_in_sixty_to_one_hundred_and_twenty_words(id: str) -> None:
    assert 60 <= len(exercises()[id].story.replace("<p>", "").replace("</p>", "").split()) <= 120


def cheapest_is_out(brief: Drawn) -> bool:
    solved = solve(brief, course().prices)
    return not min(solved, key=lambda one: one.cost.total).feasible


def test_what_the_briefs_teach_is_there() -> None:
    """Often the cheapest cannot be had; one turns on the number of requests; one is too poor for anything."""
    drawn = {id: [b for seed in range(8) if (b := draw(one, course().prices, seed))] for id, one in exercises().items()}
    assert sum(all(map(cheapest_is_out, found)) for found in drawn.values()) >= 5
    turning = {id for id, found in drawn.items() if len({answer(brief, course().prices) for brief in found}) > 1}
    assert {"ferry-notes", "tender-summaries", "tenants-advice", "shelf-cameras"} <= turning
