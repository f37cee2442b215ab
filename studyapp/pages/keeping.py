"""Parts of pages that are the same for many are rendered once: {% kept "name", … %} names all that its part depends on, besides the
language and what the catalogue holds."""

from collections.abc import Callable
from secrets import token_urlsafe

from django.utils.translation import get_language
from jinja2.ext import Extension
from jinja2.nodes import CallBlock, Const, MarkSafe, Name, Node, Tuple, With
from jinja2.parser import Parser

from studyapp.records import editions

MOST = 1000  # parts that a process keeps; the oldest goes first
MARK = token_urlsafe(24)  # in a part that is kept, where the token of whoever asks belongs
FIELD = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'

_parts: dict[tuple[object, ...], str] = {}


class Kept(Extension):
    """Renders what stands in it for each value of its keys once. No block of a template can stand in it: nobody looks for one there."""

    tags = {"kept"}

    def parse(self, parser: Parser) -> Node:
        line = next(parser.stream).lineno
        keys = [parser.parse_expression()]
        while parser.stream.skip_if("comma"):
            keys.append(parser.parse_expression())
        body = parser.parse_statements(("name:endkept",), drop_needle=True)
        names = [Name("csrf_token", "store"), Name("csrf_input", "store")]
        marked = With(names, [Const(MARK), MarkSafe(Const(FIELD.format(MARK)))], body)
        call = self.call_method("_kept", [Tuple(keys, "load"), Name("csrf_token", "load")])
        return CallBlock(call, [], [], [marked]).set_lineno(line)

    def _kept(self, keys: tuple[object, ...], token: object, caller: Callable[[], str]) -> str:
        key = (get_language(), editions.serial(), *map(str, keys))
        part = _parts.get(key)
        if part is None:
            part = caller()
            if len(_parts) >= MOST:
                _parts.pop(next(iter(_parts)), None)
            _parts[key] = part
        return part.replace(MARK, str(token)) if MARK in part else part
