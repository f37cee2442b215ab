"""What is measured against what: requests of the site beside those of the bare views."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

from django.urls import reverse

from studyapp.catalogue.courses import Course
from studyapp.records import revisions
from studyapp.records.models import Asked
from tests.bench.load import in_turn, request
from tests.bench.pages import Page
from tests.bench.people import Seats
from tests.bench.serving import Served
from tests.bench.statements import statements

ANSWER = 1.5  # times the CPU of (c)
ANSWER_STATEMENTS = 8
Against = Literal["b", "c"]


@dataclass(frozen=True)
class Subject:
    """Something that can be asked for as often as one likes, and the bounds that it promises."""

    name: str
    make: Callable[[int], list[bytes]]  # so many requests
    against: Against
    most: float | None = None  # times its baseline
    statements: Callable[[], int] = lambda: 0
    most_statements: int | None = None
    timed: bool = False  # many at once too
    statuses: frozenset[int] = field(default=frozenset({200}))


def of_page(page: Page) -> Subject:
    numbers = count()
    requests = [request(path, page.cookies, htmx=page.htmx) for path in page.paths]

    def make(many: int) -> list[bytes]:
        return [requests[next(numbers) % len(requests)] for _ in range(many)]

    def most() -> int:
        """Of any of its addresses. Once a second each process looks at the edition, whatever is asked: hence the least of three."""
        return max(min(len(statements(page.cookies, path, htmx=page.htmx)) for _ in range(3)) for path in page.paths)

    return Subject(page.name, make, "b", page.most, most, page.statements, page.timed)


def answering(name: str, seats: Seats, act: str, *, htmx: bool, timed: bool = False) -> Subject:
    """Each request answers a question that nobody has answered before."""

    def make(many: int) -> list[bytes]:
        return [request(address(one), who, form(one, act), htmx=htmx) for one, who in seats.take(many)]

    def least() -> int:
        """Of four: with the first answer of a day a session is put off."""
        return min(len(statements(who, address(one), form(one, act), htmx=htmx)) for one, who in seats.take(4))

    done = frozenset({200 if htmx else 302})
    return Subject(name, make, "c", ANSWER, least, ANSWER_STATEMENTS, timed, done)


def form(asked: Asked, act: str) -> dict[str, object]:
    """The right choices, as the page numbers them."""
    key = revisions.question(asked.revision_id).key
    return {"choice": [number for number, original in enumerate(asked.order, 1) if original in key], "act": act}


def address(asked: Asked) -> str:
    return reverse("question", args=[asked.attempt_id, asked.position])


def answers(course: Course) -> list[Subject]:
    """A choice saved in an exam, and an answer checked in practice with its explanation; without scripts too."""
    exam, practice = Seats(course, "graded"), Seats(course, "practice")
    return [
        answering("answer, saved", exam, "save", htmx=True, timed=True),
        answering("answer, checked and explained", practice, "check", htmx=True, timed=True),
        answering("answer, without scripts", practice, "check", htmx=False),
    ]


def bare_views(bare: Served) -> dict[Against, Subject]:
    """(b) and (c), for somebody signed in."""
    head = in_turn(bare.port, [request("/begin/", {})])[0].head.decode()
    cookies = dict(re.findall(r"(?mi)^set-cookie: *(\w+)=(\w+)", head))
    page, save = request("/", cookies), request("/saves/", cookies, {"text": "one two three"})
    return {
        "b": Subject("(b) bare page", lambda many: [page] * many, "b", timed=True),
        "c": Subject("(c) bare insert", lambda many: [save] * many, "c", timed=True),
    }
