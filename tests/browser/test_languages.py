"""In Spanish nothing is cut off or runs over anything, and axe finds nothing; from right to left the same, with drawings as they are."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone
from playwright.sync_api import Page

from studyapp.records import assignments, banks, cohorts, learners
from studyapp.records.assignments import Terms
from studyapp.records.models import Learner, User
from tests.browser.conftest import Visit
from tests.browser.sound import RULES, reason
from tests.browser.test_axe import LESSON
from tests.browser.visits import COURSE, QUIZ, TREE, course, places, ran, session_of

WIDTHS = (320, 1280)
BANK = "---\nbank: pantry\nobjective: map-scenarios\n---\n\n# Pantry\n\n## jar\n\nWhich?\n\n- [x] Dark\n- [ ] Light\n> why\n"
NOBODY = [
    "/", f"{COURSE}/", f"{COURSE}/modules/trade-offs/", LESSON, f"{COURSE}/modules/deployment/sourcing-a-model/",
    f"{COURSE}/modules/deployment/who-runs-the-host/", f"{COURSE}/modules/batch/a-job-not-an-endpoint/",
    f"{COURSE}/options/?option=asynchronous&payload=300+MB&deadline=5+min", f"{COURSE}/options/asynchronous/", f"{COURSE}/trees/",
    f"{TREE}?place=cloud&waiting=blocks", f"{TREE}?place=cloud&waiting=returns", f"{TREE}?payload=much", f"{COURSE}/glossary/",
    f"{COURSE}/glossary/cold-start/", f"{COURSE}/quizzes/", QUIZ, "/preferences/", f"{COURSE}/review/", f"{COURSE}/worksheet/",
    f"{COURSE}/costs/", f"{COURSE}/exercises/", "/search/?q=batch", "/search/?q=zymurgy", "/accounts/login/", "/accounts/signup/",
    "/nowhere/", "/progress/", "/progress/deletion/",
]  # fmt: skip

# What of the page lies where it should not: over the edge, wider than its button, or on other text. The bar at the foot stays
# at the window's edge on purpose, and what only a screen reader says stands nowhere.
MEASURE = """() => {
  document.querySelectorAll(".footbar").forEach((one) => (one.style.position = "static"));
  const found = [], wide = document.documentElement.clientWidth, texts = [];
  if (document.documentElement.scrollWidth > wide) found.push(`${document.documentElement.scrollWidth} pixels wide`);
  const hidden = ".unseen, .skip, .sprite, [hidden], .side a, textarea, .gutter, dialog, details:not([open]) > :not(summary)";
  const clipped = (one) => one && (getComputedStyle(one).clipPath !== "none" || clipped(one.parentElement));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.textContent.trim() || node.parentElement.closest(hidden) || clipped(node.parentElement)) continue;
    const range = document.createRange();
    for (const { 0: word, index } of node.parentElement.closest("svg") ? [] : node.textContent.matchAll(/(?<![\\p{L}_/.])\\p{L}\\p{Ll}{3,}(?![\\p{L}_/.])/gu)) {
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) found.push(`broken: ${word}`);
    }
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1 || box.height < 1) continue;
      const words = node.textContent.trim().slice(0, 40), inner = node.parentElement.closest("svg") ? 8 : 3;
      if (box.left < -1 || box.right > wide + 1) found.push(`over the edge: ${words}`);
      const holder = node.parentElement.closest("button, .primary, summary, th, .choice, .top, .footbar")?.getBoundingClientRect();
      if (holder && (box.left < holder.left - 1 || box.right > holder.right + 1)) found.push(`cut off: ${words}`);
      for (const other of texts) {
        const over = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const deep = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (over > 2 && deep > Math.max(inner, other.inner) && other.node !== node) found.push(`${words} lies on ${other.words}`);
      }
      texts.push({ box, words, node, inner });
    }
  }
  return [...new Set(found)].slice(0, 8);
}"""


@pytest.fixture
def ben(base_url: str) -> Learner:
    """Ben teaches."""
    return learners.of_user(User.objects.create_user("ben@example.org", "lamp-to-the-ferry", role=User.Role.INSTRUCTOR))


def client_of(learner: Learner) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(learner)
    return client


def of_ada(ada: Learner) -> Iterator[str]:
    """What somebody sees who has done much: runs, questions asked and explained, a design, a tree, a cost exercise."""
    yield from (
        ("/", f"{COURSE}/", "/progress/", "/attempts/", QUIZ)
        if ran(ada, "scenario-mapping", "graded", 30, {3, 7})
        else ()
    )
    run = ran(ada, "scenario-mapping", "practice", 10, wrong={2, 4}, finished=False)
    knowledge = ran(ada, "knowledge", "practice", 20, wrong=range(1, 21, 2))
    asked = ran(ada, "knowledge", "graded", 30, finished=False)
    yield from (f"/attempts/{run.pk}/{place}" for place in ("1/", "2/", ""))
    for one in (knowledge, asked):
        yield from (f"/attempts/{one.pk}/{place}/" for place, _, _ in places(one).values())
    yield f"/attempts/{knowledge.pk}/result/"
    page, hers = f"{COURSE}/exercises/rides-on-film/", client_of(ada)
    for number, part in enumerate(("client", "s3", "cloudwatch")):
        hers.post(f"{page}versions/", {"seen": number, "act": "place", "one": part})
    hers.post(f"{page}judgements/", {"seen": 3})
    tree = hers.post(f"{COURSE}/exercises/inference-type/sketches/")["Location"]
    hers.post(tree, {"seen": 1, "act": "put", "at": "start", "what": "ask:place"})
    shop = f"{COURSE}/exercises/corner-shop-bot/"
    hers.post(shop, {"act": "begin"})
    yield from (
        page,
        f"{page}judgements/1/",
        tree,
        f"{tree}?hint=branch",
        shop,
        f"{COURSE}/exercises/",
        "/progress/export/",
    )


def of_ben(ben: Learner, ada: Learner) -> Iterator[str]:
    """What somebody sees who teaches: a class with somebody at risk in it, and a bank with errors."""
    now, user = timezone.now(), ben.user
    assert user
    one = cohorts.make(course=course().id, title="Tuesday", owner=user, at=now)
    code = cohorts.invite(one, now)
    cohorts.join(code, ada, name="Ada", at=now)
    cohorts.join(code, learners.make_guest(), name="Cyd", at=now - 9 * cohorts.LASTS / 30)
    row = assignments.give(one, Terms("scenario-mapping", "graded", 30, attempts=3), by=user, at=now)
    ran(ada, "scenario-mapping", "practice", 10, wrong={2, 4, 5, 9})
    banks.create(course=course(), ident="pantry", title="Pantry", owner=user, text=BANK)
    here, bank = f"/teach/cohorts/{one.pk}/", "/teach/ai-model-inferencing/banks/"
    yield from (
        "/teach/",
        here,
        f"{here}settings/",
        f"{here}assignments/",
        f"{here}assignments/new/",
        f"{here}learners/{ada.pk}/",
    )
    yield from (f"{here}assignments/{row.pk}/", f"{here}assignments/{row.pk}/allowances/", "/teach/reports/")
    yield from (
        bank,
        f"{bank}pantry/",
        f"{bank}pantry/edit/",
        f"{bank}pantry/items/jar/",
        f"{bank}pantry/publications/",
    )
    yield from (
        f"{bank}pantry/history/",
        f"{bank}pantry/authors/",
        f"{bank}pantry/exports/gift",
        "/teach/ai-model-inferencing/imports/",
    )


def faults(page: Page, addresses: list[str], rules: dict[str, Any] | None = None) -> list[str]:
    """What lies wrong on each page at each width; with rules, what axe says too."""
    found = []
    for address in addresses:
        page.goto(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found += [f"{address} {width}: {fault}" for fault in page.evaluate(MEASURE)]
        if rules:
            page.evaluate(AXE_SCRIPT)
            for fault in page.evaluate("(options) => axe.run(options)", rules)["violations"]:
                found += [f"{address}: {fault['id']}: {' '.join(n['target'])}: {reason(n)}" for n in fault["nodes"]]
    return found


@pytest.fixture(params=["es", "he"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Spanish; and Hebrew, of which there are no words yet, for its direction."""
    with override_settings(LANGUAGES=[*settings.LANGUAGES, ("he", "עברית")]):
        yield request.param


