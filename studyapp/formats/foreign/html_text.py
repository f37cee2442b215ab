"""HTML as editors of other systems leave it, to Markdown of the house. Heavy to import: `texts` does so where HTML is met."""

import re
from collections import Counter
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import unquote

import nh3
from markdownify import MarkdownConverter

from studyapp.formats.foreign.literal import escape, literal

DEEPEST = 30
KEPT = {
    "a", "b", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img",
    "kbd", "li", "ol", "p", "pre", "q", "s", "samp", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
KNOWN = KEPT | {
    "abbr", "address", "article", "aside", "audio", "big", "body", "button", "caption", "center", "cite", "col", "colgroup", "embed",
    "figcaption", "figure", "font", "footer", "form", "head", "header", "html", "iframe", "input", "ins", "label", "link", "main", "mark",
    "math", "meta", "nav", "object", "script", "section", "select", "small", "source", "span", "strike", "style", "svg", "time", "title",
    "tt", "u", "var", "video", "wbr",
}  # fmt: skip
MEDIA = ("audio", "video", "iframe", "object", "embed", "svg", "math", "form", "input", "script")
LOOK = re.compile(r"<(?:font|mark|u|ins)\b|style\s*=\s*(?:\"[^\"]*|'[^']*)(?:color|background|underline)", re.I)
RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def html_to_markdown(html: str, lost: list[str]) -> str:
    """Markdown that says the same; `lost` gains a sentence for what it cannot say."""
    _note_losses(html, lost)
    clean = nh3.clean(
        html, tags=KEPT, attributes={"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}},
        clean_content_tags={"script", "style", "head", "title", "svg", "math"}, url_schemes={"http", "https", "mailto"}, link_rel=None,
    )  # fmt: skip
    if _depth(clean) > DEEPEST:
        lost.append("Its layout was nested too deeply; the text was kept.")
        return literal(unescape(re.sub(r"<[^>]*>", " ", clean)))
    found = str(_Converter(lost).convert(clean)).replace("\xa0", " ")
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"(?m)^[ \t]+$", "", found)).strip()


def _note_losses(html: str, lost: list[str]) -> None:
    for name in MEDIA:
        if re.search(rf"<{name}\b", html, re.I):
            lost.append(f"An element <{name}> was left out.")
    if LOOK.search(html):
        lost.append("Colours and underlines were left out.")
    if re.search(r"<t[dh]\b[^>]*(?:col|row)span", html, re.I):
        lost.append("Joined cells of a table were parted.")


def _depth(html: str) -> int:
    """How deeply the elements of clean HTML are nested."""
    depth = deepest = 0
    for mark in re.finditer(r"<(/?)(\w+)", html):
        if mark[2] not in ("br", "hr", "img"):
            depth += -1 if mark[1] else 1
            deepest = max(deepest, depth)
    return deepest


def _around(mark: str, names: set[str]) -> Callable[[Any, Any, str, set[str]], str]:
    """Writes an element between two marks, where Markdown would read them so."""

    def convert(self: Any, el: Any, text: str, parent_tags: set[str]) -> str:
        bare = text.strip()
        if not bare or "\n\n" in bare or (names | {"_noformat"}) & parent_tags:
            return text
        before, after = str(el.previous_sibling or " ")[-1], str(el.next_sibling or " ")[0]
        first = " " if text[0].isspace() or (before.isalnum() and not bare[0].isalnum()) else ""
        last = " " if text[-1].isspace() or (after.isalnum() and not bare[-1].isalnum()) else ""
        return f"{first}{mark}{bare}{mark}{last}"

    return convert


class _Converter(MarkdownConverter):  # type: ignore[misc, unused-ignore]
    def __init__(self, lost: list[str]) -> None:
        super().__init__(bullets="-", autolinks=False, table_infer_header=True)
        self.lost = lost
        self.numbers: Counter[int] = Counter()  # of the items of each numbered list so far

    convert_b = convert_strong = _around("**", {"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"})
    convert_i = convert_em = _around("*", {"i", "em"})
    convert_del = convert_s = _around("~~", {"del", "s"})

    def escape(self, text: str, parent_tags: set[str]) -> str:
        found = escape(text)
        return found.replace("|", "\\|") if {"td", "th"} & parent_tags else found

    def convert_br(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """A break at the end of its element breaks nothing."""
        last = not any(str(after).strip() and after.name != "br" for after in el.next_siblings)
        return " " if "_inline" in parent_tags else "\n" if last else "\\\n"

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Its text alternative: pictures do not come along."""
        name = unquote(str(el.get("src") or "").rsplit("/", 1)[-1])[:80] or "without an address"
        self.lost.append(f"The picture {name} was left out.")
        alternative = " ".join(str(el.get("alt") or "").split())
        before, after = str(el.previous_sibling or " ")[-1], str(el.next_sibling or " ")[0]
        around = ["" if sign.isspace() else " " for sign in (before, after)]
        return f"{around[0]}{self.escape(alternative, parent_tags)}{around[1]}" if alternative else ""

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        address = re.sub(r"[\s()<>\\]", lambda sign: f"%{ord(sign[0]):02X}", str(el.get("href") or "").strip())
        if not re.match(r"https?://|mailto:", address, re.I):
            if address:
                self.lost.append(f"A link to {address[:80]} was left out.")
            return text
        label = " ".join(text.split())
        return f"[{label}]({address})" if label else ""

    def convert_hN(self, n: int, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: N802
        """A heading would be a section of the question: it becomes bold text."""
        bold = " ".join(text.split())
        return f"\n\n**{bold}**\n\n" if bold and "_inline" not in parent_tags else text

    def convert_li(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """As the library does it, but without counting all items above each."""
        mark = "- "
        if el.parent is not None and el.parent.name == "ol":
            start = str(el.parent.get("start") or "1")
            first = int(start) if re.fullmatch(r"[0-9]{1,8}", start) else 1
            mark = f"{first + self.numbers[id(el.parent)]}. "
            self.numbers[id(el.parent)] += 1
        lines = text.strip().split("\n")
        indented = [line and " " * len(mark) + line for line in lines[1:]]
        return "\n".join([mark + lines[0], *indented]) + "\n" if lines[0] else "\n"

    def convert_dd(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{text.strip()}\n\n"

    def convert_pre(self, el: Any, text: str, parent_tags: set[str]) -> str:
        sign = "~" * max([3, *(len(run) + 1 for run in re.findall("~+", text))])
        return (
            f"\n\n{sign}\n{text.strip(chr(10))}\n{sign}\n\n" if text.strip() and "_inline" not in parent_tags else text
        )

    def convert_sup(self, el: Any, text: str, parent_tags: set[str]) -> str:
        raised = text.replace("\\", "").translate(RAISED)
        return raised if all(ord(sign) in RAISED.values() for sign in raised) else f"^{text}"

    def convert_sub(self, el: Any, text: str, parent_tags: set[str]) -> str:
        lowered = text.replace("\\", "").translate(LOWERED)
        return lowered if all(ord(sign) in LOWERED.values() for sign in lowered) else f"_{text}"
