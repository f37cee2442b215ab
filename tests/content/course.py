"""The real course, read once for all tests of a process."""

from functools import cache
from pathlib import Path

from studyapp.catalogue.courses import Course
from studyapp.formats.course_files import read_course

ROOT = Path(__file__).parents[2]
COURSE = ROOT / "content" / "ai-model-inferencing"


@cache
def course() -> Course:
    found, problems = read_course(COURSE, COURSE.name)
    assert found is not None and not problems.errors
    return found
