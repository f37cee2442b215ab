"""Decision trees of learners' own: every change is a version, and each version is executed on the scenarios as it is saved."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import IntegrityError, transaction
from django.db.models import Max

from studyapp.catalogue.courses import Course
from studyapp.catalogue.sketches import Sketch
from studyapp.formats.sketch_text import read_sketch, write_sketch
from studyapp.records import progress, revisions, rows
from studyapp.records.models import Learner, OwnTree, TreeVersion
from studyapp.rules import executing
from studyapp.rules.executing import Ground
from studyapp.rules.sketching import Impossible

# Written out, since every look at a tree asks for them. Where one can go forth is the last that was made of the current version.
MINE = """
SELECT own.id, own.number, title, current, parent, body,
  (SELECT max(number) FROM records_treeversion WHERE own_id = own.id AND parent = own.current)
FROM records_owntree AS own JOIN records_treeversion AS now ON now.own_id = own.id AND now.number = own.current
WHERE learner_id = %s AND course = %s AND tree = %s ORDER BY own.number
"""
BEST = """
SELECT tree, asked_count, max(right_count) FROM records_treeversion JOIN records_owntree ON own_id = records_owntree.id
WHERE learner_id = %s AND course = %s GROUP BY tree, asked_count
"""
MET = """
SELECT question, attempt_id, position, rules FROM records_asked
JOIN records_attempt ON records_attempt.id = attempt_id
JOIN records_answer ON asked_id = records_asked.id
WHERE records_asked.learner_id = %s AND question IN ({names}) AND mode <> 'lesson' AND checked IS NOT NULL
ORDER BY records_answer.id
"""
MOST_TREES = 20  # of one learner for one tree of the course
LONGEST = 100  # characters of a title

Turn = Literal["undo", "redo"]
Make = Callable[[Sketch], Sketch]


class Stale(Exception):
    """The page was older than the tree: another tab has changed it since."""


class Full(Exception):
    """The learner has as many trees as one can have."""


@dataclass(frozen=True)
class Own:
    """A tree of a learner's own as it stands; `whole`: all of it fits the course as it is now."""

    row: OwnTree
    number: int
    sketch: Sketch
    whole: bool
    back: int | None
    forth: int | None


_grounds: dict[tuple[str, str], Ground] = {}


def ground(course: Course, tree: str) -> Ground | None:
    """What trees of learners' own are executed on: made anew only when the content changes."""
    if tree not in course.scenarios:
        return None
    scenarios = tuple(item.question for item in course.scenarios[tree])
    found = _grounds.get((course.id, tree))
    if found is None or found.tree is not course.trees[tree] or found.scenarios != scenarios:
        found = _grounds[course.id, tree] = Ground(course.trees[tree], scenarios)
    return found


def own_trees(learner_id: int | None, course: str, ground: Ground) -> list[Own]:
    """All that the learner has for the tree, the oldest first, in one statement."""
    if learner_id is None:
        return []
    tree, found = ground.tree, list[Own]()
    for id, number, title, current, back, body, forth in rows.values(MINE, [learner_id, course, tree.id]):
        row = OwnTree(
            id=id, learner_id=learner_id, course=course, tree=tree.id, number=number, title=title, current=current
        )
        sketch, whole = read_sketch(json.loads(body) if body else None, tree)
        found.append(Own(row, current, sketch, whole, back, forth))
    return found


def _version(row: OwnTree, number: int, ground: Ground) -> Own | None:
    found = TreeVersion.objects.filter(own=row, number=number).first()
    if found is None:
        return None
    sketch, whole = read_sketch(found.body, ground.tree)
    later = TreeVersion.objects.filter(own=row, parent=number).aggregate(last=Max("number"))
    return Own(row, number, sketch, whole, found.parent, later["last"])


def _now(row: OwnTree, ground: Ground) -> Own:
    row.refresh_from_db(fields=["current"])
    found = _version(row, row.current, ground)
    assert found, "a tree has its current version"
    return found


def begin(learner: Learner, course: str, ground: Ground, *, sketch: Sketch, title: str, at: datetime) -> OwnTree:
    """Begin a tree, empty or as a copy; the newest one if it is just that, since then the button was pressed twice. Full."""
    mine = own_trees(learner.pk, course, ground)
    if mine and _untouched(mine[-1]) and (mine[-1].sketch, mine[-1].row.title) == (sketch, title):
        return mine[-1].row
    if len(mine) >= MOST_TREES:
        raise Full
    number = mine[-1].row.number + 1 if mine else 1
    try:
        with transaction.atomic():
            row = OwnTree.objects.create(
                learner=learner, course=course, tree=ground.tree.id, number=number, title=title
            )
            _save(row, ground, 1, None, sketch, at)
            return row
    except IntegrityError:  # a second click was quicker
        return begin(learner, course, ground, sketch=sketch, title=title, at=at)


