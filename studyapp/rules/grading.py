"""What an answer is worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import assert_never

from studyapp.catalogue.facts import Told
from studyapp.catalogue.quantities import Quantity
from studyapp.catalogue.questions import Question
from studyapp.catalogue.trees import DecisionTree
from studyapp.rules.deciding import Change, smallest_change

Response = frozenset[int]  # the numbers of the choices taken, from 0, in the order of the bank


@dataclass(frozen=True)
class Verdict:
    """One small value for every kind of question. `leaves` is the node at which a wrong choice left the tree."""

    points: Decimal
    most: Decimal
    leaves: str = ""

    @property
    def right(self) -> bool:
        return self.points == self.most


def grade(question: Question, response: Response, tree: DecisionTree | None = None) -> Verdict:
    """All or nothing: one point for the key, none for anything else. `tree` is the pinned tree of a scenario."""
    match question.kind:
        case "single" | "multiple":
            right = response == question.key
        case _:
            assert_never(question.kind)
    if right or tree is None:
        return Verdict(Decimal(right), Decimal(1))
    changes = (change_for(question, tree, number) for number in sorted(response))
    return Verdict(Decimal(0), Decimal(1), next((change.leaves for change in changes if change), ""))


def case_of(question: Question, tree: DecisionTree | None = None) -> Mapping[str, str | Decimal]:
    """The facts of a scenario as a case: told, and taken for granted on its path; with its tree, off the path too."""
    if question.scenario is None:
        return {}
    told = question.scenario.told
    return case_from((*told, *(taken_for_granted(tree, told) if tree else question.scenario.assumed)))


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
    assumed = [one.fact for one in taken_for_granted(tree, question.scenario.told)]
    return smallest_change(tree, case_of(question, tree), choice.option, assumed)
