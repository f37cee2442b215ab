"""A capstone built by keyboard alone, with the pointer, and without scripts: all three judged alike."""

from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from studyapp.catalogue.courses import Course
from studyapp.catalogue.designs import Brief
from studyapp.records import designs
from studyapp.records.models import Judgement, Learner
from studyapp.rules.designing import Step
from tests.browser.builders import ByForms, ByKeyboard, ByPointer, saved
from tests.browser.conftest import Visit
from tests.browser.sound import faults

BRIEF = "hail-over-the-allgaeu"
PAGE = f"/courses/ai-model-inferencing/exercises/{BRIEF}/"

Place = Callable[[str, str], None]  # a kind, by its id and its title
Join = Callable[[str, str], None]
Set = Callable[[str, dict[str, str]], None]  # a part, and what its settings are to say


@pytest.fixture
def brief(real: Course) -> Brief:
    found = real.exercises[BRIEF]
    assert isinstance(found, Brief)
    return found


def ids(brief: Brief) -> dict[str, str]:
    """What the parts of the reference are called when somebody places them in its order."""
    found, count = {}, Counter[str]()
    for part in brief.reference.parts:
        count[part.kind] += 1
        found[part.id] = part.kind if count[part.kind] == 1 else f"{part.kind}-{count[part.kind]}"
    return found


def build(brief: Brief, place: Place, join: Join, set_: Set) -> None:
    """The reference design, step by step."""
    named = ids(brief)
    for part in brief.reference.parts:
        place(part.kind, brief.palette.kind_by_id[part.kind].title)
    for link in brief.reference.links:
        join(named[link.start], named[link.end])
    for part in brief.reference.parts:
        if part.settings:
            settings = brief.palette.kind_by_id[part.kind].setting_by_id
            said = {n: next(c.says for c in settings[n].choices if c.id == value) for n, value in part.settings.items()}
            set_(named[part.id], said)


def judged(page: Page) -> Judgement:
    """What the page says, and what is kept."""
    expect(page.locator(".verdict h2")).to_have_text("Meets 11 of 11 requirements")
    return Judgement.objects.latest("pk")


def shape(one: Judgement) -> tuple[int, bool, list[object], list[object]]:
    return one.met, one.passed, sorted(map(str, one.design["parts"])), sorted(map(str, one.design["links"]))


def test_a_capstone_is_built_in_three_ways_and_judged_alike(visit: Visit, brief: Brief) -> None:
    found = []
    for way, js in ((ByForms, False), (ByPointer, True), (ByKeyboard, True)):
        page = visit(java_script_enabled=js)
        page.goto(PAGE)
        by = way(page)
        build(brief, by.place, by.join, by.set)
        if isinstance(by, ByKeyboard):
            by.to("form .primary")
            page.keyboard.press("Enter")
        else:
            page.locator("form .primary").click()
        page.wait_for_url("**/judgements/1/")
        found.append(shape(judged(page)))
    assert found[0] == found[1] == found[2]
    assert found[0][:2] == (11, True)


@pytest.fixture
def begun(ada: Learner, real: Course, brief: Brief) -> Learner:
    """Ada has placed a client, a front door and a function, and linked the first two."""
    for number, kind in enumerate(("client", "api-gateway", "lambda")):
        designs.take(ada, real, brief, Step("place", kind), seen=number)
    designs.take(ada, real, brief, Step("join", "client", "api-gateway"), seen=3)
    return ada


def part(page: Page, id: str) -> tuple[float, float]:
    box = page.locator(f'svg.wide [data-part="{id}"] rect').bounding_box()
    assert box
    return box["x"], box["y"]


def test_on_the_canvas_parts_move_and_nothing_is_stored_of_it(visit: Visit, begun: Learner) -> None:
    page = visit(begun)
    page.goto(PAGE)
    page.locator("svg.wide").scroll_into_view_if_needed()
    x, y = part(page, "lambda")
    page.mouse.move(x + 30, y + 30)
    page.mouse.down()
    page.mouse.move(x + 133, y + 32, steps=4)
    page.mouse.up()
    assert part(page, "lambda") == (x + 100, y)  # snapped
    expect(page.locator("#live")).to_have_text("Moved. Where a part stands does not count.")
    expect(page.locator("#state")).to_contain_text("Saved as step 4")
    page.get_by_role("button", name="Tidy up").click()
    expect(page.locator('svg.wide [data-part="lambda"]')).to_have_attribute("transform", "translate(0 0)")


