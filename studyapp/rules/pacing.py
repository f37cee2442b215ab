"""What pace is left until an exam."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Rate:
    """`left` of something over the days that are left: so many a day, or one every so many days."""

    left: int
    a_day: int = 0
    every: int = 0


@dataclass(frozen=True)
class Pace:
    exam: date
    days: int  # from today until the day before; 0 on the day, negative after it
    lessons: Rate
    questions: Rate


def rate(left: int, days: int) -> Rate:
    """The slowest even pace that is done in time; none where nothing or no day is left."""
    if left == 0 or days <= 0:
        return Rate(left)
    if left >= days:
        return Rate(left, a_day=-(-left // days))
    return Rate(left, every=days // left)


def pace(exam: date, today: date, lessons: int, questions: int) -> Pace:
    """`lessons` are not read and `questions` not answered yet."""
    days = (exam - today).days
    return Pace(exam, days, rate(lessons, days), rate(questions, days))
