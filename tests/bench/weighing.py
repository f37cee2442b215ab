"""How many statements and bytes a request takes, and what a first visit fetches."""

from collections.abc import Mapping, Sequence

import brotli

from tests.bench import browser
from tests.bench.load import Reply
from tests.bench.pages import Page
from tests.bench.serving import Served
from tests.bench.subjects import Subject
from tests.bench.tables import Cell, Figure, Table

VISIT, VISIT_REQUESTS, STEP = 60.0, 6, 10.0  # kB of a first visit, its requests, kB from question to question
STEPS = ("question, fragment", "question, explained, fragment", "answer, saved", "answer, checked and explained")


def weights(subjects: Sequence[Subject], found: Mapping[str, Sequence[Reply]]) -> Table:
    rows: list[list[Cell]] = []
    for subject in subjects:
        replies = found[subject.name]
        rows.append([
            subject.name, Figure(subject.statements(), "", subject.most_statements, digits=0),
            Figure(max(map(raw, replies)) / 1000, "kB"),
            Figure(max(reply.wire for reply in replies) / 1000, "kB", STEP if subject.name in STEPS else None),
        ])  # fmt: skip
    note = "Transaction control is not counted. The largest that was met; over the wire with the headers."
    return Table("Statements and bytes", ("page", "statements", "as it is", "over the wire"), rows, note)


def raw(reply: Reply) -> int:
    return len(brotli.decompress(reply.body) if b"content-encoding: br" in reply.head.lower() else reply.body)


def visits(site: Served, pages: Sequence[Page]) -> Table:
    """Each page as the first that somebody opens."""
    rows: list[list[Cell]] = []
    with browser.opened() as chromium:
        for page in pages:
            if page.htmx:
                continue
            seen = browser.visit(chromium, site, page.paths[0], page.cookies)
            rows.append([
                page.name, Figure(seen.requests, "", VISIT_REQUESTS, digits=0), Figure(seen.wire / 1000, "kB", VISIT),
                Figure(seen.italic / 1000, "kB"),
            ])  # fmt: skip
    head = ("page", "requests", "over the wire", "italic, apart")
    return Table("First visit, with styles, scripts, font and icon", head, rows)
