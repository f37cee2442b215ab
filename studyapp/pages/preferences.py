"""Keys, countdown, exam date."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from studyapp.pages.http import KEYS, learner_for, learner_id, page
from studyapp.records import preferences
from studyapp.records.preferences import Preferences


@require_http_methods(["GET", "HEAD", "POST"])
def preferences_page(request: HttpRequest) -> HttpResponse:
    wrong = ""
    chosen = preferences.of(learner_id(request))
    if request.method == "POST":
        text = request.POST.get("exam", "").strip()
        try:
            exam = date.fromisoformat(text) if text else None
        except ValueError:
            wrong, exam = text[:40], None
        chosen = Preferences("keys" in request.POST, "countdown" in request.POST, exam)
        if not wrong:
            preferences.save(learner_for(request), chosen)
            request.session[KEYS] = "on" if chosen.keys else "off"
            return redirect(f"{reverse('preferences')}?saved=1")
    context = {"chosen": chosen, "wrong": wrong, "saved": "saved" in request.GET, "corner": ""}
    return page(request, "preferences/preferences.html", context, status=422 if wrong else 200)
