"""Designs judged anew after their brief was mended: counted first, then appended. A pass is never taken away."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from studyapp.catalogue.courses import Catalogue, Course
from studyapp.catalogue.designs import Brief, Design
from studyapp.records import cohorts, revisions, trail
from studyapp.records.designs import DESIGN, design_of
from studyapp.records.models import Judgement, User
from studyapp.records.shelf import catalogue
from studyapp.rules.reviewing import Review, review

MOST = 500  # designs at a time


@dataclass(frozen=True)
class Judged:
    """The newest judgement of a learner's, by an earlier wording, and what the brief as it is now says of its design."""

    before: Judgement
    design: Design
    review: Review


@dataclass(frozen=True)
class Offer:
    """A mended brief, its hash now, and what it would say of designs that were judged by earlier wordings."""

    course: Course
    brief: Brief
    hash: str
    judged: tuple[Judged, ...]

    @property
    def rise(self) -> int:
        """How many would pass now."""
        return sum(one.review.passed and not one.before.counts for one in self.judged)

    @property
    def fall(self) -> int:
        """How many would no more."""
        return sum(one.before.counts and not one.review.passed for one in self.judged)

    @property
    def more(self) -> bool:
        """Whether there may be more designs than are judged at a time."""
        return len(self.judged) == MOST


def offers(user: User) -> list[Offer]:
    """What could be judged anew of those whom a user teaches, by brief; the first so many designs. Nothing is stored."""
    briefs = _briefs(catalogue())
    hashes = [hash for _, _, hash in briefs.values()]
    rows = _seen_by(user).exclude(revision__in=hashes).filter(exercise__in={exercise for _, exercise in briefs})
    found = []
    for key, some in groupby(_newest(rows), key=attrgetter("course", "exercise")):
        if key in briefs:
            found.append(_offer(*briefs[key], list(some)))
    return found


@lru_cache(maxsize=1)
def _briefs(catalogue: Catalogue) -> dict[tuple[str, str], tuple[Course, Brief, str]]:
    """Every brief as it is now, by course and id, with its hash; worked out once for a catalogue."""
    return {
        (course.id, one.id): (course, one, revisions.hash_of_brief(one))
        for course in catalogue.courses.values()
        for one in course.exercises.values()
        if isinstance(one, Brief)
    }


def _seen_by(user: User) -> QuerySet[Judgement]:
    return Judgement.objects.filter(cohorts.taught(user))


def _newest(rows: QuerySet[Judgement]) -> QuerySet[Judgement]:
    """Of those rows the ones that are their learner's last for the brief, brief by brief."""
    same = {name: OuterRef(name) for name in ("learner", "course", "exercise")}
    later = Judgement.objects.filter(**same, number__gt=OuterRef("number"))
    found = rows.exclude(Exists(later)).select_related("appeal")
    return found.order_by("course", "exercise", "pk")[:MOST]


def _offer(course: Course, brief: Brief, hash: str, rows: list[Judgement]) -> Offer:
    designs = [design_of(row, brief) for row in rows]
    judged = (Judged(row, made, review(brief, made)) for row, made in zip(rows, designs, strict=True))
    return Offer(course, brief, hash, tuple(judged))


def sees(user: User, course: Course, brief: Brief) -> bool:
    """Whether any design for the brief was judged of those whom a user teaches."""
    return _seen_by(user).filter(course=course.id, exercise=brief.id).exists()


def apply(user: User, course: Course, brief: Brief) -> None:
    """Append what the brief says now. Where it was said already, nothing happens; what was passed stays so."""
    hash = revisions.pin_brief(course.id, brief)
    rows = _seen_by(user).filter(course=course.id, exercise=brief.id).exclude(revision=hash)
    offer = _offer(course, brief, hash, list(_newest(rows)))
    if not offer.judged:
        return
    told = {"brief": hash, "judged": len(offer.judged), "rise": offer.rise, "fall": offer.fall}
    try:
        with transaction.atomic():
            Judgement.objects.bulk_create(_anew(offer))
            trail.note(user, "designs regraded", f"{course.id}/{brief.id}", told)
    except IntegrityError:  # a second click, or one of the learners, was quicker: what is left is offered again
        return


def _anew(offer: Offer) -> list[Judgement]:
    now = timezone.now()
    return [
        Judgement(
            learner_id=one.before.learner_id, course=offer.course.id, exercise=offer.brief.id, number=one.before.number + 1,
            revision_id=offer.hash, design=DESIGN.dump_python(one.design, mode="json"), met=len(one.review.met),
            asked=len(offer.brief.requirements), passed=one.review.passed, regraded=True, at=now,
        )
        for one in offer.judged
    ]  # fmt: skip
