"""What the records say of a learner, and that the counts are what the answers make them."""

from dataclasses import replace
from random import Random

import pytest

from studyapp.catalogue.courses import Course
from studyapp.records import answers, attempts, progress
from studyapp.records.attempts import Filter
from studyapp.records.models import Answer, Attempt, Learner
from studyapp.records.progress import MetricState, Score
from studyapp.rules.mastery import readiness
from tests.records.acting import answer, begin, larger, only, respond, run, standings, with_items, with_pass_mark

MODES = {"practice": 5, "graded": 10, "section": 8}


def choose(attempt: Attempt, position: int, option: str) -> None:
    """Check the choice of that option."""
    question = attempts.answered(attempt)[position - 1][1]
    respond(attempt, position, [[c.option for c in question.choices].index(option)], check=True)


# The counts


def test_a_right_answer_was_right_at_every_node_of_its_path(ada: Learner, tea: Course) -> None:
    choose(begin(ada, only(tea, "brewing", "proof-reader")), 1, "mug")
    assert standings(ada) == {
        ("objective", "choose-way"): (1, 1),
        ("outcome", "mug"): (1, 1),
        ("node", "way-to-brew/heat"): (1, 1),
        ("node", "way-to-brew/leaf"): (1, 1),
        ("node", "way-to-brew/cups"): (1, 1),
    }


@pytest.mark.parametrize(
    ("taken", "nodes"),
    [
        ("cold-steep", {"heat": (1, 0)}),
        ("whisk", {"heat": (1, 1), "leaf": (1, 0)}),
        ("pot", {"heat": (1, 1), "leaf": (1, 1), "cups": (1, 0)}),
    ],
)
def test_a_wrong_answer_was_right_up_to_where_it_left_and_says_nothing_of_what_follows(
    taken: str, nodes: dict[str, tuple[int, int]], ada: Learner, tea: Course
) -> None:
    choose(begin(ada, only(tea, "brewing", "proof-reader")), 1, taken)
    assert standings(ada) == {
        ("objective", "choose-way"): (1, 0),
        ("outcome", "mug"): (1, 0),
        **{("node", f"way-to-brew/{node}"): count for node, count in nodes.items()},
    }


def test_counts_add_up_over_questions_and_runs(ada: Learner, tea: Course) -> None:
    choose(begin(ada, only(tea, "brewing", "proof-reader")), 1, "pot")
    choose(begin(ada, only(tea, "brewing", "builders"), mode="graded", size=10), 1, "pot")
    attempts.finish(Attempt.objects.get(mode="graded"))
    run(begin(ada, tea, "leaf"), True, False)
    assert standings(ada) == {
        ("objective", "choose-way"): (2, 1),
        ("objective", "know-leaf"): (2, 1),
        ("outcome", "mug"): (1, 0),
        ("outcome", "pot"): (1, 1),
        ("node", "way-to-brew/heat"): (2, 2),
        ("node", "way-to-brew/leaf"): (2, 2),
        ("node", "way-to-brew/cups"): (2, 1),
    }


def test_scores_are_told_by_kind(ada: Learner, cyd: Learner, tea: Course) -> None:
    choose(begin(ada, only(tea, "brewing", "proof-reader")), 1, "whisk")
    assert progress.scores(ada.pk, "tea") == {
        "objective": {"choose-way": Score("choose-way", 1, 0)},
        "outcome": {"mug": Score("mug", 1, 0)},
        "node": {
            "way-to-brew/heat": Score("way-to-brew/heat", 1, 1),
            "way-to-brew/leaf": Score("way-to-brew/leaf", 1, 0),
        },
    }
    nothing: dict[str, dict[str, Score]] = {"objective": {}, "outcome": {}, "node": {}}
    assert (
        progress.scores(cyd.pk, "tea") == progress.scores(None, "tea") == progress.scores(ada.pk, "coffee") == nothing
    )


def test_a_share_of_nothing_is_nothing() -> None:
    assert (Score("pot", 4, 3).share, Score("pot", 0, 0).share) == (0.75, 0.0)


@pytest.mark.parametrize("seed", range(6))
def test_the_counts_equal_those_rebuilt(seed: int, ada: Learner, cyd: Learner, tea: Course) -> None:
    """Ada and Cyd do this and that, by chance."""
    random = Random(seed)
    for _ in range(12):
        learner, mode = random.choice([ada, cyd]), random.choice(list(MODES))
        outcome = random.choice(["mug", "pot", "cold-steep"]) if mode == "section" else ""
        attempt = begin(
            learner, tea, mode=mode, size=MODES[mode], only=Filter(outcome=outcome), seed=random.randrange(99)
        )
        for row in answers.strip(attempt):
            if not row["checked"] and random.random() < 0.8:
                answer(attempt, row["position"], right=random.random() < 0.6, check=random.random() < 0.5)
        if random.random() < 0.5:
            attempts.finish(attempt)
    counted = standings(ada), standings(cyd)
    for learner in (ada, cyd):
        progress.rebuild(learner, "tea")
    assert (standings(ada), standings(cyd)) == counted
    assert (
        counted[0]["objective", "choose-way"][0] == Answer.objects.filter(asked__learner=ada, asked__first=True).count()
    )


