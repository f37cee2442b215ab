"""What can be told to manage.py."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from studyapp.catalogue.courses import Course
from studyapp.records.models import Learner, Trail, User
from tests.records.acting import begin, run, standings

COUNTS = {
    "modules": 1,
    "lessons": 1,
    "objectives": 1,
    "terms": 0,
    "options": 0,
    "trees": 0,
    "banks": 1,
    "questions": {"single": 3, "multiple": 0, "ordering": 0, "matching": 0, "numeric": 0, "case": 0},
    "proven": 0,
    "unproven": 0,
}
SUMMARY = """\
kettle: 1 modules, 1 lessons, 1 objectives, 0 terms, 0 options, 0 trees, 1 banks
  questions: 3 single; 0 proven
"""


@pytest.fixture
def served(content: Path, settings: Settings) -> Path:
    """The content folder of the site."""
    settings.CONTENT = content
    return content


def call(*words: Any) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def break_twice(content: Path) -> str:
    """Break two files; what is said of them."""
    course, lesson = (content / "kettle" / name for name in ("course.yaml", "modules/water/1-first-boil.md"))
    course.write_text(course.read_text().replace("graded: {sizes: [2]}", "graded: {sizes: [9]}"))
    lesson.write_text(lesson.read_text().replace("[boil]", "[biol]"))
    return f"""\
{course}:4: a run of 9 questions needs as many, and its banks hold 3. Fix: add questions, or make the run smaller.
{lesson}:3: there is no objective "biol". Fix: did you mean "boil"?
"""


def test_sound_content_is_summed_up(served: Path) -> None:
    assert call("check_content") == SUMMARY


def test_a_course_can_be_named(content: Path) -> None:
    assert call("check_content", str(content / "kettle")) == SUMMARY


@pytest.mark.parametrize("named", [False, True])
def test_problems_stop_with_a_status_and_are_all_said(named: bool, served: Path) -> None:
    said, out = break_twice(served), StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("check_content", *([str(served / "kettle")] if named else []), stdout=out)
    assert (stopped.value.code, out.getvalue()) == (1, said + SUMMARY)


def test_warnings_are_said_and_stop_nothing(served: Path) -> None:
    bank = served / "kettle" / "banks" / "water.md"
    bank.write_text(bank.read_text().replace("  > It only steams.\n", ""))
    warning = f"{bank}:12: warning: boils-at: a wrong choice has no feedback. Fix: say under it why it is wrong.\n"
    assert call("check_content") == warning + SUMMARY


def test_the_share_that_trigger_words_map_is_said() -> None:
    tea = Path(__file__).parents[1] / "courses" / "tea"
    assert "  brewing: trigger words alone map " in call("check_content", str(tea)).splitlines()[-1]


def test_counts_and_problems_as_json(served: Path) -> None:
    assert json.loads(call("check_content", "--json")) == {"courses": {"kettle": COUNTS}, "problems": []}
    bank = served / "kettle" / "banks" / "water.md"
    bank.write_text(bank.read_text().replace("  > It only steams.\n", ""))
    assert json.loads(call("check_content", "--json"))["problems"] == [
        {
            "file": str(bank),
            "line": 12,
            "message": "boils-at: a wrong choice has no feedback.",
            "fix": "say under it why it is wrong.",
            "severity": "warning",
        }
    ]


def test_errors_as_json_stop_with_a_status_too(served: Path) -> None:
    said, out = break_twice(served), StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("check_content", "--json", stdout=out)
    problems = json.loads(out.getvalue())["problems"]
    lines = [f"{one['file']}:{one['line']}: {one['message']} Fix: {one['fix']}\n" for one in problems]
    assert (stopped.value.code, "".join(lines)) == (1, said)
    assert {one["severity"] for one in problems} == {"error"}


def test_a_path_that_is_no_course_is_refused(content: Path) -> None:
    with pytest.raises(CommandError) as caught:
        call("check_content", str(content))
    assert str(caught.value) == f"{content} is no course. Fix: name a folder that holds a course.yaml."


@pytest.mark.parametrize(("role", "is_staff"), [("learner", False), ("instructor", False), ("administrator", True)])
def test_an_account_is_given_a_role(role: str, is_staff: bool, ada: Learner, ben: User) -> None:
    assert call("grant", "Ada@Example.org", role) == f"Ada@Example.org is now {role}.\n"
    roles = dict(User.objects.values_list("email", "role"))
    assert roles == {"ada@example.org": role, "ben@example.org": "instructor"}
    assert User.objects.get(email="ada@example.org").is_staff is is_staff


def test_a_role_can_be_taken_away(ben: User) -> None:
    call("grant", "ben@example.org", "administrator")
    call("grant", "ben@example.org", "learner")
    ben.refresh_from_db()
    assert (ben.role, ben.is_staff) == ("learner", False)


def test_a_change_of_role_is_in_the_trail(ben: User) -> None:
    for role in ("administrator", "administrator", "learner"):
        call("grant", "ben@example.org", role)
    assert list(Trail.objects.order_by("pk").values_list("by", "kind", "subject", "detail")) == [
        (None, "role", f"account {ben.pk}", {"from": "instructor", "to": "administrator"}),
        (None, "role", f"account {ben.pk}", {"from": "administrator", "to": "learner"}),
    ]


def test_an_account_must_be_there(db: None) -> None:
    with pytest.raises(CommandError) as caught:
        call("grant", "nobody@example.org", "instructor")
    assert str(caught.value) == "there is no account nobody@example.org. Fix: let that person sign up first."


def test_a_role_must_exist(ben: User) -> None:
    with pytest.raises(CommandError, match="invalid choice: 'owner'"):
        call("grant", "ben@example.org", "owner")
    ben.refresh_from_db()
    assert ben.role == "instructor"


def test_counts_are_rebuilt_for_everybody(ada: Learner, cyd: Learner, tea: Course) -> None:
    for learner in (ada, cyd):
        run(begin(learner, tea), True, False)
    before = standings(ada), standings(cyd)
    ada.standing_set.update(n=9)
    cyd.standing_set.all().delete()
    assert (
        call("rebuild_progress") == "rebuilt 2 learners' counts, of which 2 were wrong, and those of the questions.\n"
    )
    assert (standings(ada), standings(cyd)) == before
