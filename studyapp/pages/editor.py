"""The editor of a bank: its text, what is wrong with it, and how a question of it will look."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from studyapp.pages.http import course_or_404, page
from studyapp.pages.teaching import bank_or_404, for_instructors


@require_safe
@for_instructors
def edit(request: HttpRequest, course: str, bank: str) -> HttpResponse:
    """The draft."""
    found, row = course_or_404(course), bank_or_404(request, course, bank)
    return page(request, "banks/edit.html", {"course": found, "bank": row, "corner": "banks"})
