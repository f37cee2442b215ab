"""What the records say of a learner. The counts are a cache; `rebuild` makes them anew."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Max, Q
from django.utils import timezone

from studyapp.catalogue.courses import Course, Metric
from studyapp.catalogue.designs import Brief
from studyapp.catalogue.modes import MODES
from studyapp.records import histories, marked, missed, rows, waiting
from studyapp.records.models import (
    Answer,
    Asked,
    Attempt,
    Learner,
    Pulse,
    Reading,
    Standing,
)
from studyapp.records.shelf import catalogue
from studyapp.rules.grading import Verdict
from studyapp.rules.mastery import WINDOW

OWN_TREES = "tree"  # how a metric names trees of the learner's own
LATELY = 300  # questions
SHOWN = 5  # questions that were sure and wrong, on the dashboard
VALID = Q(passed=True) | Q(appeal__granted=True)  # judgements that count as passed
EVIDENCE = [mode.id for mode in MODES.values() if mode.evidence]
TRIED = """
SELECT exercise, sum(CASE WHEN passed OR granted THEN 1 ELSE 0 END), sum(CASE WHEN regraded THEN 0 ELSE 1 END)
FROM records_judgement LEFT JOIN records_appeal ON judgement_id = records_judgement.id
WHERE learner_id = %s AND course = %s GROUP BY exercise
UNION ALL SELECT exercise, 1, 0 FROM records_exerciserun WHERE learner_id = %s AND course = %s AND passed
UNION ALL SELECT tree, 1, 0 FROM records_owntree JOIN records_treeversion ON own_id = records_owntree.id
WHERE learner_id = %s AND course = %s AND passed
"""
STANDINGS = 'SELECT kind, ident, n, "right" FROM records_standing WHERE learner_id = %s AND course = %s'
TOLD = [mode.id for mode in MODES.values() if mode.explains == "each"]
SURE_WRONG = """
records_asked JOIN records_attempt ON records_attempt.id = records_asked.attempt_id
JOIN records_answer ON records_answer.asked_id = records_asked.id
WHERE records_asked.id IN (SELECT id FROM records_asked WHERE learner_id = %s ORDER BY id DESC LIMIT {most})
AND course = %s AND sure AND NOT "right" AND mode <> 'lesson' AND (finished IS NOT NULL OR mode IN ({modes}))
ORDER BY checked DESC
"""
FIRSTS = """
SELECT "right" FROM records_asked
JOIN records_attempt ON records_attempt.id = records_asked.attempt_id
JOIN records_answer ON records_answer.asked_id = records_asked.id
WHERE records_asked.learner_id = %s AND first AND hints = 0 AND mode IN ({modes}) AND finished IS NOT NULL AND ({among})
ORDER BY records_asked.id DESC LIMIT {most}
"""


class Score(NamedTuple):
    """`right` of `n` first answers."""

    ident: str
    n: int
    right: int

    @property
    def share(self) -> float:
        return self.right / self.n if self.n else 0.0


def _keys(
    objective: str, outcome: str, path: Iterable[str], right: bool, leaves: str
) -> Iterator[tuple[str, str, bool]]:
    """What an answer counts towards: kind, ident, and whether it was right there.

    A wrong choice was right at the nodes before the one at which it left the path, and says nothing of those after it.
    """
    yield "objective", objective, right
    if outcome:
        yield "outcome", outcome, right
    for node in path:
        left_here = not right and node.rpartition("/")[2] == leaves
        if right or leaves:
            yield "node", node, not left_here
        if left_here:
            return


def count(asked: Asked, verdict: Verdict) -> None:
    """Add a first answer to the learner's counts: one statement, and the database settles a race."""
    course = asked.question.split("/", 1)[0]
    keys = list(_keys(asked.objective, asked.outcome, asked.path, verdict.right, verdict.leaves))
    table = Standing._meta.db_table
    rows = ", ".join(["(%s, %s, %s, %s, 1, %s)"] * len(keys))
    values = [value for kind, ident, right in keys for value in (asked.learner_id, course, kind, ident, int(right))]
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" (learner_id, course, kind, ident, n, "right") VALUES {rows} '
            "ON CONFLICT (learner_id, course, kind, ident) DO UPDATE "
            f'SET n = "{table}".n + 1, "right" = "{table}"."right" + excluded."right"',
            values,
        )


