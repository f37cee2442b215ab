"""A class of thirty with five weeks behind it, made by what the views call too. The same seed makes the same class."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import assert_never

from django.db import transaction

from studyapp.catalogue.courses import Course, Quiz
from studyapp.catalogue.questions import Choices, Number, Pairs, Question, Steps
from studyapp.records import answers, assignments, attempts, cohorts, learners, progress
from studyapp.records.assignments import Terms
from studyapp.records.attempts import Refused
from studyapp.records.models import Assignment, Attempt, Cohort, Invitation, Learner, User
from studyapp.rules.grading import Response

TEACHER = "teacher@demo.example"
TITLE = "Tuesday evening"
DAY, WEEKS = timedelta(days=1), 5
NAMES = (
    "Amara Obi", "Bao Nguyen", "Carla Rossi", "Daniel Weber", "Elif Kaya", "Farid Haddad", "Grace Lindqvist", "Hugo Martins",
    "Ines Duarte", "Jonas Berg", "Keiko Mori", "Lukas Novak", "Maya Cohen", "Nils Aalto", "Olga Petrova", "Priya Nair",
    "Quentin Leroy", "Rosa Jimenez", "Samir Aziz", "Tessa de Vries", "Umar Sheikh", "Vera Horvat", "Wanda Zielinska",
    "Xiu Chen", "Yusuf Demir", "Zoe Papadaki", "Anton Keller", "Bruna Costa", "Cedric Moreau", "Dalia Mansour",
)  # fmt: skip


@dataclass(frozen=True)
class Habit:
    """How somebody learns: the share of right answers at first, what a run adds, when the last day was, and a weakness."""

    share: float
    gain: float
    first: int  # days ago
    last: int
    runs: int
    weak: str  # a node of a tree that keeps going wrong


def habit(number: int, dice: Random, nodes: list[str]) -> Habit:
    """Most come on well; every seventh has stopped, every sixth is stuck, a few are ready, two have not begun."""
    if number % 15 == 14:
        return Habit(0, 0, 20, 20, 0, "")
    first = dice.randint(28, 7 * WEEKS)
    last = dice.randint(9, 19) if number % 7 == 3 else dice.randint(0, 5)
    if number % 6 == 2:
        return Habit(
            dice.uniform(0.5, 0.65), 0.02, first, last, dice.randint(4, 6), dice.choice(nodes) if nodes else ""
        )
    share = dice.uniform(0.92, 0.95) if number % 5 == 0 else dice.uniform(0.8, 0.9)
    return Habit(share, dice.uniform(0.01, 0.03), first, last, dice.randint(3, 6), "")


@transaction.atomic
def make(course: Course, *, password: str, seed: int, now: datetime) -> Cohort:
    """The instructor, the class, its assignments and everybody's weeks, all or nothing."""
    teacher = User.objects.create_user(TEACHER, password, role=User.Role.INSTRUCTOR, date_joined=now - 40 * DAY)
    begun = now - (7 * WEEKS + 1) * DAY
    cohort = cohorts.make(course=course.id, title=TITLE, owner=teacher, at=begun)
    code = cohorts.invite(cohort, begun)
    cohorts.invite(cohort, now)  # that of before has ended
    given = _assign(cohort, course, teacher, now)
    for number, name in enumerate(NAMES):
        dice = Random(f"{seed} {number}")
        _learner(name, dice, habit(number, dice, _nodes(course)), course, code, given, now)
    return cohort


def _nodes(course: Course) -> list[str]:
    quiz = course.quizzes.get(course.main_quiz)
    return sorted({node.partition("/")[2] for node in course.pool(quiz).by_node}) if quiz else []


def _assign(cohort: Cohort, course: Course, teacher: User, now: datetime) -> list[Assignment]:
    """One that is over, and one that is due in five days."""
    quiz = course.quizzes[course.main_quiz]
    size = min(quiz.runs["graded"].sizes)
    evening = now.replace(hour=18, minute=0, second=0, microsecond=0)
    past = Terms(quiz.id, "graded", size, evening - 20 * DAY, evening - 12 * DAY, 2)
    present = Terms(quiz.id, "graded", size, evening - 6 * DAY, evening + 5 * DAY, 3, timedelta(hours=12))
    return [assignments.give(cohort, terms, by=teacher, at=now - 21 * DAY) for terms in (past, present)]


