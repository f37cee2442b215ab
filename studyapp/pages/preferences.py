"""Keys, countdown, exam date, language."""

from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from studyapp.pages.http import KEYS, learner_for, learner_id, page
from studyapp.pages.languages import OFFERED
from studyapp.records import preferences


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
        chosen = replace(chosen, keys="keys" in request.POST, countdown="countdown" in request.POST, exam=exam)
        if not wrong:
            preferences.save(learner_for(request), chosen)
            request.session[KEYS] = "on" if chosen.keys else "off"
            return redirect(f"{reverse('preferences')}?saved=1")
    context = {"chosen": chosen, "wrong": wrong, "saved": "saved" in request.GET, "corner": ""}
    return page(request, "preferences/preferences.html", context, status=422 if wrong else 200)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Another language of the interface: kept in a cookie, and with the learner if there is one. Back to the page it was asked on."""
    mine, wanted = learner_id(request), request.POST.get("language", "")
    if mine is not None and wanted in OFFERED:
        preferences.save(learner_for(request), replace(preferences.of(mine), language=wanted))
    return set_language(request)
