"""Designs judged anew after their brief was mended: counted first, then appended. A pass is never taken away."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from django.db import IntegrityError, transaction
from django.utils import timezone

from studyapp.catalogue.courses import Catalogue, Course
from studyapp.catalogue.designs import Brief, Design
from studyapp.records import cohorts, revisions, rows, trail
from studyapp.records.designs import DESIGN, design_of, with_appeal
from studyapp.records.models import Appeal, Judgement, User
from studyapp.records.shelf import catalogue
from studyapp.rules.reviewing import Review, review

MOST = 500  # designs at a time
# Of those whom a user teaches, what was judged by earlier wordings and is its learner's last for the brief, brief by brief.
NEWEST = """
records_judgement LEFT JOIN records_appeal ON judgement_id = records_judgement.id
WHERE {taught} AND course IN ({courses}) AND exercise IN ({exercises}) AND revision_id NOT IN ({hashes})
AND NOT EXISTS (
  SELECT 1 FROM records_judgement AS later WHERE later.learner_id = records_judgement.learner_id
  AND later.course = records_judgement.course AND later.exercise = records_judgement.exercise
  AND later.number > records_judgement.number
)
ORDER BY course, exercise, records_judgement.id LIMIT {most}
"""


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
    if not briefs:
        return []
    found, hashes = [], [hash for _, _, hash in briefs.values()]
    judged = _newest(user, {course for course, _ in briefs}, {exercise for _, exercise in briefs}, hashes)
    for key, some in groupby(judged, key=attrgetter("course", "exercise")):
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


def _newest(
    user: User, courses: Collection[str], exercises: Collection[str], hashes: Collection[str]
) -> list[Judgement]:
    """The last judgements that a user sees of these exercises, by other wordings than these, each with its appeal."""
    taught, params = cohorts.taught(user)
    groups = {"courses": courses, "exercises": exercises, "hashes": hashes}
    source = NEWEST.format(taught=taught, most=MOST, **{name: rows.marks(group) for name, group in groups.items()})
    found = rows.read(source, [*params, *courses, *exercises, *hashes], Judgement, Appeal)
    return [with_appeal(judgement, appeal) for judgement, appeal in found]


def _offer(course: Course, brief: Brief, hash: str, rows: list[Judgement]) -> Offer:
    designs = [design_of(row, brief) for row in rows]
    judged = (Judged(row, made, review(brief, made)) for row, made in zip(rows, designs, strict=True))
    return Offer(course, brief, hash, tuple(judged))


def sees(user: User, course: Course, brief: Brief) -> bool:
    """Whether any design for the brief was judged of those whom a user teaches."""
    taught, params = cohorts.taught(user)
    sql = f"SELECT 1 FROM records_judgement WHERE {taught} AND course = %s AND exercise = %s LIMIT 1"  # noqa: S608 - our own words
    return bool(rows.values(sql, [*params, course.id, brief.id]))


def apply(user: User, course: Course, brief: Brief) -> None:
    """Append what the brief says now. Where it was said already, nothing happens; what was passed stays so."""
    hash = revisions.pin_brief(course.id, brief)
    offer = _offer(course, brief, hash, _newest(user, [course.id], [brief.id], [hash]))
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
