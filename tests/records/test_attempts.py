"""Attempts: what is pinned at the start, what an answer goes through, what a finish makes of it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from studyapp.catalogue.courses import Course
from studyapp.catalogue.pools import Pool
from studyapp.catalogue.questions import Question
from studyapp.records import answers, attempts, histories, revisions, shelf
from studyapp.records.attempts import Filter, Refused
from studyapp.records.models import Answer, Asked, Attempt, Learner, Revision, Verdict
from studyapp.records.shelf import Shelf
from studyapp.rules import choosing
from studyapp.rules.grading import Response
from tests.records.acting import (
    answer,
    asked_at,
    begin,
    key_of,
    larger,
    only,
    questions,
    respond,
    reworded,
    run,
    standings,
    with_items,
    with_pass_mark,
    wrong_of,
)

MUG = Filter(outcome="mug")


def refused(what: object) -> str:
    """The word with which something is refused."""
    with pytest.raises(Refused) as caught:
        what()  # type: ignore[operator]
    return caught.value.why


# The start


def test_the_rules_are_copied_into_the_attempt(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea, size=5)
    begin(ada, with_pass_mark(tea, 50), size=3)
    attempt.refresh_from_db()
    assert attempt.rules == {
        "size": 5,
        "pass_percent": 90,
        "only": {"node": "", "outcome": "", "objective": ""},
        "scoring": {"multiple": "right-minus-wrong", "ordering": "adjacent-pairs", "matching": "per-pair"},
        "seconds": None,
        "sealed": False,
    }
    assert (attempt.course, attempt.quiz, attempt.mode) == ("tea", "brewing", "practice")
    assert (attempt.number, attempt.asked_count, attempt.finished) == (1, 5, None)


def test_the_order_of_the_choices_is_stored(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea, size=5, seed=7)
    for asked in Asked.objects.filter(attempt=attempt):
        choices = revisions.question(asked.revision_id).choices
        assert asked.order == choosing.shuffled(len(choices), 7 + asked.position)


def test_the_wording_and_its_tree_are_pinned(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea, size=5)
    for ident, asked in zip(
        questions(attempt), Asked.objects.filter(attempt=attempt).order_by("position"), strict=True
    ):
        item = tea.items[ident.removeprefix("tea/")]
        assert revisions.question(asked.revision_id) == item.question
        assert revisions.tree_of(item.question) == tea.trees["way-to-brew"]
        assert (asked.objective, asked.outcome) == ("choose-way", item.outcome)
        assert asked.path == [f"way-to-brew/{node}" for node in item.question.scenario.path]
    assert sorted(Revision.objects.values_list("kind", flat=True)) == ["question"] * 5 + ["tree"]


def test_a_second_start_gives_the_open_attempt_back(ada: Learner, tea: Course) -> None:
    first = begin(ada, tea, size=3, seed=1)
    assert begin(ada, tea, size=5, seed=2) == first
    assert begin(ada, tea, size=1000) == first
    assert Attempt.objects.get() == first


def test_the_database_holds_one_open_attempt(ada: Learner, tea: Course) -> None:
    first = begin(ada, tea)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(
            learner=ada,
            course="tea",
            quiz="brewing",
            mode="practice",
            number=2,
            rules={},
            seed=1,
            started=first.started,
        )


def test_modes_quizzes_and_learners_have_each_their_own(ada: Learner, cyd: Learner, tea: Course) -> None:
    begun = {
        begin(ada, tea), begin(ada, tea, mode="graded", size=10), begin(ada, tea, "leaf"), begin(cyd, tea),
    }  # fmt: skip
    assert len(begun) == 4


def test_runs_are_numbered(ada: Learner, tea: Course) -> None:
    numbers = []
    for _ in range(3):
        numbers.append(run(begin(ada, tea)).number)
    assert numbers == [1, 2, 3]


def test_a_run_holds_what_was_not_seen_then_what_was_seen_longest_ago(ada: Learner, tea: Course) -> None:
    twelve = larger(tea, 12, practice=(5,))
    first, second, third = (set(questions(run(begin(ada, twelve, size=5, seed=seed)))) for seed in (1, 2, 3))
    everything = {f"tea/{item.ident}" for item in twelve.banks["brewing"].items}
    assert first & second == set()
    assert third > everything - first - second
    assert third & second == set()


@pytest.mark.parametrize(
    ("mode", "size", "only", "why"),
    [
        ("lesson", 3, Filter(), "size"),
        ("mock", 3, Filter(), "size"),
        ("practice", 4, Filter(), "size"),
        ("practice", 0, Filter(), "size"),
        ("graded", 3, Filter(), "size"),
        ("section", 8, Filter(outcome="coffee"), "empty"),
        ("section", 8, Filter(node="way-to-brew/milk"), "empty"),
    ],
)
def test_a_run_that_does_not_exist_is_refused(
    mode: str, size: int, only: Filter, why: str, ada: Learner, tea: Course
) -> None:
    assert refused(lambda: begin(ada, tea, mode=mode, size=size, only=only)) == why
    assert not Attempt.objects.exists()


def test_retired_questions_are_not_asked(ada: Learner, tea: Course) -> None:
    items = tea.banks["leaf"].items
    course = with_items(tea, "leaf", [items[0], *(replace(item, retired=True) for item in items[1:])])
    assert questions(begin(ada, course, "leaf")) == [f"tea/{items[0].ident}"]


# Sections


@pytest.mark.parametrize(
    ("filter", "expected"),
    [
        (Filter(), set()),
        (MUG, {"late-clerk", "proof-reader"}),
        (Filter(node="way-to-brew/heat"), {"proof-reader", "builders"}),
        (Filter(node="way-to-brew/heat", outcome="mug"), {"proof-reader"}),
        (Filter(node="another/heat"), set()),
    ],
)
def test_a_filter_passes_what_turns_on_a_node_or_maps_to_an_outcome(
    filter: Filter, expected: set[str], tea: Course
) -> None:
    """Cold tea is offered to the proof-reader and the builders, but not to the clerk."""
    idents = ["brewing/late-clerk", "brewing/proof-reader", "brewing/builders", "leaf/what-is-drunk"]
    assert {item.id for item in filter.of(Pool(tea.items[ident] for ident in idents))} == expected


def test_a_section_asks_only_what_passes(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea, mode="section", size=2, only=MUG)
    assert list(attempt.asked_set.values_list("outcome", flat=True)) == ["mug", "mug"]
    assert (attempt.asked_count, attempt.rules["only"]) == (2, {"node": "", "outcome": "mug", "objective": ""})


def test_another_section_hands_in_the_open_one(ada: Learner, tea: Course) -> None:
    mug = begin(ada, tea, mode="section", size=8, only=MUG)
    answer(mug, 1)
    assert begin(ada, tea, mode="section", size=8, only=MUG) == mug
    pot = begin(ada, tea, mode="section", size=8, only=Filter(outcome="pot"))
    mug.refresh_from_db()
    assert (mug.number, mug.finished is None, mug.right_count) == (1, False, 1)
    assert (pot.number, pot.finished) == (2, None)


# Saved, changed, checked


def test_an_answer_is_saved_and_may_change_until_it_is_checked(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea)
    saved = answer(attempt, 1, right=False).answer.saved
    assert asked_at(attempt, 1).answer.response == sorted(wrong_of(attempt, 1))
    answer(attempt, 1, right=True)
    changed = asked_at(attempt, 1).answer
    assert (changed.response, changed.saved > saved) == (sorted(key_of(attempt, 1)), True)
    assert (changed.checked, changed.right, Verdict.objects.count()) == (None, None, 0)
    answer(attempt, 1, right=True, check=True)
    judged = asked_at(attempt, 1).answer
    assert (judged.right, judged.checked is None, judged.saved) == (True, False, changed.saved)


def test_the_same_save_twice_is_one(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea)
    first = answer(attempt, 1).answer.saved
    answer(attempt, 1)
    assert Answer.objects.get().saved == first


def test_a_check_stores_a_last_change(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea)
    answer(attempt, 1, right=False)
    assert answer(attempt, 1, right=True, check=True).answer.right is True
    assert asked_at(attempt, 1).answer.response == sorted(key_of(attempt, 1))


@pytest.mark.parametrize(("right", "points"), [(True, 1), (False, 0)])
def test_a_check_appends_a_verdict(right: bool, points: int, ada: Learner, tea: Course) -> None:
    asked = answer(begin(ada, tea), 1, right=right, check=True)
    verdict = Verdict.objects.get()
    reason = {} if right else {"leaves": asked.answer.leaves}
    assert (verdict.answer, verdict.at) == (asked.answer, asked.answer.checked)
    assert (verdict.points, verdict.most, verdict.reason, verdict.regrade) == (points, 1, reason, None)
    assert bool(asked.answer.leaves) is not right


def test_checking_twice_is_checking_once(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea)
    first = answer(attempt, 1, right=False, check=True).answer
    again = answer(attempt, 1, right=False, check=True).answer
    assert (again.pk, again.checked, again.right, again.response) == (first.pk, first.checked, False, first.response)
    assert Verdict.objects.count() == 1
    assert standings(ada)["objective", "choose-way"] == (1, 0)


def test_after_a_check_a_save_or_another_check_is_refused(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea)
    first = answer(attempt, 1, right=False, check=True).answer
    assert refused(lambda: answer(attempt, 1, right=True)) == "checked"
    assert refused(lambda: answer(attempt, 1, right=True, check=True)) == "checked"
    assert asked_at(attempt, 1).answer.response == first.response


def test_after_the_finish_anything_is_refused(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea)
    answer(attempt, 1, right=False)
    answer(attempt, 2, right=False, check=True)
    attempts.finish(attempt)
    before = list(Answer.objects.order_by("pk").values())
    for position in (1, 2, 3):
        assert refused(lambda: answer(attempt, position)) == "finished"  # noqa: B023
    assert refused(lambda: answer(attempt, 3, check=True)) == "finished"
    assert refused(lambda: answer(attempt, 2, check=True)) == "finished"
    assert answer(attempt, 2, right=False, check=True).answer.right is False, "a second click changes nothing"
    assert list(Answer.objects.order_by("pk").values()) == before


def test_what_cannot_be_read_is_not_stored(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea)
    answer(attempt, 1, right=False)
    seen = []

    def read(question: Question, order: list[int]) -> Response:
        seen.append((question, order))
        raise Refused("none")

    sent = lambda: answers.answer(ada.pk, attempt.pk, 1, read=read, check=True)  # noqa: E731
    assert refused(sent) == "none"
    asked = asked_at(attempt, 1)
    assert seen == [(revisions.question(asked.revision_id), asked.order)]
    assert (asked.answer.response, asked.answer.checked) == (sorted(wrong_of(attempt, 1)), None)


def test_several_right_choices_are_one_answer(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, only(tea, "leaf", "enemies"), "leaf")
    position = questions(attempt).index("tea/leaf/enemies") + 1
    assert respond(attempt, position, [1], check=False).answer.response == [1]
    assert respond(attempt, position, [1, 0], check=True).answer.right is True
    assert asked_at(attempt, position).answer.response == [0, 1]


# The finish


def test_a_finish_judges_what_was_saved_and_counts_the_rest_as_wrong(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea, size=5)
    answer(attempt, 1, right=True)
    answer(attempt, 2, right=False)
    answer(attempt, 3, right=True, check=True)
    finished = attempts.finish(attempt)
    rights = [getattr(asked, "answer", None) and asked.answer.right for asked, _ in attempts.answered(finished)]
    assert rights == [True, False, True, None, None]
    assert (finished.right_count, finished.asked_count, finished.has_passed) == (2, 5, False)
    assert Answer.objects.filter(checked=None).count() == 0
    assert Verdict.objects.count() == 3


def test_finishing_twice_is_finishing_once(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea)
    answer(attempt, 1)
    first = attempts.finish(attempt)
    second = attempts.finish(attempt)
    assert (second.finished, second.right_count) == (first.finished, 1)
    assert Verdict.objects.count() == 1


def test_a_graded_answer_is_judged_at_the_finish_and_not_before(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea, mode="graded", size=10)
    answer(attempt, 1, right=False, check=True)
    first = answers.strip(attempt)[0]
    assert (first["saved"], first["checked"], first["right"]) == (True, False, None)
    assert (Verdict.objects.count(), standings(ada)) == (0, {})
    answer(attempt, 1, right=True)
    attempts.finish(attempt)
    assert asked_at(attempt, 1).answer.right is True
    assert standings(ada)["objective", "choose-way"] == (1, 1)


@pytest.mark.parametrize(("rights", "passed"), [(9, True), (8, False)])
def test_a_run_passes_at_its_own_mark(rights: int, passed: bool, ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea, mode="graded", size=10)
    assert run(attempt, *[True] * rights).has_passed is passed


# First answers


def firsts(learner: Learner) -> list[tuple[int, str]]:
    rows = Asked.objects.filter(learner=learner, first=True).order_by("attempt__number", "position")
    return list(rows.values_list("attempt__number", "question"))


@pytest.fixture
def three(tea: Course) -> Course:
    """The tea course with three questions about the leaf: every run has them all."""
    return only(tea, "leaf", "what-is-drunk", "enemies", "ground-in")


def test_a_question_has_one_first_answer_ever(ada: Learner, three: Course) -> None:
    first = begin(ada, three, "leaf")
    answered = questions(first)[:2]
    run(first, False, False)
    assert firsts(ada) == [(1, question) for question in answered]
    second = run(begin(ada, three, "leaf"), True, True, True)
    left = (set(questions(second)) - set(answered)).pop()
    assert firsts(ada) == [*((1, question) for question in answered), (2, left)]
    assert standings(ada) == {("objective", "know-leaf"): (3, 1)}


def test_the_first_answer_stays_first_when_the_wording_changes(ada: Learner, three: Course) -> None:
    run(begin(ada, three, "leaf"), False, False, False)
    run(begin(ada, reworded(three, "leaf"), "leaf"), True, True, True)
    assert {number for number, _ in firsts(ada)} == {1}
    assert standings(ada) == {("objective", "know-leaf"): (3, 0)}


def test_each_learner_has_first_answers_of_their_own(ada: Learner, cyd: Learner, tea: Course) -> None:
    for learner in (ada, cyd):
        run(begin(learner, tea, "leaf"), True)
    assert (len(firsts(ada)), len(firsts(cyd))) == (1, 1)


# What changes in the content


def served(content: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """The course as its files say now, in service."""
    now = Shelf(content, content.with_name("last-good"), watch=False)
    monkeypatch.setattr(shelf, "shelf", lambda: now)
    revisions._question.cache_clear()
    return shelf.catalogue().courses["kettle"]


@pytest.mark.parametrize("mode", ["practice", "graded"])
def test_an_attempt_is_graded_by_the_wording_it_began_with(
    mode: str, content: Path, ada: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Meanwhile the bank is mended: other ticks, other words, and one question is retired."""
    attempt = begin(ada, served(content, monkeypatch), "water", mode=mode, size=2)
    began = [question for _, question in attempts.answered(attempt)]
    retired = began[0].ident.removeprefix("water/")
    bank = content / "kettle" / "banks" / "water.md"
    swapped = bank.read_text().replace("[x]", "[.]").replace("[ ]", "[x]").replace("[.]", "[ ]").replace("?", ", now?")
    bank.write_text(re.sub(rf"## {retired}\n", f"## {retired}\n\n```yaml\nretired: true\n```\n", swapped))
    now = served(content, monkeypatch)
    assert [now.items[question.ident].retired for question in began] == [True, False]
    assert [now.items[question.ident].question.key & question.key for question in began] == [set(), set()]

    assert [question for _, question in attempts.answered(attempt)] == began
    for position, question in enumerate(began, 1):
        respond(attempt, position, question.key, check=True)
    assert attempts.finish(attempt).right_count == 2
    assert {question for _, question in attempts.answered(begin(ada, now, "water", mode=mode, size=2))} == {
        item.question for item in now.pool(now.quizzes["water"])
    }


