"""What people type, upload and send in an address can neither run nor load anything, wherever it is shown: payloads × surfaces."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from studyapp.catalogue.courses import Catalogue, Course
from studyapp.catalogue.designs import Brief
from studyapp.catalogue.exercises import Exercise
from studyapp.formats.course_files import read_course
from studyapp.records import assignments, banks, cohorts, learners, shelf, trail
from studyapp.records.assignments import Terms
from studyapp.records.models import Learner, Report, User
from tests.browser.conftest import PATIENCE, Visit
from tests.browser.test_hostile import FORBIDDEN, TITLE, rendered
from tests.conftest import REAL
from tests.pages.acting import begin, signed_in
from tests.pages.test_designs_page import PAGE as DESIGN
from tests.pages.test_designs_page import build, judged
from tests.records.teaching import pantry, publish

ROOT = Path(__file__).parents[2]
# Each as long as the shortest field lets it be.
PAYLOADS = [
    "<script>window.hacked='script'</script>",
    "<img src=/static/x.png onerror=window.hacked='picture'>",
    "<svg/onload=window.hacked='drawing'>",
    "\"><b onclick=window.hacked='click' tabindex=0>press</b>",
    "' onfocus='window.hacked=1' autofocus x='",
    "[press](javascript:window.hacked='link')",
    "<javascript:window.hacked='auto'>",
    "![spy](https://evil.example/spy.png)",
    '<a href="#" hx-get="/admin/" hx-trigger="load">press</a>',
    '<iframe src="https://evil.example/"></iframe>',
    "<style>main{display:none}</style>",
    "</textarea></title></script><script>window.hacked='out'</script>",
    "{{ 7|add:7 }}{% csrf_token %}",
    '<form action="https://evil.example/"><button>press</button></form>',
    "<base href=https://evil.example/><meta http-equiv=refresh content=0>",
    "<math><a xlink:href=javascript:window.hacked=1>press</a></math>",
    "&lt;script&gt;window.hacked='twice'&lt;/script&gt;",
]
ALL = "\n".join(PAYLOADS)
# A bank that can be published: nothing of it is raw HTML.
BANK = """\
---
bank: pantry
objective: know-leaf
---

# Pantry &lt;script&gt;window.hacked=1&lt;/script&gt;

## jar

Where [press](javascript:window.hacked='stem')? &lt;img src=x onerror=window.hacked=1&gt; `<script>window.hacked=1</script>`

- [x] `<b onclick=window.hacked=1>press</b>` hacked
- [ ] [press](data:text/html,window.hacked) &lt;svg onload=window.hacked=1&gt;
  > [press](vbscript:window.hacked) &#60;script&#62;window.hacked=1&#60;/script&#62;

### Explanation

