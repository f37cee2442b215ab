"""The selection worksheet, as a learner fills it in."""

from collections.abc import Mapping

from django.utils import timezone

from studyapp.catalogue.courses import Worksheet
from studyapp.records.models import Filling, Learner

LONGEST = 2000  # characters of one field


def texts(learner_id: int | None, course: str) -> dict[str, str]:
    """What was written, by step.field."""
    found = Filling.objects.filter(learner=learner_id, course=course).first() if learner_id else None
    return dict(found.texts) if found else {}


def save(learner: Learner, course: str, sheet: Worksheet, posted: Mapping[str, str]) -> dict[str, str]:
    """Keep the fields that the sheet knows."""
    known = [f"{step.id}.{field.id}" for step in sheet.steps for field in step.fields]
    kept = {name: text for name in known if (text := posted.get(name, "").strip()[:LONGEST])}
    Filling.objects.update_or_create(learner=learner, course=course, defaults={"texts": kept, "saved": timezone.now()})
    return kept
