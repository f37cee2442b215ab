"""The places of a learner's own tree as lists within lists. Written here and not in a template: there may be hundreds, each in another."""

from collections.abc import Callable, Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from studyapp.catalogue.courses import Course
from studyapp.pages.languages import lang
from studyapp.pages.sketched import Spot


def place_by_place(spot: Spot, here: str, course: Course, caller: Callable[[], str]) -> SafeString:
    """The place and all below it, each a link to itself at the address; the chosen one holds what the caller says."""
    inner = "".join(_place(spot, escape(here), str(lang(course)), caller()))
    return mark_safe(f'<ul class="places">{inner}</ul>')  # noqa: S308 - every word is escaped below


def _place(spot: Spot, here: str, own: str, form: str) -> Iterator[str]:
    if spot.chosen:
        yield f'<li class="chosen"><p class="stands">{_stands(spot, own)}</p>{form}'
    else:
        at = f"{here}?at={spot.name}"
        yield f'<li><a class="stands" href="{at}" hx-get="{at}" hx-push-url="true">{_stands(spot, own)}</a>'
    if spot.branches:
        yield "<ul>"
        for one in spot.branches:
            yield from _place(one, here, own, form)
        yield "</ul>"
    yield "</li>"


def _stands(spot: Spot, own: str) -> str:
    """The answer that leads there, and the question, the outcome or nothing yet."""
    answer = f"<span{own}>{escape(spot.answer)}:</span> " if spot.answer else ""
    if spot.number:
        return f"{answer}<b{own}>{spot.number}. {escape(spot.ask)}</b>"
    if spot.outcome:
        return f"{answer}<span{own}>{escape(spot.outcome)}</span>"
    return f"{answer}<i>{escape(pgettext('place', 'open'))}</i>"
