"""A proof's weak points, told to the author."""

from collections.abc import Callable, Mapping

from studyapp.catalogue.trees import DecisionTree
from studyapp.formats.quantity_text import case_text
from studyapp.rules.proving import Proof

Tell = Callable[[int, str, str], None]


def report(
    proof: Proof, tree: DecisionTree, key: str, feedback: Mapping[str, bool] | None, tell: Tell, line: int
) -> None:
    """Say every flaw. `feedback` tells which options' choices have some; None where the tree made the choices."""
    title = {outcome.id: outcome.title for outcome in tree.outcomes}
    reached = next(iter(proof.outcomes), "")
    if len(proof.outcomes) > 1:
        _undecided(proof, tree, title, tell, line)
    elif reached != key:
        last = tree.node_by_id[proof.path[-1]]
        leads = f'the facts lead to {title.get(reached, "nothing")} at "{last.ask}".'
        tell(line, f"ticked {title.get(key, key)}, but {leads}", f"the tick, or the fact {last.fact}.")
    else:
        asked = {tree.node_by_id[node].fact for node in proof.path}
        if proof.told_on_path < min(2, len(asked)):
            tell(line, "fewer than two told facts lie on its path.", f"tell one more of: {', '.join(sorted(asked))}.")
        _distractors(proof, title, key, feedback, tell, line)
    _crowded(proof, tell, line)


def _undecided(proof: Proof, tree: DecisionTree, title: Mapping[str, str], tell: Tell, line: int) -> None:
    open_facts = list(dict.fromkeys(fact for extra in proof.outcomes.values() for fact in extra))
    ways = ", ".join(
        f"{' and '.join(case_text(tree.fact_by_id[fact], value) for fact, value in extra.items())} gives {title[outcome]}"
        for outcome, extra in proof.outcomes.items()
    )
    tell(line, f"the facts do not decide: {ways}.", f"state {' and '.join(open_facts)}.")


def _distractors(
    proof: Proof, title: Mapping[str, str], key: str, feedback: Mapping[str, bool] | None, tell: Tell, line: int
) -> None:
    for name in proof.not_ruled_out:
        fix = "tell a fact that fails one of its needs, or leave it out."
        tell(line, f"no told fact rules out {title[name]}.", fix)
    for name in proof.behind:
        if feedback is not None and not feedback[name]:
            why = f"its feedback does not say why it stands behind {title[key]}."
            tell(line, f"{title[name]} would do too, and {why}", "say it under the choice.")
    for name, fact in proof.separated:
        fix = f"tell {fact} in the story, or leave {title[name]} out."
        tell(line, f"only an assumed fact, {fact}, parts {title[name]} from {title[key]}.", fix)


def _crowded(proof: Proof, tell: Tell, line: int) -> None:
    for one in proof.crowded:
        told = f"{one.fact} {one.amount}"
        if one.before:
            where = f"lies between the limit {one.limit} and its former value {one.before}."
            tell(line, f"{told} {where}", "move it clear of both.")
        else:
            tell(line, f"{told} is nearer than a factor of two to the limit {one.limit}.", "move it away.")
