"""A course folder to a course, with every problem of it at once, whatever lies in it."""

from decimal import Decimal
from pathlib import Path
from shutil import copytree

import pytest

from studyapp.catalogue.courses import Field, Map, MapCase, Metric, Misconception, Objective, WorksheetStep
from studyapp.catalogue.lessons import Use
from studyapp.catalogue.options import Source
from studyapp.catalogue.quantities import Quantity
from studyapp.formats.course_files import read_catalogue, read_course, tree_hash
from tests.formats.texts import CHOICES, SMALL, TEA, compiled, tea, write

LARGEST = 5_000_000


def test_the_tea_course_is_counted() -> None:
    course = tea()
    kinds = [item.question.kind for item in course.items.values()]
    counts = {name: len(getattr(course, name)) for name in (
        "modules", "lessons", "objectives", "facts", "figures", "sources", "options", "trees", "terms", "misconceptions", "banks", "quizzes", "metrics",
    )}  # fmt: skip
    assert counts == {
        "modules": 2, "lessons": 4, "objectives": 2, "facts": 5, "figures": 3, "sources": 2, "options": 4, "trees": 1, "terms": 3,
        "misconceptions": 2, "banks": 2, "quizzes": 2, "metrics": 2,
    }  # fmt: skip
    assert (kinds.count("single"), kinds.count("multiple")) == (16, 1)
    assert sum(item.question.scenario is not None for item in course.items.values()) == 13


def test_a_bank_that_a_quiz_names_twice_is_asked_once(tmp_path: Path) -> None:
    copytree(TEA, tmp_path / "tea")
    path = tmp_path / "tea" / "course.yaml"
    path.write_text(path.read_text().replace("banks: [brewing]", "banks: [brewing, brewing]"))
    course, problems = read_course(path.parent, "tea")
    assert (problems, course) == ([], tea())
    assert course is not None
    assert course.quizzes["brewing"].banks == ("brewing",)


def test_the_tea_course_has_facts_in_units_of_their_own() -> None:
    facts = tea().trees["way-to-brew"].fact_by_id
    assert {fact.id: fact.unit for fact in facts.values() if fact.is_number} == {
        "cups": "cups",
        "time": "min",
        "place": "°C",
    }
    assert facts["time"].limits == (Quantity(Decimal(240), "min"),)
    assert facts["place"].assume == Quantity(Decimal(4), "°C")


def test_the_parts_of_a_course_are_read() -> None:
    course, problems = read_course(TEA, "tea")
    assert (problems, course) == ([], tea())
    assert course is not None
    assert (course.id, course.title, course.exam, str(course.checked)) == (
        "tea",
        "Which way to brew",
        "Tea Room Certificate (TRC-1)",
        "2026-11-21",
    )
    assert (course.prerequisites, course.ready_quiz, course.notice) == (
        "You have poured a cup before.",
        "leaf",
        "No tea merchant endorses this.",
    )
    assert course.objectives["know-leaf"] == Objective("know-leaf", "Tell leaf from powder.", "leaf")
    assert course.sources["T2"] == Source("T2", "The tea room's cold tea book", "2026-05", "the second printing")
    assert course.misconceptions["pot-is-better"] == Misconception(
        "pot-is-better", "A pot always makes better tea.", "brewing/mug-or-pot"
    )
    quiz = course.quizzes["brewing"]
    assert (quiz.pass_percent, quiz.banks) == (90, ("brewing",))
    assert {mode: (runs.sizes, runs.minutes, runs.spread) for mode, runs in quiz.runs.items()} == {
        "practice": ((3, 5, 10), None, ("outcome", "difficulty")),
        "graded": ((10,), None, ("outcome", "difficulty")),
    }
    metric = course.metrics["brewing"]
    assert metric == Metric("brewing", "Brewing", "Brew nine of ten cups the right way.", quiz="brewing")
    assert course.worksheet is not None
    assert course.worksheet.steps[1] == WorksheetStep(
        "way", "The way", "How will you brew?", "", (Field("choice", "Your choice", ""),)
    )


