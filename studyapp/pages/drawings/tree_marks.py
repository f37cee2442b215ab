"""A drawn tree as SVG. Written here and not in a template, which takes ten times as long: every explained answer holds a tree."""

from collections.abc import Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from studyapp.catalogue.courses import Course
from studyapp.pages.drawings.tree import BAR, End, Label, Spot, TreeDrawing
from studyapp.pages.languages import lang
from studyapp.records.progress import Score

BESIDE = 25  # from the circle of a question to its words
LINE = 19  # from one line of them to the next
SIGNS = {"right": "tick", "wrong": "cross"}


def tree_marks(drawing: TreeDrawing, course: Course | str, grows: bool = False) -> SafeString:
    """Branches, ways and words, the lower ones first. A way that `grows` is drawn from its start."""
    own = str(lang(course))
    marks = [
        *(f'<polyline class="branch" points="{points}"/>' for points in drawing.branches),
        *_ways(drawing, grows),
        *(f'<circle class="nowhere" cx="{drawing.end}" cy="{end.y}" r="5"/>' for end in drawing.ends if end.state == "open"),
        *(_label(label, "" if label.amount else own) for label in drawing.labels),
        *(mark for spot in drawing.spots for mark in _question(spot, bool(drawing.way), own)),
        *(mark for end in drawing.ends for mark in _end(end, drawing, own)),
    ]  # fmt: skip
    return mark_safe("\n".join(marks))  # noqa: S308 - every word is escaped below, and all else are numbers of ours


def _ways(drawing: TreeDrawing, grows: bool) -> Iterator[str]:
    if drawing.way:
        length = ' pathLength="1"' if grows else ""
        yield f'<polyline class="path" points="{drawing.way}"{length}/>'
    if drawing.left:
        yield f'<polyline class="left" points="{drawing.left}"/>'


def _label(label: Label, own: str) -> str:
    kind = {"way": " path-label", "left": " left-label"}.get(label.state, "")
    return f'<text class="label{kind}" x="{label.x}" y="{label.y}"{own}>{escape(label.text)}</text>'


def _question(spot: Spot, is_walked: bool, own: str) -> Iterator[str]:
    """The numbered circle of a question, its words, and how it was answered."""
    x, y = spot.x, spot.y
    is_passed = spot.state != "plain"
    if spot.state == "asked":
        yield f'<circle class="ring" cx="{x}" cy="{y}" r="16.5"/>'
    if spot.weakest:
        yield f'<rect class="weak" x="{x - 16}" y="{y - 16}" width="32" height="32"/>'
    yield f'<circle class="node{" passed" if is_passed else ""}" cx="{x}" cy="{y}" r="12"/>'
    kind = " passed" if is_passed else "" if is_walked else " strong"
    yield f'<text class="num{kind}" x="{x}" y="{y + 5}">{spot.number}</text>'
    kind = ""
    if spot.state == "asked" or spot.weakest:
        kind = ' class="now"'
    elif is_walked and not is_passed:
        kind = ' class="open"'
    first, right = y + (5 if len(spot.lines) == 1 else -2), x + BESIDE
    lines = f'</tspan><tspan x="{right}" dy="{LINE}">'.join(escape(line) for line in spot.lines)
    yield f'<text{kind} x="{right}" y="{first}"{own}><tspan x="{right}">{lines}</tspan></text>'
    if spot.score:
        yield from _share(spot, spot.score)


def _share(spot: Spot, score: Score) -> Iterator[str]:
    """How many answers were right there: a bar with the line of 90 %, and in words."""
    x, y = spot.x + BESIDE, spot.y + 28
    yield f'<rect class="share{" weakest" if spot.weakest else ""}" x="{x}" y="{y}" width="{spot.bar}" height="10"/>'
    yield f'<rect class="bar" x="{x}" y="{y}" width="{BAR}" height="10"/><path class="goal" d="M{x + BAR * 9 // 10} {y - 4}v18"/>'
    says = [gettext("%(right)s of %(n)s right") % {"right": score.right, "n": score.n}]
    if spot.weakest:
        says.append(gettext("weakest"))
    yield f'<text class="{"bad word" if spot.weakest else ""}" x="{x + BAR + 9}" y="{y + 10}">{escape(", ".join(says))}</text>'


def _end(end: End, drawing: TreeDrawing, own: str) -> Iterator[str]:
    """Where the tree leads to: its tick or cross, its name, and what is said of it."""
    x, y = drawing.end, end.y
    if end.state in SIGNS:
        yield f'<use href="#icon-{SIGNS[end.state]}" x="{x - 20}" y="{y - 10}" width="20" height="20"/>'
    is_beside = bool(drawing.way and drawing.left)
    kind = {"right": "end", "wrong": "end", "out": "open out", "open": "open"}.get(
        end.state, "open" if is_beside else ""
    )
    yield f'<text class="{kind}" x="{x + 7}" y="{y + 5}"{"" if end.state == "open" else own}>{escape(end.title)}</text>'
    if end.note:
        kind = {"right": "good word", "wrong": "bad word"}.get(end.state, "open")
        yield f'<text class="{kind}" x="{x + 7}" y="{y + 24}">{escape(end.note)}</text>'
