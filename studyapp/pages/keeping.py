"""Parts of pages that are the same for many are rendered once: {% kept name … %} names all that its part depends on, besides the
language and what the catalogue holds."""

from secrets import token_urlsafe

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from studyapp.records import editions

register = template.Library()
MOST = 1000  # parts that a process keeps; the oldest goes first
MARK = token_urlsafe(24)  # in a part that is kept, where the token of whoever asks belongs

_parts: dict[tuple[object, ...], str] = {}


class Kept(Node):
    """Its nodes, rendered for each value of its keys once. No block of a template can stand in it: nobody looks for one there."""

    def __init__(self, nodes: NodeList, name: str, keys: list[FilterExpression]) -> None:
        self.nodes, self.name, self.keys = nodes, name, keys

    def render(self, context: Context) -> SafeString:
        known = (self.name, get_language(), editions.serial())
        key = (*known, *(str(one.resolve(context)) for one in self.keys))
        part = _parts.get(key)
        if part is None:
            with context.push(csrf_token=MARK):
                part = self.nodes.render(context)
            if len(_parts) >= MOST:
                _parts.pop(next(iter(_parts)), None)
            _parts[key] = part
        return SafeString(part.replace(MARK, str(context.get("csrf_token", ""))) if MARK in part else part)


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    _, name, *keys = token.split_contents()
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodes, name, [parser.compile_filter(one) for one in keys])
