"""A design step by step: nothing is lost, a stale page changes nothing, and what is judged stays as it was judged."""

from dataclasses import replace

import pytest

from studyapp.catalogue.courses import Course
from studyapp.catalogue.designs import Brief, Design, Has, Link
from studyapp.records import designs, learners, progress
from studyapp.records.designs import Drawn, Stale, Unfit
from studyapp.records.models import Appeal, DesignStep, Judgement, Learner, User
from studyapp.rules.designing import Fault, Step
from tests.rules import kitchen

BRIEF = replace(kitchen.brief(Has(("pot",)), Has(("cup",))), id="tea-for-one")
POT, CUP, GUEST = (Step("place", kind) for kind in ("pot", "cup", "guest"))


def now(learner: Learner, brief: Brief = BRIEF) -> Drawn:
    return designs.drawn(designs.steps(learner.pk, "tea", brief.id), brief)


def take(learner: Learner, course: Course, *steps: Step) -> Drawn:
    for step in steps:
        designs.take(learner, course, BRIEF, step, seen=now(learner).number)
    return now(learner)


def turn(learner: Learner, course: Course, *ways: designs.Turn) -> list[str]:
    """Go back and forth; what is then placed."""
    for way in ways:
        designs.turn(learner, course, BRIEF, way, seen=now(learner).number)
    return placed(learner)


def placed(learner: Learner) -> list[str]:
    return [part.id for part in now(learner).design.parts]


def test_who_has_done_nothing_has_an_empty_design(ada: Learner) -> None:
    assert now(ada) == Drawn(Design(), 0, None, None)
    assert designs.steps(None, "tea", "tea-for-one") == []


def test_each_step_is_kept(ada: Learner, cyd: Learner, tea: Course) -> None:
    made = take(ada, tea, POT, CUP, Step("join", "pot", "cup"), Step("set", "pot", values={"heat": "high"}))
    assert (made.number, made.back, made.forth) == (4, 3, None)
    assert made.design.links == (Link("pot", "cup"),)
    assert made.design.part_by_id["pot"].settings == {"heat": "high"}
    rows = designs.steps(ada.pk, "tea", "tea-for-one")
    assert [(row.number, row.step) for row in rows] == [
        (4, {"what": "set", "one": "pot", "other": ""}), (3, {"what": "join", "one": "pot", "other": "cup"}),
        (2, {"what": "place", "one": "cup", "other": ""}), (1, {"what": "place", "one": "pot", "other": ""}),
    ]  # fmt: skip
    assert placed(cyd) == []


def test_steps_are_undone_and_done_again(ada: Learner, tea: Course) -> None:
    take(ada, tea, POT, CUP, GUEST)
    assert turn(ada, tea, "undo") == ["pot", "cup"]
    assert turn(ada, tea, "undo", "undo") == []
    assert turn(ada, tea, "redo", "redo", "redo") == ["pot", "cup", "guest"]
    assert turn(ada, tea, "undo", "undo", "redo", "undo", "undo") == []
    assert DesignStep.objects.count() == 14


def test_at_either_end_there_is_nothing_to_undo_or_to_redo(ada: Learner, tea: Course) -> None:
    assert turn(ada, tea, "undo", "redo") == []
    take(ada, tea, POT)
    assert turn(ada, tea, "redo") == ["pot"]
    assert turn(ada, tea, "undo", "undo") == []
    assert DesignStep.objects.count() == 2


def test_a_step_after_undoing_leaves_nothing_to_redo_but_all_to_return_to(ada: Learner, tea: Course) -> None:
    take(ada, tea, POT, CUP)
    turn(ada, tea, "undo")
    take(ada, tea, GUEST)
    assert turn(ada, tea, "redo") == ["pot", "guest"]
    assert turn(ada, tea, "undo") == ["pot"]
    designs.return_to(ada, tea, BRIEF, 2, seen=now(ada).number)
    assert placed(ada) == ["pot", "cup"]
    assert turn(ada, tea, "undo") == ["pot"]


