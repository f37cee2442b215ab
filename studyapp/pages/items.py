"""One question of a draft, by its form: its lines are written anew, and no other."""

from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from studyapp.catalogue.courses import Course
from studyapp.formats.bank_markdown import ItemText, write_item
from studyapp.formats.bank_pieces import Cut, Piece, add_item, cut, replace_item
from studyapp.formats.bank_templates import KINDS, template
from studyapp.formats.differences import sides
from studyapp.formats.problems import Problem
from studyapp.pages import banks as bank_pages
from studyapp.pages import behaving, item_form
from studyapp.pages.editor import unsent
from studyapp.pages.http import course_or_404, found_or_404, page
from studyapp.pages.item_form import Said
from studyapp.pages.teaching import bank_or_404, for_instructors, instructor
from studyapp.records import banks, readings
from studyapp.records.banks import IDENT, LONGEST, Refused, Stale
from studyapp.records.models import Bank
from studyapp.rules.behaving import FEWEST

TRIES = 5  # to write a question into a draft that somebody else is saving, too


@require_POST
@for_instructors
def items(request: HttpRequest, course: str, bank: str) -> HttpResponse:
    """A new question at the end of the draft, from the template of its kind."""
    mine = bank_or_404(request, course, bank)
    try:
        kind = next((one for one in KINDS if one == request.POST.get("kind")), None)
        if kind is None:
            raise Refused("kind")
        for _ in range(TRIES):
            new = template(kind, _id(mine, request.POST.get("ident", "").strip()))
            try:
                banks.save(mine, text=add_item(mine.draft, new), version=mine.version, by=instructor(request))
            except Stale as stale:
                mine = stale.current
                continue
            return redirect("bank-item", course, bank, new.id)
        raise Refused("busy")
    except Refused as refused:
        context = bank_pages.overview(request, course_or_404(course), mine) | {
            "refused": refused.why, "typed": request.POST,
        }  # fmt: skip
        return page(request, "banks/bank.html", context, status=422)


def _id(bank: Bank, wanted: str) -> str:
    """The id of a new question. Refused: it is no id, or one that the draft has."""
    used = {piece.id for piece in cut(bank.draft).pieces}
    if not wanted:
        return next(id for n in range(1, len(used) + 2) if (id := f"question-{n}") not in used)
    if not IDENT.fullmatch(wanted) or len(wanted) > LONGEST:
        raise Refused("item-ident")
    if wanted in used:
        raise Refused("item-taken")
    return wanted


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, course: str, bank: str, question: str) -> HttpResponse:
    """The form of one question. What cannot be stored is given back."""
    if request.method == "POST" and not request.user.is_authenticated:
        return given_back(request, "signed-out", 403)
    return _item(request, course, bank, question)


def given_back(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """The question that was typed, as text to copy."""
    kind = request.POST.get("kind", "")
    old = ItemText("question", data={"type": kind} if kind in KINDS else {})
    typed = item_form.without_empty_rows(item_form.read(request.POST, old))
    return unsent(request, f"item-{why}", status, text=write_item(typed))


@for_instructors
def _item(request: HttpRequest, course: str, bank: str, question: str) -> HttpResponse:
    mine, found = bank_or_404(request, course, bank), course_or_404(course)
    whole = cut(mine.draft)
    piece = whole.find(question)
    if request.method != "POST":
        return _show(request, found, mine, whole, found_or_404(piece))
    if piece is None:
        return given_back(request, "gone", 404)
    old = whole.written(piece) or ItemText(question)
    typed, act = item_form.read(request.POST, old), request.POST.get("act", "save")
    if not old.sound:  # what the reader cannot read, the form cannot keep
        return given_back(request, "flawed", 409)
    if act != "save":
        return _show(request, found, mine, whole, piece, typed=item_form.changed(typed, act))
    if request.POST.get("before") != mark(piece):
        return _show(request, found, mine, whole, piece, typed=typed, theirs=piece, status=409)
    return _save(request, found, mine, piece, item_form.without_empty_rows(typed))


def mark(piece: Piece) -> str:
    """By which a form knows whether its question is still as it was."""
    return sha256(piece.text.rstrip().encode()).hexdigest()[:16]


def _save(request: HttpRequest, course: Course, bank: Bank, piece: Piece, item: ItemText) -> HttpResponse:
    """Write the question into the draft as it is now, as long as nobody else wrote that very question."""
    for _ in range(TRIES):
        text = replace_item(bank.draft, item.id, item)
        whole = cut(text)
        new = found_or_404(whole.find(item.id))
        said = _said(course, bank, whole, new, item)
        if said.errors:
            return _show(request, course, bank, cut(bank.draft), piece, typed=item, said=said, status=422)
        try:
            banks.save(bank, text=text, version=bank.version, by=instructor(request))
        except Stale as stale:
            bank = stale.current
            now = cut(bank.draft).find(item.id)
            if now is None or mark(now) != mark(piece):
                whole = cut(bank.draft)
                return _show(request, course, bank, whole, now or piece, typed=item, theirs=now or piece, status=409)
            continue
        return redirect(f"{reverse('bank-item', args=[course.id, bank.ident, item.id])}?saved=1")
    return _show(request, course, bank, cut(bank.draft), piece, typed=item, status=409)


def _said(course: Course, bank: Bank, whole: Cut, piece: Piece, item: ItemText | None = None) -> Said:
    """What is wrong with the question, each at its field; also where it would not be read as it was typed."""
    back = whole.written(piece)
    if item is not None and (names := item_form.unlike(item, back)):
        found = Said()
        for name in names:
            message = "this would not be read as it is typed here."
            fix = "look for a line that begins with #, with --- or with [ ], and put a backslash before it."
            found.add(name, Problem("", piece.line, message, fix))
        return found
    if back is None:
        return Said()
    problems = [
        replace(one, line=one.line - piece.line + back.line) for one in readings.problems_of(bank, course, whole, piece)
    ]
    return item_form.located(back, problems, _kind(whole, back))


def _kind(whole: Cut, item: ItemText) -> str:
    return str(item.data.get("type", whole.front.data.get("type", "single")))


def _show(
    request: HttpRequest, course: Course, bank: Bank, whole: Cut, piece: Piece, *, typed: ItemText | None = None,
    said: Said | None = None, theirs: Piece | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    read = whole.written(piece) or ItemText(piece.id)
    shown = typed or read
    said = said or (_said(course, bank, whole, piece) if typed is None else Said())
    tree = course.trees.get(str({**whole.front.data, **shown.data}.get("tree", "")))
    kind = _kind(whole, read)
    context: dict[str, Any] = {
        "course": course, "bank": bank, "item": shown, "kind": kind, "before": mark(piece), "said": said.at,
        "errors": said.errors, "retired": item_form.is_retired(shown), "unsaved": typed is not None, "saved": "saved" in request.GET and typed is None,
        "choices": [(n, one, said.at.get(f"choice-{n}")) for n, one in enumerate(shown.choices, 1)],
        "hints": [(n, one, said.at.get(f"hint-{n}")) for n, one in enumerate(shown.hints, 1)],
        "facts": shown.data.get("facts", {}), "tree": tree if kind == "single" else None,
        "hunks": sides(write_item(shown).rstrip(), theirs.text.rstrip()) if theirs else None,
        "front": whole.front.data, "line": piece.line, "sound": read.sound, "row": behaving.row_of(course, bank, piece.id), "fewest": FEWEST, "levels": ("1", "2", "3"), "corner": "teach",
    }  # fmt: skip
    return page(request, "banks/item.html", context, status=status)
