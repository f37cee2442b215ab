"""What somebody with bad intent sends: other sites to lead to, hosts, sessions, fields and forms that are not theirs."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.utils import timezone
from pytest_django import Settings

from studyapp import urls
from studyapp.records import assignments, cohorts
from studyapp.records.assignments import Terms
from studyapp.records.models import Answer, Attempt, Learner, Membership, User
from tests.pages.acting import HTMX, PASSWORD, answer, begin, learner_of
from tests.pages.markup import main_of, masked
from tests.pages.second_steps import AGAIN
from tests.pages.test_access import TABLE as LEARNING
from tests.pages.test_access_of_classes import TABLE as CLASSES
from tests.pages.test_access_of_instructors import TABLE as TEACHING
from tests.pages.test_access_of_others import TABLE as OTHERS
from tests.pages.test_access_of_publications import TABLE as PUBLISHING
from tests.pages.test_accounts import LOGIN, LOGOUT, SIGNUP, sign_in, sign_up, who

RESET = "/accounts/password/reset/"
EVIL = [
    "https://evil.example/", "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example",
    "/\t/evil.example", "\t//evil.example", " //evil.example", "/%09/evil.example/../..//evil.example", "https:evil.example", "https:/evil.example",
    "http:///evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//testserver@evil.example/",
    "https://testserver.evil.example/", "/..//evil.example", "\x00//evil.example", "%2F%2Fevil.example", "mailto:evil@evil.example",
]  # fmt: skip


@pytest.fixture
def account() -> User:
    return User.objects.create_user("ada@example.org", PASSWORD)


def leads_away(location: str) -> bool:
    """As a browser reads it: tabs and line ends fall away, a backslash is a slash."""
    read = re.sub(r"[\t\r\n]", "", location.strip()).replace("\\", "/")
    return read.startswith("//") or re.match(r"[a-z][a-z0-9+.-]*:", read, re.I) is not None


def test_what_leads_away_is_told_from_what_does_not() -> None:
    assert [leads_away(goal) for goal in EVIL[:8]] == [True] * 8
    assert [leads_away(goal) for goal in ("/progress/", "/a?next=//evil.example", "evil.example")] == [False] * 3


@pytest.mark.parametrize("goal", EVIL)
def test_nothing_leads_to_another_site(account: User, goal: str) -> None:
    found = []
    for path, sent in (
        (LOGIN, {"login": "ada@example.org", "password": PASSWORD}),
        (AGAIN, {"password": PASSWORD}),
        ("/preferences/languages/", {"language": "es"}),
        (LOGOUT, {}),
        (SIGNUP, {"email": "new@example.org", "password1": PASSWORD}),
    ):
        client = Client()
        if path in (AGAIN, LOGOUT):
            client.force_login(account)
        in_form = client.post(path, sent | {"next": goal}, headers={"Referer": "https://evil.example/"})
        client = Client()
        if path in (AGAIN, LOGOUT):
            client.force_login(account)
        in_address = client.post(f"{path}?next={goal}", sent | {"email": "other@example.org"})
        found += [(path, response["Location"]) for response in (in_form, in_address) if "Location" in response]
    assert len(found) > 5
    assert [one for one in found if leads_away(one[1])] == []


@pytest.mark.parametrize("goal", EVIL)
def test_the_door_of_the_admin_leads_to_signing_in_and_from_there_nowhere_else(account: User, goal: str) -> None:
    client = Client()
    response = client.get("/admin/login/", {"next": goal})
    assert response["Location"].startswith(f"{LOGIN}?next=")
    hidden = main_of(client.get(response["Location"])).all("input", name="next")
    sent = {"next": hidden[0].attrs["value"]} if hidden else {}
    assert not leads_away(sign_in(client, **sent)["Location"])


@pytest.mark.parametrize(
    "path", ["//evil.example/teach/", "/teach//evil.example/", "/\\evil.example", "/join/%2F%2Fevil.example/"]
)
def test_an_address_that_looks_like_another_site_leads_nowhere(nobody: Client, path: str) -> None:
    response = nobody.get("/", PATH_INFO=path)
    assert (response.status_code, "Location" in response) == (404, False)


def test_a_foreign_host_is_refused_and_sends_no_mail(account: User, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["study.example.org"]
    for host in ("evil.example", "study.example.org.evil.example", "study.example.org@evil.example", "evil.example:80"):
        for response in (
            Client().get("/", HTTP_HOST=host),
            Client().post(RESET, {"email": account.email}, HTTP_HOST=host),
        ):
            assert (response.status_code, b"evil.example" in response.content) == (400, False)
    assert mail.outbox == []


def test_a_mail_names_the_site_and_no_host_that_somebody_claims(account: User, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["study.example.org"]
    claims = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "Origin": "https://evil.example"}
    Client().post(RESET, {"email": account.email}, HTTP_HOST="study.example.org", headers=claims)
    [letter] = mail.outbox
    assert set(re.findall(r"https?://([^/\s]+)", letter.body)) == {"study.example.org"}


def test_a_session_that_somebody_made_up_is_nobody_s(nobody: Client) -> None:
    nobody.cookies["sessionid"] = "planted0planted0planted0planted0"
    begin(nobody)
    assert nobody.cookies["sessionid"].value != "planted0planted0planted0planted0"


def test_a_session_that_was_planted_is_not_the_account_s(account: User, guest: Client) -> None:
    """Who lures somebody into signing in with a known session has a guest's session left, and the guest's work has moved on."""
    attempt, planted = Attempt.objects.get(), Client()
    planted.cookies["sessionid"] = guest.cookies["sessionid"].value
    sign_in(guest)
    assert (who(guest), who(planted)) == ("ada@example.org", "Sign in")
    assert (guest.get(f"/attempts/{attempt.pk}/").status_code, planted.get(f"/attempts/{attempt.pk}/").status_code) == (
        200,
        404,
    )


def test_a_new_password_ends_the_sessions_elsewhere(account: User) -> None:
    here, elsewhere = Client(), Client()
    sign_in(here)
    sign_in(elsewhere)
    here.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "steeps-for-two-nights", "password2": "steeps-for-two-nights"},
    )
    assert (who(here), who(elsewhere)) == ("ada@example.org", "Sign in")


def test_a_closed_account_is_out_at_once(ada: Client, administrator: Client) -> None:
    user = User.objects.get(email="ada@example.org")
    administrator.post(f"/admin/records/user/{user.pk}/change/", {"role": "learner"})
    assert who(ada) == "Sign in"


# Fields that no form of ours has.
EXTRA = {
    "role": "administrator", "is_staff": "1", "is_superuser": "1", "is_active": "", "user": "1", "user_id": "1", "id": "1", "pk": "1",
    "owner": "1", "by": "1", "score": "100", "right": "1", "right_count": "99", "points": "99", "checked": "1", "first": "1", "finished": "1",
    "deadline": "2099-01-01", "started": "2000-01-01", "verified": "1", "granted": "1", "passed": "1", "seed": "1", "attempt": "1",
    "opened": "1", "sealed": "1", "assignment": "1", "turn": "1", "key": "1", "settled": "1",
}  # fmt: skip
RIGHTS = ("email", "role", "is_staff", "is_superuser", "is_active")


def rows_of(learner: Learner) -> dict[str, list[Any]]:
    models = [
        m
        for m in apps.get_app_config("records").get_models()
        if any(f.related_model is Learner for f in m._meta.fields)
    ]
    return {m.__name__: list(m._default_manager.filter(learner=learner).order_by("pk").values()) for m in models}


def test_what_no_form_has_changes_nothing(ada: Client, cyd: Client, ben: Client) -> None:
    """Every form of learners and classes, with fields that name others, rights and scores."""
    now, teacher = timezone.now(), User.objects.get(email="ben@example.org")
    cohort = cohorts.make(course="tea", title="Tuesday", owner=teacher, at=now)
    row = assignments.give(cohort, Terms("brewing", "graded", 10), by=teacher, at=now)
    done, theirs = begin(ada, "leaf"), begin(cyd, "brewing", size=5)
    answer(cyd, theirs, 1)
    code = cohorts.invite(cohort, now).code
    mine = begin(ada, "brewing", size=5)
    ids = {
        "open": mine.pk,
        "done": done.pk,
        "tree": 0,
        "cohort": cohort.pk,
        "code": code,
        "ada": learner_of(ada).pk,
        "row": row.pk,
        "run": done.pk,
    }
    extra = EXTRA | {
        "learner": str(learner_of(cyd).pk),
        "learner_id": str(learner_of(cyd).pk),
        "cohort": str(cohort.pk),
    }
    rights, before = list(User.objects.order_by("pk").values(*RIGHTS)), rows_of(learner_of(cyd))
    for _, path, _, sent, _ in LEARNING + CLASSES:
        if "deletion" not in path:
            ada.post(path.format(**ids), extra | {name: value.format(**ids) for name, value in sent.items()})
    assert list(User.objects.order_by("pk").values(*RIGHTS)) == rights
    assert rows_of(learner_of(cyd)) == before
    for attempt in Attempt.objects.exclude(finished=None):
        assert attempt.right_count == Answer.objects.filter(asked__attempt=attempt, right=True).count()
    assert Attempt.objects.filter(deadline__year=2099).count() == 0
    assert set(Membership.objects.values_list("learner", flat=True)) == {learner_of(ada).pk}


def test_signing_up_makes_a_learner_whatever_is_sent(nobody: Client) -> None:
    nobody.post(SIGNUP, EXTRA | {"email": "ada@example.org", "password1": PASSWORD})
    assert User.objects.values(*RIGHTS).get() == {
        "email": "ada@example.org", "role": "learner", "is_staff": False, "is_superuser": False, "is_active": True
    }  # fmt: skip


def test_the_form_of_an_account_changes_its_role_and_nothing_else(ada: Client, administrator: Client) -> None:
    user = User.objects.get(email="ada@example.org")
    sent = EXTRA | {"email": "evil@evil.example", "password": "x", "is_active": "on", "role": "instructor"}
    assert administrator.post(f"/admin/records/user/{user.pk}/change/", sent).status_code == 302
    changed = User.objects.get(pk=user.pk)
    assert (changed.email, changed.password, changed.role, changed.is_staff, changed.is_superuser) == (
        user.email, user.password, "instructor", False, False
    )  # fmt: skip


def test_an_account_has_one_address(ada: Client) -> None:
    """Else anybody could have mail sent to anybody."""
    ada.get("/accounts/email/")
    mail.outbox.clear()
    ada.post("/accounts/email/", {"action_add": "", "email": "victim@example.org"})
    assert mail.outbox == []


def views(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, Any]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from views(one.url_patterns, before + str(one.pattern))
        else:
            yield before + str(one.pattern), one.callback


def test_no_address_is_exempt_from_the_token() -> None:
    assert [path for path, view in views(urls.urlpatterns) if getattr(view, "csrf_exempt", False)] == []


NUMBERS = dict.fromkeys(
    [
        "open",
        "done",
        "tree",
        "cohort",
        "code",
        "ada",
        "row",
        "run",
        "report",
        "version",
        "number",
        "regrade",
        "attempt",
        "user",
        "trail",
    ],
    "1",
)


def test_every_post_needs_its_token_with_htmx_too(administrator: Client) -> None:
    """Asked as an administrator: who may do most."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = administrator.cookies
    strict.cookies["csrftoken"] = "0" * 32
    rows = [row[1] for row in [*LEARNING, *CLASSES, *TEACHING, *PUBLISHING]] + [row[1] for row in OTHERS]
    token = {"csrfmiddlewaretoken": "1" * 32}
    found = {
        path: {
            strict.post(path.format(**NUMBERS)).status_code,
            strict.post(path.format(**NUMBERS), token).status_code,
            strict.post(path.format(**NUMBERS), headers=HTMX | {"X-CSRFToken": "1" * 32}).status_code,
        }
        for path in rows
    }
    assert found == {path: {403} for path in rows}


