"""How the questions behave: first answers summed by wording, so that no page reads the answers themselves."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import QuerySet

from studyapp.catalogue.questions import Choices, Question
from studyapp.records import revisions, rows
from studyapp.records.models import Answer, Tally
from studyapp.rules import behaving
from studyapp.rules.behaving import Behaviour

Key = tuple[str, str, bool]  # revision, what was taken, right
Row = tuple[str | bool | int, ...]
Sums = dict[Key, list[int]]  # n, rest, squares
OF = 'SELECT revision_id, taken, "right", n, rest, squares FROM records_tally WHERE revision_id IN ({marks})'
AT_ONCE = 500  # rows in a statement


def counted() -> QuerySet[Answer]:
    """The first answers that speak of their questions: of finished runs, and without a hint."""
    return Answer.objects.filter(asked__first=True, asked__hints=0, asked__attempt__finished__isnull=False)


def add(answers: QuerySet[Answer]) -> None:
    """Count these answers, as a run ends."""
    _store(_sums(answers))


@contextmanager
def changing(answers: QuerySet[Answer]) -> Iterator[None]:
    """Whatever is done to these answers meanwhile, the sums follow: in one step, so that nobody waits in a circle."""
    before = _sums(answers)
    yield
    after = _sums(answers)
    for key, sums in before.items():
        now = after.setdefault(key, [0, 0, 0])
        after[key] = [new - old for new, old in zip(now, sums, strict=True)]
    _store({key: sums for key, sums in after.items() if any(sums)})


@transaction.atomic
def rebuild() -> None:
    """All sums again, from the answers themselves."""
    Tally.objects.all().delete()
    add(counted())


def of(wordings: dict[str, Question]) -> dict[str, Behaviour]:
    """How each of these wordings behaves, by its revision; in one statement."""
    found: dict[str, list[behaving.Tally]] = {hash: [] for hash in wordings}
    for hash, chosen, right, *sums in (
        rows.values(OF.format(marks=rows.marks(wordings)), list(wordings)) if wordings else ()
    ):
        taken = frozenset(int(number) for number in chosen.split(",") if number)
        found[hash].append(behaving.Tally(taken, bool(right), *sums))
    return {hash: behaving.behaviour(found[hash], one.key, len(one.choices)) for hash, one in wordings.items()}


def _sums(answers: QuerySet[Answer]) -> Sums:
    sums: Sums = {}
    rows = answers.values_list(
        "asked__revision", "response", "right", "asked__attempt__right_count", "asked__attempt__asked_count"
    )
    for revision, response, right, right_count, asked_count in rows.iterator():
        rest = behaving.rest_of(bool(right), right_count, asked_count)
        n, rests, squares = sums.get((revision, taken := _taken(revision, response), bool(right)), (0, 0, 0))
        sums[revision, taken, bool(right)] = [n + 1, rests + rest, squares + rest * rest]
    return sums


def _taken(revision: str, response: object) -> str:
    """The choices that were taken, as text; other kinds of questions have none."""
    part = revisions.question(revision).part
    return ",".join(map(str, sorted(response))) if isinstance(part, Choices) and isinstance(response, list) else ""


def _store(sums: Sums) -> None:
    """Add to what is there, in the order of the keys; the database settles a race."""
    rows: list[Row] = [(*key, *values) for key, values in sorted(sums.items())]
    for start in range(0, len(rows), AT_ONCE):
        _upsert(rows[start : start + AT_ONCE])


def _upsert(rows: list[Row]) -> None:
    table = Tally._meta.db_table
    marks = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows))
    sums = ", ".join(f'{name} = "{table}".{name} + excluded.{name}' for name in ("n", "rest", "squares"))
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" (revision_id, taken, "right", n, rest, squares) VALUES {marks} '  # noqa: S608 - our own names
            f'ON CONFLICT (revision_id, taken, "right") DO UPDATE SET {sums}',
            [value for row in rows for value in row],
        )
