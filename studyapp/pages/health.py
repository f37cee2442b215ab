"""Whether the site is up: the database answers, and there is content."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from studyapp.records.shelf import catalogue


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse(f"ok {len(catalogue().courses)}\n", content_type="text/plain")
