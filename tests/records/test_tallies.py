"""How questions behave: the sums follow whatever becomes of the answers, and are what the answers say."""

from dataclasses import replace

import pytest

from studyapp.catalogue.courses import Course
from studyapp.catalogue.prose import Html
from studyapp.catalogue.questions import Choice, Choices, Question, Steps
from studyapp.records import answers, attempts, banks, learners, own_data, regrades, tallies
from studyapp.records.models import Attempt, Learner, Tally, User
from studyapp.rules.grading import Response
from tests.records.acting import asked_at, begin, respond, with_items
from tests.records.teaching import PANTRY, pantry, publish, served

Sums = dict[tuple[str, str, bool], tuple[int, int, int]]
MENDED = PANTRY.replace("- [ ] The one in the pot\n- [x]", "- [x] The one in the pot\n- [ ]")
JAR_RIGHT, POT, JAR = 0, 0, 1  # the key of "jar"; the choices of "spoon", whose key is the second


def took(learner: Learner, jar: int, spoon: int, *, finish: bool = True) -> Attempt:
    """A graded run of both questions of the pantry with these choices."""
    attempt = begin(learner, served(), "pantry", mode="graded", size=2)
    for place in (1, 2):
        respond(attempt, place, [jar if asked_at(attempt, place).question.endswith("/jar") else spoon])
    return attempts.finish(attempt) if finish else attempt


def sums() -> Sums:
    """By question, what was taken and whether that was right: how many, the rest and its squares. Nothing counts as nothing."""
    rows = Tally.objects.exclude(n=0).select_related("revision")
    return {(row.revision.ident[7:], row.taken, row.right): (row.n, row.rest, row.squares) for row in rows}


def again() -> Sums:
    """The same, made anew from the answers."""
    tallies.rebuild()
    return sums()


@pytest.fixture
def runs(tea: Course, ben: User, ada: Learner, cyd: Learner) -> tuple[Attempt, Attempt]:
    """Ada has the jar right and the spoon wrong, Cyd has both right."""
    publish(pantry(tea, ben), tea)
    return took(ada, JAR_RIGHT, POT), took(cyd, JAR_RIGHT, JAR)


def test_a_finished_run_is_counted_with_the_rest_of_it(runs: tuple[Attempt, Attempt]) -> None:
    assert sums() == {
        ("jar", "0", True): (2, 1000, 1_000_000),  # the other question was wrong in Ada's run, right in Cyd's
        ("spoon", "0", False): (1, 1000, 1_000_000),
        ("spoon", "1", True): (1, 1000, 1_000_000),
    }
    assert again() == sums()


def test_a_run_that_is_open_a_second_answer_and_a_hint_count_for_nothing(
    runs: tuple[Attempt, Attempt], ada: Learner, ben: User
) -> None:
    before = sums()
    took(ada, 1, JAR)
    hinted = took(learners.of_user(ben), JAR_RIGHT, JAR, finish=False)
    hinted.asked_set.update(hints=1)
    assert sums() == before
    attempts.finish(hinted)
    assert sums() == before == again()


def test_a_sealed_exam_is_not_counted(tea: Course, ben: User, ada: Learner) -> None:
    publish(pantry(tea, ben, sealed=True), tea)
    attempt = begin(ada, served(), "pantry", mode="mock", size=2)
    respond(attempt, 1, [0])
    attempts.finish(attempt)
    assert sums() == {} == again()


def test_a_re_grade_moves_the_answers_and_taking_it_back_moves_them_back(
    runs: tuple[Attempt, Attempt], tea: Course, ben: User
) -> None:
    before = sums()
    bank = banks.find(ben, "tea", "pantry")
    assert bank is not None
    regrade = regrades.apply(publish(bank, tea, text=MENDED), "new", by=ben)
    moved = {
        ("jar", "0", True): (2, 1000, 1_000_000),
        ("spoon", "0", True): (1, 1000, 1_000_000),
        ("spoon", "1", False): (1, 1000, 1_000_000),
    }
    assert sums() == moved == again()
    regrades.reverse(regrade, by=ben)
    assert sums() == before == again()


def test_who_goes_takes_the_answers_along(runs: tuple[Attempt, Attempt], ada: Learner) -> None:
    own_data.delete(ada)
    assert sums() == {("jar", "0", True): (1, 1000, 1_000_000), ("spoon", "1", True): (1, 1000, 1_000_000)}
    assert sums() == again()


def test_a_guest_who_signs_in_has_answered_once(runs: tuple[Attempt, Attempt], ada: Learner, tea: Course) -> None:
    before = sums()
    guest = learners.make_guest()
    took(guest, 1, JAR)
    assert sums() != before
    open_one = took(guest, 1, JAR, finish=False)
    assert ada.user is not None
    learners.adopt(user=ada.user, guest_id=guest.pk)
    attempts.finish(Attempt.objects.get(pk=open_one.pk))
    assert sums() == before == again()


def test_of_several_choices_the_set_is_counted_and_of_other_kinds_right_and_wrong_alone(
    tea: Course, ada: Learner
) -> None:
    several = Choices(tuple(Choice(Html(text), text != "Salt") for text in ("Leaf", "Water", "Salt")), several=True)
    steps = Steps((Html("Boil"), Html("Pour"), Html("Drink")))
    pattern = tea.banks["leaf"].items[0]
    items = [
        replace(pattern, id=id, question=Question(f"brewing/{id}", Html("<p>Well?</p>"), part))
        for id, part in (("several", several), ("steps", steps))
    ]
    course = with_items(tea, "brewing", items)
    attempt = attempts.start(ada, course, course.quizzes["brewing"], mode="practice", size=5)
    for asked in attempt.asked_set.all():
        given: Response = frozenset({0, 2}) if asked.question.endswith("several") else (0, 1, 2)
        answers.answer(ada.pk, attempt.pk, asked.position, read=lambda *_, given=given: given, check=True)
    attempts.finish(attempt)
    found = {row.taken: (row.right, row.n, row.rest) for row in Tally.objects.all()}
    assert found == {"0,2": (False, 1, 1000), "": (True, 1, 0)}
