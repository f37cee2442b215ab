"""Signing in with a second step: a code from a device besides the password."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from studyapp.records.models import Attempt, Trail, User
from tests.pages.acting import PASSWORD, answer, learner_of
from tests.pages.markup import Element, main_of
from tests.pages.second_steps import AGAIN, ON, SPARE, confirm, offered, shown_by_device, switch_on
from tests.pages.test_accounts import LOGIN, SIGNUP, sign_in, who

ALL, OFF, ASKED = "/accounts/2fa/", "/accounts/2fa/totp/deactivate/", "/accounts/2fa/authenticate/"
WRONG = "This is not the code that the app shows now. Wait for its next one, and type that."


def spare_codes(client: Client) -> list[str]:
    return [item.text for item in main_of(client.get(SPARE)).one("ul", "plain").all("li")]


def refused(page: Element) -> list[str]:
    return [item.text for item in page.one("div", "summary").all("li")]


@pytest.fixture
def ada(nobody: Client) -> Client:
    """Ada, who has signed in through the form."""
    User.objects.create_user("ada@example.org", PASSWORD)
    sign_in(nobody)
    return nobody


def test_it_is_switched_on_with_a_code_and_gives_ten_spare_ones(ada: Client) -> None:
    switch_on(ada)
    assert "It is on." in main_of(ada.get(ALL)).text
    codes = spare_codes(ada)
    assert (len(set(codes)), {len(code) for code in codes}) == (10, {8})
    assert ada.get(f"{SPARE}download/").content.decode().split() == codes


def test_the_password_alone_lets_nobody_in_any_more(ada: Client) -> None:
    key = switch_on(ada)
    elsewhere = Client()
    response = sign_in(elsewhere)
    assert (response.status_code, response["Location"], who(elsewhere)) == (302, ASKED, "Sign in")
    response = elsewhere.post(ASKED, {"code": shown_by_device(key)})
    assert (response.status_code, response["Location"], who(elsewhere)) == (302, "/progress/", "ada@example.org")


def test_a_guest_s_work_comes_along_only_after_the_second_step(ada: Client, guest: Client) -> None:
    key, attempt = switch_on(ada), Attempt.objects.get()
    sign_in(guest)
    assert learner_of(guest).user is None
    answer(guest, attempt, 1)
    before = guest.session.session_key
    guest.post(ASKED, {"code": shown_by_device(key)})
    assert (learner_of(guest), learner_of(guest).user is not None) == (learner_of(ada), True)
    assert guest.get(f"/attempts/{attempt.pk}/").status_code == 200
    assert guest.session.session_key != before


def test_a_spare_code_lets_one_in_once(ada: Client) -> None:
    switch_on(ada)
    code = spare_codes(ada)[0]
    for wanted in ("ada@example.org", "Sign in"):
        elsewhere = Client()
        sign_in(elsewhere)
        elsewhere.post(ASKED, {"code": code})
        assert who(elsewhere) == wanted
    assert len(spare_codes(ada)) == 9


def test_a_code_that_was_used_is_no_code(ada: Client) -> None:
    key = switch_on(ada)
    code, found = shown_by_device(key), []
    for _ in range(2):
        elsewhere = Client()
        sign_in(elsewhere)
        elsewhere.post(ASKED, {"code": code})
        found.append(who(elsewhere))
    assert found == ["ada@example.org", "Sign in"]


@pytest.mark.parametrize("seconds", [-90, 90])
def test_a_code_of_another_time_is_refused(ada: Client, seconds: float) -> None:
    key, elsewhere = switch_on(ada), Client()
    sign_in(elsewhere)
    page = main_of(elsewhere.post(ASKED, {"code": shown_by_device(key, seconds)}))
    assert (refused(page), who(elsewhere)) == ([WRONG], "Sign in")


def test_guessing_codes_is_slowed(ada: Client) -> None:
    key, elsewhere = switch_on(ada), Client()
    sign_in(elsewhere)
    for _ in range(5):
        elsewhere.post(ASKED, {"code": "000000"})
    elsewhere.post(ASKED, {"code": shown_by_device(key)})
    assert who(elsewhere) == "Sign in"


def test_without_the_password_there_is_no_second_step_to_guess(ada: Client, guest: Client) -> None:
    switch_on(ada)
    for response in (guest.get(ASKED), guest.post(ASKED, {"code": "000000"})):
        assert (response.status_code, response["Location"]) == (302, LOGIN)


def test_nothing_of_it_is_shown_or_changed_unless_one_confirms_who_one_is(ada: Client) -> None:
    for path in (ON, OFF, SPARE, f"{SPARE}generate/", f"{SPARE}download/"):
        if path == OFF:
            switch_on(ada)
            ada = Client()
            ada.force_login(User.objects.get())
        for response in (ada.get(path), ada.post(path, {"code": "000000"})):
            wanted = (405,) if response.status_code == 405 else (302, f"{AGAIN}?next={path.replace('/', '%2F')}")
            assert (response.status_code, response.get("Location"))[: len(wanted)] == wanted, path
    assert Authenticator.objects.count() == 2


def test_a_get_stores_nothing_and_two_tabs_do_not_disturb_each_other(ada: Client) -> None:
    confirm(ada)
    with CaptureQueriesContext(connection) as queries:
        (key, sent), (other, _) = offered(ada), offered(ada)
    assert [q["sql"] for q in queries if not q["sql"].startswith("SELECT")] == []
    assert key != other
    assert ada.post(ON, {"offered": sent, "code": shown_by_device(key)}).status_code == 302


def test_showing_the_spare_codes_stores_nothing(ada: Client) -> None:
    switch_on(ada)
    with CaptureQueriesContext(connection) as queries:
        spare_codes(ada)
        ada.get(ALL)
    assert [q["sql"] for q in queries if not q["sql"].startswith("SELECT")] == []


def test_a_wrong_code_keeps_the_key_that_is_offered(ada: Client) -> None:
    confirm(ada)
    key, sent = offered(ada)
    page = main_of(ada.post(ON, {"offered": sent, "code": "000000"}))
    assert (refused(page), page.one("p", "key").text) == ([WRONG], key)


def test_a_key_of_one_s_own_choice_is_not_taken(ada: Client, cyd: Client) -> None:
    """Neither one that nobody signed, nor one that was offered to somebody else."""
    confirm(ada)
    cyd.post(AGAIN, {"password": PASSWORD})
    theirs, signed = offered(cyd)
    for key, sent in (("A" * 32, "A" * 32), (theirs, signed)):
        page = main_of(ada.post(ON, {"offered": sent, "code": shown_by_device(key)}))
        assert (refused(page), page.one("p", "key").text != key) == ([WRONG], True)
    assert Authenticator.objects.count() == 0


def test_the_picture_says_what_the_key_says(ada: Client) -> None:
    confirm(ada)
    page = main_of(ada.get(ON))
    link = next(a.attrs["href"] for a in page.all("a") if a.attrs["href"].startswith("otpauth:"))
    assert link == f"otpauth://totp/ada%40example.org?secret={page.one('p', 'key').text}&issuer=testserver"
    assert page.one("svg", "qr").attrs["role"] == "img"
    assert set(re.sub(r"\d+", "0", page.one("svg", "qr").one("path").attrs["d"]).split("z")) == {"M0 0h0v0h-0", ""}


def test_it_is_stored_so_that_a_backup_opens_no_account(ada: Client, settings: Settings) -> None:
    key, codes = switch_on(ada), None
    codes = spare_codes(ada)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert [word for word in (key, *codes) if word in stored] == []


def test_with_another_secret_of_the_site_no_code_fits(ada: Client, settings: Settings) -> None:
    key = switch_on(ada)
    settings.SECRET_KEY = "other " * 8
    elsewhere = Client()
    sign_in(elsewhere)
    for code in (shown_by_device(key), shown_by_device("")):
        assert elsewhere.post(ASKED, {"code": code}).status_code == 200
    assert who(elsewhere) == "Sign in"


def test_it_is_switched_off_again_with_all_its_codes(ada: Client) -> None:
    switch_on(ada)
    ada.post(OFF)
    elsewhere = Client()
    sign_in(elsewhere)
    assert (who(elsewhere), Authenticator.objects.count()) == ("ada@example.org", 0)


def test_the_trail_records_on_off_and_new_codes(ada: Client) -> None:
    switch_on(ada)
    ada.post(f"{SPARE}generate/")
    ada.post(OFF)
    user = User.objects.get()
    made = "second step codes made"
    kinds = ["second step on", made, made, "second step off"]
    assert list(Trail.objects.order_by("pk").values_list("kind", "by", "subject")) == [
        (kind, user.pk, f"account {user.pk}") for kind in kinds
    ]


def test_an_administrator_drops_it_for_who_has_lost_the_phone(ada: Client, administrator: Client) -> None:
    switch_on(ada)
    user = User.objects.get(email="ada@example.org")
    sent = {"action": "drop_second_step", "_selected_action": str(user.pk)}
    assert administrator.post("/admin/records/user/", sent).status_code == 302
    row = Trail.objects.order_by("pk").last()
    assert row is not None
    assert (row.kind, row.by, row.subject) == (
        "second step dropped",
        User.objects.get(role="administrator"),
        f"account {user.pk}",
    )
    assert Authenticator.objects.count() == 0


def test_whoever_runs_the_site_drops_it_from_the_shell(ada: Client, capsys: pytest.CaptureFixture[str]) -> None:
    switch_on(ada)
    call_command("drop_second_step", "ADA@example.org")
    assert (Authenticator.objects.count(), list(Trail.objects.values_list("kind", "by"))[-1]) == (
        0,
        ("second step dropped", None),
    )
    for email in ("ada@example.org", "nobody@example.org"):
        with pytest.raises(CommandError, match=f"there is no account {email} with a second step. Fix: "):
            call_command("drop_second_step", email)


def test_an_unconfirmed_address_is_asked_for_first(nobody: Client) -> None:
    """Else whoever signs up with somebody else's address could keep her out for good."""
    nobody.post(SIGNUP, {"email": "ada@example.org", "password1": PASSWORD})
    response = nobody.get(ON, follow=True)
    assert (response.redirect_chain, main_of(response).one("p", "error").text) == (
        [(ALL, 302)],
        "Confirm your address first: the link is in the mail that we sent, and your account page sends it again.",
    )


