"""Small words of the templates: percentages, intervals, units."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django.utils.formats import date_format, get_format, number_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext, override, pgettext

from studyapp.catalogue.courses import Course
from studyapp.catalogue.facts import Told
from studyapp.catalogue.quantities import UNITS, Quantity
from studyapp.catalogue.trees import DecisionTree
from studyapp.records.models import Attempt
from studyapp.records.progress import Score
from studyapp.records.shelf import catalogue
from studyapp.rules.deciding import Changed, Interval

UNIT_WORDS = {
    "day": gettext_lazy("day"), "days": gettext_lazy("days"), "per second": gettext_lazy("per second"),
    "per hour": gettext_lazy("per hour"), "per day": gettext_lazy("per day"), "per week": gettext_lazy("per week"),
    "per month": gettext_lazy("per month"),
}  # fmt: skip
MODES = {
    "practice": gettext_lazy("practice"), "graded": gettext_lazy("graded"), "mock": gettext_lazy("mock exam"),
    "section": gettext_lazy("section"), "missed": gettext_lazy("missed"), "review": gettext_lazy("review"),
    "lesson": gettext_lazy("lesson check"),
}  # fmt: skip
KINDS = {
    "single": gettext_lazy("Choose one"), "multiple": gettext_lazy("Choose several"), "ordering": gettext_lazy("Put in order"),
    "matching": gettext_lazy("Match"), "numeric": gettext_lazy("A number"), "case": gettext_lazy("Story of a case"),
}  # fmt: skip


def kind(name: str) -> str:
    """What a question of a kind asks for; the name of a kind that nobody knows."""
    return str(KINDS.get(name, name))


def mode(name: str) -> str:
    return str(MODES.get(name, name))


def figures(number: Decimal) -> str:
    """A number as it is, in groups of three and with the mark of the language: 1,009.5."""
    return _figures(str(number), get_language())  # 1.0 and 1 are equal, and written otherwise


@lru_cache(maxsize=4096)
def _figures(number: str, _language: str | None) -> str:
    """Trees say the same few numbers on each page."""
    return number_format(Decimal(number), force_grouping=True)


def measured(quantity: Quantity) -> str:
    """An amount with its unit, in the interface's language: 4 MB, 128,000 bytes, 5 days."""
    unit, amount = unit_word(quantity.unit), figures(quantity.amount)
    return f"{amount}{unit}" if unit == "%" else f"{amount} {unit}".rstrip()


def typed_text(quantity: Quantity) -> str:
    """An amount as it stands in a field. Commas group there, so none stand there where a comma is the decimal mark."""
    return str(quantity) if get_format("THOUSAND_SEPARATOR") == "," else str(quantity).replace(",", "")


def unit_word(unit: str) -> str:
    return str(UNIT_WORDS.get(unit, unit))


def unbroken(text: str) -> str:
    """Numbers and their per cent signs stay on one line."""
    return text.replace(" %", "\u00a0%")


def percent(share: float) -> str:
    """0.586 -> 59 %, never broken over two lines. What is short of 90 never reads as 90, and only certainty as 0 or 100."""
    if 0 < share < 0.01:
        return unbroken(gettext("less than 1 %%") % ())
    if 0.99 < share < 1:
        return unbroken(gettext("more than 99 %%") % ())
    return _percent(int(share * 100) if 0.89 < share < 0.9 else round(share * 100), get_language())


@lru_cache(maxsize=1024)
def _percent(whole: int, _language: str | None) -> str:
    return unbroken(gettext("%(number)d %%") % {"number": whole})


def signed(value: float) -> str:
    """-0.062 -> −0.06."""
    return number_format(value, 2).replace("-", "\u2212")


def interval(value: Interval) -> str:
    """More than 4 MB and at most 25 MB."""
    if value.low is not None and value.high is not None:
        ends = {"low": measured(value.low), "high": measured(value.high)}
        return gettext("more than %(low)s and at most %(high)s") % ends
    if value.low is not None:
        return gettext("more than %(low)s") % {"low": measured(value.low)}
    return gettext("at most %(high)s") % {"high": measured(value.high) if value.high else ""}


def wish(course: Course, tree: DecisionTree, changed: Changed) -> str:
    """The phrase after 'would fit if', in the course's language: 'a caller waited on the line', 'one request were at most 4 MB'."""
    fact = tree.fact_by_id[changed.fact]
    if isinstance(changed.to, Interval):
        with override(course.language):
            return fact.wish.replace("{interval}", interval(changed.to))
    return fact.value(changed.to).wish


