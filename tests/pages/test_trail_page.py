"""Who changed a key, a grade, a role or what a class is to take: done through the pages, and read in the admin."""

from datetime import UTC, datetime

from django.test import Client

from studyapp.catalogue.courses import Course
from studyapp.records import assignments, cohorts
from studyapp.records.assignments import Terms
from studyapp.records.models import Regrade, Trail, User
from tests.pages.acting import signed_in
from tests.pages.markup import main_of
from tests.records.teaching import PANTRY, pantry, publish

BANK = "/teach/tea/banks/pantry/"


def number(email: str) -> int:
    return User.objects.get(email=email).pk


def rows() -> list[tuple[str, str, str, dict[str, object]]]:
    """What was noted since the last look: by whom, what, of what, and how."""
    found = Trail.objects.order_by("pk").select_related("by")
    told = [(row.by.email.partition("@")[0] if row.by else "", row.kind, row.subject, row.detail) for row in found]
    Trail.objects.all().delete()
    return told


def test_changes_of_a_bank_and_of_its_keys(ben: Client, dan: Client, administrator: Client, tea: Course) -> None:
    bank = pantry(tea, User.objects.get(email="ben@example.org"))
    publish(bank, tea)
    publish(bank, tea, text=PANTRY.replace("- [ ] The one in the pot\n- [x]", "- [x] The one in the pot\n- [ ]"))
    rows()
    ben.post(f"{BANK}regrades/", {"number": "2", "policy": "full"})
    ben.post(f"{BANK}regrades/{Regrade.objects.get().pk}/reversals/")
    ben.post(f"{BANK}authors/", {"email": "dan@example.org"})
    ben.post(f"{BANK}authors/", {"remove": str(number("dan@example.org"))})
    administrator.post(f"{BANK}authors/", {"act": "open"})
    administrator.post(f"{BANK}authors/", {"act": "close"})
    ben.post(f"{BANK}withdrawals/")
    mine = str(bank.pk)
    dans = {"with": number("dan@example.org")}
    assert rows() == [
        ("ben", "regrade", "tea/pantry", {"number": 2, "policy": "full"}),
        ("ben", "regrade reversed", str(Regrade.objects.get().pk), {}),
        ("ben", "bank shared", mine, dans),
        ("ben", "bank unshared", mine, dans),
        ("admin", "bank opened", mine, {}),
        ("admin", "bank closed", mine, {}),
        ("ben", "withdrawn", "tea/pantry", {}),
    ]


def test_changes_of_an_account(ada: Client, administrator: Client) -> None:
    pk = number("ada@example.org")
    path, subject = f"/admin/records/user/{pk}/change/", f"account {pk}"
    administrator.post(path, {"role": "instructor", "is_active": "on"})
    administrator.post(path, {"role": "learner"})
    administrator.post(path, {"role": "learner", "is_active": "on"})
    administrator.post(path, {"role": "learner", "is_active": "on"})
    assert rows() == [
        ("admin", "role", subject, {"from": "learner", "to": "instructor"}),
        ("admin", "role", subject, {"from": "instructor", "to": "learner"}),
        ("admin", "account closed", subject, {}),
        ("admin", "account opened", subject, {}),
    ]


def test_changes_of_an_assignment(ben: Client, administrator: Client, tea: Course) -> None:
    now = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    owner = User.objects.get(email="ben@example.org")
    cohort = cohorts.make(course="tea", title="Tuesday", owner=owner, at=now)
    row = assignments.give(cohort, Terms("brewing", "graded", 10, due=now, attempts=3), by=owner, at=now)
    path, subject = f"/teach/cohorts/{cohort.pk}/assignments/{row.pk}/", f"assignment {row.pk}"
    kept = {"what": "brewing graded 10", "due": "2026-11-02T09:00", "attempts": "3"}
    for sent in (kept, kept | {"due": "2026-11-09T09:00"}, {"act": "withdraw"}):
        assert ben.post(path, sent).status_code == 302
    page = main_of(administrator.get("/admin/records/trail/")).text
    assert [word for word in ("assignment changed", subject, "2026-11-09 09:00:00+00:00") if word not in page] == []
    due = {"from": {"due": "2026-11-02 09:00:00+00:00"}, "to": {"due": "2026-11-09 09:00:00+00:00"}}
    assert rows() == [
        ("ben", "assignment changed", subject, due),
        ("ben", "assignment withdrawn", subject, {}),
    ]


def test_an_administrator_reads_it_and_changes_nothing(administrator: Client) -> None:
    fay = signed_in("fay@example.org")
    pk = number("fay@example.org")
    administrator.post(f"/admin/records/user/{pk}/change/", {"role": "administrator", "is_active": "on"})
    [row] = Trail.objects.all()
    page = administrator.get("/admin/records/trail/").content.decode()
    assert [word for word in ("role", f"account {pk}", "admin@example.org", "administrator") if word not in page] == []
    one = f"/admin/records/trail/{row.pk}/"
    sent = {"action": "delete_selected", "_selected_action": str(row.pk), "post": "yes"}
    for client in (administrator, fay):
        client.post("/admin/records/trail/", sent)
        found = [client.post(f"{one}{act}/", {"kind": "nothing"}).status_code for act in ("change", "delete")]
        assert found == [403, 403]
    assert Trail.objects.values_list("kind", flat=True).get() == "role"
