"""Give an account a role."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from studyapp.records.models import User


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("role", choices=User.Role.values)

    def handle(self, *args: Any, email: str, role: str, **options: Any) -> None:
        changed = User.objects.filter(email__iexact=email).update(role=role, is_staff=role == User.Role.ADMINISTRATOR)
        if not changed:
            raise CommandError(f"there is no account {email}. Fix: let that person sign up first.")
        self.stdout.write(f"{email} is now {role}.")
