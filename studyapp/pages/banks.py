"""Banks that are written in the browser: the list, a new one, and one at a glance."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from studyapp.catalogue.courses import Course
from studyapp.formats.bank_markdown import BankText, write_bank
from studyapp.formats.bank_pieces import Cut, Piece, cut
from studyapp.formats.bank_templates import KINDS
from studyapp.formats.foreign.known import FORMATS
from studyapp.pages.http import course_or_404, page
from studyapp.pages.teaching import bank_or_404, for_instructors, instructor
from studyapp.records import banks, publications, shelf
from studyapp.records.banks import Refused
from studyapp.records.models import Bank, User

AT_ONCE = 100  # questions on a page


@require_http_methods(["GET", "HEAD", "POST"])
@for_instructors
def index(request: HttpRequest, course: str) -> HttpResponse:
    """The banks one may write, and the form for a new one."""
    found, user, refused = course_or_404(course), instructor(request), ""
    if request.method == "POST":
        try:
            made = _create(request, found, user)
            return redirect("edit", found.id, made.ident)
        except Refused as error:
            refused = error.why
    context = {
        "course": found, "banks": banks.listed(user, found.id), "typed": request.POST, "refused": refused,
        "files": banks.of_files(found), "corner": "teach",
    }  # fmt: skip
    return page(request, "banks/index.html", context, status=422 if refused else 200)


def _create(request: HttpRequest, course: Course, user: User) -> Bank:
    """A bank with a first draft: of nothing but its title, or as a copy of another. Refused as `banks.create` does."""
    sent = request.POST
    ident, title, origin = sent.get("ident", "").strip(), sent.get("title", ""), sent.get("origin", "")
    text = ""
    if origin:
        source, its_title = _origin(course, user, origin)
        text, title = banks.copied(source, ident), title.strip() or its_title
    elif title.strip():
        objective = sent.get("objective", "")
        data = {"bank": ident} | ({"objective": objective} if objective in course.objectives else {})
        text = write_bank(BankText(data, " ".join(title.split())))
    return banks.create(course=course, ident=ident, title=title, owner=user, sealed="sealed" in sent, text=text)


def _origin(course: Course, user: User, origin: str) -> tuple[str, str]:
    """The text and title of what is copied: `file:<id>` of the course, or `bank:<id>` of one's own. Refused: `origin`."""
    where, _, ident = origin.partition(":")
    files = banks.of_files(course) if where == "file" else {}
    if ident in files and (text := banks.file_text(shelf.shelf().content, course, ident)) is not None:
        return text, files[ident].title
    own = banks.find(user, course.id, ident) if where == "bank" else None
    if own is None:
        raise Refused("origin")
    return own.draft, own.title


@require_safe
@for_instructors
def bank(request: HttpRequest, course: str, bank: str) -> HttpResponse:
    """Its state, and its questions with objective and kind, a hundred a page."""
    found, row = course_or_404(course), bank_or_404(request, course, bank)
    return page(request, "banks/bank.html", overview(request, found, row))


def overview(request: HttpRequest, course: Course, bank: Bank) -> dict[str, Any]:
    whole, newest = cut(bank.draft), publications.beside_draft(bank)
    shown = Paginator(whole.pieces, AT_ONCE).get_page(request.GET.get("page"))
    address, line = reverse("bank", args=[course.id, bank.ident]), gettext("line %(line)s")
    questions = [_row(course, whole, piece, address, line % {"line": piece.line}) for piece in shown]
    return {
        "course": course, "bank": bank, "newest": newest, "changed": newest is not None and not newest.unchanged,  # type: ignore[attr-defined]

        "pages": shown, "questions": questions, "kinds": KINDS, "formats": FORMATS.values(), "corner": "teach",
    }  # fmt: skip


def _row(course: Course, whole: Cut, piece: Piece, address: str, line: str) -> dict[str, Any]:
    """A question in the list of the bank at that address. What has no id cannot be opened by itself: its line leads into the editor."""
    item = whole.written(piece)
    if item is None:
        return {"address": f"{address}edit/?line={piece.line}", "name": piece.text.split("\n", 1)[0], "place": line}
    data = {**whole.front.data, **item.data}
    objective = course.objectives.get(str(data.get("objective", "")))
    return {
        "address": f"{address}items/{item.id}/", "name": item.title or item.id, "id": item.id,
        "kind": str(data.get("type", "single")),
        "place": f"{item.id}, {line}" if item.title not in ("", item.id) else line,
        "objective": objective.says if objective else "", "retired": data.get("retired") == "true",
    }  # fmt: skip
