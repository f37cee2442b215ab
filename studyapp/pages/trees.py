"""The decision trees: walk one, change an answer, try a workload."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from studyapp.catalogue.courses import Course
from studyapp.catalogue.facts import Fact
from studyapp.catalogue.quantities import Quantity
from studyapp.catalogue.trees import DecisionTree, Node
from studyapp.formats.quantity_text import read_amount
from studyapp.pages.drawings import tree as drawing
from studyapp.pages.http import course_or_404, found_or_404, page
from studyapp.pages.wording import interval
from studyapp.rules.deciding import (
    Change,
    Interval,
    Known,
    Walk,
    facts_in_order,
    representatives,
    smallest_changes,
    walk,
)
from studyapp.rules.narrowing import narrowed, reachable_outcomes

SPAN = re.compile(r"(?P<low>[^.]*(?:\.\d[^.]*)?)\.\.(?P<high>.*)")


@dataclass(frozen=True)
class Way:
    """A branch to choose: its words, and the value of the fact that it stands for."""

    value: str
    says: str
    amount: bool = False  # in the words of the interface


@dataclass(frozen=True)
class Settled:
    fact: Fact
    says: str
    change: str  # the address without it


@dataclass(frozen=True)
class Entry:
    """A field of the workload form."""

    fact: Fact
    value: str
    wrong: str = ""


@require_safe
def index(request: HttpRequest, course: str) -> HttpResponse:
    found = course_or_404(course)
    return page(request, "trees/index.html", {"course": found, "corner": "learn"})


@require_safe
def tree(request: HttpRequest, course: str, tree: str) -> HttpResponse:
    found = course_or_404(course)
    one = found_or_404(found.trees.get(tree))
    texts = {fact.id: text for fact in one.facts if (text := request.GET.get(fact.id, "").strip())}
    known, wrong = read_known(one, texts)
    reached = walk(one, known)
    used = {one.node_by_id[id].fact for id in reached.path}
    asking = one.node_by_id.get(reached.asking)
    context = {
        "course": found, "tree": one, "corner": "learn", "drawn": partial(drawing.walked, one, known), "known": known,
        "asking": asking, "number": drawing.numbers(one).get(reached.asking, 0),
        "ways": _ways(one, asking, known) if asking else [],
        "hidden": [(fact, text) for fact, text in texts.items() if fact in known and (not asking or fact != asking.fact)],
        "settled": [_settled(one, fact, texts, known) for fact in texts if fact in known and fact in used],
        "back": _back(one, texts, reached),
        "possible": [one.outcome_by_id[o.id] for o in one.outcomes if o.id in reachable_outcomes(one, known)],
        "entries": [Entry(f, "" if f.is_number and ".." in texts.get(f.id, "") else texts.get(f.id, ""), wrong.get(f.id, "")) for f in facts_in_order(one)],
        "wrong": wrong, "trying": "try" in request.GET, **_outcome(found, one, reached.outcome, known),
    }  # fmt: skip
    return page(request, "trees/tree.html", context, part="walk", status=422 if wrong else 200)


def read_known(tree: DecisionTree, texts: Mapping[str, str]) -> tuple[dict[str, Known], dict[str, str]]:
    """What the address says of the facts; and for each that cannot be read, what was written."""
    known: dict[str, Known] = {}
    wrong: dict[str, str] = {}
    for name, text in texts.items():
        try:
            known[name] = read_value(tree.fact_by_id[name], text)
        except (ValueError, KeyError):
            wrong[name] = text[:60]
    return known, wrong


def read_value(fact: Fact, text: str) -> Known:
    """'cloud', '300 MB', '300' (in the fact's unit), '..25 MB', '4 MB..25 MB' or '25 MB..'. ValueError, KeyError."""
    if not fact.is_number:
        return fact.value(text).id
    if len(text) > 60:
        raise ValueError(text)
    span = SPAN.fullmatch(text)
    if span:
        low, high = (read_amount(end, fact) if end.strip() else None for end in (span["low"], span["high"]))
        ends = [end.base for end in (low, high) if end is not None]
        if not ends or ends[0] < 0 or ends != sorted(set(ends)):
            raise ValueError(text)
        return Interval(low, high)
    quantity = read_amount(_with_unit(text, fact), fact)
    if quantity.amount < 0:
        raise ValueError(text)
    return quantity.base


def _with_unit(text: str, fact: Fact) -> str:
    return text if re.search(r"[A-Za-z]", text) else f"{text} {fact.unit}"


def write_value(value: Known) -> str:
    if isinstance(value, Interval):
        return f"{value.low or ''}..{value.high or ''}"
    return str(value)


def _ways(tree: DecisionTree, node: Node, known: Mapping[str, Known]) -> list[Way]:
    fact = tree.fact_by_id[node.fact]
    if not fact.is_number:
        return [Way(value.id, value.says) for value in fact.values]
    ways = []
    for branch in node.branches:
        value = narrowed(tree, node, branch.condition, known.get(fact.id))
        ways.append(Way(write_value(value), write_says(value), amount=True))
    return ways


def write_says(value: Known) -> str:
    return interval(value) if isinstance(value, Interval) else str(value)


def _settled(tree: DecisionTree, name: str, texts: Mapping[str, str], known: Mapping[str, Known]) -> Settled:
    fact, value = tree.fact_by_id[name], known[name]
    says = (
        fact.value(value).says
        if isinstance(value, str)
        else write_says(value)
        if isinstance(value, Interval)
        else _with_unit(texts[name], fact)
    )
    return Settled(fact, says, _address({f: t for f, t in texts.items() if f != name}))


def _back(tree: DecisionTree, texts: Mapping[str, str], reached: Walk) -> str:
    """The address before the last question was answered: its fact forgotten, or as wide as the questions before left it."""
    answered = reached.path[:-1] if reached.asking else reached.path
    if not answered:
        return ""
    last, before = tree.fact_by_id[tree.node_by_id[answered[-1]].fact], ""
    earlier: Known | None = None
    for id, target in pairwise(answered):
        node = tree.node_by_id[id]
        if node.fact == last.id and last.is_number:
            taken = next(branch for branch in node.branches if branch.target == target)
            earlier = narrowed(tree, node, taken.condition, earlier)
            before = write_value(earlier)
    kept = {fact: text for fact, text in texts.items() if fact != last.id}
    return _address(kept | ({last.id: before} if before else {}))


def _address(texts: Mapping[str, str]) -> str:
    return f"?{urlencode(texts)}"


def _outcome(course: Course, tree: DecisionTree, outcome: str, known: Mapping[str, Known]) -> dict[str, Any]:
    """The outcome with its option, and the alternative that the fewest changes lead to."""
    if not outcome:
        return {"outcome": None}
    case = _whole(tree, known)
    found = smallest_changes(tree, case, tree.outcome_by_id.keys() - {outcome})
    changes = [found[one.id] for one in tree.outcomes if one.id in found]
    depth = walk(tree, case).path.index  # of equals, the one that parts latest is the nearest
    nearest: Change | None = min(changes, key=lambda c: (len(c.changed), -depth(c.leaves)), default=None)
    return {
        "outcome": tree.outcome_by_id[outcome], "option": course.options.get(outcome), "nearest": nearest,
        "because": tree.node_by_id[walk(tree, known).path[-1]].because,
        "nearest_outcome": tree.outcome_by_id[nearest.outcome] if nearest else None,
    }  # fmt: skip


def _whole(tree: DecisionTree, known: Mapping[str, Known]) -> dict[str, Any]:
    """A case that fits what is known, with what is assumed (or comes first) for the rest."""
    case: dict[str, Any] = {}
    for fact in tree.facts:
        value = known.get(fact.id)
        if isinstance(value, Interval):
            case[fact.id] = (
                value.high.base if value.high else value.low.base * 2 if value.low else representatives(fact)[0]
            )
        elif value is not None:
            case[fact.id] = value
        elif isinstance(fact.assume, Quantity):
            case[fact.id] = fact.assume.base
        else:
            case[fact.id] = fact.assume or representatives(fact)[0]
    return case