def test_a_form_of_another_site_is_refused_though_its_token_fits(administrator: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = administrator.cookies
    strict.cookies["csrftoken"] = "0" * 32
    sent = {"csrfmiddlewaretoken": "0" * 32, "keys": "on"}
    found = [
        strict.post("/preferences/", sent, headers=headers).status_code
        for headers in ({}, {"Origin": "https://evil.example"})
    ]
    assert found == [302, 403]


class CountingHasher(MD5PasswordHasher):
    """How often a password was worked on: what takes the time at signing in."""

    done = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.done += 1
        return super().encode(password, salt)


@pytest.fixture
def as_in_production(settings: Settings) -> None:
    settings.ACCOUNT_PREVENT_ENUMERATION = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


def test_signing_in_takes_an_unknown_name_as_long_as_a_known_one(account: User, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    found = []
    for email in ("ada@example.org", "nobody@example.org"):
        CountingHasher.done = 0
        sign_in(Client(), email, "wrong")
        found.append(CountingHasher.done)
    assert found == [1, 1]


def test_a_reset_tells_nothing_of_who_has_an_account(account: User, as_in_production: None) -> None:
    said = []
    for email in ("ada@example.org", "nobody@example.org"):
        client = Client()
        answers = [client.post(RESET, {"email": email}) for _ in range(6)]
        said.append([(r.status_code, r.get("Location"), masked(r.content).replace(email, "")) for r in answers])
    assert said[0] == said[1]
    assert [status for status, *_ in said[0]] == [302] * 5 + [429]
    assert [letter.to for letter in mail.outbox] == [["ada@example.org"]] * 5 + [["nobody@example.org"]] * 5


def test_signing_up_tells_nothing_of_who_has_an_account(account: User, as_in_production: None) -> None:
    said = []
    for email in ("ada@example.org", "nobody@example.org"):
        client = Client()
        response = sign_up(client, email)
        page = client.get(response["Location"])
        said.append((response.status_code, response["Location"], masked(page.content).replace(email, ""), who(client)))
    assert said[0] == said[1]
    assert said[0][3] == "Sign in"
    assert [letter.to for letter in mail.outbox] == [["ada@example.org"], ["nobody@example.org"]]


def test_ten_wrong_passwords_are_slowed_for_an_unknown_name_as_for_a_known_one(account: User) -> None:
    found = [
        [sign_in(Client(), email, f"wrong-{n}").status_code for n in range(10)]
        for email in ("ada@example.org", "x@example.org")
    ]
    assert found[0] == [200] * 5 + [429] * 5
    assert found[1][-5:] == [429] * 5
