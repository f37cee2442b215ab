"""A guest's work becomes the account's, and nothing is lost or counted twice."""

from datetime import timedelta

import pytest

from studyapp.catalogue.courses import Course
from studyapp.records import answers, attempts, histories, learners, progress, worksheets
from studyapp.records.models import Answer, Asked, Attempt, Filling, Learner, User, Verdict
from tests.records.acting import answer, begin, only, questions, run, standings


@pytest.fixture
def account(ada: Learner) -> User:
    assert ada.user
    return ada.user


def adopt(account: User, guest: Learner) -> Learner:
    return learners.adopt(user=account, guest_id=guest.pk)


def runs(learner: Learner) -> list[tuple[str, int, int, bool]]:
    """Quiz, number, right answers and whether it is finished, of each run in the order in which they began."""
    rows = Attempt.objects.filter(learner=learner).order_by("started")
    return [(a.quiz, a.number, a.right_count, a.finished is not None) for a in rows]


def test_an_account_has_one_learner(ada: Learner, account: User, db: None) -> None:
    assert learners.of_user(account) == learners.of_user(account) == ada


def test_signing_up_keeps_the_guest(cyd: Learner, tea: Course) -> None:
    attempt = begin(cyd, tea)
    dora = User.objects.create_user("dora@example.org")
    assert (adopt(dora, cyd), learners.of_user(dora)) == (cyd, cyd)
    assert attempts.find(cyd.pk, attempt.pk) == attempt


def test_signing_in_without_a_guest_s_work_is_just_that(ada: Learner, account: User, ben: User) -> None:
    assert learners.adopt(user=account, guest_id=None) == ada
    assert learners.adopt(user=account, guest_id=10**6) == ada
    assert learners.adopt(user=ben, guest_id=None).user == ben


def test_signing_in_again_takes_nothing_from_another_account(ada: Learner, ben: User, tea: Course) -> None:
    """Ben signs in where Ada was signed in."""
    begin(ada, tea)
    assert adopt(ben, ada).user == ben
    assert (Attempt.objects.get().learner, Learner.objects.count()) == (ada, 2)


def test_a_guest_s_runs_come_after_the_account_s_own(ada: Learner, account: User, cyd: Learner, tea: Course) -> None:
    run(begin(ada, tea), True)
    run(begin(cyd, tea), True, True)
    run(begin(cyd, tea, "leaf"), True)
    run(begin(cyd, tea), True, True, True)
    assert adopt(account, cyd) == ada
    assert runs(ada) == [
        ("brewing", 1, 1, True),
        ("brewing", 2, 2, True),
        ("leaf", 1, 1, True),
        ("brewing", 3, 3, True),
    ]
    assert set(Asked.objects.values_list("learner", flat=True)) == {ada.pk}
    assert list(Learner.objects.all()) == [ada]


def test_a_guest_s_open_run_stays_open(ada: Learner, account: User, cyd: Learner, tea: Course) -> None:
    attempt = begin(cyd, tea)
    answer(attempt, 1)
    adopt(account, cyd)
    assert attempts.open_attempts(ada.pk) == [attempt]
    assert begin(ada, tea) == attempt
    attempt.learner = ada
    assert run(attempt, True, True, True).right_count == 3


@pytest.mark.parametrize("guest_is_older", [True, False])
def test_of_two_open_runs_the_older_is_handed_in(
    guest_is_older: bool, ada: Learner, account: User, cyd: Learner, tea: Course
) -> None:
    mine, hers = begin(ada, tea), begin(cyd, tea)
    older, newer = (hers, mine) if guest_is_older else (mine, hers)
    Attempt.objects.filter(pk=older.pk).update(started=newer.started - timedelta(minutes=5))
    for attempt in (mine, hers):
        answer(attempt, 1)
    adopt(account, cyd)
    assert attempts.open_attempts(ada.pk) == [newer]
    assert list(histories.finished(ada.pk)) == [older]
    assert histories.finished(ada.pk)[0].right_count == 1
    assert sorted(Attempt.objects.values_list("number", flat=True)) == [1, 2]


def test_the_account_s_first_answers_stay_first(ada: Learner, account: User, cyd: Learner, tea: Course) -> None:
    two = only(tea, "leaf", "what-is-drunk", "ground-in")
    own = run(begin(ada, two, "leaf"), False)
    run(begin(cyd, two, "leaf"), True, True)
    known = questions(own)[0]
    adopt(account, cyd)
    firsts = Asked.objects.filter(learner=ada, first=True).values_list("question", "answer__right")
    (other,) = {"tea/leaf/what-is-drunk", "tea/leaf/ground-in"} - {known}
    assert dict(firsts) == {known: False, other: True}
    assert standings(ada) == {("objective", "know-leaf"): (2, 1)}
    assert (Answer.objects.count(), Verdict.objects.count()) == (3, 3)


def test_counts_after_signing_in_equal_those_rebuilt(ada: Learner, account: User, cyd: Learner, tea: Course) -> None:
    for learner, rights in ((ada, [True, False, True]), (cyd, [False, True, False])):
        run(begin(learner, tea, seed=learner.pk), *rights)
        run(begin(learner, tea, mode="graded", size=10, seed=learner.pk), *rights)
        answer(begin(learner, tea, seed=learner.pk), 1, check=True)
    adopt(account, cyd)
    merged = standings(ada)
    progress.rebuild(ada, "tea")
    assert merged == standings(ada)
    assert merged["objective", "choose-way"][0] == Asked.objects.filter(first=True).count()


def test_lessons_read_are_joined(ada: Learner, account: User, cyd: Learner, tea: Course) -> None:
    progress.mark_read(ada, "tea", "leaf/what-is-in-it")
    for lesson in ("leaf/what-is-in-it", "leaf/how-it-keeps"):
        progress.mark_read(cyd, "tea", lesson)
    adopt(account, cyd)
    assert progress.lessons_read(ada.pk, "tea") == {"leaf/what-is-in-it", "leaf/how-it-keeps"}
    assert ada.reading_set.count() == 2


def test_a_check_of_a_lesson_comes_along(ada: Learner, account: User, cyd: Learner, tea: Course) -> None:
    asked = answers.lesson_check(cyd, tea, "leaf/what-is-in-it", tea.items["leaf/what-is-drunk"])
    answer(asked.attempt, 1, check=True)
    adopt(account, cyd)
    assert set(answers.lesson_answers(ada.pk, "tea", "leaf/what-is-in-it")) == {"leaf/what-is-drunk"}


def fill(learner: Learner, course: Course, **fields: str) -> None:
    assert course.worksheet
    posted = {name.replace("_", "."): text for name, text in fields.items()}
    worksheets.save(learner, course.id, course.worksheet, posted)


def test_a_worksheet_moves(ada: Learner, account: User, cyd: Learner, tea: Course) -> None:
    fill(cyd, tea, guests_who="Aunt Ro")
    adopt(account, cyd)
    assert worksheets.texts(ada.pk, "tea") == {"guests.who": "Aunt Ro"}


def test_a_worksheet_fills_what_the_account_s_own_leaves_empty(
    ada: Learner, account: User, cyd: Learner, tea: Course
) -> None:
    fill(ada, tea, guests_who="Ben", guests_cups="2")
    fill(cyd, tea, guests_who="Aunt Ro", way_choice="A pot")
    adopt(account, cyd)
    assert worksheets.texts(ada.pk, "tea") == {"guests.who": "Ben", "guests.cups": "2", "way.choice": "A pot"}
    assert Filling.objects.count() == 1
