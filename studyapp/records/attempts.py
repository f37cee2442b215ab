"""Attempts: started, answered, checked, finished; never lost, never overwritten."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from secrets import randbits
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from studyapp.catalogue.courses import Course, Quiz
from studyapp.catalogue.modes import MODES, Mode
from studyapp.catalogue.questions import Item, Question, Steps
from studyapp.records import pools, progress, reviews, revisions, rows, tallies, verdicts, waiting
from studyapp.records.models import Answer, Asked, Attempt, Learner
from studyapp.records.pools import Filter
from studyapp.rules import choosing
from studyapp.rules.grading import ALL_OR_NOTHING, PARTIAL

OPEN = "records_attempt WHERE learner_id = %s AND finished IS NULL AND mode <> 'lesson' ORDER BY started DESC"
MINE = "records_attempt WHERE id = %s AND learner_id = %s"
LAST = 2**63 - 1  # the last number that the database takes
ASKED = """
records_asked LEFT JOIN records_answer ON records_answer.asked_id = records_asked.id
WHERE records_asked.attempt_id = %s ORDER BY position
"""
GRACE = timedelta(seconds=5)  # an answer under way at the deadline still counts


class Refused(Exception):
    """What was asked for cannot be had; `why` is a word that the page turns into a sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Turn:
    """A run taken for an assignment: the learner's so-manieth of it, minutes more on its clock, and when it must be in."""

    assignment: int
    number: int
    minutes: int = 0
    due: datetime | None = None


def mode_of(attempt: Attempt) -> Mode:
    return MODES[attempt.mode]


def find(learner_id: int | None, attempt_id: int) -> Attempt | None:
    """The attempt, if it is that learner's."""
    found = rows.first(MINE, [attempt_id, learner_id], Attempt) if learner_id and attempt_id <= LAST else None
    return found[0] if found else None


def open_attempts(learner_id: int | None, course: str | None = None) -> list[Attempt]:
    """Unfinished runs, the newest first."""
    if learner_id is None:
        return []
    return [one for (one,) in rows.read(OPEN, [learner_id], Attempt) if course in (None, one.course)]


def start(
    learner: Learner,
    course: Course,
    quiz: Quiz,
    *,
    mode: str,
    size: int,
    only: Filter = Filter(),
    seed: int | None = None,
    turn: Turn | None = None,
    at: datetime | None = None,
) -> Attempt:
    """Begin a run, or give back the one that is open. Refused when the mode, the size or the filter does not fit.

    With a turn the run is taken for an assignment; refused while another run of that quiz and mode is open.
    """
    now = at or timezone.now()
    open_one = _open(learner, course, quiz.id, mode)
    if open_one and is_over(open_one, now):
        _finish_if_over(open_one, now)
    elif open_one and turn and open_one.assignment_id != turn.assignment:
        raise Refused("open")
    elif open_one and open_one.rules["only"] == asdict(only):
        return open_one
    pool = askable(learner.pk, course, quiz, mode=mode, size=size, only=only)
    behaviour, runs = MODES[mode], quiz.runs.get(mode)
    seed = randbits(32) if seed is None else seed
    spread = runs.spread if runs else ()
    items = (
        pool[:size]
        if behaviour.draws == "due"
        else choosing.draw(pool, size, spread, pools.known(learner.pk, course, behaviour), seed)
    )
    rules = {
        "size": len(items), "pass_percent": quiz.pass_percent, "only": asdict(only),
        "scoring": dict(PARTIAL if behaviour.partial else ALL_OR_NOTHING),
        "seconds": float(runs.minutes * 60) if runs and runs.minutes else None, "sealed": quiz.sealed,
    }  # fmt: skip
    return _create(learner, course, quiz.id, mode, items, rules, seed, now, turn)


