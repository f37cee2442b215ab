"""Time is the server's: answers around the end of an exam that nobody looks at afterwards, with the sweeper as it is."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from studyapp.records.attempts import GRACE
from studyapp.records.models import Answer, Attempt, Verdict
from tests.faults.conftest import Note
from tests.faults.studying import begin, newcomer
from tests.served.site import Site

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="it is the same on any database")
PLACES = 30
APART = 0.2  # seconds
STORED_WITHIN = 60  # seconds
FINISHED = "This run is finished, so nothing more is stored."


def test_around_the_end_each_answer_is_stored_and_graded_or_refused(site: Site, note: Note) -> None:
    browser = newcomer(site)
    attempt = begin(browser, "graded", PLACES)
    closes = time.monotonic() + PLACES / 2 * APART + 2
    deadline = timezone.now() + timedelta(seconds=closes - time.monotonic()) - GRACE
    Attempt.objects.filter(pk=attempt).update(deadline=deadline)

    def save(place: int) -> tuple[int, bool]:
        time.sleep(max(0, closes + (place - PLACES / 2) * APART - time.monotonic()))
        reply = browser.post(f"/attempts/{attempt}/{place}/", choice="1", act="save")
        return reply.status, FINISHED in reply.text

    with ThreadPoolExecutor(PLACES) as pool:
        replies = list(pool.map(save, range(1, PLACES + 1)))
    seen = browser.get(f"/attempts/{attempt}/")
    assert (seen.status, seen.location) == (302, f"/attempts/{attempt}/result/")
    while (row := Attempt.objects.get(pk=attempt)).finished is None:
        assert timezone.now() - deadline < timedelta(seconds=STORED_WITHIN), "the sweeper does not come"
        time.sleep(0.2)
    late = (timezone.now() - deadline).total_seconds()
    stored = set(Answer.objects.filter(asked__attempt=attempt).values_list("asked__position", flat=True))
    judged = Verdict.objects.filter(answer__asked__attempt=attempt).values_list("answer__asked__position", flat=True)
    note(
        "answers around the end of an exam", len(stored), 0, PLACES - len(stored),
        f"stored as finished {late:.0f} s after its deadline, with no browser open",
    )  # fmt: skip
    assert replies == [(302, False) if place in stored else (422, True) for place in range(1, PLACES + 1)]
    assert 0 < len(stored) < PLACES
    assert sorted(judged) == sorted(stored)
    assert row.finished == deadline
    assert row.right_count == Answer.objects.filter(asked__attempt=attempt, right=True).count()
