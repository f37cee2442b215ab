"""What the design promises of the look, where a browser can measure it."""

import pytest
from playwright.sync_api import Page, expect

from studyapp.records.models import Learner, User
from tests.browser.conftest import Visit
from tests.browser.visits import COURSE, QUIZ, TREE, ran

LESSON = f"{COURSE}/modules/batch/a-job-not-an-endpoint/"
PAPER = {"light": "rgb(252, 251, 247)", "dark": "rgb(24, 23, 20)"}

# How many characters each line of running text holds, the last line of a paragraph apart.
LINES = """() => [...document.querySelectorAll(".prose > div > p:not([class])")].flatMap((p) => {
  const lines = new Map(), range = document.createRange(), texts = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) for (let i = 0; i < texts.currentNode.length; i++) {
    range.setStart(texts.currentNode, i);
    range.setEnd(texts.currentNode, i + 1);
    const line = Math.round(range.getBoundingClientRect().bottom / 12);
    lines.set(line, (lines.get(line) ?? "") + texts.currentNode.data[i]);
  }
  return [...lines.values()].slice(0, -1).map((line) => line.trim().length);
})"""
# What can be pressed and is no link within a sentence; a button of a choice is as large as its label.
SMALL = """() => [...document.querySelectorAll(
  'button, select, textarea, input:not(.choice input, [type="hidden"]), label.choice, .skip, .top a, .act a, .footbar a, .onward a, .letters a'
)].filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(".unseen, .skip:not(:focus)")).filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width < 24 || box.height < 24;
}).map((one) => one.outerHTML.slice(0, 100))"""

# How far things have moved, as browsers count it: what was shown elsewhere before.
MOVED = """window.moved = 0; new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) moved += shift.value;
}).observe({ type: "layout-shift", buffered: true })"""


def style(page: Page, selector: str, name: str) -> str:
    found = page.locator(selector).first.evaluate("(one, name) => getComputedStyle(one)[name]", name)
    return str(found)


@pytest.fixture
def wrong(ada: Learner) -> str:
    """The address of a question that Ada has answered wrongly, in a run still open."""
    return f"/attempts/{ran(ada, 'scenario-mapping', 'practice', 10, wrong={1}, finished=False).pk}/1/"


def test_a_page_has_its_styles_its_font_and_both_themes(visit: Visit) -> None:
    page = visit(color_scheme="light")
    page.goto(f"{COURSE}/")
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px \"Studyapp Serif\"'))")
    assert style(page, "body", "fontFamily").startswith('"Studyapp Serif"')
    assert style(page, "html", "backgroundColor") == PAPER["light"]
    page.emulate_media(color_scheme="dark")
    assert style(page, "html", "backgroundColor") == PAPER["dark"]


def test_the_theme_is_switched_and_remembered(visit: Visit) -> None:
    page = visit(color_scheme="dark")
    page.goto("/")
    button = page.get_by_role("button", name="Theme")
    expect(button).to_have_text("Theme: as the system")
    button.click()
    expect(button).to_have_text("Theme: light")
    assert style(page, "html", "backgroundColor") == PAPER["light"]
    page.goto(f"{COURSE}/")
    expect(button).to_have_text("Theme: light")
    assert style(page, "html", "backgroundColor") == PAPER["light"]
    page.emulate_media(color_scheme="light")
    button.click()
    expect(button).to_have_text("Theme: dark")
    assert style(page, "html", "backgroundColor") == PAPER["dark"]
    button.click()
    page.reload()
    expect(button).to_have_text("Theme: as the system")
    assert style(page, "html", "backgroundColor") == PAPER["light"]


