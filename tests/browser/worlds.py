"""What has been done before a page is looked at: each function does it for Ada, who learns, and Ben, who teaches, and names the numbers that
addresses need."""

from datetime import timedelta
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.utils import timezone

from studyapp.catalogue.courses import Course
from studyapp.catalogue.designs import Brief
from studyapp.pages import joining
from studyapp.records import (
    answers,
    assignments,
    attempts,
    banks,
    cohorts,
    designs,
    editions,
    learners,
    preferences,
    progress,
    publications,
    sketches,
)  # fmt: skip
from studyapp.records.assignments import Terms
from studyapp.records.models import Attempt, Bank, Card, Certificate, Cohort, Learner, User
from studyapp.records.preferences import Preferences
from studyapp.rules.designing import Step
from tests.browser.visits import course, ran

Numbers = dict[str, Any]
BRIEF = "hail-over-the-allgaeu"
TEXT = """\
---
bank: pantry
objective: map-scenarios
---

# Pantry

## jar

Where does green tea keep best?

- [x] In a dark jar
- [ ] On the sill
  > Light takes its colour.

## spoon

Which spoon is dry?

- [ ] The one in the pot
- [x] The one in the jar
"""
OTHER_KEY = TEXT.replace("- [ ] The one in the pot\n- [x]", "- [x] The one in the pot\n- [ ]")


def owner(learner: Learner) -> User:
    assert learner.user
    return learner.user


def served() -> Course:
    """The course with the banks that were published."""
    return editions.catalogue().courses[course().id]


def _kinds(attempt: Attempt, name: str) -> Numbers:
    """The run, and a place of it for each kind of question."""
    places = {question.kind: asked.position for asked, question in attempts.answered(attempt)}
    return {f"{name}_{kind}": position for kind, position in places.items()} | {name: attempt.pk}


def too_many_guesses(ada: Learner, ben: Learner) -> Numbers:
    for _ in range(joining.GUESSES):
        Client().get("/join/NOSUCHCODE/")
    return {}


