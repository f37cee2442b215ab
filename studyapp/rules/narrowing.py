"""A case of which not all is known yet: what can still come out, and what an answer tells."""

from collections.abc import Mapping

from studyapp.catalogue.facts import Condition
from studyapp.catalogue.trees import DecisionTree, Node
from studyapp.rules.deciding import Interval, Known, outcomes, walk


def reachable_outcomes(tree: DecisionTree, known: Mapping[str, Known]) -> set[str]:
    """What can still come out of what is known."""
    exact = {fact: value for fact, value in known.items() if not isinstance(value, Interval)}
    return set(outcomes(tree, exact)) if exact == known else _by_interval(tree, known)


def _by_interval(tree: DecisionTree, known: Mapping[str, Known]) -> set[str]:
    found, queue = set[str](), [dict(known)]
    while queue:
        case = queue.pop()
        reached = walk(tree, case)
        if reached.outcome:
            found.add(reached.outcome)
            continue
        node = tree.node_by_id[reached.asking]
        for branch in node.branches:
            queue.append({**case, node.fact: narrowed(tree, node, branch.condition, case.get(node.fact))})
    return found


def narrowed(tree: DecisionTree, node: Node, condition: Condition | None, before: Known | None) -> Known:
    """What is known of a node's fact once the branch with that condition is taken."""
    low, high = (before.low, before.high) if isinstance(before, Interval) else (None, None)
    if condition is None:
        limits = [b.condition.at_most for b in node.branches if b.condition and b.condition.at_most]
        return Interval(limits[-1], high) if limits else _uncovered(tree, node)
    if condition.at_most is not None:
        return Interval(low, condition.at_most)
    return condition.values[0]


def _uncovered(tree: DecisionTree, node: Node) -> str:
    """The first value of the fact that no other branch names."""
    named = {value for b in node.branches if b.condition for value in b.condition.values}
    return next(v.id for v in tree.fact_by_id[node.fact].values if v.id not in named)
