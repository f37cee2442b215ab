"""A question as it is shown: in the order of its attempt, and once explained with what is right."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, assert_never

from django.http import QueryDict

from studyapp.catalogue.prose import Html
from studyapp.catalogue.questions import Choice, Choices, Number, Pairs, Question, Steps
from studyapp.pages.answers import number_in, readings
from studyapp.pages.wording import figures
from studyapp.records.attempts import order_in_lesson
from studyapp.records.models import Answer, Asked
from studyapp.records.responses import decode
from studyapp.rules.grading import Response


@dataclass(frozen=True)
class Shown:
    """A choice: its number on the page, and what is said of it once the answer is explained."""

    number: int
    text: Html
    taken: bool
    state: str = ""  # right, wrong, left-out, other
    feedback: Html = Html("")


@dataclass(frozen=True)
class StepShown:
    """A step: the place it was given, and once explained the place it belongs to (0: none)."""

    number: int
    text: Html
    place: int
    last: bool = False
    right_place: int = 0
    state: str = ""


@dataclass(frozen=True)
class PairShown:
    number: int
    prompt: Html
    taken: int  # the number shown of the answer taken; 0: none
    right: Html = Html("")
    given: Html = Html("")
    is_right: bool = False


def shown(question: Question, asked: Asked | None, explained: bool) -> dict[str, Any]:
    """What the templates of the question's kind need. Without `asked` it stands as in a lesson."""
    order = asked.order if asked else order_in_lesson(question)
    answer: Answer | None = getattr(asked, "answer", None)
    given = decode(question.part, answer.response) if answer else None
    context: dict[str, Any] = {"part": question.part, "kind": question.kind}
    match question.part:
        case Choices() as part:
            return context | {"choices": _choices(part, order, given, explained)}
        case Steps() as part:
            rows = _steps(part, order, given, explained)
            return context | {"steps": rows, "places": range(1, len(order) + 1)}
        case Pairs() as part:
            answers = [(number, part.answers[original]) for number, original in enumerate(order, 1)]
            return context | {"pairs": _pairs(part, order, given), "answers_shown": answers}
        case Number() as part:
            return context | {"number": given if isinstance(given, Decimal) else "", "tolerance": _tolerance(part)}
        case _:
            assert_never(question.part)


def kept(context: dict[str, Any], sent: QueryDict) -> dict[str, Any]:
    """The same controls with what was just sent in them, whatever is stored: a refusal keeps what was typed."""
    match context["part"]:
        case Choices(several=several):
            numbers = set(sent.getlist("choice")) & {str(choice.number) for choice in context["choices"]}
            if not numbers or (len(numbers) > 1 and not several):
                return context
            return context | {"choices": [replace(one, taken=str(one.number) in numbers) for one in context["choices"]]}
        case Steps():
            rows = [replace(row, place=number_in(sent.get(f"place-{row.number}", ""))) for row in context["steps"]]
            return context | {"steps": rows}
        case Pairs():
            pairs = [replace(row, taken=number_in(sent.get(f"pair-{row.number}", ""))) for row in context["pairs"]]
            return context | {"pairs": pairs}
        case Number(unit=unit):
            text = sent.get("number", "")
            return context | {"number": text[:200], "readings": readings(text, unit)}
        case _:
            return context


def _choices(part: Choices, order: list[int], given: Response | None, explained: bool) -> list[Shown]:
    taken = given if isinstance(given, frozenset) else frozenset()
    return [
        _choice(part.choices[original], number, original in taken, part.several, explained)
        for number, original in enumerate(order, 1)
    ]


def _choice(choice: Choice, number: int, taken: bool, several: bool, explained: bool) -> Shown:
    if not explained:
        return Shown(number, choice.text, taken)
    if not choice.right:
        return Shown(number, choice.text, taken, "wrong" if taken else "other", choice.feedback)
    said = choice.feedback if taken else choice.left_out or choice.feedback
    return Shown(number, choice.text, taken, "left-out" if several and not taken else "right", said)


def _steps(part: Steps, order: list[int], given: Response | None, explained: bool) -> list[StepShown]:
    """Before the answer in the order given so far; explained in the right order, then what does not belong."""
    number = {original: shown for shown, original in enumerate(order, 1)}
    placed = [step for step in given if step is not None] if isinstance(given, tuple) else list(order)
    places = {step: place for place, step in enumerate(placed, 1)}
    if not explained:
        rest = [step for step in order if step not in places]
        return [
            StepShown(number[step], part.all[step], places.get(step, 0), last=step == placed[-1])
            for step in [*placed, *rest]
        ]
    places = places if given is not None else {}
    rows = []
    for step, text in enumerate(part.all):
        right = step + 1 if step < len(part.right) else 0
        place = places.get(step, 0)
        rows.append(StepShown(number[step], text, place, False, right, "right" if place == right else "wrong"))
    return rows


def _pairs(part: Pairs, order: list[int], given: Response | None) -> list[PairShown]:
    number = {original: shown for shown, original in enumerate(order, 1)}
    taken = given if isinstance(given, tuple) else (None,) * len(part.prompts)
    return [
        PairShown(
            row, prompt, number[one] if one is not None else 0, part.answers[key],
            part.answers[one] if one is not None else Html(""), one == key,
        )
        for row, (prompt, key, one) in enumerate(zip(part.prompts, part.key, taken, strict=True), 1)
    ]  # fmt: skip


def _tolerance(part: Number) -> str:
    """'0.5 %' unbroken, '0.05 USD', or nothing where the number must be exact."""
    if not part.tolerance:
        return ""
    if part.absolute:
        return f"{figures(part.tolerance.normalize())} {part.unit}".strip()
    return f"{figures((part.tolerance * 100).normalize())}\u00a0%"
