"""Classes: made, joined with a code, taught by one or several, left, put away."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import choice
from typing import Any, cast

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from studyapp.records import rows, trail
from studyapp.records.attempts import LAST, Refused
from studyapp.records.models import Cohort, Invitation, Learner, Membership, User
from studyapp.records.models.teaching import AWAY

LETTERS = "BCDFGHJKMNPQRSTVWXZ"  # none that is taken for another, and no vowels, so that no words come out
LENGTH = 10
LASTS = timedelta(days=30)
# The numbers of the classes that a user teaches; two short lists, since an OR would have every class looked at.
MINE = """
SELECT id FROM records_cohort WHERE owner_id = %s
UNION SELECT cohort_id FROM records_cohort_instructors WHERE user_id = %s
"""
OWNED = "records_cohort JOIN records_user ON records_user.id = owner_id"
PRESENT = """
records_membership JOIN records_cohort ON records_cohort.id = cohort_id JOIN records_user ON records_user.id = owner_id
JOIN records_learner ON records_learner.id = learner_id
WHERE learner_id = %s AND cohort_id = %s AND "left" IS NULL
"""
# Judgements of those who learn in one of the user's classes now, in the course of the class.
TAUGHT = f"""EXISTS (
  SELECT 1 FROM records_membership JOIN records_cohort ON records_cohort.id = cohort_id
  WHERE cohort_id IN ({MINE}) AND "left" IS NULL
  AND records_membership.learner_id = records_judgement.learner_id AND records_cohort.course = records_judgement.course
)"""  # noqa: S608 - our own words


def teaches(user: User) -> bool:
    return user.role in (User.Role.INSTRUCTOR, User.Role.ADMINISTRATOR)


def of_instructor(user: User) -> QuerySet[Cohort]:
    """The classes a user may look into: own and shared ones; all for an administrator."""
    found = Cohort.objects.select_related("owner").order_by("-made", "-pk")
    if user.role == User.Role.ADMINISTRATOR:
        return found
    shared = Cohort.instructors.through.objects.filter(user=user)
    mine = Cohort.objects.filter(owner=user).values("pk").union(shared.values("cohort"))
    return found.filter(pk__in=mine) if teaches(user) else found.none()


def taught(user: User) -> tuple[str, list[Any]]:
    """What judgements of a user's learners fulfil, and its values; all of them do for an administrator."""
    if user.role == User.Role.ADMINISTRATOR:
        return "TRUE", []
    return (TAUGHT, [user.pk, user.pk]) if teaches(user) else ("FALSE", [])


def find(user: User, cohort_id: int) -> Cohort | None:
    """The class, if the user may look into it."""
    if not teaches(user) or cohort_id > LAST:
        return None
    source, params = f"{OWNED} WHERE records_cohort.id = %s", [cohort_id]
    if user.role != User.Role.ADMINISTRATOR:
        source, params = f"{source} AND records_cohort.id IN ({MINE})", [cohort_id, user.pk, user.pk]
    found = rows.first(source, params, Cohort, User)
    return _owned(*found) if found else None


def _owned(cohort: Cohort, owner: User) -> Cohort:
    cohort.owner = owner
    return cohort


def in_order(user: User) -> QuerySet[Cohort, int]:
    """The numbers of a user's classes, the newest first, those put away last."""
    return of_instructor(user).order_by(AWAY, "-made", "-pk").values_list("pk", flat=True)


def counted(numbers: Sequence[int]) -> list[Cohort]:
    """These classes, each with `members`, how many learn in it."""
    present = Count("membership", filter=Q(membership__left=None))
    found = Cohort.objects.select_related("owner").annotate(members=present).in_bulk(numbers)
    return [found[number] for number in numbers]


def make(*, course: str, title: str, owner: User, at: datetime) -> Cohort:
    return Cohort.objects.create(course=course, title=_titled(title), owner=owner, made=at)


def rename(cohort: Cohort, title: str) -> None:
    cohort.title = _titled(title)
    cohort.save(update_fields=["title"])


def _titled(title: str) -> str:
    return _text(title, 200, "title")


def _text(text: str, most: int, name: str) -> str:
    """One line of text. Refused by its name when nothing is left, or too much."""
    line = " ".join(text.replace("\x00", "").split())
    if not line:
        raise Refused(name)
    if len(line) > most:
        raise Refused(f"{name}-long")
    return line


