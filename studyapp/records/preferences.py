"""What a learner has chosen for the site: keys, countdown, the date of the exam, a language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from studyapp.records import rows
from studyapp.records.models import Learner


@dataclass(frozen=True)
class Preferences:
    keys: bool = True  # single keys work in a quiz
    countdown: bool = True  # the time left is shown
    exam: date | None = None
    language: str = ""  # of the interface; empty: as the browser asks for it


def of(learner_id: int | None) -> Preferences:
    found = rows.first("records_learner WHERE id = %s", [learner_id], Learner) if learner_id else None
    return read(found[0].preferences if found else {})


def read(stored: Mapping[str, str]) -> Preferences:
    exam = stored.get("exam")
    return Preferences(
        keys=stored.get("keys") != "off",
        countdown=stored.get("countdown") != "off",
        exam=date.fromisoformat(exam) if exam else None,
        language=stored.get("language", ""),
    )


def save(learner: Learner, preferences: Preferences) -> None:
    learner.preferences = {
        "keys": "on" if preferences.keys else "off",
        "countdown": "on" if preferences.countdown else "off",
        "exam": preferences.exam.isoformat() if preferences.exam else "",
        "language": preferences.language,
    }
    learner.save(update_fields=["preferences"])
