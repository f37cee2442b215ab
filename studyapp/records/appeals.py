"""What learners say against a judgement of a design, and what became of it."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from studyapp.records import cohorts, trail
from studyapp.records.models import Appeal, User


def queue(user: User, *, settled: bool = False) -> QuerySet[Appeal]:
    """The appeals of those whom a user teaches, the newest first; all for an administrator."""
    found = Appeal.objects.select_related("judgement__revision").filter(settled__isnull=not settled)
    return found.filter(cohorts.taught(user, "judgement__learner", "judgement__course")).order_by("-at", "-pk")


def find(user: User, appeal: int) -> Appeal | None:
    """The appeal, if the user may see it."""
    return (queue(user) | queue(user, settled=True)).filter(pk=appeal).first()


@transaction.atomic
def settle(appeal: Appeal, *, by: User, granted: bool) -> None:
    """Count the design as passed, or let the judgement stand. Whoever comes second changes nothing."""
    waiting = Appeal.objects.filter(pk=appeal.pk, settled=None)
    if waiting.update(settled=timezone.now(), settled_by=by, granted=granted):
        judged = appeal.judgement
        kind = "appeal granted" if granted else "appeal refused"
        trail.note(by, kind, f"{judged.course}/{judged.exercise}", {"appeal": appeal.pk, "judgement": judged.pk})
