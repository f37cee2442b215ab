"""What the columns of one's own data are called on its page; the file that is taken along keeps their own names."""

from typing import Any

from django.utils.translation import pgettext_lazy

NAMES = {
    "email": pgettext_lazy("own data", "e-mail address"),
    "role": pgettext_lazy("own data", "role"),
    "joined": pgettext_lazy("own data", "joined"),
    "last seen": pgettext_lazy("own data", "last seen"),
    "keys": pgettext_lazy("own data", "single keys"),
    "countdown": pgettext_lazy("own data", "time left is shown"),
    "exam": pgettext_lazy("own data", "date of the exam"),
    "language": pgettext_lazy("own data", "language"),
    "title": pgettext_lazy("own data", "title"),
    "course": pgettext_lazy("own data", "course"),
    "name": pgettext_lazy("own data", "name"),
    "left": pgettext_lazy("own data", "left on"),
    "assignment": pgettext_lazy("own data", "assignment"),
    "minutes": pgettext_lazy("own data", "minutes"),
    "due": pgettext_lazy("own data", "due"),
    "lesson": pgettext_lazy("own data", "lesson"),
    "at": pgettext_lazy("own data", "on"),
    "texts": pgettext_lazy("own data", "texts"),
    "saved": pgettext_lazy("own data", "saved"),
    "exercise": pgettext_lazy("own data", "exercise"),
    "body": pgettext_lazy("own data", "what it held"),
    "steps": pgettext_lazy("own data", "steps"),
    "points": pgettext_lazy("own data", "points"),
    "most": pgettext_lazy("own data", "points at most"),
    "passed": pgettext_lazy("own data", "passed"),
    "started": pgettext_lazy("own data", "begun"),
    "finished": pgettext_lazy("own data", "finished"),
    "number": pgettext_lazy("own data", "number"),
    "design": pgettext_lazy("own data", "design"),
    "met": pgettext_lazy("own data", "requirements met"),
    "asked": pgettext_lazy("own data", "requirements"),
    "text": pgettext_lazy("own data", "text"),
    "granted": pgettext_lazy("own data", "granted"),
    "settled": pgettext_lazy("own data", "settled"),
    "own": pgettext_lazy("own data", "own tree"),
    "tree": pgettext_lazy("own data", "tree"),
    "parent": pgettext_lazy("own data", "version before"),
    "right_count": pgettext_lazy("own data", "right"),
    "asked_count": pgettext_lazy("own data", "of"),
    "code": pgettext_lazy("own data", "code"),
    "evidence": pgettext_lazy("own data", "evidence"),
    "ident": pgettext_lazy("own data", "of what"),
    "n": pgettext_lazy("own data", "answers"),
    "right": pgettext_lazy("own data", "right"),
    "subject": pgettext_lazy("own data", "of what"),
    "question": pgettext_lazy("own data", "question"),
}


VALUES = {
    "learner": pgettext_lazy("own data", "learner"),
    "instructor": pgettext_lazy("own data", "instructor"),
    "administrator": pgettext_lazy("own data", "administrator"),
    "on": pgettext_lazy("own data", "yes"),
    "off": pgettext_lazy("own data", "no"),
}


def own_name(key: str) -> str:
    return str(NAMES.get(key, key))


def own_value(value: Any) -> Any:
    """A role or a choice in words; whatever else as it is."""
    return VALUES.get(value, value) if isinstance(value, str) else value