def with_first_node(course: Course, name: str) -> Course:
    """The course with another name for the first question of its tree."""
    tree = course.trees["way-to-brew"]
    nodes = tuple(replace(node, id=name) if node.id == tree.start else node for node in tree.nodes)
    renamed = replace(
        course, trees={"way-to-brew": replace(tree, start=name, nodes=nodes)}, tree_hashes={"way-to-brew": name}
    )
    items = course.banks["brewing"].items
    scenarios = [replace(item.question.scenario, tree_hash=name) for item in items if item.question.scenario]
    changed = zip(items, scenarios, strict=True)
    return with_items(renamed, "brewing", [replace(i, question=replace(i.question, scenario=s)) for i, s in changed])


def test_a_wrong_answer_leaves_the_tree_it_was_asked_with(ada: Learner, tea: Course) -> None:
    cold = Filter(outcome="cold-steep")
    before = begin(ada, tea, mode="section", size=1, only=cold)
    after = begin(ada, with_first_node(tea, "warmth"), mode="graded", size=10)
    position = [asked.outcome for asked, _ in attempts.answered(after)].index("cold-steep") + 1
    answer(after, position, right=False)
    attempts.finish(after)
    assert answer(before, 1, right=False, check=True).answer.leaves == "heat"
    assert asked_at(after, position).answer.leaves == "warmth"


