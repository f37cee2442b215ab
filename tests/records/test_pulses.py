"""How a learner stands at a glance: kept as runs begin and end and lessons are read, and equal to what a rebuild makes."""

from datetime import UTC, datetime, timedelta

from studyapp.catalogue.courses import Course
from studyapp.records import attempts, learners, progress
from studyapp.records.models import Attempt, Learner, Pulse
from tests.records.acting import answer, begin, larger, run

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def pulse(learner: Learner) -> tuple[int, int, datetime]:
    return Pulse.objects.values_list("n", "right", "active").get(learner=learner, course="tea")


def finished(learner: Learner, course: Course, rights: int, at: datetime) -> Attempt:
    attempt = begin(learner, course, size=3)
    for position in (1, 2, 3):
        answer(attempt, position, right=position <= rights)
    return attempts.finish(attempt, at=at)


def test_the_end_of_a_run_is_kept(ada: Learner, tea: Course) -> None:
    finished(ada, tea, 2, NOW)
    assert pulse(ada) == (3, 2, NOW)


def test_it_is_the_evidence_of_readiness(ada: Learner, tea: Course) -> None:
    """The last sixty first answers from unfiltered runs, as the dashboard has them."""
    many = larger(tea, 80, practice=(70,))
    run(begin(ada, many, size=70), *[number % 4 > 0 for number in range(70)])
    firsts = progress.first_answers(ada.pk, tea, "brewing")
    assert (len(firsts), pulse(ada)[:2]) == (60, (60, sum(firsts)))


def test_a_run_begun_is_activity_but_no_evidence(ada: Learner, tea: Course) -> None:
    finished(ada, tea, 3, NOW)
    attempt = begin(ada, tea, mode="graded", size=10)
    answer(attempt, 1, right=False)
    assert pulse(ada) == (3, 3, attempt.started)


def test_a_lesson_read_is_activity(ada: Learner, tea: Course) -> None:
    progress.mark_read(ada, "tea", "leaf/what-is-in-it", at=NOW)
    assert pulse(ada) == (0, 0, NOW)


def test_a_rebuild_makes_the_same(ada: Learner, tea: Course) -> None:
    attempt = finished(ada, tea, 1, NOW + timedelta(days=900))
    kept = pulse(ada)
    Pulse.objects.all().delete()
    progress.rebuild(ada, "tea")
    assert (pulse(ada), kept[2]) == (kept, attempt.finished)


def test_a_guest_s_evidence_becomes_the_account_s(ada: Learner, cyd: Learner, tea: Course) -> None:
    assert ada.user
    finished(cyd, tea, 2, NOW + timedelta(days=900))
    learners.adopt(user=ada.user, guest_id=cyd.pk)
    assert pulse(ada) == (3, 2, NOW + timedelta(days=900))


def test_two_courses_do_not_mix(ada: Learner, tea: Course) -> None:
    finished(ada, tea, 2, NOW)
    progress.touch(ada.pk, "coffee", NOW)
    assert list(Pulse.objects.order_by("course").values_list("course", "n")) == [("coffee", 0), ("tea", 3)]
