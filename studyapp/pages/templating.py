"""The templates: their words, what they can call, and how one part of a page is rendered alone."""

import html
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from django.http import HttpRequest
from django.template import defaultfilters
from django.template.backends.jinja2 import Jinja2
from django.template.backends.jinja2 import Template as Page
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from jinja2 import ChainableUndefined, Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from studyapp.pages import measures, own_names, wording
from studyapp.pages.drawings import chart_marks, design_marks, tree_marks
from studyapp.pages.keeping import Kept
from studyapp.pages.languages import in_english, lang, runs_left
from studyapp.pages.sketch_places import place_by_place

FILTERS: tuple[Callable[..., Any], ...] = (
    measures.exact, measures.formula, measures.haveable, measures.hundredths, measures.label, measures.money, measures.plain,
    measures.to_the_request, own_names.own_name, own_names.own_value, wording.ago, wording.billing, wording.clock,
    wording.difficulty, wording.found, wording.joined, wording.kind, wording.measured, wording.minutes, wording.mode,
    wording.percent, wording.quiz_title, wording.result, wording.right_of, wording.signed, wording.span, wording.stored,
    wording.unit_word, localize,
)  # fmt: skip
CALLED: tuple[Callable[..., Any], ...] = (
    chart_marks.dots_marks, chart_marks.interval_marks, chart_marks.over_time_marks, design_marks.design_marks, in_english, lang,
    place_by_place, runs_left, static, tree_marks.tree_marks, wording.icon, wording.standing, wording.value_of, wording.wish,
)  # fmt: skip
SAFE = {SafeString, Markup}
DJANGOS = (
    "add", "capfirst", "date", "default_if_none", "floatformat", "join", "linebreaksbr", "slice", "stringformat", "striptags",
    "truncatechars", "truncatewords", "urlencode", "yesno",
)  # fmt: skip


class Writer(CodeGenerator):
    """Makes no object of each value that a template shows."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)


class Escaping(Environment):
    code_generator_class = Writer

    @staticmethod
    def shown(value: object) -> str:
        """As the engine escapes it."""
        kind = type(value)
        if kind is str:
            return html.escape(value)  # type: ignore[arg-type]
        return value if kind in SAFE else escape(value)  # type: ignore[return-value]


def environment(**options: Any) -> Environment:
    """What every template can say."""
    options["undefined"] = ChainableUndefined  # whatever is not there is empty
    made = Escaping(**options, extensions=["jinja2.ext.i18n", Kept])
    made.install_gettext_translations(translation, newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {"url": _url, "current_language": translation.get_language}
    made.globals |= {one.__name__: one for one in CALLED}
    made.filters |= {one.__name__: one for one in FILTERS}
    made.filters |= {name: defaultfilters.register.filters[name] for name in DJANGOS}
    return made


class Said(dict[str, SafeString]):
    """The texts of ours in one language, without gaps; as in all texts of templates, a per cent sign stands there twice."""

    def __missing__(self, message: str) -> SafeString:
        said = mark_safe(gettext(message).replace("%%", "%"))  # noqa: S308 - a text of a template or of its translation
        return self.setdefault(message, said)


@cache
def _said(_language: str | None) -> Said:
    return Said()


@lru_cache(maxsize=4096)
def _url(name: str, *args: Any) -> str:
    return reverse(name, args=args)


class Part:
    """A block of a template, rendered by itself."""

    def __init__(self, template: Template, block: str) -> None:
        self.template, self.block, self.name, self.filename = template, block, template.name, template.filename

    def render(self, context: dict[str, Any]) -> str:
        return "".join(self.template.blocks[self.block](self.template.new_context(context)))


class Spoken(Page):
    """A page or a part, all of it in one language."""

    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> str:
        words = _said(translation.get_language())
        return super().render({**(context or {}), "_": words.__getitem__}, request)


class Templates(Jinja2):
    """Names a part of a page with a mark: attempts/question.html#saved."""

    def get_template(self, template_name: str) -> Spoken:
        name, _, block = template_name.partition("#")
        found = super().get_template(name).template
        return Spoken(Part(found, block) if block else found, self)  # type: ignore[arg-type]  # all that a part must do is render
