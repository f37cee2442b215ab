"""Attempts: started, answered, checked, finished; never lost, never overwritten."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from secrets import randbits
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from studyapp.catalogue.courses import Course, Quiz
from studyapp.catalogue.modes import MODES, Mode
from studyapp.catalogue.questions import Item, Question
from studyapp.records import revisions, verdicts
from studyapp.records.models import Answer, Asked, Attempt, Learner
from studyapp.rules import choosing
from studyapp.rules.grading import Response


class Refused(Exception):
    """What was asked for cannot be had; `why` is a word that the page turns into a sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Filter:
    """Only questions that turn on a node (tree/node), or map to an outcome."""

    node: str = ""
    outcome: str = ""

    def passes(self, item: Item) -> bool:
        tree, _, node = self.node.partition("/")
        scenario = item.question.scenario
        if self.node and (scenario is None or scenario.tree != tree or node not in item.turns_on):
            return False
        return not self.outcome or item.outcome == self.outcome


def mode_of(attempt: Attempt) -> Mode:
    return MODES[attempt.mode]


def find(learner_id: int | None, attempt_id: int) -> Attempt | None:
    """The attempt, if it is that learner's."""
    return Attempt.objects.filter(pk=attempt_id, learner=learner_id).first() if learner_id else None


def open_attempts(learner_id: int | None, course: str | None = None) -> list[Attempt]:
    """Unfinished runs, the newest first."""
    if learner_id is None:
        return []
    found = Attempt.objects.filter(learner=learner_id, finished=None).exclude(mode="lesson")
    return list((found.filter(course=course) if course else found).order_by("-started"))


def start(
    learner: Learner,
    course: Course,
    quiz: Quiz,
    *,
    mode: str,
    size: int,
    only: Filter = Filter(),
    seed: int | None = None,
) -> Attempt:
    """Begin a run, or give back the one that is open. Refused when the mode, the size or the filter does not fit."""
    open_one = _open(learner, course, quiz.id, mode)
    if open_one and open_one.rules["only"] == asdict(only):
        return open_one
    pool = [item for item in course.pool(quiz) if only.passes(item)]
    sizes = quiz.sizes.get("practice", ()) if mode == "section" else quiz.sizes.get(mode, ())
    if mode == "lesson" or mode not in MODES or (size not in sizes and mode != "section"):
        raise Refused("size")
    if not pool:
        raise Refused("empty")
    seed = randbits(32) if seed is None else seed
    items = choosing.draw(pool, size, quiz.spread, _seen(learner, course), seed)
    rules = {"size": len(items), "pass_percent": quiz.pass_percent, "only": asdict(only)}
    return _create(learner, course, quiz.id, mode, items, rules, seed)


def _open(learner: Learner, course: Course, quiz: str, mode: str) -> Attempt | None:
    found = Attempt.objects.filter(learner=learner, course=course.id, quiz=quiz, mode=mode, finished=None)
    return found.first()


def _seen(learner: Learner, course: Course) -> dict[str, int]:
    """For each question that was asked, when last."""
    prefix = f"{course.id}/"
    asked = (
        Asked.objects.filter(learner=learner, question__startswith=prefix).exclude(attempt__mode="lesson")
        .values("question").annotate(last=Max("pk")).values_list("question", "last")
    )  # fmt: skip
    return {question.removeprefix(prefix): last for question, last in asked}


