"""Give an account a role."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from studyapp.records import learners
from studyapp.records.models import User


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("role", choices=User.Role.values)

    def handle(self, *args: Any, email: str, role: str, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"there is no account {email}. Fix: let that person sign up first.")
        learners.give_role(user, role, by=None)
        self.stdout.write(f"{email} is now {role}.")
