"""A page as elements, read with the standard library's parser."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value="|"X-CSRFToken": "|&quot;X-CSRFToken&quot;: &quot;)\w+')


@dataclass(eq=False)
class Element:
    tag: str
    attrs: dict[str, str]
    parent: "Element | None" = None
    children: list["Element | str"] = field(default_factory=list)

    def walk(self) -> Iterator["Element"]:
        """This element and all below it, in the order of the page."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += [child for child in reversed(one.children) if isinstance(child, Element)]

    def all(self, tag: str = "", cls: str = "", **attrs: str) -> list["Element"]:
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
        found = [one for one in self.walk() if one.tag == tag] if tag else [*self.walk()]
        if cls:
            found = [one for one in found if cls in one.classes]
        return [one for one in found if all(one.attrs.get(name) == value for name, value in wanted.items())]

    def one(self, tag: str = "", cls: str = "", **attrs: str) -> "Element":
        found = self.all(tag, cls, **attrs)
        assert len(found) == 1, f"{len(found)} of {tag}.{cls} {attrs}"
        return found[0]

    def after(self, tag: str) -> "Element":
        """The next element of that tag, in the order of the page."""
        root = self
        while root.parent is not None:
            root = root.parent
        order = list(root.walk())
        return next(one for one in order[order.index(self) + 1 :] if one.tag == tag)

    @property
    def classes(self) -> list[str]:
        return self.attrs.get("class", "").split()

    @property
    def text(self) -> str:
        """All its text, white space folded."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._texts()

    def inside(self, tag: str) -> bool:
        return self.parent is not None and (self.parent.tag == tag or self.parent.inside(tag))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("", {})

    def updatepos(self, i: int, j: int) -> int:
        """Nobody asks for lines, and to count them is a twelfth of the reading."""
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), f"<{tag}> names an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def read(html: str | bytes) -> Element:
    """The root of all elements. Every element must be closed, and closed in order."""
    reader = _Reader()
    reader.feed(html.decode() if isinstance(html, bytes) else html)
    reader.close()
    assert reader.here is reader.root, f"<{reader.here.tag}> is not closed"
    return reader.root


def main_of(response: object) -> Element:
    """The part of a response's page between its header and its footer."""
    return read(response.content).one("main")  # type: ignore[attr-defined]


def masked(content: bytes) -> str:
    """A page or fragment without its CSRF tokens, which differ each time by design."""
    return TOKEN.sub(r"\1", content.decode())
