"""Answers judged anew after a key changed."""

import pytest

from studyapp.catalogue.courses import Course
from studyapp.records import attempts, banks, publications, regrades
from studyapp.records.models import Attempt, Learner, Publication, Regrade, User, Verdict
from studyapp.records.regrades import Effect
from tests.records.acting import asked_at, begin, respond, standings
from tests.records.teaching import PANTRY, pantry, publish, served

MENDED = PANTRY.replace("- [ ] The one in the pot\n- [x]", "- [x] The one in the pot\n- [ ]")
POT, JAR = 0, 1  # choices of "spoon": JAR was the key, POT is the key now


def took(learner: Learner, spoon: int, *, finish: bool = True) -> Attempt:
    """A graded run with the first question right, and that choice for the second."""
    attempt = begin(learner, served(), "pantry", mode="graded", size=2)
    for place in (1, 2):
        right = asked_at(attempt, place).question.endswith("/jar")
        respond(attempt, place, [0] if right else [spoon])
    return attempts.finish(attempt) if finish else attempt


@pytest.fixture
def runs(tea: Course, ben: User, ada: Learner, cyd: Learner) -> tuple[Attempt, Attempt]:
    """Ada said pot, Cyd said jar; then the key changed from jar to pot."""
    publish(pantry(tea, ben), tea)
    return took(ada, POT), took(cyd, JAR)


@pytest.fixture
def mended(runs: tuple[Attempt, Attempt], tea: Course, ben: User) -> Publication:
    bank = banks.find(ben, "tea", "pantry")
    assert bank is not None
    return publish(bank, tea, text=MENDED)


def scores(*runs: Attempt) -> list[int]:
    return [Attempt.objects.get(pk=run.pk).right_count for run in runs]


@pytest.mark.parametrize(
    ("policy", "effect", "after"),
    [("keep", Effect(2, 0, 0), [1, 2]), ("full", Effect(2, 1, 0), [2, 2]),
     ("both", Effect(2, 1, 0), [2, 2]), ("new", Effect(2, 1, 1), [2, 1])],
)  # fmt: skip
def test_a_dry_run_counts_what_the_policy_then_does(
    policy: str, effect: Effect, after: list[int], runs: tuple[Attempt, Attempt], mended: Publication, ben: User
) -> None:
    assert regrades.dry_run(regrades.keys_of(mended), policy) == effect
    assert scores(*runs) == [1, 2]
    if policy != "keep":
        regrades.apply(mended, policy, by=ben)
    assert scores(*runs) == after


def test_a_verdict_is_added_and_none_is_written_over(
    runs: tuple[Attempt, Attempt], mended: Publication, ben: User
) -> None:
    before = list(Verdict.objects.order_by("pk").values())
    regrade = regrades.apply(mended, "new", by=ben)
    assert list(Verdict.objects.filter(regrade=None).order_by("pk").values()) == before
    assert sorted(Verdict.objects.filter(regrade=regrade).values_list("points", flat=True)) == [0, 1]


def test_the_counts_of_first_answers_follow(
    runs: tuple[Attempt, Attempt], mended: Publication, ada: Learner, cyd: Learner, ben: User
) -> None:
    key = ("objective", "know-leaf")
    assert [standings(one)[key] for one in (ada, cyd)] == [(2, 1), (2, 2)]
    regrades.apply(mended, "new", by=ben)
    assert [standings(one)[key] for one in (ada, cyd)] == [(2, 2), (2, 1)]


def test_a_regrade_is_applied_once(runs: tuple[Attempt, Attempt], mended: Publication, ben: User) -> None:
    regrades.apply(mended, "full", by=ben)
    with pytest.raises(banks.Refused, match="twice"):
        regrades.apply(mended, "new", by=ben)
    assert scores(*runs) == [2, 2]


def test_a_regrade_is_taken_back_and_another_applied(
    runs: tuple[Attempt, Attempt], mended: Publication, ben: User
) -> None:
    first = regrades.apply(mended, "new", by=ben)
    regrades.reverse(first, by=ben)
    assert scores(*runs) == [1, 2]
    second = regrades.apply(mended, "full", by=ben)
    assert scores(*runs) == [2, 2]
    regrades.reverse(second, by=ben)
    regrades.reverse(second, by=ben)
    assert scores(*runs) == [1, 2]
    assert Regrade.objects.filter(reversed=None).count() == 0


def test_an_unknown_policy_is_refused(mended: Publication) -> None:
    with pytest.raises(banks.Refused, match="policy"):
        regrades.dry_run(regrades.keys_of(mended), "generous")


def test_a_rewording_regrades_nothing(tea: Course, ben: User, ada: Learner) -> None:
    bank = pantry(tea, ben)
    publish(bank, tea)
    took(ada, POT)
    publication = publish(bank, tea, text=PANTRY.replace("Which spoon is dry?", "Which spoon stays dry?"))
    keys = regrades.keys_of(publication)
    assert (dict(keys.new), regrades.dry_run(keys, "new")) == ({}, Effect(0, 0, 0))


def test_a_run_that_is_open_is_no_score_yet(tea: Course, ben: User, ada: Learner) -> None:
    bank = pantry(tea, ben)
    publish(bank, tea)
    attempt = took(ada, POT, finish=False)
    publication = publish(bank, tea, text=MENDED)
    assert regrades.dry_run(regrades.keys_of(publication), "new") == Effect(0, 0, 0)
    assert attempts.finish(attempt).right_count == 1


def test_answers_of_all_earlier_wordings_are_judged(tea: Course, ben: User, ada: Learner) -> None:
    bank = pantry(tea, ben)
    publish(bank, tea)
    run = took(ada, POT)
    publish(bank, tea, text=PANTRY.replace("Which spoon is dry?", "Which spoon stays dry?"))
    publication = publish(bank, tea, text=MENDED.replace("Which spoon is dry?", "Which spoon stays dry?"))
    regrades.apply(publication, "new", by=ben)
    assert scores(run) == [2]


def test_what_a_draft_would_do_is_what_its_publication_does(
    runs: tuple[Attempt, Attempt], tea: Course, ben: User
) -> None:
    bank = banks.find(ben, "tea", "pantry")
    assert bank is not None
    reading = publications.read(bank, tea, MENDED)
    assert reading.bank is not None
    draft = regrades.dry_run(regrades.keys_of_draft(bank, reading.newest, reading.bank), "new")
    assert draft == regrades.dry_run(regrades.keys_of(publish(bank, tea, text=MENDED)), "new") == Effect(2, 1, 1)


def test_publishing_alone_changes_no_score(runs: tuple[Attempt, Attempt], mended: Publication) -> None:
    assert scores(*runs) == [1, 2]
    assert publications.last(mended.bank) == mended
