"""What was wrong when last answered: a mark that follows every answer, and can be made anew."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from studyapp.catalogue.courses import Course
from studyapp.records import answers, attempts, learners, missed, progress
from studyapp.records.models import Asked, Learner, User
from tests.records.acting import answer, begin, only, run

NOW = timezone.now()


def marks(learner: Learner) -> list[str]:
    return list(Asked.objects.filter(learner=learner, missed=True).order_by("pk").values_list("question", flat=True))


@pytest.mark.parametrize(
    ("rights", "expected"),
    [([False], {"leaf/musty"}), ([True], set()), ([False, True], set()), ([True, False], {"leaf/musty"})],
)
def test_what_was_wrong_when_last_answered_is_missed(
    rights: list[bool], expected: set[str], ada: Learner, tea: Course
) -> None:
    course = only(tea, "leaf", "musty")
    for right in rights:
        run(begin(ada, course, "leaf"), right)
    assert set(missed.questions(ada.pk, course)) == expected


def test_a_question_is_missed_once_however_often_it_was_wrong(ada: Learner, tea: Course) -> None:
    course = only(tea, "leaf", "musty")
    for _ in range(3):
        run(begin(ada, course, "leaf"), False)
    assert marks(ada) == ["tea/leaf/musty"]


def test_an_answer_handed_in_late_does_not_hide_a_later_one(ada: Learner, tea: Course) -> None:
    """A run whose time ran out is judged at its deadline, whenever that is stored."""
    course = only(tea, "brewing", "camp")
    slow = begin(ada, course, mode="graded", size=10)
    answer(slow, 1, right=False, at=NOW)
    run(begin(ada, course), True)
    attempts.finish(slow, at=NOW - timedelta(hours=1))
    assert marks(ada) == []


def test_a_check_inside_a_lesson_is_no_miss(ada: Learner, tea: Course) -> None:
    item = tea.items["leaf/what-is-drunk"]
    asked = answers.lesson_check(ada, tea, "leaf/what-is-in-it", item)
    answers.answer(ada.pk, asked.attempt_id, asked.position, read=lambda question, order: frozenset([0]), check=True)
    assert marks(ada) == []


def test_a_guest_s_misses_are_the_account_s_unless_it_knew_better(ada: Learner, cyd: Learner, tea: Course) -> None:
    course = only(tea, "leaf", "musty")
    run(begin(cyd, course, "leaf"), False)
    run(begin(ada, course, "leaf"), True)
    user = User.objects.get(learner=ada)
    learners.adopt(user=user, guest_id=cyd.pk)
    assert marks(ada) == []


@pytest.mark.parametrize("seed", range(3))
def test_the_marks_made_anew_are_those_that_were_kept(seed: int, ada: Learner, tea: Course) -> None:
    dice = Random(seed)
    for turn in range(6):
        quiz = dice.choice(["leaf", "brewing"])
        run(begin(ada, tea, quiz, seed=turn), *(dice.random() < 0.5 for _ in range(3)))
    kept = marks(ada)
    Asked.objects.update(missed=dice.random() < 0.5)
    progress.rebuild(ada, "tea")
    assert (marks(ada), bool(kept)) == (kept, True)
