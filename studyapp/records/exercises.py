"""Exercises of kind cost, worked through step by step; judged at the end by the very brief and prices they began with."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from secrets import randbits
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from pydantic import TypeAdapter

from studyapp.catalogue.costs import CostExercise, PriceList
from studyapp.catalogue.courses import Course
from studyapp.formats.course_files import canonical
from studyapp.records import progress, rows
from studyapp.records.attempts import Refused
from studyapp.records.models import ExerciseRun, Learner, Revision
from studyapp.rules import costing
from studyapp.rules.costing import STEPS, Drawn, Judged, Work

DRAWN, PRICES = TypeAdapter(Drawn), TypeAdapter(PriceList)
RUNS = "records_exerciserun WHERE learner_id = %s AND course = %s ORDER BY id"
SEEDS = 20  # tried until the numbers are others than last time


@dataclass(frozen=True)
class Sheet:
    """A run with what it is judged by and what was given so far."""

    run: ExerciseRun
    brief: Drawn
    prices: PriceList
    work: Work

    @property
    def step(self) -> str:
        """The step that waits for an answer; empty when none does."""
        return "" if self.run.finished else STEPS[self.run.step_count]

    @property
    def judged(self) -> tuple[Judged, ...]:
        return costing.judge(self.brief, self.prices, self.work)


def latest(learner_id: int | None, course: str, exercise: str) -> Sheet | None:
    """The learner's open run of the exercise, else the last finished one."""
    if learner_id is None:
        return None
    runs = ExerciseRun.objects.filter(learner=learner_id, course=course, exercise=exercise)
    run = runs.order_by(F("finished").desc(nulls_first=True), "-pk").select_related("brief", "prices").first()
    return _sheet(run) if run else None


def _sheet(run: ExerciseRun) -> Sheet:
    return Sheet(run, _brief(run.brief), _prices(run.prices), _work(run.steps))


def _brief(row: Revision) -> Drawn:
    return DRAWN.validate_python(row.body)


def _prices(row: Revision) -> PriceList:
    return PRICES.validate_python(row.body)


def _work(steps: Mapping[str, Any]) -> Work:
    costs = steps.get("monthly-cost")
    return Work(
        frozenset(steps["feasible"]) if "feasible" in steps else None,
        {option: Decimal(text) for option, text in costs.items()} if costs is not None else None,
        steps.get("choice"),
    )


def start(learner: Learner, course: Course, exercise: CostExercise, *, at: datetime, seed: int | None = None) -> Sheet:
    """Draw a brief and begin, or give back the open run: the database decides a race, and the loser gets the winner's."""
    before = latest(learner.pk, course.id, exercise.id)
    if before and before.run.finished is None:
        return before
    seed, brief = _fresh(exercise, course.prices, before.brief if before else None, seed)
    rows = [
        _revision(course, exercise, "brief", DRAWN.dump_python(brief, mode="json")),
        _revision(course, exercise, "prices", PRICES.dump_python(_of(exercise, course.prices), mode="json")),
    ]
    try:
        with transaction.atomic():
            Revision.objects.bulk_create(rows, ignore_conflicts=True)
            run = ExerciseRun.objects.create(
                learner=learner, course=course.id, kind=exercise.kind, exercise=exercise.id, seed=seed,
                brief=rows[0], prices=rows[1], started=at,
            )  # fmt: skip
            progress.touch(learner.pk, course.id, at)
            return _sheet(run)
    except IntegrityError:
        winner = latest(learner.pk, course.id, exercise.id)
        if winner is None:
            raise
        return winner


def _fresh(exercise: CostExercise, prices: PriceList, before: Drawn | None, seed: int | None) -> tuple[int, Drawn]:
    """A seed, and its brief: one with other numbers than last time, as far as there is another."""
    chosen, brief = 0, None
    for _ in range(SEEDS):
        chosen = randbits(32) if seed is None else seed
        brief = costing.draw(exercise, prices, chosen)
        if before is None or seed is not None or (brief and brief.numbers != before.numbers):
            break
    assert brief, "a course whose briefs cannot be drawn is not served"
    return chosen, brief


def _of(exercise: CostExercise, prices: PriceList) -> PriceList:
    """Only what prices this exercise."""
    return PriceList(
        {option: prices.tariffs[option] for option in exercise.options},
        {name: figure for name, figure in prices.instances.items() if name == exercise.instance},
    )


def _revision(course: Course, exercise: CostExercise, kind: str, body: Any) -> Revision:
    text = canonical(body)
    hash = hashlib.sha256(f"{kind} {exercise.id} {text}".encode()).hexdigest()
    return Revision(hash=hash, course=course.id, kind=kind, ident=exercise.id, body=json.loads(text))


def give(sheet: Sheet, step: str, given: Any, *, at: datetime) -> Sheet:
    """Keep what was given for the step that waits; the last one closes the run. Refused when another step waits."""
    if step != sheet.step:
        raise Refused("stale")
    run = sheet.run
    steps = {**run.steps, step: given}
    done = replace(sheet, work=_work(steps))
    values: dict[str, Any] = {"steps": steps, "step_count": run.step_count + 1}
    if run.step_count + 1 == len(STEPS):
        points, most = sum(s.points for s in done.judged), sum(s.most for s in done.judged)
        values |= {"points": points, "most": most, "passed": costing.has_passed(points, most), "finished": at}
    open_still = ExerciseRun.objects.filter(pk=run.pk, finished=None, step_count=run.step_count)
    if not open_still.update(**values):
        raise Refused("stale")
    progress.touch(run.learner_id, run.course, at)
    for name, value in values.items():
        setattr(run, name, value)
    return done


@dataclass(frozen=True)
class State:
    """How far a learner is with an exercise: the best run, and the open one."""

    best: ExerciseRun | None = None
    open: ExerciseRun | None = None


def states(learner_id: int | None, course: str) -> dict[str, State]:
    """By exercise; nothing for those never begun."""
    found: dict[str, State] = {}
    for (run,) in rows.read(RUNS, [learner_id, course], ExerciseRun) if learner_id else ():
        before = found.get(run.exercise, State())
        if run.finished is None:
            found[run.exercise] = replace(before, open=run)
        elif run.most:
            best = max([run] + ([before.best] if before.best else []), key=lambda r: (r.passed, r.points / r.most))
            found[run.exercise] = replace(before, best=best)
    return found


def move(guest: Learner, known: Learner, at: datetime) -> None:
    """A guest's runs become the account's; of two open runs the older is closed without points."""
    for run in ExerciseRun.objects.filter(learner=guest):
        other = ExerciseRun.objects.filter(
            learner=known, course=run.course, exercise=run.exercise, finished=None
        ).first()
        if run.finished is None and other:
            older = min(run, other, key=lambda one: one.started)
            ExerciseRun.objects.filter(pk=older.pk).update(finished=at)
        ExerciseRun.objects.filter(pk=run.pk).update(learner=known)
