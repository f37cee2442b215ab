"""What visitors do, and what is watched while they do it."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from html import unescape
from time import time

from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, expect

from studyapp.catalogue.courses import Course
from studyapp.catalogue.questions import Choices, Number, Pairs, Part, Question, Steps
from studyapp.pages.http import LEARNER
from studyapp.records import answers, attempts
from studyapp.records.models import Attempt, Learner
from studyapp.records.shelf import catalogue
from studyapp.rules.grading import Response

COURSE = "/courses/ai-model-inferencing"
QUIZ = f"{COURSE}/quizzes/scenario-mapping/"
TREE = f"{COURSE}/trees/inference-type/"

# Chromium notes every answer of 400 and more; these are how the site refuses and misses.
EXPECTED = re.compile(
    r"Failed to load resource: the server responded with a status of (403|404|409|410|413|422|429|503) "
)


@dataclass
class Watch:
    """What browsers complained of (scripts, the security policy, missing files), and whom else they asked."""

    home: str
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        where = message.location["url"]
        missed = EXPECTED.match(message.text) and not where.startswith(f"{self.home}/static/")
        if message.type in ("error", "warning") and not missed:
            self.complaints.append(f"{message.text} ({where})")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.home}/", "data:")):
            self.foreign.append(request.url)


def course() -> Course:
    return catalogue().courses["ai-model-inferencing"]


def of_step(run: Attempt) -> int:
    """How many questions a run about one step of a tree has: eight, or all there are."""
    there = course().pool(course().quizzes[run.quiz])
    step = run.rules["only"]["node"].partition("/")[2]
    return min(8, sum(step in question.turns_on for question in there))


def bare(html: str) -> str:
    """The words of some HTML, as a reader sees them."""
    parted = re.sub(r"</?(p|br|[uo]l|li|table|t[rdh]|thead|tbody|pre|div|h\d)\b[^>]*>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", parted)).split())


@cache
def _questions() -> dict[str, Question]:
    return {bare(item.question.stem): item.question for item in course().items.values()}


def question_on(page: Page) -> Question:
    """The question that the page asks, known by its story."""
    return _questions()[words(page.locator(".story"))]


def words(locator: Locator) -> str:
    """The text of an element, with single blanks."""
    return " ".join(locator.inner_text().split())


def choice(page: Page, *, right: bool) -> str:
    """The words of the right choice of the question on the page, or of its first wrong one."""
    return next(bare(one.text) for one in question_on(page).choices if one.right is right)


def choose(page: Page, text: str, *, js: bool = True) -> None:
    """Take a choice; with scripts it is stored at once."""
    page.locator(".choice").filter(has=page.get_by_text(text, exact=True)).click()
    if js:
        page.locator("#saved", has_text="Saved").wait_for()


def take(page: Page, question: Question, order: list[int], *, right: bool = True, js: bool = True) -> None:
    """Give a right response by the controls of the page, or a wrong one; with scripts each step is stored before the next."""
    for step in _steps(page, order, _taken(question, order, right=right), question.part):
        step()
        if js:
            expect(page.locator("#saved")).not_to_be_empty()


def _steps(page: Page, order: list[int], response: Response, part: Part) -> Iterator[Callable[[], object]]:
    match response:
        case frozenset():
            for number, original in enumerate(order, 1):
                if original in response:
                    yield page.locator(f"#choice-{number}").check
        case tuple() if isinstance(part, Steps):
            for number, original in enumerate(order, 1):
                place = str(response.index(original) + 1) if original in response else ""
                yield partial(page.locator(f"#place-{number}").select_option, place)
        case tuple():
            for row, answer in enumerate(response, 1):
                yield partial(page.locator(f"#pair-{row}").select_option, str(order.index(answer or 0) + 1))
        case _:
            page.locator("#number").fill(f"{response:f}")
            yield page.locator("#number").blur


def places(attempt: Attempt) -> dict[str, tuple[int, Question, list[int]]]:
    """One place of the run for each kind."""
    return {q.kind: (asked.position, q, asked.order) for asked, q in attempts.answered(attempt)}


def ran(
    learner: Learner,
    quiz: str,
    mode: str,
    size: int,
    wrong: Collection[int] = (),
    *,
    finished: bool = True,
    of: Course | None = None,
) -> Attempt:
    """A run that the learner has taken, with wrong answers at some places; an open one has answers up to the last of them."""
    of = of or course()
    attempt = attempts.start(learner, of, of.quizzes[quiz], mode=mode, size=size, seed=1)
    last = attempt.asked_count if finished else max(wrong, default=0)
    answered(attempt, range(1, last + 1), wrong)
    return attempts.finish(attempt) if finished else attempt


def answered(attempt: Attempt, positions: Iterable[int], wrong: Collection[int] = ()) -> None:
    """Some places of a run, answered without a page."""
    for position in positions:
        read = partial(_taken, right=position not in wrong)
        answers.answer(attempt.learner_id, attempt.pk, position, read=read, check=True)


def _taken(question: Question, order: list[int], *, right: bool) -> Response:
    """A right response to a question of any kind, or a wrong one."""
    match question.part:
        case Choices():
            return question.key if right else frozenset({next(n for n in order if n not in question.key)})
        case Steps(right=steps):
            places = tuple(range(len(steps)))
            return places if right else places[::-1]
        case Pairs(key=key):
            return key if right else tuple((answer + 1) % len(question.part.answers) for answer in key)
        case Number(answer=answer):
            return answer if right else answer + 1000


def session_of(learner: Learner) -> str:
    """A session of that learner's; if she has an account, as it is just after she has signed in."""
    client = Client()
    if learner.user:
        client.force_login(learner.user)
    session = client.session
    if learner.user:
        session["account_authentication_methods"] = [{"method": "password", "at": time()}]
    session[LEARNER] = learner.pk
    session.save()
    return str(session.session_key)
