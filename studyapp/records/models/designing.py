"""Designs that learners draw, each step of them, and what was judged."""

from django.db import models

from studyapp.records.models.learning import Learner, Revision, User


class DesignStep(models.Model):
    """A learner's design for a brief after one more step. Rows are added, never changed; the newest counts."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE)
    course = models.CharField(max_length=100)
    exercise = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    design = models.JSONField()
    step = models.JSONField()  # what, one, other: what led here
    back = models.PositiveIntegerField(null=True)  # the number whose design undoing brings back
    forth = models.PositiveIntegerField(null=True)  # and redoing
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("learner", "course", "exercise", "number", name="design_step_number"),)


class Judgement(models.Model):
    """A design as it was handed in, with the very brief that judged it."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE)
    course = models.CharField(max_length=100)
    exercise = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT)
    design = models.JSONField()
    met = models.PositiveIntegerField()  # requirements
    asked = models.PositiveIntegerField()
    passed = models.BooleanField()
    regraded = models.BooleanField(default=False)  # judged anew after the brief was mended: no try of the learner's
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("learner", "course", "exercise", "number", name="judgement_number"),)

    @property
    def counts(self) -> bool:
        """Whether it counts as passed: by the requirements, or because an appeal was granted."""
        appeal = getattr(self, "appeal", None)
        return self.passed or (appeal is not None and appeal.granted)


class Appeal(models.Model):
    """My design is valid: what a learner says against a judgement."""

    judgement = models.OneToOneField(Judgement, on_delete=models.CASCADE)
    text = models.TextField()
    at = models.DateTimeField()
    granted = models.BooleanField(default=False)
    settled = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
