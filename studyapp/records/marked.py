"""Which questions of some banks a learner has answered, or missed: read as one text, since of some learners it is many thousand."""

from collections.abc import Collection
from typing import Literal

from studyapp.catalogue.courses import Course
from studyapp.records import rows

MARKED = """
WITH bank(name) AS (VALUES {banks})
SELECT {questions} FROM bank CROSS JOIN records_asked WHERE learner_id = %s AND {mark} AND {inside}
"""


def questions(
    learner_id: int | None, course: Course, banks: Collection[str], mark: Literal["first", "missed"]
) -> list[str]:
    """As bank/question, whether they are still asked or not."""
    if learner_id is None or not banks:
        return []
    sql = MARKED.format(
        banks=", ".join(["(%s)"] * len(banks)), questions=rows.joined("question"), mark=mark,
        inside=rows.inside("question", "name"),
    )  # fmt: skip
    ((found,),) = rows.values(sql, [*(f"{course.id}/{bank}" for bank in banks), learner_id])
    return idents(found or "", course)


def idents(joined: str, course: Course) -> list[str]:
    """bank/question of each course/bank/question; all are of this course."""
    return f" {joined}".split(f" {course.id}/")[1:]
