"""Read a bank of another system, say question by question what became of it, and write it in the house format."""

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from studyapp.formats.bank_markdown import write_bank
from studyapp.formats.drafts import read_draft
from studyapp.formats.foreign.known import FORMATS, guess_format
from studyapp.formats.foreign.values import Imported, Limits
from studyapp.records import shelf

LIMITS = Limits(size=100_000_000, questions=50_000)


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", help="the file to read")
        parser.add_argument("--course", required=True, help="the id of the course it is for")
        parser.add_argument("--format", choices=FORMATS, help="told by the file when it is not given")
        parser.add_argument("--out", type=Path, metavar="FILE", help="where to write; beside PATH when it is not given")

    def handle(self, *args: Any, path: Path, course: str, format: str | None, out: Path | None, **options: Any) -> None:
        courses = shelf.catalogue().courses
        if course not in courses:
            raise CommandError(f'there is no course "{course}". Fix: name one of: {", ".join(courses)}.')
        imported = _read(path, format)
        for problem in imported.problems:
            self.stdout.write(str(problem))
        if imported.problems:
            raise SystemExit(1)
        ident, objective = str(imported.bank.data["bank"]), next(iter(courses[course].objectives), "")
        text = write_bank(replace(imported.bank, data={"bank": ident, "objective": objective}))
        _, _, problems = read_draft(courses[course], ident, text)
        target = _write(out or path.with_name(f"{ident}.md"), text)
        self.stdout.write(_in_words(imported, path.name))
        for one in sorted(problems):
            self.stdout.write(str(replace(one, file=str(target))))
        self.stdout.write(f"{target}: written, with the objective {objective} for all its questions.")


def _read(path: Path, format: str | None) -> Imported:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}. Fix: name a file.") from error
    known = format or guess_format(path.name, data)
    if not known:
        raise CommandError(
            f"{path}: this is none of the formats known. Fix: name one with --format: {', '.join(FORMATS)}."
        )
    return FORMATS[known].read(data, path.name, LIMITS)


def _write(target: Path, text: str) -> Path:
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise CommandError(f"{target} is there already. Fix: name another file with --out.") from error
    except OSError as error:
        raise CommandError(
            f"{target} cannot be written: {error.strerror}. Fix: name another file with --out."
        ) from error
    return target


def _in_words(imported: Imported, name: str) -> str:
    lines = [f"{name}: {note}" for note in imported.notes]
    for one in imported.found:
        lines += [
            f"{name}: {one.where}: {one.name}: not read: {sentence}" for sentence in one.undecided if not one.item
        ]
        lines += [f"{name}: {one.where}: {one.name}: decide: {sentence}" for sentence in one.undecided if one.item]
        lines += [f"{name}: {one.where}: {one.name}: lost: {sentence}" for sentence in one.lost]
    read = sum(one.item is not None for one in imported.found)
    open_ = sum(bool(one.item and one.undecided) for one in imported.found)
    lines.append(f"{name}: {read} of {len(imported.found)} questions were read; {open_} are left to decide on.")
    return "\n".join(lines)
