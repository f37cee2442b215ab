"""The values of a course: units, keys and look-ups. All of it frozen."""

from dataclasses import FrozenInstanceError, replace
from decimal import Decimal

import pytest
from pydantic import TypeAdapter

from studyapp.catalogue.courses import Catalogue
from studyapp.catalogue.facts import Fact, Value
from studyapp.catalogue.lessons import Lesson, Module
from studyapp.catalogue.modes import MODES
from studyapp.catalogue.prose import Html
from studyapp.catalogue.quantities import Quantity
from studyapp.catalogue.questions import Choice, Choices, Item, Question, Scenario
from studyapp.catalogue.trees import DecisionTree, Node, Outcome


def quantity(amount: str, unit: str) -> Quantity:
    return Quantity(Decimal(amount), unit)


@pytest.mark.parametrize(
    ("amount", "unit", "dimension", "base"),
    [
        ("4", "MB", "bytes", 4_000_000),
        ("0.5", "GB", "bytes", 500_000_000),
        ("250", "ms", "s", Decimal("0.25")),
        ("2", "days", "s", 172_800),
        ("3", "a day", "a day", 3),
        ("0.115", "USD/h", "USD/h", Decimal("0.115")),
    ],
)
def test_an_amount_is_compared_in_the_base_unit_of_its_dimension(
    amount: str, unit: str, dimension: str, base: int | Decimal
) -> None:
    assert (quantity(amount, unit).dimension, quantity(amount, unit).base) == (dimension, base)


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [("4", "MB", "4 MB"), ("90", "%", "90%"), ("128000", "bytes", "128,000 bytes"), ("1.50", "USD", "1.50 USD"), ("7", "", "7")],
)  # fmt: skip
def test_an_amount_reads_as_its_author_wrote_it(amount: str, unit: str, text: str) -> None:
    assert str(quantity(amount, unit)) == text


def test_html_is_shown_as_it_stands_and_survives_a_round_trip() -> None:
    html = Html("<b>tea</b>")
    assert html.__html__() == "<b>tea</b>"
    assert type(TypeAdapter(Html).validate_python("<b>tea</b>")) is Html


def test_a_fact_with_a_unit_is_a_number_and_another_has_values() -> None:
    loose = Value("loose", "the leaves are loose", "the leaves were loose", "loose")
    leaf = Fact("leaf", "Leaf", "Which leaf?", (loose,))
    assert (leaf.is_number, Fact("time", "Time", "How long?", unit="s").is_number) == (False, True)
    assert leaf.value("loose") == loose
    with pytest.raises(KeyError, match="bag"):
        leaf.value("bag")


def a_question(*rights: bool, outcome: str = "") -> Question:
    choices = tuple(Choice(Html(str(number)), right) for number, right in enumerate(rights))
    scenario = Scenario("brew", "hash", (), (), (), outcome, Html("")) if outcome else None
    return Question("tea/one", Html("One?"), Choices(tuple(choices), True), scenario=scenario)


def test_the_key_of_a_question_is_the_numbers_of_its_right_choices() -> None:
    assert a_question(True, False, True).key == {0, 2}


@pytest.mark.parametrize("outcome", ["", "pot"])
def test_an_item_is_known_by_its_question_and_maps_to_its_outcome(outcome: str) -> None:
    item = Item(a_question(True, outcome=outcome), "tea", "one", "One", "brew", 1, (), 1, retired=False)
    assert (item.ident, item.outcome) == ("tea/one", outcome)


def test_where_an_item_stands_makes_no_difference() -> None:
    item = Item(a_question(True), "tea", "one", "One", "brew", 1, (), 1, retired=False, file="tea.md", line=4)
    assert item == replace(item, file="other.md", line=9)
    assert item != replace(item, difficulty=2)


def test_a_tree_finds_its_nodes_outcomes_and_facts() -> None:
    node, outcome, fact = Node("first", "leaf", "?", "", ()), Outcome("pot", "Pot", "pot"), Fact("leaf", "Leaf", "?")
    tree = DecisionTree("brew", "Brew", "", "first", (node,), (outcome,), (fact,))
    assert (tree.node_by_id, tree.outcome_by_id, tree.fact_by_id) == ({"first": node}, {"pot": outcome}, {"leaf": fact})


def test_a_module_knows_its_lessons_and_their_minutes() -> None:
    first, second = (
        Lesson(id, "brewing", number, id, "", (), minutes, (), (), (), "")
        for number, (id, minutes) in enumerate([("first-cup", 4), ("cold-tea", 6)], 1)
    )
    module = Module("brewing", 1, "Brewing", 1, "", (), (first, second))
    assert (module.minutes, second.key) == (10, "brewing/cold-tea")
    assert (module.lesson("cold-tea"), module.lesson("coffee")) == (second, None)


def test_values_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Catalogue().courses = {}  # type: ignore[misc]


def test_how_each_mode_behaves() -> None:
    behaviour = {id: (mode.explains == "each", mode.counts, mode.evidence) for id, mode in MODES.items()}
    assert behaviour == {
        "lesson": (True, False, False),
        "practice": (True, True, True),
        "graded": (False, True, True),
        "mock": (False, True, True),
        "section": (True, True, False),
        "missed": (True, True, False),
        "review": (True, True, False),
    }
