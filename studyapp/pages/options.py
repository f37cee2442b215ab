"""Every option side by side, and the map of them."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from studyapp.catalogue.courses import Course
from studyapp.catalogue.options import Option
from studyapp.catalogue.quantities import Quantity
from studyapp.formats.quantity_text import read_amount
from studyapp.pages.drawings import map as drawing
from studyapp.pages.http import course_or_404, found_or_404, page


def compared(course: Course) -> list[Option]:
    """The options that stand side by side: those with a bill, in the order in which their trees prefer them."""
    order = [outcome.id for tree in course.trees.values() for outcome in tree.outcomes]
    billed = [option for option in course.options.values() if option.bill]
    return sorted(billed, key=lambda o: order.index(o.id) if o.id in order else len(order))


@require_safe
def index(request: HttpRequest, course: str) -> HttpResponse:
    found = course_or_404(course)
    options = compared(found)
    columns = list(dict.fromkeys(label for option in options for label, _ in option.compare))
    rows = [(option, [(label, dict(option.compare).get(label, "–")) for label in columns]) for option in options]
    wrong, case = _case(request, found)
    selected = found.options.get(request.GET.get("option", ""))
    context = {
        "course": found, "rows": rows, "columns": columns, "selected": selected, "corner": "learn", "wrong": wrong,
        "figures": list(found.figures.values()), "case": case, "others": [o for o in found.options.values() if not o.bill],
        "maps": [drawing.draw(found, options, selected, case, wide) for wide in (True, False)] if found.map else [],
        "fits": drawing.fitting(options, case) if case else [],
        "axes": (found.facts[found.map.across], found.facts[found.map.up]) if found.map else None,
    }  # fmt: skip
    return page(request, "options/index.html", context, status=422 if wrong else 200)


def _case(request: HttpRequest, course: Course) -> tuple[dict[str, str], drawing.Case | None]:
    """The reader's own case, or the course's; what could not be read by fact."""
    if course.map is None:
        return {}, None
    given: dict[str, Quantity] = {}
    wrong: dict[str, str] = {}
    names = (course.map.across, course.map.up)
    for name in names:
        text = request.GET.get(name, "").strip()
        if text:
            try:
                quantity = read_amount(text[:60], course.facts[name])
                if quantity.amount <= 0:
                    raise ValueError(text)
                given[name] = quantity
            except ValueError:
                wrong[name] = text[:60]
    if len(given) == len(names):
        return {}, drawing.Case("", given[names[0]], given[names[1]])
    shown = course.map.case
    return wrong, drawing.Case(shown.title, shown.across, shown.up)


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