def test_on_the_canvas_what_is_selected_goes_and_comes_back(visit: Visit, begun: Learner) -> None:
    page = visit(begun)
    page.goto(PAGE)
    page.locator('svg.wide [data-part="lambda"] rect').click()
    page.keyboard.press("Delete")
    saved(page, 5)
    expect(page.locator('svg.wide [data-part="lambda"]')).to_have_count(0)
    expect(page.locator("#live")).to_have_text("Lambda function taken away")
    page.keyboard.press("Control+z")
    saved(page, 6)
    expect(page.locator('svg.wide [data-part="lambda"]')).to_have_count(1)
    page.keyboard.press("Control+Shift+z")
    saved(page, 7)
    expect(page.locator('svg.wide [data-part="lambda"]')).to_have_count(0)
    page.locator("svg.wide").scroll_into_view_if_needed()
    line = page.locator("svg.wide .arrow .hit").bounding_box()
    assert line
    page.mouse.click(line["x"] + 25, line["y"])
    page.get_by_role("button", name="Take away what is selected").click()
    saved(page, 8)
    expect(page.locator("svg.wide .arrow")).to_have_count(0)


def test_a_link_that_is_not_allowed_is_refused_on_the_canvas_too(visit: Visit, begun: Learner) -> None:
    page = visit(begun)
    page.goto(PAGE)
    ByPointer(page).pull("lambda", "api-gateway")
    expect(page.locator("#design .error")).to_contain_text("No link leads from Lambda function to API Gateway.")
    expect(page.locator("svg.wide .arrow")).to_have_count(1)


def test_a_tab_that_was_left_open_loses_nothing(visit: Visit, begun: Learner) -> None:
    one, other = visit(begun), visit(begun)
    for page in (one, other):
        page.goto(PAGE)
    ByForms(one).page.locator("#kind").select_option("sqs")
    one.locator("#place button").click()
    saved(one, 5)
    other.locator("#kind").select_option("sns")
    other.locator("#place button").click()
    expect(other.locator("#design .error")).to_contain_text("The design has been changed since this page was shown")
    expect(other.locator('svg.wide [data-part="sqs"]')).to_have_count(1)
    other.locator("#kind").select_option("sns")
    other.locator("#place button").click()
    saved(other, 6)


def test_every_state_of_a_design_is_accessible(visit: Visit, begun: Learner, brief: Brief) -> None:
    page, found = visit(begun), []
    empty = visit()
    for address in (PAGE, PAGE.replace(f"{BRIEF}/", "")):
        empty.goto(address)
        found += faults(empty)
    page.goto(PAGE)
    page.locator("details").first.evaluate("d => d.open = true")
    found += faults(page, "begun")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator('svg.wide [data-part="lambda"] rect').click()
    found += faults(page, "selected")
    page.locator("#start").select_option("lambda")
    page.locator("#end").select_option("client")
    page.locator("#join button").click()
    expect(page.locator("#state")).to_contain_text("Saved as step 5")
    page.locator("#start").select_option("lambda")
    page.locator("#end").select_option("lambda")
    page.locator("#join button").click()
    expect(page.locator("#design .error")).to_be_visible()
    found += faults(page, "refused")
    page.locator("form .primary").click()
    page.wait_for_url("**/judgements/1/")
    found += faults(page, "judged")
    page.locator("#appeal button").click()
    expect(page.locator("#why-error")).to_be_visible()
    found += faults(page, "an appeal without words")
    page.locator("#why").fill("It does.")
    page.locator("#appeal button").click()
    expect(page.locator("#appeal blockquote")).to_be_visible()
    found += faults(page, "appealed")
    assert found == []


def test_what_is_marked_is_not_told_by_colour_alone(visit: Visit, begun: Learner) -> None:
    page = visit(begun)
    page.goto(PAGE)
    page.locator("form .primary").click()
    page.wait_for_url("**/judgements/1/")
    notes = page.locator("svg.wide .note").all_text_contents()
    assert notes != [] and all(note.startswith(("missing: ", "see ")) for note in notes)


def test_on_a_phone_the_list_says_what_the_drawing_would(visit: Visit, begun: Learner) -> None:
    page = visit(begun, viewport={"width": 390, "height": 800})
    page.goto(PAGE)
    expect(page.locator("svg.design").first).to_be_hidden()
    expect(page.locator(".design-list.own > li")).to_have_count(3)
    expect(page.locator(".design-list.own > li").first).to_contain_text("calls API Gateway")