@transaction.atomic
def rebuild(learner: Learner, course: str) -> bool:
    """The counts again, from the answers themselves. Whether any of them was another before."""
    waiting.in_turn(learner.pk)
    before = _pulse(learner.pk, course)
    mended = _recount(learner, course) + missed.rebuild([learner.pk], course)
    if active := _last_active(learner.pk, course):
        note(learner.pk, course, active)
    return bool(mended) or _pulse(learner.pk, course) != before


def _pulse(learner_id: int, course: str) -> tuple[int, int] | None:
    return Pulse.objects.filter(learner=learner_id, course=course).values_list("n", "right").first()


def _recount(learner: Learner, course: str) -> bool:
    """Count the first answers; what is stored is written anew only where that is not what it says."""
    n: Counter[tuple[str, str]] = Counter()
    rights: Counter[tuple[str, str]] = Counter()
    rows = Answer.objects.filter(asked__learner=learner, asked__first=True, asked__attempt__course=course).values_list(
        "asked__objective", "asked__outcome", "asked__path", "right", "leaves"
    )
    for objective, outcome, path, right, leaves in rows:
        for kind, ident, was_right in _keys(objective, outcome, path, bool(right), leaves):
            n[kind, ident] += 1
            rights[kind, ident] += was_right
    kept = Standing.objects.filter(learner=learner, course=course)
    found = {(kind, ident, count, rights[kind, ident]) for (kind, ident), count in n.items()}
    if set(kept.values_list("kind", "ident", "n", "right")) == found:
        return False
    kept.delete()
    Standing.objects.bulk_create(
        Standing(learner=learner, course=course, kind=kind, ident=ident, n=count, right=right)
        for kind, ident, count, right in sorted(found)
    )
    return True


def note(learner_id: int, course: str, at: datetime) -> None:
    """Keep how the learner stands as a run ends."""
    found = catalogue().courses.get(course)
    firsts = first_answers(learner_id, found, found.main_quiz) if found and found.main_quiz else []
    pulse = Pulse(learner_id=learner_id, course=course, n=len(firsts), right=sum(firsts), active=at)
    _keep(pulse, "n", "right", "active")


def touch(learner_id: int, course: str, at: datetime) -> None:
    """Keep when the learner last did something."""
    _keep(Pulse(learner_id=learner_id, course=course, active=at), "active")


def _keep(pulse: Pulse, *fields: str) -> None:
    """One statement, and the database settles a race."""
    Pulse.objects.bulk_create([pulse], update_conflicts=True, unique_fields=["learner", "course"], update_fields=fields)


def _last_active(learner_id: int, course: str) -> datetime | None:
    runs = Attempt.objects.filter(learner=learner_id, course=course).aggregate(a=Max("started"), b=Max("finished"))
    read = Reading.objects.filter(learner=learner_id, course=course).aggregate(c=Max("at"))
    return max((at for at in (*runs.values(), *read.values()) if at), default=None)


def scores(learner_id: int | None, course: str) -> dict[str, dict[str, Score]]:
    """First answers by kind (objective, outcome, node) and ident."""
    found: dict[str, dict[str, Score]] = {"objective": {}, "outcome": {}, "node": {}}
    for kind, ident, n, right in rows.values(STANDINGS, [learner_id, course]) if learner_id else ():
        found[kind][ident] = Score(ident, n, right)
    return found


def first_answers(learner_id: int | None, course: Course, quiz: str) -> list[bool]:
    """The last sixty first answers to the questions of a quiz's banks, in the order in which they were asked.

    From finished, unfiltered runs, whatever their quiz; an answer for which a hint was taken says nothing.
    """
    banks = [f"{connection.ops.prep_for_like_query(f'{course.id}/{bank}/')}%" for bank in course.quizzes[quiz].banks]
    if learner_id is None or not banks:
        return []
    among = " OR ".join([r"question LIKE %s ESCAPE '\'"] * len(banks))
    sql = FIRSTS.format(modes=rows.marks(EVIDENCE), among=among, most=WINDOW)
    return [bool(right) for (right,) in rows.values(sql, [learner_id, *EVIDENCE, *banks])][::-1]


def unseen(learner_id: int | None, course: Course, quiz: str) -> int:
    """How many questions of a quiz's banks the learner has not answered yet."""
    asked = course.quizzes[quiz]
    return _unanswered(learner_id, course, course.pool(asked).places, asked.banks)


def unseen_of_course(learner_id: int | None, course: Course) -> int:
    """How many questions of any of its quizzes the learner has not answered yet."""
    return _unanswered(learner_id, course, course.practised.places, course.banks)


