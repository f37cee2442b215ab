"""Questions from other systems, and to them. Nothing is stored before the author has seen what was read."""

from dataclasses import replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from studyapp.catalogue.courses import Course
from studyapp.formats.bank_markdown import normalise, read_bank, split_front_matter, write_bank
from studyapp.formats.drafts import read_draft
from studyapp.formats.foreign.known import FORMATS, guess_format
from studyapp.formats.foreign.values import Exported, Imported, Limits
from studyapp.formats.problems import Problems
from studyapp.pages import limits
from studyapp.pages.http import course_or_404, page
from studyapp.pages.teaching import bank_or_404, for_instructors, instructor
from studyapp.records import banks, publications
from studyapp.records.banks import Refused
from studyapp.records.models import Bank

LIMITS = Limits()
MARKDOWN = "markdown"  # the house's own format


@require_http_methods(["GET", "HEAD", "POST"])
@for_instructors
@limits.slowed("import", 60, 3600)
def imports(request: HttpRequest, course: str) -> HttpResponse:
    """A file to read; what was read of it; and, when that is approved, a bank with it as its draft."""
    found = course_or_404(course)
    if request.method != "POST":
        return _page(request, found)
    if "text" in request.POST:
        return _make(request, found)
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        return _page(request, found, refused="no-file", status=422)
    if (upload.size or 0) > LIMITS.size:
        return _page(request, found, refused="large", status=422)
    return _read(request, found, upload)


def _page(request: HttpRequest, course: Course, *, status: int = 200, **context: Any) -> HttpResponse:
    context = {
        "course": course, "here": course, "formats": list(FORMATS.values()), "limits": LIMITS, "corner": "teach",
        "ident": request.POST.get("ident", ""), "title": request.POST.get("title", ""),
        "objectives": list(course.objectives.values()), "format": request.POST.get("format", ""), **context,
    }  # fmt: skip
    return page(request, "imports/imports.html", context, status=status)


def _read(request: HttpRequest, course: Course, upload: "UploadedFile[Any]") -> HttpResponse:
    """What the file holds, question by question, and the bank that would be made of it."""
    data, name = upload.read(), str(upload.name)
    chosen = request.POST.get("format") or (MARKDOWN if name.endswith(".md") else guess_format(name, data))
    if chosen == MARKDOWN:
        return _preview(request, course, text=data.decode("utf-8", "replace"))
    if chosen not in FORMATS:
        return _page(request, course, refused="format", status=422)
    imported = FORMATS[chosen].read(data, name, LIMITS)
    if imported.problems:
        return _page(request, course, problems=imported.problems, status=422)
    ident, objective = str(imported.bank.data.get("bank", "")), request.POST.get("objective", "")
    front = {"bank": ident, **({"objective": objective} if objective in course.objectives else {})}
    text = write_bank(replace(imported.bank, data=front))
    return _preview(request, course, text=text, imported=imported, format=chosen)


def _preview(
    request: HttpRequest, course: Course, *, text: str, imported: Imported | None = None, **context: Any
) -> HttpResponse:
    front, _, _ = split_front_matter(normalise(text), "import", Problems())
    ident = str(front.data.get("bank", ""))
    _, written, problems = read_draft(course, ident, text)
    context |= {"imported": imported, "text": text, "read": len(written.items), "draft_problems": problems}
    named = {"ident": ident, "title": written.title}
    return _page(request, course, **{**context, **named})


def _make(request: HttpRequest, course: Course) -> HttpResponse:
    """A bank of one's own with the text that was shown."""
    text, ident = request.POST["text"], request.POST.get("ident", "").strip()
    try:
        bank = banks.create(
            course=course, ident=ident, title=request.POST.get("title", ""), owner=instructor(request),
            text=banks.named(text, ident), sealed="sealed" in request.POST,
        )  # fmt: skip
    except Refused as refused:
        written = read_bank(text, "import", Problems())
        return _page(request, course, refused=refused.why, text=text, read=len(written.items), status=422)
    return redirect("edit", course.id, bank.ident)


@require_safe
@for_instructors
@limits.slowed("bank-export", 60, 3600, method="GET")
def export(request: HttpRequest, course: str, bank: str, format: str) -> HttpResponse:
    """What the format cannot carry; with `file` the file itself, of what is published, or else of the draft."""
    mine = bank_or_404(request, course, bank)
    newest = publications.last(mine)
    text = newest.text if newest else mine.draft
    if format == MARKDOWN:
        return _file(text.encode(), f"{mine.ident}.md", "text/markdown; charset=utf-8")
    if format not in FORMATS:
        raise Http404("no such format")
    exported = FORMATS[format].write(read_bank(text, f"bank {mine.ident}", Problems()))
    if "file" in request.GET:
        return _file(exported.data, f"{mine.ident}{FORMATS[format].extension}", FORMATS[format].media_type)
    return page(request, "imports/export.html", _losses(mine, exported, format, newest is None))


def _losses(bank: Bank, exported: Exported, format: str, is_draft: bool) -> dict[str, Any]:
    course = course_or_404(bank.course)
    return {
        "bank": bank, "course": course, "here": course, "exported": exported, "format": FORMATS[format],
        "is_draft": is_draft, "corner": "teach",
    }  # fmt: skip


def _file(data: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
