"""A design that was refused and is valid, and a brief that is mended after designs were judged."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.utils import timezone

from studyapp.catalogue.courses import Catalogue, Course
from studyapp.catalogue.designs import Brief, Has
from studyapp.records import appeals, certificates, cohorts, designs, progress, rejudging
from studyapp.records.models import Appeal, Judgement, Learner, Trail, User
from tests.records.test_designs import BRIEF, CUP, GUEST, POT, take
from tests.rules import kitchen

EASIER = replace(kitchen.brief(Has(("pot",))), id=BRIEF.id)
OTHERWISE = replace(kitchen.brief(Has(("guest",)), Has(("cup",))), id=BRIEF.id)

Serve = Callable[[Brief], Course]


@pytest.fixture
def serve(tea: Course, monkeypatch: pytest.MonkeyPatch) -> Serve:
    """Put the brief, as it is worded now, into the course's files."""

    def serving(brief: Brief) -> Course:
        course = replace(tea, exercises={brief.id: brief})
        monkeypatch.setattr(rejudging, "catalogue", lambda: Catalogue({"tea": course}))
        return course

    return serving


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_user("admin@example.org", role=User.Role.ADMINISTRATOR)


@pytest.fixture
def refused(ada: Learner, tea: Course) -> Appeal:
    """Ada has placed a pot, of a pot and a cup, and says that it is valid."""
    return designs.appeal(judged(ada, tea, POT), "One drinks from the pot.")


def judged(learner: Learner, course: Course, *steps: designs.Step) -> Judgement:
    made = designs.judge(learner, course, BRIEF, seen=take(learner, course, *steps).number)
    assert made is not None
    return made


def told(user: User) -> list[tuple[int, int, int]]:
    return [(len(offer.judged), offer.rise, offer.fall) for offer in rejudging.offers(user)]


def trail() -> list[tuple[str, str]]:
    return list(Trail.objects.order_by("pk").values_list("kind", "subject"))


def test_a_granted_appeal_counts_as_passed_and_changes_no_judgement(
    ada: Learner, tea: Course, refused: Appeal, administrator: User
) -> None:
    before = Judgement.objects.values().get()
    assert progress.passed_exercises(ada.pk, "tea") == set()
    appeals.settle(refused, by=administrator, granted=True)
    assert progress.passed_exercises(ada.pk, "tea") == {BRIEF.id}
    assert designs.shows_reference(designs.judgements(ada.pk, "tea", BRIEF.id))
    assert Judgement.objects.values().get() == before
    assert trail() == [("appeal granted", f"tea/{BRIEF.id}")]


def test_an_appeal_that_was_refused_counts_for_nothing(ada: Learner, refused: Appeal, administrator: User) -> None:
    appeals.settle(refused, by=administrator, granted=False)
    assert progress.passed_exercises(ada.pk, "tea") == set()
    assert trail() == [("appeal refused", f"tea/{BRIEF.id}")]


def test_whoever_settles_second_changes_nothing(ada: Learner, refused: Appeal, administrator: User, ben: User) -> None:
    appeals.settle(refused, by=administrator, granted=True)
    appeals.settle(refused, by=ben, granted=False)
    assert [(one.granted, one.settled_by) for one in Appeal.objects.all()] == [(True, administrator)]
    assert len(trail()) == 1


def test_a_certificate_has_the_day_of_a_granted_design(ada: Learner, real: Course, administrator: User) -> None:
    metric = next(one for one in real.metrics.values() if one.exercises == "architecture")
    brief = next(one for one in real.exercises.values() if isinstance(one, Brief))
    designs.take(ada, real, brief, designs.Step("place", brief.palette.kinds[0].id), seen=0)
    one = designs.judge(ada, real, brief, seen=1)
    assert one is not None and not one.passed
    appeals.settle(designs.appeal(one, "It holds."), by=administrator, granted=True)
    done = certificates._exercises(ada, real, metric)
    assert done == [{"title": brief.title, "on": one.at.date().isoformat()}]


def test_an_appeal_is_seen_by_administrators_and_by_those_who_teach_the_learner_now(
    ada: Learner, refused: Appeal, administrator: User, ben: User
) -> None:
    def seen(user: User) -> list[Appeal]:
        return [*appeals.queue(user), *([found] if (found := appeals.find(user, refused.pk)) else [])]

    now = timezone.now()
    assert (seen(administrator), seen(ben)) == ([refused] * 2, [])
    cohort = cohorts.make(course="tea", title="Tuesday", owner=ben, at=now)
    member = cohorts.join(cohorts.invite(cohort, now), ada, name="Ada", at=now)
    assert seen(ben) == [refused] * 2
    member.left = now
    member.save()
    assert seen(ben) == []