def askable(
    learner_id: int | None, course: Course, quiz: Quiz, *, mode: str, size: int, only: Filter = Filter()
) -> Sequence[Item]:
    """From what such a run is drawn. Refused when the mode, the size or the filter does not fit, or nothing is left."""
    behaviour, runs = MODES.get(mode), quiz.runs.get(mode)
    if (
        behaviour is None
        or behaviour.draws == "none"
        or (behaviour.draws == "pool" and (runs is None or size not in runs.sizes))
        or (quiz.sealed and runs is None)
    ):
        raise Refused("size")
    pool = pools.pool(learner_id, course, quiz, behaviour, only, timezone.now())
    if not pool:
        raise Refused("empty")
    return pool


def _open(learner: Learner, course: Course, quiz: str, mode: str) -> Attempt | None:
    found = Attempt.objects.filter(learner=learner, course=course.id, quiz=quiz, mode=mode, finished=None)
    return found.first()


def for_lesson(learner: Learner, course: Course, lesson: str) -> Attempt:
    """The one attempt that holds what was answered to the checks of a lesson."""
    rules = {"size": 0, "pass_percent": 0, "only": asdict(Filter()), "scoring": dict(PARTIAL)}
    now = timezone.now()
    return _open(learner, course, lesson, "lesson") or _create(learner, course, lesson, "lesson", [], rules, 0, now)


def _create(
    learner: Learner, course: Course, quiz: str, mode: str, items: Sequence[Item], rules: dict[str, Any], seed: int,
    now: datetime, turn: Turn | None = None,
) -> Attempt:  # fmt: skip
    """One open attempt a learner, quiz and mode: the database decides a race, and the loser gets the winner's."""
    try:
        with transaction.atomic():
            waiting.in_turn(learner.pk)
            runs = Attempt.objects.filter(learner=learner, course=course.id, quiz=quiz, mode=mode)
            open_one = runs.filter(finished=None).first()
            if open_one and open_one.rules["only"] == rules["only"]:
                return open_one
            if open_one:  # another filter: the old section is handed in
                hand_in(open_one, now)
            number = (runs.aggregate(last=Max("number"))["last"] or 0) + 1
            attempt = Attempt.objects.create(
                learner=learner, course=course.id, quiz=quiz, mode=mode, number=number, rules=rules, seed=seed,
                started=now, deadline=deadline(now, rules.get("seconds"), turn), asked_count=len(items),
                assignment_id=turn.assignment if turn else None, turn=turn.number if turn else None,
            )  # fmt: skip
            revisions.pin(course, items)
            Asked.objects.bulk_create(places(attempt, items, seed))
            progress.touch(learner.pk, course.id, now)
            return attempt
    except IntegrityError:
        open_one = _open(learner, course, quiz, mode)
        if open_one is None:
            raise
        return open_one


def deadline(started: datetime, seconds: float | None, turn: Turn | None = None) -> datetime | None:
    """The earlier of what the clock allows and when an assignment is due; None with neither."""
    ends = [started + timedelta(seconds=seconds, minutes=turn.minutes if turn else 0)] if seconds else []
    ends += [turn.due] if turn and turn.due else []
    return min(ends, default=None)


def places(attempt: Attempt, items: Iterable[Item], seed: int) -> list[Asked]:
    """Each question in its place, with the order in which its choices, steps or answers are shown."""
    return [
        Asked(
            attempt=attempt, learner_id=attempt.learner_id, position=position,
            revision_id=revisions.hash_of(item.question), question=f"{attempt.course}/{item.ident}",
            order=_order(item.question, seed + position),
            objective=item.objective, outcome=item.outcome,
            path=[f"{s.tree}/{node}" for node in s.path] if (s := item.question.scenario) else [],
        )
        for position, item in enumerate(items, 1)
    ]  # fmt: skip


def _order(question: Question, seed: int) -> list[int]:
    """Steps never stand in the right order at first: an order that nobody touched is no answer."""
    order = choosing.shuffled(question.movable, seed)
    return order[::-1] if isinstance(question.part, Steps) and order == sorted(order) else order


def order_in_lesson(question: Question) -> list[int]:
    """Choices stand as in the bank; what the order of the bank would give away does not."""
    return list(range(question.movable)) if question.choices else _order(question, seed=0)


