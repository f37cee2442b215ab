"""Who may do what: every address × everybody, as a table. A GET writes nothing, and nobody reads what is another's."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver

from studyapp import urls
from studyapp.catalogue.courses import Course
from studyapp.records.models import Answer, Asked, Attempt
from tests.pages.acting import HTMX, answer, begin, finish, learner_of, right_numbers, writes
from tests.pages.markup import main_of, masked
from tests.pages.test_access_of_classes import TABLE as CLASSES
from tests.pages.test_access_of_instructors import TABLE as TEACHING
from tests.pages.test_access_of_publications import TABLE as PUBLISHING
from tests.pages.test_appeals import TABLE as APPEALS

OPEN, DONE, CHECK = "{open}", "{done}", "/courses/tea/modules/leaf/what-is-in-it/checks/leaf/what-is-drunk/"
LESSON = "/courses/tea/modules/leaf/what-is-in-it/"

# name: GET and POST, each with what is sent and the status for nobody, a guest, Ada, Cyd, Ben and Eve who teach, an administrator.
# The attempts are Ada's: {open} can be answered, {done} is finished.
EVERYBODY, NOBODY, NO_GET, NO_POST = (200,) * 7, (404,) * 7, (405,) * 7, (405,) * 7
GO_ON = (302,) * 7
HERS, HERS_THEN_ON = (404, 404, 200, *(404,) * 4), (404, 404, 302, *(404,) * 4)
HERS_BUT_LATE = (404, 404, 422, *(404,) * 4)
TABLE: list[tuple[str, str, tuple[int, ...], dict[str, str], tuple[int, ...]]] = [
    ("home", "/", EVERYBODY, {}, NO_POST),
    ("course", "/courses/tea/", EVERYBODY, {}, NO_POST),
    ("module", "/courses/tea/modules/leaf/", EVERYBODY, {}, NO_POST),
    ("lesson", LESSON, EVERYBODY, {}, NO_POST),
    ("reads", f"{LESSON}reads/", NO_GET, {}, GO_ON),
    ("check", CHECK, NO_GET, {"choice": "1", "act": "check"}, GO_ON),
    ("options", "/courses/tea/options/", EVERYBODY, {}, NO_POST),
    ("option", "/courses/tea/options/pot/", EVERYBODY, {}, NO_POST),
    ("trees", "/courses/tea/trees/", EVERYBODY, {}, NO_POST),
    ("tree", "/courses/tea/trees/way-to-brew/", EVERYBODY, {}, NO_POST),
    ("glossary", "/courses/tea/glossary/", EVERYBODY, {}, NO_POST),
    ("term", "/courses/tea/glossary/leaf/", EVERYBODY, {}, NO_POST),
    ("quizzes", "/courses/tea/quizzes/", EVERYBODY, {}, NO_POST),
    ("quiz", "/courses/tea/quizzes/brewing/", EVERYBODY, {}, NO_POST),
    ("begin", "/courses/tea/quizzes/leaf/attempts/", NO_GET, {"mode": "practice", "size": "3"}, GO_ON),
    ("certificates", "/courses/tea/certificate/", EVERYBODY, {"name": "Ada"}, (422,) * 7),
    ("certificate", "/courses/tea/certificate/none/", (404,) * 7, {}, NO_POST),
    ("worksheet", "/courses/tea/worksheet/", EVERYBODY, {"guests.who": "Cyd"}, GO_ON),
    ("exercises", "/courses/tea/exercises/", EVERYBODY, {}, NO_POST),
    ("exercise", "/courses/tea/exercises/none/", NOBODY, {"act": "begin"}, NOBODY),
    ("costs", "/courses/tea/costs/", NOBODY, {}, NO_POST),
    ("exercise", "/courses/tea/exercises/way-to-brew/", EVERYBODY, {}, NO_POST),
    ("sketches", "/courses/tea/exercises/way-to-brew/sketches/", NO_GET, {}, GO_ON),
    ("sketches", "/courses/tea/exercises/none/sketches/", NO_GET, {}, NOBODY),
    (
        "sketch",
        "/courses/tea/exercises/way-to-brew/sketches/{tree}/",
        HERS,
        {"seen": "1", "act": "put", "at": "start", "what": "to:mug"},
        HERS_THEN_ON,
    ),
    ("versions", "/courses/tea/exercises/none/versions/", NO_GET, {"act": "place", "one": "cup"}, NOBODY),
    ("judgements", "/courses/tea/exercises/none/judgements/", NO_GET, {}, NOBODY),
    ("judgement", "/courses/tea/exercises/none/judgements/1/", NOBODY, {}, NO_POST),
    ("appeals", "/courses/tea/exercises/none/judgements/1/appeals/", NO_GET, {"text": "It is."}, NOBODY),
    ("review", "/courses/tea/review/", EVERYBODY, {}, NO_POST),
    ("attempts", "/attempts/", EVERYBODY, {}, NO_POST),
    ("attempt", f"/attempts/{OPEN}/", HERS, {}, NO_POST),
    ("attempt", f"/attempts/{DONE}/", HERS_THEN_ON, {}, NO_POST),
    ("question", f"/attempts/{OPEN}/1/", HERS, {"choice": "1", "act": "save"}, HERS_THEN_ON),
    ("question", f"/attempts/{OPEN}/2/", HERS, {"choice": "1", "act": "check"}, HERS_THEN_ON),
    ("question", f"/attempts/{OPEN}/3/", HERS, {"act": "flag"}, HERS_THEN_ON),
    ("question", f"/attempts/{DONE}/1/", HERS, {"choice": "1", "act": "save"}, HERS_BUT_LATE),
    ("result", f"/attempts/{DONE}/result/", HERS, {}, HERS_THEN_ON),
    ("result", f"/attempts/{OPEN}/result/", HERS_THEN_ON, {}, HERS_THEN_ON),
    ("reports", f"/attempts/{OPEN}/1/reports/", NO_GET, {"text": "The water is cold."}, HERS_THEN_ON),
    ("preferences", "/preferences/", EVERYBODY, {"keys": "on"}, GO_ON),
    ("language", "/preferences/languages/", NO_GET, {"language": "en"}, GO_ON),
    ("search", "/search/?q=leaf", EVERYBODY, {}, NO_POST),
    ("progress", "/progress/", EVERYBODY, {}, NO_POST),
    ("healthz", "/healthz", EVERYBODY, {}, NO_POST),
]


@pytest.fixture
def cast(
    nobody: Client, guest: Client, ada: Client, cyd: Client, ben: Client, eve: Client, administrator: Client
) -> list[Client]:
    begin(cyd, "brewing", size=5)
    return [nobody, guest, ada, cyd, ben, eve, administrator]


@pytest.fixture
def ids(ada: Client) -> dict[str, int]:
    """Ada's attempts, one that she has begun to answer, one finished; and her tree."""
    done = begin(ada, "leaf")
    answer(ada, done, 1)
    finish(ada, done)
    open_one = begin(ada, "brewing", size=5)
    answer(ada, open_one, 4, act="save")
    answer(ada, open_one, 5)
    begun = ada.post("/courses/tea/exercises/way-to-brew/sketches/")
    return {"open": open_one.pk, "done": done.pk, "tree": int(begun["Location"].split("/")[-2])}