def _create(
    learner: Learner, course: Course, quiz: str, mode: str, items: Sequence[Item], rules: dict[str, Any], seed: int
) -> Attempt:
    """One open attempt a learner, quiz and mode: the database decides a race, and the loser gets the winner's."""
    try:
        with transaction.atomic():
            runs = Attempt.objects.filter(learner=learner, course=course.id, quiz=quiz, mode=mode)
            open_one = runs.filter(finished=None).first()
            if open_one and open_one.rules["only"] == rules["only"]:
                return open_one
            if open_one:  # another filter: the old section is handed in
                hand_in(open_one)
            number = (runs.aggregate(last=Max("number"))["last"] or 0) + 1
            attempt = Attempt.objects.create(
                learner=learner, course=course.id, quiz=quiz, mode=mode, number=number, rules=rules, seed=seed,
                started=timezone.now(), asked_count=len(items),
            )  # fmt: skip
            revisions.pin(course, items)
            Asked.objects.bulk_create(_asked(attempt, items, seed))
            return attempt
    except IntegrityError:
        open_one = _open(learner, course, quiz, mode)
        if open_one is None:
            raise
        return open_one


def _asked(attempt: Attempt, items: Iterable[Item], seed: int) -> list[Asked]:
    return [
        Asked(
            attempt=attempt, learner_id=attempt.learner_id, position=position,
            revision_id=revisions.hash_of(item.question), question=f"{attempt.course}/{item.ident}",
            order=choosing.shuffled(len(item.question.choices), seed + position),
            objective=item.objective, outcome=item.outcome,
            path=[f"{s.tree}/{node}" for node in s.path] if (s := item.question.scenario) else [],
        )
        for position, item in enumerate(items, 1)
    ]  # fmt: skip


def lesson_check(learner: Learner, course: Course, lesson: str, item: Item) -> Asked:
    """The place where a check inside a lesson is answered; a new wording is asked anew."""
    attempt = _open_lesson(learner, course, lesson)
    found = _last_asked(attempt, item)
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return _last_asked(attempt, item) or _ask_in_lesson(attempt, course, item)
    except IntegrityError:
        found = _last_asked(attempt, item)
        if found is None:
            raise
        return found


def _last_asked(attempt: Attempt, item: Item) -> Asked | None:
    """Where the check was asked last, if that was in its present wording."""
    last = attempt.asked_set.filter(question=f"{attempt.course}/{item.ident}").order_by("-position").first()
    return last if last and last.revision_id == revisions.hash_of(item.question) else None


def _ask_in_lesson(attempt: Attempt, course: Course, item: Item) -> Asked:
    revisions.pin(course, [item])
    asked = _asked(attempt, [item], attempt.seed)[0]
    asked.position = (attempt.asked_set.aggregate(last=Max("position"))["last"] or 0) + 1
    asked.order = list(range(len(item.question.choices)))
    asked.save()
    return asked


def _open_lesson(learner: Learner, course: Course, lesson: str) -> Attempt:
    rules = {"size": 0, "pass_percent": 0, "only": asdict(Filter())}
    return _open(learner, course, lesson, "lesson") or _create(learner, course, lesson, "lesson", [], rules, 0)


def lesson_answers(learner_id: int | None, course: str, lesson: str) -> dict[str, Asked]:
    """The answers to the checks of a lesson as last asked, by bank/question."""
    if learner_id is None:
        return {}
    rows = Asked.objects.filter(
        attempt__learner=learner_id, attempt__course=course, attempt__quiz=lesson, attempt__mode="lesson", attempt__finished=None
    ).select_related("answer").order_by("position")  # fmt: skip
    last = {row.question.removeprefix(f"{course}/"): row for row in rows}
    return {ident: row for ident, row in last.items() if hasattr(row, "answer")}


def asked_at(learner_id: int | None, attempt_id: int, position: int) -> Asked | None:
    """A question of a run in its place, with its attempt and its answer, if it is that learner's."""
    if learner_id is None:
        return None
    found = Asked.objects.select_related("attempt", "answer").exclude(attempt__mode="lesson")
    return found.filter(learner=learner_id, attempt=attempt_id, position=position).first()


def strip(attempt: Attempt) -> list[dict[str, Any]]:
    """How each question of the attempt stands: position, flagged, saved, checked, right."""
    rows = Asked.objects.filter(attempt=attempt).order_by("position")
    return [
        {**row, "saved": row["saved"] is not None, "checked": row["checked"] is not None}
        for row in rows.values("position", "flagged", saved=F("answer__saved"), checked=F("answer__checked"), right=F("answer__right"))
    ]  # fmt: skip