def test_a_rebuild_puts_wrong_counts_right_and_leaves_other_courses_alone(ada: Learner, tea: Course) -> None:
    choose(begin(ada, only(tea, "brewing", "proof-reader")), 1, "mug")
    before = standings(ada)
    ada.standing_set.update(n=7)
    ada.standing_set.create(course="tea", kind="objective", ident="gone", n=1)
    ada.standing_set.create(course="coffee", kind="objective", ident="grind", n=3, right=2)
    progress.rebuild(ada, "tea")
    assert standings(ada) == {**before, ("objective", "grind"): (3, 2)}


# Readiness


def test_readiness_is_from_first_answers_of_finished_runs_the_oldest_first(ada: Learner, tea: Course) -> None:
    twelve = larger(tea, 12, practice=(3,), graded=(5,))
    run(begin(ada, twelve), True, False, True)
    run(begin(ada, twelve, mode="graded", size=5), False, True)
    left_open = begin(ada, twelve)
    answer(left_open, 1, check=True)
    assert progress.first_answers(ada.pk, twelve, "brewing") == [True, False, True, False, True]
    attempts.finish(left_open)
    assert progress.first_answers(ada.pk, twelve, "brewing") == [True, False, True, False, True, True]


def test_a_section_and_a_second_answer_are_no_evidence(ada: Learner, tea: Course) -> None:
    two = only(tea, "brewing", "proof-reader", "late-clerk")
    run(begin(ada, two, mode="section", size=1, only=Filter(node="way-to-brew/heat")), True)
    run(begin(ada, two), True, True)
    run(begin(ada, two), True, True)
    assert progress.first_answers(ada.pk, two, "brewing") == [True]


def test_evidence_is_of_the_quiz_s_banks_whichever_quiz_asked(ada: Learner, cyd: Learner, tea: Course) -> None:
    """Another quiz asks the same bank: a question that it asked first can never be asked first again."""
    mixed = replace(tea.quizzes["brewing"], id="mixed", banks=("brewing", "leaf"))
    both = replace(only(only(tea, "brewing", "monk"), "leaf", "enemies"), quizzes={**tea.quizzes, "mixed": mixed})
    run(begin(ada, both, "mixed"), True, True)
    run(begin(cyd, both, "leaf"), False)
    found = {quiz: progress.first_answers(ada.pk, both, quiz) for quiz in ("brewing", "leaf", "mixed")}
    assert found == {"brewing": [True], "leaf": [True], "mixed": [True, True]}
    assert progress.first_answers(cyd.pk, both, "brewing") == progress.first_answers(None, both, "brewing") == []


def test_a_lesson_is_no_evidence(ada: Learner, tea: Course) -> None:
    asked = answers.lesson_check(ada, tea, "leaf/what-is-in-it", tea.items["leaf/what-is-drunk"])
    answer(asked.attempt, 1, check=True)
    attempts.finish(asked.attempt)
    assert progress.first_answers(ada.pk, tea, "leaf") == []


def test_only_the_last_sixty_count(ada: Learner, tea: Course) -> None:
    many = larger(tea, 63, graded=(63,))
    run(begin(ada, many, mode="graded", size=63), False, False, False, False, *[True] * 59)
    assert progress.first_answers(ada.pk, many, "brewing") == [False, *[True] * 59]
    found = readiness(progress.first_answers(ada.pk, many, "brewing"))
    assert (found.asked, found.right, found.needed) == (60, 59, 0)


def test_without_answers_nothing_is_sure(ada: Learner, tea: Course) -> None:
    found = readiness(progress.first_answers(ada.pk, tea, "brewing"))
    assert (found.asked, found.right, found.sure, found.needed) == (0, 0, 0, 22)


# Success metrics


def state(learner: Learner, course: Course) -> tuple[bool, int, int]:
    """Of the metric that the brewing quiz decides: met, the best run, of how many."""
    (found,) = [one for one in progress.metric_states(learner.pk, course) if one.metric.quiz == "brewing"]
    assert found.possible
    return found.met, found.best, found.size