# Checks inside a lesson


LESSON = "leaf/what-is-in-it"


def check(learner: Learner, course: Course, ident: str = "leaf/what-is-drunk") -> Asked:
    return answers.lesson_check(learner, course, LESSON, course.items[ident])


def given(learner: Learner) -> dict[str, bool | None]:
    """What the lesson shows as answered."""
    return {ident: asked.answer.right for ident, asked in answers.lesson_answers(learner.pk, "tea", LESSON).items()}


def test_a_check_is_asked_in_one_place_and_in_the_order_of_the_bank(ada: Learner, tea: Course) -> None:
    place = check(ada, tea)
    assert check(ada, tea) == place
    other = check(ada, tea, "leaf/enemies")
    assert (other.attempt, place.position, other.position) == (place.attempt, 1, 2)
    assert (place.order, other.order) == ([0, 1, 2], [0, 1, 2, 3])


def test_a_check_is_judged_at_once_and_counts_for_nothing(ada: Learner, tea: Course) -> None:
    place = check(ada, tea)
    assert given(ada) == {}
    answer(place.attempt, 1, right=False, check=True)
    assert given(ada) == {"leaf/what-is-drunk": False}
    assert (firsts(ada), standings(ada)) == ([], {})
    run(begin(ada, only(tea, "leaf", "what-is-drunk"), "leaf"), True)
    assert firsts(ada) == [(1, "tea/leaf/what-is-drunk")]