def _learner(
    name: str, dice: Random, how: Habit, course: Course, code: Invitation, given: list[Assignment], now: datetime
) -> None:
    email = f"{name.lower().replace(' ', '.')}@demo.example"
    joined = now - how.first * DAY
    user = User.objects.create_user(email, None, date_joined=joined)
    learner = learners.of_user(user)
    Learner.objects.filter(pk=learner.pk).update(begun=joined)
    cohorts.join(code, learner, name=name, at=joined)
    if not how.runs:
        return
    days = sorted(dice.uniform(how.last, how.first) for _ in range(how.runs))[::-1]
    days[-1] = how.last + dice.random() * 0.4
    lessons, read = list(course.lessons), 0
    for turn, ago in enumerate(days, 1):
        at = now - ago * DAY
        for _ in range(dice.randint(1, 5)):
            if read < len(lessons):
                progress.mark_read(learner, course.id, lessons[read], at=at)
                read, at = read + 1, at + timedelta(minutes=dice.randint(4, 11))
        leaves_off = turn == how.runs and dice.random() < 0.1
        _run(learner, course, _begun(learner, course, dice, given, at), how, turn, dice, leaves_off)


def _begun(learner: Learner, course: Course, dice: Random, given: list[Assignment], at: datetime) -> Attempt:
    """What is assigned and open, else practice: of the main quiz mostly."""
    for row in given:
        if assignments.due_for(row, None) and dice.random() < 0.8:
            try:
                attempt = assignments.start(learner, course, row.pk, at=at, seed=dice.randrange(2**31))
            except Refused:
                continue
            if attempt is not None:
                return attempt
    quiz = course.quizzes[course.main_quiz] if dice.random() < 0.75 else dice.choice(_others(course))
    size = quiz.runs["practice"].sizes[0]
    return attempts.start(learner, course, quiz, mode="practice", size=size, seed=dice.randrange(2**31), at=at)


def _others(course: Course) -> list[Quiz]:
    open_to_all = [quiz for quiz in course.quizzes.values() if "practice" in quiz.runs and not quiz.audience]
    return [quiz for quiz in open_to_all if quiz.id != course.main_quiz] or open_to_all


def _run(
    learner: Learner, course: Course, attempt: Attempt, how: Habit, turn: int, dice: Random, leaves_off: bool
) -> None:
    """Answer the questions one after another, a minute or so each, and hand in; or leave off half way."""
    at = attempt.started
    for position in range(1, attempt.asked_count // (2 if leaves_off else 1) + 1):
        at += timedelta(seconds=dice.randint(35, 110))
        asked = answers.asked_at(learner.pk, attempt.pk, position)
        item = course.items.get(asked.question.partition("/")[2]) if asked else None
        share = min(how.share + how.gain * (turn - 1), 0.97)
        if how.weak and item and how.weak in item.turns_on:
            share = 0.15
        take = partial(_taken, right=dice.random() < share, dice=dice)
        sure = dice.random() < share - 0.3
        answers.answer(learner.pk, attempt.pk, position, read=take, check=True, at=at, sure=sure)
    if not leaves_off:
        attempts.finish(attempt, at=at)


def _taken(question: Question, order: list[int], *, right: bool, dice: Random) -> Response:
    """A right response to a question of any kind, or a wrong one."""
    match question.part:
        case Choices():
            wrong = [number for number in order if number not in question.key]
            return question.key if right else frozenset({dice.choice(wrong)} if wrong else {order[0]})
        case Steps(right=steps):
            places = tuple(range(len(steps)))
            return places if right else places[::-1]
        case Pairs(key=key, answers=texts):
            return key if right else tuple((number + 1) % len(texts) for number in key)
        case Number(answer=answer):
            return answer if right else answer * 2 + Decimal(1)
        case _:
            assert_never(question.part)
