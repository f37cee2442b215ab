"""Trees of one's own: every version is kept and executed, a stale page changes nothing, and of two tabs one wins."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from studyapp.catalogue.courses import Course, Metric
from studyapp.catalogue.sketches import Leaf, Sketch
from studyapp.records import certificates, learners, progress, revisions, sketches
from studyapp.records.models import Learner, OwnTree, Revision, TreeVersion, User
from studyapp.records.sketches import Best, Full, Make, Own, Stale
from studyapp.rules import sketching
from studyapp.rules.executing import Ground
from studyapp.rules.sketching import Impossible

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
POT, MUG = Leaf("pot"), Leaf("mug")


@pytest.fixture
def ground(tea: Course) -> Ground:
    found = sketches.ground(tea, "way-to-brew")
    assert found
    return found


def begun(learner: Learner, ground: Ground, sketch: Sketch = None, title: str = "") -> OwnTree:
    return sketches.begin(learner, "tea", ground, sketch=sketch, title=title, at=AT)


def now(learner: Learner, ground: Ground) -> Own:
    """The newest tree as it stands."""
    return sketches.own_trees(learner.pk, "tea", ground)[-1]


def put(sketch: Sketch) -> Make:
    return lambda before: sketch


def change(learner: Learner, ground: Ground, *made: Sketch) -> Own:
    for sketch in made:
        own = now(learner, ground)
        sketches.change(own, ground, put(sketch), seen=own.number, at=AT)
    return now(learner, ground)


def turn(learner: Learner, ground: Ground, *ways: sketches.Turn) -> Sketch:
    for way in ways:
        own = now(learner, ground)
        sketches.turn(own, ground, way, seen=own.number)
    return now(learner, ground).sketch


def test_a_tree_of_the_course_is_ground_when_it_proves_scenarios_of_its_files(tea: Course, ground: Ground) -> None:
    assert len(ground.scenarios) == 13
    assert sketches.ground(tea, "oak") is None
    assert sketches.ground(replace(tea), "way-to-brew") is ground  # another course object with the same content


def test_a_retired_scenario_is_not_asked(tea: Course) -> None:
    bank = tea.banks["brewing"]
    items = (replace(bank.items[0], retired=True), *bank.items[1:])
    less = sketches.ground(replace(tea, banks={**tea.banks, "brewing": replace(bank, items=items)}), "way-to-brew")
    assert less and len(less.scenarios) == 12


def test_a_bank_of_the_web_is_not_executed(tea: Course) -> None:
    bank = replace(tea.banks["brewing"], id="mine")
    quiz = replace(tea.quizzes["brewing"], id="mine", banks=("mine",), audience="mine")
    items = tuple(
        replace(one, bank="mine", question=replace(one.question, ident=f"mine/{one.id}")) for one in bank.items
    )
    more = replace(tea, banks={**tea.banks, "mine": replace(bank, items=items)}, quizzes={**tea.quizzes, "mine": quiz})
    found = sketches.ground(more, "way-to-brew")
    assert found and len(found.scenarios) == 13


def test_every_change_is_a_version_with_its_share(ada: Learner, cyd: Learner, ground: Ground) -> None:
    begun(ada, ground)
    own = change(ada, ground, MUG, POT)
    assert (own.number, own.sketch, own.back, own.forth) == (3, POT, 2, None)
    rows = TreeVersion.objects.order_by("number")
    assert [(row.number, row.parent, row.body, row.right_count, row.asked_count, row.passed) for row in rows] == [
        (1, None, None, 0, 13, False), (2, 1, {"to": "mug"}, 3, 13, False), (3, 2, {"to": "pot"}, 6, 13, False),
    ]  # fmt: skip
    assert sketches.own_trees(cyd.pk, "tea", ground) == sketches.own_trees(None, "tea", ground) == []


def test_a_version_keeps_what_it_was_executed_on(ada: Learner, ground: Ground) -> None:
    begun(ada, ground)
    change(ada, ground, MUG)
    row = Revision.objects.get(kind="scenarios")
    assert (row.course, row.ident, len(row.body)) == ("tea", "way-to-brew", 13)
    assert row.body["brewing/early-train"] == {
        "case": {"heat": "hot", "leaf": "bag", "cups": "1", "place": "4"}, "key": "mug",
    }  # fmt: skip
    assert set(TreeVersion.objects.values_list("scenarios", flat=True)) == {row.pk}


def test_a_change_that_changes_nothing_is_none(ada: Learner, ground: Ground) -> None:
    begun(ada, ground)
    assert change(ada, ground, MUG, MUG).number == 2


def test_changes_are_undone_and_done_again(ada: Learner, ground: Ground) -> None:
    begun(ada, ground)
    change(ada, ground, MUG, POT)
    assert turn(ada, ground, "undo") == MUG
    assert turn(ada, ground, "undo", "undo", "undo") is None
    assert turn(ada, ground, "redo", "redo", "redo") == POT
    assert TreeVersion.objects.count() == 3


def test_doing_again_goes_to_the_latest_change(ada: Learner, ground: Ground) -> None:
    begun(ada, ground)
    change(ada, ground, MUG)
    turn(ada, ground, "undo")
    change(ada, ground, POT)
    turn(ada, ground, "undo")
    assert turn(ada, ground, "redo") == POT
    assert [row.body for row in TreeVersion.objects.order_by("number")] == [None, {"to": "mug"}, {"to": "pot"}]


def test_a_stale_page_changes_nothing(ada: Learner, ground: Ground) -> None:
    begun(ada, ground)
    own = change(ada, ground, MUG, POT)
    for seen in (1, 2, 4, -1):
        with pytest.raises(Stale):
            sketches.change(own, ground, put(Leaf("whisk")), seen=seen, at=AT)
    for seen, way in ((1, "redo"), (2, "undo"), (9, "undo"), (-1, "redo")):
        with pytest.raises(Stale):
            sketches.turn(own, ground, way, seen=seen)  # type: ignore[arg-type]
    assert (now(ada, ground).sketch, TreeVersion.objects.count()) == (POT, 3)


def test_a_change_sent_twice_is_made_once(ada: Learner, ground: Ground) -> None:
    begun(ada, ground)
    change(ada, ground, MUG)
    sketches.change(now(ada, ground), ground, put(MUG), seen=1, at=AT)
    turn(ada, ground, "undo")
    sketches.turn(now(ada, ground), ground, "undo", seen=2)
    turn(ada, ground, "redo")
    sketches.turn(now(ada, ground), ground, "redo", seen=1)
    assert (now(ada, ground).number, TreeVersion.objects.count()) == (2, 2)


def test_of_two_tabs_the_database_lets_one_win(ada: Learner, ground: Ground) -> None:
    begun(ada, ground)
    one, other = now(ada, ground), now(ada, ground)  # both have read before either wrote
    sketches.change(one, ground, put(MUG), seen=1, at=AT)
    with pytest.raises(Stale):
        sketches.change(other, ground, put(POT), seen=1, at=AT)
    sketches.change(other, ground, put(MUG), seen=1, at=AT)  # the same, by a second click
    with pytest.raises(Stale):
        sketches.turn(now(ada, ground), ground, "redo", seen=1) if change(ada, ground, POT) else None
    assert [row.body for row in TreeVersion.objects.order_by("number")] == [None, {"to": "mug"}, {"to": "pot"}]


def test_going_back_in_two_tabs_goes_back_once(ada: Learner, ground: Ground) -> None:
    begun(ada, ground)
    one = change(ada, ground, MUG, POT)
    sketches.turn(one, ground, "undo", seen=3)
    sketches.turn(one, ground, "undo", seen=3)
    assert now(ada, ground).sketch == MUG


def test_what_cannot_be_done_is_raised_and_changes_nothing(ada: Learner, ground: Ground) -> None:
    begun(ada, ground)
    with pytest.raises(Impossible, match="place"):
        sketches.change(now(ada, ground), ground, lambda sketch: sketching.put(sketch, (3,), MUG), seen=1, at=AT)
    assert TreeVersion.objects.count() == 1


def test_a_tree_begun_twice_without_a_change_is_one(ada: Learner, cyd: Learner, ground: Ground) -> None:
    assert begun(ada, ground) == begun(ada, ground)
    change(ada, ground, MUG)
    turn(ada, ground, "undo")
    assert begun(ada, ground).number == 2  # the first has been changed
    assert begun(ada, ground, MUG, "Copy").number == begun(ada, ground, MUG, "Copy").number == 3
    assert begun(cyd, ground).number == 1


def test_a_learner_has_so_many_trees_and_no_more(ada: Learner, ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sketches, "MOST_TREES", 2)
    for title in ("One", "Two"):
        begun(ada, ground, None, title)
    with pytest.raises(Full):
        begun(ada, ground, None, "Three")
    assert begun(ada, ground, None, "Two").number == 2


@pytest.mark.parametrize("body", ["pot", 7, [1], {"ask": "moon", "then": {}}, {"to": "samovar"}])
def test_a_broken_body_is_read_as_open_and_can_be_gone_back_from(ada: Learner, ground: Ground, body: object) -> None:
    begun(ada, ground)
    change(ada, ground, MUG)
    TreeVersion.objects.filter(number=2).update(body=body)
    assert (now(ada, ground).sketch, now(ada, ground).whole) == (None, False)
    change(ada, ground, POT)
    assert now(ada, ground).whole is True
    turn(ada, ground, "undo", "undo")
    assert now(ada, ground).number == 1
    assert TreeVersion.objects.get(number=2).body == body


def test_the_best_share_ever_reached_counts(ada: Learner, ground: Ground) -> None:
    begun(ada, ground)
    change(ada, ground, POT, MUG)
    assert sketches.best(ada.pk, "tea") == {"way-to-brew": Best(6, 13, passed=False)}
    TreeVersion.objects.filter(number=1).update(right_count=9, asked_count=10)  # fewer scenarios, at that time
    assert sketches.best(ada.pk, "tea") == {"way-to-brew": Best(9, 10, passed=True)}
    assert sketches.best(None, "tea") == sketches.best(ada.pk, "coffee") == {}


def test_a_metric_can_ask_for_a_tree_of_ones_own(ada: Learner, tea: Course, ground: Ground) -> None:
    metric = Metric("own", "Own tree", "Build one.", exercises="tree", passed=1)
    course = replace(tea, metrics={"own": metric})
    begun(ada, ground)
    [before] = progress.metric_states(ada.pk, course)
    TreeVersion.objects.update(passed=True)
    [after] = progress.metric_states(ada.pk, course)
    assert [(one.met, one.best, one.size, one.possible) for one in (before, after)] == [
        (False, 0, 1, True), (True, 1, 1, True),
    ]  # fmt: skip


def test_a_guests_trees_become_the_accounts(cyd: Learner, ground: Ground) -> None:
    user = User.objects.create_user("ada@example.org")
    ada = learners.of_user(user)
    for learner, sketch in ((ada, MUG), (cyd, POT)):
        begun(learner, ground)
        change(learner, ground, sketch)
    learners.adopt(user=user, guest_id=cyd.pk)
    found = sketches.own_trees(ada.pk, "tea", ground)
    assert [(own.row.number, own.sketch, own.back) for own in found] == [(1, MUG, 1), (2, POT, 1)]


def test_scenarios_are_pinned_once(ground: Ground, db: None) -> None:
    assert revisions.pin_scenarios("tea", ground) == revisions.pin_scenarios("tea", ground)
    assert Revision.objects.count() == 1


def test_a_tree_that_passed_is_evidence_for_a_certificate(ada: Learner, tea: Course, ground: Ground) -> None:
    metric = Metric("own", "Own tree", "Build one.", exercises="tree", passed=1)
    begun(ada, ground)
    TreeVersion.objects.update(passed=True)
    found = certificates.issue(ada, replace(tea, metrics={"own": metric}), "Ada")
    assert found.evidence == [
        {"title": "Own tree", "says": "Build one.", "done": [{"title": "Which way to brew?", "on": "2026-11-21"}]}
    ]
