"""What the records say of a whole class: who is at risk and why, and where the class stands. Read with few statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, F, FilteredRelation, Max, Q, QuerySet, Sum, Value

from studyapp.records.models import Attempt, Cohort, Membership, Reading, Standing
from studyapp.records.progress import Score
from studyapp.rules.mastery import sure

IDLE = timedelta(days=7)
UNLIKELY = 0.1  # less sure than this, with evidence enough, is below the bar
ENOUGH = 20  # first answers that are evidence enough
STUCK = 3  # wrong first answers at one node, and more than a third of all there


@dataclass(frozen=True)
class Stuck:
    """A node at which many first answers went wrong."""

    node: str  # tree/node
    wrong: int
    n: int


@dataclass(frozen=True)
class Member:
    """A learner in a class at a glance."""

    learner_id: int
    name: str
    joined: datetime
    active: datetime | None  # when something was last done
    right: int = 0  # of the last first answers that speak of readiness
    n: int = 0
    idle: int | None = None  # days without activity, where these are too many
    stuck: Sequence[Stuck] = field(default=())

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
    pulse = FilteredRelation("learner__pulse", condition=Q(learner__pulse__course=cohort.course))
    rows = _present(cohort).annotate(pulse=pulse).order_by("name", "pk")
    stuck = _stuck(cohort)
    return [
        Member(learner, name, joined, active, right or 0, n or 0, _idle(active or joined, now), stuck.get(learner, ()))
        for learner, name, joined, active, right, n in rows.values_list(
            "learner", "name", "joined", "pulse__active", "pulse__right", "pulse__n"
        )
    ]


def _idle(active: datetime, now: datetime) -> int | None:
    return (now - active).days if now - active >= IDLE else None


def _stuck(cohort: Cohort) -> dict[int, list[Stuck]]:
    wrong = F("n") - F("right")
    found: dict[int, list[Stuck]] = {}
    rows = _standings(cohort).filter(kind="node").annotate(wrong=wrong)
    for learner, node, n, lost in rows.filter(wrong__gte=STUCK, wrong__gt=F("n") / 3.0).order_by("-wrong", "ident").values_list(
        "learner", "ident", "n", "wrong"
    ):  # fmt: skip
        found.setdefault(learner, []).append(Stuck(node, lost, n))
    return found


def _standings(cohort: Cohort) -> QuerySet[Standing]:
    return Standing.objects.filter(learner__in=_present(cohort).values("learner"), course=cohort.course)


def totals(cohort: Cohort) -> dict[str, dict[str, Score]]:
    """The first answers of all present members by kind (objective, outcome, node) and ident: one statement.

    Each kind is summed by itself, since SQLite sorts what it groups, and a third of the rows thrice costs half.
    """
    found: dict[str, dict[str, Score]] = {"objective": {}, "outcome": {}, "node": {}}
    first, *others = (
        _standings(cohort).filter(kind=kind).values_list(Value(kind), "ident").annotate(Sum("n"), Sum("right"))
        for kind in found
    )
    for kind, ident, n, right in first.union(*others, all=True):
        found[kind][ident] = Score(ident, n, right)
    return found


def risks(rows: Sequence[Member]) -> list[Member]:
    """Who is at risk: those with most reasons first, then those idle longest."""
    return sorted((one for one in rows if one.at_risk), key=lambda one: (-one.at_risk, -(one.idle or 0), one.name))


def best(cohort: Cohort) -> dict[tuple[int, int], float]:
    """The best share of right answers by learner and assignment."""
    share = Max(F("right_count") * 1.0 / F("asked_count"))
    runs = Attempt.objects.filter(assignment__cohort=cohort, finished__isnull=False, asked_count__gt=0)
    rows = runs.values("learner", "assignment").annotate(share=share)
    return {(learner, row): found for learner, row, found in rows.values_list("learner", "assignment", "share")}


def lessons_read(cohort: Cohort) -> dict[int, int]:
    """How many lessons each member has read."""
    rows = Reading.objects.filter(learner__in=_present(cohort).values("learner"), course=cohort.course)
    return dict(rows.values("learner").annotate(count=Count("pk")).values_list("learner", "count"))
