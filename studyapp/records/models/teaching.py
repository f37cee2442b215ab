"""What instructors own: banks and their publications, classes and what these are assigned."""

from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, F, Q

from studyapp.records.models.learning import Learner, User

AWAY = ExpressionWrapper(Q(archived__isnull=False), output_field=BooleanField())  # a class put away


class Bank(models.Model):
    """A bank that is written in the browser. `version` rises with each saved draft, so that no author overwrites another."""

    course = models.CharField(max_length=100)
    ident = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="banks_owned")
    authors = models.ManyToManyField(User, related_name="banks_shared", blank=True)  # besides the owner
    sealed = models.BooleanField(default=False)  # serves mock exams alone; its keys are its authors' only
    opened = models.BooleanField(default=False)  # by an administrator, to the whole course
    withdrawn = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    saved = models.DateTimeField()
    saved_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    draft = models.TextField()  # last, since SQLite reads what follows a long text through all of that text

    class Meta:
        constraints = (models.UniqueConstraint("course", "ident", name="bank_ident"),)


class Publication(models.Model):
    """A bank as it was made public. `items`: each item of it without its question, which is a revision."""

    bank = models.ForeignKey(Bank, on_delete=models.CASCADE)
    number = models.PositiveIntegerField()  # from 1
    rekeyed = models.JSONField(default=list)  # the ids of the questions whose key it changed
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    hash = models.CharField(max_length=64)  # of the text
    items = models.JSONField()
    text = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint("bank", "number", name="publication_number"),)


class Edition(models.Model):
    """One row, whose number rises with each publication: what every process looks at to see whether something changed."""

    number = models.PositiveBigIntegerField(default=0)


class Regrade(models.Model):
    """Answers judged anew after a key changed: by which policy, by whom, and whether that was taken back."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE)
    policy = models.CharField(max_length=20)  # full, both, new
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    told = models.JSONField()  # answers, rise, fall: as they were counted
    reversed = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("publication", condition=Q(reversed=None), name="one_regrade_of_a_publication"),
        )


class Cohort(models.Model):
    """A class in one course."""

    course = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="cohorts_owned")
    instructors = models.ManyToManyField(User, related_name="cohorts_shared", blank=True)  # besides the owner
    made = models.DateTimeField()
    archived = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(AWAY, F("made").desc(), F("id").desc(), name="cohort_in_order"),)


class Membership(models.Model):
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE)
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE)
    name = models.CharField(max_length=100)  # how the learner is called in this class
    joined = models.DateTimeField()
    left = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint("cohort", "learner", name="one_membership"),)


class Invitation(models.Model):
    """A code with which learners join a class."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE)
    code = models.CharField(max_length=20, unique=True)
    made = models.DateTimeField()
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True)


class Assignment(models.Model):
    """A quiz that a class is to take: in which mode, how large, when, how often."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE)
    quiz = models.CharField(max_length=200)
    mode = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    opens = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(null=True)  # None: as many as one likes
    cool_down = models.DurationField(null=True)  # from the end of one attempt to the start of the next
    made = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn = models.DateTimeField(null=True)


class Allowance(models.Model):
    """More time for one learner: minutes on the clock of each attempt, and a later due time."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE)
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE)
    minutes = models.PositiveIntegerField(default=0)
    due = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint("assignment", "learner", name="one_allowance"),)


class Trail(models.Model):
    """Who changed a key, a grade, a role or what a class is to take, and when. Rows are only added."""

    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=300)
    detail = models.JSONField(default=dict)
