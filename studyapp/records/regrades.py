"""Answers judged anew after a key changed: counted first, applied once, and reversible."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from studyapp.catalogue.questions import Bank as Served
from studyapp.catalogue.questions import Question
from studyapp.records import editions, missed, progress, revisions, tallies, trail, verdicts, waiting
from studyapp.records.banks import Refused
from studyapp.records.models import Answer, Attempt, Bank, Learner, Publication, Regrade, Revision, User, Verdict
from studyapp.records.responses import decode
from studyapp.rules import comparing, grading

POLICIES = ("keep", "full", "both", "new")  # as it was; the point for everybody; either key; the new key alone


@dataclass(frozen=True)
class Effect:
    """How many answers were given to the old keys, and how many scores of finished runs would rise or fall."""

    answers: int
    rise: int
    fall: int


@dataclass(frozen=True)
class _Judged:
    """An answer with what it is worth now, and would be worth."""

    answer: Answer
    before: Decimal
    verdict: grading.Verdict


@dataclass(frozen=True)
class Keys:
    """The questions of a bank whose key changed, in their new wording, and the revisions of these."""

    bank: Bank
    new: Mapping[str, Question]
    current: frozenset[str]


def keys_of(publication: Publication) -> Keys:
    """What changed with a publication."""
    rekeyed = set(publication.rekeyed)
    stored = {one["id"]: one["revision"] for one in publication.items if one["id"] in rekeyed} if rekeyed else {}
    questions = revisions.questions(stored.values()) if stored else {}
    new = {id: questions[revision] for id, revision in stored.items()}
    return Keys(publication.bank, new, frozenset(stored.values()))


def keys_of_draft(bank: Bank, newest: Publication | None, served: Served) -> Keys:
    """What would change if the draft were published after the newest publication."""
    former = editions.former(newest, served)
    new = {
        item.id: item.question
        for item in served.items
        if item.id in former and comparing.compare(former[item.id], item.question) == "key"
    }
    return Keys(bank, new, frozenset(revisions.hash_of(question) for question in new.values()))


def dry_run(keys: Keys, policy: str) -> Effect:
    """What the policy would do. Nothing is stored."""
    return effects(keys, [policy])[policy]


def effects(keys: Keys, policies: Sequence[str]) -> dict[str, Effect]:
    """What each of these policies would do: the answers are read once."""
    if not set(policies) <= set(POLICIES):
        raise Refused("policy")
    count, shifts = 0, {policy: Counter[int]() for policy in policies}
    for answer, old, new in _answered(keys):
        count += 1
        attempt, before = answer.asked.attempt, _before(answer)
        if attempt.finished is not None:
            for policy in policies:
                right = _weigh(answer, old, new, before, policy).right
                shifts[policy][attempt.pk] += int(right) - int(bool(answer.right))
    return {
        policy: Effect(count, sum(n > 0 for n in shift.values()), sum(n < 0 for n in shift.values()))
        for policy, shift in shifts.items()
    }


def _judged(keys: Keys, policy: str) -> Iterator[_Judged]:
    if policy not in POLICIES:
        raise Refused("policy")
    for answer, old, new in _answered(keys):
        before = _before(answer)
        yield _Judged(answer, before, _weigh(answer, old, new, before, policy))


def _before(answer: Answer) -> Decimal:
    return answer.newest or Decimal(0)  # type: ignore[attr-defined]


def _answered(keys: Keys) -> Iterator[tuple[Answer, Question, Question]]:
    """The answers to earlier wordings with another key, each with the old question and the new."""
    for answer in _answers(keys) if keys.new else ():
        old = revisions.question(answer.asked.revision_id)
        new = keys.new[answer.asked.question.rpartition("/")[2]]
        if comparing.compare(old, new) == "key":
            yield answer, old, new


def _answers(keys: Keys) -> Iterable[Answer]:
    """The checked answers to earlier wordings, each with the points of its newest verdict; found by the wordings."""
    idents = [f"{keys.bank.ident}/{id}" for id in keys.new]
    earlier = Revision.objects.filter(course=keys.bank.course, kind="question", ident__in=idents)
    wordings = list(earlier.exclude(pk__in=keys.current).values_list("pk", flat=True))
    newest = Verdict.objects.filter(answer=OuterRef("pk")).order_by("-pk").values("points")[:1]
    found = Answer.objects.filter(asked__revision__in=wordings, checked__isnull=False)
    found = found.exclude(asked__attempt__mode="lesson")
    return found.select_related("asked__attempt").annotate(newest=Subquery(newest)).order_by("pk")


def _weigh(answer: Answer, old: Question, new: Question, before: Decimal, policy: str) -> grading.Verdict:
    most = Decimal(1)
    if policy == "keep":
        return grading.Verdict(before, most, answer.leaves)
    if policy == "full":
        return grading.Verdict(most, most)
    response = comparing.translate(old.part, new.part, decode(old.part, answer.response))
    if response is None:
        return grading.Verdict(before, most, answer.leaves)
    scoring = answer.asked.attempt.rules.get("scoring", {})
    verdict = grading.grade(new, response, revisions.tree_of(new), scoring)
    if policy == "both" and before > verdict.points:
        return grading.Verdict(before, most, answer.leaves)
    return verdict


@transaction.atomic
def apply(publication: Publication, policy: str, *, by: User) -> Regrade:
    """Append a verdict to each answer whose points change, and bring all scores and counts up to date. Refused twice."""
    if policy == "keep":
        raise Refused("policy")
    keys = keys_of(publication)
    effect = dry_run(keys, policy)
    try:
        with transaction.atomic():
            regrade = Regrade.objects.create(
                publication=publication, policy=policy, at=timezone.now(), by=by,
                told={"answers": effect.answers, "rise": effect.rise, "fall": effect.fall},
            )  # fmt: skip
    except IntegrityError:
        raise Refused("twice") from None
    _append(regrade, [one for one in _judged(keys, policy) if one.verdict.points != one.before])
    trail.note(
        by,
        "regrade",
        f"{publication.bank.course}/{publication.bank.ident}",
        {"number": publication.number, "policy": policy},
    )
    return regrade


@transaction.atomic
def reverse(regrade: Regrade, *, by: User) -> None:
    """Take a re-grade back: what was worth before is appended once more. Reversing twice is reversing once."""
    if not Regrade.objects.filter(pk=regrade.pk, reversed=None).update(reversed=timezone.now()):
        return
    found = []
    for given in regrade.verdict_set.select_related("answer__asked__attempt"):
        answer, before = given.answer, given.answer.verdict_set.filter(pk__lt=given.pk).order_by("-pk").first()
        if before is not None:
            leaves = str(before.reason.get("leaves", ""))
            found.append(_Judged(answer, Decimal(0), grading.Verdict(before.points, before.most, leaves)))
    _append(None, found)
    trail.note(by, "regrade reversed", str(regrade.pk), {})


def _append(regrade: Regrade | None, judged: list[_Judged]) -> None:
    waiting.in_turn(*{one.answer.asked.learner_id for one in judged})
    now = timezone.now()
    rows = []
    for one in judged:
        reason = {"leaves": one.verdict.leaves} if one.verdict.leaves else {}
        rows.append(
            Verdict(
                answer=one.answer,
                points=one.verdict.points,
                most=one.verdict.most,
                reason=reason,
                regrade=regrade,
                at=now,
            )
        )
        one.answer.right, one.answer.leaves = one.verdict.right, one.verdict.leaves
    Verdict.objects.bulk_create(rows)
    runs = {one.answer.asked.attempt_id for one in judged}
    with tallies.changing(tallies.counted().filter(asked__attempt__in=runs)):
        Answer.objects.bulk_update([one.answer for one in judged], ["right", "leaves"], batch_size=200)
        _rescore(runs)
    _mark(judged)
    learners = {
        (one.answer.asked.learner_id, one.answer.asked.attempt.course) for one in judged if one.answer.asked.first
    }
    for learner, course in sorted(learners):
        progress.rebuild(Learner(pk=learner), course)


def _mark(judged: list[_Judged]) -> None:
    """Whose last answer to one of these questions is wrong now, or no more."""
    by_course: dict[str, tuple[set[int], set[str]]] = {}
    for one in judged:
        learners, questions = by_course.setdefault(one.answer.asked.attempt.course, (set(), set()))
        learners.add(one.answer.asked.learner_id)
        questions.add(one.answer.asked.question)
    for course, (learners, questions) in by_course.items():
        missed.rebuild(learners, course, questions)


def _rescore(attempts: set[int]) -> None:
    """The scores of finished runs, from their newest verdicts."""
    for attempt in Attempt.objects.filter(pk__in=attempts, finished__isnull=False):
        attempt.right_count = Answer.objects.filter(asked__attempt=attempt, right=True).count()
        attempt.points = verdicts.points_of(attempt)
        attempt.save(update_fields=["right_count", "points"])
