"""Who may do what in classes: every address × everybody, as a table. Ben's class, which Dan teaches too and Ada is in."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from studyapp.records import assignments, cohorts
from studyapp.records.assignments import Terms
from studyapp.records.models import Cohort, User
from tests.pages.acting import learner_of, run, writes
from tests.pages.markup import masked

COHORT, HERS = "/teach/cohorts/{cohort}/", "/teach/cohorts/{cohort}/learners/{ada}/"
GIVEN = f"{COHORT}assignments/{{row}}/"
RUN = {"what": "brewing graded 10", "attempts": "3"}

# name: GET and POST, each with what is sent and the status for nobody, a guest, Ada who is in the class, Cyd who is not, Ben who
# owns it, Dan who teaches it too, Eve who teaches elsewhere, an administrator.
EVERYBODY, NO_POST, NO_GET = (200,) * 8, (405,) * 8, (405,) * 8
TEACHERS = (302, 302, 404, 404, 200, 200, 200, 200)
THEIRS, THEIRS_GO_ON = (302, 302, 404, 404, 200, 200, 404, 200), (302, 302, 404, 404, 302, 302, 404, 302)
ADAS = (302, 302, 200, 404, 404, 404, 404, 404)
TABLE: list[tuple[str, str, tuple[int, ...], dict[str, str], tuple[int, ...]]] = [
    ("join", "/join/{code}/", EVERYBODY, {"name": "Me"}, (302,) * 8),
    ("join", "/join/BCDFGHJKMN/", (404,) * 8, {"name": "Me"}, (404,) * 8),
    ("memberships", "/progress/classes/", EVERYBODY, {}, NO_POST),
    ("assignment", "/assignments/{row}/", ADAS, {}, NO_POST),
    ("begin-assignment", "/assignments/{row}/attempts/", NO_GET, {}, (302, 302, 302, 302, 302, 302, 302, 302)),
    ("teach", "/teach/", TEACHERS, {}, NO_POST),
    ("cohorts", "/teach/cohorts/", TEACHERS, {"title": "New", "course": "tea"}, (302, 302, 404, 404, 302, 302, 302, 302)),
    ("cohort", COHORT, THEIRS, {}, NO_POST),
    ("cohort-export", f"{COHORT}export/", THEIRS, {}, NO_POST),
    ("cohort-settings", f"{COHORT}settings/", THEIRS, {"title": "Wednesday"}, THEIRS_GO_ON),
    ("invitations", f"{COHORT}invitations/", NO_GET, {}, THEIRS_GO_ON),
    ("instructors", f"{COHORT}instructors/", NO_GET, {"email": "nobody@example.org"}, (302, 302, 404, 404, 422, 422, 404, 422)),
    ("cohort-run", f"{HERS}attempts/{{run}}/", THEIRS, {}, NO_POST),
    ("cohort-assignments", f"{COHORT}assignments/", THEIRS, RUN, THEIRS_GO_ON),
    ("new-assignment", f"{COHORT}assignments/new/", THEIRS, {}, NO_POST),
    ("edit-assignment", GIVEN, THEIRS, RUN, THEIRS_GO_ON),
    ("allowances", f"{GIVEN}allowances/", THEIRS, {"learner": "{ada}", "minutes": "5"}, THEIRS_GO_ON),
    ("leave", "/progress/classes/{cohort}/leavings/", NO_GET, {}, (404, 404, 302, 302, 302, 302, 302, 302)),
    ("cohort-learner", HERS, THEIRS, {}, (302, 302, 404, 404, 404, 404, 404, 404)),
    ("own-data", "/progress/export/", EVERYBODY, {}, NO_POST),
    ("deletion", "/progress/deletion/", EVERYBODY, {}, (200, 422, 422, 422, 422, 422, 422, 422)),
]  # fmt: skip


@pytest.fixture
def cast(
    nobody: Client, guest: Client, ada: Client, cyd: Client, ben: Client, dan: Client, eve: Client, administrator: Client
) -> list[Client]:  # fmt: skip
    return [nobody, guest, ada, cyd, ben, dan, eve, administrator]


@pytest.fixture
def ids(cast: list[Client], ada: Client) -> dict[str, object]:
    now, ben = timezone.now(), User.objects.get(email="ben@example.org")
    cohort = cohorts.make(course="tea", title="Tuesday", owner=ben, at=now)
    cohorts.add_instructor(cohort, email="dan@example.org", by=ben)
    code = cohorts.invite(cohort, now)
    cohorts.join(code, learner_of(ada), name="Ada", at=now)
    row = assignments.give(cohort, Terms("brewing", "graded", 10), by=ben, at=now)
    done = run(ada, 2)
    return {"cohort": cohort.pk, "code": code.code, "ada": learner_of(ada).pk, "row": row.pk, "run": done.pk}


def filled(sent: dict[str, str], ids: dict[str, object]) -> dict[str, str]:
    return {name: value.format(**ids) for name, value in sent.items()}


def test_every_get_answers_as_the_table_says(cast: list[Client], ids: dict[str, object]) -> None:
    found = {path: tuple(client.get(path.format(**ids)).status_code for client in cast) for _, path, *_ in TABLE}
    assert found == {path: got for _, path, got, _, _ in TABLE}


def test_every_post_answers_as_the_table_says(cast: list[Client], ids: dict[str, object]) -> None:
    """In the order of the table: everybody joins first, and leaves at last, so that nobody is left to be taken out."""
    found = {
        path: tuple(client.post(path.format(**ids), filled(sent, ids)).status_code for client in cast)
        for _, path, _, sent, _ in TABLE
    }
    assert found == {path: posted for _, path, _, _, posted in TABLE}


def test_no_get_writes_anything(cast: list[Client], ids: dict[str, object]) -> None:
    wrote: dict[str, list[str]] = {}
    for _, path, *_ in TABLE:
        with CaptureQueriesContext(connection) as queries:
            for client in cast:
                client.get(path.format(**ids))
        wrote[path] = writes(queries)
    assert wrote == {path: [] for path in wrote}


def test_a_foreign_class_looks_like_none_at_all(eve: Client, cast: list[Client], ids: dict[str, object]) -> None:
    foreign, missing = eve.get(COHORT.format(**ids)), eve.get("/teach/cohorts/999999/")
    assert (foreign.status_code, masked(foreign.content)) == (missing.status_code, masked(missing.content))


def test_who_taught_a_class_with_another_loses_it_at_the_next_request(dan: Client, ids: dict[str, object]) -> None:
    cohort, ben = Cohort.objects.get(), User.objects.get(email="ben@example.org")
    cohorts.remove_instructor(cohort, User.objects.get(email="dan@example.org").pk, by=ben)
    found = {
        path: dan.post(path.format(**ids), filled(sent, ids)).status_code
        for _, path, _, sent, posted in TABLE
        if posted == THEIRS_GO_ON
    }
    assert found == dict.fromkeys(found, 404)
    assert dan.get(COHORT.format(**ids)).status_code == 404


def test_a_class_s_things_are_reached_through_that_class_only(ben: Client, ada: Client, ids: dict[str, object]) -> None:
    other = cohorts.make(
        course="tea", title="Other", owner=User.objects.get(email="ben@example.org"), at=timezone.now()
    )
    mixed = {**ids, "cohort": other.pk}
    paths = [GIVEN, f"{GIVEN}allowances/", HERS, f"{HERS}attempts/{{run}}/"]
    assert {path: ben.get(path.format(**mixed)).status_code for path in paths} == dict.fromkeys(paths, 404)


def test_only_those_who_teach_see_the_corner(cast: list[Client]) -> None:
    found = [b'href="/teach/"' in client.get("/progress/").content for client in cast]
    assert found == [False, False, False, False, True, True, True, True]
