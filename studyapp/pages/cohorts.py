"""Classes as their instructors see them: who is at risk, where the class stands, one learner."""

import csv
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext, ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from studyapp.catalogue.courses import Course
from studyapp.formats.cells import dead
from studyapp.pages import limits, second_step
from studyapp.pages.drawings import bars
from studyapp.pages.drawings import tree as drawing
from studyapp.pages.http import found_or_404, page
from studyapp.pages.paging import sliced
from studyapp.pages.progress import learned, main_tree, titled
from studyapp.pages.results import ask_of, result
from studyapp.pages.teaching import cohort_or_404, for_instructors, instructor, member_or_404
from studyapp.pages.wording import ago, mode, percent, unbroken
from studyapp.records import assignments, attempts, cohorts, histories, overviews
from studyapp.records.attempts import Refused
from studyapp.records.editions import catalogue
from studyapp.records.models import Cohort
from studyapp.records.overviews import Member

PAGE = 50  # learners on a page
CLASSES = 20  # on a page
FIRST = 10  # of those at risk


@require_safe
@for_instructors
def teach(request: HttpRequest) -> HttpResponse:
    """Where teaching begins: the classes, and the ways to banks and reports."""
    courses = list(catalogue().courses.values())
    secured = second_step.is_on(instructor(request))
    context = {**_rows(request), "courses": courses, "second_step": secured, "corner": "teach"}
    return page(request, "cohorts/teach.html", context)


def _rows(request: HttpRequest) -> dict[str, Any]:
    """A page of the classes of whoever asks."""
    courses = catalogue().courses
    shown = sliced(cohorts.in_order(instructor(request)), request.GET.get("page"), CLASSES)
    return {"slice": shown, "rows": [(cohort, courses.get(cohort.course)) for cohort in cohorts.counted(shown.rows)]}


@require_http_methods(["GET", "HEAD", "POST"])
@for_instructors
def index(request: HttpRequest) -> HttpResponse:
    courses, wrong = catalogue().courses, ""
    title, course = request.POST.get("title", ""), request.POST.get("course", "")
    if request.method == "POST":
        try:
            if course not in courses:
                raise Refused("course")
            made = cohorts.make(course=course, title=title, owner=instructor(request), at=timezone.now())
            cohorts.invite(made, timezone.now())
            return redirect("cohort-settings", made.pk)
        except Refused as refused:
            wrong = refused.why
    context = {
        **_rows(request), "courses": list(courses.values()), "wrong": wrong, "title": title, "chosen": course,
        "corner": "teach",
    }  # fmt: skip
    return page(request, "cohorts/index.html", context, status=422 if wrong else 200)


def course_of(cohort: Cohort) -> Course:
    return found_or_404(catalogue().courses.get(cohort.course))


@require_safe
@for_instructors
def cohort(request: HttpRequest, cohort_id: int) -> HttpResponse:
    now = timezone.now()
    one = cohort_or_404(request, cohort_id)
    course = course_of(one)
    everybody = overviews.members(one, now)
    risks = overviews.risks(everybody)
    address = reverse("cohort", args=[one.pk])
    chosen = risks if request.GET.get("show") == "risk" else everybody
    shown = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    given = [
        (row, course.quizzes.get(row.quiz), done) for row, done in assignments.with_runs(one) if row.withdrawn is None
    ]
    context = {
        "cohort": one, "course": course, "here": course, "corner": "teach", "count": len(everybody),
        "risks": [(_learner(address, one), one.name, _why(course, one)) for one in risks[:FIRST]],
        "risk_count": len(risks), "members": shown, "rows": _listed(address, shown, now),
        "only_risk": chosen is risks, "assignments": given, **_standing(course, one, everybody),
    }  # fmt: skip
    return page(request, "cohorts/cohort.html", context)


def _learner(address: str, member: Member) -> str:
    """Where a learner's page is, below that of the class."""
    return f"{address}learners/{member.learner_id}/"


class Listed(NamedTuple):
    """A learner in the table of the class, in words."""

    address: str
    name: str
    sure: str
    answers: str
    active: str
    reasons: str


def _listed(address: str, members: Iterable[Member], now: datetime) -> list[Listed]:
    of, none = gettext("%(right)s of %(n)s"), gettext("none")
    return [
        Listed(
            _learner(address, one), one.name, percent(one.sure) if one.n else "—",
            of % {"right": one.right, "n": one.n} if one.n else none, ago(one.active, now), unbroken(_words(one)) or "—",
        )
        for one in members
    ]  # fmt: skip


def _why(course: Course, member: Member) -> str:
    """Why somebody is at risk, in a sentence."""
    found = [] if member.idle is None else [_idle(member.idle, bool(member.active))]
    if member.below:
        words = gettext("below 90 %%: %(right)s of the last %(n)s first answers right, %(sure)s sure")
        found.append(unbroken(words % {"right": member.right, "n": member.n, "sure": percent(member.sure)}))
    for one in member.stuck[:1]:
        words = gettext("stuck at “%(ask)s”: %(wrong)s of %(n)s wrong")
        found.append(words % {"ask": ask_of(course, one.node), "wrong": one.wrong, "n": one.n})
    return capfirst("; ".join(found))


def _idle(days: int, has_begun: bool) -> str:
    if has_begun:
        words = ngettext("no activity for one day", "no activity for %(n)s days", days)
    else:
        words = ngettext("nothing begun since joining a day ago", "nothing begun since joining %(n)s days ago", days)
    return words % {"n": days}