def is_over(attempt: Attempt, now: datetime) -> bool:
    """Whether the time has run out, a grace that is not shown included."""
    return attempt.deadline is not None and now >= attempt.deadline + GRACE


def is_closed(attempt: Attempt, now: datetime) -> bool:
    """Finished, or shown as finished because its time ran out and nobody has stored that yet."""
    return attempt.finished is not None or is_over(attempt, now)


def seconds_left(attempt: Attempt, now: datetime) -> float | None:
    """What the page is told of the clock; None without one."""
    return max((attempt.deadline - now).total_seconds(), 0) if attempt.deadline else None


def give_time(attempt: Attempt, minutes: float) -> None:
    """Extra time for one learner, in mid-attempt too."""
    running = Attempt.objects.filter(pk=attempt.pk, finished=None, deadline__isnull=False)
    running.update(deadline=F("deadline") + timedelta(minutes=minutes))


@transaction.atomic
def finish(attempt: Attempt, *, at: datetime | None = None) -> Attempt:
    """Judge what was saved and close the attempt. Finishing twice is finishing once."""
    waiting.in_turn(attempt.learner_id)
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    return locked if locked.finished else hand_in(locked, at)


def hand_in(attempt: Attempt, at: datetime | None = None) -> Attempt:
    """Close an attempt as it stands; one whose time ran out was finished at its deadline."""
    now = at or timezone.now()
    at = attempt.deadline if attempt.deadline and attempt.deadline < now else now
    rows = Asked.objects.filter(attempt=attempt, answer__checked=None, answer__isnull=False)
    for row in rows.select_related("attempt", "answer"):
        verdicts.judge(row, at)
    if mode_of(attempt).counts and not attempt.is_sealed:
        reviews.note(attempt)
    attempt.right_count = Answer.objects.filter(asked__attempt=attempt, right=True).count()
    attempt.points = verdicts.points_of(attempt)
    attempt.finished = at
    attempt.save(update_fields=["right_count", "points", "finished"])
    progress.note(attempt.learner_id, attempt.course, at)
    tallies.add(tallies.counted().filter(asked__attempt=attempt))
    return attempt


def sweep() -> int:
    """Store every attempt whose time ran out; how many there were."""
    now = timezone.now()
    over = Attempt.objects.filter(finished=None, deadline__lt=now - GRACE)
    return sum([_finish_if_over(attempt, now) for attempt in over])


@transaction.atomic
def _finish_if_over(attempt: Attempt, now: datetime) -> bool:
    """Store that the time ran out, unless somebody has finished the attempt or given more time just now."""
    waiting.in_turn(attempt.learner_id)
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if locked.finished or not is_over(locked, now):
        return False
    hand_in(locked, now)
    return True


def with_answer(asked: Asked, answer: Answer | None) -> Asked:
    """The question in its place, with its answer or known to have none."""
    if answer:
        answer.asked = asked
    else:
        Asked.answer.related.set_cached_value(asked, None)
    return asked


def answered(attempt: Attempt) -> list[tuple[Asked, Question]]:
    """Every question of a closed attempt with its answer, in order; judged and counted in passing where that is not stored yet."""
    found = [
        (with_answer(asked, answer), revisions.question(asked.revision_id))
        for asked, answer in rows.read(ASKED, [attempt.pk], Asked, Answer)
    ]
    for row, question in found:
        answer = getattr(row, "answer", None)
        if answer is not None and answer.checked is None:
            verdict = verdicts.weigh(question, answer, attempt)
            answer.right, answer.leaves = verdict.right, verdict.leaves
    if attempt.finished is None:
        attempt.right_count = sum(bool(getattr(row, "answer", None) and row.answer.right) for row, _ in found)
    return found


def place(attempt: Attempt) -> int:
    """Where to go on: the first question without an answer, else the last."""
    left = Asked.objects.filter(attempt=attempt, answer=None).order_by("position").values_list("position", flat=True)
    return left.first() or attempt.asked_count
