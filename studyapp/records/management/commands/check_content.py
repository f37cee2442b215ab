"""Every problem of the content, with its place and repair, and what the courses hold."""

import json
from argparse import ArgumentParser
from collections import Counter
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from studyapp.catalogue.courses import Course
from studyapp.formats.course_files import read_catalogue, read_course
from studyapp.formats.problems import Problems
from studyapp.records.shelf import name
from studyapp.rules.guessing import guess_share

KINDS = ("single", "multiple", "ordering", "matching", "numeric", "case")


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="*", type=Path, metavar="PATH", help="course folders; the content folder when none is named"
        )
        parser.add_argument("--json", action="store_true", help="counts and problems as JSON")

    def handle(self, *args: Any, paths: list[Path], json: bool, **options: Any) -> None:
        courses, problems = _read(paths)
        if json:
            self.stdout.write(_as_json(courses, problems))
        else:
            for problem in sorted(problems):
                self.stdout.write(str(problem))
            for course in courses:
                self.stdout.write(_in_words(course))
        if problems.errors:
            raise SystemExit(1)


def _read(paths: list[Path]) -> tuple[list[Course], Problems]:
    if not paths:
        catalogue, problems = read_catalogue(settings.CONTENT, name(settings.CONTENT))
        return list(catalogue.courses.values()), problems
    courses, problems = [], Problems()
    for path in paths:
        if not (path / "course.yaml").is_file():
            raise CommandError(f"{path} is no course. Fix: name a folder that holds a course.yaml.")
        course, found = read_course(path.resolve(), name(path.resolve()))
        problems.extend(found)
        courses += [course] if course else []
    return courses, problems


def counts(course: Course) -> dict[str, Any]:
    kinds: Counter[str] = Counter(item.question.kind for item in course.items.values())
    kinds["case"] = sum(bank.cases for bank in course.banks.values())
    proven = sum(item.question.scenario is not None for item in course.items.values())
    return {
        "modules": len(course.modules),
        "lessons": len(course.lessons),
        "objectives": len(course.objectives),
        "terms": len(course.terms),
        "options": len(course.options),
        "trees": len(course.trees),
        "banks": len(course.banks),
        "questions": {kind: kinds[kind] for kind in KINDS},
        "proven": proven,
        "unproven": sum(bank.unproven for bank in course.banks.values()),
    }


def guesses(course: Course) -> dict[str, Fraction]:
    """The share of each bank's scenarios that trigger words alone map rightly."""
    triggers = {option.id: option.triggers for option in course.options.values()}
    return {
        bank.id: guess_share(bank.items, triggers)
        for bank in course.banks.values()
        if any(item.question.scenario for item in bank.items)
    }


def _as_json(courses: list[Course], problems: Problems) -> str:
    told = {
        "courses": {course.id: counts(course) for course in courses},
        "problems": [asdict(problem) for problem in sorted(problems)],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _in_words(course: Course) -> str:
    found = counts(course)
    kinds = ", ".join(f"{number} {kind}" for kind, number in found["questions"].items() if number)
    lines = [
        f"{course.id}: {found['modules']} modules, {found['lessons']} lessons, {found['objectives']} objectives, "
        f"{found['terms']} terms, {found['options']} options, {found['trees']} trees, {found['banks']} banks",
        f"  questions: {kinds or 'none'}; {found['proven']} proven",
    ]
    if course.misconceptions:
        named = {choice.misconception for item in course.items.values() for choice in item.question.choices}
        found_of = len(named & set(course.misconceptions))
        lines.append(f"  misconceptions: {found_of} of {len(course.misconceptions)} named by a distractor")
    for bank, share in guesses(course).items():
        lines.append(f"  {bank}: trigger words alone map {float(share):.0%} of its scenarios")
    return "\n".join(lines)
