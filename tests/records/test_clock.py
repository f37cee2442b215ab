"""Time is the server's: deadlines, grace, extra time, and attempts that ran out while nobody looked."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from studyapp.catalogue.courses import Course
from studyapp.catalogue.questions import Question
from studyapp.records import answers, attempts, progress
from studyapp.records.attempts import GRACE, Refused
from studyapp.records.models import Answer, Asked, Attempt, Learner, Verdict
from studyapp.rules.grading import Response
from tests.records.acting import sit

pytestmark = pytest.mark.django_db


def key(question: Question, order: list[int]) -> Response:
    return question.key


def test_a_mock_exam_has_a_deadline_and_other_runs_have_none(ada: Learner, tea: Course) -> None:
    attempt = sit(ada, tea, "41.5")
    assert attempt.deadline is not None
    assert attempt.deadline - attempt.started == timedelta(minutes=41, seconds=30)
    practice = attempts.start(ada, tea, tea.quizzes["brewing"], mode="practice", size=5)
    assert practice.deadline is None


@pytest.mark.parametrize(("late_by", "stored"), [(-0.05, True), (0.05, True), (4.95, True), (5.05, False), (60, False)])
def test_an_answer_at_the_deadline_is_stored_and_judged_or_refused(
    ada: Learner, tea: Course, late_by: float, stored: bool
) -> None:
    attempt = sit(ada, tea)
    assert attempt.deadline is not None
    at = attempt.deadline + timedelta(seconds=late_by)
    try:
        answers.answer(ada.pk, attempt.pk, 1, read=key, check=False, at=at)
    except Refused as refused:
        assert (refused.why, stored) == ("finished", False)
    assert Answer.objects.exists() is stored
    done = attempts.finish(attempt, at=attempt.deadline + timedelta(minutes=2))
    assert (done.finished, done.right_count, Verdict.objects.count()) == (attempt.deadline, stored, stored)


def test_one_that_ran_out_is_stored_as_finished_at_its_deadline_with_what_was_saved(ada: Learner, tea: Course) -> None:
    attempt = sit(ada, tea)
    answers.answer(ada.pk, attempt.pk, 1, read=key, check=False)
    past = timezone.now() - timedelta(minutes=1)
    Attempt.objects.update(deadline=past)
    assert (attempts.sweep(), attempts.sweep()) == (1, 0)
    attempt.refresh_from_db()
    assert (attempt.finished, attempt.right_count) == (past, 1)
    assert Verdict.objects.count() == 1


def test_one_whose_grace_is_not_over_is_left_alone(ada: Learner, tea: Course) -> None:
    sit(ada, tea)
    Attempt.objects.update(deadline=timezone.now() - GRACE / 2)
    assert attempts.sweep() == 0


def test_it_is_shown_as_finished_at_once(ada: Learner, tea: Course) -> None:
    attempt = sit(ada, tea)
    answers.answer(ada.pk, attempt.pk, 1, read=key, check=False)
    assert attempt.deadline is not None
    assert not attempts.is_closed(attempt, attempt.deadline)
    assert attempts.is_closed(attempt, attempt.deadline + GRACE)
    first, *_ = attempts.answered(attempt)
    assert (first[0].answer.right, attempt.right_count) == (True, 1)
    assert Answer.objects.get().checked is None, "nothing is written by looking"


def test_a_new_exam_begins_when_the_old_one_ran_out(ada: Learner, tea: Course) -> None:
    first = sit(ada, tea)
    Attempt.objects.update(deadline=timezone.now() - timedelta(minutes=1))
    second = sit(ada, tea)
    first.refresh_from_db()
    assert (first.finished is not None, second.number) == (True, 2)


def test_extra_time_moves_the_deadline_in_mid_attempt(ada: Learner, tea: Course) -> None:
    attempt = sit(ada, tea)
    before = attempt.deadline
    attempts.give_time(attempt, 10)
    attempt.refresh_from_db()
    assert before is not None
    assert attempt.deadline == before + timedelta(minutes=10)


def test_extra_time_lets_a_late_answer_in_and_ends_later(ada: Learner, tea: Course) -> None:
    attempt = sit(ada, tea)
    assert attempt.deadline is not None
    attempts.give_time(attempt, 10)
    late = attempt.deadline + timedelta(minutes=9)
    asked = answers.answer(ada.pk, attempt.pk, 1, read=key, check=False, at=late)
    assert asked and asked.answer.saved == late
    assert attempts.finish(attempt, at=late + timedelta(hours=1)).finished == attempt.deadline + timedelta(minutes=10)


def test_no_time_is_given_to_what_is_finished(ada: Learner, tea: Course) -> None:
    attempt = sit(ada, tea)
    attempts.finish(attempt)
    attempts.give_time(attempt, 10)  # by a page that was open before
    assert Attempt.objects.get().deadline == attempt.deadline


def test_seconds_left_are_never_negative(ada: Learner, tea: Course) -> None:
    attempt = sit(ada, tea)
    assert attempt.deadline is not None
    assert attempts.seconds_left(attempt, attempt.deadline - timedelta(seconds=90)) == 90
    assert attempts.seconds_left(attempt, attempt.deadline + timedelta(hours=1)) == 0


def run_with_hint(learner: Learner, course: Course, hint: Callable[[Attempt], None]) -> list[bool]:
    attempt = attempts.start(learner, course, course.quizzes["brewing"], mode="practice", size=5, seed=2)
    hint(attempt)
    for position in range(1, 6):
        answers.answer(learner.pk, attempt.pk, position, read=key, check=True)
    attempts.finish(attempt)
    return progress.first_answers(learner.pk, course, "brewing")


def test_an_answer_with_a_hint_is_no_evidence(ada: Learner, tea: Course) -> None:
    firsts = run_with_hint(ada, tea, lambda attempt: answers.hint(attempt, 1, most=1))
    assert firsts == [True] * 4


def test_no_more_hints_are_noted_than_there_are(ada: Learner, tea: Course) -> None:
    attempt = attempts.start(ada, tea, tea.quizzes["brewing"], mode="practice", size=5)
    for _ in range(3):
        answers.hint(attempt, 1, most=2)
    assert Asked.objects.get(attempt=attempt, position=1).hints == 2


def test_certainty_is_kept_and_never_changes_a_score(ada: Learner, tea: Course) -> None:
    attempt = attempts.start(ada, tea, tea.quizzes["brewing"], mode="practice", size=5, seed=2)
    sure = answers.answer(ada.pk, attempt.pk, 1, read=key, check=True, sure=True)
    unsure = answers.answer(ada.pk, attempt.pk, 2, read=key, check=True)
    assert sure and unsure
    assert (sure.answer.sure, unsure.answer.sure) == (True, False)
    assert {verdict.points for verdict in Verdict.objects.all()} == {Decimal(1)}


def test_a_report_is_kept_with_the_wording_and_an_empty_one_is_not(ada: Learner, tea: Course) -> None:
    attempt = attempts.start(ada, tea, tea.quizzes["brewing"], mode="practice", size=5)
    asked = answers.asked_at(ada.pk, attempt.pk, 1)
    assert asked is not None
    report = answers.report(asked, "  The kettle is cold.  ")
    assert report is not None
    assert (report.text, report.asked.revision_id) == ("The kettle is cold.", asked.revision_id)
    assert answers.report(asked, "   ") is None
