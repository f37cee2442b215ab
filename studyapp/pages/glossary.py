"""Terms, their equivalents, questions and answers."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from studyapp.pages.http import course_or_404, found_or_404, page


@require_safe
def index(request: HttpRequest, course: str) -> HttpResponse:
    found = course_or_404(course)
    terms = sorted(found.terms.values(), key=lambda term: term.title.lower())
    letters = [(letter, list(group)) for letter, group in groupby(terms, key=lambda term: term.title[0].upper())]
    equivalents = [term for term in terms if term.equivalents]
    providers = list(dict.fromkeys(name for term in equivalents for name, _ in term.equivalents))
    table = [(term, [dict(term.equivalents).get(name, "–") for name in providers]) for term in equivalents]
    context = {"course": found, "letters": letters, "providers": providers, "table": table, "corner": "learn"}
    return page(request, "glossary/index.html", context)


@require_safe
def term(request: HttpRequest, course: str, term: str) -> HttpResponse:
    found = course_or_404(course)
    one = found_or_404(found.terms.get(term))
    context = {
        "course": found, "term": one, "corner": "learn",
        "related": [found.terms[id] for id in one.related if id in found.terms],
        "see": [found.lessons[key] for key in one.see if key in found.lessons],
    }  # fmt: skip
    return page(request, "glossary/term.html", context)
