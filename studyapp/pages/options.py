"""Every option side by side, and the map of them."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from studyapp.catalogue.courses import Course, Map
from studyapp.catalogue.facts import Fact
from studyapp.catalogue.options import Option
from studyapp.catalogue.quantities import Quantity
from studyapp.formats.quantity_text import read_amount
from studyapp.pages.drawings import map as drawing
from studyapp.pages.http import course_or_404, found_or_404, page


@dataclass(frozen=True)
class Entry:
    """An axis of the map, and what stands in its field; without a quantity it cannot be read."""

    fact: Fact
    text: str
    quantity: Quantity | None


def compared(course: Course) -> list[Option]:
    """The options that stand side by side: with a bill and cells to compare, in the order in which their trees prefer them."""
    order = [outcome.id for tree in course.trees.values() for outcome in tree.outcomes]
    billed = [option for option in course.options.values() if option.bill and option.compare]
    return sorted(billed, key=lambda o: order.index(o.id) if o.id in order else len(order))


@require_safe
def index(request: HttpRequest, course: str) -> HttpResponse:
    found = course_or_404(course)
    options = compared(found)
    columns = list(dict.fromkeys(label for option in options for label, _ in option.compare))
    rows = [(option, [(label, dict(option.compare).get(label, "–")) for label in columns]) for option in options]
    entries = _entries(request, found, found.map) if found.map else []
    wrong = [entry for entry in entries if entry.quantity is None]
    case = _case(found.map, entries) if found.map else None
    selected = found.options.get(request.GET.get("option", ""))
    context = {
        "course": found, "rows": rows, "columns": columns, "selected": selected, "corner": "learn", "wrong": wrong,
        "figures": list(found.figures.values()), "case": case, "others": [o for o in found.options.values() if o not in options],
        "maps": lambda: [drawing.draw(found, options, selected, case, wide) for wide in (True, False)],
        "fits": drawing.fitting(options, case) if case else [],
        "entries": entries, "axes": (found.facts[found.map.across], found.facts[found.map.up]) if found.map else None,
    }  # fmt: skip
    return page(request, "options/index.html", context, status=422 if wrong else 200)


def _entries(request: HttpRequest, course: Course, shown: Map) -> list[Entry]:
    """What was typed for the two axes; where nothing was, the case of the course."""
    entries = []
    for name, usual in ((shown.across, shown.case.across), (shown.up, shown.case.up)):
        fact, text = course.facts[name], request.GET.get(name, "").strip()[:60]
        try:
            quantity = read_amount(text, fact) if text else usual
        except ValueError:
            quantity = None
        entries.append(Entry(fact, text or str(usual), quantity if quantity and quantity.amount > 0 else None))
    return entries


def _case(shown: Map, entries: list[Entry]) -> drawing.Case:
    """The reader's own case; the course's, while an amount cannot be read."""
    across, up = (entry.quantity for entry in entries)
    usual = shown.case
    if across is None or up is None or (across, up) == (usual.across, usual.up):
        return drawing.Case(usual.title, usual.across, usual.up)
    return drawing.Case("", across, up)


@require_safe
def option(request: HttpRequest, course: str, option: str) -> HttpResponse:
    found = course_or_404(course)
    one = found_or_404(found.options.get(option))
    tree = next((t for t in found.trees.values() if one.id in t.outcome_by_id), None)
    context = {
        "course": found, "option": one, "tree": tree, "corner": "learn",
        "price": found.figures.get(one.bill.price) if one.bill else None,
        "price_source": found.sources.get(found.figures[one.bill.price].source) if one.bill and one.bill.price else None,
    }  # fmt: skip
    return page(request, "options/option.html", context)
