"""People, and what they answered. An answer points for ever at the wording that was asked."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import F, Q


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        raise NotImplementedError("Fix: let that person sign up, then manage.py grant <email> administrator.")


class User(AbstractUser):
    """An account, known by its e-mail address."""

    class Role(models.TextChoices):
        LEARNER = "learner"
        INSTRUCTOR = "instructor"
        ADMINISTRATOR = "administrator"

    username = None  # type: ignore[assignment]
    email = models.EmailField(unique=True)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.LEARNER)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]


class Learner(models.Model):
    """A person or a guest; every record points here."""

    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.CASCADE)
    begun = models.DateTimeField(auto_now_add=True)
    preferences = models.JSONField(default=dict)  # keys: off; countdown: hidden; exam: a date


class Revision(models.Model):
    """What was asked, or what decided it, word for word. Insert-only; equal texts are one row."""

    hash = models.CharField(max_length=64, primary_key=True)
    course = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)  # question, tree, brief, prices
    ident = models.CharField(max_length=200)
    body = models.JSONField()

    class Meta:
        indexes = (models.Index("course", "ident", name="revision_by_ident"),)


class Attempt(models.Model):
    """A run of questions. Its rules are copied in when it starts."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE)
    course = models.CharField(max_length=100)
    quiz = models.CharField(max_length=200)  # a quiz; in mode lesson: module/lesson
    mode = models.CharField(max_length=20)
    number = models.PositiveIntegerField()  # the learner's so-manieth of this quiz and mode
    rules = models.JSONField()  # size, pass_percent, scoring, only (node, outcome or objective), sealed
    seed = models.BigIntegerField()
    started = models.DateTimeField()
    deadline = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    asked_count = models.PositiveIntegerField(default=0)
    right_count = models.PositiveIntegerField(default=0)  # set at the finish
    points = models.DecimalField(max_digits=8, decimal_places=3, default=0)  # set at the finish
    assignment = models.ForeignKey("records.Assignment", null=True, on_delete=models.PROTECT)
    turn = models.PositiveIntegerField(null=True)  # the learner's so-manieth of this assignment

    class Meta:
        constraints = (
            models.UniqueConstraint("learner", "assignment", "turn", name="attempt_turn"),
            models.UniqueConstraint(
                "learner", "course", "quiz", "mode", condition=Q(finished=None), name="one_open_attempt"
            ),
            models.UniqueConstraint("learner", "course", "quiz", "mode", "number", name="attempt_number"),
        )
        indexes = (
            models.Index("learner", "course", F("started").desc(), name="attempt_by_time"),
            models.Index("deadline", condition=Q(finished=None, deadline__isnull=False), name="attempt_running"),
        )

    @property
    def is_sealed(self) -> bool:
        """Whether its keys and verdicts are its authors' only: the learner sees a score and objectives."""
        return bool(self.rules.get("sealed"))

    @property
    def has_passed(self) -> bool:
        """Whether a finished run reached its pass mark; in whole numbers, so that 27 of 30 is 90 %."""
        return self.right_count * 100 >= int(self.rules["pass_percent"]) * self.asked_count


class Asked(models.Model):
    """A question in its place in an attempt.

    `first`: its checked answer is the learner's first to that question. `missed`: it is the last that counts, and wrong.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, db_index=False)  # asked_position begins with it
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, db_index=False)  # asked_by_time with this one
    position = models.PositiveIntegerField()  # from 1
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT)
    question = models.CharField(max_length=300)  # course/bank/question
    order = models.JSONField()  # the numbers of the choices as shown
    objective = models.CharField(max_length=100)
    outcome = models.CharField(max_length=100, blank=True)
    path = models.JSONField(default=list)  # the nodes its facts pass
    first = models.BooleanField(default=False)
    missed = models.BooleanField(default=False)
    flagged = models.BooleanField(default=False)
    hints = models.PositiveIntegerField(default=0)  # shown so far

    class Meta:
        constraints = (
            models.UniqueConstraint("attempt", "position", name="asked_position"),
            models.UniqueConstraint("learner", "question", "first", condition=Q(first=True), name="one_first_answer"),
        )
        indexes = (  # with all that is asked of them, so that of a learner with many answers no row is read
            models.Index("learner", "question", "attempt", name="asked_by_question"),
            models.Index("learner", F("id").desc(), name="asked_by_time"),
            models.Index("learner", F("id").desc(), condition=Q(first=True), name="asked_first"),
            models.Index("learner", "question", "missed", condition=Q(missed=True), name="asked_missed"),
        )


class Answer(models.Model):
    """Saved: the last response given. Checked: frozen and judged; `right` then repeats the newest verdict."""

    asked = models.OneToOneField(Asked, on_delete=models.CASCADE)
    response = models.JSONField()  # choices taken, steps in order, answers to prompts, or a number as text
    sure = models.BooleanField(default=False)
    saved = models.DateTimeField()
    checked = models.DateTimeField(null=True)
    right = models.BooleanField(null=True)
    leaves = models.CharField(max_length=100, blank=True)  # the node at which it left the path


class Verdict(models.Model):
    """A judgement; a later one is added, never written over it."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE)
    points = models.DecimalField(max_digits=6, decimal_places=3)
    most = models.DecimalField(max_digits=6, decimal_places=3)
    reason = models.JSONField()
    regrade = models.ForeignKey("records.Regrade", null=True, on_delete=models.PROTECT)  # None: by the engine
    at = models.DateTimeField()


