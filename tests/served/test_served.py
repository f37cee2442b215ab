"""Races of the site as it is served: two workers, a sweeper, and many at once over HTTP. (Crashes: tests/faults.)"""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from studyapp.catalogue.courses import Course
from studyapp.records import attempts, cohorts, learners
from studyapp.records.attempts import GRACE
from studyapp.records.models import Answer, Asked, Attempt, Learner, User, Verdict
from tests.pages.acting import address, asked_at, right_numbers, wrong_numbers
from tests.pages.markup import masked, read
from tests.racing import OwnDatabase, at_once, new_database
from tests.records.acting import sit
from tests.records.teaching import PANTRY, pantry, publish
from tests.served.site import HOST, PATIENCE, Browser, Reply, Site, guest, signed_in

MANY = 40
BEGIN = "/courses/tea/quizzes/brewing/attempts/"
CHECKED = "This answer was checked already and stays as it is. The new one is not stored."
HEADERS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload", "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
}  # fmt: skip
SHUT_OUT = "That was too often"
FINISHED = "This run is finished, so nothing more is stored. Your earlier answers stand."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    var = tmp_path_factory.mktemp("served")
    site = Site(var, new_database(var))
    site.start()
    yield site
    site.stop()


@pytest.fixture(autouse=True)
def db(site: Site, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The tests look into the database of the served site."""
    with django_db_blocker.unblock(), OwnDatabase(site.database):
        yield


@pytest.fixture
def ada(db: None) -> Learner:
    return learners.of_user(User.objects.create_user(f"ada-{uuid4().hex}@example.org"))


def begin(browser: Browser) -> Attempt:
    reply = browser.post(BEGIN, mode="practice", size="3")
    assert reply.status == 302
    return Attempt.objects.get(pk=int(reply.location.split("/")[2]))


def told(reply: Reply) -> str:
    """The words of a refusal."""
    return read(reply.text).one("p", "error", id="refused").text


@pytest.mark.parametrize("who", ["guest", "account"])
def test_forty_starts_make_one_attempt(site: Site, ada: Learner, who: str) -> None:
    browser = signed_in(site, ada) if who == "account" else guest(site)
    replies = at_once(*[lambda: browser.post(BEGIN, mode="practice", size="3")] * MANY)
    learner = ada if who == "account" else Learner.objects.latest("pk")
    attempt = Attempt.objects.get(learner=learner, mode="practice")
    assert replies == [Reply(302, address(attempt, 1), "")] * MANY
    assert Asked.objects.filter(attempt=attempt).count() == 3


def test_the_same_check_forty_times_has_one_effect_and_all_see_it(site: Site) -> None:
    browser = guest(site)
    attempt = begin(browser)
    path, choice = address(attempt, 1), str(wrong_numbers(attempt, 1)[0])
    replies = at_once(*[lambda: browser.post(path, htmx=True, choice=choice, act="check")] * MANY)
    seen = {(reply.status, masked(reply.text.encode())) for reply in replies if isinstance(reply, Reply)}
    [(status, fragment)] = seen
    assert status == 200
    assert read(fragment).one("div", "verdict").one("h2").text.startswith("Not right: ")
    assert Verdict.objects.filter(answer__asked__attempt=attempt).count() == 1
    assert Answer.objects.filter(asked__attempt=attempt).count() == 1


def test_of_two_answers_checked_at_once_one_holds_and_both_see_it(site: Site) -> None:
    browser = guest(site)
    attempt = begin(browser)
    path = address(attempt, 1)
    choices = [str(right_numbers(attempt, 1)[0]), str(wrong_numbers(attempt, 1)[0])]
    replies = at_once(*[lambda c=c: browser.post(path, htmx=True, choice=c, act="check") for c in choices * 10])
    held = asked_at(attempt, 1).answer.right
    found = [(reply.status, read(reply.text)) for reply in replies if isinstance(reply, Reply)]
    refused = [page.one("p", "error", id="refused").text for status, page in found if status == 422]
    assert [status for status, _ in found] == ([200, 422] if held else [422, 200]) * 10
    assert {text.partition(" You chose")[0] for text in refused} == {CHECKED}
    assert {page.one("div", "verdict").text for _, page in found} == {
        read(browser.get(path).text).one("div", "verdict").text
    }
    assert Verdict.objects.filter(answer__asked__attempt=attempt).count() == 1


def test_a_save_in_one_tab_after_the_finish_in_another_is_refused_and_keeps_what_was_chosen(site: Site) -> None:
    browser = guest(site)
    attempt = begin(browser)
    left_open = browser.get(address(attempt, 1))
    assert browser.post(f"/attempts/{attempt.pk}/result/").status == 302
    [label] = [one for one in read(left_open.text).all("label", "choice") if one.one("input").attrs["value"] == "2"]
    reply = browser.post(address(attempt, 1), choice="2", act="save")
    assert reply.status == 422
    assert told(reply) == f"{FINISHED} You chose just now: {label.one('span').text}."
    assert Answer.objects.filter(asked__attempt=attempt).count() == 0


def test_a_save_beside_a_finish_is_judged_or_refused(site: Site) -> None:
    browser = guest(site)
    attempt = begin(browser)
    paths = {n: (address(attempt, n), str(right_numbers(attempt, n)[0])) for n in (1, 2, 3)}
    saves = [lambda path=path, c=c: browser.post(path, choice=c, act="save") for path, c in paths.values()]
    *saved, _ = at_once(*saves, lambda: browser.post(f"/attempts/{attempt.pk}/result/"))
    stored = {n: getattr(asked_at(attempt, n), "answer", None) for n in paths}
    assert [reply.status for reply in saved if isinstance(reply, Reply)] == [
        302 if one else 422 for one in stored.values()
    ]
    attempt.refresh_from_db()
    assert attempt.right_count == sum(one is not None and one.right is True for one in stored.values())
    assert [one.checked is not None for one in stored.values() if one] == [True] * attempt.right_count


def test_a_run_whose_time_is_over_is_finished_at_once_and_stored_by_the_sweeper(
    site: Site, ada: Learner, tea: Course
) -> None:
    attempt, browser = sit(ada, tea), signed_in(site, ada)
    assert browser.post(address(attempt, 1), choice=str(right_numbers(attempt, 1)[0])).status == 302
    ended = timezone.now() - GRACE
    Attempt.objects.filter(pk=attempt.pk).update(deadline=ended)
    overview, result = browser.get(f"/attempts/{attempt.pk}/"), browser.get(f"/attempts/{attempt.pk}/result/")
    assert (overview.status, overview.location) == (302, f"/attempts/{attempt.pk}/result/")
    assert read(result.text).one("h1").text == "1 of 3 right"
    ends = time.monotonic() + 10
    while Attempt.objects.get(pk=attempt.pk).finished is None and time.monotonic() < ends:
        time.sleep(0.1)
    attempt.refresh_from_db()
    assert (attempt.finished, attempt.right_count) == (ended, 1)


def test_extra_time_lets_a_late_save_in(site: Site, ada: Learner, tea: Course) -> None:
    """Two sit the same exam, and both are late; one of them was given ten minutes."""
    cyd = learners.of_user(User.objects.create_user(f"cyd-{uuid4().hex}@example.org"))
    given, other = sit(ada, tea), sit(cyd, tea)
    Attempt.objects.filter(pk__in=[given.pk, other.pk]).update(deadline=timezone.now() - GRACE + timedelta(seconds=1))
    attempts.give_time(given, 10)
    time.sleep(1.1)
    late = signed_in(site, ada).post(address(given, 1), choice="1", act="save")
    too_late = signed_in(site, cyd).post(address(other, 1), choice="1", act="save")
    assert (late.status, too_late.status) == (302, 422)
    assert told(too_late).startswith(FINISHED)
    assert [Answer.objects.filter(asked__attempt=one).count() for one in (given, other)] == [1, 0]


ASKED = "Where does green tea keep best?"
ASKED_ANEW = "Where does green tea lose its colour?"
ANEW = (
    PANTRY.replace(ASKED, ASKED_ANEW)
    .replace("- [x] In a dark jar", "- [ ] In a dark jar\n  > No light gets in.")
    .replace("- [ ] On the sill\n  > Light takes its colour.", "- [x] On the sill")
)  # another wording and another key


def take(browser: Browser, start: str, jar: str) -> tuple[str, list[bool]]:
    """Go through a run of the pantry by its pages: the score, and before and after which wording was shown of the jar."""
    run, shown = start.rpartition("/1/")[0], list[bool]()
    paths = [f"{run}/1/", f"{run}/2/"]
    for path in paths:
        page = read(browser.get(path).text)
        wanted = jar if "green tea" in page.one(id="stem").text else "The one in the jar"
        (label,) = [one for one in page.all("label", "choice") if wanted in one.text]
        assert browser.post(path, choice=page.one(id=label.attrs["for"]).attrs["value"], act="save").status == 302
        shown += [says in page.text for says in (ASKED, ASKED_ANEW) if wanted == jar]
    assert browser.post(f"{run}/result/").status == 302
    after = "".join(browser.get(path).text for path in paths)
    score = read(browser.get(f"{run}/result/").text).one("h1").text
    return score, [*shown, ASKED in after, ASKED_ANEW in after]


def test_a_question_published_anew_during_a_run_is_asked_and_judged_as_the_run_began(
    site: Site, ada: Learner, tea: Course
) -> None:
    """By its old wording and key, whichever worker answers; the next run has the new ones."""
    assert ada.user
    browser, bank = signed_in(site, ada), pantry(tea, ada.user)
    start = partial(browser.post, "/courses/tea/quizzes/pantry/attempts/", size="2")
    publish(bank, tea)
    time.sleep(1)
    practice, graded = (start(mode=mode).location for mode in ("practice", "graded"))
    publish(bank, tea, text=ANEW)
    time.sleep(1)
    old, new = [True, False] * 2, [False, True] * 2
    assert [take(browser, run, "In a dark jar") for run in (practice, graded)] == [("2 of 2 right", old)] * 2
    assert take(browser, start(mode="practice").location, "On the sill") == ("2 of 2 right", new)


def sign_in(site: Site, email: str, address: str) -> Reply:
    """Try to, with a wrong password, from that address."""
    browser = Browser(site)
    browser.get("/accounts/login/")
    form = urlencode(
        {"login": email, "password": "fen-to-the-lamp", "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
    )
    sent = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": f"203.0.113.9, {address}"}
    return browser.ask("POST", "/accounts/login/", form, sent)


def test_who_guesses_passwords_shuts_out_nobody_else(site: Site) -> None:
    """The last address is the one that the proxy saw; what stands before it anybody can claim."""
    guesses = [sign_in(site, f"{number}@example.org", "198.51.100.1").text for number in range(11)]
    assert [SHUT_OUT in page for page in guesses] == [False] * 10 + [True]
    assert SHUT_OUT not in sign_in(site, "ada@example.org", "198.51.100.2").text


def test_of_many_at_once_no_more_pass_than_may(site: Site, ada: Learner) -> None:
    """Exports of one's own data: twenty an hour."""
    browser = signed_in(site, ada)
    replies = at_once(*[lambda: browser.get("/progress/export/?format=json").status] * MANY)
    assert Counter(replies) == {200: 20, 429: 20}


def test_of_many_codes_guessed_at_once_no_more_are_looked_up_than_may_be(site: Site) -> None:
    """Wrong ones from one address: twenty in ten minutes. Who guesses on does not learn that one is right."""
    owner = User.objects.create_user(f"{uuid4().hex}@example.org", role=User.Role.INSTRUCTOR)
    right = cohorts.invite(cohorts.make(course="tea", title="Tuesday", owner=owner, at=timezone.now()), timezone.now())
    sent = {"X-Forwarded-For": "198.51.100.4"}
    paths = [*[f"/join/NOSUCH{number}/" for number in range(MANY)], f"/join/{right.code}/"]
    *wrong, _ = at_once(*[lambda path=path: Browser(site).ask("GET", path, headers=sent).status for path in paths])
    assert Counter(wrong) == {404: 20, 429: 20}
    assert Browser(site).ask("GET", paths[-1], headers=sent).status == 429
    assert Browser(site).get(paths[-1]).status == 200


def test_the_log_names_nobody(site: Site, ada: Learner) -> None:
    browser = signed_in(site, ada)
    browser.get("/attempts/0/?q=ferry")
    sign_in(site, "ferry@example.org", "198.51.100.3")
    log = site.log()
    assert "Not Found: /attempts/0/\n" in log
    assert [word for word in ("example.org", "ferry", "198.51.100.3", "fen-to-the-lamp") if word in log] == []


def test_without_a_mail_server_that_is_said_and_mail_stands_in_no_log(site: Site) -> None:
    email, browser, folder = f"{uuid4().hex}@example.org", Browser(site), site.var / "mail"
    browser.get("/accounts/signup/")
    assert browser.post("/accounts/signup/", email=email, password1="ferry-to-the-lamp").status == 302
    [letter] = [path for path in folder.iterdir() if email in path.read_text()]
    assert f"https://{HOST}/accounts/confirm-email/" in letter.read_text()
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    log = (site.var / "log").read_text()
    assert f"STUDYAPP_SMTP is not set: mail reaches nobody and is put into {folder}.\n" in log
    assert [word for word in (email, "confirm-email") if word in log] == []


def test_a_site_that_cannot_be_set_up_ends_without_serving(tmp_path: Path) -> None:
    (tmp_path / "static").touch()  # where the folder of the static files would be
    broken = Site(tmp_path, new_database(tmp_path))
    broken.begin()
    assert broken.process is not None
    assert broken.process.wait(PATIENCE) == 1
    assert ("collectstatic" in broken.log(), "The site is at" in broken.log()) == (True, False)


def test_a_foreign_host_is_refused(site: Site) -> None:
    replies = [
        Browser(site).ask("GET", path, headers={"Host": "evil.example"})
        for path in ("/", "/healthz", "/accounts/login/")
    ]
    assert [(reply.status, "evil" in reply.text) for reply in replies] == [(400, False)] * 3


def test_every_reply_as_served_has_the_headers_of_a_public_site(site: Site) -> None:
    connection = HTTPConnection("127.0.0.1", site.port, timeout=60)
    for path in ("/", "/nowhere/", "/static/js/every.js", "/accounts/login/", "/admin/"):
        connection.request("GET", path, headers={"Host": HOST, "X-Forwarded-Proto": "https"})
        response = connection.getresponse()
        response.read()
        found = {name: response.headers.get(name) for name in HEADERS}
        assert found == HEADERS, path
        for cookie in response.headers.get_all("Set-Cookie", []):
            assert {"secure", "httponly", "samesite=lax"} <= {part.strip().lower() for part in cookie.split(";")}
    connection.request("GET", "/courses/tea/", headers={"Host": HOST})
    plain = connection.getresponse()
    assert (plain.status, plain.headers["Location"]) == (301, f"https://{HOST}/courses/tea/")
    connection.close()
