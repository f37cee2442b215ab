"""What learners work out: exercises that are judged."""

from django.db import models
from django.db.models import Q

from studyapp.records.models.learning import Learner, Revision


class ExerciseRun(models.Model):
    """A run through an exercise whose numbers are drawn. It points for ever at the very brief and prices that judge it."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE)
    course = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    exercise = models.CharField(max_length=200)
    seed = models.BigIntegerField()
    brief = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    prices = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    steps = models.JSONField(default=dict)  # what was given, by step
    step_count = models.PositiveIntegerField(default=0)  # steps given so far; a race is lost on it
    points = models.PositiveIntegerField(default=0)  # set at the finish
    most = models.PositiveIntegerField(default=0)  # set at the finish
    passed = models.BooleanField(default=False)
    started = models.DateTimeField()
    finished = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "learner", "course", "exercise", condition=Q(finished=None), name="one_open_exercise_run"
            ),
        )
        indexes = (models.Index("learner", "course", "exercise", name="exercise_run_by_exercise"),)


class Certificate(models.Model):
    """That a learner met every success metric of a course, with the evidence as it was. Whoever has the code may see it."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE)
    course = models.CharField(max_length=100)
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    title = models.CharField(max_length=200)  # of the course, as it was
    evidence = models.JSONField()  # for each metric: title, says, and what was done when
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("learner", "course", name="one_certificate"),)