class Report(models.Model):
    """Something is wrong with this question: what a learner says, with the very wording."""

    asked = models.ForeignKey(Asked, on_delete=models.CASCADE)
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE)  # who was asked, and of what: found by its queue
    course = models.CharField(max_length=100)
    bank = models.CharField(max_length=100)
    text = models.TextField()
    at = models.DateTimeField()
    settled = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    mended = models.ForeignKey("records.Publication", null=True, on_delete=models.SET_NULL)  # where, if it was

    class Meta:
        indexes = (
            models.Index("course", "bank", name="report_by_bank"),
            models.Index(F("at").desc(), F("id").desc(), "settled", condition=Q(settled=None), name="report_waiting"),
            models.Index(
                F("at").desc(), F("id").desc(), "settled", condition=Q(settled__isnull=False), name="report_settled"
            ),
        )


class Card(models.Model):
    """When a question, or for a scenario the node it turns on, should be asked again."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE)
    course = models.CharField(max_length=100)
    subject = models.CharField(max_length=300)  # bank/question, or node:tree/node
    state = models.JSONField()
    due = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("learner", "course", "subject", name="one_card"),)
        indexes = (models.Index("learner", "course", "due", name="card_by_due"),)


class Standing(models.Model):
    """First answers counted by objective, outcome or node: a cache that can be rebuilt."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE)
    course = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)  # objective, outcome, node
    ident = models.CharField(max_length=200)
    n = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint("learner", "course", "kind", "ident", name="one_standing"),)
        indexes = (  # the sums of a whole class are read off the index alone
            models.Index("learner", "course", "kind", "ident", "n", "right", name="standing_sums"),
        )


class Tally(models.Model):
    """First answers to a wording, in runs that are finished: how many took what, and how they did in the rest of those runs.

    Of nobody in particular; a cache that can be rebuilt.
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT)
    taken = models.TextField(blank=True)  # the numbers of the choices, as in 0,2; empty for questions without
    right = models.BooleanField()
    n = models.BigIntegerField()
    rest = models.BigIntegerField()  # what share of the other questions was right, in thousandths: summed
    squares = models.BigIntegerField()  # and its squares

    class Meta:
        constraints = (models.UniqueConstraint("revision", "taken", "right", name="one_tally"),)


class Pulse(models.Model):
    """How a learner stands in a course at a glance, for whoever looks at a whole class: a cache that can be rebuilt."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE)
    course = models.CharField(max_length=100)
    n = models.PositiveIntegerField(default=0)  # first answers that spoke of readiness when the last run ended
    right = models.PositiveIntegerField(default=0)
    active = models.DateTimeField()  # a run begun or ended, or a lesson read

    class Meta:
        constraints = (models.UniqueConstraint("learner", "course", name="one_pulse"),)


class Reading(models.Model):
    """A lesson marked as read, or opened in order to go on from there."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE)
    course = models.CharField(max_length=100)
    lesson = models.CharField(max_length=200)  # module/lesson
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("learner", "course", "lesson", name="one_reading"),)


class Filling(models.Model):
    """A worksheet as a learner has filled it in."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE)
    course = models.CharField(max_length=100)
    texts = models.JSONField(default=dict)  # step.field -> text
    saved = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("learner", "course", name="one_filling"),)