def archive(cohort: Cohort, at: datetime) -> None:
    """Put the class away: nobody joins it or starts a run for it; what was done can still be looked at."""
    Cohort.objects.filter(pk=cohort.pk, archived=None).update(archived=at)


def restore(cohort: Cohort) -> None:
    Cohort.objects.filter(pk=cohort.pk).update(archived=None)


def invite(cohort: Cohort, at: datetime, *, code: str = "") -> Invitation:
    """A new code, which lasts for thirty days."""
    code = code or "".join(choice(LETTERS) for _ in range(LENGTH))
    return Invitation.objects.create(cohort=cohort, code=code, made=at, expires=at + LASTS)


def invitations(cohort: Cohort, at: datetime) -> list[Invitation]:
    """Those that still let somebody in, the newest first."""
    return list(Invitation.objects.filter(cohort=cohort, revoked=None, expires__gt=at).order_by("-made", "-pk"))


def revoke(cohort: Cohort, invitation_id: int, at: datetime) -> None:
    Invitation.objects.filter(cohort=cohort, pk=invitation_id, revoked=None).update(revoked=at)


def invitation(code: str) -> Invitation | None:
    found = Invitation.objects.select_related("cohort__owner")
    return found.filter(code=code.upper()).first()


def is_valid(invitation: Invitation, at: datetime) -> bool:
    return invitation.revoked is None and invitation.expires > at and invitation.cohort.archived is None


@transaction.atomic
def join(invitation: Invitation, learner: Learner, *, name: str, at: datetime) -> Membership:
    """Make the learner a member. Joining again, also after leaving, is one membership, under the newest name."""
    if not is_valid(invitation, at):
        raise Refused("expired")
    name = _text(name, 100, "name")
    row, made = Membership.objects.get_or_create(
        cohort=invitation.cohort, learner=learner, defaults={"name": name, "joined": at}
    )
    if not made:
        row.name, row.left = name, None
        row.save(update_fields=["name", "left"])
    return row


def leave(cohort_id: int, learner_id: int, at: datetime) -> bool:
    """What the learner did stays hers; the class sees nothing of it any more. Whether there was somebody to leave."""
    present = Membership.objects.filter(cohort=cohort_id, learner=learner_id, left=None)
    return bool(present.update(left=at))


def memberships(learner_id: int | None) -> list[Membership]:
    """The classes a learner is in, with those who teach them."""
    if learner_id is None:
        return []
    found = Membership.objects.filter(learner=learner_id, left=None, cohort__archived=None)
    return list(found.select_related("cohort__owner").prefetch_related("cohort__instructors").order_by("-joined"))


def membership(learner_id: int | None, cohort_id: int) -> Membership | None:
    if not learner_id or max(learner_id, cohort_id) > LAST:
        return None
    found = rows.first(PRESENT, [learner_id, cohort_id], Membership, Cohort, User, Learner)
    if found is None:
        return None
    member, cohort, owner, learner = found
    member.cohort, member.learner = _owned(cohort, owner), learner
    return cast(Membership, member)


def add_instructor(cohort: Cohort, *, email: str, by: User) -> User:
    """Let another instructor teach the class too. Refused when nobody of that address teaches here."""
    found = User.objects.filter(email__iexact=email.strip()).exclude(role=User.Role.LEARNER).first()
    if found is None or found.pk == cohort.owner_id:
        raise Refused("nobody")
    cohort.instructors.add(found)
    trail.note(by, "class shared", str(cohort.pk), {"with": found.pk})
    return found


def remove_instructor(cohort: Cohort, user_id: int, *, by: User) -> None:
    if cohort.instructors.filter(pk=user_id).exists():
        cohort.instructors.remove(user_id)
        trail.note(by, "class unshared", str(cohort.pk), {"with": user_id})


@transaction.atomic
def hand_over(cohort: Cohort, user_id: int, *, by: User) -> None:
    """Make a co-instructor the owner; the owner of before stays as a co-instructor."""
    heir = cohort.instructors.filter(pk=user_id).first()
    if heir is None:
        raise Refused("nobody")
    before = cohort.owner
    cohort.instructors.remove(heir)
    cohort.instructors.add(before)
    cohort.owner = heir
    cohort.save(update_fields=["owner"])
    trail.note(by, "class handed over", str(cohort.pk), {"from": before.pk, "to": heir.pk})
