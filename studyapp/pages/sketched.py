"""A tree of the learner's own as its page says it: places, choices, hints, what goes wrong, how it compares."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext, ngettext, pgettext

from studyapp.catalogue.courses import Course
from studyapp.catalogue.facts import Case, Condition, Fact
from studyapp.catalogue.quantities import Quantity
from studyapp.catalogue.sketches import Ask, Leaf, Place, Sketch
from studyapp.catalogue.trees import DecisionTree, Outcome
from studyapp.pages.drawings import tree as drawing
from studyapp.pages.drawings.tree import TreeDrawing
from studyapp.pages.wording import interval, measured
from studyapp.rules import executing, sketching
from studyapp.rules.deciding import Interval
from studyapp.rules.executing import Ground, Mapped, Parting
from studyapp.rules.sketching import OPEN

START = "start"  # the place where a tree begins, in addresses
FEW = 5  # scenarios that are named where many go wrong


@dataclass(frozen=True)
class Share:
    right: int
    of: int

    @property
    def value(self) -> float:
        return self.right / self.of if self.of else 0.0

    @property
    def passed(self) -> bool:
        return executing.passes(self.right, self.of)


@dataclass(frozen=True)
class Spot:
    """A place in the list: a question with its branches, an outcome, or nothing yet."""

    name: str
    answer: str  # on the branch that leads there; empty at the start
    ask: str = ""
    number: int = 0
    outcome: str = ""
    chosen: bool = False
    branches: tuple["Spot", ...] = ()


@dataclass(frozen=True)
class Offer:
    """Something that can be put at a place."""

    value: str
    says: str


@dataclass(frozen=True)
class Form:
    """The chosen place: the answers that lead there, what stands there, and what can be put there."""

    name: str
    way: list[str]
    stands: str  # question, outcome, or empty
    outcomes: list[Offer]
    questions: list[Offer]


@dataclass(frozen=True)
class View:
    start: Spot
    form: Form | None
    share: Share
    open: int  # ends that lead nowhere yet
    lost: int  # scenarios that come to one
    size: int
    mapped: Sequence[Mapped]
    numbers: Mapping[str, int]  # of questions, as drawn
    asks: Mapping[str, str]
    drawing: TreeDrawing | None


def view(ground: Ground, sketch: Sketch, chosen: Place | None) -> View:
    nowhere = pgettext("place", "open")
    tree = sketching.as_drawn(sketch, ground.facts, (*ground.tree.outcomes, Outcome(OPEN, nowhere, nowhere)))
    mapped = executing.execute(ground, sketch)
    ends = sketching.open_places(sketch)
    drawn = _drawn(tree, ends) if tree.nodes else None
    numbers = {spot.id: spot.number for spot in drawn.spots} if drawn else {}
    return View(
        start=_spot(ground, sketch, (), "", numbers, chosen),
        form=_form(ground, sketch, chosen) if chosen is not None else None,
        share=Share(*executing.share(ground, sketch)), open=len(ends),
        lost=sum(one.reached == OPEN for one in mapped), size=sketching.size(sketch), mapped=mapped, numbers=numbers,
        asks={sketching.name(p): _ask(ground, one) for p, one in sketching.places(sketch) if isinstance(one, Ask)},
        drawing=drawn,
    )  # fmt: skip


def _drawn(tree: DecisionTree, ends: Sequence[Place]) -> TreeDrawing:
    count = len(tree.nodes)
    says = ngettext(
        "One question; the same stands in the list.", "%(n)d questions; the same stands in the list.", count
    )
    return drawing.sketched(tree, {sketching.name(place) for place in ends}, says % {"n": count})


def address(place: Place) -> str:
    return "-".join(map(str, place)) or START


def _spot(
    ground: Ground, sketch: Sketch, place: Place, answer: str, numbers: Mapping[str, int], chosen: Place | None
) -> Spot:
    """The place with all below it."""
    name, is_chosen = address(place), place == chosen
    match sketch:
        case None:
            return Spot(name, answer, chosen=is_chosen)
        case Leaf(outcome=outcome):
            return Spot(name, answer, outcome=ground.tree.outcome_by_id[outcome].title, chosen=is_chosen)
        case Ask(fact=fact, branches=branches):
            below = tuple(
                _spot(ground, one, (*place, n), _answer(ground, condition), numbers, chosen)
                for n, (condition, one) in enumerate(branches)
            )
            return Spot(name, answer, ground.facts[fact].ask, numbers[sketching.name(place)], "", is_chosen, below)


def _answer(ground: Ground, condition: Condition) -> str:
    if condition.at_most or condition.above:
        return interval(Interval(condition.above, condition.at_most))
    return ground.facts[condition.fact].value(condition.values[0]).short


def _ask(ground: Ground, asked: Ask) -> str:
    return question(ground.facts[asked.fact], sketching.limit_of(asked))


def question(fact: Fact, limit: Quantity | None) -> str:
    """A question in words; of a number, at its limit."""
    return gettext("%(ask)s At most %(limit)s?") % {"ask": fact.ask, "limit": measured(limit)} if limit else fact.ask


def _form(ground: Ground, sketch: Sketch, place: Place) -> Form:
    here, way = sketching.at(sketch, place), sketching.way(sketch, place)
    outcomes = [Offer(f"to:{one.id}", one.title) for one in ground.tree.outcomes]
    questions = [
        Offer(_value(fact, limit), question(fact, limit))
        for fact, limit in sketching.questions(ground.facts)
        if not sketching.settled(fact, limit, way)
    ]
    stands = "question" if isinstance(here, Ask) else "outcome" if here else ""
    taken = _value(ground.facts[here.fact], sketching.limit_of(here)) if isinstance(here, Ask) else f"to:{here.outcome}" if here else ""  # fmt: skip
    return Form(
        address(place), said(ground, way), stands,
        [one for one in outcomes if one.value != taken], [one for one in questions if one.value != taken],
    )  # fmt: skip


def _value(fact: Fact, limit: Quantity | None) -> str:
    return f"ask:{fact.id}:{limit}" if limit else f"ask:{fact.id}"


def said(ground: Ground, way: Sequence[Condition]) -> list[str]:
    """The answers on a way, each with its fact."""
    return [f"{ground.facts[one.fact].title}: {_answer(ground, one)}" for one in way]


@dataclass(frozen=True)
class QuestionHint:
    """The question that would help most where so many scenarios come."""

    coming: int
    says: str = ""
    value: str = ""
    gain: Decimal = Decimal(0)


def question_hint(ground: Ground, sketch: Sketch, place: Place) -> QuestionHint:
    coming = executing.arriving(ground, sketch, place)
    best = executing.best_question(ground, coming)
    if best is None:
        return QuestionHint(len(coming))
    fact = ground.facts[best.fact]
    gain = Decimal(best.gain).quantize(Decimal("0.01"))
    return QuestionHint(len(coming), question(fact, best.limit), _value(fact, best.limit), gain)


@dataclass(frozen=True)
class BranchHint:
    """The end at which most goes wrong: where, how many, of how many that come there."""

    name: str
    way: list[str]
    wrong: int
    coming: int


def branch_hint(ground: Ground, sketch: Sketch) -> BranchHint | None:
    found = executing.costliest(ground, sketch)
    if found is None:
        return None
    place, wrong = found
    coming = len(executing.arriving(ground, sketch, place))
    return BranchHint(address(place), said(ground, sketching.way(sketch, place)), wrong, coming)


@dataclass(frozen=True)
class Wrong:
    """What goes wrong first at one question: how many scenarios were met, and how many not; of the former a few, by title and address."""

    number: int
    ask: str
    met: int
    unmet: int
    few: list[tuple[str, str]]

    @property
    def count(self) -> int:
        return self.met + self.unmet

    @property
    def more(self) -> int:
        """So many were met besides the few."""
        return self.met - len(self.few)


def wrong(course: Course, view: View, met: Mapping[str, str]) -> list[Wrong]:
    """By question, as they are numbered. What comes to an open end is not yet wrong."""
    astray = defaultdict[str, list[str]](list)
    for one in view.mapped:
        if not one.right and one.reached != OPEN:
            astray[one.wrong_at].append(one.question.ident)
    found = []
    for node, idents in astray.items():
        seen = [ident for ident in idents if ident in met]
        few = [(course.items[ident].title, met[ident]) for ident in seen[:FEW]]
        found.append(Wrong(view.numbers.get(node, 0), view.asks.get(node, ""), len(seen), len(idents) - len(seen), few))
    return sorted(found, key=lambda one: one.number)


@dataclass(frozen=True)
class Compared:
    """How two trees compare: on how much they agree, and the first facts on which they part, in words."""

    name: str
    parting: Parting
    facts: list[tuple[str, str]]
    one: str
    other: str


def compared(ground: Ground, parting: Parting, name: str) -> Compared:
    facts = [(fact.title, _value_says(fact, parting.case)) for fact in ground.tree.facts] if parting.case else []
    titles = {one.id: one.title for one in ground.tree.outcomes}
    return Compared(name, parting, facts, titles.get(parting.one, ""), titles.get(parting.other, ""))


def _value_says(fact: Fact, case: Case) -> str:
    """A value of a combination in words; of a number, its interval."""
    value = case[fact.id]
    if isinstance(value, str):
        return fact.value(value).says
    place = bisect_left([limit.base for limit in fact.limits], value)
    low = fact.limits[place - 1] if place else None
    high = fact.limits[place] if place < len(fact.limits) else None
    return interval(Interval(low, high)) if fact.limits else gettext("any")
