"""All that is stored of a learner can be taken along, moves with a guest who signs up, and goes when it is deleted."""

from django.apps import apps
from django.db.models import ForeignKey, OneToOneField

from studyapp.records.models import Learner

# Every table that points to a learner, and where the export holds it; adding a table means saying it here and mending the export,
# `learners.adopt` and nothing else: the deletion follows the foreign keys.
TABLES = {
    "Attempt": "runs", "Asked": "runs", "Card": "reviews", "Standing": "counts", "Reading": "lessons_read", "Filling": "worksheets",
    "Membership": "classes", "Allowance": "extra_time", "ExerciseRun": "cost_exercises", "DesignStep": "designs",
    "Judgement": "design_judgements", "Certificate": "certificates", "Pulse": "counts",
    "OwnTree": "own_trees", "Report": "reports",
}  # fmt: skip


def test_every_table_that_points_to_a_learner_is_known() -> None:
    found = {
        model.__name__
        for model in apps.get_app_config("records").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | OneToOneField) and field.related_model is Learner
    }
    assert found == set(TABLES)
