"""A drawn design as SVG. Written here and not in a template, as the tree is: each page of a design holds it twice."""

from collections.abc import Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from studyapp.catalogue.courses import Course
from studyapp.pages.drawings.design import Arrow, Box, DesignDrawing
from studyapp.pages.languages import lang


def design_marks(drawing: DesignDrawing, course: Course, canvas: bool = False) -> SafeString:
    """Links, and the parts over them. On a canvas each part says where it stands."""
    own = str(lang(course))
    marks = [
        *(mark for arrow in drawing.arrows for mark in _arrow(arrow)),
        *(mark for box in drawing.boxes for mark in _part(box, own, canvas)),
    ]
    return mark_safe("".join(marks))  # noqa: S308 - every word is escaped below, and all else are numbers of ours


def _arrow(arrow: Arrow) -> Iterator[str]:
    links = escape(" ".join(arrow.links))
    yield f'<g class="arrow{" missing" if arrow.missing else ""}" data-links="{links}"><polyline points="{arrow.points}"/>'
    yield from (f'<path d="{head}"/>' for head in arrow.heads)
    yield "</g>"


def _part(box: Box, own: str, canvas: bool) -> Iterator[str]:
    """The part with its words; below it what is missed there, or its name."""
    place = f' data-x="{box.x}" data-y="{box.y}"' if canvas else ""
    yield f'<g class="part {box.state}" data-part="{escape(box.id)}"{place}><rect x="{box.x}" y="{box.y}" width="112" height="60"/>'
    yield from (f'<text x="{box.middle}" y="{y}"{own}>{escape(text)}</text>' for y, text in box.texts)
    if box.numbers:
        told = gettext("missing: %(numbers)s") if box.state == "missing" else gettext("see %(numbers)s")
        told %= {"numbers": ", ".join(map(str, box.numbers))}
        yield f'<text class="note" x="{box.middle}" y="{box.below}">{escape(told)}</text>'
    elif box.name:
        yield f'<text class="name" x="{box.middle}" y="{box.below}"{own}>{escape(box.name)}</text>'
    yield "</g>"
