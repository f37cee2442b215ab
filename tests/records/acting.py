"""What the cast does in these tests, and how a course is made larger or changed under their hands."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from studyapp.catalogue.courses import Course, Runs
from studyapp.catalogue.prose import Html
from studyapp.catalogue.questions import Bank, Item
from studyapp.records import answers, attempts, revisions
from studyapp.records.attempts import Filter
from studyapp.records.models import Asked, Attempt, Learner, Standing
from studyapp.rules.grading import Response

Standings = dict[tuple[str, str], tuple[int, int]]


def begin(
    learner: Learner, course: Course, quiz: str = "brewing", *, mode: str = "practice", size: int = 3,
    only: Filter = Filter(), seed: int = 7,
) -> Attempt:  # fmt: skip
    return attempts.start(learner, course, course.quizzes[quiz], mode=mode, size=size, only=only, seed=seed)


def sit(learner: Learner, course: Course, minutes: str = "5", *, size: int = 3) -> Attempt:
    """Begin a mock exam over the brewing quiz, so many minutes long."""
    quiz = course.quizzes["brewing"]
    runs = {**quiz.runs, "mock": Runs((size,), Decimal(minutes), ("difficulty",))}
    timed = replace(course, quizzes={**course.quizzes, "brewing": replace(quiz, runs=runs)})
    return begin(learner, timed, mode="mock", size=size, seed=1)


def asked_at(attempt: Attempt, position: int) -> Asked:
    return Asked.objects.select_related("answer").get(attempt=attempt, position=position)


def key_of(attempt: Attempt, position: int) -> Response:
    return revisions.question(asked_at(attempt, position).revision_id).key


def wrong_of(attempt: Attempt, position: int) -> Response:
    """One wrong choice: the first that is not in the key."""
    question = revisions.question(asked_at(attempt, position).revision_id)
    return frozenset([next(n for n in range(len(question.choices)) if n not in question.key)])


def respond(
    attempt: Attempt, position: int, response: Iterable[int], *, check: bool = False, at: datetime | None = None
) -> Asked:
    """Save a response, or check it."""
    taken = frozenset(response)
    asked = answers.answer(
        attempt.learner_id, attempt.pk, position, read=lambda question, order: taken, check=check, at=at
    )
    assert asked is not None
    return asked


def answer(
    attempt: Attempt, position: int, *, right: bool = True, check: bool = False, at: datetime | None = None
) -> Asked:
    response = key_of(attempt, position) if right else wrong_of(attempt, position)
    return respond(attempt, position, response, check=check, at=at)


def run(attempt: Attempt, *rights: bool) -> Attempt:
    """Answer the questions in order rightly or wrongly, as many as are told, and finish."""
    for position, right in enumerate(rights, 1):
        answer(attempt, position, right=right)
    return attempts.finish(attempt)


def standings(learner: Learner) -> Standings:
    return {(row.kind, row.ident): (row.n, row.right) for row in Standing.objects.filter(learner=learner)}


def questions(attempt: Attempt) -> list[str]:
    return list(Asked.objects.filter(attempt=attempt).order_by("position").values_list("question", flat=True))


def with_items(course: Course, bank: str, items: Iterable[Item]) -> Course:
    return replace(course, banks={**course.banks, bank: Bank(bank, course.banks[bank].title, tuple(items))})


def only(course: Course, bank: str, *ids: str) -> Course:
    """The course with these questions alone in a bank."""
    return with_items(course, bank, [course.items[f"{bank}/{id}"] for id in ids])


def reworded(course: Course, bank: str) -> Course:
    """The course with another wording of every question of a bank."""
    return with_items(
        course,
        bank,
        [
            replace(item, question=replace(item.question, stem=Html(f"{item.question.stem}<p>Well?</p>")))
            for item in course.banks[bank].items
        ],
    )


def larger(course: Course, count: int, *, bank: str = "brewing", **sizes: tuple[int, ...]) -> Course:
    """The course with so many questions in a bank, the same ones again and again under other ids."""
    items = course.banks[bank].items
    many = [
        replace(item, id=f"{item.id}-{turn}", question=replace(item.question, ident=f"{item.ident}-{turn}"))
        for turn in range(count // len(items) + 1)
        for item in items
    ]
    runs = {mode: Runs(tuple(some), None, course.quizzes[bank].runs["practice"].spread) for mode, some in sizes.items()}
    quiz = replace(course.quizzes[bank], runs=runs)
    return replace(with_items(course, bank, many[:count]), quizzes={**course.quizzes, bank: quiz})


def with_pass_mark(course: Course, percent: int, quiz: str = "brewing") -> Course:
    changed = replace(course.quizzes[quiz], pass_percent=percent)
    return replace(course, quizzes={**course.quizzes, quiz: changed})