def test_a_check_can_be_tried_again(ada: Learner, tea: Course) -> None:
    place = check(ada, tea)
    answer(place.attempt, 1, right=False, check=True)
    answers.again(place.attempt, 1)
    assert given(ada) == {}
    answer(place.attempt, 1, right=True, check=True)
    assert given(ada) == {"leaf/what-is-drunk": True}


def test_an_answer_of_a_run_cannot_be_tried_again(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea)
    answer(attempt, 1, right=False, check=True)
    answers.again(attempt, 1)
    assert asked_at(attempt, 1).answer.right is False


def test_a_new_wording_of_a_check_is_asked_anew(ada: Learner, tea: Course) -> None:
    old = check(ada, tea)
    answer(old.attempt, 1, right=False, check=True)
    changed = reworded(tea, "leaf")
    assert given(ada) == {"leaf/what-is-drunk": False}
    new = check(ada, changed)
    assert (new.attempt, new.position) == (old.attempt, 2)
    assert revisions.question(new.revision_id) == changed.items["leaf/what-is-drunk"].question
    assert given(ada) == {}
    answer(new.attempt, 2, right=True, check=True)
    assert given(ada) == {"leaf/what-is-drunk": True}
    assert check(ada, tea).position == 3


def test_a_lesson_is_no_run(ada: Learner, tea: Course) -> None:
    answer(check(ada, tea).attempt, 1, check=True)
    assert (attempts.open_attempts(ada.pk), list(histories.finished(ada.pk))) == ([], [])


