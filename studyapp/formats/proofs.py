"""A proof's weak points, told to the author."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from studyapp.catalogue.trees import DecisionTree
from studyapp.rules.proving import Proof

Tell = Callable[[int, str, str], None]


def report(
    proof: Proof, tree: DecisionTree, key: str, feedback: Mapping[str, bool] | None, tell: Tell, line: int
) -> None:
    """Say every flaw. `feedback` tells which options' choices have some; None where the tree made the choices."""
    title = {outcome.id: outcome.title for outcome in tree.outcomes}
    if len(proof.outcomes) > 1:
        _undecided(proof, tree, title, tell, line)
        return
    reached = next(iter(proof.outcomes), "")
    if reached != key:
        last = tree.node_by_id[proof.path[-1]]
        tell(
            line,
            f'ticked {title.get(key, key)}, but the facts lead to {title.get(reached, "nothing")} at "{last.ask}".',
            f"the tick, or the fact {last.fact}.",
        )
        return
    asked = {tree.node_by_id[node].fact for node in proof.path}
    if proof.told_on_path < min(2, len(asked)):
        tell(line, "fewer than two told facts lie on its path.", f"tell one more of: {', '.join(sorted(asked))}.")
    for name in proof.not_ruled_out if feedback is not None else ():
        tell(
            line, f"no told fact rules out {title[name]}.", "tell a fact that fails one of its needs, or leave it out."
        )
    for name in proof.behind:
        if feedback is not None and not feedback.get(name):
            tell(
                line,
                f"{title[name]} would do too, and its feedback does not say why it stands behind {title[key]}.",
                "say it under the choice.",
            )
    for name, fact in proof.separated if feedback is not None else ():
        tell(
            line,
            f"only an assumed fact, {fact}, parts {title[name]} from {title[key]}.",
            f"tell {fact} in the story, or leave {title[name]} out.",
        )
    for one in proof.crowded:
        if one.before:
            tell(
                line,
                f"{one.fact} {one.amount} lies between the limit {one.limit} and its former value {one.before}.",
                "move it clear of both.",
            )
        else:
            tell(
                line,
                f"{one.fact} {one.amount} is nearer than a factor of two to the limit {one.limit}.",
                "move it away.",
            )


def _undecided(proof: Proof, tree: DecisionTree, title: Mapping[str, str], tell: Tell, line: int) -> None:
    open_facts = list(dict.fromkeys(fact for extra in proof.outcomes.values() for fact in extra))
    ways = ", ".join(
        f"{' and '.join(map(' '.join, _texts(extra)))} gives {title[outcome]}"
        for outcome, extra in proof.outcomes.items()
    )
    tell(line, f"the facts do not decide: {ways}.", f"state {' and '.join(open_facts)}.")


def _texts(extra: Mapping[str, str | Decimal]) -> list[tuple[str, str]]:
    return [(fact, str(value)) for fact, value in extra.items()]
