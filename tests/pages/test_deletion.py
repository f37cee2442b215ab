"""Deleting everything: confirmed, all or nothing, and with what is others' handed over first."""

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.utils import timezone

from studyapp.records import assignments, cohorts
from studyapp.records.assignments import Terms
from studyapp.records.models import Attempt, Cohort, Learner, Membership, Revision, Trail, User
from tests.pages.acting import PASSWORD, address, answer, begin, learner_of, run
from tests.pages.markup import main_of

PAGE = "/progress/deletion/"


def owned_rows(learner: Learner) -> dict[str, int]:
    """How many rows of each table point at the learner, over however many steps."""
    paths = {
        "Answer": "asked__learner", "Verdict": "answer__asked__learner", "Report": "asked__learner",
    }  # fmt: skip
    found: dict[str, int] = {}
    for model in apps.get_app_config("records").get_models():
        path = paths.get(model.__name__) or (
            "learner"
            if any(f.name == "learner" and isinstance(f, models.ForeignKey) for f in model._meta.fields)
            else ""
        )
        if path:
            found[model.__name__] = model._default_manager.filter(**{path: learner.pk}).count()
    return found


@pytest.fixture
def full(ada: Client, ben: Client) -> Client:
    """Ada has something in every table that can have something of hers."""
    ada.post("/courses/tea/modules/leaf/what-is-in-it/reads/")
    ada.post("/courses/tea/worksheet/", {"guests.who": "A ferryman"})
    run(ada, 2)
    attempt = begin(ada, "leaf")
    answer(ada, attempt, 1)
    ada.post(f"{address(attempt, 1)}reports/", {"text": "The water is cold."})
    teacher, now = User.objects.get(email="ben@example.org"), timezone.now()
    cohort = cohorts.make(course="tea", title="Tuesday", owner=teacher, at=now)
    cohorts.join(cohorts.invite(cohort, now), learner_of(ada), name="Ada", at=now)
    row = assignments.give(cohort, Terms("brewing", "graded", 10), by=teacher, at=now)
    assignments.allow(row, learner_of(ada), minutes=5, due=None, by=teacher, at=now)
    ada.post(f"/assignments/{row.pk}/attempts/")
    return ada


MINE = {
    "Asked",
    "Answer",
    "Verdict",
    "Attempt",
    "Standing",
    "Pulse",
    "Reading",
    "Filling",
    "Report",
    "Card",
    "Membership",
    "Allowance",
}


def test_all_of_the_learner_goes_and_nothing_else(full: Client, cyd: Client) -> None:
    run(cyd, 1)
    learner, others = learner_of(full), owned_rows(learner_of(cyd))
    assert {name for name, count in owned_rows(learner).items() if count} >= MINE
    response = full.post(PAGE, {"password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, f"{PAGE}?done=1")
    assert (sum(owned_rows(learner).values()), Learner.objects.filter(pk=learner.pk).count()) == (0, 0)
    assert User.objects.filter(email="ada@example.org").count() == 0
    assert (owned_rows(learner_of(cyd)), Cohort.objects.count(), Revision.objects.count() > 0) == (others, 1, True)


def test_a_note_without_a_name_remains(full: Client) -> None:
    number = learner_of(full).pk
    full.post(PAGE, {"password": PASSWORD})
    row = Trail.objects.get(kind="deletion")
    assert (row.by, row.subject, row.detail) == (None, f"learner {number}", {})
    assert not any("ada@" in f"{one.subject}{one.detail}" for one in Trail.objects.all())


def test_who_is_deleted_is_signed_out_everywhere(full: Client) -> None:
    other = Client()
    other.cookies = full.cookies.copy()  # a second browser with the same session
    full.post(PAGE, {"password": PASSWORD})
    assert main_of(full.get(f"{PAGE}?done=1")).one("h1").text == "Everything is deleted"
    assert [client.get("/accounts/email/").status_code for client in (full, other)] == [302, 302]


def test_what_is_to_be_deleted_asks_for_the_password(full: Client) -> None:
    main = main_of(full.get(PAGE))
    assert main.one("input", id="confirm").attrs["type"] == "password"
    refused = full.post(PAGE, {"password": "wrong"})
    assert (refused.status_code, Learner.objects.filter(pk=learner_of(full).pk).count()) == (422, 1)
    assert main_of(refused).one(id="confirm-wrong").text == "That is not your password. Nothing was deleted."


def test_passwords_are_not_guessed_here(full: Client) -> None:
    for _ in range(10):
        full.post(PAGE, {"password": "wrong"})
    refused = full.post(PAGE, {"password": PASSWORD})
    assert (refused.status_code, User.objects.filter(email="ada@example.org").count()) == (429, 1)


def test_a_guest_types_a_word(guest: Client) -> None:
    learner = learner_of(guest)
    assert guest.post(PAGE, {"word": "yes"}).status_code == 422
    assert guest.post(PAGE, {"word": " Delete "}).status_code == 302
    assert Learner.objects.filter(pk=learner.pk).count() == 0
    assert begin(guest, "leaf").learner_id != learner.pk


def test_an_account_without_a_password_types_a_word(ada: Client) -> None:
    user = User.objects.get(email="ada@example.org")
    user.set_unusable_password()
    user.save()
    ada.force_login(user)
    session = ada.session
    session["learner"] = Learner.objects.get(user=user).pk
    session.save()
    assert ada.post(PAGE, {"word": "delete"}).status_code == 302
    assert User.objects.filter(email="ada@example.org").count() == 0


def test_an_instructor_hands_over_first(ben: Client, dan: Client) -> None:
    owner = User.objects.get(email="ben@example.org")
    cohort = cohorts.make(course="tea", title="Tuesday", owner=owner, at=timezone.now())
    page = main_of(ben.get(PAGE))
    assert (page.all("input", id="confirm"), "the class “Tuesday”" in page.text) == ([], True)
    assert ben.post(PAGE, {"password": PASSWORD}).status_code == 422
    assert User.objects.filter(pk=owner.pk).count() == 1
    cohorts.add_instructor(cohort, email="dan@example.org", by=owner)
    cohorts.hand_over(cohort, User.objects.get(email="dan@example.org").pk, by=owner)
    assert ben.post(PAGE, {"password": PASSWORD}).status_code == 302
    cohort.refresh_from_db()
    assert (cohort.owner.email, cohort.instructors.count()) == ("dan@example.org", 0)


def test_a_failure_half_way_leaves_everything(full: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The account cannot go: then nothing of the learner goes either."""
    learner = learner_of(full)
    before = owned_rows(learner)
    monkeypatch.setattr(User, "delete", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        full.post(PAGE, {"password": PASSWORD})
    assert owned_rows(learner) == before


def test_the_class_sees_nothing_of_it_any_more(full: Client, ben: Client) -> None:
    learner = learner_of(full)
    full.post(PAGE, {"password": PASSWORD})
    cohort = Cohort.objects.get()
    assert ben.get(f"/teach/cohorts/{cohort.pk}/learners/{learner.pk}/").status_code == 404
    assert (Membership.objects.count(), Attempt.objects.filter(assignment__cohort=cohort).count()) == (0, 0)
