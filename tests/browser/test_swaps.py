"""Whatever htmx swaps in, the focus never falls to the page's body, and what speaks was there before."""

import pytest
from playwright.sync_api import Page, expect

from studyapp.catalogue.designs import Brief
from studyapp.records import banks, designs, learners, sketches
from studyapp.records.models import Learner, User
from studyapp.rules.designing import Step
from tests.browser import worlds
from tests.browser.conftest import Visit
from tests.browser.visits import COURSE, TREE, course, ran

CONTROLS = """() => window.controls = [...document.querySelectorAll(
  "a[hx-get], form:is([hx-get], [hx-post]) :is(button:not([formaction], [type=button], [aria-hidden=true]), input[type=search])"
)].filter((one) => one.checkVisibility({ visibilityProperty: true }))"""
WATCH = """() => {
  for (const form of document.forms) form.noValidate = true;  // an empty answer is sent too
  window.region = document.getElementById("live");
  document.addEventListener("htmx:after:swap", () => setTimeout(() => (document.documentElement.dataset.swapped = "")));
}"""
STANDS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return "the focus is nowhere";
  if (!one.checkVisibility({ visibilityProperty: true })) return "the focus is on what cannot be seen";
  return window.region === document.getElementById("live") ? "" : "the live region is another";
}"""


@pytest.fixture
def addresses(ada: Learner) -> dict[str, str]:
    """The pages on which htmx swaps, each with something to press."""
    told = ran(ada, "scenario-mapping", "practice", 10, wrong={1}, finished=False)
    ground = sketches.ground(course(), "inference-type")
    brief = course().exercises[worlds.BRIEF]
    assert ground and isinstance(brief, Brief)
    tree = sketches.begin(ada, course().id, ground, sketch=None, title="Mine", at=told.started)
    for number, kind in enumerate(("client", "api-gateway", "lambda")):
        designs.take(ada, course(), brief, Step("place", kind), seen=number)
    designs.take(ada, course(), brief, Step("join", "client", "api-gateway"), seen=3)
    return {
        "question": f"/attempts/{told.pk}/2/", "explained": f"/attempts/{told.pk}/1/",
        "lesson": f"{COURSE}/modules/deployment/what-inference-is/", "tree": f"{TREE}?place=cloud", "search": "/search/?q=batch",
        "sketch": f"{COURSE}/exercises/inference-type/sketches/{tree.pk}/", "design": f"{COURSE}/exercises/{worlds.BRIEF}/",
    }  # fmt: skip


def fallen(page: Page, address: str) -> list[str]:
    """Which controls of the page leave the focus nowhere when they are pressed."""
    found = []
    page.goto(address)
    for number in range(len(page.evaluate(CONTROLS))):
        page.goto(address)
        controls = page.evaluate(CONTROLS)
        if number >= len(controls):
            break  # what was pressed before has left fewer
        page.evaluate(WATCH)
        name = page.evaluate("(n) => (window.controls[n].focus(), window.controls[n].textContent.trim())", number)
        page.keyboard.press("Enter")
        expect(page.locator("html[data-swapped]")).to_be_attached()
        if fault := page.evaluate(STANDS):
            found.append(f"{address}: {name}: {fault}")
    return found


def test_after_every_swap_the_focus_stands_somewhere(visit: Visit, ada: Learner, addresses: dict[str, str]) -> None:
    page = visit(ada)
    found = {name: fallen(page, address) for name, address in addresses.items()}
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_while_a_bank_is_checked_the_focus_stays_in_its_text(visit: Visit, base_url: str) -> None:
    user = User.objects.create_user("ben@example.org", "x", role=User.Role.INSTRUCTOR)
    banks.create(course=course(), ident="pantry", title="Pantry", owner=user, text=worlds.TEXT)
    page = visit(learners.of_user(user))
    page.goto("/teach/ai-model-inferencing/banks/pantry/edit/")
    page.evaluate(WATCH)
    page.locator("#draft").focus()
    page.keyboard.type("x")
    expect(page.locator("html[data-swapped]")).to_be_attached()
    assert page.evaluate("document.activeElement.id") == "draft"
