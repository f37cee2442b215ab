"""The selection worksheet for a workload of one's own."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from studyapp.pages.http import course_or_404, learner_for, learner_id, page
from studyapp.records import worksheets


@require_http_methods(["GET", "HEAD", "POST"])
def worksheet(request: HttpRequest, course: str) -> HttpResponse:
    found = course_or_404(course)
    if found.worksheet is None:
        raise Http404("this course has no worksheet")
    if request.method == "POST":
        worksheets.save(learner_for(request), found.id, found.worksheet, request.POST)
        return redirect(f"{reverse('worksheet', args=[course])}?saved=1")
    texts = worksheets.texts(learner_id(request), found.id)
    steps = [
        (step, [(f"{step.id}.{field.id}", field, texts.get(f"{step.id}.{field.id}", "")) for field in step.fields])
        for step in found.worksheet.steps
    ]
    context = {
        "course": found, "sheet": found.worksheet, "steps": steps, "corner": "learn",
        "saved": "saved" in request.GET, "longest": worksheets.LONGEST,
    }  # fmt: skip
    return page(request, "worksheets/worksheet.html", context)
