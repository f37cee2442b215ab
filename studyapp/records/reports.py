"""What learners say is wrong with questions, and what became of it."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils import timezone

from studyapp.records import banks, publications
from studyapp.records.models import Bank, Cohort, Report, User


def queue(user: User, *, settled: bool = False) -> QuerySet[Report]:
    """Reports a user may see, the newest first.

    Of banks written in the browser: their authors; of the course's files: the instructors of the learner's classes; all: administrators.
    """
    found = Report.objects.select_related("asked__attempt", "asked__answer", "mended__bank", "settled_by")
    found = found.filter(settled__isnull=not settled).order_by("-at", "-pk")
    if user.role == User.Role.ADMINISTRATOR:
        return found
    cohorts = Cohort.objects.filter(Q(owner=user) | Q(instructors=user))
    taught = Q(asked__learner__membership__cohort__in=cohorts, asked__learner__membership__left=None)
    return found.filter(_about(banks.of(user)) | (taught & ~_about(Bank.objects.all()))).distinct()


def _about(found: QuerySet[Bank]) -> Q:
    """Reports on questions of those banks."""
    prefixes = [f"{course}/{ident}/" for course, ident in found.values_list("course", "ident")]
    return reduce(or_, (Q(asked__question__startswith=prefix) for prefix in prefixes), Q(pk__in=[]))


def find(user: User, report: int) -> Report | None:
    """The report, if the user may see it."""
    return (queue(user) | queue(user, settled=True)).filter(pk=report).first()


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
