"""A decision tree of the learner's own: built place by place, executed on the scenarios, hinted at, compared."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.catalogue.courses import Course
from studyapp.catalogue.sketches import Leaf, Place, Sketch
from studyapp.catalogue.trees import DecisionTree
from studyapp.formats.sketch_text import limit_named
from studyapp.pages import sketched
from studyapp.pages.http import course_or_404, found_or_404, learner_for, learner_id, page, wants_fragment
from studyapp.records import sketches as records
from studyapp.records.sketches import Best, Full, Own, Stale
from studyapp.rules import executing, sketching
from studyapp.rules.executing import PASS_PERCENT, Ground
from studyapp.rules.sketching import DEEPEST, MOST, Impossible
from studyapp.rules.smallest import smallest_size

COURSES = "course"  # how the course's tree is named where trees are compared


@dataclass(frozen=True)
class Refusal:
    """Why something was not done, and the number that the sentence needs."""

    why: str
    most: int = 0
    status: int = 422


def ground_or_404(course: str, exercise: str) -> tuple[Course, Ground]:
    found = course_or_404(course)
    if exercise in found.exercises:
        raise Http404("an exercise of another kind")
    return found, found_or_404(records.ground(found, exercise))


@require_safe
def index(request: HttpRequest, course: Course, ground: Ground) -> HttpResponse:
    """The learner's trees for one of the course's."""
    return _index(request, course, ground)


def _index(request: HttpRequest, course: Course, ground: Ground, refused: Refusal | None = None) -> HttpResponse:
    mine = records.own_trees(learner_id(request), course.id, ground)
    context = {
        "course": course, "tree": ground.tree, "corner": "practise", "refused": refused, "bar": PASS_PERCENT / 100,
        "rows": [(own, title(own), sketched.Share(*executing.share(ground, own.sketch)), sketching.size(own.sketch)) for own in mine],
        "of": len(ground.scenarios), "smallest": smallest_size(ground), "most": records.MOST_TREES,
    }  # fmt: skip
    return page(request, "sketches/index.html", context, status=refused.status if refused else 200)


def rows(course: Course, mine: int | None) -> list[tuple[DecisionTree, Best | None]]:
    """The course's trees that one can build anew, each with the best share of the learner's own."""
    best = records.best(mine, course.id) if course.scenarios else {}
    return [(course.trees[id], best.get(id)) for id in course.scenarios if id not in course.exercises]


def title(own: Own) -> str:
    return own.row.title or gettext("Tree %(number)d") % {"number": own.row.number}


@require_POST
def sketches(request: HttpRequest, course: str, exercise: str) -> HttpResponse:
    """One tree more: empty, or a copy of an own one."""
    found, ground = ground_or_404(course, exercise)
    named, sketch = "", None
    if copied := request.POST.get("copy", ""):
        source = found_or_404(_own(records.own_trees(learner_id(request), course, ground), copied))
        named, sketch = gettext("Copy of %(title)s") % {"title": title(source)}, source.sketch
    try:
        row = records.begin(
            learner_for(request), course, ground, sketch=sketch, title=named[: records.LONGEST], at=timezone.now()
        )
    except Full:
        return _index(request, found, ground, Refusal("full", records.MOST_TREES))
    return redirect("sketch", course, exercise, row.pk)


def _own(mine: list[Own], id: object) -> Own | None:
    return next((own for own in mine if str(own.row.pk) == str(id)), None)


@require_http_methods(["GET", "HEAD", "POST"])
def sketch(request: HttpRequest, course: str, exercise: str, id: int) -> HttpResponse:
    """One tree: looked at, and changed at one place."""
    found, ground = ground_or_404(course, exercise)
    mine = records.own_trees(learner_id(request), course, ground)
    own = found_or_404(_own(mine, id))
    if request.method != "POST":
        return _page(request, found, ground, mine, own)
    try:
        _act(request, ground, own)
    except Stale:
        return _page(request, found, ground, mine, own, Refusal("stale", status=409))
    except Impossible as why:
        return _page(request, found, ground, mine, own, Refusal(str(why), MOST))
    address = reverse("sketch", args=[course, exercise, id])
    if not wants_fragment(request):
        return redirect(f"{address}#place")
    mine = records.own_trees(learner_id(request), course, ground)
    response = _page(request, found, ground, mine, found_or_404(_own(mine, id)))
    response["HX-Replace-Url"] = address
    return response


def _act(request: HttpRequest, ground: Ground, own: Own) -> None:
    """Do what the button says to the version that was seen. Stale, Impossible."""
    posted = request.POST
    seen = _number(posted.get("seen", ""))
    match posted.get("act"):
        case "undo" | "redo" as way:
            records.turn(own, ground, way, seen=seen)
        case "name":
            if not 0 < len(named := posted.get("title", "").strip()) <= records.LONGEST:
                raise Impossible("title")
            records.rename(own, named)
        case "put" | "first" | "remove" as act:
            make = _change(act, ground, place_of(posted.get("at", "")), posted.get("what", ""))
            records.change(own, ground, make, seen=seen, at=timezone.now())
        case _:
            raise Impossible("act")


def _number(text: str) -> int:
    """A number that was posted; one that no version has for whatever is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def place_of(text: str) -> Place:
    """0-2, or start. Impossible."""
    if text == sketched.START:
        return ()
    numbers = tuple(_number(part) for part in text[:200].split("-"))
    if min(numbers) < 0:
        raise Impossible("place")
    return numbers


