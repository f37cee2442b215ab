"""To whom a quiz is served."""

from django.db.models import Q

from studyapp.catalogue.courses import Course, Quiz
from studyapp.records.models import Assignment, Bank, Cohort


def quizzes_for(learner_id: int | None, course: Course) -> dict[str, Quiz]:
    """The quizzes a learner may take: those of the course's files, and the banks served to her classes or opened to all."""
    if not any(quiz.audience for quiz in course.quizzes.values()):
        return dict(course.quizzes)
    mine = _served(learner_id, course.id)
    return {id: quiz for id, quiz in course.quizzes.items() if not quiz.audience or quiz.audience in mine}


def _served(learner_id: int | None, course: str) -> set[str]:
    banks = Bank.objects.filter(course=course, withdrawn=None)
    if learner_id is None:
        return set(banks.filter(opened=True).values_list("ident", flat=True))
    classes = Cohort.objects.filter(course=course, archived=None, membership__learner=learner_id, membership__left=None)
    own = Q(owner__learner=learner_id) | Q(authors__learner=learner_id)
    taught = Q(owner__cohorts_owned__in=classes) | Q(owner__cohorts_shared__in=classes)
    assigned = Assignment.objects.filter(cohort__in=classes, withdrawn=None).values("quiz")
    found = banks.filter(Q(opened=True) | own | taught | Q(ident__in=assigned))
    return set(found.values_list("ident", flat=True))