def test_a_term_is_read_with_all_it_says() -> None:
    leaf = tea().terms["leaf"]
    assert (leaf.title, leaf.names, leaf.category, leaf.difficulty, leaf.related) == (
        "Leaf",
        ("tea leaf",),
        "plant",
        1,
        ("powder",),
    )
    assert (leaf.see, leaf.equivalents) == (("leaf/what-is-in-it",), (("Japan", "ha"), ("China", "ye")))
    assert leaf.uses == (Use("A tea room", "Keeps it in tins.", "It stays dry."),)
    assert (
        leaf.body
        == '<p>What tea is made of.</p>\n<h3 id="does-it-keep">Does it keep?</h3>\n<p>For a year, in the dark.</p>\n'
    )
    assert leaf.text == "What tea is made of. Does it keep? For a year, in the dark."


def test_a_course_of_one_file_and_one_module_is_a_course(tmp_path: Path) -> None:
    course, problems = compiled(tmp_path, {})
    assert problems == []
    assert course is not None
    assert (course.id, course.title, len(course.lessons)) == ("kettle", "Kettle", 1)
    empty = (
        "objectives",
        "figures",
        "sources",
        "facts",
        "options",
        "trees",
        "terms",
        "misconceptions",
        "banks",
        "quizzes",
        "metrics",
    )
    assert {name: len(getattr(course, name)) for name in empty} == dict.fromkeys(empty, 0)
    assert (course.map, course.worksheet, course.prerequisites, course.checked) == (None, None, "", None)


def test_reading_twice_gives_equal_courses_and_hashes() -> None:
    course, _ = read_course(TEA, "tea")
    assert course == tea()
    assert course is not None
    (tree,) = course.trees.values()
    assert tree_hash(tree) == course.tree_hashes["way-to-brew"]


# What can be wrong.


def test_two_unrelated_problems_in_two_files_are_both_said(tmp_path: Path) -> None:
    files = {"facts.yaml": "heat: {ask: Hot?, numbr: s}\n", "sources.yaml": "S1: {title: Book}\n"}
    assert compiled(tmp_path, files)[1] == [
        'kettle/facts.yaml:1: unknown key "numbr". Fix: did you mean "number"?',
        'kettle/sources.yaml:1: "on" is missing. Fix: add "on: …".',
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ['1: "modules" is missing. Fix: add "modules: …".', '1: "title" is missing. Fix: add "title: …".']),
        ("- Kettle\n", ['1: this is not a mapping. Fix: write "key: value" lines.']),
        ("title: A\nmodules: [water]\ntitel: B\n", ['3: unknown key "titel". Fix: did you mean "title"?']),
        ("title: A\nmodules: [water]\ntitle: B\n", ['3: the key "title" stands here twice. Fix: keep one of the two.']),
        ("title: A\nmodules: [Water works]\n", ["2: modules.0: string should match pattern '^[a-z0-9]+([.-][a-z0-9]+)*$'. Fix: write it as docs/writing-content.md shows."]),
        ("title: A\nmodules: [water]\nchecked: soon\n", ["3: checked: input should be a valid date or datetime, input is too short. Fix: write it as docs/writing-content.md shows."]),
        ("title: A\nmodules: [water]\n\n---\ntitle: B\n", ['4: a second YAML document begins here. Fix: remove the line "---".']),
        ("title: A\n\tmodules: [water]\n", ['2: this is not YAML: found a tab character that violates indentation. Fix: quote text that holds ": " or "? " or begins with ">" or "[", and indent with spaces.']),
    ],
)  # fmt: skip
def test_a_broken_course_file_is_said_and_never_raised(tmp_path: Path, text: str, expected: list[str]) -> None:
    course, problems = compiled(tmp_path, {"course.yaml": text})
    assert problems == [f"kettle/course.yaml:{line}" for line in expected]
    assert (course is None) == ("twice" not in expected[0])