def _change(act: str, ground: Ground, place: Place, what: str) -> Callable[[Sketch], Sketch]:
    """What a button does to a sketch. Impossible for what cannot be put anywhere."""
    if act == "remove":
        return lambda sketch: sketching.put(sketch, place, None)
    kind, _, rest = what.partition(":")
    fact, _, limit = rest.partition(":")
    if kind == "to" and act == "put":
        if rest not in ground.tree.outcome_by_id:
            raise Impossible("outcome")
        return lambda sketch: sketching.put(sketch, place, Leaf(rest))
    if kind != "ask":
        raise Impossible("choose" if act == "put" else "first")
    if fact not in ground.facts:
        raise Impossible("fact")
    asked, at = ground.facts[fact], limit_named(ground.facts[fact], limit)
    if act == "first":
        return lambda sketch: sketching.ask(sketch, place, asked, at)
    return lambda sketch: sketching.ask(sketching.put(sketch, place, None), place, asked, at)


def _page(
    request: HttpRequest, course: Course, ground: Ground, mine: list[Own], own: Own, refused: Refusal | None = None
) -> HttpResponse:
    posted = request.POST if refused else {}
    try:
        chosen = _chosen(own.sketch, posted.get("at") or request.GET.get("at", ""))
    except Impossible as why:
        chosen, refused = _chosen(own.sketch, ""), refused or Refusal(str(why))
    hint, other = request.GET.get("hint", "") if not posted else "", request.GET.get("with", "") if not posted else ""
    drawn = sketched.view(ground, own.sketch, chosen)
    context = {
        "course": course, "tree": ground.tree, "corner": "practise", "own": own, "title": title(own), "bar": PASS_PERCENT / 100,
        "refused": refused, "what": posted.get("what", ""), "named": posted.get("title", "")[:200], "longest": records.LONGEST, "deepest": DEEPEST,
        "others": [(one.row.pk, title(one)) for one in mine if one is not own], "with": other, "smallest": smallest_size(ground),
        "drawn": drawn, "question": sketched.question_hint(ground, own.sketch, chosen) if hint == "question" and chosen is not None else None,
        "branch": sketched.branch_hint(ground, own.sketch) if hint == "branch" else None, "hint": hint,
        "wrong": sketched.wrong(course, drawn, _met(request, course, drawn)),
        "compared": _compared(ground, mine, own, other) if other else None, "changed": request.method == "POST" and not refused,
    }  # fmt: skip
    return page(request, "sketches/sketch.html", context, part="sketch", status=refused.status if refused else 200)


def _chosen(sketch: Sketch, text: str) -> Place | None:
    """The place that was asked for, else the first open one, if there is one. Impossible."""
    if text:
        sketching.at(sketch, place := place_of(text))
        return place
    return next(iter(sketching.open_places(sketch)), None)


def _met(request: HttpRequest, course: Course, drawn: sketched.View) -> dict[str, str]:
    """The address at which each of the scenarios that go wrong was met."""
    idents = [one.question.ident for one in drawn.mapped if not one.right and one.reached != sketching.OPEN]
    runs = reverse("attempts")  # of many questions: each has its run and its place below
    met = records.met(learner_id(request), idents, course.id)
    return {ident: f"{runs}{attempt}/{position}/" for ident, (attempt, position) in met.items()}


def _compared(ground: Ground, mine: list[Own], own: Own, other: str) -> sketched.Compared | None:
    """With the course's tree, or another own one; none for what is neither."""
    ends = executing.ends(ground, own.sketch)
    if other == COURSES:
        return sketched.compared(ground, executing.compare(ground, ends, ground.ends), gettext("The course's tree"))
    if (one := _own(mine, other)) is None:
        return None
    return sketched.compared(ground, executing.compare(ground, ends, executing.ends(ground, one.sketch)), title(one))