@transaction.atomic
def answer(
    learner_id: int | None,
    attempt_id: int,
    position: int,
    *,
    read: Callable[[Question, list[int]], Response],
    check: bool,
    runs_only: bool = False,
) -> Asked | None:
    """Save a response; with `check` freeze and judge it too. None when it is not the learner's to answer, or not one of a run with `runs_only`.

    `read` makes the response out of what was sent for a question in the order shown, and may refuse it. Where answers are judged at the finish
    only, `check` just saves. Checking twice changes nothing; saving after the check, or anything after the finish, is Refused.
    """
    if learner_id is None:
        return None
    asked = (
        Asked.objects.select_for_update(of=("self",)).select_related("attempt", "answer")
        .filter(learner=learner_id, attempt=attempt_id, position=position).first()
    )  # fmt: skip
    if asked is None or (runs_only and asked.attempt.mode == "lesson"):
        return None
    before: Answer | None = getattr(asked, "answer", None)
    is_checked = before is not None and before.checked is not None
    if is_checked and check:
        return asked
    if asked.attempt.finished is not None:
        raise Refused("finished")
    if is_checked:
        raise Refused("checked")
    response = read(revisions.question(asked.revision_id), asked.order)
    asked.answer = before or Answer(asked=asked)
    changed = before is None or asked.answer.response != sorted(response)
    asked.answer.response = sorted(response)
    if changed:
        asked.answer.saved = timezone.now()
    if check and mode_of(asked.attempt).checks_each:
        verdicts.judge(asked, timezone.now())
    elif changed:
        asked.answer.save()
    return asked


def flag(attempt: Attempt, position: int, flagged: bool) -> None:
    Asked.objects.filter(attempt=attempt, position=position, attempt__finished=None).update(flagged=flagged)


def again(attempt: Attempt, position: int) -> None:
    """Forget a lesson check's answer, so that it can be tried again. It counts for nothing either way."""
    if attempt.mode == "lesson":
        Answer.objects.filter(asked__attempt=attempt, asked__position=position).delete()


@transaction.atomic
def finish(attempt: Attempt) -> Attempt:
    """Judge what was saved and close the attempt. Finishing twice is finishing once."""
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    return locked if locked.finished else hand_in(locked)


def hand_in(attempt: Attempt) -> Attempt:
    """Close an attempt as it stands."""
    now = timezone.now()
    rows = Asked.objects.filter(attempt=attempt, answer__checked=None, answer__isnull=False)
    for row in rows.select_related("attempt", "answer"):
        verdicts.judge(row, now)
    attempt.right_count = Answer.objects.filter(asked__attempt=attempt, right=True).count()
    attempt.finished = now
    attempt.save(update_fields=["right_count", "finished"])
    return attempt


def finished(
    learner_id: int | None, course: str | None = None, quiz: str | None = None, mode: str | None = None
) -> list[Attempt]:
    """Finished runs, the newest first."""
    if learner_id is None:
        return []
    found = Attempt.objects.filter(learner=learner_id, finished__isnull=False).exclude(mode="lesson")
    for name, value in (("course", course), ("quiz", quiz), ("mode", mode)):
        found = found.filter(**{name: value}) if value else found
    return list(found.order_by("-started"))


def answered(attempt: Attempt) -> list[tuple[Asked, Question]]:
    """Every question of an attempt with its answer, in order."""
    rows = Asked.objects.filter(attempt=attempt).select_related("answer").order_by("position")
    return [(row, revisions.question(row.revision_id)) for row in rows]


def place(attempt: Attempt) -> int:
    """Where to go on: the first question without an answer, else the last."""
    left = Asked.objects.filter(attempt=attempt, answer=None).order_by("position").values_list("position", flat=True)
    return left.first() or attempt.asked_count
