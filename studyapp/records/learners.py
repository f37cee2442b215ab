"""Persons and guests."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from studyapp.records import attempts, certificates, designs, exercises, progress, sketches, tallies, trail, waiting
from studyapp.records.models import Asked, Attempt, Filling, Learner, Pulse, Reading, Report, Standing, User


def make_guest() -> Learner:
    return Learner.objects.create()


def of_user(user: User) -> Learner:
    """The learner of an account, made when there is none."""
    learner, _ = Learner.objects.get_or_create(user=user)
    return learner


@transaction.atomic
def adopt(*, user: User, guest_id: int | None) -> Learner:
    """Who a user is after signing in or up: a guest's work becomes the account's."""
    known = Learner.objects.filter(user=user).first()
    waiting.in_turn(*[pk for pk in (guest_id, known and known.pk) if pk])
    guest = Learner.objects.filter(pk=guest_id, user=None).first() if guest_id else None
    if guest is None:
        return known or of_user(user)
    if known is None:
        guest.user = user
        guest.save(update_fields=["user"])
        return guest
    _move(guest, known)
    guest.delete()
    return known


def _move(guest: Learner, known: Learner) -> None:
    """Move all records. The account's own first answers stay first; of two open attempts the older is handed in."""
    runs = list(Attempt.objects.filter(learner=guest).values_list("pk", flat=True))
    for attempt in Attempt.objects.filter(learner=guest).order_by("pk"):
        others = Attempt.objects.filter(learner=known, course=attempt.course, quiz=attempt.quiz, mode=attempt.mode)
        open_one = others.filter(finished=None).first()
        if attempt.finished is None and open_one:
            attempts.hand_in(min(attempt, open_one, key=lambda a: a.started))
        attempt.number = (others.aggregate(last=Max("number"))["last"] or 0) + 1
        attempt.learner = known
        attempt.save(update_fields=["number", "learner"])
    taken = Asked.objects.filter(learner=known, first=True).values("question")
    with tallies.changing(tallies.counted().filter(asked__attempt__in=runs)):
        Asked.objects.filter(learner=guest, question__in=taken).update(first=False)
    Asked.objects.filter(learner=guest).update(learner=known)
    Report.objects.filter(learner=guest).update(learner=known)
    for reading in Reading.objects.filter(learner=guest):
        if not Reading.objects.filter(learner=known, course=reading.course, lesson=reading.lesson).exists():
            reading.learner = known
            reading.save(update_fields=["learner"])
    for filling in Filling.objects.filter(learner=guest):
        _move_filling(filling, known)
    designs.move(guest, known)
    certificates.move(guest, known)
    exercises.move(guest, known, timezone.now())
    sketches.move(guest, known)
    courses = {row.course for model in (Standing, Pulse) for row in model._default_manager.filter(learner=guest)}
    for course in sorted(courses):
        progress.rebuild(known, course)


def _move_filling(filling: Filling, known: Learner) -> None:
    """What a guest wrote fills the fields that the account's own worksheet leaves empty."""
    own = Filling.objects.filter(learner=known, course=filling.course).first()
    if own is None:
        filling.learner = known
        filling.save(update_fields=["learner"])
    else:
        own.texts = {**filling.texts, **own.texts}
        own.save(update_fields=["texts"])


@transaction.atomic
def give_role(user: User, role: str, *, by: User | None) -> None:
    """Let the account learn, teach or administer; the change is in the trail."""
    before, user.role = user.role, role
    user.is_staff = role == User.Role.ADMINISTRATOR
    user.save(update_fields=["role", "is_staff"])
    if before != role:
        trail.note(by, "role", f"account {user.pk}", {"from": str(before), "to": str(role)})


@transaction.atomic
def open_account(user: User, *, opened: bool, by: User | None) -> None:
    """Let somebody sign in, or no more; who is signed in is out at once."""
    if user.is_active != opened:
        user.is_active = opened
        user.save(update_fields=["is_active"])
        trail.note(by, "account opened" if opened else "account closed", f"account {user.pk}", {})


@transaction.atomic
def drop_second_step(user: User, *, by: User | None) -> bool:
    """For somebody who has lost phone and codes: the password alone lets her in again. Whether there was a second step."""
    dropped, _ = Authenticator.objects.filter(user=user).delete()
    if dropped:
        trail.note(by, "second step dropped", f"account {user.pk}", {})
    return bool(dropped)
