"""The pages whose cost must not grow, each as whoever has it in mind would open it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from time import time
from types import SimpleNamespace

from allauth.account.internal.flows.login import record_authentication
from django.test import Client

from studyapp.pages.http import DAY, LEARNER
from studyapp.records import learners, revisions
from studyapp.records.models import Asked, Attempt, Learner, User
from tests.bench.crowds import Crowd

TOKEN = "t" * 32
OPEN = 7  # the place of a question that is not answered yet


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    session: str
    sent: dict[str, str] = field(default_factory=dict)
    status: str = "200"
    token: str = TOKEN


def session_of(user: User, learner: Learner) -> str:
    """The key of a session as signing in leaves it."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[LEARNER], session["slid"] = learner.pk, int(time() // DAY)
    record_authentication(SimpleNamespace(session=session), user, "mfa")  # an administrator needs a second step
    session.save()
    return str(session.session_key)


def pages(crowd: Crowd) -> Iterator[Page]:
    assert crowd.ada.user is not None
    ada, course = session_of(crowd.ada.user, crowd.ada), f"/courses/{crowd.course.id}/"
    yield Page("search", "/search/?q=endpoint+queue", ada)
    yield Page("lesson", f"{course}modules/{next(iter(crowd.course.lessons))}/", ada)
    yield Page("tree", f"{course}trees/inference-type/?waiting=blocks", ada)
    yield from _learning(crowd.ada, ada, course, "")
    yield from _teaching(crowd)
    if crowd.heavy is not None and crowd.heavy.user is not None:
        yield from _learning(crowd.heavy, session_of(crowd.heavy.user, crowd.heavy), course, "heavy: ")


def _learning(learner: Learner, session: str, course: str, who: str) -> Iterator[Page]:
    """What somebody sees who learns, by the run that she has under way and those that are over."""
    runs = Attempt.objects.filter(learner=learner, quiz="scenario-mapping")
    practice = runs.get(finished=None)
    done = runs.exclude(finished=None).latest("started")
    run, quizzes = f"/attempts/{practice.pk}/", f"{course}quizzes/"
    asked = Asked.objects.get(attempt=practice, position=OPEN)
    key = {"choice": _number(asked)}
    found = {
        "home": "/", "course": course, "quizzes": quizzes, "quiz": f"{quizzes}scenario-mapping/", "review": f"{course}review/",
        "dashboard": "/progress/", "runs": "/attempts/", "exercises": f"{course}exercises/", "question": f"{run}{OPEN}/",
        "question, explained": f"{run}1/", "overview": run, "result": f"/attempts/{done.pk}/result/",
        "settings": "/preferences/",
    }  # fmt: skip
    for name, path in found.items():
        yield Page(f"{who}{name}", path, session)
    yield Page(f"{who}answer saved", f"{run}{OPEN}/", session, {**key, "act": "save"}, "302")
    yield Page(f"{who}answer checked", f"{run}{OPEN}/", session, {**key, "act": "check"}, "302")
    yield Page(f"{who}run finished", f"{run}result/", session, {"act": "finish"}, "302")
    begin = {"mode": "practice", "size": "10"}
    yield Page(f"{who}run begun", f"{quizzes}knowledge/attempts/", session, begin, "302")
    yield Page(f"{who}missed begun", f"{quizzes}knowledge/attempts/", session, {"mode": "missed"}, "302")


def _number(asked: Asked) -> str:
    """The number of the right choice as the page shows it."""
    return str(asked.order.index(min(revisions.question(asked.revision_id).key)) + 1)


def _teaching(crowd: Crowd) -> Iterator[Page]:
    ben = session_of(crowd.ben, learners.of_user(crowd.ben))
    admin = session_of(crowd.administrator, learners.of_user(crowd.administrator))
    cohort = crowd.ben.cohorts_owned.earliest("pk")
    one, banks = f"/teach/cohorts/{cohort.pk}/", f"/teach/{crowd.course.id}/banks/"
    run = Attempt.objects.filter(learner=crowd.ada).exclude(finished=None).latest("pk")
    found = {
        "teaching": "/teach/", "class": one, "class assignments": f"{one}assignments/", "class export": f"{one}export/",
        "learner of a class": f"{one}learners/{crowd.ada.pk}/",
        "run of a learner": f"{one}learners/{crowd.ada.pk}/attempts/{run.pk}/",
        "banks": banks, "bank": f"{banks}bens-own/", "bank history": f"{banks}bens-own/history/",
        "question of a bank": f"{banks}bens-own/items/q7/", "reports": "/teach/reports/", "reports settled": "/teach/reports/?settled",
    }  # fmt: skip
    for name, path in found.items():
        yield Page(name, path, ben)
    for name in ("teaching", "reports", "reports settled"):
        yield Page(f"admin: {name}", found[name], admin)
    if crowd.lecture is not None:
        dean = session_of(crowd.lecture.owner, learners.of_user(crowd.lecture.owner))
        lecture = f"/teach/cohorts/{crowd.lecture.pk}/"
        yield Page("class of a thousand", lecture, dean)
        yield Page("learner of a thousand", f"{lecture}learners/{crowd.ada.pk}/", dean)
        yield Page("assignments of a thousand", f"{lecture}assignments/", dean)
        yield Page("reports of a thousand", found["reports"], dean)