def test_nothing_moves_while_a_page_comes(visit: Visit, ada: Learner, wrong: str) -> None:
    User.objects.filter(learner=ada).update(first_name="ada.of.the.long.name@example.org")
    page = visit(ada)
    page.add_init_script(MOVED)
    for width in (320, 390, 700, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for path in ("/", wrong):
            page.goto(path)
            page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
            assert page.evaluate("moved") <= 0.01, (width, path)


def test_own_colours_of_a_reader_count_for_more_than_any_theme(visit: Visit) -> None:
    page = visit(forced_colors="active", color_scheme="dark")
    page.goto(TREE)
    page.get_by_role("button", name="Theme").click()  # light, on her black ground
    assert style(page, "svg.tree text:not(.num)", "fill") == style(page, "body", "color")
    ends = [style(page, f".corners a:nth-child({number})", "borderBottomWidth") for number in (1, 2)]
    assert ends == ["3px", "0px"]  # the present corner alone is underlined
    assert style(page, ".primary", "forcedColorAdjust") == "none"


def test_a_line_of_text_holds_at_most_seventy_characters(visit: Visit) -> None:
    page = visit()
    page.goto(LESSON)
    page.evaluate("document.fonts.ready.then(() => true)")
    for width in (900, 1280, 2000):
        page.set_viewport_size({"width": width, "height": 800})
        lines = page.evaluate(LINES)
        assert len(lines) > 10
        assert 55 < sum(lines) / len(lines) <= 70
        assert max(lines) <= 75  # of narrow letters


def test_what_can_be_pressed_is_large_enough(visit: Visit, ada: Learner, wrong: str) -> None:
    page = visit(ada)
    small = {}
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for address in (
            "/",
            f"{COURSE}/glossary/",
            LESSON,
            QUIZ,
            TREE,
            wrong,
            wrong.removesuffix("1/") + "2/",
            "/progress/",
            "/accounts/email/",
        ):
            page.goto(address)
            small[address, width] = page.evaluate(SMALL)
    assert {place: found for place, found in small.items() if found} == {}


def test_a_page_has_one_filled_button(visit: Visit) -> None:
    page = visit()
    found = {}
    for address in (
        "/",
        f"{COURSE}/",
        f"{COURSE}/modules/deployment/",
        LESSON,
        QUIZ,
        TREE,
        "/progress/",
        "/accounts/login/",
    ):
        page.goto(address)
        found[address] = page.locator(".primary").count()
    assert found == dict.fromkeys(found, 1)


def test_the_bar_at_the_foot_stays_in_view_where_there_is_room(visit: Visit, ada: Learner, wrong: str) -> None:
    page = visit(ada, viewport={"width": 1280, "height": 700})
    page.goto(wrong)
    assert page.evaluate("document.documentElement.scrollHeight") > 1000
    bar = page.locator(".footbar")
    for there in (0, 100, 200):
        page.evaluate("(there) => scrollTo(0, there)", there)
        box = bar.bounding_box()
        assert box is not None
        assert round(box["y"] + box["height"]) == 700
    page.set_viewport_size({"width": 1280, "height": 500})
    page.evaluate("scrollTo(0, 0)")
    expect(bar).not_to_be_in_viewport()


def test_the_path_grows_once_and_not_for_those_who_want_no_motion(visit: Visit, ada: Learner, wrong: str) -> None:
    page = visit(ada, reduced_motion="no-preference")
    page.goto(wrong)
    assert style(page, ".tree .path", "animationName") == "grow"
    assert style(page, ".tree .path", "animationDuration") == "0.4s"
    page.emulate_media(reduced_motion="reduce")
    assert style(page, ".tree .path", "animationName") == "none"
    assert page.evaluate("document.getAnimations().length") == 0


def test_print_leaves_out_what_cannot_be_pressed_on_paper(visit: Visit, ada: Learner, wrong: str) -> None:
    page = visit(ada, color_scheme="dark")
    page.goto(wrong)
    page.emulate_media(media="print")
    for selector in (".top", ".footbar", ".colophon ul"):
        expect(page.locator(selector)).to_be_hidden()
    for selector in (".story", ".verdict", "svg.tree"):
        expect(page.locator(selector)).to_be_visible()
    assert style(page, "body", "color") == "rgb(29, 27, 24)"
    page.goto(LESSON)
    for selector in (".top", ".running", ".onward .primary"):
        expect(page.locator(selector)).to_be_hidden()
    expect(page.locator(".prose > div > p").first).to_be_visible()
