"""Make a class of thirty with five weeks behind it, to look around in."""

from argparse import ArgumentParser
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from studyapp.records import demo
from studyapp.records.editions import catalogue
from studyapp.records.models import Cohort


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--course", default="", help="the id of a course; without it the first one")
        parser.add_argument("--force", action="store_true", help="in production mode too")

    def handle(self, *args: Any, seed: int, course: str, force: bool, **options: Any) -> None:
        if settings.PRODUCTION and not force:
            raise CommandError("this site is in production. Fix: add --force if made-up people are wanted there.")
        there = Cohort.objects.filter(owner__email=demo.TEACHER).first()
        if there:
            self.stdout.write(f"The class is there already, at /teach/cohorts/{there.pk}/; nothing was changed.")
            return
        password = token_urlsafe(9)
        made = demo.make(self._course(course), password=password, seed=seed, now=timezone.now())
        self.stdout.write(f"{len(demo.NAMES)} learners are in the class at /teach/cohorts/{made.pk}/.")
        self.stdout.write(f"Sign in as {demo.TEACHER} with the password {password}")

    def _course(self, id: str) -> Any:
        fitting = {
            one.id: one
            for one in catalogue().courses.values()
            if one.main_quiz and {"practice", "graded"} <= set(one.quizzes[one.main_quiz].runs)
        }
        found = fitting.get(id) if id else next(iter(fitting.values()), None)
        if found is None:
            raise CommandError("there is no such course with a quiz to practise and to grade. Fix: leave --course out.")
        return found
