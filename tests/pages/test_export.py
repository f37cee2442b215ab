"""A learner's own data: all of it, and nothing that is another's or a key."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from studyapp.records import cohorts, own_data, revisions
from studyapp.records.models import Attempt, DesignStep, Learner, User
from tests.pages.acting import address, answer, asked_at, begin, finish, learner_of, run
from tests.pages.markup import main_of


def data_of(client: Client) -> dict[str, Any]:
    response = client.get("/progress/export/?format=json")
    assert response["Content-Disposition"].startswith('attachment; filename="study-data-')
    found: dict[str, Any] = json.loads(response.content)
    return found


def test_everything_that_was_done_is_in_it(ada: Client, ben: Client) -> None:
    ada.post("/courses/tea/modules/leaf/what-is-in-it/reads/")
    ada.post("/courses/tea/worksheet/", {"guests.who": "A ferryman"})
    ada.post("/preferences/", {"keys": "on", "exam": "2026-12-10"})
    attempt = begin(ada, "leaf")
    answer(ada, attempt, 1)
    ada.post(f"{address(attempt, 1)}reports/", {"text": "The water is cold."})
    finish(ada, attempt)
    teacher = User.objects.get(email="ben@example.org")
    cohort = cohorts.make(course="tea", title="Tuesday", owner=teacher, at=timezone.now())
    cohorts.join(cohorts.invite(cohort, timezone.now()), learner_of(ada), name="Ada L.", at=timezone.now())
    data = data_of(ada)
    empty = {"extra_time", "cost_exercises", "designs", "design_judgements", "appeals", "certificates", "own_trees"}
    assert {name for name, value in data.items() if value} == set(data) - empty
    assert (data["account"]["email"], data["preferences"]["exam"]) == ("ada@example.org", "2026-12-10")
    assert [(one["title"], one["name"]) for one in data["classes"]] == [("Tuesday", "Ada L.")]
    assert [one["lesson"] for one in data["lessons_read"]] == ["leaf/what-is-in-it"]
    assert data["worksheets"][0]["texts"]["guests.who"] == "A ferryman"
    assert [one["text"] for one in data["reports"]] == ["The water is cold."]
    assert "ben@example.org" not in json.dumps(data)


def test_a_run_is_told_with_wording_answer_and_verdict(ada: Client) -> None:
    done = run(ada, 2)
    told = data_of(ada)["runs"][0]
    assert (told["quiz"], told["mode"], told["score"]["right"], len(told["questions"])) == ("brewing", "practice", 2, 3)
    for position, one in enumerate(told["questions"], 1):
        asked = asked_at(done, position)
        question = revisions.question(asked.revision_id)
        assert one["asked"] == question.stem
        assert one["offered"] == [question.choices[number].text for number in asked.order]
        assert one["answer"]["given"] == [question.choices[number].text for number in asked.answer.response]
        assert (one["answer"]["right"], len(one["answer"]["verdicts"])) == (position <= 2, 1)


def test_an_open_graded_run_tells_no_verdict(ada: Client) -> None:
    attempt = begin(ada, mode="graded", size=10)
    answer(ada, attempt, 1)
    told = data_of(ada)["runs"][0]
    assert (told["score"], set(told["questions"][0]["answer"])) == (None, {"given", "sure", "saved", "checked"})


def test_a_run_whose_time_ran_out_unstored_tells_what_is_stored(ada: Client) -> None:
    attempt = begin(ada, mode="graded", size=10)
    answer(ada, attempt, 1)
    Attempt.objects.update(deadline=timezone.now() - timedelta(minutes=1))
    assert "right" not in data_of(ada)["runs"][0]["questions"][0]["answer"]


def test_of_a_sealed_exam_no_verdict_and_no_time_to_review_is_told(ada: Client) -> None:
    done = run(ada, 1, "leaf")
    assert len(data_of(ada)["reviews"]) == 3
    Attempt.objects.filter(pk=done.pk).update(rules=done.rules | {"sealed": True})
    data = data_of(ada)
    assert (data["runs"][0]["sealed"], data["runs"][0]["score"]["right"], data["reviews"]) == (True, 1, [])
    assert {tuple(one["answer"]) for one in data["runs"][0]["questions"]} == {("given", "sure", "saved", "checked")}


KEYS = ("feedback", "key", "outcome", "path", "leaves", "explanation", "hash", "facts")


def test_no_key_is_in_it_under_any_name(ada: Client) -> None:
    run(ada, 2)
    begin(ada, "leaf")

    def names(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {name for one in value.values() for name in names(one)}
        return {name for one in value for name in names(one)} if isinstance(value, list) else set()

    assert names(data_of(ada)) & set(KEYS) == set()


def test_the_page_reads_the_same(ada: Client) -> None:
    done = run(ada, 2)
    main = main_of(ada.get("/progress/export/"))
    assert main.one("a", cls="primary").attrs["href"] == "?format=json"
    stems = [revisions.question(asked_at(done, position).revision_id).stem for position in (1, 2, 3)]
    assert len(main.all(cls="own-question")) == len(stems)
    assert [" right" in one.text and "not right" not in one.text for one in main.all(cls="own-question")] == [
        True,
        True,
        False,
    ]


def test_nothing_of_anybody_else_is_in_it(ada: Client, cyd: Client) -> None:
    run(ada, 2)
    run(cyd, 1)
    assert ([one["score"]["right"] for one in data_of(ada)["runs"]], data_of(cyd)["account"]["email"]) == (
        [2],
        "cyd@example.org",
    )


def test_a_guest_has_data_too_and_nobody_none(guest: Client, nobody: Client) -> None:
    assert (data_of(guest)["account"], len(data_of(guest)["runs"])) == (None, 1)
    assert data_of(nobody) == {}
    assert "Nothing is stored about you" in main_of(nobody.get("/progress/export/")).text


def test_it_is_not_fetched_all_the_time(ada: Client) -> None:
    found = [ada.get("/progress/export/?format=json").status_code for _ in range(21)]
    assert found == [200] * 20 + [429]


@pytest.mark.parametrize("quiz", ["brewing", "leaf"])
def test_every_kind_of_answer_can_be_told(quiz: str, ada: Client) -> None:
    run(ada, 3, quiz)
    found = own_data.everything(learner_of(ada), timezone.now())
    assert [len(one["answer"]["given"]) > 0 for one in found["runs"][0]["questions"]] == [True] * 3


# Every table that points at a learner, and where in the export it stands; the pulse is a cache of what stands elsewhere.
TABLES = {
    "Allowance": "extra_time", "Asked": "runs", "Attempt": "runs", "Card": "reviews", "Certificate": "certificates", "DesignStep": "designs",
    "ExerciseRun": "cost_exercises", "Filling": "worksheets", "Judgement": "design_judgements", "Membership": "classes",
    "OwnTree": "own_trees", "Pulse": "", "Reading": "lessons_read", "Report": "reports", "Standing": "counts",
}  # fmt: skip


def test_no_table_of_a_learner_s_is_forgotten(ada: Client) -> None:
    models = apps.get_app_config("records").get_models()
    of_learners = {model.__name__ for model in models if any(f.related_model is Learner for f in model._meta.fields)}
    assert of_learners == set(TABLES)
    assert {name for name in TABLES.values() if name} <= set(data_of(ada))


def test_a_design_is_in_it(ada: Client) -> None:
    now, learner = timezone.now(), learner_of(ada)
    made = {
        "learner": learner,
        "course": "tea",
        "exercise": "party",
        "number": 1,
        "design": {"parts": ["pot"]},
        "at": now,
    }
    DesignStep.objects.create(**made, step={"what": "add", "one": "pot"})
    assert [(one["exercise"], one["design"]) for one in data_of(ada)["designs"]] == [("party", {"parts": ["pot"]})]
    assert "party" in main_of(ada.get("/progress/export/")).text
