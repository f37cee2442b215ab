"""What a page costs: statements as literals, whatever the number of rows, and bytes over the wire."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.catalogue.courses import Course
from studyapp.pages.static import JOINED, joined
from studyapp.records import revisions
from studyapp.records.models import Attempt
from tests.pages.acting import HTMX, address, answer, begin, right_numbers, run, wrong_numbers
from tests.pages.markup import read

STATIC = Path(__file__).parents[2] / "static"
REAL = "ai-model-inferencing"
LESSON = "/courses/tea/modules/leaf/what-is-in-it/"
CHECK = f"{LESSON}checks/leaf/what-is-drunk/"
GZIP = {"Accept-Encoding": "gzip"}  # as every browser asks
CONTROL = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")
LOCK = "FOR NO KEY UPDATE"


@contextmanager
def statements(count: int) -> Iterator[None]:
    """Exactly so many statements. Not counted is transaction control, and the lock with which PostgreSQL lets one act of a learner wait for another."""
    with CaptureQueriesContext(connection) as captured:
        yield
    found = [
        query["sql"] for query in captured if not query["sql"].startswith(CONTROL) and not query["sql"].endswith(LOCK)
    ]
    assert len(found) == count, "\n".join(found)


@pytest.fixture
def attempt(ada: Client) -> Attempt:
    """A run whose wordings and tree have been read once, as in any process that has been up for a minute."""
    attempt = begin(ada, size=5)
    answer(ada, attempt, 1, right=False, htmx=True)
    for position in (1, 2, 3, 4, 5):
        ada.get(address(attempt, position))
    return attempt


def test_a_lesson_takes_at_most_five(ada: Client, nobody: Client) -> None:
    ada.post(CHECK, {"choice": "1", "act": "check"})
    ada.get(LESSON)
    with statements(3):
        ada.get(LESSON)
    with statements(0):
        nobody.get(LESSON)


def test_a_question_takes_at_most_five(ada: Client, attempt: Attempt) -> None:
    for position in (1, 2):  # explained, and open
        with statements(4):
            ada.get(address(attempt, position))
        with statements(3):
            ada.get(address(attempt, position), headers=HTMX)


@pytest.mark.parametrize("right", [True, False])
def test_an_answer_takes_at_most_eight(ada: Client, attempt: Attempt, right: bool) -> None:
    choice = (right_numbers if right else wrong_numbers)(attempt, 2)[0]
    sent = {"choice": choice, "act": "check"}
    with statements(7):
        ada.post(address(attempt, 2), sent, headers=HTMX)
    with statements(3):  # a second click
        ada.post(address(attempt, 2), sent, headers=HTMX)


def test_the_first_answer_that_a_process_sees_to_a_wording_takes_at_most_eight(ada: Client) -> None:
    attempt = begin(ada, size=5)
    sent = {"choice": right_numbers(attempt, 2)[0], "act": "check"}
    revisions._question.cache_clear()
    revisions._trees.clear()
    with statements(8):
        ada.post(address(attempt, 2), sent, headers=HTMX)


def test_a_saved_choice_takes_three(ada: Client, attempt: Attempt) -> None:
    with statements(3):
        ada.post(address(attempt, 3), {"choice": "1", "act": "save"}, headers=HTMX)
    with statements(3):
        ada.post(address(attempt, 3), {"choice": "2", "act": "save"}, headers=HTMX)
    with statements(2):  # the same again writes nothing
        ada.post(address(attempt, 3), {"choice": "2", "act": "save"}, headers=HTMX)


LISTS = {
    "/attempts/": 4,
    "/courses/tea/quizzes/": 5,
    "/courses/tea/quizzes/brewing/": 7,
    "/courses/tea/": 8,
    "/progress/": 13,
    "/": 6,
}


@pytest.mark.parametrize(("path", "count"), LISTS.items())
def test_a_list_takes_the_same_at_one_and_at_three_rows(ada: Client, path: str, count: int) -> None:
    run(ada, 2)
    begin(ada, "leaf")
    with statements(count):
        ada.get(path)
    run(ada, 9, mode="graded", size=10)
    run(ada, 1)
    begin(ada, "brewing")
    begin(ada, "brewing", mode="graded", size=10)
    with statements(count):
        ada.get(path)


def test_a_long_history_is_shown_a_page_at_a_time(ada: Client) -> None:
    """Fifty runs and one more: the oldest stands on the second page."""
    oldest = run(ada, 2)
    again = [
        Attempt(**{**_plain(oldest), "number": n, "started": oldest.started + timedelta(days=n)}) for n in range(2, 52)
    ]
    Attempt.objects.bulk_create(again)
    address = f'href="/attempts/{oldest.pk}/result/"'
    shown = [ada.get(path).content.decode() for path in ("/attempts/", "/attempts/?page=2", "/attempts/?page=x")]
    assert [(page.count("/result/"), page.count(address)) for page in shown] == [(50, 0), (1, 1), (50, 0)]
    assert ["?page=2" in page for page in shown] == [True, False, True]


def _plain(attempt: Attempt) -> dict[str, Any]:
    return {field.attname: getattr(attempt, field.attname) for field in Attempt._meta.fields if not field.primary_key}


def test_a_result_takes_the_same_for_three_questions_and_for_ten(ada: Client) -> None:
    for attempt in (run(ada, 2), run(ada, 5, mode="graded", size=10)):
        ada.get(f"/attempts/{attempt.pk}/result/")
        with statements(4):
            ada.get(f"/attempts/{attempt.pk}/result/")


@pytest.mark.parametrize(
    "path", ["/courses/tea/options/", "/courses/tea/glossary/", "/courses/tea/trees/way-to-brew/", "/search/?q=leaf"]
)
def test_what_is_only_content_asks_no_database(nobody: Client, path: str) -> None:
    with statements(0):
        nobody.get(path)


@cache
def compressed(data: bytes) -> int:
    """As WhiteNoise stores it: by Brotli where that is smaller."""
    return min(len(data), len(brotli.compress(data)))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/courses/ai-model-inferencing/",
        "/courses/ai-model-inferencing/modules/deployment/the-artifact/",
        "/courses/ai-model-inferencing/trees/inference-type/",
        "/courses/ai-model-inferencing/quizzes/scenario-mapping/",
    ],
)
def test_a_first_visit_is_at_most_60_kb_over_the_wire(nobody: Client, real: Course, path: str) -> None:
    """The page as it is sent, and every file it names."""
    page = nobody.get(path, headers=GZIP)
    assert page["Content-Encoding"] == "gzip"
    head = read(gzip.decompress(page.content)).one("head")
    named = [one.attrs["href"] for one in head.all("link")] + [one.attrs["src"] for one in head.all("script")]
    files = {path: path.removeprefix("/static/") for path in named}
    sizes = {
        path: compressed(joined(file).encode() if file in JOINED else (STATIC / file).read_bytes())
        for path, file in files.items()
    }
    fonts = [file for file in files.values() if file.startswith("fonts/")]
    assert fonts == ["fonts/studyapp-serif.woff2"]
    assert len(page.content) + sum(sizes.values()) <= 60_000, sizes
    assert len(named) <= 6, "with the page itself; browsers do not wait for the icon"


def test_question_to_question_is_at_most_10_kb(ada: Client, real: Course) -> None:
    practice = begin(ada, "scenario-mapping", course=REAL, size=20)
    graded = begin(ada, "scenario-mapping", course=REAL, mode="graded", size=30)
    places = [(attempt, position) for attempt in (practice, graded) for position in range(1, attempt.asked_count + 1)]
    asked = [len(ada.get(address(*place), headers=HTMX | GZIP).content) for place in places]
    explained = [
        len(answer(ada, practice, position, right=False, htmx=True, headers=GZIP).content) for position in range(1, 21)
    ]
    assert (len(asked), len(explained)) == (50, 20)
    assert max(asked) <= 5_000
    assert max(asked) + max(explained) <= 10_000, "a question, its answer, and on"


def test_a_saved_choice_is_answered_in_a_line(ada: Client) -> None:
    attempt = begin(ada)
    assert len(answer(ada, attempt, 1, act="save", htmx=True).content) <= 300
