"""Answers with a weight in per cent, as Moodle has them, to choices that are right or wrong."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from studyapp.formats.bank_answers import ChoiceText
from studyapp.formats.foreign.data_values import number
from studyapp.formats.foreign.raw import Raw
from studyapp.formats.foreign.texts import plain_text


@dataclass(frozen=True)
class Weighted:
    """An answer in Markdown, worth so many per cent."""

    text: str
    weight: float
    feedback: str = ""


def with_choices(raw: Raw, answers: Sequence[Weighted], several: bool) -> Raw:
    """The raw with the answers as choices, and what that decides or loses."""
    if not all(answer.text.strip() for answer in answers):
        raw.undecided.append("A choice without text was left out.")
    answers = [answer for answer in answers if answer.text.strip()]
    if len(answers) < 2:
        return raw.refuse("It has fewer than two choices.")
    most = max(answer.weight for answer in answers)
    whole = [answer for answer in answers if answer.weight >= 99.9]
    right = [answer for answer in answers if answer.weight > 0] if several else whole
    if several:
        raw.data["type"] = "multiple"
        _say_of_several(raw, answers, right)
    else:
        _say_of_one(raw, answers, whole, most)
    raw.choices = [ChoiceText(answer.text, answer in right, answer.feedback) for answer in answers]
    return raw


def _named(answer: Weighted) -> str:
    text = " ".join(plain_text(answer.text).split())
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


def _per_cent(weight: float) -> str:
    return f"{weight:.5f}".rstrip("0").rstrip(".") + "%"


def _say_of_one(raw: Raw, answers: Sequence[Weighted], whole: list[Weighted], most: float) -> None:
    for answer in answers:
        if 0 < answer.weight < 99.9:
            raw.undecided.append(
                f"{_named(answer)} was worth {_per_cent(answer.weight)}: here a choice is right or wrong, and it is now wrong."
            )
        elif answer.weight < 0:
            raw.lost.append(
                f"{_named(answer)} took {_per_cent(-answer.weight)} off: here a wrong choice gives nothing."
            )
    if most < 99.9:
        raw.undecided.append("No choice is fully right: tick one.")
    elif len(whole) > 1:
        raw.undecided.append(f"{len(whole)} choices are each fully right: untick all but one, or make it multiple.")


def _say_of_several(raw: Raw, answers: Sequence[Weighted], right: list[Weighted]) -> None:
    weights = [answer.weight for answer in right]
    if not right:
        raw.undecided.append("No choice is right: tick those that are.")
        return
    if max(weights) - min(weights) > 0.01:
        told = ", ".join(f"{_named(answer)} {_per_cent(answer.weight)}" for answer in right)
        raw.undecided.append(f"The right choices weigh differently ({told}): here each weighs the same.")
    elif abs(sum(weights) - 100) > 1:
        total = _per_cent(sum(weights))
        raw.undecided.append(
            f"The right choices are worth {total} together: here all of them are needed, and no other."
        )
    if len(right) == len(answers):
        raw.undecided.append("Every choice is right: untick one, or add a wrong one.")


def weights(choices: Sequence[ChoiceText], several: bool) -> list[str]:
    """The weight of each choice in per cent, so that all right ones and no other give full marks."""
    right = sum(choice.right for choice in choices)
    share = _per_cent(100 / right)[:-1] if several and right else "100"
    return [share if choice.right else "-100" if several else "0" for choice in choices]


@dataclass(frozen=True)
class Accepted:
    """A number that counts as so many per cent right, and how far off it may be."""

    answer: str
    tolerance: str
    weight: float
    feedback: str = ""


def accepted(text: str, weight: float, feedback: str) -> Accepted:
    """From `3.14:0.01`, or a range `1..5`."""
    if ".." in text:
        ends = [number(with_point(end)) for end in text.split("..", 1)]
        if ends[0] is None or ends[1] is None:
            return Accepted(text, "", weight, feedback)
        middle, half = (ends[0] + ends[1]) / 2, abs(ends[1] - ends[0]) / 2
        return Accepted(str(middle), str(half), weight, feedback)
    answer, _, tolerance = text.partition(":")
    return Accepted(with_point(answer), with_point(tolerance), weight, feedback)


def with_point(text: str) -> str:
    """A comma that parts no thousands is a decimal point."""
    bare = text.strip()
    return bare.replace(",", ".") if re.fullmatch(r"[+-]?\d+,(?!\d{3}$)\d+", bare) else bare


def with_number(raw: Raw, answers: Sequence[Accepted], unit: str = "") -> Raw:
    """The raw with the one number that is right, and what that decides or loses."""
    raw.data["type"] = "numeric"
    read = [(one, number(one.answer)) for one in answers]
    for one, value in read:
        if value is None and one.weight > 0:
            return raw.refuse(f"“{one.answer[:60]}” is no number.")
    positive = sorted(((one, value) for one, value in read if one.weight > 0), key=lambda pair: -pair[0].weight)
    if not positive:
        return raw.refuse("No number is right.")
    best, value = positive[0]
    if best.weight < 99.9:
        raw.undecided.append(f"{best.answer} was worth {_per_cent(best.weight)}; it is now fully right.")
    for one, _ in positive[1:]:
        told = f"{one.answer} ± {one.tolerance}" if one.tolerance else one.answer
        raw.undecided.append(
            f"{told} was accepted too, as {_per_cent(one.weight)}: here one number is right, with a tolerance."
        )
    if any(one.feedback for one in answers if one is not best):
        raw.lost.append("The feedback on other numbers was left out.")
    raw.data["answer"] = str(value)
    if tolerance := number(best.tolerance or "0"):
        raw.data["tolerance"] = str(abs(tolerance))
    if unit:
        raw.data["unit"] = unit
    raw.explanation = "\n\n".join(filter(None, (raw.explanation, best.feedback)))
    return raw
