"""Signing up and in: what a guest did comes along, and nobody gets in who should not."""

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from studyapp.records.models import Attempt, Filling, Learner, Reading, User
from tests.pages.acting import PASSWORD, answer, begin, learner_of, run
from tests.pages.markup import main_of, read

LOGIN, SIGNUP, LOGOUT = "/accounts/login/", "/accounts/signup/", "/accounts/logout/"
READ = "/courses/tea/modules/leaf/what-is-in-it/reads/"


@pytest.fixture
def account() -> User:
    return User.objects.create_user("ada@example.org", PASSWORD)


def sign_in(client: Client, email: str = "ada@example.org", password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post(LOGIN, {"login": email, "password": password} | more)


def sign_up(client: Client, email: str = "ada@example.org", password: str = PASSWORD) -> HttpResponse:
    return client.post(SIGNUP, {"email": email, "password1": password})


def who(client: Client) -> str:
    """Whom the page greets."""
    return read(client.get("/").content).one("div", "side").one("a").text


def test_signing_up_keeps_what_the_guest_did(guest: Client) -> None:
    attempt = Attempt.objects.get()
    answer(guest, attempt, 1)
    guest.post(READ)
    response = sign_up(guest)
    assert (response.status_code, response["Location"]) == (302, "/progress/")
    learner = Learner.objects.get()
    assert (learner.user, learner.pk) == (User.objects.get(email="ada@example.org"), learner_of(guest).pk)
    assert Attempt.objects.get().learner == learner
    assert guest.get(f"/attempts/{attempt.pk}/").status_code == 200
    assert who(guest) == "ada@example.org"


def test_the_work_is_there_in_another_browser(guest: Client) -> None:
    attempt = Attempt.objects.get()
    sign_up(guest)
    elsewhere = Client()
    sign_in(elsewhere)
    assert elsewhere.get(f"/attempts/{attempt.pk}/").status_code == 200
    assert learner_of(elsewhere) == learner_of(guest)


def test_signing_up_without_having_done_anything_makes_a_learner(nobody: Client) -> None:
    sign_up(nobody)
    assert Learner.objects.get().user == User.objects.get()
    assert learner_of(nobody) == Learner.objects.get()


def test_signing_up_sends_a_confirmation_and_lets_one_in(nobody: Client) -> None:
    sign_up(nobody)
    [letter] = mail.outbox
    assert letter.to == ["ada@example.org"]
    address = next(word for word in letter.body.split() if "/accounts/confirm-email/" in word)
    path = address.removeprefix("http://testserver")
    page = main_of(nobody.get(path))
    assert page.one("form").all("p") == []
    assert page.one("h1").after("p").text == "ada@example.org is yours?"
    assert nobody.post(path).status_code == 302
    assert "confirmed" in main_of(nobody.get("/accounts/email/")).text


def test_signing_in_moves_what_the_guest_did_to_the_account(account: User, guest: Client) -> None:
    at_home = Client()
    sign_in(at_home)
    done = run(at_home, 3)
    open_one = Attempt.objects.get(learner=learner_of(guest))
    guest.post(READ)
    guest.post("/courses/tea/worksheet/", {"guests.who": "Ben"})
    response = sign_in(guest)
    assert (response.status_code, response["Location"]) == (302, "/progress/")
    hers = Learner.objects.get(user=account)
    assert learner_of(guest) == learner_of(at_home) == hers
    assert set(Attempt.objects.values_list("pk", "learner")) == {(done.pk, hers.pk), (open_one.pk, hers.pk)}
    assert (Reading.objects.get().learner, Filling.objects.get().learner) == (hers, hers)
    assert Learner.objects.count() == 1
    for client in (guest, at_home):
        assert client.get(f"/attempts/{open_one.pk}/").status_code == 200


def test_of_two_open_runs_the_older_is_handed_in(account: User, guest: Client) -> None:
    guests = Attempt.objects.get()
    at_home = Client()
    sign_in(at_home)
    newer = begin(at_home)
    sign_in(guest)
    guests.refresh_from_db()
    newer.refresh_from_db()
    assert (guests.finished is not None, newer.finished) == (True, None)
    assert begin(guest) == newer


def test_a_session_of_a_guest_elsewhere_is_not_the_accounts(account: User, guest: Client) -> None:
    """Signing in moves the work of this browser's guest, not of everybody's."""
    other = Client()
    begin(other)
    sign_in(guest)
    assert learner_of(other).user is None
    assert Attempt.objects.filter(learner=learner_of(other)).count() == 1


def test_the_session_has_a_new_key_after_signing_in(account: User, guest: Client) -> None:
    before = guest.session.session_key
    sign_in(guest)
    assert guest.session.session_key != before
    stale = Client()
    stale.cookies["sessionid"] = before
    assert who(stale) == "Sign in"
    assert stale.session.get("learner") is None


@pytest.mark.parametrize(
    ("email", "password"), [("ada@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("ada@example.org", "")]
)
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(
    account: User, guest: Client, email: str, password: str
) -> None:
    response = sign_in(guest, email, password)
    page = main_of(response)
    summary = page.one("div", "summary")
    says = (
        "This field is required."
        if not password
        else "The email address and/or password you specified are not correct."
    )
    assert (response.status_code, [li.text for li in summary.all("li")]) == (200, [says])
    assert summary.one("h2").text == "One thing to mend"
    assert page.one("input", name="login").attrs["value"] == email
    assert page.one("input", name="password").attrs.get("value", "") == ""
    assert learner_of(guest).user is None
    assert who(guest) == "Sign in"


def test_many_wrong_passwords_are_slowed(account: User, nobody: Client) -> None:
    found = [sign_in(nobody, password=f"wrong-{n}").status_code for n in range(10)]
    assert found == [200] * 5 + [429] * 5
    assert (sign_in(nobody).status_code, who(nobody)) == (429, "Sign in")


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ada", PASSWORD),
        ("", PASSWORD),
        ("ada@example.org", "short"),
        ("ada@example.org", "12345678901"),
        ("ada@example.org", "password"),
    ],
)
def test_a_sign_up_that_cannot_be_is_refused_and_the_address_kept(guest: Client, email: str, password: str) -> None:
    response = sign_up(guest, email, password)
    page = main_of(response)
    assert (response.status_code, len(page.one("div", "summary").all("li")) >= 1) == (200, True)
    assert page.one("input", name="email").attrs.get("value", "") == email
    assert User.objects.count() == 0
    assert learner_of(guest).user is None


def test_an_address_has_one_account(account: User, guest: Client) -> None:
    response = sign_up(guest, "ADA@example.org", "another-good-password")
    assert response.status_code == 200
    assert User.objects.count() == 1
    assert learner_of(guest).user is None


@pytest.mark.parametrize(
    "goal", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "https:evil.example"]
)
def test_signing_in_leads_nowhere_else(account: User, nobody: Client, goal: str) -> None:
    assert sign_in(nobody, next=goal)["Location"] == "/progress/"


