"""Who changed a key, a grade, a role or what a class is to take."""

from typing import Any

from django.utils import timezone

from studyapp.records.models import Trail, User


def note(by: User | None, kind: str, subject: str, detail: dict[str, Any]) -> None:
    """Add a row; by nobody when it came from the shell."""
    Trail.objects.create(at=timezone.now(), by=by, kind=kind, subject=subject, detail=detail)
