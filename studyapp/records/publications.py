"""Making a bank public: what changes for learners, and the moment it does."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, Literal

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from studyapp.catalogue.courses import Course
from studyapp.catalogue.questions import Bank as Served
from studyapp.catalogue.questions import Item, Question
from studyapp.formats.bank_markdown import BankText
from studyapp.formats.drafts import read_draft
from studyapp.formats.problems import Problems
from studyapp.records import editions, regrades, revisions, rows, trail
from studyapp.records.banks import LONG, Refused, Stale
from studyapp.records.models import Bank, Publication, Regrade, User
from studyapp.rules import comparing

ALL = """
records_publication LEFT JOIN records_user ON records_user.id = records_publication.by_id
LEFT JOIN records_regrade ON records_regrade.publication_id = records_publication.id AND records_regrade.reversed IS NULL
WHERE records_publication.bank_id = %s ORDER BY records_publication.number DESC
"""
LAST = "records_publication WHERE bank_id = %s ORDER BY number DESC LIMIT 1"
Draft = tuple[Served | None, BankText, Problems]
_drafts: deque[tuple[Course, str, str, Draft]] = deque(maxlen=4)  # the last that this process read
What = Literal["new", "back", "reordered", "reworded", "key", "retired", "removed", "moved"]


@dataclass(frozen=True)
class Change:
    """What becomes of one question. `moved`: only its title, objective, difficulty or tags differ."""

    what: What
    id: str
    title: str


@dataclass(frozen=True)
class Reading:
    """A draft as the reader sees it."""

    bank: Served | None
    text: BankText
    problems: Problems
    newest: Publication | None  # what learners see meanwhile

    @property
    def publishable(self) -> bool:
        return self.bank is not None and not self.problems.errors and any(not item.retired for item in self.bank.items)


def read(bank: Bank, course: Course, text: str | None = None) -> Reading:
    """The draft, or the text that is being typed, with every problem; an id is never used again for another question."""
    served, written, found = _draft(course, bank.ident, bank.draft if text is None else text)
    problems, newest = Problems(found), last(bank)
    if served is not None:
        check_reuse(bank, newest, served, problems)
    return Reading(served, written, problems, newest)


def _draft(course: Course, ident: str, text: str) -> Draft:
    """The text as the reader sees it: what was read a moment ago, for another page, is not read again."""
    for kept_course, kept_ident, kept_text, draft in _drafts:
        if kept_course is course and (kept_ident, kept_text) == (ident, text):
            return draft
    draft = read_draft(course, ident, text)
    _drafts.append((course, ident, text, draft))
    return draft


def check_reuse(bank: Bank, newest: Publication | None, served: Served, problems: Problems) -> None:
    """Earlier publications are read only where the last one lacks a question."""
    present = {one["id"] for one in newest.items} if newest else set()
    new = [item for item in served.items if item.id not in present]
    if newest is None or not new:
        return
    used: dict[str, dict[str, object]] = {}
    for earlier in bank.publication_set.order_by("number").values_list("number", "items"):
        used |= {one["id"]: {"number": earlier[0], "revision": one["revision"]} for one in earlier[1]}
    file = f"bank {bank.ident} (draft)"
    for item in new:
        former = used.get(item.id)
        if former and former["revision"] != revisions.hash_of(item.question):
            message = f"{item.id}: that id belonged to a question of publication {former['number']}."
            problems.error(file, item.line, message, "choose another id, since answers point at it.")


def last(bank: Bank) -> Publication | None:
    """The last publication, without its text. Its items are not read again where this process read them a moment ago."""
    found = _last(bank)
    if found is not None:
        found.items = _items(found.pk, found.at)
    return found


def _last(bank: Bank) -> Publication | None:
    found = rows.first(LAST, [bank.pk], Publication, without=LONG)
    if found is None:
        return None
    newest: Publication = found[0]
    newest.bank = bank
    return newest


@lru_cache(maxsize=4)
def _items(publication: int, at: datetime) -> Any:
    """What never changes, and may be megabytes; two publications of a number, as tests make them, are told apart by their time."""
    return Publication.objects.values_list("items", flat=True).get(pk=publication, at=at)


def history(bank: Bank) -> list[tuple[Publication, Regrade | None]]:
    """All publications, the last one first, each with the re-grade that holds; without their texts."""
    found = rows.read(ALL, [bank.pk], Publication, User, Regrade, without=LONG)
    for publication, by, _ in found:
        publication.bank, publication.by = bank, by
    return [(publication, regrade) for publication, _, regrade in found]


def published(publication: Publication) -> Served:
    return editions.bank_of(publication)


def beside_draft(bank: Bank) -> Publication | None:
    """The last publication without its text, and with `unchanged`: whether the draft is still that text."""
    found = _last(bank)
    if found is not None:
        found.unchanged = found.hash == hash_of(bank.draft)  # type: ignore[attr-defined]
    return found


@lru_cache(maxsize=4)
def hash_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def changes(newest: Publication | None, served: Served) -> list[Change]:
    """What publishing would change for learners, in the order of the bank; what is removed stands last."""
    before = {one["id"]: one for one in newest.items} if newest else {}
    former = editions.former(newest, served)
    found = [change for item in served.items if (change := _change(before.get(item.id), former.get(item.id), item))]
    now = {item.id for item in served.items}
    return found + [Change("removed", one["id"], one["title"]) for one in before.values() if one["id"] not in now]


def _change(old: Mapping[str, Any] | None, former: Question | None, new: Item) -> Change | None:
    """What became of an item: as it was published, without its question, and its question where that is another now."""
    what: What
    if old is None:
        what = "new"
    elif new.retired != old["retired"]:
        what = "retired" if new.retired else "back"
    elif former is not None and (compared := comparing.compare(former, new.question)) != "same":
        what = compared
    elif any(old[name] != value for name, value in editions.about(new).items()):
        what = "moved"
    else:
        return None
    return Change(what, new.id, new.title)


@transaction.atomic
def publish(bank: Bank, *, course: Course, version: int, by: User, policy: str = "keep") -> Publication:
    """Publish the draft that its author saw, and judge answers to changed keys by the policy.

    Stale when it was saved over, or published, meanwhile; Refused with errors in it.
    """
    bank = Bank.objects.select_for_update().get(pk=bank.pk)
    if bank.version != version:
        raise Stale(bank)
    reading = read(bank, course)
    if reading.bank is None or not reading.publishable:
        raise Refused("problems")
    newest, hash = reading.newest, hash_of(bank.draft)
    if newest is not None and newest.hash == hash and bank.withdrawn is None:
        return newest  # a second click publishes nothing
    keys = [change.id for change in changes(newest, reading.bank) if change.what == "key"]
    rekeyed = list(regrades.keys_of_draft(bank, newest, reading.bank).new)
    revisions.pin(course, reading.bank.items)
    try:
        publication = Publication.objects.create(
            bank=bank, number=newest.number + 1 if newest else 1, text=bank.draft, hash=hash,
            items=editions.stored(reading.bank), rekeyed=rekeyed, at=timezone.now(), by=by,
        )  # fmt: skip
    except IntegrityError:
        raise Stale(bank) from None
    Bank.objects.filter(pk=bank.pk).update(title=reading.bank.title or F("title"), withdrawn=None)
    trail.note(by, "published", f"{bank.course}/{bank.ident}", {"number": publication.number, "keys": keys})
    if policy != "keep" and keys:
        regrades.apply(publication, policy, by=by)
    editions.rise()
    return publication


@transaction.atomic
def withdraw(bank: Bank, *, by: User) -> None:
    """Serve the bank no more. Attempts that are open go on, since their wordings are pinned."""
    if Bank.objects.filter(pk=bank.pk, withdrawn=None).update(withdrawn=timezone.now()):
        trail.note(by, "withdrawn", f"{bank.course}/{bank.ident}", {})
        editions.rise()
