"""Which questions of some banks a learner has answered, or missed: read as one text, since of some learners it is many thousand."""

from collections.abc import Collection
from typing import Literal

from django.db import connection

from studyapp.catalogue.courses import Course
from studyapp.records import rows

MARKED = """
WITH bank(name) AS (VALUES {banks})
SELECT {questions} FROM bank CROSS JOIN records_asked WHERE learner_id = %s AND {mark} AND {inside}
"""


def questions(
    learner_id: int | None, course: Course, banks: Collection[str], mark: Literal["first", "missed"]
) -> list[str]:
    """As bank/question, whether they are still asked or not; some of other banks may be among them.

    SQLite finds each bank in its index. PostgreSQL looks at all that the learner has of the course, and at each only once.
    """
    if learner_id is None or not banks:
        return []
    names = [course.id] if connection.vendor == "postgresql" else [f"{course.id}/{bank}" for bank in banks]
    sql = MARKED.format(
        banks=", ".join(["(%s)"] * len(names)), questions=rows.joined("question"), mark=mark,
        inside=rows.inside("question", "name"),
    )  # fmt: skip
    ((found,),) = rows.values(sql, [*names, learner_id])
    return idents(found or "", course)


def idents(joined: str, course: Course) -> list[str]:
    """bank/question of each course/bank/question; all are of this course."""
    return f" {joined}".split(f" {course.id}/")[1:]