BANK = f"---\nbank: b\nobjective: o\n---\n\n# B\n\n## one\n\nWhat?\n\n{CHOICES}"
QUIZ = "quizzes:\n  q:\n    title: Q\n    banks: [b]\n    pass: 80%\n    modes:\n      practice: {sizes: [1]}\n"  # from line 3
COURSE = SMALL["course.yaml"]
LESSON = "---\ntitle: Boil\nminutes: 1\nobjectives: [o]\n---\n\nWater boils.\n"
WITH_BANK: dict[str, str | bytes] = {
    "banks/b.md": BANK,
    "objectives.yaml": "o: {says: Boil.}\n",
    "modules/water/1-boil.md": LESSON,
}
REFERENCES: dict[str, tuple[dict[str, str | bytes], list[str]]] = {
    "a module without a file": (
        {"course.yaml": COURSE.replace("[water]", "[water, tea]")},
        ['modules/tea/:1: the module "tea" has no lesson. Fix: add a file such as "1-first-lesson.md".',
         'modules/tea/module.yaml:1: "difficulty" is missing. Fix: add "difficulty: …".', 'modules/tea/module.yaml:1: "title" is missing. Fix: add "title: …".'],
    ),
    "a quiz of no bank": (
        {"course.yaml": COURSE + QUIZ.replace("[b]", "[bb]"), **WITH_BANK},
        ['course.yaml:6: there is no bank "bb". Fix: did you mean "b"?'],
    ),
    "a run larger than its banks": (
        {"course.yaml": COURSE + QUIZ.replace("[1]", "[1, 2]"), **WITH_BANK},
        ["course.yaml:8: a run of 2 questions needs as many, and its banks hold 1. Fix: add questions, or make the run smaller."],
    ),
    "a pass mark that is no percentage": (
        {"course.yaml": COURSE + QUIZ.replace("80%", "0.8"), **WITH_BANK},
        ['course.yaml:7: quizzes.q.pass: write a percentage such as "90%". Fix: write it as docs/writing-content.md shows.'],
    ),
    "an unknown mode": (
        {"course.yaml": COURSE + QUIZ.replace("practice", "practise"), **WITH_BANK},
        ["course.yaml:9: quizzes.q.modes.practise.[key]: input should be 'practice', 'graded' or 'mock'. Fix: write it as docs/writing-content.md shows."],
    ),
    "an unknown key in a quiz": (
        {"course.yaml": COURSE + QUIZ.replace("    pass", "    spraed: [kind]\n    pass"), **WITH_BANK},
        ['course.yaml:7: unknown key "spraed". Fix: did you mean "spread"?'],
    ),
    "a metric of no quiz": (
        {"course.yaml": COURSE + "metrics:\n  m:\n    says: S.\n    quiz: q\n"},
        ['course.yaml:6: there is no quiz "q". Fix: add it, or name another quiz.'],
    ),
    "prerequisites of no quiz": (
        {"course.yaml": COURSE + "prerequisites:\n  says: Water.\n  quiz: q\n"},
        ['course.yaml:5: there is no quiz "q". Fix: add it, or name another quiz.'],
    ),
    "a map of no fact": (
        {"course.yaml": COURSE + "map: {across: size, up: time, mark: number, case: {size: 1 MB, time: 1 s}}\n"},
        ['course.yaml:3: there is no fact "size". Fix: add it, or name another fact.', 'course.yaml:3: there is no fact "time". Fix: add it, or name another fact.'],
    ),
    "a map without a case": (
        {"course.yaml": COURSE + "map: {across: size, up: time, mark: number}\n"},
        ['course.yaml:3: the map has no case to show. Fix: write "case: {title: …, size: 1 MB, time: 1 s}".'],
    ),
    "a worksheet that is not there": (
        {"course.yaml": COURSE + "worksheet: sheet\n"},
        ['course.yaml:3: there is no file "sheet.yaml". Fix: add it, or remove the key.'],
    ),
    "a dead link in the prerequisites": (
        {"course.yaml": COURSE + "prerequisites:\n  says: See [x](y.md).\n"},
        ['course.yaml:4: the link "y.md" leads nowhere. Fix: write the path of a file of the course, from this file, and a heading that it holds.'],
    ),
    "an objective of no module": (
        {"objectives.yaml": "o:\n  says: Boil.\n  module: watr\n", "modules/water/1-boil.md": LESSON},
        ['objectives.yaml:3: there is no module "watr". Fix: did you mean "water"?'],
    ),
    "a lesson without an objective": (
        {"objectives.yaml": "o: {says: Boil.}\n"},
        ['modules/water/1-boil.md:1: the lesson names no objective. Fix: add "objectives: […]" to its front matter.'],
    ),
    "a misconception of no lesson": (
        {"misconceptions.yaml": "m:\n  says: It boils.\n  lesson: water/boill\n"},
        ['misconceptions.yaml:3: there is no lesson "water/boill". Fix: did you mean "water/boil"?'],
    ),
    "a figure of no source": (
        {"register.yaml": "a.b:\n  value: 1 s\n  source: S1\n  on: 2026\n", "sources.yaml": "S2: {title: T, on: 2026}\n"},
        ['register.yaml:3: there is no source "S1". Fix: add it to sources.yaml.'],
    ),
    "a bank twice": (
        {**WITH_BANK, "banks/c.md": BANK.replace("---\nbank: b", "---\ndifficulty: 1\nbank: b")},
        ['banks/c.md:3: the bank "b" stands in another file too. Fix: give one of them another id.'],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), REFERENCES.values(), ids=REFERENCES)
