"""Banks that are written in the browser: drafts, authors, and the race between two of them."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from studyapp.catalogue.courses import Course
from studyapp.catalogue.questions import Bank as Served
from studyapp.formats.bank_markdown import normalise
from studyapp.records import editions, rows, shelf, trail
from studyapp.records.models import Bank, Publication, User

IDENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LARGEST = 5_000_000  # bytes of a draft
LONGEST = 100  # characters of an id
FRONT = re.compile(r"---\n(.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)

# The numbers of a user's own ones and of those that are shared with her.
WRITTEN = """
SELECT id FROM records_bank WHERE owner_id = %s UNION SELECT bank_id FROM records_bank_authors WHERE user_id = %s
"""
FOUND = """
records_bank LEFT JOIN records_user ON records_user.id = records_bank.saved_by_id
WHERE records_bank.course = %s AND records_bank.ident = %s"""
LISTED = """
records_bank JOIN records_user ON records_user.id = records_bank.owner_id
LEFT JOIN records_publication ON records_publication.bank_id = records_bank.id AND records_publication.number = (
  SELECT max(number) FROM records_publication WHERE bank_id = records_bank.id
)
WHERE records_bank.course = %s"""
IN_ORDER = " ORDER BY records_bank.title, records_bank.id"
LONG = ("draft", "items", "text")  # columns that no list reads

START = """\
---
bank: {ident}
objective: {objective}
---

# {title}
"""


class Refused(Exception):
    """What was asked for cannot be had; `why` is a word that the page turns into a sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Stale(Exception):
    """Somebody else saved meanwhile; `current` is the bank as it is now."""

    def __init__(self, current: Bank) -> None:
        super().__init__("stale")
        self.current = current


def of(user: User) -> QuerySet[Bank]:
    """The banks a user may write: own and shared ones; all for an administrator."""
    if user.role == User.Role.ADMINISTRATOR:
        return Bank.objects.all()
    shared = Bank.authors.through.objects.filter(user=user).values("bank")
    return Bank.objects.filter(pk__in=Bank.objects.filter(owner=user).values("pk").union(shared))


def find(user: User, course: str, ident: str) -> Bank | None:
    """The bank, if the user may write it. Its draft is not read again where this process read it a moment ago."""
    where, whose = _written_by(user)
    found = rows.first(FOUND + where, [course, ident, *whose], Bank, User, without=LONG)
    if found is None:
        return None
    bank: Bank = found[0]
    bank.saved_by = found[1]
    if bank.owner_id == user.pk:
        bank.owner = user
    try:
        bank.draft = _draft(bank.pk, bank.version, bank.saved)
    except Bank.DoesNotExist:  # another draft was saved just now
        return find(user, course, ident)
    return bank


def _written_by(user: User) -> tuple[str, list[int]]:
    """The condition of a statement that finds what a user may write, and its values; an administrator may write all."""
    return (
        ("", [])
        if user.role == User.Role.ADMINISTRATOR
        else (f" AND records_bank.id IN ({WRITTEN})", [user.pk, user.pk])
    )


@lru_cache(maxsize=4)
def _draft(bank: int, version: int, saved: datetime) -> str:
    """The draft of that version, which may be megabytes; two versions of a number, as tests make them, are told apart by their time."""
    return Bank.objects.values_list("draft", flat=True).get(pk=bank, version=version, saved=saved)


def listed(user: User, course: str) -> list[tuple[Bank, Publication | None]]:
    """The banks a user may write, each with its last publication, without their texts."""
    where, whose = _written_by(user)
    found = rows.read(LISTED + where + IN_ORDER, [course, *whose], Bank, User, Publication, without=LONG)
    for bank, owner, _ in found:
        bank.owner = owner
    return [(bank, newest) for bank, _, newest in found]


def of_files(course: Course) -> Mapping[str, Served]:
    """The banks of the course's folder, by id."""
    return shelf.catalogue().courses[course.id].banks