def test_lessons_are_asked_apart_and_for_each_learner(ada: Learner, cyd: Learner, tea: Course) -> None:
    mine, hers = check(ada, tea), check(cyd, tea)
    elsewhere = answers.lesson_check(ada, tea, "leaf/how-it-keeps", tea.items["leaf/what-is-drunk"])
    assert len({mine.attempt_id, hers.attempt_id, elsewhere.attempt_id}) == 3
    answer(mine.attempt, 1, check=True)
    assert (given(cyd), answers.lesson_answers(None, "tea", LESSON)) == ({}, {})


# Finding one's way


def test_one_goes_on_at_the_first_question_without_an_answer(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea)
    places = [attempts.place(attempt)]
    for position in (1, 3, 2):
        answer(attempt, position)
        places.append(attempts.place(attempt))
    assert places == [1, 2, 2, 3]


def test_the_strip_tells_how_each_question_stands(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea)
    answer(attempt, 1, right=False, check=True)
    answer(attempt, 2)
    answers.flag(attempt, 3, True)
    assert answers.strip(attempt) == [
        {"position": 1, "flagged": False, "saved": True, "checked": True, "right": False},
        {"position": 2, "flagged": False, "saved": True, "checked": False, "right": None},
        {"position": 3, "flagged": True, "saved": False, "checked": False, "right": None},
    ]


