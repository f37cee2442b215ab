"""Everything by keyboard alone: the keys of a quiz, the order of Tab, and where the focus stands after a swap."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.visits import COURSE, QUIZ, TREE, bare, choice, course, question_on, words

LESSON = f"{COURSE}/modules/deployment/what-inference-is/"

# What Tab should reach, in the order of the page: of radio buttons with one name only one.
STOPS = """() => {
  const all = document.querySelectorAll('a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex="0"]');
  const named = new Set();
  return window.stops = [...all].filter((one) => {
    if (one.disabled || one.ariaHidden === "true" || !one.checkVisibility({ visibilityProperty: true })) return false;
    if (one.type !== "radio") return true;
    const first = !named.has(one.name);
    named.add(one.name);
    return first;
  });
}"""
# The stop that has the focus, whether it is marked, and whether the bar at the foot lies over it.
HERE = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect(), bar = document.querySelector(".footbar:not(:focus-within)");
  const marked = [one, one.closest(".choice")].some((e) => e && getComputedStyle(e).outlineStyle !== "none");
  const over = bar?.getBoundingClientRect();
  return [window.stops.indexOf(one), marked, Boolean(over && box.bottom > over.top + 1 && box.top < over.bottom - 1)];
}"""


@pytest.fixture
def page(visit: Visit) -> Page:
    return visit()


def begin(page: Page, size: int = 10) -> str:
    """Start a run; the address of its questions without the number."""
    page.goto(QUIZ)
    page.get_by_role("button", name=f"Start, {size} questions").click()
    page.wait_for_url("**/attempts/*/1/")
    return page.url.removesuffix("1/")


def number(page: Page, *, right: bool) -> str:
    """The number shown beside the right choice, or beside a wrong one."""
    texts = [" ".join(text.split()) for text in page.locator(".choice > span").all_inner_texts()]
    return str(texts.index(choice(page, right=right)) + 1)


def taken(page: Page) -> Locator:
    return page.locator(".choice", has=page.locator(":checked")).locator("span")


def test_a_run_is_answered_by_keys_alone(page: Page) -> None:
    run = begin(page)
    first = question_on(page)
    page.keyboard.press(number(page, right=True))
    expect(page.locator("#saved")).to_have_text("Saved")
    page.keyboard.press(number(page, right=False))
    expect(taken(page)).to_have_text(choice(page, right=False))
    page.keyboard.press("f")
    expect(page.locator("[data-key=flag]")).to_have_text("Flagged: take it away")
    expect(taken(page)).to_have_text(choice(page, right=False))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.keyboard.press("Shift+F")  # another key
    page.evaluate("new Promise(requestAnimationFrame)")
    assert sent == []
    page.keyboard.press("f")
    expect(page.locator("[data-key=flag]")).to_have_text("Flag for later")

    page.keyboard.press(number(page, right=True))
    page.keyboard.press("Enter")
    expect(page.locator(".verdict h2")).to_contain_text("Right: the facts lead to")
    page.keyboard.press("n")
    expect(page).to_have_url(f"{run}2/")
    assert question_on(page) != first
    page.keyboard.press("9")
    expect(taken(page)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".error")).to_contain_text("Nothing is chosen yet.")
    page.keyboard.press("p")
    expect(page).to_have_url(f"{run}1/")
    expect(page.locator(".verdict h2")).to_contain_text("Right: the facts lead to")


def test_the_tree_is_walked_by_keys_alone(page: Page) -> None:
    page.goto(TREE)
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator("#walk legend")).to_have_text("2. Who waits for the answer?")
    page.keyboard.press("p")
    expect(page.locator("#walk legend")).to_have_text("1. Where must the answer be made?")


def test_the_keys_are_text_in_a_text_field(page: Page) -> None:
    page.goto(TREE)
    field = page.get_by_label("How large is one request?", exact=True).and_(page.locator("input"))
    field.press_sequentially("1fnp?")
    expect(field).to_have_value("1fnp?")
    expect(taken(page)).to_have_count(0)
    expect(page.locator("#keys")).to_be_hidden()
    expect(page).to_have_url(TREE)

    page.goto("/search/")
    page.get_by_role("searchbox").press_sequentially("1fnp?")
    expect(page.get_by_role("searchbox")).to_have_value("1fnp?")


def test_a_key_with_a_modifier_is_the_browsers(page: Page) -> None:
    run = begin(page)
    page.locator("#stem").focus()
    page.evaluate("addEventListener('keydown', (event) => event.preventDefault())")  # the browser's own commands apart
    for held in ("Control", "Alt", "Meta"):
        for key in ("1", "f", "?"):
            page.keyboard.press(f"{held}+{key}")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("f")  # alone it flags, and would take away what was flagged
    expect(page.locator("[data-key=flag]")).to_have_text("Flagged: take it away")
    expect(taken(page)).to_have_count(0)
    expect(page).to_have_url(f"{run}1/")


def test_the_keys_can_be_switched_off(page: Page) -> None:
    begin(page)
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    for key in ("1", "f", "?"):
        page.keyboard.press(key)
    expect(page.locator("#keys")).to_be_hidden()
    page.evaluate("delete document.documentElement.dataset.keys")
    page.keyboard.press("f")
    expect(page.locator("[data-key=flag]")).to_have_text("Flagged: take it away")
    expect(taken(page)).to_have_count(0)