def doors(client: Client) -> list[tuple[int, str]]:
    found = [client.get(path) for path in ("/admin/", "/admin/login/", "/teach/", "/teach/cohorts/")]
    return [(response.status_code, response.get("Location", "")) for response in found]


@pytest.mark.django_db(transaction=True)  # what is done at the commit counts
def test_an_administrator_of_a_public_site_needs_it(administrator: Client, settings: Settings) -> None:
    assert doors(administrator) == [(200, ""), (302, "/admin/"), (200, ""), (200, "")]
    settings.PRODUCTION = True
    assert doors(administrator) == [(302, "/admin/login/?next=/admin/"), (302, ALL), (302, ALL), (302, ALL)]
    assert "Administrators of a public site need it" in main_of(administrator.get(ALL)).text
    switch_on(administrator)
    assert doors(administrator) == [(200, ""), (302, "/admin/"), (200, ""), (200, "")]


def test_a_session_of_an_administrator_that_never_showed_a_code_stays_out(
    administrator: Client, settings: Settings
) -> None:
    settings.PRODUCTION = True
    elsewhere = Client()
    sign_in(elsewhere, "admin@example.org")
    switch_on(administrator)
    assert doors(elsewhere)[1:] == [(302, ALL)] * 3


def test_an_instructor_is_asked_for_it_and_not_made_to(ben: Client, settings: Settings) -> None:
    settings.PRODUCTION = True
    asked = "A code from your phone, besides the password"
    assert asked in main_of(ben.get("/teach/")).text
    switch_on(ben)
    assert asked not in main_of(ben.get("/teach/")).text