def test_a_flag_is_taken_away_and_stays_after_the_finish(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea)
    answers.flag(attempt, 1, True)
    answers.flag(attempt, 2, True)
    answers.flag(attempt, 1, False)
    answers.flag(attempts.finish(attempt), 2, False)
    assert [row["flagged"] for row in answers.strip(attempt)] == [False, True, False]


def test_answers_are_listed_with_what_was_asked(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea)
    answer(attempt, 2)
    rows = attempts.answered(attempt)
    idents = [f"tea/{question.ident}" for _, question in rows]
    assert (idents, [asked.position for asked, _ in rows]) == (questions(attempt), [1, 2, 3])
    assert [hasattr(asked, "answer") for asked, _ in rows] == [False, True, False]


def test_open_and_finished_runs_are_listed_the_newest_first(ada: Learner, tea: Course) -> None:
    done = [run(begin(ada, tea)), run(begin(ada, tea, "leaf")), run(begin(ada, tea, mode="graded", size=10))]
    left = [begin(ada, tea), begin(ada, tea, "leaf")]
    assert attempts.open_attempts(ada.pk) == attempts.open_attempts(ada.pk, "tea") == left[::-1]
    assert list(histories.finished(ada.pk)) == list(histories.finished(ada.pk, "tea")) == done[::-1]
    assert list(histories.finished(ada.pk, "tea", "brewing")) == [done[2], done[0]]
    assert list(histories.finished(ada.pk, "tea", "brewing", ["graded"])) == [done[2]]
    assert attempts.open_attempts(ada.pk, "coffee") == list(histories.finished(ada.pk, "coffee")) == []


def test_an_attempt_is_found_by_whose_it_is(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, tea)
    asked = answers.asked_at(ada.pk, attempt.pk, 2)
    assert attempts.find(ada.pk, attempt.pk) == attempt
    assert (asked and asked.position, answers.asked_at(ada.pk, attempt.pk, 4)) == (2, None)
    assert attempts.find(ada.pk, 10**30) is None


@pytest.mark.parametrize("nobody", [False, True])
def test_the_attempt_of_another_is_none(nobody: bool, ada: Learner, cyd: Learner, tea: Course) -> None:
    attempt = begin(ada, tea)
    answer(attempt, 1)
    before = list(Answer.objects.values())
    stranger = None if nobody else cyd.pk
    found = [
        attempts.find(stranger, attempt.pk),
        answers.asked_at(stranger, attempt.pk, 1),
        answers.answer(stranger, attempt.pk, 1, read=lambda question, order: question.key, check=True),
        answers.answer(stranger, attempt.pk, 2, read=lambda question, order: question.key, check=False),
    ]
    assert found == [None] * 4
    assert (attempts.open_attempts(stranger), list(histories.finished(stranger))) == ([], [])
    assert list(Answer.objects.values()) == before


def test_a_large_run_is_whole(ada: Learner, tea: Course) -> None:
    attempt = begin(ada, larger(tea, 30, graded=(30,)), mode="graded", size=30)
    assert len(set(questions(attempt))) == 30
    assert [row["position"] for row in answers.strip(attempt)] == list(range(1, 31))
