"""What one learner does, or what is counted, is stored one thing after another, however many windows and servers it comes from."""

from django.db import connection

from studyapp.records.models import Learner


def in_turn(*learner_ids: int) -> None:
    """Wait until nothing else is being stored for these learners; whatever comes next waits for the end of this transaction.

    First come the learners, in order, then their rows: so nobody waits in a circle. What was read before may be old by now.
    SQLite lets only one transaction write anyway.
    """
    if connection.features.has_select_for_update:
        rows = Learner.objects.select_for_update(no_key=True).filter(pk__in=learner_ids)
        list(rows.order_by("pk").values_list("pk"))


def under(name: str) -> None:
    """Wait until nothing else is being stored under this name; whatever comes next waits for the end of this transaction.

    SQLite lets only one transaction write anyway.
    """
    if connection.features.has_select_for_update:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
