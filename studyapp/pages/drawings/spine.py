"""Where the questions and branches of a tree stand: positions only; what is coloured how comes later."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext

from studyapp.catalogue.facts import Condition
from studyapp.catalogue.trees import DecisionTree, Node
from studyapp.pages.wording import measured

INDENT = 28
END = 197  # where a branch ends, or further right where much is indented
ROOM = 110  # from the innermost spine to the ends, at least
TURN = 48  # from a question to its first branch
NEXT = 54  # from the last branch to the next question
MORE = 44  # between two branches
BAR = 28  # the room of an accuracy bar


class Arm(NamedTuple):
    """A branch as drawn: where it turns off, and where it leads."""

    target: str
    label: str
    y: int
    goes_on: bool  # down the spine


@dataclass
class Layout:
    """Places a tree from its start downwards."""

    tree: DecisionTree
    bars: bool
    at: dict[str, tuple[int, int]] = field(default_factory=dict)
    arms: dict[str, list[Arm]] = field(default_factory=dict)

    def place(self, id: str, x: int, y: int) -> int:
        """Place a node and all below it; the lowest y it needs."""
        self.at[id] = (x, y)
        node = self.tree.node_by_id[id]
        groups = grouped(self.tree, node)
        onward = max(reversed(groups), key=self._questions)
        arms: list[Arm] = []
        self.arms[id] = arms
        here = y + TURN + (BAR if self.bars else 0)
        for target, label in groups.items():
            if target == onward:
                continue
            arms.append(Arm(target, label, here, goes_on=False))
            here = (self.place(target, x + INDENT, here + 30) if self._is_node(target) else here) + MORE
        if self._is_node(onward):
            arms.append(Arm(onward, groups[onward], here - MORE, goes_on=True))
            return self.place(onward, x, here - MORE + NEXT)
        arms.append(Arm(onward, groups[onward], here, goes_on=True))
        return here

    @cached_property
    def end(self) -> int:
        """Once all is placed."""
        return max(END, *(x + ROOM for x, _ in self.at.values()))

    def _is_node(self, target: str) -> bool:
        return target in self.tree.node_by_id

    def _questions(self, target: str) -> int:
        """How many questions follow there: the most of them stay on the spine, so that little is indented."""
        if not self._is_node(target):
            return 0
        return 1 + sum(self._questions(branch.target) for branch in self.tree.node_by_id[target].branches)


def grouped(tree: DecisionTree, node: Node) -> dict[str, str]:
    """The targets of a node and the label of each, values that lead to one target joined."""
    labels: dict[str, list[str]] = {}
    for branch in node.branches:
        labels.setdefault(branch.target, []).append(_label(tree, node, branch.condition))
    return {target: _either(words) for target, words in labels.items()}


def _either(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return gettext("%(some)s or %(last)s") % {"some": ", ".join(words[:-1]), "last": words[-1]}


def _label(tree: DecisionTree, node: Node, condition: Condition | None) -> str:
    if condition is None:
        return gettext("more") if tree.fact_by_id[node.fact].is_number else gettext("otherwise")
    if condition.at_most is not None:
        return gettext("at most %(limit)s") % {"limit": measured(condition.at_most)}
    if condition.above is not None:
        return gettext("more than %(limit)s") % {"limit": measured(condition.above)}
    fact = tree.fact_by_id[node.fact]
    return _either([fact.value(value).short for value in condition.values])
