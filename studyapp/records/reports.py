"""What learners say is wrong with questions, and what became of it."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from studyapp.records import banks, cohorts, publications
from studyapp.records.models import Bank, Membership, Report, User


def queue(user: User, *, settled: bool = False) -> QuerySet[Report]:
    """Reports a user may see, the newest first.

    Of banks written in the browser: their authors; of the course's files: the instructors of the learner's classes; all: administrators.
    """
    found = Report.objects.filter(settled__isnull=not settled).order_by("-at", "-pk")
    if user.role == User.Role.ADMINISTRATOR:
        return found
    learners = Membership.objects.filter(cohort__in=cohorts.numbers(user), left=None).values("learner")
    own = [Q(course=course, bank=ident) for course, ident in banks.of(user).values_list("course", "ident")]
    written = Bank.objects.filter(course=OuterRef("course"), ident=OuterRef("bank"))  # in the browser
    taught = Report.objects.filter(~Exists(written), learner__in=learners).values("pk")
    theirs = Report.objects.filter(reduce(or_, own, Q(pk__in=[]))).values("pk")
    return found.filter(pk__in=taught.union(theirs))


def in_order(user: User, *, settled: bool = False) -> QuerySet[Report, int]:
    """Their numbers alone, since a database carries along what it puts in order."""
    return queue(user, settled=settled).values_list("pk", flat=True)


def whole(numbers: Sequence[int]) -> list[Report]:
    """These reports, with what was asked and answered, and where they were mended."""
    found = Report.objects.select_related("asked__attempt", "asked__answer", "mended__bank")
    rows = found.defer("mended__text", "mended__items", "mended__bank__draft").in_bulk(numbers)
    return [rows[number] for number in numbers if number in rows]


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