def test_a_return_to_no_step_at_all_changes_nothing(ada: Learner, cyd: Learner, tea: Course) -> None:
    take(cyd, tea, POT, CUP)
    take(ada, tea, POT)
    designs.return_to(ada, tea, BRIEF, 2, seen=1)
    assert (placed(ada), now(ada).number) == (["pot"], 1)


def test_a_stale_page_changes_nothing(ada: Learner, tea: Course) -> None:
    take(ada, tea, POT, CUP)
    for seen in (1, 3, -1):
        with pytest.raises(Stale):
            designs.take(ada, tea, BRIEF, GUEST, seen=seen)
        with pytest.raises(Stale):
            designs.turn(ada, tea, BRIEF, "undo", seen=seen)
        with pytest.raises(Stale):
            designs.return_to(ada, tea, BRIEF, 1, seen=seen)
        with pytest.raises(Stale):
            designs.judge(ada, tea, BRIEF, seen=seen)
    assert (placed(ada), DesignStep.objects.count(), Judgement.objects.count()) == (["pot", "cup"], 2, 0)


def test_of_two_tabs_the_database_lets_one_win(ada: Learner, tea: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    take(ada, tea, POT)
    monkeypatch.setattr(designs, "_seen", lambda *_: Drawn(Design(), 0))  # both have read before either wrote
    with pytest.raises(Stale):
        designs.take(ada, tea, BRIEF, CUP, seen=0)
    assert [part.id for part in designs.drawn(designs.steps(ada.pk, "tea", BRIEF.id), BRIEF).design.parts] == ["pot"]


def test_a_step_that_cannot_be_taken_says_why(ada: Learner, tea: Course) -> None:
    take(ada, tea, POT, CUP)
    with pytest.raises(Unfit) as unfit:
        take(ada, tea, Step("join", "cup", "pot"))
    assert unfit.value.fault == Fault("not-allowed", "cup", "pot")
    assert now(ada).number == 2


def test_a_step_that_changes_nothing_is_none(ada: Learner, tea: Course) -> None:
    take(ada, tea, POT, CUP, Step("part", "pot", "cup"))
    assert now(ada).number == 2


def test_only_the_last_steps_are_kept(ada: Learner, tea: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(designs, "KEPT", 3)
    take(ada, tea, POT, CUP, GUEST, Step("drop", "pot"), Step("drop", "cup"))
    assert [row.number for row in designs.steps(ada.pk, "tea", BRIEF.id)] == [5, 4, 3]
    assert turn(ada, tea, "undo") == ["cup", "guest"]
    assert turn(ada, tea, "undo") == ["cup", "guest"]  # what was before is gone


def test_a_part_that_the_brief_no_longer_has_is_left_out(ada: Learner, tea: Course) -> None:
    take(ada, tea, POT, CUP, Step("join", "pot", "cup"))
    palette = replace(BRIEF.palette, kinds=tuple(kind for kind in BRIEF.palette.kinds if kind.id != "pot"))
    assert now(ada, replace(BRIEF, palette=palette)).design == kitchen.design("cup")


def test_a_judgement_keeps_the_design_and_the_brief(ada: Learner, tea: Course) -> None:
    take(ada, tea, POT)
    one = designs.judge(ada, tea, BRIEF, seen=1)
    assert one is not None
    assert (one.number, one.met, one.asked, one.passed, one.revision.kind) == (1, 1, 2, False, "brief")
    take(ada, tea, CUP)
    found = designs.judgement(ada.pk, "tea", BRIEF.id, 1)
    assert found is not None
    brief, design, review = designs.reviewed(found)
    assert (brief, design) == (BRIEF, kitchen.design("pot"))
    assert [missed.requirement.id for missed in review.missed] == ["r2"]


def test_the_same_design_is_judged_once_by_the_same_brief(ada: Learner, tea: Course) -> None:
    take(ada, tea, POT, CUP)
    first, again = designs.judge(ada, tea, BRIEF, seen=2), designs.judge(ada, tea, BRIEF, seen=2)
    assert first == again and first is not None and first.passed
    mended = replace(BRIEF, requirements=BRIEF.requirements[:1])
    other = designs.judge(ada, tea, mended, seen=2)
    assert other is not None and (other.number, other.asked) == (2, 1)


def test_an_empty_design_is_not_judged(ada: Learner, tea: Course) -> None:
    assert designs.judge(ada, tea, BRIEF, seen=0) is None


def test_nobody_finds_the_judgements_of_another(ada: Learner, cyd: Learner, tea: Course) -> None:
    take(ada, tea, POT)
    designs.judge(ada, tea, BRIEF, seen=1)
    assert designs.judgement(cyd.pk, "tea", BRIEF.id, 1) is None
    assert designs.judgement(None, "tea", BRIEF.id, 1) is None
    assert designs.judgements(None, "tea", BRIEF.id) == []


def test_the_reference_is_shown_after_passing_or_three_tries(ada: Learner, cyd: Learner, tea: Course) -> None:
    def tried(learner: Learner, *steps: Step) -> bool:
        made = take(learner, tea, *steps)
        designs.judge(learner, tea, BRIEF, seen=made.number)
        return designs.shows_reference(designs.judgements(learner.pk, "tea", BRIEF.id))

    assert [tried(ada, POT), tried(ada, GUEST), tried(ada, GUEST)] == [False, False, True]
    assert [tried(cyd, POT), tried(cyd, CUP)] == [False, True]


def test_an_appeal_is_made_once(ada: Learner, tea: Course) -> None:
    take(ada, tea, POT)
    one = designs.judge(ada, tea, BRIEF, seen=1)
    assert one is not None
    assert designs.appeal(one, "It holds" + "!" * 3000) == designs.appeal(one, "Really")
    assert len(Appeal.objects.get().text) == designs.LONGEST


def test_a_guests_designs_become_the_accounts(cyd: Learner, tea: Course) -> None:
    user = User.objects.create_user("ada@example.org")
    ada = learners.of_user(user)
    for learner, steps in ((ada, (POT, CUP)), (cyd, (GUEST, POT, CUP))):
        made = take(learner, tea, *steps)
        designs.judge(learner, tea, BRIEF, seen=made.number)
    turn(cyd, tea, "undo")
    learners.adopt(user=user, guest_id=cyd.pk)
    assert placed(ada) == ["guest", "pot"]
    assert [one.number for one in designs.judgements(ada.pk, "tea", BRIEF.id)] == [2, 1]
    assert turn(ada, tea, "redo") == ["guest", "pot", "cup"]
    assert turn(ada, tea, "undo", "undo", "undo") == ["pot", "cup"]  # what the account had before


@pytest.mark.parametrize(
    ("passed", "met", "lacking"),
    [
        ([], False, ("capstone",)),
        (["freight-papers", "luggage-line", "rides-on-film"], False, ("capstone",)),
        (["freight-papers", "hail-over-the-allgaeu"], False, ()),
        (["freight-papers", "luggage-line", "hail-over-the-allgaeu"], True, ()),
    ],
)
def test_three_briefs_one_of_them_a_capstone_meet_the_metric(
    ada: Learner, real: Course, passed: list[str], met: bool, lacking: tuple[str, ...]
) -> None:
    for exercise in passed:
        brief = real.exercises[exercise]
        assert isinstance(brief, Brief)
        DesignStep.objects.create(
            learner=ada, course=real.id, exercise=exercise, number=1, step={}, at="2026-11-21T12:00Z",
            design=designs.DESIGN.dump_python(brief.reference, mode="json"),
        )  # fmt: skip
        judged = designs.judge(ada, real, brief, seen=1)
        assert judged is not None and judged.passed
    state = next(one for one in progress.metric_states(ada.pk, real) if one.metric.exercises == "architecture")
    assert (state.met, state.best, state.size, state.possible, state.lacking) == (met, len(passed), 3, True, lacking)


def test_a_failed_brief_does_not_count(ada: Learner, tea: Course) -> None:
    take(ada, tea, POT)
    designs.judge(ada, tea, BRIEF, seen=1)
    assert progress.passed_exercises(ada.pk, "tea") == set()
    assert progress.passed_exercises(None, "tea") == set()
