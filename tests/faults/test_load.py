"""A hundred learners, each answering once a second for a minute: checks that explain, and saves of a graded run."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Thread

import pytest
from django.db import connection

from studyapp.records.models import Answer, Asked, Attempt, Verdict
from tests.faults import machine
from tests.faults.conftest import Note
from tests.faults.studying import Place, begin, newcomer
from tests.served.site import Browser, Site

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="it is promised for SQLite")
LEARNERS = 100
CHECKS, SAVES = 20, 40  # a practice run, and a graded one of thirty in which ten are changed
PLACES = 30
P95 = 0.3  # seconds


@dataclass
class Learner:
    """What she sent last to each place, when that was acknowledged, and how long each answer took."""

    browser: Browser
    practice: int
    graded: int
    told: dict[Place, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    def answer(self, turn: int) -> None:
        number = turn - CHECKS
        place = (self.practice, turn + 1) if number < 0 else (self.graded, number % PLACES + 1)
        choice = str((turn + self.practice) % 3 + 1)
        began = time.monotonic()
        path, act = f"/attempts/{place[0]}/{place[1]}/", "check" if number < 0 else "save"
        status = self.browser.post(path, htmx=True, act=act, choice=choice).status
        self.seconds.append(time.monotonic() - began)
        if status == 200:
            self.told[place] = choice
        else:
            self.refused.append(status)

    def study(self, first: float, offset: int) -> None:
        """Sixty answers, one each second from the first moment on; a late one waits for nothing."""
        for second in range(CHECKS + SAVES):
            time.sleep(max(0, first + second - time.monotonic()))
            self.answer((second + offset) % (CHECKS + SAVES))


def arrive(site: Site) -> Learner:
    browser = newcomer(site)
    return Learner(browser, begin(browser, size=CHECKS), begin(browser, "graded", PLACES))


def stored() -> dict[Place, str]:
    rows = Asked.objects.filter(answer__isnull=False).select_related("answer")
    return {
        (row.attempt_id, row.position): ",".join(str(row.order.index(one) + 1) for one in row.answer.response)
        for row in rows
    }


def test_a_hundred_learners_for_a_minute_lose_nothing(site: Site, note: Note) -> None:
    with ThreadPoolExecutor(4) as pool:
        people = list(pool.map(lambda _: arrive(site), range(LEARNERS)))
    state, used, first = machine.state(), machine.seconds_of(site.processes()), time.monotonic() + 0.5
    # Some are in their practice run while others are in the graded one; and nobody's second begins with another's.
    threads = [
        Thread(target=one.study, args=[first + number / LEARNERS, number * 7]) for number, one in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took, used = time.monotonic() - first, machine.seconds_of(site.processes()) - used
    with ThreadPoolExecutor(4) as pool:
        handed = list(pool.map(lambda one: one.browser.post(f"/attempts/{one.graded}/result/").status, people))
    seconds = sorted(second for one in people for second in one.seconds)
    p50, p95, worst = (seconds[int(len(seconds) * part)] for part in (0.5, 0.95, 0.9999))
    told = {place: choice for one in people for place, choice in one.told.items()}
    found, state = stored(), state | machine.state()
    lost = {place for place, choice in told.items() if found.get(place) != choice}
    refused = Counter(status for one in people for status in one.refused)
    note(
        f"{LEARNERS} learners, one answer a second", len(seconds) - refused.total(), len(lost), refused.total(),
        f"in {took:.0f} s; p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, worst {worst * 1000:.0f} ms, "
        f"{used / len(seconds) * 1000:.1f} ms of CPU an answer; {state}",
    )  # fmt: skip
    assert (len(seconds), refused, lost) == (LEARNERS * (CHECKS + SAVES), Counter(), set())
    assert len(told) == Answer.objects.count() == Verdict.objects.count() == LEARNERS * (CHECKS + PLACES)
    assert handed == [302] * LEARNERS
    assert Attempt.objects.filter(finished__isnull=False).count() == LEARNERS
    assert p95 <= P95 or not state.is_promised
