"""exercises/ of kind cost: a brief whose numbers are drawn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from studyapp.catalogue.costs import BILLED, INSTANCED, MEASURES, CostExercise, Draw, Example, Tariff
from studyapp.catalogue.quantities import Quantity
from studyapp.formats.cost_schemas import CostYaml
from studyapp.formats.exercise_setting import ExerciseSetting
from studyapp.formats.problems import nearest
from studyapp.formats.prose import render
from studyapp.formats.quantity_text import read_quantity
from studyapp.formats.schemas import CostsYaml
from studyapp.formats.yaml_text import Document, Place, typed
from studyapp.rules.costing import MOST_DRAWS, STEPS, draw, draws

BUDGET = "USD per month"


def read_cost(id: str, document: Document, setting: ExerciseSetting) -> CostExercise | None:
    """The exercise; None when something in its file is wrong."""
    problems = setting.folder.problems
    before = len(problems)
    written = typed(document, CostYaml, problems)
    if written is None:
        return None
    reader = CostReader(document, setting)
    if tuple(written.steps) != STEPS:
        reader.wrong("steps", message="a brief is solved in all of its steps.", fix=f"write [{', '.join(STEPS)}].")
    tariffs = reader.tariffs(written.options)
    given = reader.amounts(written.given, "given")
    if written.latency:
        given |= reader.amounts({"latency": written.latency}, ())
    read = CostExercise(
        id=id, title=written.title,
        story=render(written.story, setting.scope, problems, document.line("story") + 1),
        draws=reader.draws(written, given), given=given, instance=written.instance,
        facts=reader.facts(written.facts, tariffs, written.instance), budget=reader.budget(written.budget),
        options=tuple(written.options),
        tolerance=Decimal(written.tolerance) / 100, clear=Decimal(written.clear) / 100,
    )  # fmt: skip
    reader.check_instance(written.instance, tariffs)
    if not problems.broken_since(before):
        reader.check_said({*given, *written.draw}, tariffs)
    if not problems.broken_since(before):
        reader.check_draws(read)
    return read if not problems.broken_since(before) else None


def read_example(written: CostsYaml | None, document: Document, setting: ExerciseSetting) -> Example | None:
    """The workload with which the explorer of costs opens; None when the course has none, or it is wrong."""
    if written is None:
        return None
    before, reader = len(setting.folder.problems), CostReader(document, setting, ("costs",))
    given, tariffs = reader.amounts(written.given, "given"), list(setting.prices.tariffs.values())
    reader.check_instance(written.instance, tariffs)
    facts = reader.facts(written.facts, tariffs, written.instance)
    for measure in ("requests", "duration"):
        if measure not in given:
            reader.wrong("given", message=f"nothing says {measure}.", fix=f'add "{measure}: …".')
    if setting.folder.problems.broken_since(before):
        return None
    return Example(written.says, given, written.instance, facts)


@dataclass
class CostReader:
    """Reads the numbers, facts and options of a workload; whatever is wrong is said at its line."""

    document: Document
    setting: ExerciseSetting
    root: Place = ()  # where the workload stands in its file

    def wrong(self, *place: str | int, message: str, fix: str) -> None:
        line = self.document.line(*self.root, *place)
        self.setting.folder.problems.error(self.document.file, line, message, fix)

    def tariffs(self, options: Iterable[str]) -> list[Tariff]:
        found, priced = [], self.setting.prices.tariffs
        for number, name in enumerate(options):
            if name not in priced:
                fix = nearest(name, priced, "name an option with a bill and its prices.")
                self.wrong("options", number, message=f'no option "{name}" can be priced.', fix=fix)
            elif priced[name] in found:
                self.wrong("options", number, message=f'"{name}" stands here twice.', fix="keep one of the two.")
            else:
                found.append(priced[name])
        return found

    def amounts(self, texts: Mapping[str, str], under: str | Place) -> dict[str, Quantity]:
        """Numbers of a workload by measure, each in a unit of the measure and between its ends."""
        found = {}
        for name, text in texts.items():
            place = (under, name) if isinstance(under, str) else (*under, name)
            if self._known(name, place):
                quantity = self._within(name, read_quantity(text), place)
                if quantity is not None:
                    found[name] = quantity
        return found

    def _known(self, name: str, place: Place) -> bool:
        if name not in MEASURES:
            fix = nearest(name, MEASURES, f"use one of: {', '.join(MEASURES)}.")
            self.wrong(*place, message=f'there is no number "{name}".', fix=fix)
        return name in MEASURES

    def _within(self, name: str, quantity: Quantity, place: Place) -> Quantity | None:
        problem = _misfit(name, quantity)
        if problem:
            self.wrong(*place, message=f"{name}: {problem[0]}.", fix=problem[1])
        return None if problem else quantity

    def draws(self, written: CostYaml, given: Mapping[str, Quantity]) -> tuple[Draw, ...]:
        found = []
        for name, one in written.draw.items():
            place = ("draw", name)
            if not self._known(name, place):
                continue
            if name in given:
                self.wrong(*place, message=f"{name} is given as well as drawn.", fix="keep one of the two.")
            ends = [self._within(name, Quantity(end, one.unit), place) for end in (one.from_, one.to)]
            if one.from_ >= one.to:
                message = f"{name} is drawn from {one.from_} to {one.to}: nothing lies between."
                self.wrong(*place, message=message, fix='let "to" be the larger.')
            elif all(ends):
                found.append(Draw(name, one.from_, one.to, one.step, one.unit))
        return tuple(found)

    def budget(self, text: str) -> Decimal:
        fix = f'write an amount such as "30 {BUDGET}".'
        try:
            quantity = read_quantity(text)
        except ValueError as error:
            self.wrong("budget", message=f"{error}.", fix=fix)
            return Decimal(0)
        if quantity.unit != BUDGET or quantity.amount <= 0:
            self.wrong("budget", message=f'"{text}" is no budget for a month.', fix=fix)
        return quantity.amount

    def facts(self, told: Mapping[str, str], tariffs: Iterable[Tariff], instance: str) -> dict[str, str]:
        """What is told, and what is taken for granted of the facts that the options ask for."""
        known = {id: fact for id, fact in self.setting.facts.items() if not fact.is_number}
        for name, value in told.items():
            if name not in known:
                fix = nearest(name, known, "name a fact that is a choice.")
                self.wrong("facts", name, message=f'there is no fact "{name}" to choose a value of.', fix=fix)
            elif value not in [one.id for one in known[name].values]:
                fix = f"use one of: {', '.join(one.id for one in known[name].values)}."
                self.wrong("facts", name, message=f'"{value}" is no value of {name}.', fix=fix)
        priced = self.setting.prices.instances.get(instance)
        asked = {limit.fact for tariff in tariffs for limit in tariff.limits}
        granted = {id: str(fact.assume) for id, fact in known.items() if fact.assume and id in asked}
        held = {**granted, **(priced.tells if priced else {}), **told}
        return {id: held[id] for id in known if id in held}

    def check_instance(self, name: str, tariffs: Iterable[Tariff]) -> None:
        known = self.setting.prices.instances
        hourly = [tariff for tariff in tariffs if tariff.shape in INSTANCED]
        if name and name not in known:
            fix = nearest(name, known, f"use one of: {', '.join(known)}.")
            self.wrong("instance", message=f'no hour of an instance "{name}" has a price.', fix=fix)
        elif hourly and not name:
            message = f'"{hourly[0].option}" is paid by the hour of an instance, and none is named.'
            self.wrong(message=message, fix='add "instance: …".')

    def check_said(self, said: set[str], tariffs: Iterable[Tariff]) -> None:
        """Whatever the bills of the options count must be said."""
        for tariff in tariffs:
            for measure in BILLED[tariff.shape]:
                if measure not in said:
                    message = f'"{tariff.option}" is billed {tariff.shape}, and nothing says {measure}.'
                    self.wrong(
                        "given",
                        message=message,
                        fix=f'give or draw "{measure}", in {MEASURES[measure].unit or "a count"}.',
                    )
                    said = {*said, measure}

    def check_draws(self, exercise: CostExercise) -> None:
        """Some draw is clear, there are not too many to look at, and none asks about a limit that was another once."""
        if draws(exercise) > MOST_DRAWS:
            message = f"{draws(exercise):,} briefs could be drawn, more than {MOST_DRAWS:,}."
            self.wrong("draw", message=message, fix="take larger steps.")
        elif draw(exercise, self.setting.prices, 0) is None:
            message = f"no draw has its costs and the budget {exercise.clear:.0%} apart."
            self.wrong("draw", message=message, fix='draw other numbers, move the budget, or lower "clear".')
        self._check_former(exercise)

    def _check_former(self, exercise: CostExercise) -> None:
        ends = {one.measure: (Quantity(one.low, one.unit), Quantity(one.high, one.unit)) for one in exercise.draws}
        ends |= {measure: (quantity, quantity) for measure, quantity in exercise.given.items()}
        limits = [limit for option in exercise.options for limit in self.setting.prices.tariffs[option].limits]
        for limit in limits:
            for before in self.setting.former(limit.at_most) if limit.at_most and limit.fact in ends else ():
                least, most = sorted((limit.at_most.base, before.base)) if limit.at_most else (before.base, before.base)
                low, high = ends[limit.fact]
                if high.base > least and low.base <= most:
                    message = f"{limit.fact} may lie between the limit {limit.at_most} and its former value {before}."
                    self.wrong("given", limit.fact, message=message, fix="ask for less, or for more.")


def _misfit(measure: str, quantity: Quantity) -> tuple[str, str] | None:
    """Why the amount cannot be that of the measure, and how to mend it."""
    one = MEASURES[measure]
    match one.misfit(quantity):
        case "unit":
            return f'"{quantity}" is not counted in {one.unit or "whole numbers"}', f'write it in "{one.unit}".'
        case "range":
            return f"{quantity} does not lie between {one.ends[0]} and {one.ends[1]}", "write an amount between these."
        case "whole":
            return f"{quantity} is no whole number", "write a whole number."
    return None
