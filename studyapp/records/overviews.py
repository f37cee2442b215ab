"""What the records say of a whole class: who is at risk and why, and where the class stands. Read with few statements."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, F, Max, QuerySet

from studyapp.records import rows
from studyapp.records.models import Attempt, Cohort, Membership, Pulse, Reading
from studyapp.records.progress import Score
from studyapp.rules.mastery import sure

IDLE = timedelta(days=7)
UNLIKELY = 0.1  # less sure than this, with evidence enough, is below the bar
ENOUGH = 20  # first answers that are evidence enough
STUCK = 3  # wrong first answers at one node, and more than a third of all there
MEMBERS = """
records_membership LEFT JOIN records_pulse ON records_pulse.learner_id = records_membership.learner_id AND course = %s
WHERE cohort_id = %s AND "left" IS NULL ORDER BY name, records_membership.id
"""
PRESENT, LATELY = ("learner", "name", "joined"), ("active", "right", "n")
STANDINGS = """
FROM records_standing WHERE course = %s AND kind = %s
AND learner_id IN (SELECT learner_id FROM records_membership WHERE cohort_id = %s AND "left" IS NULL)
"""
WRONG = f"""
SELECT learner_id, ident, n, n - "right" {STANDINGS} AND n - "right" >= %s AND n - "right" > n / 3.0 ORDER BY 4 DESC, ident
"""
KINDS = ("objective", "outcome", "node")
# Each kind is summed by itself, since SQLite sorts what it groups, and a third of the rows thrice costs half.
TOTALS = " UNION ALL ".join([f'SELECT %s, ident, sum(n), sum("right") {STANDINGS} GROUP BY ident'] * len(KINDS))


class Stuck(NamedTuple):
    """A node at which many first answers went wrong."""

    node: str  # tree/node
    wrong: int
    n: int


class Member(NamedTuple):
    """A learner in a class at a glance."""

    learner_id: int
    name: str
    joined: datetime
    active: datetime | None  # when something was last done
    right: int = 0  # of the last first answers that speak of readiness
    n: int = 0
    idle: int | None = None  # days without activity, where these are too many
    stuck: Sequence[Stuck] = ()

    @property
    def sure(self) -> float:
        return sure(self.n, self.right)

    @property
    def below(self) -> bool:
        return self.n >= ENOUGH and self.sure < UNLIKELY

    @property
    def at_risk(self) -> int:
        """How many reasons there are."""
        return (self.idle is not None) + self.below + bool(self.stuck)


def _present(cohort: Cohort) -> QuerySet[Membership]:
    return Membership.objects.filter(cohort=cohort, left=None)


def members(cohort: Cohort, now: datetime) -> list[Member]:
    """Everybody in the class by name: two statements, however many there are."""
    stuck = _stuck(cohort)
    found = rows.columns(MEMBERS, [cohort.course, cohort.pk], (Membership, PRESENT), (Pulse, LATELY))
    return [
        Member(learner, name, joined, active, right or 0, n or 0, _idle(active or joined, now), stuck.get(learner, ()))
        for learner, name, joined, active, right, n in found
    ]


def _idle(active: datetime, now: datetime) -> int | None:
    return (now - active).days if now - active >= IDLE else None


def _stuck(cohort: Cohort) -> dict[int, list[Stuck]]:
    found: dict[int, list[Stuck]] = {}
    for learner, node, n, lost in rows.values(WRONG, [cohort.course, "node", cohort.pk, STUCK]):
        found.setdefault(learner, []).append(Stuck(node, lost, n))
    return found


def totals(cohort: Cohort) -> dict[str, dict[str, Score]]:
    """The first answers of all present members by kind (objective, outcome, node) and ident: one statement."""
    found: dict[str, dict[str, Score]] = {kind: {} for kind in KINDS}
    params = [value for kind in KINDS for value in (kind, cohort.course, kind, cohort.pk)]
    for kind, ident, n, right in rows.values(TOTALS, params):
        found[kind][ident] = Score(ident, n, right)
    return found


def risks(members: Sequence[Member]) -> list[Member]:
    """Who is at risk: those with most reasons first, then those idle longest."""
    return sorted((one for one in members if one.at_risk), key=lambda one: (-one.at_risk, -(one.idle or 0), one.name))


def best(cohort: Cohort) -> dict[tuple[int, int], float]:
    """The best share of right answers by learner and assignment."""
    share = Max(F("right_count") * 1.0 / F("asked_count"))
    runs = Attempt.objects.filter(assignment__cohort=cohort, finished__isnull=False, asked_count__gt=0)
    shares = runs.values("learner", "assignment").annotate(share=share)
    return {(learner, row): found for learner, row, found in shares.values_list("learner", "assignment", "share")}


def lessons_read(cohort: Cohort) -> dict[int, int]:
    """How many lessons each member has read."""
    read = Reading.objects.filter(learner__in=_present(cohort).values("learner"), course=cohort.course)
    return dict(read.values("learner").annotate(count=Count("pk")).values_list("learner", "count"))