&lt;iframe src=https://evil.example/&gt; `![spy](https://evil.example/spy.png)` hacked
"""


@dataclass(frozen=True)
class Served:
    courses: dict[str, Course]

    def catalogue(self) -> Catalogue:
        return Catalogue(self.courses)


def with_hostile_words(brief: Exercise) -> Exercise:
    """The compiler leaves a brief with raw HTML out; this is how one would look that came through."""
    found = replace(brief, title=f"{brief.title} {TITLE}", story=rendered())
    if isinstance(found, Brief):
        bad = tuple(replace(one, says=rendered(), otherwise=rendered()) for one in found.requirements)
        found = replace(found, requirements=bad, trade_off=rendered())
    return found


@pytest.fixture
def tea(monkeypatch: pytest.MonkeyPatch, real: Course) -> Course:
    """The tea course, beside the real one with hostile briefs."""
    briefs = {
        id: with_hostile_words(one) for id, one in real.exercises.items() if id in ("rides-on-film", "ferry-notes")
    }
    tea, _ = read_course(ROOT / "tests" / "courses" / "tea", "tea")
    assert tea is not None
    monkeypatch.setattr(
        shelf, "shelf", lambda: Served({"tea": tea, REAL: replace(real, exercises=real.exercises | briefs)})
    )
    return tea


@dataclass(frozen=True)
class Stage:
    """Where everything stands that was typed."""

    ada: Learner
    ben: Learner
    root: Learner
    places: dict[str, int | str]


def learner_of(email: str, **fields: str) -> Learner:
    return learners.of_user(User.objects.get(email=email) if not fields else User.objects.create_user(email, **fields))


@pytest.fixture
def stage(base_url: str, live_server: object, tea: Course) -> Stage:
    """Every payload in every field that keeps a text: names, titles, reports, an appeal, a worksheet, a bank, addresses."""
    now = timezone.now()
    client = signed_in('"<img/src=x/onerror=window.hacked=1>"@example.org', first_name=ALL[:100])
    ada = Learner.objects.get(pk=client.session["learner"])
    teacher = learner_of("ben@example.org", role="instructor", first_name=PAYLOADS[0])
    root = learner_of("root@example.org", role="administrator")
    assert teacher.user is not None
    made = [cohorts.make(course="tea", title=payload, owner=teacher.user, at=now) for payload in PAYLOADS]
    other = cohorts.make(course=REAL, title=PAYLOADS[0], owner=teacher.user, at=now)
    code = cohorts.invite(made[0], now)
    for number, payload in enumerate(PAYLOADS):
        who = ada if number == 0 else learner_of(f"{number}@example.org", role="learner")
        cohorts.join(code, who, name=payload, at=now)
    cohorts.join(cohorts.invite(other, now), ada, name=PAYLOADS[0], at=now)
    row = assignments.give(made[0], Terms("brewing", "graded", 10), by=teacher.user, at=now)
    for number, payload in enumerate(PAYLOADS):
        banks.create(course=tea, ident=f"bank-{number}", title=payload, owner=teacher.user, text=ALL)
    bank = pantry(tea, teacher.user, text=BANK)
    publish(bank, tea)
    banks.open_to_all(bank, opened=True, by=root.user)
    worksheets_text = (
        {f"{step.id}.{field.id}": ALL for step in tea.worksheet.steps for field in step.fields} if tea.worksheet else {}
    )
    client.post("/courses/tea/worksheet/", worksheets_text)
    attempt = begin(client, "leaf")
    client.post(f"/attempts/{attempt.pk}/1/reports/", {"text": ALL})
    build(client, "client s3")
    judged(client)
    client.post(f"{DESIGN}judgements/1/appeals/", {"text": ALL})
    trail.note(teacher.user, "role", "account 1", {"told": ALL})
    return Stage(
        ada,
        teacher,
        root,
        {"cohort": made[0].pk, "code": code.code, "row": row.pk, "ada": ada.pk, "report": Report.objects.get().pk},
    )


# Who looks at which page, and whether every payload stands there letter by letter.
KEPT = [
    ("a worksheet", "ada", "/courses/tea/worksheet/", True),
    ("one's classes", "ada", "/progress/classes/", False),
    ("one's data", "ada", "/progress/export/", True),
    ("an invitation", "ada", "/join/{code}/", False),
    ("an assignment", "ada", "/assignments/{row}/", False),
    ("a quiz of a bank", "ada", "/courses/tea/quizzes/pantry/", False),
    ("an appeal of one's own", "ada", f"{DESIGN}judgements/1/", False),
    ("a brief of an architecture", "ada", DESIGN, False),
    ("a brief of costs", "ada", "/courses/ai-model-inferencing/exercises/ferry-notes/", False),
    ("the briefs", "ada", "/courses/ai-model-inferencing/exercises/", False),
    ("classes", "ben", "/teach/", True),
    ("a class", "ben", "/teach/cohorts/{cohort}/?show=all", True),
    ("a learner of a class", "ben", "/teach/cohorts/{cohort}/learners/{ada}/", False),
    ("settings of a class", "ben", "/teach/cohorts/{cohort}/settings/", False),
    ("more time for a learner", "ben", "/teach/cohorts/{cohort}/assignments/{row}/allowances/", True),
    ("reports and appeals", "ben", "/teach/reports/", True),
    ("banks", "ben", "/teach/tea/banks/", True),
    ("a bank", "ben", "/teach/tea/banks/pantry/", False),
    ("a bank whose text is nothing but that", "ben", "/teach/tea/banks/bank-0/", False),
    ("the editor", "ben", "/teach/tea/banks/bank-0/edit/", True),
    ("the editor's preview", "ben", "/teach/tea/banks/pantry/edit/?line=10", False),
    ("a question's form", "ben", "/teach/tea/banks/pantry/items/jar/", False),
    ("publishing", "ben", "/teach/tea/banks/pantry/publications/", False),
    ("publishing what has faults", "ben", "/teach/tea/banks/bank-0/publications/", False),
    ("history", "ben", "/teach/tea/banks/pantry/history/?done=" + quote(PAYLOADS[0]), False),
    ("authors", "ben", "/teach/tea/banks/pantry/authors/", False),
    ("accounts", "root", "/admin/records/user/", False),
    ("reports in the admin", "root", "/admin/records/report/{report}/change/", True),
    ("the trail", "root", "/admin/records/trail/", False),
]


# The editor's own script sets heights, and the admin has its scripts beside its words.
DANGER = FORBIDDEN.replace(" [style],", "").replace("script,", "script:not([src^='/static/']),")


def text_of(page: Page) -> str:
    """All words of the page, and what stands in its fields."""
    return str(
        page.evaluate(
            "document.body.innerText + [...document.querySelectorAll('input, textarea')].map((field) => field.value).join('\\n')"
        )
    )


def harmless(page: Page, *, whole: bool = False, shown: bool = True, patience: float = PATIENCE) -> None:
    """It is there to be read, and has done nothing."""
    body = page.locator("main, #content").first
    expect(body).to_be_visible(timeout=patience)
    text = text_of(page)
    if whole:
        assert [payload for payload in PAYLOADS if " ".join(payload.split()) not in " ".join(text.split())] == []
    assert not shown or "hacked" in text or "evil.example" in text, "nothing hostile stands here"
    assert body.locator(DANGER).count() == 0
    assert (
        page.locator(
            "[onerror], [onload], [onclick], [onfocus], iframe, base, math, [src*='evil'], [href*='evil'], [action*='evil']"
        ).count()
        == 0
    )
    assert page.evaluate("window.hacked") is None


def test_what_is_kept_is_harmless_wherever_it_is_shown(visit: Visit, stage: Stage) -> None:
    pages = {name: visit(getattr(stage, name)) for name in ("ada", "ben", "root")}
    for name, who, path, whole in KEPT:
        page = pages[who]
        response = page.goto(path.format(**stage.places))
        assert response is not None
        assert response.status == 200, f"{name}: {response.status}"
        try:
            harmless(page, whole=whole)
        except AssertionError as error:
            raise AssertionError(f"{name}: {error}") from error


def test_a_published_question_is_harmless_before_and_after_the_answer(visit: Visit, stage: Stage) -> None:
    page = visit(stage.ada)
    page.goto("/courses/tea/quizzes/pantry/")
    page.locator("button.primary").first.click()
    page.wait_for_url("**/attempts/*/1/")
    harmless(page)
    page.locator(".choice input").first.check(force=True)
    page.get_by_role("button", name="Check the answer").click()
    expect(page.locator(".verdict")).to_be_visible()
    harmless(page)


ADDRESSES = [
    "/search/?q={}",
    "/courses/tea/trees/way-to-brew/?cups={}&heat={}",
    "/courses/tea/options/?payload={}&option={}",
    "/courses/ai-model-inferencing/options/?payload={}&option={}",
    "/courses/ai-model-inferencing/costs/?requests={}&memory={}",
    "/progress/?course={}",
    "/teach/reports/?page={}&appeals={}",
    "/teach/tea/banks/pantry/edit/?line={}",
    "/accounts/login/?next={}",
    "/join/{}/",
    "/courses/{}/",
]


def test_what_stands_in_an_address_is_harmless(visit: Visit, stage: Stage) -> None:
    page = visit(stage.ben)
    for path in ADDRESSES:
        for payload in (PAYLOADS[0] + PAYLOADS[3] + PAYLOADS[4], PAYLOADS[8] + PAYLOADS[14] + PAYLOADS[11]):
            page.goto(path.replace("{}", quote(payload, safe="")))
            expect(page.locator("main")).to_be_visible()
            harmless(page, shown=path.startswith("/search/"))


def typed_join(page: Page, stage: Stage) -> None:
    page.goto(f"/join/{stage.places['code']}/")
    page.evaluate("document.querySelector('[name=name]').removeAttribute('maxlength')")
    page.fill("[name=name]", ALL.replace("\n", " "))


def typed_title(page: Page, stage: Stage) -> None:
    page.goto(f"/teach/cohorts/{stage.places['cohort']}/settings/")
    page.evaluate("document.querySelector('[name=title]').removeAttribute('maxlength')")
    page.fill("[name=title]", ALL.replace("\n", " "))


def typed_sign_up(page: Page, stage: Stage) -> None:
    page.goto("/accounts/signup/")
    page.evaluate("document.querySelector('[name=email]').type = 'text'")
    page.fill("[name=email]", ALL.replace("\n", " "))
    page.fill("[name=password1]", "steeps-for-a-night")


def uploaded(name: str, text: str) -> Callable[[Page, Stage], None]:
    def act(page: Page, stage: Stage) -> None:
        page.goto("/teach/tea/imports/")
        page.set_input_files("[name=file]", {"name": name, "mimeType": "text/plain", "buffer": text.encode()})

    return act


def moodle() -> str:
    answers = "".join(f'<answer fraction="{100 if n == 0 else 0}"><text><![CDATA[{p}]]></text><feedback><text><![CDATA[{p}]]></text></feedback></answer>'
                      for n, p in enumerate(PAYLOADS))  # fmt: skip
    return (f'<?xml version="1.0"?><quiz><question type="multichoice"><name><text><![CDATA[{PAYLOADS[0]}]]></text></name>'
            f'<questiontext format="html"><text><![CDATA[{ALL}]]></text></questiontext><single>true</single>{answers}</question></quiz>')  # fmt: skip


def gift() -> str:
    def escaped(text: str) -> str:
        return re.sub(r"([~=#{}:\\])", r"\\\1", text)

    return f"::{escaped(PAYLOADS[0])}:: [html]{escaped(' '.join(PAYLOADS))} {{ ={escaped(PAYLOADS[1])}#{escaped(PAYLOADS[3])} ~{escaped(PAYLOADS[8])} }}"


def csv() -> str:
    cells = [PAYLOADS[0], *PAYLOADS[1:5], "A"]
    return "question,a,b,c,d,answer\n" + ",".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"


HOSTILE_NAME = "<img src=x onerror=window.hacked=1>"
SENT = [
    ("a name in a class", "nobody", typed_join),
    ("a class's title", "ben", typed_title),
    ("an address at sign-up", "nobody", typed_sign_up),
    ("Moodle XML", "ben", uploaded(f"{HOSTILE_NAME}.xml", moodle())),
    ("GIFT", "ben", uploaded(f"{HOSTILE_NAME}.gift", gift())),
    ("CSV", "ben", uploaded(f"{HOSTILE_NAME}.csv", csv())),
    ("Markdown", "ben", uploaded(f"{HOSTILE_NAME}.md", BANK.replace("hacked\n", f"hacked {PAYLOADS[0]}\n"))),
    ("nothing that is known", "ben", uploaded(f"{HOSTILE_NAME}.bin", ALL)),
]


def test_what_is_sent_and_shown_again_is_harmless(visit: Visit, stage: Stage) -> None:
    joining = learner_of("new@example.org", role="learner")
    for name, who, act in SENT:
        page = visit(stage.ben if who == "ben" else joining if act is typed_join else None)
        act(page, stage)
        page.locator("main form button").filter(visible=True).first.wait_for()
        with page.expect_navigation():
            page.evaluate(
                "(field) => { const f = document.querySelector(field).form; f.noValidate = true; f.requestSubmit(); }",
                "main [name=file]"
                if who == "ben" and act is not typed_title
                else "main [name=title], main [name=name], main [name=email]",
            )
        try:
            harmless(page, shown=name != "nothing that is known")
        except AssertionError as error:
            raise AssertionError(f"{name}: {error}") from error


def test_what_is_being_typed_in_the_editor_is_harmless(visit: Visit, stage: Stage) -> None:
    page = visit(stage.ben)
    page.goto("/teach/tea/banks/pantry/edit/?line=10")
    with page.expect_response("**/previews/"):
        page.locator("textarea[name=text]").fill(BANK.replace("Where ", f"Where {ALL} "))
    expect(page.locator(".preview, .problems").first).to_be_visible()
    harmless(page)


def test_a_page_that_let_one_through_would_be_found_out(
    visit: Visit, new_context: Callable[..., BrowserContext], tea: Course
) -> None:
    """Outside the site and its policy each of these would do something."""
    assert max(map(len, PAYLOADS)) <= 100, "the shortest field takes so many"
    page, seen = new_context().new_page(), set[str]()
    for payload in PAYLOADS:
        page.goto("about:blank")
        page.set_content(f"<main>hacked {payload}</main>")
        try:
            harmless(page, patience=2_000)  # it is here already, and what hides it never ends
        except AssertionError:
            seen.add(payload)
    assert [payload for payload in PAYLOADS if payload not in seen] == [
        PAYLOADS[n] for n in (4, 5, 6, 7, 12, 16)
    ]  # words only, there
