"""The words for workloads, bills and limits."""

from decimal import Decimal

from django.utils.translation import gettext, gettext_lazy

from studyapp.catalogue.costs import AT_ONCE, MEASURES
from studyapp.catalogue.courses import Course
from studyapp.catalogue.facts import Condition
from studyapp.catalogue.quantities import Quantity
from studyapp.pages.wording import amount, figures, measured
from studyapp.rules.pricing import ANSWER, Reason, cents

LABELS = {
    "requests": gettext_lazy("Requests"),
    "duration": gettext_lazy("Work for one request"),
    "memory": gettext_lazy("Memory the model needs"),
    "size": gettext_lazy("Largest request"),
    "data": gettext_lazy("In and out for one request"),
    "peak": gettext_lazy("Busiest moment"),
    "hours": gettext_lazy("Hours of a day with requests"),
    "parallel": gettext_lazy("Requests one instance works on at once"),
    "instances": gettext_lazy("Instances, at least"),
    "start": gettext_lazy("Until an instance is there"),
    "cool": gettext_lazy("Idle until it sleeps"),
    "wakes": gettext_lazy("Times it is woken"),
    "runs": gettext_lazy("Jobs"),
    "latency": gettext_lazy("The answer must be there within"),
    "prompt": gettext_lazy("Sent for one request"),
    "reply": gettext_lazy("Written for one request"),
    "devices": gettext_lazy("Devices"),
    "quote": gettext_lazy("One device a month, with its upkeep"),
    AT_ONCE: gettext_lazy("Requests in work at the same moment"),
    ANSWER: gettext_lazy("Time until the answer"),
}


def label(measure: str) -> str:
    return str(LABELS[measure])


def money(value: Decimal) -> str:
    """1009.15 -> 1,009.15 USD."""
    return gettext("%(amount)s USD") % {"amount": figures(cents(value))}


def plain(value: Decimal) -> str:
    """A number with at most three places, none of them an idle nought: 4.167, 730."""
    rounded = value.quantize(Decimal("0.001"))
    return figures(rounded.normalize() if rounded % 1 else rounded.to_integral_value())


def to_the_request(value: Decimal) -> str:
    """575000.0000001 -> 575,000: a break-even to the request, which is more than anybody knows."""
    return figures(value.quantize(Decimal(1)))


def hundredths(share: Decimal) -> str:
    """0.01 -> 1."""
    return exact(share * 100)


def haveable(value: bool) -> str:
    return gettext("can be had") if value else gettext("cannot be had")


def exact(value: Decimal) -> str:
    """A price as it is: 0.00002, 1.408."""
    return figures(value.normalize())


def formula(shape: str) -> str:
    """How a month is worked out, by the shape of the bill."""
    return {
        "always-on": gettext("instances × 730 h × price of an hour, and the data. As many instances as the busiest second needs, and no fewer than the brief says; the busiest second is never less busy than the average one."),
        "per-use": gettext("requests of a month × seconds × GB of memory × price of a GB-second, and the data."),
        "awake-hours": gettext("hours awake × price of an hour. Awake for the work, and at each wake-up for the start and the idle time; never longer than the hours in which requests come, one start and one idle time."),
        "job": gettext("jobs × instances × time of a job × price of an hour. A job takes its start and its share of the work."),
        "per-token": gettext("requests of a month × what their tokens cost, in and out."),
        "per-device": gettext("devices × what one costs a month."),
    }[shape]  # fmt: skip


def _has(measure: str, value: Decimal) -> str:
    """What a workload has of a measure, in a unit that suits it."""
    if measure == AT_ONCE:
        return plain(value)
    unit = "s" if measure == ANSWER else MEASURES[measure].unit
    return amount(value.quantize(Decimal("0.001")), Quantity(Decimal(1), unit).dimension)


def reason(course: Course, found: Reason) -> str:
    """Why an option is ruled out: what the workload has, and how far the option goes."""
    limit = found.limit
    if isinstance(found.has, str):
        return _of_fact(course, limit, found.has)
    values = {"what": label(limit.fact), "has": _has(limit.fact, found.has)}
    if limit.at_most:
        edge = {"limit": _has(ANSWER, limit.at_most.base) if limit.fact == ANSWER else measured(limit.at_most)}
        return gettext("%(what)s: %(has)s, and at most %(limit)s will do.") % {**values, **edge}
    return gettext("%(what)s: %(has)s, and more than %(limit)s is needed.") % {
        **values,
        "limit": measured(limit.above) if limit.above else "",
    }


def fact_says(course: Course, fact: str, value: str) -> tuple[str, str]:
    """The title of a fact and what a value of it says; their ids, where the course no longer has them."""
    known = course.facts.get(fact)
    if known is None:
        return fact, value
    return known.title, next((one.says for one in known.values if one.id == value), value)


def _of_fact(course: Course, limit: Condition, has: str) -> str:
    title, says = fact_says(course, limit.fact, has)
    fitting = gettext(" or ").join(fact_says(course, limit.fact, value)[1] for value in limit.values)
    return gettext("%(what)s: %(has)s. It can be had only where %(fitting)s.") % {
        "what": title, "has": says, "fitting": fitting,
    }  # fmt: skip
