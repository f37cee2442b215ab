"""Learners who study without a pause, and what each of them was told: all of it must be found again."""

import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Thread

from django.db.models import Count

from studyapp.records.models import Answer, Asked, Attempt, Verdict
from tests.served.site import PATIENCE, Browser, Reply, Site

QUIZ = "/courses/ai-model-inferencing/quizzes/scenario-mapping/"
SIZE = 10
DONE = (200, 302)
CHECKED = "This answer was checked already and stays as it is."

Place = tuple[int, int]  # of an attempt, so-manieth
Act = tuple[str, str]  # "save" or "check", and the number of the choice


class Over(Exception):
    """There is no point in going on."""


def newcomer(site: Site) -> Browser:
    """Somebody who has opened a quiz, and done nothing yet."""
    browser = Browser(site)
    assert browser.get(QUIZ).status == 200
    return browser


def begin(browser: Browser, mode: str = "practice", size: int = SIZE) -> int:
    """Begin a run, or find the open one: its number."""
    return number_of(browser.post(f"{QUIZ}attempts/", mode=mode, size=str(size)))


def number_of(begun: Reply) -> int:
    assert begun.status == 302
    return int(begun.location.split("/")[2])


def choice_of(asked: Asked) -> str:
    """The number on the page of the choice that is stored."""
    return ",".join(str(asked.order.index(one) + 1) for one in asked.answer.response)


@dataclass
class Student:
    """Somebody at work. `told`: what she was told is done; `doubt`: what she has sent and heard nothing of."""

    browser: Browser
    told: dict[Place, Act] = field(default_factory=dict)
    finished: set[int] = field(default_factory=set)
    doubt: tuple[Place, Act] | None = None
    acknowledged: int = 0
    refused: Counter[int] = field(default_factory=Counter)
    sent_at: float = 0.0
    cut: list[float] = field(default_factory=list)

    def study(self, over: Event) -> None:
        """Save, check, go on, hand in, begin again: until it is over or nobody answers."""
        with suppress(Over, ConnectionRefusedError):
            while True:
                self._run(over)

    def _run(self, over: Event) -> None:
        attempt = number_of(self._post(over, f"{QUIZ}attempts/", mode="practice", size=str(SIZE)))
        for position in range(1, SIZE + 1):
            choice = str((attempt + position) % 3 + 1)
            for act in ("save", "check"):
                self._answer(over, (attempt, position), (act, choice))
        assert self._post(over, f"/attempts/{attempt}/result/").status == 302
        self.finished.add(attempt)

    def _answer(self, over: Event, place: Place, act: Act) -> None:
        if self.told.get(place, ("",))[0] == "check":
            return  # before the server went away
        if not self.doubt or self.doubt[0] != place:
            self.doubt = (place, act)
        reply = self._post(over, f"/attempts/{place[0]}/{place[1]}/", htmx=True, act=act[0], choice=act[1])
        if reply.status == 422:  # the check whose reply never came had arrived
            assert CHECKED in reply.text and self.doubt == (place, ("check", act[1]))
            return
        self.told[place], self.doubt = act, None
        self.acknowledged += 1

    def _post(self, over: Event, path: str, **sent: str | bool) -> Reply:
        """Send it, and send it again for as long as it is plainly refused."""
        while not over.is_set():
            self.sent_at = time.monotonic()
            try:
                reply = self.browser.post(path, **sent)  # type: ignore[arg-type]
            except ConnectionRefusedError:
                raise
            except OSError:
                self.cut.append(self.sent_at)
                raise Over from None
            if reply.status in DONE or (reply.status == 422 and CHECKED in reply.text):
                return reply
            self.refused[reply.status] += 1
            if reply.status != 503:
                raise Over
            time.sleep(0.1)
        raise Over

    def lost(self) -> list[str]:
        """What she was told and is not so."""
        return [
            *[f"{place}: {act}" for place, act in self.told.items() if not self.holds(place, act)],
            *[f"{pk}: finished" for pk in self.finished if Attempt.objects.get(pk=pk).finished is None],
        ]

    def was_taken_on(self) -> bool:
        """Whether what she heard nothing of is stored all the same."""
        return self.doubt is not None and self.told.get(self.doubt[0]) != self.doubt[1] and self.holds(*self.doubt)

    def holds(self, place: Place, act: Act) -> bool:
        """Whether that is stored, or what she sent after it."""
        asked = Asked.objects.select_related("answer").filter(attempt=place[0], position=place[1]).first()
        answer: Answer | None = getattr(asked, "answer", None)
        if asked is None or answer is None:
            return False
        stored = ("check" if answer.checked else "save", choice_of(asked))
        return stored == act or self.doubt == (place, stored)


def at_work(students: list[Student], over: Event) -> list[Thread]:
    threads = [Thread(target=student.study, args=[over]) for student in students]
    for thread in threads:
        thread.start()
    return threads


def told(students: list[Student]) -> int:
    return sum(student.acknowledged for student in students)


def wait_for(students: list[Student], answers: int) -> None:
    """Until so many more were acknowledged."""
    goal, ends = told(students) + answers, time.monotonic() + PATIENCE
    while told(students) < goal:
        assert time.monotonic() < ends, f"nobody gets an answer: {[student.refused for student in students]}"
        time.sleep(0.01)


def lost(students: list[Student]) -> list[str]:
    return [one for student in students for one in student.lost()]


def refused(students: list[Student]) -> Counter[int]:
    return sum((student.refused for student in students), Counter[int]())


def doubled() -> list[int]:
    """Answers that were judged twice, or checked without a judgement, or the other way round."""
    judged = Answer.objects.annotate(times=Count("verdict"))
    return [
        *judged.filter(times__gt=1).values_list("pk", flat=True),
        *judged.filter(times=0, checked__isnull=False).values_list("pk", flat=True),
        *Verdict.objects.filter(answer__checked=None).values_list("answer", flat=True),
    ]
