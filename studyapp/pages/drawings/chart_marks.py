"""Charts as SVG: intervals, dots, scores over time. Written here and not in a template, as the tree is: a class shows forty of them."""

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from studyapp.pages.drawings.bars import OverTime, Point, Row
from studyapp.pages.drawings.strokes import Dots


def interval_marks(row: Row) -> SafeString:
    """A share as ring or disc on its interval, beside the line of 90 %."""
    kind = ' class="weakest"' if row.weakest else ""
    return mark_safe(  # noqa: S308 - numbers of ours only
        '<line class="track" x1="2%" x2="98%" y1="15" y2="15"/>'
        f'<g{kind}><svg x="{row.start}" width="{row.width}" height="30" overflow="visible">'
        '<line class="interval" x1="0" x2="100%" y1="15" y2="15"/></svg>'
        f'<circle class="{"dot" if row.at_goal else "ring"}" cx="{row.mark}" cy="15" r="5"/></g>'
        f'<line class="goal" x1="{row.goal}" x2="{row.goal}" y1="6" y2="24"/>'
    )


def dots_marks(dots: Dots) -> SafeString:
    """The dots over their axis, and how many of them lie beyond the line of 90 %."""
    return mark_safe("".join(_dots(dots)))  # noqa: S308 - the one sentence is escaped below, and all else are numbers of ours


def _dots(dots: Dots) -> Iterator[str]:
    height, goal = dots.height, dots.goal
    for x, share in dots.ticks:
        yield f'<text class="mid{" strong" if share == 90 else ""}" x="{x}" y="{height + 20}">{share}\u00a0%</text>'
    yield f'<line class="axis" x1="0" x2="100%" y1="{height}" y2="{height}"/>'
    yield f'<line class="goal" x1="{goal}" x2="{goal}" y1="0" y2="{height}"/>'
    for dot in dots.dots:
        yield f'<circle class="dot{"" if dot.passes else " open"}" cx="{dot.x}" cy="{dot.y}" r="6.5"/>'
    told = escape(gettext("pass: %(n)s of 20") % {"n": dots.passing})
    beside = 'class="good end" x="-7"' if dots.tight else 'class="good" x="7"'
    yield f'<svg x="{goal}" overflow="visible"><text {beside} y="12">{told}</text></svg>'


def over_time_marks(chart: OverTime) -> SafeString:
    """One point for each run, oldest first, the last with its share; the days of the first and the last below."""
    return mark_safe("".join(_over_time(chart)))  # noqa: S308 - days are escaped below, and all else are numbers of ours


def _over_time(chart: OverTime) -> Iterator[str]:
    for share, y in chart.grid:
        yield f'<line class="grid" x1="6%" x2="100%" y1="{y}" y2="{y}"/><text x="0" y="{y + 4}">{share}</text>'
    goal, first, last = chart.goal, chart.points[0], chart.points[-1]
    yield f'<line class="goal" x1="6%" x2="100%" y1="{goal}" y2="{goal}"/><text class="strong" x="0" y="{goal + 4}">90</text>'
    for a, b in pairwise(chart.points):
        yield f'<line class="thin" x1="{a.x}" y1="{a.y}" x2="{b.x}" y2="{b.y}"/>'
    for point in chart.points:
        yield f'<circle class="point{" passed" if point.passed else ""}" cx="{point.x}" cy="{point.y}" r="4.5"/>'
    yield f'<text class="{"good " if last.passed else ""}end" x="99%" y="{last.y - 10}">{last.label}</text>'
    below = chart.height - 4
    yield f'<text x="6%" y="{below}">{_day(first)}</text><text class="end" x="100%" y="{below}">{_day(last)}</text>'


def _day(point: Point) -> str:
    return escape(date_format(point.at, gettext("j M")))
