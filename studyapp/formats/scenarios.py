"""The story of a question: what it tells, marked in its words, and whether that proves the key."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from studyapp.catalogue.facts import Fact, Told
from studyapp.catalogue.prose import Html
from studyapp.catalogue.quantities import Quantity
from studyapp.catalogue.questions import Choice, Question, Scenario
from studyapp.catalogue.trees import DecisionTree
from studyapp.formats.marking import Missing, Overlapping, find, mark
from studyapp.formats.problems import nearest
from studyapp.formats.proofs import Tell, report
from studyapp.formats.quantity_text import read_amount
from studyapp.rules.deciding import outcomes, possible
from studyapp.rules.grading import case_from, taken_for_granted
from studyapp.rules.proving import Proof, prove

LineOf = Callable[[str], int]  # where the story's fact of that name is written


def read_told(facts: Mapping[str, list[str]], known: Mapping[str, Fact], tell: Tell, line: LineOf) -> tuple[Told, ...]:
    """The facts of a story, those that are facts of the course."""
    found = []
    for name, (value, words) in facts.items():
        fact = known.get(name)
        if fact is None:
            tell(line(name), f'unknown fact "{name}".', nearest(name, known, "name a fact of facts.yaml."))
        elif fact.is_number:
            try:
                found.append(Told(name, read_amount(value, fact), words))
            except ValueError as error:
                tell(line(name), f"{error}.", f"write an amount such as 10 {fact.unit}.")
        elif value in (values := [one.id for one in fact.values]):
            found.append(Told(name, value, words))
        else:
            fix = nearest(value, values, f"use one of: {', '.join(values)}.")
            tell(line(name), f'{name} has no value "{value}".', fix)
    return tuple(found)


def tree_choices(tree: DecisionTree, told: tuple[Told, ...]) -> tuple[Choice, ...]:
    """A scenario without choices is asked for the tree's options, and the tree gives the key."""
    reached = list(outcomes(tree, case_from((*told, *taken_for_granted(tree, told)))))
    return tuple(Choice(Html(o.title), reached == [o.id], option=o.id) for o in tree.outcomes)


def told_by(stem: Html, told: tuple[Told, ...], tell: Tell, line: LineOf) -> tuple[Html, tuple[Told, ...]]:
    """The stem with its telling words marked, and the facts in the order of the story."""
    lost = [one for one in told if not _stands(one.words, stem)]
    for one in lost:
        fix = "quote them as they stand there."
        tell(line(one.fact), f'the words "{one.words}" do not stand in the story.', fix)
    try:
        marked, letters = mark(stem, [one.words for one in told if one not in lost])
    except Overlapping as error:
        name = next(one.fact for one in told if one.words == str(error))
        fix = "quote the same words for both, or parts that do not touch."
        tell(line(name), f'the words "{error}" overlap with those of another fact.', fix)
        return stem, told
    return marked, tuple(sorted(told, key=lambda one: letters.get(one.words, "")))


def _stands(words: str, stem: Html) -> bool:
    try:
        find(stem, words)
    except Missing:
        return False
    return True


def prove_story(
    question: Question, tree: DecisionTree, told: tuple[Told, ...], own_choices: bool,
    former: Mapping[Quantity, tuple[Quantity, ...]], tell: Tell, line: int,
) -> Proof:  # fmt: skip
    """The proof of the key by the facts told, every flaw of it said."""
    key = next((choice.option for choice in question.choices if choice.right), "")
    proof = prove(tree, told, key, [choice.option for choice in question.choices], former)
    if possible(tree, case_from((*told, *proof.assumed))):
        feedback = {choice.option: bool(choice.feedback) for choice in question.choices}
        report(proof, tree, key, feedback if own_choices else None, tell, line)
    else:
        tell(line, "no story can have these facts together.", 'change one, or mend "never" in facts.yaml.')
    return proof


def with_scenario(
    question: Question, tree: DecisionTree, hash: str, told: tuple[Told, ...], marked: Html, proof: Proof
) -> Question:
    """The question with its story."""
    outcome = next((choice.option for choice in question.choices if choice.right), "")
    return replace(question, scenario=Scenario(tree.id, hash, told, proof.assumed, proof.path, outcome, marked))