def test_signing_in_leads_back_to_where_one_was(account: User, nobody: Client) -> None:
    page = main_of(nobody.get(f"{LOGIN}?next=/courses/tea/worksheet/"))
    hidden = page.one("input", name="next").attrs["value"]
    assert sign_in(nobody, next=hidden)["Location"] == "/courses/tea/worksheet/"


def test_only_a_post_signs_out(account: User, nobody: Client) -> None:
    sign_in(nobody)
    asked = main_of(nobody.get(LOGOUT))
    assert asked.one("form").attrs["action"] == LOGOUT
    assert who(nobody) == "ada@example.org"
    response = nobody.post(LOGOUT)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert who(nobody) == "Sign in"


def test_after_signing_out_nothing_of_it_is_left_in_the_browser(account: User, nobody: Client) -> None:
    sign_in(nobody)
    attempt = begin(nobody)
    nobody.post(LOGOUT)
    assert nobody.get(f"/attempts/{attempt.pk}/").status_code == 404
    assert nobody.session.get("learner") is None
    begin(nobody)
    assert learner_of(nobody).user is None


def test_signing_in_as_somebody_else_takes_nothing_along(account: User, nobody: Client) -> None:
    sign_in(nobody)
    attempt = begin(nobody)
    User.objects.create_user("cyd@example.org", PASSWORD)
    nobody.post(LOGOUT)
    sign_in(nobody, "cyd@example.org")
    assert nobody.get(f"/attempts/{attempt.pk}/").status_code == 404
    assert Attempt.objects.get().learner == Learner.objects.get(user=account)


def test_the_admin_has_no_door_of_its_own(account: User, nobody: Client) -> None:
    """Its sign-in page would know neither the guest's work nor the limit on wrong passwords."""
    for response in (
        nobody.get("/admin/login/"),
        nobody.post("/admin/login/", {"username": "ada@example.org", "password": PASSWORD}),
    ):
        assert (response.status_code, response["Location"].partition("?")[0]) == (302, LOGIN)
    assert who(nobody) == "Sign in"


def test_the_admin_tells_a_learner_that_it_is_not_hers(ada: Client) -> None:
    response = ada.get("/admin/login/")
    assert (response.status_code, main_of(response).one("h1").text) == (403, "This page is not for your account")


def test_signing_in_needs_its_token(account: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = sign_in(strict)
    assert (response.status_code, main_of(response).one("h1").text) == (403, "This could not be accepted")


def test_a_session_slides_with_each_days_first_post(ada: Client) -> None:
    begin(ada)
    session = ada.session
    session["slid"] = 1
    session.save()
    response = ada.post(READ)
    assert response.cookies["sessionid"]["max-age"] == 14 * 86400
    assert ada.session["slid"] > 1
    assert "sessionid" not in ada.post(READ).cookies