def own(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if str(pattern.pattern).startswith(("accounts/", "admin/")):
            continue
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from own(pattern.url_patterns)


def rows_of_all_tables() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_the_table_covers_every_address_of_ours() -> None:
    names = [pattern.name for pattern in own(urls.urlpatterns)]
    assert None not in names
    assert {name for name, *_ in [*TABLE, *CLASSES, *TEACHING, *PUBLISHING, *APPEALS]} == set(names)


def test_the_table_covers_every_post() -> None:
    """What answers to POST at all is in the table with a POST that does something; what instructors see has its own table."""
    accepting = {name for name, _, _, _, posted in TABLE if posted != NO_POST}
    assert accepting == {"reads", "check", "begin", "certificates", "worksheet", "question", "reports", "preferences", "language", "result", "versions",
        "judgements", "appeals", "sketches", "sketch", "exercise",
    }  # fmt: skip


def test_every_get_answers_as_the_table_says(cast: list[Client], ids: dict[str, int]) -> None:
    """One test for the whole table, since no GET changes what the next one sees."""
    found = {path: tuple(client.get(path.format(**ids)).status_code for client in cast) for _, path, *_ in TABLE}
    assert found == {path: got for _, path, got, _, _ in TABLE}


def test_every_post_answers_as_the_table_says(cast: list[Client], ids: dict[str, int]) -> None:
    """In the order of the table: Ada's open attempt is handed in after it was answered."""
    found = {
        path: tuple(client.post(path.format(**ids), sent).status_code for client in cast)
        for _, path, _, sent, _ in TABLE
    }
    assert found == {path: posted for _, path, _, _, posted in TABLE}


def test_a_post_asks_for_its_method_with_htmx_too(cast: list[Client], ids: dict[str, int]) -> None:
    """htmx gets no other door: where a form is refused, so is a fragment."""
    paths = [path for _, path, _, _, posted in TABLE if 404 in posted or 405 in posted]
    found = {
        path: {client.post(path.format(**ids), {}, headers=HTMX).status_code for client in cast[3:]} for path in paths
    }
    assert found == {path: set(posted[3:]) for _, path, _, _, posted in TABLE if path in paths}


def test_no_get_writes_anything(cast: list[Client], ids: dict[str, int]) -> None:
    before = rows_of_all_tables()
    ada, wrote = cast[2], dict[str, list[str]]()
    for _, path, *_ in TABLE:
        with CaptureQueriesContext(connection) as queries:
            for client in cast[:3]:
                client.get(path.format(**ids))
            ada.get(path.format(**ids), headers=HTMX)
        wrote[path] = writes(queries)
    assert wrote == {path: [] for path in wrote}
    assert rows_of_all_tables() == before


def test_the_look_for_writes_would_see_one(ada: Client) -> None:
    before = rows_of_all_tables()
    with CaptureQueriesContext(connection) as queries:
        begin(ada)
    assert len(writes(queries)) > 0
    assert rows_of_all_tables() != before


def test_a_foreign_attempt_looks_like_none_at_all(cyd: Client, ids: dict[str, int]) -> None:
    foreign = cyd.get(f"/attempts/{ids['open']}/")
    missing = cyd.get("/attempts/999999/")
    assert (foreign.status_code, masked(foreign.content)) == (missing.status_code, masked(missing.content))


def test_a_foreign_post_changes_nothing(ada: Client, cyd: Client, ids: dict[str, int]) -> None:
    attempt = Attempt.objects.get(pk=ids["open"])
    before = list(Asked.objects.filter(attempt=attempt).values("position", "flagged", "answer__response"))
    for act in ("save", "check", "flag", "next"):
        sent = {"choice": right_numbers(attempt, 1), "act": act}
        assert cyd.post(f"/attempts/{attempt.pk}/1/", sent).status_code == 404
        assert cyd.post(f"/attempts/{attempt.pk}/1/", {"act": act}).status_code == 404
    assert cyd.post(f"/attempts/{attempt.pk}/result/").status_code == 404
    assert list(Asked.objects.filter(attempt=attempt).values("position", "flagged", "answer__response")) == before
    attempt.refresh_from_db()
    assert attempt.finished is None


MISSING = [
    "/courses/coffee/",
    "/courses/tea/modules/water/",
    "/courses/tea/modules/leaf/nothing/",
    "/courses/tea/modules/brewing/what-is-in-it/",
    "/courses/tea/options/coffee/",
    "/courses/tea/trees/oak/",
    "/courses/tea/glossary/coffee/",
    "/courses/tea/quizzes/coffee/",
    "/courses/coffee/quizzes/",
    "/courses/coffee/worksheet/",
    "/attempts/0/",
    "/attempts/99999999999999999999999999/",
    "/attempts/1e1/",
    "/nowhere/",
]


def test_what_does_not_exist_is_not_found(ada: Client) -> None:
    found = {path: ada.get(path) for path in MISSING}
    assert {path: response.status_code for path, response in found.items()} == dict.fromkeys(MISSING, 404)
    assert {main_of(response).one("h1").text for response in found.values()} == {"There is no such page"}


MISSING_POSTS = [
    "/courses/coffee/modules/leaf/what-is-in-it/reads/",
    "/courses/tea/modules/leaf/nothing/reads/",
    "/courses/tea/modules/leaf/nothing/checks/leaf/what-is-drunk/",
    "/courses/tea/modules/leaf/what-is-in-it/checks/leaf/enemies/",
    "/courses/tea/modules/leaf/what-is-in-it/checks/leaf/no-such/",
    "/courses/tea/quizzes/coffee/attempts/",
    "/courses/coffee/worksheet/",
    "/attempts/999999/1/",
    "/attempts/999999/result/",
]


def test_a_post_to_what_does_not_exist_makes_nobody(nobody: Client) -> None:
    before = rows_of_all_tables()
    found = {path: nobody.post(path, {"choice": "1"}).status_code for path in MISSING_POSTS}
    assert found == dict.fromkeys(MISSING_POSTS, 404)
    assert rows_of_all_tables() == before


def test_the_checks_of_a_lesson_are_no_attempt_of_their_own(ada: Client, tea: Course) -> None:
    ada.post(CHECK, {"choice": "1", "act": "check"})
    lesson = Attempt.objects.get(learner=learner_of(ada), mode="lesson")
    for path in ("", "1/", "result/"):
        assert ada.get(f"/attempts/{lesson.pk}/{path}").status_code == 404
        assert ada.post(f"/attempts/{lesson.pk}/{path or 'result/'}", {"choice": "1"}).status_code == 404
    ada.post(CHECK, {"act": "again"})
    for act in ("save", "check", "flag"):
        assert ada.post(f"/attempts/{lesson.pk}/1/", {"choice": "1", "act": act}).status_code == 404
    lesson.refresh_from_db()
    assert (lesson.finished, Answer.objects.count(), Asked.objects.get().flagged) == (None, 0, False)
    assert ada.get("/attempts/").content.count(f"/attempts/{lesson.pk}/".encode()) == 0
