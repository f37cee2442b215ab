"""The catalogue as it is served: the files on the shelf, and the banks that were published in the browser."""

import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import count

from django.db.models import F, OuterRef, Subquery

from studyapp.catalogue.courses import Catalogue, Course, Quiz, Runs
from studyapp.catalogue.questions import Bank, Item, Question
from studyapp.records import revisions, shelf
from studyapp.records.models import Bank as BankRow
from studyapp.records.models import Edition, Publication

log = logging.getLogger(__name__)
LOOK_EVERY = 1.0  # seconds between looks at the number of the edition
PACE = Decimal(83)  # seconds a question in a mock exam
MOCK = 30  # questions
SIZES = (10, 20, 30)
_serials = count(1)
PASS_PERCENT = 90


class Editions:
    """What one process serves. Only what changed since the last edition is read again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looked: float | None = None
        self._number = -1
        self._files: Catalogue | None = None
        self._served, self.serial = Catalogue(), 0
        self._banks: dict[int, Bank] = {}  # by publication

    def catalogue(self) -> Catalogue:
        files = shelf.catalogue()
        due = self._looked is None or time.monotonic() - self._looked > LOOK_EVERY
        if due or files is not self._files:
            with self._lock:
                self._look(files, due)
        return self._served

    def look_again(self) -> None:
        """Look at the next request, however soon it comes. What is served goes on being served until then."""
        self._looked = None

    def _look(self, files: Catalogue, due: bool) -> None:
        number = number_now() if due else self._number
        if number != self._number or files is not self._files:
            rows = list(_newest()) if number > 0 else []
            self._banks = {row.pk: self._banks.get(row.pk) or bank_of(row) for row in rows}
            self._served = merged(files, [(row.bank, self._banks[row.pk]) for row in rows])
            self._number, self._files, self.serial = number, files, next(_serials)
            revisions.know(item.question for course in self._served.courses.values() for item in course.items.values())
        if due:
            self._looked = time.monotonic()


_editions = Editions()


def catalogue() -> Catalogue:
    return _editions.catalogue()


def serial() -> int:
    """The number of the catalogue that this process serves: no two have the same."""
    return _editions.serial


def forget() -> None:
    """Begin as a new process does, which may know already what the files hold."""
    global _editions  # noqa: PLW0603 - a process has one
    if _editions._number > 0:
        _editions = Editions()
    _editions.look_again()


def number_now() -> int:
    return Edition.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def rise() -> None:
    """Tell every process that something was published, withdrawn or opened."""
    Edition.objects.get_or_create(pk=1)
    Edition.objects.filter(pk=1).update(number=F("number") + 1)
    _editions.look_again()


def _newest() -> Iterable[Publication]:
    """The last publication of each bank that is not withdrawn."""
    last = Publication.objects.filter(bank=OuterRef("bank")).order_by("-number").values("pk")[:1]
    rows = Publication.objects.filter(bank__withdrawn=None, pk=Subquery(last))
    return rows.select_related("bank").order_by("bank__course", "bank__ident")


def stored(bank: Bank) -> list[dict[str, object]]:
    """A bank's items for the database: each without its question, which is a revision."""
    return [
        {
            "id": item.id, "revision": revisions.hash_of(item.question), **about(item),
            "retired": item.retired, "turns_on": list(item.turns_on),
        }
        for item in bank.items
    ]  # fmt: skip


def about(item: Item) -> dict[str, object]:
    """What is stored of an item besides its question."""
    return {
        "title": item.title, "objective": item.objective, "difficulty": item.difficulty, "tags": list(item.tags),
        "points": item.points,
    }  # fmt: skip


def former(publication: Publication | None, served: Bank) -> dict[str, Question]:
    """By id the published question of each item that has another one now: of a large bank only these are read."""
    now = {item.id: revisions.hash_of(item.question) for item in served.items}
    stored = publication.items if publication else []
    old = {one["id"]: one["revision"] for one in stored if now.get(one["id"], one["revision"]) != one["revision"]}
    questions = revisions.questions(old.values()) if old else {}
    return {id: questions[revision] for id, revision in old.items()}


def bank_of(publication: Publication) -> Bank:
    """A published bank as a value: nothing is parsed."""
    row = publication.bank
    questions = revisions.questions([one["revision"] for one in publication.items])
    items = tuple(
        Item(
            question=questions[one["revision"]], bank=row.ident, id=one["id"], title=one["title"],
            objective=one["objective"], difficulty=one["difficulty"], tags=tuple(one["tags"]),
            points=one["points"], retired=one["retired"], turns_on=tuple(one["turns_on"]),
        )
        for one in publication.items
    )  # fmt: skip
    return Bank(row.ident, row.title, items)


def quiz_of(row: BankRow, bank: Bank) -> Quiz:
    """A web bank is one quiz of its own; a sealed one serves mock exams alone."""
    size = sum(not item.retired for item in bank.items)
    spread = ("objective", "kind", "difficulty")
    if row.sealed:
        of = min(size, MOCK)
        runs = {"mock": Runs((of,), of * PACE / 60, spread)}
    else:
        sizes = tuple(one for one in SIZES if one <= size) or (size,)
        runs = {"practice": Runs(sizes, None, spread), "graded": Runs(sizes[-1:], None, spread)}
    return Quiz(row.ident, row.title, "", (row.ident,), PASS_PERCENT, runs, audience=row.ident, sealed=row.sealed)


def merged(files: Catalogue, published: list[tuple[BankRow, Bank]]) -> Catalogue:
    """The files' courses with the published banks in them; a file wins over a bank of the same id."""
    courses = dict(files.courses)
    for row, bank in published:
        course = courses.get(row.course)
        if course is None or not any(not item.retired for item in bank.items):
            continue
        if taken(course, row.ident):
            log.warning("the bank %s of %s is not served: a file of the course has that id", row.ident, row.course)
            continue
        courses[course.id] = _with(course, row, bank)
    return Catalogue(courses)


def _with(course: Course, row: BankRow, bank: Bank) -> Course:
    quizzes = {**course.quizzes, row.ident: quiz_of(row, bank)}
    return replace(course, banks={**course.banks, row.ident: bank}, quizzes=quizzes)


def taken(course: Course, ident: str) -> bool:
    """Whether a bank or quiz of the course's files has that id."""
    quiz = course.quizzes.get(ident)
    return ident in course.banks or (quiz is not None and not quiz.audience)
