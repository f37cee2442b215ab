"""Put a backup into an empty database, of SQLite or PostgreSQL; with --replace in place of what is there."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from studyapp.records import backups


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="give up what the database holds")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        try:
            contents = backups.read(file)
            backups.check(contents, file, replace=replace)
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
            backups.restore(file, contents)
        except (backups.Unfit, OSError) as error:
            raise CommandError(str(error)) from error
        rows = contents.rows
        self.stdout.write(f"restored {sum(rows.values())} rows of {len(rows)} tables, as many in each as in {file}.")