def _standing(course: Course, one: Cohort, everybody: list[Member]) -> dict[str, Any]:
    """Where the class as a whole stands: its tree, objectives and outcomes."""
    totals = overviews.totals(one)
    tree = main_tree(course, course.main_quiz)
    says = gettext("The decision tree with the accuracy of the class at each question.")
    nodes = [score for key, score in totals["node"].items() if tree and key.startswith(f"{tree.id}/")]
    stuck = [row.node for member in everybody for row in member.stuck]
    return {
        "drawing": drawing.answered(tree, totals["node"], says) if tree and nodes else None,
        "nodes": sorted([(ask_of(course, s.ident), s, stuck.count(s.ident)) for s in nodes], key=lambda row: row[1].share),
        "objectives": bars.rows(titled(totals["objective"], {o.id: o.says for o in course.objectives.values()})),
        "outcomes": bars.rows(titled(totals["outcome"], {o.id: o.title for o in course.options.values()})),
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_instructors
def learner(request: HttpRequest, cohort_id: int, learner_id: int) -> HttpResponse:
    """One learner of the class. A POST takes her out of it."""
    now = timezone.now()
    member = member_or_404(request, cohort_id, learner_id)
    if request.method == "POST":
        cohorts.leave(cohort_id, learner_id, now)
        return redirect("cohort", cohort_id)
    course = course_of(member.cohort)
    everybody = overviews.members(member.cohort, now)
    order = overviews.risks(everybody)
    mine = next(one for one in everybody if one.learner_id == learner_id)
    after = order[order.index(mine) + 1 :] if mine in order else order
    context = {
        **learned(learner_id, course), "cohort": member.cohort, "course": course, "here": course, "corner": "teach",
        "member": mine, "why": _why(course, mine), "after": after[0] if after else None,
        "runs": _runs(course, learner_id, request.path), "now": now,
    }  # fmt: skip
    return page(request, "cohorts/learner.html", context)


class Run(NamedTuple):
    """A run of a learner, in words."""

    address: str
    day: str
    mode: str
    title: str
    assigned: bool
    score: str
    passed: bool


def _runs(course: Course, learner_id: int, address: str) -> list[Run]:
    """The last runs in the course."""
    day, of = gettext("j M Y"), gettext("%(right)s of %(of)s")
    return [
        Run(
            f"{address}attempts/{run.pk}/", date_format(run.started, day), mode(run.mode),
            course.quizzes[run.quiz].title if run.quiz in course.quizzes else run.quiz, run.assignment_id is not None,
            of % {"right": run.right_count, "of": run.asked_count}, run.has_passed,
        )
        for run in histories.of_course(learner_id, course.id, PAGE)
    ]  # fmt: skip


@require_safe
@for_instructors
def run(request: HttpRequest, cohort_id: int, learner_id: int, attempt_id: int) -> HttpResponse:
    """A finished run of a learner: its score, and which questions were right; of a sealed exam no single question."""
    member = member_or_404(request, cohort_id, learner_id)
    attempt = found_or_404(attempts.find(learner_id, attempt_id))
    course = course_of(member.cohort)
    if attempt.course != course.id or attempt.finished is None or attempt.mode == "lesson":
        found_or_404(None)
    context = {
        "cohort": member.cohort, "member": member, "attempt": attempt, "course": course, "here": course,
        "quiz": course.quizzes.get(attempt.quiz), "corner": "teach", **result(attempt),
    }  # fmt: skip
    return page(request, "cohorts/run.html", context)


@require_safe
@for_instructors
@limits.slowed("class-export", 60, 3600, method="GET")
def export(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """The class as a table for a spreadsheet."""
    now = timezone.now()
    one = cohort_or_404(request, cohort_id)
    name = slugify(one.title) or "class"
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{now:%Y-%m-%d}.csv"'
    response.write("\ufeff")  # so that a spreadsheet reads it as UTF-8
    rows = csv.writer(response)
    for row in _table(one, now):
        rows.writerow([dead(cell) for cell in row])
    return response


def _table(one: Cohort, now: datetime) -> list[list[str]]:
    given = [row for row in assignments.of_cohort(one) if row.withdrawn is None]
    course = catalogue().courses.get(one.course)
    titles = [_title(course, row.quiz) + f", {mode(row.mode)}, {row.size}" for row in given]
    best, read = overviews.best(one), overviews.lessons_read(one)
    head = [
        gettext("Name"), gettext("Joined"), gettext("Last activity"), gettext("Recent first answers"), pgettext("count", "Right"),
        gettext("Sure of 90 %, in per cent"), gettext("Lessons read"), gettext("Reasons for being at risk"),
    ]  # fmt: skip
    table = [[*head, *(gettext("%(title)s: best, in per cent") % {"title": title} for title in titles)]]
    for member in overviews.members(one, now):
        scores = [best.get((member.learner_id, row.pk)) for row in given]
        table.append([
            member.name, f"{member.joined:%Y-%m-%d}", f"{member.active:%Y-%m-%d}" if member.active else "",
            str(member.n), str(member.right), f"{member.sure * 100:.1f}" if member.n else "",
            str(read.get(member.learner_id, 0)), _words(member),
            *("" if share is None else f"{share * 100:.1f}" for share in scores),
        ])  # fmt: skip
    return table


def _words(member: Member) -> str:
    """Why somebody is at risk, in few words."""
    found = []
    if member.idle is not None:
        found.append(gettext("idle"))
    if member.below:
        found.append(gettext("below 90 %%") % ())
    if member.stuck:
        found.append(gettext("stuck"))
    return ", ".join(found)


def _title(course: Course | None, quiz: str) -> str:
    return course.quizzes[quiz].title if course and quiz in course.quizzes else quiz
