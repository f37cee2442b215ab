"""Keep everything that is stored in one file, while the site goes on."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from studyapp.records import backups


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            rows = backups.write(file)
        except (backups.Unfit, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"kept {sum(rows.values())} rows of {len(rows)} tables in {file}.")