def test_enter_checks_the_answer_without_scripts_too(visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    begin(page)
    page.locator(".choice input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_be_visible()


def test_the_list_of_keys_opens_and_closes(page: Page) -> None:
    begin(page)
    keys = page.get_by_role("dialog", name="Keys")
    page.locator(".choice input").first.focus()
    page.keyboard.press("?")
    expect(keys).to_be_visible()
    expect(keys.locator("dt")).to_have_text(["1–9", "Enter", "N", "P", "F", "?"])
    page.keyboard.press("2")
    expect(taken(page)).to_have_count(0)
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(page.locator(".choice input").first).to_be_focused()

    page.get_by_role("button", name="Keyboard").press("Enter")
    expect(keys).to_be_visible()
    expect(keys.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Enter")
    expect(keys).to_be_hidden()
    expect(page.get_by_role("button", name="Keyboard")).to_be_focused()


@pytest.mark.parametrize("width", [320, 1280])
def test_tab_reaches_everything_in_the_order_of_the_page(visit: Visit, width: int) -> None:
    page = visit(viewport={"width": width, "height": 640})
    question = f"{begin(page)}1/"
    for address in (question, QUIZ, LESSON, TREE, "/search/?q=cold+start", "/accounts/signup/"):
        page.goto(address)
        count = len(page.evaluate(STOPS))
        assert count > 8
        found = []
        for _ in range(count):
            page.keyboard.press("Tab")
            found.append(page.evaluate(HERE))
        assert (address, found) == (address, [[position, True, False] for position in range(count)])


def test_the_first_stop_skips_to_the_text(page: Page) -> None:
    page.goto(f"{COURSE}/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the text")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    box = skip.bounding_box()
    assert box is not None
    assert box["height"] >= 24
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main a").first).to_be_focused()


def stands_on(goal: Locator, live: str | None = None) -> None:
    """The focus is where the reader looks next, and the live region has said so."""
    expect(goal).to_be_focused()
    expect(goal).to_have_attribute("data-focus", "")
    if live is not None:
        expect(goal.page.locator("#live")).to_have_text(live)


def test_after_each_swap_of_a_question_the_focus_stands_where_the_reader_looks(page: Page) -> None:
    begin(page)
    page.get_by_role("button", name="Check the answer").click()
    stands_on(page.locator("#refused"), "Not stored.")
    first = page.locator(".choice input").first
    first.click()
    expect(page.locator("#live")).to_have_text("Saved")
    expect(first).to_be_focused()  # the choice under her hand, and not the word that was swapped
    page.get_by_role("button", name="Flag for later").click()
    stands_on(page.locator("#stem"))
    page.keyboard.press(number(page, right=False))
    page.get_by_role("button", name="Check the answer").click()
    stands_on(page.locator(".verdict"), "Not right.")
    page.get_by_role("link", name="Next question").click()
    stands_on(page.locator("#stem"))
    page.keyboard.press(number(page, right=True))
    page.get_by_role("button", name="Check the answer").click()
    stands_on(page.locator(".verdict"), "Right.")


def test_after_each_swap_of_a_graded_run_the_focus_stands_on_the_story(page: Page) -> None:
    run = begin(page, 30)
    page.keyboard.press("1")
    page.get_by_role("button", name="Next question").click()
    stands_on(page.locator("#stem"))
    expect(page).to_have_url(f"{run}2/")
    page.reload()
    expect(page.locator(".way")).to_contain_text("question 2 of 30")
    page.go_back()
    expect(page.locator(".way")).to_contain_text("question 1 of 30")


def test_after_each_swap_of_a_check_the_focus_stands_where_the_reader_looks(page: Page) -> None:
    page.goto(LESSON)
    check = page.locator(".check")
    check.get_by_role("button", name="Check").click()
    stands_on(check.locator(".error"), "Not stored.")
    check.locator(".choice input").first.click()
    check.get_by_role("button", name="Check").click()
    stands_on(check.locator(".verdict"))
    check.get_by_role("button", name="Try again").click()
    stands_on(check.locator("legend"))


def test_after_each_swap_of_the_tree_the_focus_stands_where_the_reader_looks(page: Page) -> None:
    page.goto(TREE)
    tree = course().trees["inference-type"]
    page.keyboard.press("1")
    page.get_by_role("button", name="Answer").click()
    stands_on(page.locator("#walk legend"))
    page.get_by_role("link", name="Back one question").click()
    expect(page.locator("#walk legend")).to_contain_text(tree.nodes[0].ask)
    stands_on(page.locator("#walk legend"))
    page.keyboard.press("2")
    page.get_by_role("button", name="Answer").click()
    stands_on(page.locator("#walk .verdict"), f"The facts lead to {tree.outcome_by_id['edge'].title}")


def test_a_search_swaps_its_hits_and_leaves_the_focus_in_the_field(page: Page) -> None:
    page.goto("/search/")
    field = page.get_by_role("searchbox")
    field.press_sequentially("cold start")
    expect(page.locator("#hits h2")).to_contain_text("for “cold start”")
    expect(page).to_have_url("/search/?q=cold+start")
    expect(field).to_be_focused()
    hits = page.locator("#hits li").count()
    expect(page.locator("#live")).to_have_text(f"{hits} hits")
    assert words(page.locator("#hits h2")) == bare(f"{hits} hits for “cold start”")
