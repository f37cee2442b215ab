"""What learners say is wrong with questions, and what became of it."""

from typing import Any

from django.utils import timezone

from studyapp.records import cohorts, publications, rows
from studyapp.records.attempts import LAST, with_answer
from studyapp.records.banks import WRITTEN
from studyapp.records.models import Answer, Asked, Attempt, Bank, Publication, Report, User

# Of banks written in the browser: their authors; of the course's files: the instructors of the learner's classes. What is looked
# for stands in both halves, since PostgreSQL would go through all that waits to compare it with what a user sees.
SEEN = f"""
SELECT records_report.id, at FROM records_report
WHERE {{wanted}} AND learner_id IN (SELECT learner_id FROM records_membership WHERE cohort_id IN ({cohorts.MINE}) AND "left" IS NULL)
AND NOT EXISTS (SELECT 1 FROM records_bank WHERE records_bank.course = records_report.course AND ident = bank)
UNION ALL SELECT records_report.id, at FROM records_bank
JOIN records_report ON records_bank.course = records_report.course AND ident = bank
WHERE {{wanted}} AND records_bank.id IN ({WRITTEN})
"""  # noqa: S608 - our own words
ALL = "SELECT id, at FROM records_report WHERE {wanted}"
# The numbers come first by themselves, since a database carries along what it puts in order.
WHOLE = """
records_report JOIN records_asked ON records_asked.id = records_report.asked_id
JOIN records_attempt ON records_attempt.id = attempt_id LEFT JOIN records_answer ON records_answer.asked_id = records_asked.id
WHERE records_report.id IN (SELECT id FROM ({found}) AS found ORDER BY at DESC, id DESC LIMIT {limit} OFFSET {start})
ORDER BY at DESC, records_report.id DESC
"""
WAITING, SETTLED = "records_report.settled IS NULL", "records_report.settled IS NOT NULL"
MOST = 1000  # that are counted


def _found(user: User, wanted: str, *values: Any) -> tuple[str, list[Any]]:
    """The reports of that kind that a user may see, and the statement's values; all of them for an administrator."""
    if user.role == User.Role.ADMINISTRATOR:
        return ALL.format(wanted=wanted), [*values]
    return SEEN.format(wanted=wanted), [*values, user.pk, user.pk] * 2


def count(user: User) -> int:
    """How many reports wait for a user; beyond a thousand they are counted no more."""
    found, params = _found(user, WAITING)
    sql = f"SELECT count(*) FROM (SELECT id FROM ({found}) AS found LIMIT {MOST + 1}) AS counted"  # noqa: S608 - our own words
    return int(rows.values(sql, params)[0][0])


def queue(user: User, places: range, *, settled: bool = False) -> list[Report]:
    """Those at these places, the newest first, with what was asked and answered, and where they were mended."""
    found, params = _found(user, SETTLED if settled else WAITING)
    shown = rows.read(
        WHOLE.format(found=found, limit=len(places), start=places.start), params, Report, Asked, Attempt, Answer
    )
    for report, asked, attempt, answer in shown:
        report.asked, asked.attempt = with_answer(asked, answer), attempt
    reports = [report for report, *_ in shown]
    return _with_mended(reports) if settled else reports


def _with_mended(reports: list[Report]) -> list[Report]:
    """With the publications that mended them, whose texts are large and not shown."""
    slim = Publication.objects.select_related("bank").only("number", "bank__title")
    mended = slim.in_bulk({one.mended_id for one in reports if one.mended_id})
    for one in reports:
        one.mended = mended.get(one.mended_id) if one.mended_id else None
    return reports


def writes(user: User) -> set[tuple[str, str]]:
    """The banks that a user may write, by course and id; all for an administrator."""
    sql, params = "SELECT course, ident FROM records_bank", [user.pk, user.pk]
    if user.role == User.Role.ADMINISTRATOR:
        return set(rows.values(sql, []))
    return set(rows.values(f"{sql} WHERE id IN ({WRITTEN})", params))


def find(user: User, report: int) -> Report | None:
    """The report, if the user may see it."""
    if report > LAST:
        return None
    seen, params = _found(user, "records_report.id = %s", report)
    found = rows.first(f"records_report WHERE id IN (SELECT id FROM ({seen}) AS found)", params, Report)  # noqa: S608 - our own words
    return found[0] if found else None


def bank_of(report: Report) -> Bank | None:
    """The bank of the reported question, if it is written in the browser."""
    course, bank, _ = report.asked.question.split("/")
    return Bank.objects.filter(course=course, ident=bank).first()


def settle(report: Report, *, by: User, mended: bool) -> Report:
    """Close a report: mended in the newest publication of its bank, or looked at and left. Settling twice is settling once."""
    bank = bank_of(report) if mended else None
    newest = publications.last(bank) if bank else None
    Report.objects.filter(pk=report.pk, settled=None).update(settled=timezone.now(), settled_by=by, mended=newest)
    report.refresh_from_db()
    return report