def a_second_step(ada: Learner, ben: Learner) -> Numbers:
    """Ada is asked for a code from her phone when she signs in."""
    TOTP.activate(owner(ada), "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(owner(ada))
    return {}


def a_learner_at_work(ada: Learner, ben: Learner) -> Numbers:
    """Runs of each mode that are open, with a question of each kind asked and explained."""
    told = ran(ada, "knowledge", "practice", 20, wrong=range(1, 21, 2))
    asked = ran(ada, "knowledge", "graded", 30, finished=False)
    walked = ran(ada, "scenario-mapping", "practice", 10, wrong={2, 4}, finished=False)
    mock = ran(ada, "mock", "mock", 30, wrong={1, 5}, finished=False)
    answers.flag(mock, 7, True)
    return {**_kinds(told, "told"), **_kinds(asked, "asked"), "walked": walked.pk, "mock": mock.pk}


def a_learner_with_results(ada: Learner, ben: Learner) -> Numbers:
    """A full dashboard: lessons read, runs passed, failed and over, reviews due, a tree, a design, a certificate."""
    for lesson in list(course().lessons)[:7]:
        progress.mark_read(ada, course().id, lesson)
    failed = ran(ada, "scenario-mapping", "practice", 10, wrong={2, 4, 5, 9})
    passed = ran(ada, "scenario-mapping", "graded", 30, wrong={7})
    late = attempts.start(
        ada, course(), course().quizzes["mock"], mode="mock", size=30, seed=1, at=timezone.now() - timedelta(days=1)
    )
    Card.objects.filter(learner=ada).update(due=timezone.now())
    preferences.save(ada, Preferences(exam=timezone.localdate() + timedelta(days=12), countdown=False))
    ground = sketches.ground(course(), "inference-type")
    assert ground
    tree = sketches.begin(ada, course().id, ground, sketch=None, title="Mine", at=timezone.now())
    _design(ada)
    paper = Certificate.objects.create(
        learner=ada, course=course().id, code="paper", name="Ada Lovelace", title=course().title, at=timezone.now(),
        evidence=[{"title": "Mapping", "says": "27 of 30.", "done": [{"title": "Mapping", "right": 28, "of": 30, "on": "2026-11-21"}]}],
    )  # fmt: skip
    return {"failed": failed.pk, "passed": passed.pk, "late": late.pk, "tree": tree.pk, "paper": paper.code}


def _design(ada: Learner) -> None:
    """Ada's design of two parts that misses much, judged, and said to be valid."""
    brief = course().exercises[BRIEF]
    assert isinstance(brief, Brief)
    for number, kind in enumerate(("client", "s3")):
        designs.take(ada, course(), brief, Step("place", kind), seen=number)
    judged = designs.judge(ada, course(), brief, seen=2)
    assert judged
    designs.appeal(judged, "It does what is asked:\nthe pictures arrive.")


def a_class(ada: Learner, ben: Learner) -> Numbers:
    """Ben's class with a learner at risk and two assignments, one of them over; and another class, empty."""
    now, user = timezone.now(), owner(ben)
    empty = cohorts.make(course=course().id, title="Wednesday", owner=user, at=now)
    cohort = cohorts.make(course=course().id, title="Tuesday", owner=user, at=now)
    code = cohorts.invite(cohort, now)
    cohorts.join(code, ada, name="Ada", at=now)
    cohorts.join(code, learners.make_guest(), name="Cyd", at=now - timedelta(days=9))
    row = assignments.give(cohort, Terms("scenario-mapping", "graded", 30, attempts=3), by=user, at=now)
    over = assignments.give(cohort, Terms("scenario-mapping", "practice", 10, due=now), by=user, at=now)
    run = ran(ada, "scenario-mapping", "practice", 10, wrong={2, 4, 5, 9})
    another, ended = cohorts.invite(empty, now), cohorts.invite(empty, now - 2 * cohorts.LASTS)
    return {
        "cohort": cohort.pk, "empty": empty.pk, "row": row.pk, "over": over.pk, "run": run.pk, "ada": ada.pk, "code": code.code,
        "another": another.code, "ended": ended.code,
    }  # fmt: skip


def _bank(ben: Learner, *, text: str = TEXT, sealed: bool = False) -> Bank:
    return banks.create(course=course(), ident="pantry", title="Pantry", owner=owner(ben), text=text, sealed=sealed)


def _published(bank: Bank, text: str = "") -> Bank:
    if text:
        bank = banks.save(bank, text=text, version=bank.version, by=bank.owner)
    publications.publish(bank, course=course(), version=bank.version, by=bank.owner)
    return bank


def _class(ada: Learner, ben: Learner) -> Cohort:
    """Ada is in Ben's class, so that she may take his bank."""
    now = timezone.now()
    cohort = cohorts.make(course=course().id, title="Tuesday", owner=owner(ben), at=now)
    cohorts.join(cohorts.invite(cohort, now), ada, name="Ada", at=now)
    return cohort


def a_bank_begun(ada: Learner, ben: Learner) -> Numbers:
    _bank(ben, text=TEXT.replace("  >", ">"))
    return {}


def a_bank_with_a_changed_key(ada: Learner, ben: Learner) -> Numbers:
    """Published, taken by Ada, and written anew with another key: publishing it would re-grade."""
    bank = _published(_bank(ben))
    _class(ada, ben)
    run = ran(ada, "pantry", "practice", 2, wrong={1}, of=served())
    asked = run.asked_set.get(position=1)
    answers.report(asked, "Which pot is meant?\nThere are two.")
    _design(ada)
    banks.save(bank, text=OTHER_KEY, version=bank.version, by=bank.owner)
    return {"run": run.pk}


def a_bank_published_twice(ada: Learner, ben: Learner) -> Numbers:
    """The second publication has another key, and what was answered to the first is not judged anew yet."""
    bank = _published(_bank(ben))
    _class(ada, ben)
    ran(ada, "pantry", "practice", 2, wrong={1}, of=served())
    _published(bank, OTHER_KEY)
    return {}


def a_sealed_exam(ada: Learner, ben: Learner) -> Numbers:
    _published(_bank(ben, sealed=True))
    cohort = _class(ada, ben)
    row = assignments.give(cohort, Terms("pantry", "mock", 2), by=owner(ben), at=timezone.now())
    run = assignments.start(ada, served(), row.pk, at=timezone.now(), seed=1)
    assert run
    return {"run": attempts.finish(run).pk, "row": row.pk}