@pytest.mark.parametrize(("rights", "met"), [(27, True), (26, False), (30, True)])
def test_a_metric_is_met_by_a_graded_run_at_ninety_per_cent(
    rights: int, met: bool, ada: Learner, cyd: Learner, tea: Course
) -> None:
    thirty = larger(tea, 30, graded=(30,))
    assert state(ada, thirty) == (False, 0, 0)
    attempt = begin(ada, thirty, mode="graded", size=30)
    for position in range(1, 31):
        answer(attempt, position, right=position <= rights)
    assert state(ada, thirty) == (False, 0, 0)
    attempts.finish(attempt)
    assert state(ada, thirty) == (met, rights, 30)
    assert state(cyd, thirty) == (False, 0, 0)


def test_no_other_run_meets_a_metric(ada: Learner, tea: Course) -> None:
    run(begin(ada, tea), True, True, True)
    run(begin(ada, tea, mode="section", size=2, only=Filter(outcome="mug")), True, True)
    run(begin(ada, tea, "leaf"), True, True, True)
    assert state(ada, tea) == (False, 0, 0)


def test_the_best_run_is_shown(ada: Learner, tea: Course) -> None:
    for rights in (7, 8, 6):
        run(begin(ada, tea, mode="graded", size=10), *[True] * rights)
    assert state(ada, tea) == (False, 8, 10)


def test_a_metric_once_met_stays_met_when_the_mark_rises(ada: Learner, tea: Course) -> None:
    run(begin(ada, with_pass_mark(tea, 50), mode="graded", size=10), *[True] * 6)
    run(begin(ada, tea, mode="graded", size=10), *[True] * 8)
    assert state(ada, tea) == (True, 6, 10)


def test_a_metric_without_a_quiz_cannot_be_met_yet(ada: Learner, tea: Course) -> None:
    (found,) = [one for one in progress.metric_states(ada.pk, tea) if not one.metric.quiz]
    assert found == MetricState(tea.metrics["ceremony"], met=False, possible=False)


def test_nobody_has_met_anything(tea: Course, db: None) -> None:
    assert {found.met for found in progress.metric_states(None, tea)} == {False}


# What is left


def test_unseen_is_what_has_no_first_answer_yet(ada: Learner, tea: Course) -> None:
    three = only(tea, "leaf", "what-is-drunk", "enemies", "ground-in")
    counts = [progress.unseen(ada.pk, three, "leaf")]
    attempt = begin(ada, three, "leaf")
    counts.append(progress.unseen(ada.pk, three, "leaf"))
    answer(attempt, 1, check=True)
    answer(attempt, 2)
    counts.append(progress.unseen(ada.pk, three, "leaf"))
    attempts.finish(attempt)
    counts.append(progress.unseen(ada.pk, three, "leaf"))
    assert (counts, progress.unseen(None, three, "leaf")) == ([3, 3, 2, 1], 3)


def test_what_is_retired_is_not_unseen(ada: Learner, tea: Course) -> None:
    items = tea.banks["leaf"].items
    course = with_items(tea, "leaf", [items[0], *(replace(item, retired=True) for item in items[1:])])
    assert progress.unseen(ada.pk, course, "leaf") == 1


def test_a_lesson_is_marked_as_read_once(ada: Learner, cyd: Learner, tea: Course) -> None:
    for _ in range(2):
        progress.mark_read(ada, "tea", "leaf/what-is-in-it")
    assert progress.lessons_read(ada.pk, "tea") == {"leaf/what-is-in-it"}
    assert (ada.reading_set.count(), progress.lessons_read(ada.pk, "coffee")) == (1, set())
    assert progress.lessons_read(cyd.pk, "tea") == progress.lessons_read(None, "tea") == set()


@pytest.mark.parametrize(("read", "expected"), [([], 0), ([0], 1), ([1], 2), ([-1], 0), ([0, -1], 1)])
def test_one_goes_on_after_the_last_lesson_read(read: list[int], expected: int, tea: Course) -> None:
    lessons = list(tea.lessons)
    assert progress.next_lesson(tea, {lessons[place] for place in read}) == lessons[expected]


def test_what_was_left_out_comes_at_the_end(tea: Course) -> None:
    *_, left, _ = tea.lessons
    assert progress.next_lesson(tea, set(tea.lessons) - {left}) == left


def test_after_the_last_lesson_none_is_left(tea: Course) -> None:
    assert progress.next_lesson(tea, set(tea.lessons)) == ""


def test_a_lesson_that_is_gone_was_not_the_last_one_read(tea: Course) -> None:
    assert progress.next_lesson(tea, {"leaf/gone"}) == next(iter(tea.lessons))
