"""The editor of a bank: its text, what is wrong with it, and how a question of it will look."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from studyapp.formats.differences import sides
from studyapp.pages import behaving, limits
from studyapp.pages.editing import seen, unread
from studyapp.pages.http import course_or_404, page, wants_fragment
from studyapp.pages.teaching import bank_or_404, for_instructors, instructor
from studyapp.records import banks
from studyapp.records.banks import Refused, Stale
from studyapp.records.models import Bank

View = Callable[..., HttpResponse]
PREVIEWS = 120  # a minute, of one author
UNREAD = ("large", "often")  # refused before the text is read


def keeping(view: View) -> View:
    """A text is never lost: where it cannot be saved by whoever sends it, it is shown again with the reason."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or "text" not in request.POST:
            return view(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return unsent(request, "signed-out", 403)
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return unsent(request, "gone", 404)

    return kept


def unsent(request: HttpRequest, why: str, status: int, *, text: str | None = None) -> HttpResponse:
    """The text that was sent, and why it was not stored."""
    context = {
        "why": why, "text": request.POST.get("text", "") if text is None else text, "version": request.POST.get("version", ""),
        "address": request.path.replace("/previews/", "/edit/"), "corner": "teach",
    }  # fmt: skip
    return page(request, "banks/unsent.html", context, part="seen", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@keeping
@for_instructors
def edit(request: HttpRequest, course: str, bank: str) -> HttpResponse:
    """The draft with its problems and a preview. POST saves it, or opens it with a text that was not saved yet."""
    mine = bank_or_404(request, course, bank)
    if request.method != "POST":
        return _show(request, mine, mine.draft, saved="saved" in request.GET)
    text, act = _text(request), request.POST.get("act", "save")
    try:
        version = version_of(request)
        if "text" not in request.POST:
            raise Refused("text")
        if act == "open":
            return _show(request, mine, text)
        banks.save(mine, text=text, version=version, by=instructor(request))
    except Refused as refused:
        return _show(request, mine, text if "text" in request.POST else mine.draft, refused=refused.why, status=422)
    except Stale as stale:
        return _race(request, stale.current, text)
    return redirect(f"{reverse('edit', args=[mine.course, mine.ident])}?saved=1")


def version_of(request: HttpRequest) -> int:
    """The number of the draft that the author saw. Refused: `version`."""
    sent = request.POST.get("version", "")
    if not (sent.isascii() and sent.isdigit() and len(sent) < 10):
        raise Refused("version")
    return int(sent)


def _text(request: HttpRequest) -> str:
    """What was typed, with the line ends that a draft has."""
    return request.POST.get("text", "").replace("\r\n", "\n")


def _show(
    request: HttpRequest, bank: Bank, text: str, *, refused: str = "", saved: bool = False, status: int = 200
) -> HttpResponse:
    course, sent = course_or_404(bank.course), request.POST.get("at") or request.GET.get("line", "")
    line = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 8 else 0
    beside = unread(course, bank, text) if refused in UNREAD else seen(course, bank, text, line)
    asked = request.POST.get("version") if request.method == "POST" and refused != "version" else bank.version
    if not wants_fragment(request):
        beside |= behaving.beside(course, bank)
    context = beside | {"refused": refused, "saved": saved, "version": asked}
    return page(request, "banks/edit.html", context, part="seen", status=status)


def _race(request: HttpRequest, theirs: Bank, mine: str) -> HttpResponse:
    """A co-author was quicker: both texts side by side."""
    context = {
        "course": course_or_404(theirs.course), "bank": theirs, "text": mine, "hunks": sides(mine, theirs.draft),
        "corner": "teach",
    }  # fmt: skip
    return page(request, "banks/race.html", context, status=409)


@require_POST
@keeping
@for_instructors
def previews(request: HttpRequest, course: str, bank: str) -> HttpResponse:
    """What is wrong with the text that is being typed, and how the question at the cursor looks. Nothing is stored."""
    mine = bank_or_404(request, course, bank)
    if "text" not in request.POST:
        return _show(request, mine, mine.draft, refused="text", status=422)
    text = _text(request)
    if len(text.encode("utf-8", "replace")) > banks.LARGEST:
        return _show(request, mine, text, refused="large", status=422)
    if limits.count("preview", limits.who(request), 60) > PREVIEWS:
        return _show(request, mine, text, refused="often", status=429)
    return _show(request, mine, text)
