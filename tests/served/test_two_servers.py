"""Two servers and one PostgreSQL: what is done at one is there at the other, and one that is killed costs nothing that was acknowledged."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from studyapp.catalogue.courses import Course
from studyapp.records import learners
from studyapp.records.models import Answer, Asked, Attempt, Learner, User, Verdict
from tests.pages.acting import address, asked_at, right_numbers, wrong_numbers
from tests.pages.markup import masked, read
from tests.racing import SERVER, OwnDatabase, at_once, drop, new_database
from tests.records.teaching import pantry
from tests.served import nginx
from tests.served.site import Browser, Reply, Site, guest, signed_in

pytestmark = pytest.mark.skipif(not SERVER, reason="a file of SQLite is on one machine: make test DATABASE=postgres")
MANY = 40
BEGIN = "/courses/tea/quizzes/brewing/attempts/"
PANTRY = "/courses/tea/quizzes/pantry/"

Pair = tuple[Site, Site]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    database = new_database(tmp_path_factory.mktemp("none"))
    sites = Site(tmp_path_factory.mktemp("one"), database), Site(tmp_path_factory.mktemp("other"), database)
    for site in sites:
        site.start()
    yield sites
    for site in sites:
        site.stop()
    drop(database)


@pytest.fixture(autouse=True)
def db(pair: Pair, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), OwnDatabase(pair[0].database):
        yield


def anew(role: str = User.Role.LEARNER) -> Learner:
    return learners.of_user(User.objects.create_user(f"{uuid4().hex}@example.org", role=role))


def at(site: Site, browser: Browser) -> Browser:
    """The same person, whose next request goes to that server."""
    return Browser(site, browser.cookies)


def begin(browser: Browser) -> Attempt:
    reply = browser.post(BEGIN, mode="practice", size="3")
    assert reply.status == 302
    return Attempt.objects.get(pk=int(reply.location.split("/")[2]))


def test_a_run_begun_at_one_goes_on_at_the_other(pair: Pair) -> None:
    here = guest(pair[0])
    there = at(pair[1], here)
    attempt = begin(here)
    paths = [address(attempt, position) for position in (1, 2, 3)]
    replies = [
        browser.post(path, choice=str(right_numbers(attempt, position)[0]), act="check").status
        for position, (path, browser) in enumerate(zip(paths, (here, there, here), strict=True), 1)
    ]
    assert replies == [302, 302, 302]
    for path in paths:
        assert masked(here.get(path).text.encode()) == masked(there.get(path).text.encode())
    assert there.post(f"/attempts/{attempt.pk}/result/").status == 302
    assert read(here.get(f"/attempts/{attempt.pk}/result/").text).one("h1").text == "3 of 3 right"


def test_what_is_published_at_one_is_served_by_every_worker_of_the_other_a_second_later(
    pair: Pair, tea: Course
) -> None:
    ben = anew(User.Role.INSTRUCTOR)
    assert ben.user
    bank = pantry(tea, ben.user)
    here, there = signed_in(pair[0], ben), signed_in(pair[1], ben)
    assert {there.get(PANTRY).status for _ in range(8)} == {404}
    assert here.post("/teach/tea/banks/pantry/publications/", version=str(bank.version)).status == 302
    time.sleep(1)
    assert {there.get(PANTRY).status for _ in range(8)} == {200}


@pytest.mark.parametrize("turn", range(3))
def test_a_save_at_one_beside_a_finish_at_the_other_is_judged_or_refused(pair: Pair, turn: int) -> None:
    here = guest(pair[0])
    there, attempt = at(pair[1], here), begin(here)
    paths = {n: (address(attempt, n), str(right_numbers(attempt, n)[0])) for n in (1, 2, 3)}
    saves = [lambda path=path, c=c: here.post(path, choice=c, act="save") for path, c in paths.values()]
    *saved, _ = at_once(*saves, lambda: there.post(f"/attempts/{attempt.pk}/result/"))
    stored = [Answer.objects.filter(asked=asked_at(attempt, n)).first() for n in paths]
    assert [reply.status for reply in saved if isinstance(reply, Reply)] == [302 if one else 422 for one in stored]
    attempt.refresh_from_db()
    assert [one.right for one in stored if one] == [True] * attempt.right_count


def test_forty_starts_at_both_make_one_attempt(pair: Pair) -> None:
    ada = anew()
    browsers = [signed_in(site, ada) for site in pair]
    replies = at_once(*[lambda b=b: b.post(BEGIN, mode="practice", size="3") for b in browsers * (MANY // 2)])
    attempt = Attempt.objects.get(learner=ada, mode="practice")
    assert replies == [Reply(302, address(attempt, 1), "")] * MANY
    assert Asked.objects.filter(attempt=attempt).count() == 3


def test_the_same_check_at_both_has_one_effect(pair: Pair) -> None:
    ada = anew()
    browsers = [signed_in(site, ada) for site in pair]
    attempt = begin(browsers[0])
    path, choice = address(attempt, 1), str(wrong_numbers(attempt, 1)[0])
    replies = at_once(*[lambda b=b: b.post(path, choice=choice, act="check") for b in browsers * (MANY // 2)])
    assert [reply.status for reply in replies if isinstance(reply, Reply)] == [302] * MANY
    assert Verdict.objects.filter(answer__asked__attempt=attempt).count() == 1


def load(browser: Browser, spare: Site, attempt: Attempt, kept: dict[int, set[str]], over: Event) -> None:
    """Save one choice after another, at the other server once the first one is gone. `kept`: what may be found stored."""
    turn = 0
    while not over.is_set() and turn < 10_000:
        position, choice = turn % 3 + 1, str(turn % 2 + 1)
        kept[position] = kept.get(position, set()) | {choice}
        try:
            reply = browser.post(address(attempt, position), choice=choice, act="save")
        except OSError:
            browser = at(spare, browser)
            continue  # not acknowledged: sent once more
        if reply.status == 502:
            continue  # nginx does not send a form twice; who sent it does
        assert reply.status == 302
        kept[position] = {choice}
        turn += 1


def study_while_one_is_killed(pair: Pair, entry: Site, spare: Site) -> None:
    """Four save without a pause; the first server is killed; all that was acknowledged is there, and they go on."""
    browsers = [guest(entry) for _ in range(4)]
    runs, over = [begin(browser) for browser in browsers], Event()
    kept: list[dict[int, set[str]]] = [{} for _ in runs]
    threads = [
        Thread(target=load, args=(browser, spare, attempt, choices, over))
        for browser, attempt, choices in zip(browsers, runs, kept, strict=True)
    ]
    for thread in threads:
        thread.start()
    time.sleep(1)
    pair[0].stop(signal.SIGKILL)
    time.sleep(1)
    over.set()
    for thread in threads:
        thread.join()
    for attempt, choices in zip(runs, kept, strict=True):
        for position in (1, 2, 3):
            asked = asked_at(attempt, position)
            [stored] = [str(asked.order.index(original) + 1) for original in asked.answer.response]
            assert stored in choices[position]
    for browser, attempt in zip(browsers, runs, strict=True):
        assert at(spare, browser).post(f"/attempts/{attempt.pk}/result/").status == 302
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"
        )
        assert cursor.fetchone() == (0,)
    pair[0].start()


def test_one_that_is_killed_costs_nothing_acknowledged_and_the_other_goes_on(pair: Pair) -> None:
    study_while_one_is_killed(pair, pair[0], pair[1])


@pytest.fixture
def proxy(pair: Pair, tmp_path: Path) -> Iterator[Site]:
    """Both servers behind nginx, as the handbook says."""
    if nginx.get() is None:
        pytest.skip("nginx could not be found or installed")
    with nginx.in_front_of([site.port for site in pair], tmp_path) as port:
        yield Site(tmp_path, pair[0].database, port)


def test_behind_nginx_one_that_is_killed_costs_nothing_acknowledged(pair: Pair, proxy: Site) -> None:
    study_while_one_is_killed(pair, proxy, proxy)
    assert {Browser(proxy).get("/").status for _ in range(8)} == {200}


def test_the_log_of_nginx_names_no_visitor_and_no_search(proxy: Site) -> None:
    Browser(proxy).get("/search/?q=ferry")
    ends, log = time.monotonic() + 5, proxy.var / "study.log"
    while not log.read_text() and time.monotonic() < ends:
        time.sleep(0.05)
    [line] = log.read_text().splitlines()
    assert line.split()[1::2] == ["200", "GET"]
    assert line.endswith(" GET /search/")
