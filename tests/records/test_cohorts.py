"""Classes: made, joined with a code, left, shared and put away."""

from datetime import UTC, datetime, timedelta

import pytest

from studyapp.catalogue.courses import Course
from studyapp.records import answers, cohorts, reports
from studyapp.records.attempts import Refused
from studyapp.records.models import Cohort, Invitation, Learner, Membership, Trail, User
from tests.records.acting import begin, run

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)


@pytest.fixture
def cohort(ben: User) -> Cohort:
    return cohorts.make(course="tea", title="Tuesday", owner=ben, at=NOW)


@pytest.fixture
def code(cohort: Cohort) -> Invitation:
    return cohorts.invite(cohort, NOW)


@pytest.fixture
def eva(db: None) -> User:
    return User.objects.create_user("eva@example.org", role=User.Role.INSTRUCTOR)


def why(act: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)  # type: ignore[operator]
    return refused.value.why


def names(cohort: Cohort) -> list[str]:
    return sorted(Membership.objects.filter(cohort=cohort, left=None).values_list("name", flat=True))


def test_a_title_is_one_line(cohort: Cohort) -> None:
    cohorts.rename(cohort, "  Tuesday\n evening ")
    cohort.refresh_from_db()
    assert cohort.title == "Tuesday evening"


@pytest.mark.parametrize(("title", "says"), [(" ", "title"), ("\x00", "title"), ("x" * 201, "title-long")])
def test_a_title_is_refused(title: str, says: str, cohort: Cohort, ben: User) -> None:
    assert why(cohorts.rename, cohort, title) == says
    assert why(cohorts.make, course="tea", title=title, owner=ben, at=NOW) == says


def test_a_code_has_ten_letters_that_nobody_mixes_up(cohort: Cohort) -> None:
    codes = [cohorts.invite(cohort, NOW).code for _ in range(20)]
    assert len(set(codes)) == 20
    assert {len(code) for code in codes} == {10}
    assert set("".join(codes)) <= set("BCDFGHJKMNPQRSTVWXZ")


def test_a_code_is_found_however_it_is_typed(code: Invitation) -> None:
    assert cohorts.invitation(code.code.lower()) == code
    assert cohorts.invitation("NOSUCH") is None


def test_a_learner_joins_once(code: Invitation, ada: Learner, cohort: Cohort) -> None:
    cohorts.join(code, ada, name="Ada", at=NOW)
    cohorts.join(code, ada, name=" Ada  L. ", at=LATER)
    row = Membership.objects.get()
    assert (row.cohort, row.learner, row.name, row.joined, row.left) == (cohort, ada, "Ada L.", NOW, None)


@pytest.mark.parametrize(("name", "says"), [("", "name"), ("x" * 101, "name-long")])
def test_a_name_is_refused(name: str, says: str, code: Invitation, ada: Learner) -> None:
    assert why(cohorts.join, code, ada, name=name, at=NOW) == says


def test_a_code_ends(code: Invitation, ada: Learner, cohort: Cohort) -> None:
    assert cohorts.invitations(cohort, NOW + timedelta(days=30) - timedelta(seconds=1)) == [code]
    assert cohorts.invitations(cohort, NOW + timedelta(days=30)) == []
    assert why(cohorts.join, code, ada, name="Ada", at=NOW + timedelta(days=30)) == "expired"


def test_a_revoked_code_lets_nobody_in(code: Invitation, ada: Learner, cohort: Cohort) -> None:
    cohorts.revoke(cohort, code.pk, LATER)
    code.refresh_from_db()
    assert (code.revoked, cohorts.invitations(cohort, NOW)) == (LATER, [])
    assert why(cohorts.join, code, ada, name="Ada", at=LATER) == "expired"


def test_a_code_of_another_class_is_not_revoked(code: Invitation, ben: User) -> None:
    other = cohorts.make(course="tea", title="Wednesday", owner=ben, at=NOW)
    cohorts.revoke(other, code.pk, LATER)
    code.refresh_from_db()
    assert code.revoked is None


def test_a_class_put_away_is_not_joined_until_it_is_fetched_back(
    code: Invitation, ada: Learner, cohort: Cohort
) -> None:
    cohorts.archive(cohort, LATER)
    cohort.refresh_from_db()
    again = cohorts.invitation(code.code)
    assert again is not None
    assert cohort.archived == LATER
    assert why(cohorts.join, again, ada, name="Ada", at=LATER) == "expired"
    cohorts.restore(cohort)
    back = cohorts.invitation(code.code)
    assert back is not None
    cohorts.join(back, ada, name="Ada", at=LATER)
    assert names(cohort) == ["Ada"]


