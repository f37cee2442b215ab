"""What became of a question between two publications, and what an old answer means in the new wording."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal, assert_never

from studyapp.catalogue.questions import Choices, Number, Pairs, Part, Question, Steps
from studyapp.rules.grading import Response

Change = Literal["same", "reordered", "reworded", "key"]


def compare(old: Question, new: Question) -> Change:
    """How the newer differs: its key, its words, only the order of what it shows, or not at all."""
    if old == new:
        return "same"
    if _key_differs(old.part, new.part):
        return "key"
    if replace(old, part=new.part, scenario=new.scenario) == new and _things(old.part) == _things(new.part):
        return "reordered" if old.part != new.part else "reworded"
    return "reworded"


def translate(old: Part, new: Part, response: Response) -> Response | None:
    """The same answer in the numbers of the new wording; None where it has no counterpart there."""
    match old, new, response:
        case Choices(), Choices(), frozenset():
            choices = _aligned([c.text for c in old.choices], [c.text for c in new.choices])
            return frozenset(choices.get(one, -1) for one in response)
        case Steps(), Steps(), tuple():
            steps = _aligned(old.all, new.all)
            return tuple(-1 if one is None else steps.get(one, -1) for one in response)
        case Pairs(), Pairs(), tuple():
            return _pairs(old, new, response)
        case Number(), Number(), Decimal():
            return response if old.unit == new.unit else None
        case _:
            return None


def _pairs(old: Pairs, new: Pairs, response: Sequence[int | None]) -> tuple[int | None, ...]:
    prompts, answers = _aligned(old.prompts, new.prompts), _aligned(old.answers, new.answers)
    found: list[int | None] = [None] * len(new.prompts)
    for prompt, answer in enumerate(response):
        if prompt in prompts and answer is not None:
            found[prompts[prompt]] = answers.get(answer, -1)
    return tuple(found)


def _aligned(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Which old thing is which new one: equal texts first, then what is left in its order where as many are left."""
    free = list(range(len(new)))
    found: dict[int, int] = {}
    for number, text in enumerate(old):
        same = next((other for other in free if new[other] == text), None)
        if same is not None:
            found[number] = same
            free.remove(same)
    left = [number for number in range(len(old)) if number not in found]
    if len(left) == len(free):
        found.update(zip(left, free, strict=True))
    return found


def key_of(part: Part) -> Response:
    """The right response."""
    match part:
        case Choices():
            return frozenset(number for number, choice in enumerate(part.choices) if choice.right)
        case Steps():
            return tuple(range(len(part.right)))
        case Pairs():
            return part.key
        case Number():
            return part.answer
        case _:
            assert_never(part)


def _key_differs(old: Part, new: Part) -> bool:
    if isinstance(old, Number) and isinstance(new, Number):
        return (old.answer, old.margin, old.unit) != (new.answer, new.margin, new.unit)
    return translate(old, new, key_of(old)) != key_of(new)


def _things(part: Part) -> list[tuple[str, ...]]:
    """All that a part says, whatever its order."""
    match part:
        case Choices():
            return sorted((c.text, c.feedback, c.left_out, c.option, c.misconception) for c in part.choices)
        case Steps():
            return sorted((step,) for step in part.all)
        case Pairs():
            rows = zip(part.prompts, part.key, strict=True)
            return sorted([*((prompt, part.answers[answer]) for prompt, answer in rows), *((a,) for a in part.answers)])
        case Number():
            return [(str(part.answer),)]
        case _:
            assert_never(part)
