"""To whom a quiz is served."""

from studyapp.catalogue.courses import Course, Quiz
from studyapp.records import rows
from studyapp.records.models import Bank

# Opened to all, her own, of an instructor of hers, or assigned to a class of hers.
SERVED = """
WITH mine AS (
  SELECT id, owner_id FROM records_cohort WHERE course = %s AND archived IS NULL
  AND id IN (SELECT cohort_id FROM records_membership WHERE learner_id = %s AND "left" IS NULL)
), me AS (SELECT user_id FROM records_learner WHERE id = %s)
SELECT ident FROM records_bank WHERE course = %s AND withdrawn IS NULL AND (
  opened
  OR owner_id IN (
    SELECT user_id FROM me UNION SELECT owner_id FROM mine
    UNION SELECT user_id FROM records_cohort_instructors WHERE cohort_id IN (SELECT id FROM mine)
  )
  OR id IN (SELECT bank_id FROM records_bank_authors WHERE user_id IN (SELECT user_id FROM me))
  OR ident IN (SELECT quiz FROM records_assignment WHERE withdrawn IS NULL AND cohort_id IN (SELECT id FROM mine))
)
"""


def quizzes_for(learner_id: int | None, course: Course) -> dict[str, Quiz]:
    """The quizzes a learner may take: those of the course's files, and the banks served to her classes or opened to all."""
    if not any(quiz.audience for quiz in course.quizzes.values()):
        return dict(course.quizzes)
    mine = _served(learner_id, course.id)
    return {id: quiz for id, quiz in course.quizzes.items() if not quiz.audience or quiz.audience in mine}


def _served(learner_id: int | None, course: str) -> set[str]:
    if learner_id is None:
        return set(Bank.objects.filter(course=course, withdrawn=None, opened=True).values_list("ident", flat=True))
    return {ident for (ident,) in rows.values(SERVED, [course, learner_id, learner_id, course])}