def test_who_leaves_is_no_member_and_can_come_back(code: Invitation, ada: Learner, cohort: Cohort) -> None:
    cohorts.join(code, ada, name="Ada", at=NOW)
    assert cohorts.leave(cohort.pk, ada.pk, LATER)
    assert not cohorts.leave(cohort.pk, ada.pk, LATER)
    assert (cohorts.memberships(ada.pk), cohorts.membership(ada.pk, cohort.pk)) == ([], None)
    cohorts.join(code, ada, name="Ada", at=LATER)
    assert [row.cohort for row in cohorts.memberships(ada.pk)] == [cohort]


def test_reports_are_seen_by_the_instructor_of_the_class_while_she_is_in_it(
    code: Invitation, ada: Learner, cohort: Cohort, ben: User, eva: User, tea: Course
) -> None:
    cohorts.join(code, ada, name="Ada", at=NOW)
    made = answers.report(run(begin(ada, tea), True).asked_set.get(position=1), "Which leaf?")
    assert made is not None
    assert ([row.pk for row in reports.queue(ben, range(10))], reports.queue(eva, range(10))) == ([made.pk], [])
    cohorts.leave(cohort.pk, ada.pk, LATER)
    assert (reports.count(ben), reports.queue(ben, range(10)), reports.find(ben, made.pk)) == (0, [], None)


def test_an_instructor_finds_own_and_shared_classes_only(cohort: Cohort, ben: User, eva: User) -> None:
    assert (cohorts.find(ben, cohort.pk), cohorts.find(eva, cohort.pk)) == (cohort, None)
    cohorts.add_instructor(cohort, email="EVA@example.org ", by=ben)
    assert cohorts.find(eva, cohort.pk) == cohort
    cohorts.remove_instructor(cohort, eva.pk, by=ben)
    assert cohorts.find(eva, cohort.pk) is None


def test_an_administrator_finds_every_class_and_a_learner_none(cohort: Cohort, ada: Learner, ben: User) -> None:
    boss = User.objects.create_user("boss@example.org", role=User.Role.ADMINISTRATOR)
    assert cohorts.find(boss, cohort.pk) == cohort
    ben.role = User.Role.LEARNER
    assert cohorts.find(ben, cohort.pk) is None


@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org", "ben@example.org", ""])
def test_only_another_instructor_can_share_a_class(email: str, cohort: Cohort, ada: Learner, ben: User) -> None:
    assert why(cohorts.add_instructor, cohort, email=email, by=ben) == "nobody"
    assert list(cohort.instructors.all()) == []


def test_a_class_is_handed_over_to_who_teaches_it_too(cohort: Cohort, ben: User, eva: User) -> None:
    assert why(cohorts.hand_over, cohort, eva.pk, by=ben) == "nobody"
    cohorts.add_instructor(cohort, email=eva.email, by=ben)
    cohorts.hand_over(cohort, eva.pk, by=ben)
    cohort.refresh_from_db()
    assert (cohort.owner, list(cohort.instructors.all())) == (eva, [ben])


def test_the_trail_tells_who_shared_a_class(cohort: Cohort, ben: User, eva: User) -> None:
    cohorts.add_instructor(cohort, email=eva.email, by=ben)
    cohorts.hand_over(cohort, eva.pk, by=ben)
    cohorts.remove_instructor(cohort, ben.pk, by=eva)
    cohorts.remove_instructor(cohort, ben.pk, by=eva)
    assert list(Trail.objects.order_by("pk").values_list("by", "kind", "subject", "detail")) == [
        (ben.pk, "class shared", str(cohort.pk), {"with": eva.pk}),
        (ben.pk, "class handed over", str(cohort.pk), {"from": ben.pk, "to": eva.pk}),
        (eva.pk, "class unshared", str(cohort.pk), {"with": ben.pk}),
    ]


def test_classes_are_counted_without_those_who_left(code: Invitation, ada: Learner, cyd: Learner, ben: User) -> None:
    cohorts.join(code, ada, name="Ada", at=NOW)
    cohorts.join(code, cyd, name="Cyd", at=NOW)
    cohorts.leave(code.cohort_id, cyd.pk, LATER)
    assert [(one.title, one.members) for one in cohorts.counted(list(cohorts.in_order(ben)))] == [("Tuesday", 1)]  # type: ignore[attr-defined]