def create(*, course: Course, ident: str, title: str, owner: User, sealed: bool = False, text: str = "") -> Bank:
    """A new bank with a first draft. Refused: `ident` is no id, or is taken; `title` is empty."""
    if not IDENT.fullmatch(ident) or len(ident) > LONGEST:
        raise Refused("ident")
    if editions.taken(course, ident):
        raise Refused("taken")
    if not (title := " ".join(title.split())[:200]):
        raise Refused("title")
    draft = text or START.format(ident=ident, title=title, objective=next(iter(course.objectives), ""))
    try:
        with transaction.atomic():
            return Bank.objects.create(
                course=course.id, ident=ident, title=title, owner=owner, sealed=sealed, draft=_sound(draft),
                saved=timezone.now(), saved_by=owner,
            )  # fmt: skip
    except IntegrityError:
        raise Refused("taken") from None


def named(text: str, ident: str) -> str:
    """The text of a bank under another id."""
    text = normalise(text)
    front = FRONT.match(text)
    if front is None:
        return f"---\nbank: {ident}\n---\n\n{text}"
    rest = [line for line in front[1].splitlines() if not line.startswith("bank:")]
    lines = "\n".join([f"bank: {ident}", *rest])
    return f"---\n{lines}\n---{text[front.end() :]}"


def copied(text: str, ident: str) -> str:
    """The text of a bank under a new id, which names where it came from."""
    text = normalise(text)
    old = re.search(r"^bank:[ \t]*([a-z0-9-]+)[ \t]*$", text, re.MULTILINE)
    rest = re.sub(r"^from:.*\n", "", text, count=1, flags=re.MULTILINE)
    origin = f"\nfrom: {old[1]}" if old else ""
    return named(rest, ident).replace(f"bank: {ident}", f"bank: {ident}{origin}", 1)


def file_text(content: Path, course: Course, bank: str) -> str | None:
    """The text of a bank among the course's files."""
    for path in sorted((content / course.id / "banks").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if re.search(rf"^bank:[ \t]*{re.escape(bank)}[ \t]*$", text, re.MULTILINE):
            return text
    return None


def save(bank: Bank, *, text: str, version: int, by: User) -> Bank:
    """Store a draft over the version that its author saw. Stale when a co-author was quicker; Refused when too large.

    The same text again is no change, so that a second click, or a draft sent twice, is no race.
    """
    text = _sound(text)
    seen = Bank.objects.filter(pk=bank.pk, version=version)
    if seen.exclude(draft=text).update(draft=text, version=F("version") + 1, saved=timezone.now(), saved_by=by):
        bank.refresh_from_db()
        return bank
    bank.refresh_from_db()
    if bank.draft != text:
        raise Stale(bank)
    return bank


def _sound(text: str) -> str:
    """Line ends as the reader has them; nothing that a database cannot hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").removeprefix("\ufeff")
    text = text.encode("utf-8", "replace").decode("utf-8")
    if len(text.encode()) > LARGEST:
        raise Refused("large")
    return text


def share(bank: Bank, *, email: str, by: User) -> User:
    """Give an instructor a hand in the bank. Refused: `nobody` of that address teaches here."""
    found = User.objects.filter(email__iexact=email.strip()).exclude(role=User.Role.LEARNER).first()
    if found is None or found == bank.owner:
        raise Refused("nobody")
    bank.authors.add(found)
    trail.note(by, "bank shared", str(bank.pk), {"with": found.pk})
    return found


@transaction.atomic
def hand_over(bank: Bank, *, user: int, by: User) -> None:
    """Make one of the authors the owner; who owned it stays an author. Refused: `nobody` of that number writes it."""
    found = bank.authors.filter(pk=user).first()
    if found is None:
        raise Refused("nobody")
    before, bank.owner = bank.owner, found
    bank.save(update_fields=["owner"])
    bank.authors.remove(found)
    bank.authors.add(before)
    trail.note(by, "bank handed over", str(bank.pk), {"from": before.pk, "to": found.pk})


def unshare(bank: Bank, *, user: int, by: User) -> None:
    bank.authors.remove(user)
    trail.note(by, "bank unshared", str(bank.pk), {"with": user})


def open_to_all(bank: Bank, *, opened: bool, by: User) -> None:
    """An administrator opens a bank to the whole course, or closes it again."""
    if by.role != User.Role.ADMINISTRATOR:
        raise Refused("role")
    Bank.objects.filter(pk=bank.pk).update(opened=opened)
    trail.note(by, "bank opened" if opened else "bank closed", str(bank.pk), {})
    editions.rise()
