"""All that is stored about one learner: to take along, and to delete."""

from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import Any, assert_never

from django.db import transaction

from studyapp.catalogue.prose import Html
from studyapp.catalogue.questions import Choices, Number, Pairs, Question, Steps
from studyapp.records import attempts, revisions, tallies, trail, waiting
from studyapp.records.attempts import Refused
from studyapp.records.models import (
    Allowance,
    Answer,
    Appeal,
    Asked,
    Attempt,
    Bank,
    Card,
    Certificate,
    Cohort,
    DesignStep,
    ExerciseRun,
    Filling,
    Judgement,
    Learner,
    Membership,
    Reading,
    Report,
    Standing,
    TreeVersion,
    User,
    Verdict,
)


def everything(learner: Learner, now: datetime) -> dict[str, Any]:
    """What is stored, in plain values. Never in it: a key, a verdict that the learner is not told, another person."""
    return {
        "account": _account(learner.user),
        "begun": learner.begun,
        "preferences": learner.preferences,
        "classes": _rows(
            Membership.objects.filter(learner=learner), "cohort__title", "cohort__course", "name", "joined", "left"
        ),
        "extra_time": _rows(Allowance.objects.filter(learner=learner), "assignment", "minutes", "due"),
        "runs": _runs(learner, now),
        "lessons_read": _rows(Reading.objects.filter(learner=learner), "course", "lesson", "at"),
        "worksheets": _rows(Filling.objects.filter(learner=learner), "course", "texts", "saved"),
        **_worked_out(learner),
        "counts": _rows(Standing.objects.filter(learner=learner, kind="objective"), "course", "ident", "n", "right"),
        "reviews": _cards(learner),
        "reports": _rows(Report.objects.filter(learner=learner), "asked__question", "text", "at", "settled"),
    }


def _worked_out(learner: Learner) -> dict[str, Any]:
    """Exercises of every kind, and what they add up to."""
    runs, trees = ExerciseRun.objects.filter(learner=learner), TreeVersion.objects.filter(own__learner=learner)
    judged = Judgement.objects.filter(learner=learner)
    return {
        "cost_exercises": _rows(
            runs, "course", "exercise", "brief__body", "steps", "points", "most", "passed", "started", "finished"
        ),
        "designs": _rows(DesignStep.objects.filter(learner=learner), "course", "exercise", "number", "design", "at"),
        "design_judgements": _rows(judged, "course", "exercise", "design", "met", "asked", "passed", "at"),
        "appeals": _rows(
            Appeal.objects.filter(judgement__learner=learner), "judgement__exercise", "text", "at", "granted", "settled"
        ),
        "own_trees": _rows(
            trees, "own", "own__course", "own__tree", "own__title", "number", "parent", "body", "right_count",
            "asked_count", "passed", "at",
        ),
        "certificates": _rows(
            Certificate.objects.filter(learner=learner), "course", "code", "name", "title", "evidence", "at"
        ),
    }  # fmt: skip


def _rows(rows: Any, *names: str) -> list[dict[str, Any]]:
    return [{name.rpartition("__")[2]: row[name] for name in names} for row in rows.order_by("pk").values(*names)]


def _account(user: User | None) -> dict[str, Any] | None:
    if user is None:
        return None
    return {"email": user.email, "role": str(user.role), "joined": user.date_joined, "last seen": user.last_login}


def _cards(learner: Learner) -> list[dict[str, Any]]:
    """When what comes back; of what a sealed exam asked nothing, since the time tells whether it was right."""
    sealed = {ident for run in _sealed(learner) for ident in run}
    found = _rows(Card.objects.filter(learner=learner), "course", "subject", "due")
    return [card for card in found if f"{card['course']}/{card['subject']}" not in sealed]


def _sealed(learner: Learner) -> Iterable[list[str]]:
    for run in Attempt.objects.filter(learner=learner, rules__sealed=True):
        yield list(run.asked_set.values_list("question", flat=True))


def _runs(learner: Learner, now: datetime) -> list[dict[str, Any]]:
    asked: dict[int, list[Asked]] = {}
    for row in Asked.objects.filter(learner=learner).select_related("answer").order_by("position"):
        asked.setdefault(row.attempt_id, []).append(row)
    points = _points(learner)
    runs = Attempt.objects.filter(learner=learner).order_by("started", "pk")
    return [_run(run, asked.get(run.pk, []), points, now) for run in runs]


