"""What stands in the log when something breaks."""

import logging
import logging.config

import pytest
from django.conf import settings
from django.db import Error, connection, transaction

from studyapp.records.models import User

TYPED = "ferry to the lamp"


def logged(act: str, *values: str) -> str:
    """The log's text of an error in the database."""
    told = dict(settings.LOGGING["formatters"]["plain"])
    formatter = logging.config.DictConfigurator(settings.LOGGING).configure_formatter(told)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(act, values)
    except Error as error:
        record = logging.LogRecord(
            "study", logging.ERROR, "", 0, "broken", (), (type(error), error, error.__traceback__)
        )
        return formatter.format(record)
    raise AssertionError("nothing broke")


@pytest.mark.django_db
def test_an_address_that_is_there_twice_is_not_named() -> None:
    User.objects.create_user("ada@example.org")
    User.objects.create_user("cyd@example.org")
    text = logged("UPDATE records_user SET email = %s", "ada@example.org")
    assert "IntegrityError" in text
    assert "ada@example.org" not in text


@pytest.mark.django_db
def test_a_statement_that_cannot_be_read_is_not_repeated() -> None:
    text = logged("SELECT %s FROM nowhere_at_all", TYPED)
    assert "nowhere_at_all" in text
    assert TYPED not in text
