"""A tree of a learner's own as JSON. What no longer fits the course's facts is read as open, so that the rest stands."""

from typing import Any

from studyapp.catalogue.facts import Condition, Fact
from studyapp.catalogue.quantities import Quantity
from studyapp.catalogue.sketches import Ask, Leaf, Sketch
from studyapp.catalogue.trees import DecisionTree
from studyapp.rules import sketching
from studyapp.rules.sketching import Impossible

# null, {"to": outcome}, or {"ask": fact, "at": limit, "then": {answer: what follows}}
Body = dict[str, Any] | None


def write_sketch(sketch: Sketch) -> Body:
    match sketch:
        case None:
            return None
        case Leaf(outcome=outcome):
            return {"to": outcome}
        case Ask(fact=fact, branches=branches):
            limit = sketching.limit_of(sketch)
            then = {answer(condition): write_sketch(below) for condition, below in branches}
            return {"ask": fact, **({"at": str(limit)} if limit else {}), "then": then}


def answer(condition: Condition) -> str:
    """The name of a branch."""
    if condition.values:
        return condition.values[0]
    return "at most" if condition.at_most else "above"


def read_sketch(body: object, tree: DecisionTree) -> tuple[Sketch, bool]:
    """The sketch over the facts and outcomes of the tree, and whether all of the body fitted."""
    try:
        sketch = sketching.put(None, (), _read(body, tree, ()))
    except (Impossible, RecursionError):
        return None, False
    return sketch, write_sketch(sketch) == body


def _read(body: object, tree: DecisionTree, way: tuple[Condition, ...]) -> Sketch:
    match body:
        case {"to": str(outcome)} if outcome in tree.outcome_by_id:
            return Leaf(outcome)
        case {"ask": str(id), "then": dict(then), **rest} if id in tree.fact_by_id:
            fact = tree.fact_by_id[id]
            limit = limit_named(fact, rest.get("at"))
            if (fact.is_number and limit is None) or sketching.settled(fact, limit, way):
                return None
            branches = sketching.asked_by(fact, limit)
            return Ask(id, tuple((one, _read(then.get(answer(one)), tree, (*way, one))) for one in branches))
        case _:
            return None


def limit_named(fact: Fact, text: object) -> Quantity | None:
    """The limit of a number that is written so."""
    return next((limit for limit in fact.limits if str(limit) == text), None)
