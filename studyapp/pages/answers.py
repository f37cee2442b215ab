"""From what was sent to a response. A POST carries the numbers shown, from 1."""

import re
from decimal import Decimal
from html import escape
from typing import assert_never

from django.http import QueryDict

from studyapp.catalogue.prose import Html
from studyapp.catalogue.questions import Choices, Number, Pairs, Question, Steps
from studyapp.records.attempts import Refused
from studyapp.rules.grading import Response

LONGEST = 40  # characters of a number
AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.A)
PLAIN = re.compile(r"[+-]?(\d+[.,]?\d*|[.,]\d+)", re.A)
GROUPED = [  # in threes: by commas, by dots, by blanks
    re.compile(rf"([+-]?[1-9]\d{{0,2}}(?:[{group}]\d{{3}})+)([{point}]\d+)?", re.A)
    for group, point in ((",", "."), (".", ","), (" '", ".,"))
]


def read(question: Question, order: list[int], sent: QueryDict) -> Response:
    """The response. Refused, with a word for the sentence, when it is none."""
    match question.part:
        case Choices():
            return _choices(question.part, order, sent)
        case Steps():
            return _steps(question.part, order, sent)
        case Pairs():
            return _pairs(question.part, order, sent)
        case Number():
            if len(sent.getlist("number")) > 1:
                raise Refused("repeated")
            return read_number(sent.get("number", ""), question.part.unit)
        case _:
            assert_never(question.part)


def holds_response(sent: QueryDict) -> bool:
    """Whether anything of an answer was sent, as opposed to a bare button."""
    return any(name in ("choice", "number") or name.startswith(("place-", "pair-")) for name in sent)


def only_marks(sent: QueryDict) -> bool:
    """Whether a flag, a hint or the next question was asked for while the steps stood as the page had put them: no answer yet."""
    order = [(name, value) for name, value in sent.items() if name.startswith("place-")]
    as_shown = all(name == f"place-{value}" for name, value in order)
    return sent.get("act") in ("flag", "unflag", "hint", "next") and "prefilled" in sent and as_shown


def number_in(text: str) -> int:
    """A number as the page writes it, from 1; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _number_shown(text: str, most: int) -> int:
    """A number shown on the page."""
    if not 1 <= number_in(text) <= most:
        raise Refused("unknown")
    return number_in(text)


def _refuse_others(prefix: str, count: int, sent: QueryDict) -> None:
    """Refuse the fields of another question: it has more rows than this one."""
    known = {f"{prefix}{number}" for number in range(1, count + 1)}
    if any(name.startswith(prefix) and name not in known for name in sent):
        raise Refused("unknown")


def _choices(part: Choices, order: list[int], sent: QueryDict) -> frozenset[int]:
    texts = sent.getlist("choice")
    if not texts:
        raise Refused("none")
    numbers = [_number_shown(text, len(order)) for text in texts]
    if len(set(numbers)) != len(numbers):
        raise Refused("repeated")
    if not part.several and len(numbers) > 1:
        raise Refused("several")
    return frozenset(order[number - 1] for number in numbers)


def _steps(part: Steps, order: list[int], sent: QueryDict) -> tuple[int, ...]:
    """Each step's place; a step without one does not belong."""
    _refuse_others("place-", len(order), sent)
    places: dict[int, int] = {}
    for shown, original in enumerate(order, 1):
        texts = sent.getlist(f"place-{shown}")
        if len(texts) > 1:
            raise Refused("repeated")
        if texts and texts[0]:
            place = _number_shown(texts[0], len(order))
            if place in places:
                raise Refused("place-twice")
            places[place] = original
    if not places:
        raise Refused("none")
    if sorted(places) != list(range(1, len(places) + 1)):
        raise Refused("gap")
    return tuple(places[place] for place in sorted(places))


def _pairs(part: Pairs, order: list[int], sent: QueryDict) -> tuple[int | None, ...]:
    _refuse_others("pair-", len(part.prompts), sent)
    found: list[int | None] = []
    for number in range(1, len(part.prompts) + 1):
        texts = sent.getlist(f"pair-{number}")
        if len(texts) > 1:
            raise Refused("repeated")
        found.append(order[_number_shown(texts[0], len(order)) - 1] if texts and texts[0] else None)
    if all(one is None for one in found):
        raise Refused("none")
    return tuple(found)


def read_number(text: str, unit: str) -> Decimal:
    """'14.60', '14,60', '1,009.50', '1.009,50', with or without the unit. A comma that may be either mark is refused."""
    bare = _bare(text, unit)
    if not bare:
        raise Refused("none")
    if len(bare) > LONGEST:
        raise Refused("long")
    if AMBIGUOUS.fullmatch(bare):
        raise Refused("ambiguous")
    if PLAIN.fullmatch(bare):
        return Decimal(bare.replace(",", "."))
    for shape in GROUPED:
        if match := shape.fullmatch(bare):
            whole, share = match.groups(default="")
            return Decimal(re.sub(r"[., ']", "", whole) + share.replace(",", "."))
    raise Refused("number")


def _bare(text: str, unit: str) -> str:
    """A number as it was written, without its unit."""
    bare = " ".join(text.split())
    for sign in (unit, "$", "€", "%"):
        bare = bare.removeprefix(sign).removesuffix(sign).strip() if sign else bare
    return bare.replace("\u2212", "-")


def readings(text: str, unit: str) -> tuple[str, str] | None:
    """Both ways to read a comma that may be either mark: '1,009' is 1009 or 1.009."""
    bare = _bare(text, unit)
    return (bare.replace(",", ""), bare.replace(",", ".")) if AMBIGUOUS.fullmatch(bare) else None


def moved(sent: QueryDict) -> QueryDict:
    """What was sent, with the step moved whose Up or Down was pressed: it changes places with its neighbour."""
    match = re.fullmatch(r"(up|down)-(\d{1,4})", sent.get("act", ""))
    if not match:
        return sent
    name = f"place-{match[2]}"
    place = sent.get(name, "")
    wanted = str(number_in(place) + (-1 if match[1] == "up" else 1)) if number_in(place) else ""
    other = next((key for key in sent if key.startswith("place-") and sent[key] == wanted), None) if wanted else None
    changed = sent.copy()
    changed["act"] = "save"
    if other is not None:
        changed[name], changed[other] = wanted, place
    return changed


def texts(question: Question, order: list[int], sent: QueryDict) -> list[Html]:
    """What was sent in words, where it is a response: what a refusal repeats."""
    try:
        response = read(question, order, sent)
    except Refused:
        return []
    match question.part, response:
        case Choices() as part, frozenset():
            return [part.choices[original].text for original in order if original in response]
        case Steps() as part, tuple():
            return [part.all[step] for step in response if step is not None]
        case Pairs() as part, tuple():
            given = zip(part.prompts, response, strict=True)
            return [Html(f"{prompt}: {part.answers[one]}") for prompt, one in given if one is not None]
        case Number() as part, Decimal():
            return [Html(escape(f"{response} {part.unit}".strip()))]
        case _:
            return []
