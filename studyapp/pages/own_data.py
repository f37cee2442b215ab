"""The learner's own data: all of it to take along, and its deletion."""

from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from studyapp.pages import limits
from studyapp.pages.http import forgotten, learner_id, page
from studyapp.records import own_data
from studyapp.records.attempts import Refused
from studyapp.records.models import Learner, User

EXPORTS, TRIES, HOUR = 20, 10, 3600  # of one learner in an hour


def _learner(request: HttpRequest) -> Learner | None:
    mine = learner_id(request)
    if mine is None:
        return None
    return Learner.objects.select_related("user").filter(pk=mine).first()


@require_safe
@limits.slowed("export", EXPORTS, HOUR, method="GET")
def export(request: HttpRequest) -> HttpResponse:
    """Everything that is stored, to read; as JSON with `?format=json`."""
    learner, now = _learner(request), timezone.now()
    data = own_data.everything(learner, now) if learner else None
    if request.GET.get("format") == "json":
        response = JsonResponse(data or {}, encoder=DjangoJSONEncoder, json_dumps_params={"indent": 1})
        response["Content-Disposition"] = f'attachment; filename="study-data-{now:%Y-%m-%d}.json"'
        return response
    return page(request, "own_data/export.html", {"data": data, "now": now, "corner": "progress"})


@require_http_methods(["GET", "HEAD", "POST"])
def deletion(request: HttpRequest) -> HttpResponse:
    """What goes and what remains; a POST deletes, once the password or the word has confirmed it."""
    learner, wrong = _learner(request), ""
    user = learner.user if learner else None
    if request.method == "POST" and learner is not None:
        if _by_password(user) and limits.count("deletion", str(learner.pk), HOUR) > TRIES:
            return limits.too_often(request, limits.left(HOUR))
        try:
            _confirm(request, user)
            own_data.delete(learner)
            logout(request)
            return forgotten(redirect(f"{request.path}?done=1"))
        except Refused as refused:
            wrong = refused.why
    context = {
        "learner": learner, "held": own_data.held(user), "wrong": wrong, "corner": "progress", "word": word(),
        "by_password": _by_password(user), "done": "done" in request.GET and learner is None,
    }  # fmt: skip
    return page(request, "own_data/deletion.html", context, status=422 if wrong else 200)


def word() -> str:
    """What is typed where there is no password."""
    return gettext("delete")


def _by_password(user: User | None) -> bool:
    return bool(user and user.has_usable_password())


def _confirm(request: HttpRequest, user: User | None) -> None:
    if user and _by_password(user):
        if not user.check_password(request.POST.get("password", "")):
            raise Refused("password")
    elif request.POST.get("word", "").strip().lower() != word():
        raise Refused("word")
