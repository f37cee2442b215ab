"""Whether a scenario's facts prove its key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from studyapp.catalogue.facts import Case, Told
from studyapp.catalogue.quantities import Quantity
from studyapp.catalogue.trees import DecisionTree
from studyapp.rules.deciding import holds, outcomes, smallest_changes, walk
from studyapp.rules.grading import case_from, taken_for_granted

CLEAR = 2  # a number keeps this factor from every limit


@dataclass(frozen=True)
class Crowded:
    """A told amount that stands too near a limit, or between a limit and the value it had before."""

    fact: str
    amount: Quantity
    limit: Quantity
    before: Quantity | None = None


@dataclass(frozen=True)
class Proof:
    """Where the facts lead, and what is weak about it."""

    path: tuple[str, ...]
    outcomes: dict[str, dict[str, str | Decimal]]  # more than one: the facts do not decide
    assumed: tuple[Told, ...]
    told_on_path: int
    not_ruled_out: tuple[str, ...] = ()  # distractors whose needs all hold and that come before the key
    behind: tuple[str, ...] = ()  # distractors whose needs all hold, but that stand behind the key
    separated: tuple[tuple[str, str], ...] = ()  # distractor, and the assumed fact that alone parts it from the key
    turns_on: tuple[str, ...] = ()  # nodes at which a distractor leaves the path
    crowded: tuple[Crowded, ...] = ()


def prove(
    tree: DecisionTree, told: Sequence[Told], key: str, offered: Sequence[str],
    former: Mapping[Quantity, tuple[Quantity, ...]],
) -> Proof:  # fmt: skip
    """Walk the tree on the told facts, those it silently assumes filled in, and judge each distractor offered."""
    known = {one.fact for one in told}
    assumed = taken_for_granted(tree, told)
    case = case_from((*told, *assumed))
    reached = outcomes(tree, case)
    path = walk(tree, case).path
    on_path = {tree.node_by_id[node].fact for node in path}
    crowded = tuple(found for one in told for found in _crowded(tree, one, former))
    if list(reached) != [key]:
        return Proof(path, reached, assumed, len(known & on_path), crowded=crowded)
    order = [outcome.id for outcome in tree.outcomes]
    standing = [name for name in offered if name != key and _fits(tree, name, case, known)]
    found = smallest_changes(tree, case, {*offered} - {key}, [one.fact for one in assumed])
    changes = {name: found[name] for name in offered if name in found}
    return Proof(
        path, reached, assumed, len(known & on_path),
        not_ruled_out=tuple(n for n in standing if order.index(n) < order.index(key)),
        behind=tuple(n for n in standing if order.index(n) > order.index(key)),
        separated=tuple(
            (name, tree.node_by_id[change.leaves].fact)
            for name, change in changes.items()
            if tree.node_by_id[change.leaves].fact not in known
        ),
        turns_on=tuple(dict.fromkeys(change.leaves for change in changes.values())),
        crowded=crowded,
    )  # fmt: skip


def _fits(tree: DecisionTree, name: str, case: Case, known: set[str]) -> bool:
    """Whether no told fact rules the option out."""
    needs = tree.outcome_by_id[name].needs
    return all(holds(need, case) for need in needs if need.fact in known)


def _crowded(tree: DecisionTree, one: Told, former: Mapping[Quantity, tuple[Quantity, ...]]) -> list[Crowded]:
    fact = tree.fact_by_id.get(one.fact)
    if fact is None or not isinstance(one.value, Quantity):
        return []
    amount, found = one.value.base, []
    for limit in fact.limits:
        if limit.base < amount * CLEAR and amount < limit.base * CLEAR:
            found.append(Crowded(one.fact, one.value, limit))
        for before in former.get(limit, ()):
            low, high = sorted((limit.base, before.base))
            if low <= amount <= high:
                found.append(Crowded(one.fact, one.value, limit, before))
    return found