def test_a_class_of_another_course_opens_nothing(ada: Learner, refused: Appeal, ben: User) -> None:
    now = timezone.now()
    cohort = cohorts.make(course="coffee", title="Tuesday", owner=ben, at=now)
    cohorts.join(cohorts.invite(cohort, now), ada, name="Ada", at=now)
    assert list(appeals.queue(ben)) == []


def test_while_the_brief_is_as_it_was_nothing_is_offered(refused: Appeal, administrator: User, serve: Serve) -> None:
    serve(BRIEF)
    assert told(administrator) == []


def test_a_mended_brief_says_what_it_would_do_to_the_newest_design_of_each(
    ada: Learner, cyd: Learner, tea: Course, administrator: User, ben: User, serve: Serve
) -> None:
    judged(ada, tea, GUEST)  # fails; and then has guest and cup, which OTHERWISE asks
    judged(ada, tea, CUP)
    judged(cyd, tea, POT, CUP)  # passes
    serve(OTHERWISE)
    before = Judgement.objects.count()
    assert (told(administrator), told(ben)) == ([(2, 1, 1)], [])
    assert Judgement.objects.count() == before


def test_judged_anew_rows_are_appended_and_no_pass_is_lost(
    ada: Learner, cyd: Learner, tea: Course, administrator: User, serve: Serve
) -> None:
    judged(ada, tea, GUEST, CUP)
    judged(cyd, tea, POT, CUP)
    course = serve(OTHERWISE)
    for _ in range(2):  # a double click
        rejudging.apply(administrator, course, OTHERWISE)
    rows = Judgement.objects.order_by("learner", "number").values_list("learner", "number", "passed", "regraded")
    assert list(rows) == [
        (ada.pk, 1, False, False), (ada.pk, 2, True, True), (cyd.pk, 1, True, False), (cyd.pk, 2, False, True),
    ]  # fmt: skip
    assert [progress.passed_exercises(one.pk, "tea") for one in (ada, cyd)] == [{BRIEF.id}] * 2
    assert [
        (one.kind, one.detail["judged"], one.detail["rise"], one.detail["fall"]) for one in Trail.objects.all()
    ] == [("designs regraded", 2, 1, 1)]
    assert told(administrator) == []


def test_a_design_judged_anew_is_no_try_of_the_learners(
    ada: Learner, tea: Course, administrator: User, serve: Serve
) -> None:
    judged(ada, tea, GUEST)
    judged(ada, tea, CUP)
    rejudging.apply(administrator, serve(EASIER), EASIER)
    assert progress.tried_exercises(ada.pk, "tea")[1] == {BRIEF.id: 2}
    assert not designs.shows_reference(designs.judgements(ada.pk, "tea", BRIEF.id))
    assert progress.tried_exercises(None, "tea") == (set(), {})


def test_a_granted_design_is_not_told_as_one_that_would_pass_now(
    refused: Appeal, administrator: User, serve: Serve
) -> None:
    appeals.settle(refused, by=administrator, granted=True)
    serve(EASIER)
    assert told(administrator) == [(1, 0, 0)]


def test_of_many_designs_the_first_are_judged_and_the_others_offered_again(
    ada: Learner, cyd: Learner, tea: Course, administrator: User, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejudging, "MOST", 1)
    judged(ada, tea, POT)
    judged(cyd, tea, POT)
    course = serve(EASIER)
    for left in (1, 1, 0):
        assert [offer.more for offer in rejudging.offers(administrator)] == [True] * left
        rejudging.apply(administrator, course, EASIER)
    assert Judgement.objects.filter(regraded=True).count() == 2


def test_of_two_who_judge_at_once_the_database_lets_one_win(
    ada: Learner, tea: Course, administrator: User, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged(ada, tea, POT)
    stale = list(Judgement.objects.select_related("appeal"))
    course = serve(EASIER)
    monkeypatch.setattr(rejudging, "_newest", lambda *_: stale)  # both have read before either wrote
    for _ in range(2):
        rejudging.apply(administrator, course, EASIER)
    assert (Judgement.objects.count(), len(trail())) == (2, 1)