def _untouched(own: Own) -> bool:
    return own.number == 1 and own.forth is None


def change(own: Own, ground: Ground, make: Make, *, seen: int, at: datetime) -> None:
    """Save what `make` makes of the tree that was seen. Stale, Impossible.

    A change that has been made already, by the first of two clicks, is made.
    """
    if own.number != seen:
        before = _version(own.row, seen, ground)
        if before is None or _made(make, before.sketch) != own.sketch:
            raise Stale
        return
    made = make(own.sketch)
    if made == own.sketch:
        return
    last = own.row.versions.aggregate(last=Max("number"))["last"]
    try:
        with transaction.atomic():
            _save(own.row, ground, last + 1, seen, made, at)
            _move_to(own.row, seen, last + 1)
    except IntegrityError:  # another tab was quicker: is it the same change?
        change(_now(own.row, ground), ground, make, seen=seen, at=at)


def _made(make: Make, sketch: Sketch) -> Sketch | object:
    """What the change would have made; of what it could not change, nothing that any tree equals."""
    try:
        return make(sketch)
    except Impossible:
        return Impossible


def _save(row: OwnTree, ground: Ground, number: int, parent: int | None, sketch: Sketch, at: datetime) -> None:
    right, of = executing.share(ground, sketch)
    TreeVersion.objects.create(
        own=row, number=number, parent=parent, body=write_sketch(sketch), at=at,
        scenarios_id=revisions.pin_scenarios(row.course, ground),
        right_count=right, asked_count=of, passed=executing.passes(right, of),
    )  # fmt: skip
    progress.touch(row.learner_id, row.course, at)


def _move_to(row: OwnTree, seen: int, number: int) -> None:
    """Make another version the current one: only one of two tabs that saw the same can."""
    if not OwnTree.objects.filter(pk=row.pk, current=seen).update(current=number):
        raise IntegrityError("the tree was changed meanwhile")


def turn(own: Own, ground: Ground, way: Turn, *, seen: int) -> None:
    """Go back to the version that was changed, or forth to the latest change of this one. Stale."""
    before = own if own.number == seen else _version(own.row, seen, ground)
    goal = (before.back if way == "undo" else before.forth) if before else None
    if own.number != seen:
        if goal != own.number:
            raise Stale
    elif goal is not None:
        try:
            _move_to(own.row, seen, goal)
        except IntegrityError:
            turn(_now(own.row, ground), ground, way, seen=seen)


def rename(own: Own, title: str) -> None:
    OwnTree.objects.filter(pk=own.row.pk).update(title=title)


def met(learner_id: int | None, idents: Iterable[str], course: str) -> dict[str, tuple[int, int]]:
    """Of these questions, those that the learner has checked an answer to and may see again: the attempt, and the place in it."""
    names = [f"{course}/{ident}" for ident in idents]
    if learner_id is None or not names:
        return {}
    checked = rows.values(MET.format(names=rows.marks(names)), [learner_id, *names])
    sealed = {rules: bool(json.loads(rules).get("sealed")) for rules in {rules for *_, rules in checked}}
    return {
        question.removeprefix(f"{course}/"): (attempt, position)
        for question, attempt, position, rules in checked
        if not sealed[rules]
    }


@dataclass(frozen=True)
class Best:
    """The best that a tree of the learner's own has mapped."""

    right: int
    of: int
    passed: bool

    @property
    def share(self) -> float:
        return self.right / self.of if self.of else 0.0


def best(learner_id: int | None, course: str) -> dict[str, Best]:
    """By tree of the course; nothing for those never begun."""
    found: dict[str, Best] = {}
    for tree, of, right in rows.values(BEST, [learner_id, course]) if learner_id else ():
        one = Best(right, of, executing.passes(right, of))
        found[tree] = max(found.get(tree, one), one, key=lambda best: best.share)
    return found


def move(guest: Learner, known: Learner) -> None:
    """A guest's trees become the account's, after those that it has."""
    for row in OwnTree.objects.filter(learner=guest).order_by("number"):
        others = OwnTree.objects.filter(learner=known, course=row.course, tree=row.tree)
        row.number = (others.aggregate(last=Max("number"))["last"] or 0) + 1
        row.learner = known
        row.save(update_fields=["number", "learner"])
