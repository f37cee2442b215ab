"""Classes as instructors and learners see them."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from studyapp.catalogue.courses import Course
from studyapp.records import assignments, cohorts, progress
from studyapp.records.assignments import Terms
from studyapp.records.models import (
    Allowance,
    Assignment,
    Attempt,
    Cohort,
    Invitation,
    Learner,
    Membership,
    Pulse,
    Standing,
    Trail,
    User,
)
from tests.pages.acting import begin, learner_of, run, signed_in
from tests.pages.markup import Element, main_of

DAY = timedelta(days=1)
COUNTING = (
    "SAVEPOINT",
    "RELEASE",
    "SELECT pg_advisory",
)  # of exports: one statement after another, and none of the class's


@pytest.fixture
def cohort(ben: Client) -> Cohort:
    owner = User.objects.get(email="ben@example.org")
    return cohorts.make(course="tea", title="Tuesday", owner=owner, at=timezone.now() - 30 * DAY)


@pytest.fixture
def code(cohort: Cohort) -> Invitation:
    return cohorts.invite(cohort, timezone.now())


@pytest.fixture
def member(ada: Client, code: Invitation) -> Learner:
    learner = learner_of(ada)
    cohorts.join(code, learner, name="Ada", at=timezone.now() - 20 * DAY)
    return learner


def give(cohort: Cohort, **terms: object) -> Assignment:
    now = timezone.now()
    return assignments.give(
        cohort, Terms(**({"quiz": "brewing", "mode": "graded", "size": 10} | terms)), by=cohort.owner, at=now
    )  # type: ignore[arg-type]


def rows_of(table: Element) -> list[list[str]]:
    return [[cell.text for cell in row.children if isinstance(cell, Element)] for row in table.one("tbody").all("tr")]


# Joining and leaving


def test_a_code_is_shown_with_class_teacher_and_who_sees_what(nobody: Client, code: Invitation) -> None:
    main = main_of(nobody.get(f"/join/{code.code.lower()}/"))
    assert main.one("h1").text == "Join the class “Tuesday”"
    assert main.one(cls="lead").text == "Taught by Ben."
    assert main.one("a", cls="primary").attrs["href"] == f"/accounts/login/?next=/join/{code.code.lower()}/"
    assert "Who will see what" in [heading.text for heading in main.all("h2")]


def test_somebody_without_an_account_signs_in_first(guest: Client, code: Invitation) -> None:
    response = guest.post(f"/join/{code.code}/", {"name": "Gus"})
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next=/join/{code.code}/")
    assert Membership.objects.count() == 0


def test_a_learner_joins_under_the_name_she_chooses(ada: Client, code: Invitation) -> None:
    response = ada.post(f"/join/{code.code}/", {"name": "Ada L."})
    assert (response.status_code, response["Location"]) == (302, "/progress/classes/")
    assert main_of(ada.get("/progress/classes/")).all("h2")[0].text == "Tuesday"
    row = Membership.objects.get()
    assert (row.learner, row.name) == (learner_of(ada), "Ada L.")


def test_a_name_is_needed_and_what_was_typed_stays(ada: Client, code: Invitation) -> None:
    response = ada.post(f"/join/{code.code}/", {"name": "x" * 101})
    main = main_of(response)
    assert (response.status_code, Membership.objects.count()) == (422, 0)
    assert main.one("input", id="name").attrs["value"] == "x" * 101
    assert main.one(id="name-wrong").text == "That is longer than 100 characters. Write a shorter name."


@pytest.mark.parametrize(("how", "status", "says"), [("revoked", 410, "This code has ended"), ("expired", 410, "This code has ended"), ("unknown", 404, "There is no such code")])  # fmt: skip
def test_a_code_that_lets_nobody_in_says_so(how: str, status: int, says: str, ada: Client, code: Invitation) -> None:
    past = timezone.now() - DAY
    Invitation.objects.update(
        **{"revoked": {"revoked": past}, "expired": {"expires": past}, "unknown": {"code": "ELSE"}}[how]
    )
    for response in (ada.get(f"/join/{code.code}/"), ada.post(f"/join/{code.code}/", {"name": "Ada"})):
        assert (response.status_code, main_of(response).one("h1").text) == (status, says)
    assert Membership.objects.count() == 0


def test_codes_cannot_be_guessed_one_after_another(ada: Client, code: Invitation) -> None:
    found = [ada.get(f"/join/NOSUCH{number}/").status_code for number in range(21)]
    assert found == [404] * 20 + [429]
    assert (
        ada.get(f"/join/{code.code}/").status_code,
        ada.post(f"/join/{code.code}/", {"name": "Ada"}).status_code,
    ) == (429, 429)


def test_who_leaves_is_not_seen_any_more(ada: Client, ben: Client, cohort: Cohort, member: Learner) -> None:
    run(ada, 2)
    page = f"/teach/cohorts/{cohort.pk}/learners/{member.pk}/"
    assert ben.get(page).status_code == 200
    assert ada.post(f"/progress/classes/{cohort.pk}/leavings/").status_code == 302
    assert (ben.get(page).status_code, Attempt.objects.filter(learner=member).count()) == (404, 1)
    assert b"Ada" not in ben.get(f"/teach/cohorts/{cohort.pk}/").content


# Assignments, as learners see them


def test_an_assignment_stands_where_learners_look(ada: Client, cohort: Cohort, member: Learner) -> None:
    row = give(cohort, due=timezone.now() + 3 * DAY, attempts=2)
    for path in ("/", "/courses/tea/quizzes/", "/progress/"):
        main = main_of(ada.get(path))
        link = main.one("a", href=f"/assignments/{row.pk}/")
        assert link.text == "Brewing, graded"
        assert "2 attempts left" in link.parent.parent.text  # type: ignore[union-attr]


def test_a_run_is_begun_for_the_class_and_gone_on_with(ada: Client, cohort: Cohort, member: Learner) -> None:
    row = give(cohort)
    begun = ada.post(f"/assignments/{row.pk}/attempts/")
    attempt = Attempt.objects.get()
    assert (begun.status_code, begun["Location"], attempt.assignment) == (302, f"/attempts/{attempt.pk}/1/", row)
    main = main_of(ada.get(f"/assignments/{row.pk}/"))
    assert main.one("a", cls="primary").attrs["href"] == f"/attempts/{attempt.pk}/"
    assert ada.post(f"/assignments/{row.pk}/attempts/")["Location"] == begun["Location"]


def test_the_pause_is_told_as_a_time_of_day(ada: Client, cohort: Cohort, member: Learner) -> None:
    row = give(cohort, cool_down=timedelta(hours=2))
    ada.post(f"/assignments/{row.pk}/attempts/")
    ada.post(f"/attempts/{Attempt.objects.get().pk}/result/")
    at = Attempt.objects.get().finished + timedelta(hours=2)  # type: ignore[operator]
    says = f"The next attempt can begin from {at:%H:%M} UTC, {at:%A} {at.day} {at:%B}."
    assert says in main_of(ada.get(f"/assignments/{row.pk}/")).text
    refused = ada.post(f"/assignments/{row.pk}/attempts/")
    assert (refused.status_code, main_of(refused).one(cls="error").text) == (422, says)


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        ({"opens": timezone.now() + DAY}, "It opens "),
        ({"due": timezone.now() - DAY}, "It was due "),
    ],
)
def test_what_cannot_be_begun_says_when(
    terms: dict[str, object], says: str, ada: Client, cohort: Cohort, member: Learner
) -> None:
    row = give(cohort, **terms)
    refused = ada.post(f"/assignments/{row.pk}/attempts/")
    assert (refused.status_code, main_of(refused).one(cls="error").text.startswith(says)) == (422, True)
    assert len(main_of(refused).all(cls="primary")) == 1


def test_a_run_of_ones_own_is_in_the_way(ada: Client, cohort: Cohort, member: Learner) -> None:
    row = give(cohort)
    begin(ada, mode="graded", size=10)
    refused = ada.post(f"/assignments/{row.pk}/attempts/")
    assert refused.status_code == 422
    assert main_of(refused).one("a", cls="primary").attrs["href"] == "/attempts/"


def test_no_clock_runs_for_a_due_time_far_away(ada: Client, cohort: Cohort, member: Learner) -> None:
    row = give(cohort, due=timezone.now() + 3 * DAY)
    page = ada.post(f"/assignments/{row.pk}/attempts/")["Location"]
    assert main_of(ada.get(page)).all(cls="clock") == []
    Attempt.objects.update(deadline=timezone.now() + timedelta(minutes=30))
    assert len(main_of(ada.get(page)).all(cls="clock")) == 1


# What instructors do


def test_a_class_is_made_with_a_code(ben: Client, tea: Course) -> None:
    response = ben.post("/teach/cohorts/", {"title": " Friday ", "course": "tea"})
    cohort = Cohort.objects.get()
    assert (response["Location"], cohort.title) == (f"/teach/cohorts/{cohort.pk}/settings/", "Friday")
    link = f"http://testserver/join/{Invitation.objects.get().code}/"
    assert [a.text for a in main_of(ben.get(response["Location"])).all("a", href=link)] == [link]


@pytest.mark.parametrize(("sent", "says"), [({"title": "", "course": "tea"}, "The title is empty."), ({"title": "X", "course": "coffee"}, "There is no such course.")])  # fmt: skip
def test_a_class_without_title_or_course_is_refused(sent: dict[str, str], says: str, ben: Client) -> None:
    response = ben.post("/teach/cohorts/", sent)
    assert (response.status_code, Cohort.objects.count()) == (422, 0)
    assert main_of(response).one(cls="error").text.startswith(says)


def test_an_assignment_is_written_changed_and_withdrawn(ben: Client, cohort: Cohort) -> None:
    sent = {
        "what": "brewing graded 10",
        "opens": "2026-12-01T09:00",
        "due": "2026-12-08T18:00",
        "attempts": "3",
        "cool_down": "12",
    }
    ben.post(f"/teach/cohorts/{cohort.pk}/assignments/", sent)
    row = Assignment.objects.get()
    page = f"/teach/cohorts/{cohort.pk}/assignments/{row.pk}/"
    form = main_of(ben.get(page))
    assert {one.attrs["name"]: one.attrs["value"] for one in form.all("input") if one.attrs["name"] in sent} == {
        name: value for name, value in sent.items() if name != "what"
    }
    assert [one.attrs["value"] for one in form.one("select", id="what").all("option", selected="")] == [sent["what"]]
    ben.post(page, sent | {"attempts": "", "cool_down": ""})
    row.refresh_from_db()
    assert (row.attempts, row.cool_down, row.withdrawn) == (None, None, None)
    ben.post(page, {"act": "withdraw"})
    row.refresh_from_db()
    assert row.withdrawn is not None


@pytest.mark.parametrize(
    ("name", "value"),
    [("what", "brewing graded 9"), ("what", ""), ("what", "brewing practice ²"), ("opens", "soon"), ("due", "2026-12-01T08:00"),
     ("attempts", "0"), ("attempts", "many"), ("cool_down", "1.5"), ("cool_down", "9999")],
)  # fmt: skip
def test_terms_that_cannot_be_are_refused_at_their_field(name: str, value: str, ben: Client, cohort: Cohort) -> None:
    sent = {"what": "brewing graded 10", "opens": "2026-12-01T09:00", "due": "", "attempts": "3", "cool_down": ""} | {
        name: value
    }
    response = ben.post(f"/teach/cohorts/{cohort.pk}/assignments/", sent)
    main = main_of(response)
    assert (response.status_code, Assignment.objects.count()) == (422, 0)
    field = main.one(id=name)
    assert field.attrs["aria-invalid"] == "true"
    assert main.one(cls="summary").one("a").attrs["href"] == f"#{name}"
    assert name == "what" or field.attrs["value"] == value


def test_more_time_is_given_to_one_learner(ben: Client, cohort: Cohort, member: Learner) -> None:
    row = give(cohort, due=timezone.now() + DAY)
    page = f"/teach/cohorts/{cohort.pk}/assignments/{row.pk}/allowances/"
    response = ben.post(page, {"learner": member.pk, "minutes": "15", "due": "2030-01-01T10:00"})
    given = Allowance.objects.get()
    assert (response.status_code, given.minutes, given.due.year) == (302, 15, 2030)  # type: ignore[union-attr]
    assert rows_of(main_of(ben.get(page)).one("table")) == [["Ada", "15", "1 Jan 2030, 10:00 UTC"]]


@pytest.mark.parametrize(("sent", "name"), [({"minutes": "601"}, "minutes"), ({"minutes": "-1"}, "minutes"), ({"due": "later"}, "due"), ({"learner": "999999"}, "learner")])  # fmt: skip
def test_more_time_that_cannot_be_is_refused(
    sent: dict[str, str], name: str, ben: Client, cohort: Cohort, member: Learner
) -> None:
    row = give(cohort)
    response = ben.post(
        f"/teach/cohorts/{cohort.pk}/assignments/{row.pk}/allowances/", {"learner": str(member.pk)} | sent
    )
    assert (response.status_code, Allowance.objects.count()) == (422, 0)
    assert main_of(response).one(cls="refused").one("label").attrs["for"] == name


def test_another_instructor_is_added_and_removed(ben: Client, dan: Client, cohort: Cohort) -> None:
    page, one = f"/teach/cohorts/{cohort.pk}/instructors/", f"/teach/cohorts/{cohort.pk}/"
    assert dan.get(one).status_code == 404
    ben.post(page, {"email": "DAN@example.org"})
    assert dan.get(one).status_code == 200
    number = User.objects.get(email="dan@example.org").pk
    assert dan.post(page, {"remove": str(number)})["Location"] == "/teach/cohorts/"
    assert dan.get(one).status_code == 404


def test_a_stranger_is_no_instructor(ben: Client, ada: Client, cohort: Cohort) -> None:
    response = ben.post(f"/teach/cohorts/{cohort.pk}/instructors/", {"email": "ada@example.org"})
    assert response.status_code == 422
    assert main_of(response).one("input", id="email").attrs["value"] == "ada@example.org"


@pytest.mark.parametrize("number", ["", "x", "²", "99999999999999999999"])
def test_nonsense_in_a_form_changes_nothing(number: str, ben: Client, cohort: Cohort, code: Invitation) -> None:
    found = [
        ben.post(f"/teach/cohorts/{cohort.pk}/{path}/", {name: number}).status_code
        for path, name in (("invitations", "revoke"), ("instructors", "remove"), ("instructors", "owner"))
    ]
    assert found == [302, 302, 422]
    assert list(Invitation.objects.values_list("revoked", flat=True)) == [None]


def test_a_class_is_put_away_and_fetched_back(ben: Client, cohort: Cohort) -> None:
    page = f"/teach/cohorts/{cohort.pk}/settings/"
    ben.post(page, {"act": "archive"})
    assert "put away" in main_of(ben.get("/teach/cohorts/")).one("ul").text
    ben.post(page, {"act": "restore"})
    cohort.refresh_from_db()
    assert cohort.archived is None


# The class page


def test_an_empty_class_leads_to_its_code(ben: Client, cohort: Cohort) -> None:
    main = main_of(ben.get(f"/teach/cohorts/{cohort.pk}/"))
    assert main.one("a", cls="primary").attrs["href"] == f"/teach/cohorts/{cohort.pk}/settings/#codes"


def test_who_is_at_risk_and_why(ben: Client, ada: Client, cohort: Cohort, member: Learner) -> None:
    for title, right, n, days in (("Idle", 0, 0, 9), ("Low", 14, 20, 0), ("Well", 20, 20, 0)):
        learner = Learner.objects.create()
        cohorts.join(cohorts.invite(cohort, timezone.now()), learner, name=title, at=timezone.now() - 20 * DAY)
        Pulse.objects.create(learner=learner, course="tea", n=n, right=right, active=timezone.now() - days * DAY)
    progress.touch(member.pk, "tea", timezone.now())
    Standing.objects.create(learner=member, course="tea", kind="node", ident="way-to-brew/cups", n=8, right=5)
    main = main_of(ben.get(f"/teach/cohorts/{cohort.pk}/"))
    told = [(row.one("h3").text, row.one("p").text) for row in main.one("ul", cls="risks").all("li")]
    assert told == [
        ("Idle", "No activity for 9 days"),
        ("Ada", "Stuck at “How many cups are wanted?”: 3 of 8 wrong"),
        ("Low", "Below 90 %: 14 of the last 20 first answers right, less than 1 % sure"),
    ]
    assert main.one("a", cls="primary").text == "Look at Idle"
    assert [row[0] for row in rows_of(main.one("table", cls="members"))] == ["Ada", "Idle", "Low", "Well"]
    only = main_of(ben.get(f"/teach/cohorts/{cohort.pk}/?show=risk"))
    assert [row[0] for row in rows_of(only.one("table", cls="members"))] == ["Idle", "Ada", "Low"]


def test_the_class_s_tree_sums_all_who_are_in_it(
    ben: Client, ada: Client, cyd: Client, cohort: Cohort, member: Learner, tea: Course
) -> None:
    run(ada, 3)
    run(cyd, 0)  # not in the class
    mine = {row.ident: (row.n, row.right) for row in Standing.objects.filter(learner=member, kind="node")}
    asks = {f"{tree.id}/{node.id}": node.ask for tree in tea.trees.values() for node in tree.nodes}
    page = main_of(ben.get(f"/teach/cohorts/{cohort.pk}/"))
    assert {ask: right for ask, right, _ in rows_of(page.one("div", "halves").one("table"))} == {
        asks[ident]: f"{right} of {n}" for ident, (n, right) in mine.items()
    }
    cohorts.join(cohorts.invite(cohort, timezone.now()), learner_of(cyd), name="Cyd", at=timezone.now())
    *_, outcomes = main_of(ben.get(f"/teach/cohorts/{cohort.pk}/")).one("section", "class-scores").all("table")
    assert sum(int(row[1].split(" of ")[1]) for row in rows_of(outcomes)) == 6


def test_one_learner_is_shown_with_runs_and_the_next_at_risk(
    ben: Client, ada: Client, cohort: Cohort, member: Learner
) -> None:
    done = run(ada, 2)
    page = f"/teach/cohorts/{cohort.pk}/learners/{member.pk}/"
    main = main_of(ben.get(page))
    assert (main.one("h1").text, main.one("a", cls="primary").text) == ("Ada", "Back to the class")
    assert main.one("a", href=f"{page}attempts/{done.pk}/").text == f"{done.started.day} {done.started:%b %Y}"
    shown = main_of(ben.get(f"{page}attempts/{done.pk}/"))
    assert shown.one("h1").text == "2 of 3 right"
    assert [row[1] for row in rows_of(shown.all("table")[-1])] == ["right", "right", "not right"]
    assert b"ada@example.org" not in ben.get(page).content


def test_an_open_run_or_one_of_another_course_is_not_shown(
    ben: Client, ada: Client, cohort: Cohort, member: Learner
) -> None:
    page = f"/teach/cohorts/{cohort.pk}/learners/{member.pk}/attempts"
    attempt = begin(ada)
    assert ben.get(f"{page}/{attempt.pk}/").status_code == 404
    other = run(ada, 1, mode="graded", size=10)
    Attempt.objects.filter(pk=other.pk).update(course="coffee")
    assert ben.get(f"{page}/{other.pk}/").status_code == 404


def test_of_a_sealed_exam_no_single_question_is_shown(
    ben: Client, ada: Client, cohort: Cohort, member: Learner
) -> None:
    done = run(ada, 7, mode="graded", size=10)
    Attempt.objects.filter(pk=done.pk).update(rules=done.rules | {"sealed": True})
    main = main_of(ben.get(f"/teach/cohorts/{cohort.pk}/learners/{member.pk}/attempts/{done.pk}/"))
    assert (main.one("h1").text, len(main.all("table"))) == ("7 of 10 right", 1)
    assert [row[1] for row in rows_of(main.one("table"))] == ["7 of 10"]


def test_an_instructor_takes_somebody_out(ben: Client, cohort: Cohort, member: Learner) -> None:
    page = f"/teach/cohorts/{cohort.pk}/learners/{member.pk}/"
    assert ben.post(page)["Location"] == f"/teach/cohorts/{cohort.pk}/"
    assert ben.get(page).status_code == 404


def test_the_class_as_a_table_has_no_live_cells(ben: Client, ada: Client, cohort: Cohort, code: Invitation) -> None:
    give(cohort)
    for number, name in enumerate(["=1+1", "+1", "-1", "@x", 'Ada, "A"']):
        learner = learner_of(ada) if number == 4 else Learner.objects.create()
        cohorts.join(code, learner, name=name, at=timezone.now())
    run(ada, 2)
    response = ben.get(f"/teach/cohorts/{cohort.pk}/export/")
    assert response["Content-Disposition"].startswith('attachment; filename="tuesday-')
    head, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert [row[0] for row in rows] == ["'+1", "'-1", "'=1+1", "'@x", 'Ada, "A"']
    assert (head[3:5], rows[-1][3:5]) == (["Recent first answers", "Right"], ["3", "2"])
    assert head[-1] == "Brewing, graded, 10: best, in per cent"


def test_the_best_run_for_an_assignment_is_in_the_table(
    ben: Client, ada: Client, cohort: Cohort, member: Learner
) -> None:
    row = give(cohort)
    ada.post(f"/assignments/{row.pk}/attempts/")
    ada.post(f"/attempts/{Attempt.objects.get().pk}/result/")
    *_, last = csv.reader(io.StringIO(ben.get(f"/teach/cohorts/{cohort.pk}/export/").content.decode("utf-8-sig")))
    assert last[-1] == "0.0"


@pytest.mark.parametrize("path", ["", "export/", "assignments/"])
def test_a_class_costs_the_same_with_one_learner_and_with_sixty(
    path: str, ben: Client, cohort: Cohort, member: Learner
) -> None:
    page, counts = f"/teach/cohorts/{cohort.pk}/{path}", []
    give(cohort)
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            response = ben.get(page)
        counts.append(len([q for q in queries if not q["sql"].startswith(COUNTING)]))
        learners = Learner.objects.bulk_create(Learner() for _ in range(60))
        for number, one in enumerate(learners):
            cohorts.join(cohorts.invite(cohort, timezone.now()), one, name=f"L{number}", at=timezone.now() - 9 * DAY)
            Standing.objects.create(learner=one, course="tea", kind="node", ident="way-to-brew/cups", n=8, right=2)
    assert counts[0] == counts[1] <= 8
    assert len(response.content) < 100_000


def test_the_table_of_learners_is_paged(ben: Client, cohort: Cohort, code: Invitation) -> None:
    for number, one in enumerate(Learner.objects.bulk_create(Learner() for _ in range(60))):
        cohorts.join(code, one, name=f"L{number:02}", at=timezone.now())
    page = f"/teach/cohorts/{cohort.pk}/"
    names = [
        [row[0] for row in rows_of(main_of(ben.get(f"{page}?page={n}")).one("table", cls="members"))] for n in (1, 2)
    ]
    assert [name for some in names for name in some] == [f"L{number:02}" for number in range(60)]
    assert [ben.get(f"{page}?page={n}").status_code for n in ("x", "99", "-1")] == [200] * 3


# The trail


def test_an_administrator_s_changes_are_in_the_trail(administrator: Client, ada: Client) -> None:
    user = User.objects.get(email="ada@example.org")
    administrator.post(f"/admin/records/user/{user.pk}/change/", {"role": "instructor", "is_active": "on"})
    attempt = begin(ada)
    Attempt.objects.filter(pk=attempt.pk).update(deadline=timezone.now() + DAY)
    administrator.post(f"/admin/records/attempt/{attempt.pk}/change/", {"minutes": "5"})
    boss = User.objects.get(email="admin@example.org")
    assert list(Trail.objects.order_by("pk").values_list("by", "kind", "subject", "detail")) == [
        (boss.pk, "role", f"account {user.pk}", {"from": "learner", "to": "instructor"}),
        (boss.pk, "extra time", f"attempt {attempt.pk}", {"learner": learner_of(ada).pk, "minutes": 5.0}),
    ]


def test_a_signed_in_instructor_is_a_learner_too(code: Invitation) -> None:
    """Whoever teaches may sit in the class of another."""
    fay = signed_in("fay@example.org", role=User.Role.INSTRUCTOR)
    assert fay.post(f"/join/{code.code}/", {"name": "Fay"}).status_code == 302
