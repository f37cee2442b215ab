"""The pages that are measured: every address of the site that can be looked at, with the bound that it promises."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, resolve, reverse

from studyapp import urls
from tests.bench.people import BANK, BRIEF, COST, Cookies, People

LESSON, QUESTION, OTHER = 1.2, 1.3, 2.0  # times the CPU of (b)
STATEMENTS = 5  # where learners study
DOWNLOADS = {"own-data", "bank-export", "cohort-export", "healthz"}  # no pages
FORMS_ONLY = {
    "reads", "check", "begin", "sketches", "versions", "judgements", "appeals", "reports", "bank-items", "preview",
    "bank-withdrawals", "bank-regrades", "bank-reversals", "invitations", "instructors", "allowances", "settled",
    "appeal-settled", "designs-regraded", "leave", "begin-assignment", "language", "account_logout",
}  # fmt: skip
TIMED = {"result", "dashboard", "decision tree", "class", "bank", "bank editor"}  # many at once too


@dataclass(frozen=True)
class Page:
    """One page, or several of a kind that are asked for in turn."""

    name: str
    paths: tuple[str, ...]
    cookies: Cookies
    most: float | None = OTHER
    htmx: bool = False
    statements: int | None = None
    timed: bool = False  # many at once too


def studied(people: People) -> list[Page]:
    """What learners meet every minute; where it has several addresses all of them in turn."""
    course, mine, run = people.course, people.cookies, people.open
    lessons = tuple(reverse("lesson", args=[course.id, *key.split("/")]) for key in course.lessons)
    places = tuple(reverse("question", args=[run.pk, place]) for place in range(2, run.asked_count + 1))
    checked = (reverse("question", args=[run.pk, 1]),)
    return [
        Page("lesson", lessons, mine, LESSON, statements=STATEMENTS, timed=True),
        Page("question", places, mine, QUESTION, statements=STATEMENTS, timed=True),
        Page("question, fragment", places, mine, QUESTION, htmx=True, statements=STATEMENTS),
        Page("question, explained", checked, mine, QUESTION, statements=STATEMENTS),
        Page("question, explained, fragment", checked, mine, QUESTION, htmx=True, statements=STATEMENTS),
    ]


def others(people: People) -> list[Page]:
    """Every other page."""
    rows = [(learning(people), people.cookies), (teaching(people), people.teaching)]
    return [
        Page(name, (path,), cookies, timed=name in TIMED) for pages, cookies in rows for name, path in pages.items()
    ]


def learning(people: People) -> dict[str, str]:
    """What learners see."""
    whole, tree = people.course, people.tree
    course, task = whole.id, people.cohort.assignment_set.latest("pk").pk
    return {
        "result": at("result", people.done.pk), "dashboard": at("progress"),
        "decision tree": at("tree", course, next(iter(whole.trees))), "home": at("home"), "course": at("course", course),
        "module": at("module", course, whole.modules[0].id), "options": at("options", course),
        "option": at("option", course, next(iter(whole.options))), "trees": at("trees", course),
        "glossary": at("glossary", course), "term": at("term", course, next(iter(whole.terms))),
        "quizzes": at("quizzes", course), "quiz": at("quiz", course, whole.main_quiz),
        "readiness check": at("quiz", course, whole.ready_quiz), "review": at("review", course),
        "cost explorer": at("costs", course), "certificate, asked for": at("certificates", course),
        "certificate": at("certificate", course, "bench"), "worksheet": at("worksheet", course),
        "exercises": at("exercises", course), "design": at("exercise", course, BRIEF),
        "design, judged": at("judgement", course, BRIEF, 1), "cost exercise": at("exercise", course, COST),
        "own trees": at("exercise", course, tree.tree), "own tree": at("sketch", course, tree.tree, tree.number),
        "runs": at("attempts"), "run, overview": at("attempt", people.open.pk), "search": f"{at('search')}?q=endpoint",
        "preferences": at("preferences"), "own data": at("deletion"), "own classes": at("memberships"),
        "class, to join": at("join", people.cohort.invitation_set.latest("pk").code), "assignment": at("assignment", task),
    }  # fmt: skip


def teaching(people: People) -> dict[str, str]:
    """What instructors see."""
    course, cohort, member = people.course.id, people.cohort.pk, people.learner.pk
    task, question = (
        people.cohort.assignment_set.latest("pk").pk,
        people.bank.publication_set.latest("pk").items[0]["id"],
    )
    return {
        "class": at("cohort", cohort), "bank": at("bank", course, BANK), "bank editor": at("edit", course, BANK),
        "question editor": at("bank-item", course, BANK, question), "banks": at("banks", course),
        "bank, to publish": at("bank-publications", course, BANK), "bank, history": at("bank-history", course, BANK),
        "bank, authors": at("bank-authors", course, BANK), "bank, statistics": at("bank-statistics", course, BANK), "imports": at("imports", course), "teach": at("teach"),
        "classes": at("cohorts"), "class, settings": at("cohort-settings", cohort),
        "learner of a class": at("cohort-learner", cohort, member),
        "run of a learner": at("cohort-run", cohort, member, people.done.pk), "assignments": at("cohort-assignments", cohort),
        "assignment, new": at("new-assignment", cohort), "assignment, changed": at("edit-assignment", cohort, task),
        "reports": at("reported"),
    }  # fmt: skip


def at(url: str, *args: Any) -> str:
    return reverse(url, args=args)


def forgotten(pages: list[Page]) -> set[str]:
    """The names of addresses that can be looked at, and are not among the pages."""
    here = {resolve(path.partition("?")[0]).url_name for page in pages for path in page.paths}
    return set(_names(urls.urlpatterns)) - here - FORMS_ONLY - DOWNLOADS


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield str(pattern.name)
        elif not str(pattern.pattern).startswith(("accounts/", "admin/")):
            yield from _names(pattern.url_patterns)
