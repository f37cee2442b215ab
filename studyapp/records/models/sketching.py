"""Decision trees of learners' own, with every version of each."""

from django.db import models

from studyapp.records.models.learning import Learner, Revision


class OwnTree(models.Model):
    """A tree that a learner builds over the facts of one of the course's. Its current version is the one shown."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE)
    course = models.CharField(max_length=100)
    tree = models.CharField(max_length=100)
    number = models.PositiveIntegerField()  # the learner's so-manieth for that tree
    title = models.CharField(max_length=100)
    current = models.PositiveIntegerField(default=1)  # the number of a version

    class Meta:
        constraints = (models.UniqueConstraint("learner", "course", "tree", "number", name="own_tree_number"),)


class TreeVersion(models.Model):
    """The tree after a change, with the very scenarios it was executed on. Rows are added, never changed."""

    own = models.ForeignKey(OwnTree, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    parent = models.PositiveIntegerField(null=True)  # the number of the version that was changed
    body = models.JSONField(null=True)
    scenarios = models.ForeignKey(Revision, on_delete=models.PROTECT)
    right_count = models.PositiveIntegerField()
    asked_count = models.PositiveIntegerField()
    passed = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("own", "number", name="tree_version_number"),)
