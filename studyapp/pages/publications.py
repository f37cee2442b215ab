"""Making a bank public: what would change, re-grades, the history, who may write it."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.pages.http import course_or_404, found_or_404, page
from studyapp.pages.teaching import bank_or_404, for_instructors, instructor
from studyapp.records import banks, publications, regrades
from studyapp.records.banks import Refused, Stale
from studyapp.records.models import Bank, Publication, Regrade
from studyapp.records.publications import Reading

CONTEXT = 2  # lines shown around a difference
LONGEST = 20_000  # lines that are compared


@require_http_methods(["GET", "HEAD", "POST"])
@for_instructors
def publish(request: HttpRequest, course: str, bank: str) -> HttpResponse:
    """What publishing would change for learners; POST publishes, and re-grades by the policy that was chosen."""
    mine = bank_or_404(request, course, bank)
    if request.method != "POST":
        return _publish_page(request, mine)
    version, policy = request.POST.get("version", ""), request.POST.get("policy", "keep")
    try:
        if not version.isascii() or not version.isdigit() or len(version) > 9:
            raise Refused("version")
        publications.publish(
            mine, course=course_or_404(course), version=int(version), by=instructor(request), policy=policy
        )
    except Stale:
        return _publish_page(request, bank_or_404(request, course, bank), refused="stale", status=409)
    except Refused as refused:
        return _publish_page(request, mine, refused=refused.why, status=422)
    return redirect(f"{reverse('bank-history', args=[course, bank])}?done=published")


def _publish_page(request: HttpRequest, bank: Bank, *, refused: str = "", status: int = 200) -> HttpResponse:
    reading = publications.read(bank, course_or_404(bank.course))
    context = {
        "bank": bank, "reading": reading, "refused": refused, "last": reading.newest,
        "changes": publications.changes(reading.newest, reading.bank) if reading.bank else [],
        "effects": _effects(bank, reading), "corner": "teach", **_course(bank),
    }  # fmt: skip
    return page(request, "publications/publish.html", context, status=status)


def _effects(bank: Bank, reading: Reading) -> list[tuple[str, regrades.Effect]]:
    """What each policy would do to scores; nothing where no answered key changes."""
    if reading.bank is None or not reading.publishable:
        return []
    keys = regrades.keys_of_draft(bank, reading.newest, reading.bank)
    found = list(regrades.effects(keys, regrades.POLICIES).items())
    return found if found[0][1].answers else []


def _course(bank: Bank) -> dict[str, Any]:
    course = course_or_404(bank.course)
    return {"course": course, "here": course}


@dataclass(frozen=True)
class Entry:
    """A publication in the history."""

    publication: Publication
    effects: list[tuple[str, regrades.Effect]]
    regrade: Regrade | None


@require_safe
@for_instructors
def history(request: HttpRequest, course: str, bank: str) -> HttpResponse:
    """Every publication; between two of them, line by line, what differs."""
    return _history_page(request, bank_or_404(request, course, bank))


def _history_page(request: HttpRequest, bank: Bank, *, refused: str = "", status: int = 200) -> HttpResponse:
    rows = publications.history(bank)
    entries = [Entry(row, [] if regrade else _regradable(row), regrade) for row, regrade in rows[:1]]
    entries += [Entry(row, [], regrade) for row, regrade in rows[1:]]
    chosen = _chosen(request, bank)
    context = {
        "bank": bank, "entries": entries, "chosen": chosen, "refused": refused, "done": request.GET.get("done", ""),
        "differences": _differences(*chosen) if chosen else [], "corner": "teach", **_course(bank),
    }  # fmt: skip
    return page(request, "publications/history.html", context, status=status)


def _regradable(publication: Publication) -> list[tuple[str, regrades.Effect]]:
    """What each policy would do to answers given before the newest publication."""
    keys = regrades.keys_of(publication)
    found = list(regrades.effects(keys, [policy for policy in regrades.POLICIES if policy != "keep"]).items())
    return found if found[0][1].answers else []


def _chosen(request: HttpRequest, bank: Bank) -> tuple[Publication, Publication] | None:
    """The two publications to be compared, the older first."""
    numbers = sorted(int(n) for n in request.GET.getlist("of") if n.isascii() and n.isdigit() and len(n) < 9)
    if len(numbers) < 2:
        return None
    found = list(bank.publication_set.filter(number__in=numbers).order_by("number"))
    return (found[0], found[1]) if len(found) == 2 else None


def _differences(old: Publication, new: Publication) -> list[tuple[str, str]]:
    """Lines that went (-), came (+), or stand around them; a gap between two places is '…'."""
    before, after = old.text.split("\n"), new.text.split("\n")
    if max(len(before), len(after)) > LONGEST:
        raise Http404("too long to be compared")
    found: list[tuple[str, str]] = []
    for group in SequenceMatcher(None, before, after, autojunk=True).get_grouped_opcodes(CONTEXT):
        found += [("…", "")] if found else []
        for tag, a, b, c, d in group:
            if tag == "equal":
                found += [(" ", line) for line in before[a:b]]
            else:
                found += [("-", line) for line in before[a:b]] + [("+", line) for line in after[c:d]]
    return found


@require_POST
@for_instructors
def withdrawals(request: HttpRequest, course: str, bank: str) -> HttpResponse:
    publications.withdraw(bank_or_404(request, course, bank), by=instructor(request))
    return redirect(f"{reverse('bank-history', args=[course, bank])}?done=withdrawn")


@require_POST
@for_instructors
def regrade(request: HttpRequest, course: str, bank: str) -> HttpResponse:
    """Judge the answers given before the newest publication anew."""
    mine = bank_or_404(request, course, bank)
    newest = found_or_404(publications.last(mine))
    if request.POST.get("number") != str(newest.number):
        return _history_page(request, mine, refused="stale", status=409)
    try:
        regrades.apply(newest, request.POST.get("policy", ""), by=instructor(request))
    except Refused as refused:
        return _history_page(request, mine, refused=refused.why, status=409 if refused.why == "twice" else 422)
    return redirect(f"{reverse('bank-history', args=[course, bank])}?done=regraded")


@require_POST
@for_instructors
def reversal(request: HttpRequest, course: str, bank: str, regrade: int) -> HttpResponse:
    """Take a re-grade back."""
    mine = bank_or_404(request, course, bank)
    found = found_or_404(Regrade.objects.filter(pk=regrade, publication__bank=mine).first())
    regrades.reverse(found, by=instructor(request))
    return redirect(f"{reverse('bank-history', args=[course, bank])}?done=reversed")


@require_http_methods(["GET", "HEAD", "POST"])
@for_instructors
def authors(request: HttpRequest, course: str, bank: str) -> HttpResponse:
    """Who else may write the bank; and, for an administrator, whether it is open to the whole course."""
    mine, by, refused = bank_or_404(request, course, bank), instructor(request), ""
    if request.method == "POST":
        try:
            _change_authors(request, mine)
            return redirect("bank-authors", course, bank) if banks.find(by, course, bank) else redirect("banks", course)
        except Refused as why:
            refused = why.why
    context = {
        "bank": mine, "authors": mine.authors.order_by("email"), "refused": refused, "email": request.POST.get("email", ""),
        "administers": by.role == by.Role.ADMINISTRATOR, "corner": "teach", **_course(mine),
    }  # fmt: skip
    return page(request, "publications/authors.html", context, status=422 if refused else 200)


def _change_authors(request: HttpRequest, bank: Bank) -> None:
    by, act = instructor(request), request.POST.get("act", "")
    removed, owner = (_number(request.POST.get(name, "")) for name in ("remove", "owner"))
    if removed is not None:
        banks.unshare(bank, user=removed, by=by)
    elif owner is not None:
        banks.hand_over(bank, user=owner, by=by)
    elif act in ("open", "close"):
        banks.open_to_all(bank, opened=act == "open", by=by)
    else:
        banks.share(bank, email=request.POST.get("email", ""), by=by)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