def test_what_a_file_names_is_in_the_course(tmp_path: Path, files: dict[str, str | bytes], expected: list[str]) -> None:
    problems = [problem for problem in compiled(tmp_path, files)[1] if ": warning: " not in problem]
    assert problems == [f"kettle/{line}" for line in expected]


TERM = "# Glossary\n\n## boil: Boil\n\n```yaml\ncategory: heat\n```\n\nTo boil.\n"  # nine lines
GLOSSARIES = {
    "a heading that is no term": ("\n## Steam\n\nText.\n", ['11: "Steam" is no term. Fix: write "## its-id: Term".']),
    "a term twice": ("\n## boil: Boil\n\n```yaml\ncategory: heat\n```\n\nAgain.\n", ['11: the term "boil" stands here twice. Fix: join the two.']),
    "a term without data": ("\n## steam: Steam\n\nText.\n", ['11: "category" is missing. Fix: add "category: …".']),
    "a related term that is not there": (
        "\n## steam: Steam\n\n```yaml\ncategory: heat\nrelated:\n  - boil\n  - boyl\n```\n\nText.\n",
        ['17: steam: there is no term "boyl". Fix: name a term by its id.'],
    ),
    "a lesson that is not there": (
        "\n## steam: Steam\n\n```yaml\ncategory: heat\nsee: [water/steam]\n```\n\nText.\n",
        ['15: steam: there is no lesson "water/steam". Fix: name module/lesson.'],
    ),
    "a dead link": (
        "\n## steam: Steam\n\n```yaml\ncategory: heat\n```\n\nText,\n[x](y.md).\n",
        ['18: the link "y.md" leads nowhere. Fix: write the path of a file of the course, from this file, and a heading that it holds.'],
    ),
    "an unknown key": (
        "\n## steam: Steam\n\n```yaml\ncategory: heat\nuses: [{who: A, wat: B}]\n```\n\nText.\n",
        ['15: "what" is missing. Fix: add "what: …".', '15: unknown key "wat". Fix: did you mean "what"?'],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("more", "expected"), GLOSSARIES.values(), ids=GLOSSARIES)
def test_a_flaw_of_the_glossary_is_said_where_it_stands(tmp_path: Path, more: str, expected: list[str]) -> None:
    assert compiled(tmp_path, {"glossary.md": TERM + more})[1] == [f"kettle/glossary.md:{line}" for line in expected]


def test_a_map_is_read_with_its_case(tmp_path: Path) -> None:
    facts = "size: {ask: S?, number: MB}\ntime: {ask: T?, number: s}\n"
    line = "map: {title: Map, across: size, up: time, mark: number, case: {title: One, size: 4 MB, time: 1 min}}\n"
    course, problems = compiled(tmp_path, {"course.yaml": COURSE + line, "facts.yaml": facts})
    assert problems == []
    assert course is not None
    case = MapCase("One", Quantity(Decimal(4), "MB"), Quantity(Decimal(1), "min"))
    assert course.map == Map("Map", "", "size", "time", "number", case)


# Whatever lies in a folder.


def test_a_folder_without_a_course_is_a_problem(tmp_path: Path) -> None:
    said = "content/:1: there is no course here. Fix: add a folder with a course.yaml."
    for path in (tmp_path / "none", tmp_path):
        catalogue, problems = read_catalogue(path)
        assert (catalogue.courses, [str(problem) for problem in problems]) == ({}, [said])
    (tmp_path / "notes").mkdir()
    assert [str(problem) for problem in read_catalogue(tmp_path)[1]] == [said]


def test_each_course_of_a_folder_is_read_and_a_broken_one_hides_no_other(tmp_path: Path) -> None:
    write(tmp_path / "b", SMALL)
    write(tmp_path / "a", {**SMALL, "course.yaml": "title: A\n"})
    catalogue, problems = read_catalogue(tmp_path, "here")
    assert list(catalogue.courses) == ["b"]
    assert [str(problem) for problem in problems] == [
        'here/a/course.yaml:1: "modules" is missing. Fix: add "modules: …".'
    ]


@pytest.mark.parametrize("path", ["course.yaml", "facts.yaml", "glossary.md", "modules/water/1-boil.md", "banks/b.md"])
def test_a_file_that_is_not_utf_8_is_a_problem_on_its_line(tmp_path: Path, path: str) -> None:
    _, problems = compiled(tmp_path, {path: b"a: b\nc: \xff\n"})
    assert f"kettle/{path}:2: this file is not UTF-8 text. Fix: save it as UTF-8." in problems


RUBBISH = [
    b"",
    b"\0\0",
    b"\xff\xfe\0",
    b"\n\n\n",
    b"---\n",
    b"```\n",
    b"[",
    b"{",
    b"? ",
    b"&a *a",
    b"%YAML 9\n---\na",
    b"!!binary a",
]


@pytest.mark.parametrize(
    "path",
    ["course.yaml", "facts.yaml", "register.yaml", "glossary.md", "options/a.yaml", "trees/a.yaml", "banks/b.md", "modules/water/1-boil.md"],
)  # fmt: skip
def test_a_file_of_rubbish_is_read_without_raising(tmp_path: Path, path: str) -> None:
    for text in RUBBISH:
        course, problems = compiled(tmp_path, {path: text})
        assert course is None or course.id == "kettle"
        assert all(problem.startswith("kettle/") and " Fix: " in problem for problem in problems)


def test_a_course_file_with_a_byte_order_mark_and_foreign_line_ends_is_read(tmp_path: Path) -> None:
    course, problems = compiled(tmp_path, {"course.yaml": "\ufeff" + COURSE.replace("\n", "\r\n")})
    assert (problems, course and course.title) == ([], "Kettle")


def test_a_file_that_is_too_large_is_a_problem(tmp_path: Path) -> None:
    _, problems = compiled(tmp_path, {"facts.yaml": b"#" * (LARGEST + 1)})
    assert problems == ["kettle/facts.yaml:1: this file is larger than 5 MB. Fix: split it."]
