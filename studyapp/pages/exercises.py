"""What is worked out by steps: architectures to design."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from studyapp.catalogue.designs import Brief
from studyapp.pages import designs
from studyapp.pages.http import course_or_404, learner_id, page
from studyapp.records import progress


@require_safe
def index(request: HttpRequest, course: str) -> HttpResponse:
    found = course_or_404(course)
    passed = progress.passed_exercises(learner_id(request), found.id)
    briefs = [(one, one.id in passed) for one in found.exercises.values() if isinstance(one, Brief)]
    return page(request, "exercises/index.html", {"course": found, "briefs": briefs, "corner": "practise"})


@require_safe
def exercise(request: HttpRequest, course: str, exercise: str) -> HttpResponse:
    found = course_or_404(course)
    match found.exercises.get(exercise):
        case Brief() as brief:
            return designs.design(request, found, brief)
        case _:
            raise Http404("no such exercise")
