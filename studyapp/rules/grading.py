"""What an answer is worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from itertools import pairwise

from studyapp.catalogue.facts import Told
from studyapp.catalogue.quantities import Quantity
from studyapp.catalogue.questions import Choices, Number, Pairs, Part, Question, Steps
from studyapp.catalogue.trees import DecisionTree
from studyapp.rules.deciding import Change, smallest_change

# The choices taken; the steps in the order given; for each prompt the answer (None: left open); the number.
# Choices, steps and answers by their numbers in the bank, from 0.
Response = frozenset[int] | tuple[int, ...] | tuple[int | None, ...] | Decimal

# Kind of question -> the name of the rule that scores it. What is not named is all or nothing.
Scoring = Mapping[str, str]
ALL_OR_NOTHING: Scoring = {}
PARTIAL: Scoring = {"multiple": "right-minus-wrong", "ordering": "adjacent-pairs", "matching": "per-pair"}


@dataclass(frozen=True)
class Verdict:
    """One small value for every kind of question. `leaves` is the node at which a wrong choice left the tree."""

    points: Decimal
    most: Decimal
    leaves: str = ""

    @property
    def right(self) -> bool:
        return self.points == self.most


def grade(
    question: Question, response: Response, tree: DecisionTree | None = None, scoring: Scoring = ALL_OR_NOTHING
) -> Verdict:
    """What a response is worth, out of one point. `tree` is the pinned tree of a scenario.

    TypeError when the response is not one of the question's kind.
    """
    if _is_key(question.part, response):
        return Verdict(Decimal(1), Decimal(1))
    share = _share(question.part, response, scoring.get(question.kind, "all-or-nothing"))
    points = (Decimal(share.numerator) / Decimal(share.denominator)).quantize(Decimal("0.001"), ROUND_DOWN)
    return Verdict(points, Decimal(1), _leaves(question, response, tree) if tree else "")


def _is_key(part: Part, response: Response) -> bool:
    match part, response:
        case Choices(), frozenset():
            return response == _right_choices(part)
        case Steps(right=right), tuple():
            return response == tuple(range(len(right)))
        case Pairs(key=key), tuple():
            return response == key
        case Number(), Decimal():
            return abs(response - part.answer) <= part.margin
        case _:
            raise TypeError(f"{type(response).__name__} is no response to {type(part).__name__}")


def _share(part: Part, response: Response, rule: str) -> Fraction:
    """The share that a response which is not the key earns by the named rule; always less than 1."""
    match rule, part, response:
        case "each-decision", Choices(), frozenset():
            decided = sum((n in response) == choice.right for n, choice in enumerate(part.choices))
            return Fraction(decided, len(part.choices))
        case "right-minus-wrong", Choices(), frozenset():
            key = _right_choices(part)
            return Fraction(max(len(response & key) - len(response - key), 0), len(key))
        case "adjacent-pairs", Steps(right=right), tuple():
            wanted = set(pairwise(range(len(right))))
            extra = sum(step is not None and step >= len(right) for step in response)
            found = len(wanted & set(pairwise(response))) - extra
            return Fraction(max(min(found, len(wanted) - 1), 0), max(len(wanted), 1))
        case "per-pair", Pairs(key=key), tuple():
            return Fraction(sum(a == b for a, b in zip(key, response, strict=False)), len(key))
        case _:
            return Fraction(0)


def _right_choices(part: Choices) -> frozenset[int]:
    return frozenset(number for number, choice in enumerate(part.choices) if choice.right)


def _leaves(question: Question, response: Response, tree: DecisionTree) -> str:
    if not isinstance(response, frozenset):
        return ""
    changes = (change_for(question, tree, number) for number in sorted(response))
    return next((change.leaves for change in changes if change), "")


def case_of(question: Question) -> Mapping[str, str | Decimal]:
    """The facts of a scenario, told and taken for granted, as a case."""
    if question.scenario is None:
        return {}
    return case_from((*question.scenario.told, *question.scenario.assumed))


def case_from(told: tuple[Told, ...]) -> dict[str, str | Decimal]:
    """Facts of a story as a case, amounts in base units."""
    return {one.fact: one.value.base if isinstance(one.value, Quantity) else one.value for one in told}


def taken_for_granted(tree: DecisionTree, told: Sequence[Told]) -> tuple[Told, ...]:
    """What the tree assumes of the facts that a story leaves out."""
    known = {one.fact for one in told}
    return tuple(Told(fact.id, fact.assume) for fact in tree.facts if fact.id not in known and fact.assume is not None)


def change_for(question: Question, tree: DecisionTree, number: int) -> Change | None:
    """The smallest change of facts that would have made that choice right; none for a right one."""
    choice = question.choices[number]
    if question.scenario is None or choice.right or not choice.option:
        return None
    assumed = [one.fact for one in question.scenario.assumed]
    return smallest_change(tree, case_of(question), choice.option, assumed)
