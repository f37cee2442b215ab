"""A small tree about tea, and builders for questions on it."""

from collections.abc import Sequence
from decimal import Decimal

from studyapp.catalogue.facts import Condition, Fact, Told, Value
from studyapp.catalogue.prose import Html
from studyapp.catalogue.quantities import Quantity
from studyapp.catalogue.questions import Choice, Choices, Item, Question, Scenario
from studyapp.catalogue.trees import Branch, DecisionTree, Node, Outcome


def seconds(amount: int | str) -> Quantity:
    return Quantity(Decimal(amount), "s")


def a_choice(id: str, *values: str, assume: str | None = None) -> Fact:
    return Fact(id, id, f"{id}?", tuple(Value(v, v, v, v) for v in values), assume=assume)


def a_number(id: str, *limits: int, assume: Quantity | None = None) -> Fact:
    return Fact(id, id, f"{id}?", unit="s", assume=assume, limits=tuple(seconds(limit) for limit in limits))


def among(fact: str, *values: str) -> Condition:
    return Condition(fact, values=values)


def at_most(fact: str, limit: int) -> Condition:
    return Condition(fact, at_most=seconds(limit))


def above(fact: str, limit: int) -> Condition:
    return Condition(fact, above=seconds(limit))


def a_node(id: str, fact: str, *branches: tuple[Condition | None, str]) -> Node:
    return Node(id, fact, f"{id}?", "", tuple(Branch(target, condition) for condition, target in branches))


def an_outcome(id: str, *needs: Condition) -> Outcome:
    return Outcome(id, id.capitalize(), id, needs)


def a_tree(
    nodes: Sequence[Node], outcomes: Sequence[Outcome], facts: Sequence[Fact], *never: tuple[Condition, ...]
) -> DecisionTree:
    return DecisionTree(
        "brew", "Which way to brew?", "", nodes[0].id, tuple(nodes), tuple(outcomes), tuple(facts), never
    )


HEAT = a_choice("heat", "kettle", "none", assume="kettle")
TIME = a_number("time", 60, 600)
LEAF = a_choice("leaf", "loose", "bag")
BREW = a_tree(
    [
        a_node("heat", "heat", (among("heat", "none"), "wait"), (among("heat", "kettle"), "hurry")),
        a_node("wait", "time", (at_most("time", 600), "water"), (None, "cold")),
        a_node("hurry", "time", (at_most("time", 60), "mug"), (None, "leaf")),
        a_node("leaf", "leaf", (among("leaf", "loose"), "pot"), (among("leaf", "bag"), "mug")),
    ],
    [
        an_outcome("cold", among("heat", "none"), above("time", 600)),
        an_outcome("water", among("heat", "none")),
        an_outcome("pot", among("heat", "kettle"), above("time", 60), among("leaf", "loose")),
        an_outcome("mug", among("heat", "kettle")),
    ],
    [HEAT, TIME, LEAF],
)


def a_case(**facts: str | int) -> dict[str, str | Decimal]:
    return {fact: Decimal(value) if isinstance(value, int) else value for fact, value in facts.items()}


def told(**facts: str | int) -> tuple[Told, ...]:
    return tuple(
        Told(fact, seconds(value) if isinstance(value, int) else value, f"words on {fact}")
        for fact, value in facts.items()
    )


def a_question(id: str, *choices: Choice, multiple: bool = False) -> Question:
    return Question(f"tea/{id}", Html(f"<p>{id}?</p>"), Choices(tuple(choices), multiple))


def a_scenario(
    id: str, outcome: str, *, stem: str = "<p>A story.</p>", options: Sequence[str] = ("cold", "water", "pot", "mug"),
    told: tuple[Told, ...] = (), assumed: tuple[Told, ...] = (),
) -> Question:  # fmt: skip
    choices = tuple(Choice(Html(option), option == outcome, option=option) for option in options)
    scenario = Scenario("brew", "hash", told, assumed, (), outcome, Html(stem))
    return Question(f"tea/{id}", Html(stem), Choices(tuple(choices)), scenario=scenario)


def an_item(question: Question, *, objective: str = "brew", difficulty: int = 2) -> Item:
    return Item(question, "tea", question.ident.removeprefix("tea/"), "", objective, difficulty, (), 1, False)