def shown(page: Page) -> tuple[str, str]:
    page.goto("/")
    html = page.locator("html")
    return str(html.get_attribute("lang")), str(html.get_attribute("dir"))


@pytest.mark.parametrize("who", ["nobody", "ada", "ben"])
def test_nothing_is_cut_off_or_lies_on_anything(
    visit: Visit, ada: Learner, ben: Learner, language: str, who: str
) -> None:
    addresses = {"nobody": lambda: NOBODY, "ada": lambda: [*of_ada(ada)], "ben": lambda: [*of_ben(ben, ada)]}[who]()
    page = visit({"ada": ada, "ben": ben}.get(who), locale=language)
    assert shown(page) == {"es": ("es", "ltr"), "he": ("he", "rtl")}[language]
    found = faults(page, addresses, RULES if language == "es" else None)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize(
    "wrong",
    [
        "min-width: 3000px",
        "position: absolute; top: 0",
        "flex: none; width: 1rem; padding: 0; white-space: nowrap",
        "flex: none; width: 1.5rem; padding: 0",
    ],
)
def test_the_look_for_it_would_see_it(visit: Visit, wrong: str) -> None:
    page = visit()
    page.goto("/preferences/")
    assert page.evaluate(MEASURE) == []
    page.locator("button.primary").evaluate("(one, style) => (one.style.cssText = style)", wrong)
    assert page.evaluate(MEASURE) != []
