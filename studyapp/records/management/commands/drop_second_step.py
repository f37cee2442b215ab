"""Switch the second step of an account off, for somebody who has lost phone and codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from studyapp.records import learners
from studyapp.records.models import User


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email).first()
        if user is None or not learners.drop_second_step(user, by=None):
            raise CommandError(f"there is no account {email} with a second step. Fix: look at the address again.")
        self.stdout.write(f"{email} signs in with the password alone now.")
