"""Who asks: a learner with five weeks behind her and her instructor, and many who answer."""

from dataclasses import dataclass, field
from importlib import import_module
from itertools import cycle, islice, pairwise

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.utils import timezone

from studyapp.catalogue.costs import CostExercise
from studyapp.catalogue.courses import Course
from studyapp.catalogue.designs import Brief
from studyapp.catalogue.sketches import Leaf
from studyapp.pages.http import LEARNER
from studyapp.records import (
    answers,
    attempts,
    banks,
    demo,
    designs,
    exercises,
    histories,
    learners,
    publications,
    sketches,
)
from studyapp.records.models import Asked, Attempt, Bank, Certificate, Cohort, Learner, OwnTree, User
from studyapp.rules import sketching
from studyapp.rules.designing import Step

SEED = 1
BRIEF, COST, BANK = "rides-on-film", "corner-shop-bot", "of-her-own"
CHAIN = "client s3 lambda async-endpoint sns"
Cookies = dict[str, str]


@dataclass(frozen=True)
class People:
    course: Course
    learner: Learner
    teacher: User
    cohort: Cohort
    bank: Bank
    open: Attempt  # practice, its first question checked
    done: Attempt
    tree: OwnTree
    cookies: Cookies  # the learner's
    teaching: Cookies


def session(user: User, learner: Learner | None) -> Cookies:
    """The cookies of somebody signed in, with a CSRF token."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    if learner:
        store[LEARNER] = learner.pk
    store.save()
    return {settings.SESSION_COOKIE_NAME: store.session_key, settings.CSRF_COOKIE_NAME: "x" * 32}


@transaction.atomic
def settle(course: Course) -> People:
    """The demonstration's class, and its first learner with a thing of each kind begun."""
    now = timezone.now()
    cohort = demo.make(course, password="", seed=SEED, now=now)
    learner = Learner.objects.get(user__email="amara.obi@demo.example")
    assert learner.user
    quiz = course.quizzes[course.main_quiz]
    run = attempts.start(learner, course, quiz, mode="practice", size=max(quiz.runs["practice"].sizes), seed=SEED)
    answers.answer(learner.pk, run.pk, 1, read=lambda question, order: question.key, check=True)
    first = Asked.objects.get(attempt=run, position=1)
    answers.report(first, "The second choice fits too, I think.")
    other = Learner.objects.get(user__email="bao.nguyen@demo.example")
    Certificate.objects.create(
        learner=other, course=course.id, code="bench", name="Bao Nguyen", title=course.title, evidence=[], at=now
    )
    _design(learner, course)
    _cost(learner, course)
    return People(
        course, learner, cohort.owner, cohort, _bank(course, cohort.owner), run, histories.finished(learner.pk)[0],
        _tree(learner, course), session(learner.user, learner), session(cohort.owner, None),
    )  # fmt: skip


def _design(learner: Learner, course: Course) -> None:
    """Parts in a row, judged once."""
    brief, seen, names = course.exercises[BRIEF], 0, CHAIN.split()
    assert isinstance(brief, Brief)
    steps = [Step("place", name) for name in names] + [Step("join", *ends) for ends in pairwise(names)]
    for step in steps:
        seen = designs.take(learner, course, brief, step, seen=seen).number
    designs.judge(learner, course, brief, seen=seen)


def _cost(learner: Learner, course: Course) -> None:
    """A run whose first step is given."""
    exercise = course.exercises[COST]
    assert isinstance(exercise, CostExercise)
    sheet = exercises.start(learner, course, exercise, at=timezone.now(), seed=SEED)
    exercises.give(sheet, "feasible", list(exercise.options), at=timezone.now())


def _tree(learner: Learner, course: Course) -> OwnTree:
    """A tree of her own that asks the first three questions everywhere, as far as they are open, and ends at options in turn."""
    name = next(iter(course.scenarios))
    ground = sketches.ground(course, name)
    assert ground
    facts, ends, sketch = ground.tree.fact_by_id, cycle(ground.tree.outcomes), None
    for fact, limit in islice(sketching.questions(facts), 3):
        for place in sketching.open_places(sketch):
            if not sketching.settled(fact, limit, sketching.way(sketch, place)):
                sketch = sketching.ask(sketch, place, fact, limit)
    for place in sketching.open_places(sketch):
        sketch = sketching.put(sketch, place, Leaf(next(ends).id))
    return sketches.begin(learner, course.id, ground, sketch=sketch, title="", at=timezone.now())


def _bank(course: Course, owner: User) -> Bank:
    """A bank of the course's files as if she had written it, published."""
    text = (
        (settings.CONTENT / course.id / "banks" / "real-time.md")
        .read_text()
        .replace("bank: real-time", f"bank: {BANK}")
    )
    bank = banks.create(course=course, ident=BANK, title="Of her own", owner=owner, text=text)
    publications.publish(bank, course=course, version=bank.version, by=owner)
    return bank


@dataclass
class Seats:
    """Places where something can still be answered: a new learner whenever there is none left."""

    course: Course
    mode: str
    people: int = 0
    free: list[tuple[Asked, Cookies]] = field(default_factory=list)

    def take(self, count: int) -> list[tuple[Asked, Cookies]]:
        while len(self.free) < count:
            self.free += self._learner()
        taken, self.free = self.free[:count], self.free[count:]
        return taken

    @transaction.atomic
    def _learner(self) -> list[tuple[Asked, Cookies]]:
        self.people += 1
        user = User.objects.create_user(f"{self.mode}-{self.people}@bench.example")
        learner = learners.of_user(user)
        quiz = self.course.quizzes[self.course.main_quiz]
        size = max(quiz.runs[self.mode].sizes)
        run = attempts.start(learner, self.course, quiz, mode=self.mode, size=size, seed=self.people)
        cookies = session(user, learner)
        return [(asked, cookies) for asked in Asked.objects.filter(attempt=run).order_by("position")]
