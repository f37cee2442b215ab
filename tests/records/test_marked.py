"""What a learner met and answered, by question: of the banks and the course that are asked for, and of nothing like them."""

import pytest

from studyapp.catalogue.courses import Course
from studyapp.records import answers, attempts, missed, pools, progress
from studyapp.records.models import Asked, Attempt, Learner
from tests.records.acting import begin, only, questions, run

BANKS = [
    ("tea/leaf/musty", 0, 1),
    ("tea/leaf-more/musty", 1, 0),
    ("tea/lea/musty", 1, 0),
    ("teas/leaf/musty", 1, 0),
    ("tea/leaf/gone", 1, 0),
]


@pytest.mark.parametrize(("asked", "unseen", "wrong"), BANKS)
def test_an_answer_counts_for_its_own_question_alone(
    asked: str, unseen: int, wrong: int, ada: Learner, tea: Course
) -> None:
    course = only(tea, "leaf", "musty")
    run(begin(ada, course, "leaf"), False)
    Asked.objects.update(question=asked)
    assert progress.unseen(ada.pk, course, "leaf") == unseen
    assert missed.count(ada.pk, course, course.quizzes["leaf"]) == wrong


def test_what_is_unseen_in_the_course_is_what_no_bank_s_answers_tell_of(ada: Learner, tea: Course) -> None:
    counts = [progress.unseen_of_course(ada.pk, tea)]
    for quiz in ("leaf", "brewing"):
        run(begin(ada, tea, quiz), True)
        counts.append(progress.unseen_of_course(ada.pk, tea))
    assert counts == [len(tea.practised), len(tea.practised) - 1, len(tea.practised) - 2]


def test_nobody_has_answered_or_missed_or_met_anything(tea: Course, db: None) -> None:
    leaf = tea.quizzes["leaf"]
    assert (progress.unseen(None, tea, "leaf"), missed.count(None, tea, leaf)) == (len(tea.pool(leaf)), 0)
    assert pools.seen(None, tea) == {}


def test_a_question_was_met_last_in_its_last_run_of_this_course(ada: Learner, cyd: Learner, tea: Course) -> None:
    both, one = only(tea, "leaf", "musty", "enemies"), only(tea, "leaf", "musty")
    first = attempts.finish(begin(ada, both, "leaf"))
    second = attempts.finish(begin(ada, one, "leaf"))
    begin(cyd, both, "leaf")
    elsewhere = attempts.finish(begin(ada, both, "leaf"))
    Attempt.objects.filter(pk=elsewhere.pk).update(course="coffee")
    answers.lesson_check(ada, tea, "leaf/what-is-in-it", tea.items["leaf/what-is-drunk"])
    assert sorted(questions(first)) == ["tea/leaf/enemies", "tea/leaf/musty"]
    assert pools.seen(ada.pk, tea) == {"leaf/musty": second.pk, "leaf/enemies": first.pk}