def _unanswered(learner_id: int | None, course: Course, pool: Mapping[str, int], banks: Collection[str]) -> int:
    return len(pool) - sum(map(pool.__contains__, marked.questions(learner_id, course, banks, "first")))


@dataclass(frozen=True)
class MetricState:
    """A success metric: met, or how far off.

    `best` of `size` in the graded run that came nearest, or exercises passed; `lacking` are tags that too few of these have.
    """

    metric: Metric
    met: bool
    best: int = 0
    size: int = 0
    possible: bool = True
    lacking: tuple[str, ...] = ()


def metric_states(learner_id: int | None, course: Course) -> list[MetricState]:
    wanted = course.exercises or any(metric.exercises == OWN_TREES for metric in course.metrics.values())
    passed = passed_exercises(learner_id, course.id) if wanted else set()
    return [_metric_state(learner_id, course, metric, passed) for metric in course.metrics.values()]


def _metric_state(learner_id: int | None, course: Course, metric: Metric, passed: set[str]) -> MetricState:
    if not metric.quiz:
        return exercises_state(course, metric, passed)
    scores = histories.graded(learner_id, course.id, metric.quiz)
    found = ((right * 100 >= bar * of, right / of, right, of) for right, of, bar in scores if of)
    met, _, right, of = max(found, default=(False, 0, 0, 0))
    return MetricState(metric, met, right, of)


def counted(course: Course, metric: Metric) -> dict[str, str]:
    """The titles of what counts for a metric of exercises: those of a kind, or trees of the learner's own."""
    if metric.exercises == OWN_TREES:
        return {id: course.trees[id].title for id in course.scenarios if id not in course.exercises}
    return {one.id: one.title for one in course.exercises.values() if one.kind == metric.exercises}


def exercises_state(course: Course, metric: Metric, done: set[str]) -> MetricState:
    """How far the exercises passed go towards a metric."""
    pool = counted(course, metric)
    if not pool:
        return MetricState(metric, met=False, possible=False)
    passed = pool.keys() & done
    briefs = [one for id, one in course.exercises.items() if id in passed]
    tags = Counter(tag for one in briefs if isinstance(one, Brief) for tag in one.tags)
    lacking = tuple(tag for tag, count in metric.including.items() if tags[tag] < count)
    met = len(passed) >= metric.passed and not lacking
    return MetricState(metric, met, len(passed), metric.passed, lacking=lacking)


def passed_exercises(learner_id: int | None, course: str) -> set[str]:
    """The exercises that the learner has passed once."""
    return tried_exercises(learner_id, course)[0]


def tried_exercises(learner_id: int | None, course: str) -> tuple[set[str], dict[str, int]]:
    """The exercises passed once, and for how many designs of each the learner asked for judgement: one statement."""
    if learner_id is None:
        return set(), {}
    found = rows.values(TRIED, [learner_id, course] * 3)
    return {one for one, passes, _ in found if passes}, {one: tries for one, _, tries in found if tries}


def lessons_read(learner_id: int | None, course: str) -> set[str]:
    if learner_id is None:
        return set()
    sql = "SELECT lesson FROM records_reading WHERE learner_id = %s AND course = %s"
    return {lesson for (lesson,) in rows.values(sql, [learner_id, course])}


def mark_read(learner: Learner, course: str, lesson: str, *, at: datetime | None = None) -> None:
    now = at or timezone.now()
    Reading.objects.get_or_create(learner=learner, course=course, lesson=lesson, defaults={"at": now})
    touch(learner.pk, course, now)


def next_lesson(course: Course, read: set[str]) -> str:
    """The first lesson not read after the last one read, else the first not read at all; empty when all are."""
    keys = list(course.lessons)
    last = max((keys.index(key) for key in read if key in keys), default=-1)
    return next((key for key in keys[last + 1 :] + keys[: last + 1] if key not in read), "")


def sure_and_wrong(learner_id: int | None, course: str) -> list[tuple[int, int, str]]:
    """Of what the learner was asked last, what she was sure of and got wrong, the newest first: the attempt, the place in it, the question."""
    if learner_id is None:
        return []
    source, params = SURE_WRONG.format(modes=rows.marks(TOLD), most=LATELY), [learner_id, course, *TOLD]
    found = rows.columns(source, params, (Asked, ("attempt", "position", "question")), (Attempt, ("rules",)))
    return [(attempt, place, question) for attempt, place, question, rules in found if not rules.get("sealed")][:SHOWN]
