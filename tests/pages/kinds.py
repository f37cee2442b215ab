"""A run with one question of each kind, how its answers are sent, and what is said when they are refused."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.test import Client

from studyapp.catalogue.courses import Course
from studyapp.catalogue.prose import Html
from studyapp.catalogue.questions import Choice, Choices, Number, Pairs, Part, Question, Steps
from studyapp.records import attempts
from studyapp.records.models import Answer, Asked, Attempt
from tests.pages.acting import HTMX, address, learner_of
from tests.pages.markup import read
from tests.records.acting import with_items

PARTS: dict[str, Part] = {
    "single": Choices(tuple(Choice(Html(text), text == "Mug") for text in ("Mug", "Pot", "Whisk"))),
    "multiple": Choices(tuple(Choice(Html(text), text != "Salt") for text in ("Leaf", "Water", "Salt")), several=True),
    "ordering": Steps((Html("Boil"), Html("Pour"), Html("Drink")), (Html("Fry"),)),
    "matching": Pairs((Html("Way"), Html("Cups")), (Html("Mug"), Html("Pot")), (Html("one"), Html("six")), (0, 1)),
    "numeric": Number(Decimal("14.60"), Decimal("0.01"), True, "USD"),
}

UNCHOSEN = "Nothing is chosen yet. Choose one answer, then go on."
UNCHOSEN_OF_SEVERAL = "Nothing is chosen yet. Choose what applies, then go on."
UNPLACED = "No step has a place yet. Give each step its place, then go on."
UNMATCHED = "Nothing is matched yet. Choose an answer for each, then go on."
UNWRITTEN = "No number is written yet. Write digits, as in 14.60."
NO_CHOICE = "That is not one of the choices. Choose again below."
NO_PLACE = "That is not one of the places. Choose again below."
NO_ANSWER = "That is not one of the answers. Choose again below."
NO_NUMBER = "That is no number. Write digits, as in 14.60."
TOO_LONG = "That is too long for a number. Write digits, as in 14.60."
ONE_NUMBER = "More than one number was sent. Write one."
ONE_ONLY = "Choose one answer only."
GAP = "The places have a gap. Number the steps 1, 2, 3 without leaving one out."
TWICE = "Two steps have the same place. Give each a place of its own."
FINISHED = "This run is finished, so nothing more is stored. Your earlier answers stand."

Sent = dict[str, Any]


def run_of_each_kind(client: Client, course: Course) -> Attempt:
    """A run with one question of each kind."""
    pattern = course.banks["leaf"].items[0]
    items = [
        replace(pattern, id=kind, question=Question(f"brewing/{kind}", Html(f"<p>{kind}?</p>"), part))
        for kind, part in PARTS.items()
    ]
    changed = with_items(course, "brewing", items)
    return attempts.start(learner_of(client), changed, changed.quizzes["brewing"], mode="practice", size=5)


def place(run: Attempt, kind: str) -> str:
    """The address of the question of that kind."""
    return address(run, Asked.objects.get(attempt=run, question=f"tea/brewing/{kind}").position)


def refusal(response: HttpResponse) -> str:
    assert response.status_code == 422, response.content[:200]
    return read(response.content).one("p", "error", id="refused").text


def assert_refused(client: Client, path: str, sent: Sent, says: str) -> None:
    """Saved or checked, with htmx or without: the same sentence, and nothing is stored."""
    before = list(Answer.objects.values())
    for act in ("save", "check"):
        assert refusal(client.post(path, sent | {"act": act})) == says
    assert refusal(client.post(path, sent | {"act": "check"}, headers=HTMX)) == says
    quiet = client.post(path, sent | {"act": "save"}, headers=HTMX)
    told = [
        one.text for one in read(quiet.content).all("p") if one.attrs.get("id") in ("refused", "saved") and one.text
    ]
    assert quiet.status_code == 422
    assert told in ([says], [f"Not saved yet. {says}"])
    assert list(Answer.objects.values()) == before
