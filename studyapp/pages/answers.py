"""From what was sent to a response."""

from django.http import QueryDict

from studyapp.catalogue.prose import Html
from studyapp.catalogue.questions import Question
from studyapp.records.attempts import Refused
from studyapp.rules.grading import Response


def read(question: Question, order: list[int], sent: QueryDict) -> Response:
    """The choices taken. A POST carries the numbers shown, from 1. Refused, with a word for the sentence, when it is no answer."""
    numbers = sent.getlist("choice")
    if not numbers:
        raise Refused("none")
    if not all(number.isascii() and number.isdigit() and 1 <= int(number[:4]) <= len(order) for number in numbers):
        raise Refused("unknown")
    if len(set(numbers)) != len(numbers):
        raise Refused("repeated")
    if question.kind == "single" and len(numbers) > 1:
        raise Refused("several")
    return frozenset(order[int(number) - 1] for number in numbers)


def texts(question: Question, order: list[int], sent: QueryDict) -> list[Html]:
    """The choices that were sent, as far as there are such: what a refusal repeats."""
    shown = {str(number): question.choices[original].text for number, original in enumerate(order, 1)}
    return [shown[number] for number in sent.getlist("choice") if number in shown]