def _points(learner: Learner) -> dict[int, list[dict[str, Any]]]:
    """Every verdict on each answer, the oldest first."""
    found: dict[int, list[dict[str, Any]]] = {}
    rows = Verdict.objects.filter(answer__asked__learner=learner).order_by("pk")
    for answer, points, most, at in rows.values_list("answer", "points", "most", "at"):
        found.setdefault(answer, []).append({"points": points, "most": most, "at": at})
    return found


def _run(run: Attempt, asked: list[Asked], points: dict[int, list[dict[str, Any]]], now: datetime) -> dict[str, Any]:
    closed = attempts.is_closed(run, now)
    told = {"right": run.right_count, "of": run.asked_count, "points": run.points} if run.finished else None
    return {
        "course": run.course, "quiz": run.quiz, "mode": run.mode, "number": run.number, "started": run.started,
        "deadline": run.deadline, "finished": run.finished, "assignment": run.assignment_id, "turn": run.turn,
        "sealed": run.is_sealed, "score": told,
        "questions": [_question(row, run, closed, points) for row in asked],
    }  # fmt: skip


def _question(row: Asked, run: Attempt, closed: bool, points: dict[int, list[dict[str, Any]]]) -> dict[str, Any]:
    question, answer = revisions.question(row.revision_id), getattr(row, "answer", None)
    tells = not run.is_sealed and (closed or attempts.mode_of(run).explains == "each")
    return {
        "position": row.position, "question": row.question, "story": question.story, "asked": question.stem,
        "offered": _offered(question, row.order), "flagged": row.flagged, "hints": row.hints,
        "answer": _answer(question, answer, points, tells) if answer else None,
    }  # fmt: skip


def _offered(question: Question, order: list[int]) -> list[Html]:
    """What could be chosen, put in order or matched, as it was shown."""
    match question.part:
        case Choices(choices=choices):
            return [choices[number].text for number in order]
        case Steps():
            return [question.part.all[number] for number in order]
        case Pairs(answers=answers):
            return [answers[number] for number in order]
        case Number():
            return []
        case _:
            assert_never(question.part)


def _answer(question: Question, answer: Answer, points: dict[int, list[dict[str, Any]]], tells: bool) -> dict[str, Any]:
    """In words: the numbers by which an answer is stored would tell the right order of steps."""
    shown = {
        "given": _given(question, answer), "sure": answer.sure, "saved": answer.saved, "checked": answer.checked
    }  # fmt: skip
    if tells and answer.checked:
        shown |= {"right": answer.right, "verdicts": points.get(answer.pk, [])}
    return shown


def _given(question: Question, answer: Answer) -> list[Html]:
    stored = answer.response
    match question.part:
        case Choices(choices=choices):
            return [choices[number].text for number in stored]
        case Steps():
            return [question.part.all[number] for number in stored]
        case Pairs(prompts=prompts, answers=answers):
            matched = zip(prompts, stored, strict=True)
            return [Html(f"{prompt} → {'—' if number is None else answers[number]}") for prompt, number in matched]
        case Number():
            return [Html(escape(stored))]
        case _:
            assert_never(question.part)


def held(user: User | None) -> dict[str, list[str]]:
    """What somebody owns for others, and hands over before going: classes and banks by title."""
    if user is None:
        return {"classes": [], "banks": []}
    return {
        "classes": list(Cohort.objects.filter(owner=user).values_list("title", flat=True)),
        "banks": list(Bank.objects.filter(owner=user).values_list("title", flat=True)),
    }


@transaction.atomic
def delete(learner: Learner) -> None:
    """Everything of the learner and the account, or nothing."""
    waiting.in_turn(learner.pk)
    user = learner.user
    if any(held(user).values()):
        raise Refused("held")
    number = learner.pk
    with tallies.changing(tallies.counted().filter(asked__learner=number)):
        learner.delete()
    if user is not None:
        user.delete()
    trail.note(None, "deletion", f"learner {number}", {})