def value_of(tree: DecisionTree, told: Told) -> str:
    """A told value in words: an amount as it is, a choice as its fact says it."""
    if isinstance(told.value, Quantity):
        return str(told.value)
    return tree.fact_by_id[told.fact].value(told.value).says


def joined(parts: list[Any]) -> str:
    """a, b and c."""
    texts = [str(part) for part in parts]
    if len(texts) < 2:
        return "".join(texts)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(texts[:-1]), "last": texts[-1]}


def amount(base: Decimal, dimension: str) -> str:
    """An amount in the base unit, in the largest unit that keeps it at one or more."""
    fitting = [(factor, unit) for unit, (dim, factor) in UNITS.items() if dim == dimension and base >= factor]
    if not fitting:
        return measured(Quantity(base.normalize(), dimension))
    factor, unit = max(fitting, key=lambda pair: pair[0])
    return measured(Quantity((base / factor).normalize(), unit))


def right_of(score: Score) -> str:
    """12 of 15."""
    return gettext("%(right)s of %(n)s") % {"right": score.right, "n": score.n}


def result(run: Attempt) -> str:
    """The same of a finished run."""
    return gettext("%(right)s of %(of)s") % {"right": run.right_count, "of": run.asked_count}


def found(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """What was looked for is bold."""
    words = (f"<b>{escape(text)}</b>" if sought else escape(text) for text, sought in pieces)
    return mark_safe("".join(words))  # noqa: S308 - escaped


def minutes(count: int) -> str:
    return gettext("about %(count)d min") % {"count": count}


def quiz_title(attempt: Attempt) -> str:
    """What a run's quiz is called; its id when the course has it no more."""
    course = catalogue().courses.get(attempt.course)
    quiz = course.quizzes.get(attempt.quiz) if course else None
    return quiz.title if quiz else attempt.quiz


def clock(seconds: float) -> str:
    """2490.0 -> 41:30."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def span(length: timedelta) -> str:
    """2 h, or 3 days."""
    hours = round(length.total_seconds() / 3600)
    if hours % 24 == 0:
        return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}
    return gettext("%(n)d h") % {"n": hours}


def ago(at: datetime | None, now: datetime) -> str:
    """today, yesterday, 12 days ago; a word for never."""
    if at is None:
        return gettext("never")
    days = (now.date() - at.date()).days
    if days < 2:
        return gettext("yesterday") if days == 1 else gettext("today")
    return gettext("%(n)d days ago") % {"n": days}


def stored(value: Any) -> Any:
    """A stored value as one reads it: a time as a day with its hour, nothing as a dash, several things in a row."""
    if isinstance(value, datetime):
        return date_format(value, gettext("j F Y, H:i")) + " UTC"
    if isinstance(value, bool):
        return pgettext("own data", "yes") if value else pgettext("own data", "no")
    if isinstance(value, dict):
        return "; ".join(f"{name}: {stored(one)}" for name, one in value.items()) or "—"
    return "—" if value in (None, "") else value


def difficulty(level: int) -> str:
    return [gettext("Easy"), gettext("Medium"), gettext("Hard")][level - 1]


def billing(shape: str) -> str:
    """What is paid for, by the shape of the bill."""
    return {
        "always-on": gettext("every hour it stands, used or not"),
        "per-use": gettext("the milliseconds of work"),
        "awake-hours": gettext("the hours its instances are awake"),
        "job": gettext("the hours of the job"),
        "per-token": gettext("the tokens in and out"),
        "per-device": gettext("the device"),
    }[shape]


def lines(text: str, most: int = 32) -> list[str]:
    """A short text broken into lines of at most so many characters, as even as words allow."""
    words, found = text.split(), [""]
    if len(text) > most:  # two even lines read better than one full and one short
        most = max(len(text) // 2 + 4, *map(len, words))
    for word in words:
        if found[-1] and len(found[-1]) + 1 + len(word) > most:
            found.append("")
        found[-1] = f"{found[-1]} {word}".strip()
    return found


def standing(strip: list[dict[str, Any]], here: int, tells: bool) -> SafeString:
    """How each question of a run stands, by its mark; what is right is told only where the run tells it at once."""
    marks = ((' class="here"' if row["position"] == here else "", icon(_mark(row, tells))) for row in strip)
    return SafeString("".join(f"<span{place}>{mark}</span>" for place, mark in marks))


def _mark(row: dict[str, Any], tells: bool) -> str:
    if row["flagged"]:
        return "flag"
    if row["checked"] and tells:
        return "tick" if row["right"] else "cross"
    return "disc" if row["saved"] else "ring"


@cache
def icon(name: str) -> SafeString:
    """One of the marks: tick, cross, ring, flag, left-out, warning, theme. It says nothing without its word."""
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="#icon-{}"/></svg>', name)
