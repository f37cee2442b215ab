"""A bank of another system is read in the shell, and written in the house format."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from studyapp.catalogue.courses import Course
from tests.records.test_commands import call

AIKEN = "What is drunk?\nA. Powder\nB. A leaf\nANSWER: A\n\nWhich?\nA. One\nB. Two\n"


@pytest.fixture
def upload(tmp_path: Path) -> Path:
    path = tmp_path / "tea time.txt"
    path.write_text(AIKEN, encoding="utf-8")
    return path


def test_each_question_is_said_and_the_bank_written(tea: Course, upload: Path) -> None:
    out = upload.with_name("tea-time.md")
    assert call("import_bank", upload, "--course", "tea") == (
        "tea time.txt: line 6: Which?: decide: It has no line ANSWER: tick the right choice.\n"
        "tea time.txt: 2 of 2 questions were read; 1 are left to decide on.\n"
        f"{out}:13: warning: what-is-drunk: a wrong choice has no feedback. Fix: say under it why it is wrong.\n"
        f'{out}:15: which: no choice is ticked. Fix: put an x into the brackets of the right one: "- [x]".\n'
        f"{out}:19: warning: which: a wrong choice has no feedback. Fix: say under it why it is wrong.\n"
        f"{out}:20: warning: which: a wrong choice has no feedback. Fix: say under it why it is wrong.\n"
        f"{out}: written, with the objective {next(iter(tea.objectives))} for all its questions.\n"
    )
    assert out.read_text(encoding="utf-8").startswith(
        f"---\nbank: tea-time\nobjective: {next(iter(tea.objectives))}\n---\n\n# tea time\n"
    )


def test_a_refused_file_is_said_with_its_place_and_nothing_is_written(tea: Course, tmp_path: Path) -> None:
    path, out = tmp_path / "quiz.xml", StringIO()
    path.write_bytes(b"<quiz>\n<question>\n")
    with pytest.raises(SystemExit, match="1"):
        call_command("import_bank", path, "--course", "tea", stdout=out)
    fix = "export the questions anew, and do not edit the file by hand."
    assert out.getvalue() == f"quiz.xml:3: the file ends in the middle. Fix: {fix}\n"
    assert [one.name for one in tmp_path.iterdir()] == ["quiz.xml"]


def test_what_cannot_be_done_is_said(tea: Course, upload: Path) -> None:
    for words, said in {
        (upload, "--course", "coffee"): 'there is no course "coffee". Fix: name one of: tea.',
        (upload.with_name("no"), "--course", "tea"): "cannot be read: No such file or directory. Fix: name a file.",
        (upload, "--course", "tea", "--out", upload): "is there already. Fix: name another file with --out.",
    }.items():
        with pytest.raises(CommandError) as refused:
            call("import_bank", *words)
        assert str(refused.value).removeprefix(f"{words[0]} ").removeprefix(f"{words[-1]} ") == said


def test_a_file_of_no_known_format_is_refused(tea: Course, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("hello")
    with pytest.raises(CommandError) as refused:
        call("import_bank", path, "--course", "tea")
    assert str(refused.value) == (
        f"{path}: this is none of the formats known. Fix: name one with --format: gift, moodle-xml, aiken, csv, xlsx."
    )
