"""What learners say against a judgement of a design, and what became of it."""

from django.db import transaction
from django.utils import timezone

from studyapp.records import cohorts, rows, trail
from studyapp.records.attempts import LAST
from studyapp.records.models import Appeal, Judgement, Revision, User

JUDGED = "records_appeal JOIN records_judgement ON records_judgement.id = judgement_id"
WHOLE = f"{JUDGED} JOIN records_revision ON records_revision.hash = revision_id"
IN_ORDER = "ORDER BY records_appeal.at DESC, records_appeal.id DESC"
FIRST = range(10)
TABLES = (Appeal, Judgement, Revision)


def _waiting(settled: bool) -> str:
    return f"records_appeal.settled IS {'NOT ' if settled else ''}NULL"


def count(user: User) -> int:
    """How many appeals wait of those whom a user teaches; of everybody for an administrator."""
    taught, params = cohorts.taught(user)
    sql = f"SELECT count(*) FROM {JUDGED} WHERE {_waiting(settled=False)} AND {taught}"  # noqa: S608 - our own words
    return int(rows.values(sql, params)[0][0])


def queue(user: User, places: range = FIRST, *, settled: bool = False) -> list[Appeal]:
    """Those at these places, the newest first, each with what was judged and by which wording."""
    taught, params = cohorts.taught(user)
    source = f"{WHOLE} WHERE {_waiting(settled)} AND {taught} {IN_ORDER} LIMIT {len(places)} OFFSET {places.start}"
    return [_whole(*found) for found in rows.read(source, params, *TABLES)]


def find(user: User, appeal: int) -> Appeal | None:
    """The appeal, if the user may see it."""
    taught, params = cohorts.taught(user)
    source = f"{WHOLE} WHERE records_appeal.id = %s AND {taught}"
    found = rows.first(source, [appeal, *params], *TABLES) if appeal <= LAST else None
    return _whole(*found) if found else None


def _whole(appeal: Appeal, judgement: Judgement, revision: Revision) -> Appeal:
    appeal.judgement, judgement.revision = judgement, revision
    return appeal


@transaction.atomic
def settle(appeal: Appeal, *, by: User, granted: bool) -> None:
    """Count the design as passed, or let the judgement stand. Whoever comes second changes nothing."""
    waiting = Appeal.objects.filter(pk=appeal.pk, settled=None)
    if waiting.update(settled=timezone.now(), settled_by=by, granted=granted):
        judged = appeal.judgement
        kind = "appeal granted" if granted else "appeal refused"
        trail.note(by, kind, f"{judged.course}/{judged.exercise}", {"appeal": appeal.pk, "judgement": judged.pk})
