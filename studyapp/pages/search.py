"""Search over lessons, terms and options."""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from studyapp.pages import limits
from studyapp.pages.http import page
from studyapp.pages.languages import lang
from studyapp.records import search as index
from studyapp.records.shelf import catalogue


@require_safe
@limits.slowed(
    "search", 600, 60, by=limits.address, method="GET", counted=limits.PROCESS
)  # a lecture hall has one address
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    found = index.find(catalogue(), query) if query else []
    kinds = {"lesson": gettext("Lesson"), "term": gettext("Term"), "option": gettext("Option")}
    hits = [(hit, _address(hit.kind, hit.course, hit.ident), kinds[hit.kind], lang(hit.course)) for hit in found]
    return page(request, "search/search.html", {"q": query, "hits": hits, "corner": "search"}, part="hits")


@lru_cache(maxsize=4096)
def _address(kind: str, course: str, ident: str) -> str:
    return reverse(kind, args=[course, *ident.split("/")])
