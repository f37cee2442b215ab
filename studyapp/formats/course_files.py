"""A course folder to a Course, with every problem of it at once."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import TypeAdapter

from studyapp.catalogue.courses import (
    Catalogue,
    Course,
    Field,
    Map,
    MapCase,
    Metric,
    Misconception,
    Objective,
    Quiz,
    Runs,
    Worksheet,
    WorksheetStep,
)
from studyapp.catalogue.lessons import Module, Term
from studyapp.catalogue.options import Source
from studyapp.catalogue.prose import Html
from studyapp.catalogue.questions import Bank
from studyapp.catalogue.trees import DecisionTree
from studyapp.formats import bank_checks, course_checks
from studyapp.formats.addresses import Addresses
from studyapp.formats.bank_markdown import normalise, read_bank
from studyapp.formats.cost_files import read_example
from studyapp.formats.course_folder import Folder
from studyapp.formats.design_files import PARTS, read_palette
from studyapp.formats.exercise_files import read_exercises
from studyapp.formats.exercise_setting import ExerciseSetting
from studyapp.formats.fact_files import read_facts, read_figures, read_options, read_trees
from studyapp.formats.glossary_file import FILE as GLOSSARY
from studyapp.formats.glossary_file import read_glossary, term_names
from studyapp.formats.lesson_files import heading_slugs, lesson_paths, read_module
from studyapp.formats.price_files import check_instances, price_list
from studyapp.formats.problems import Problems
from studyapp.formats.prose import Scope, render_inline
from studyapp.formats.quantity_text import read_quantity
from studyapp.formats.question_files import Setting, former, read_questions
from studyapp.formats.schemas import (
    CourseYaml,
    MisconceptionYaml,
    ObjectiveYaml,
    QuizYaml,
    SourceYaml,
    WorksheetYaml,
)
from studyapp.formats.yaml_text import Document, typed

TREE = TypeAdapter(DecisionTree)


def canonical(value: object) -> str:
    """JSON of one form only, so that equal things have equal hashes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def tree_hash(tree: DecisionTree) -> str:
    return hashlib.sha256(canonical(TREE.dump_python(tree, mode="json")).encode()).hexdigest()


def read_catalogue(path: Path, name: str = "content") -> tuple[Catalogue, Problems]:
    """Every course of a content folder; those that could not be read are left out."""
    courses, problems = {}, Problems()
    for folder in sorted(p for p in path.iterdir() if (p / "course.yaml").is_file()) if path.is_dir() else []:
        course, found = read_course(folder, f"{name}/{folder.name}")
        problems.extend(found)
        if course is not None:
            courses[course.id] = course
    if not courses and not problems:
        problems.error(f"{name}/", 1, "there is no course here.", "add a folder with a course.yaml.")
    return Catalogue(courses), problems


def read_course(path: Path, name: str) -> tuple[Course | None, Problems]:
    """One course. With a broken course.yaml there is none; all else that is broken is left out of it."""
    folder = Folder(path, name)
    document = folder.yaml("course.yaml")
    written = typed(document, CourseYaml, folder.problems)
    if written is None:
        return None, folder.problems
    figures, facts = read_figures(folder), read_facts(folder)
    addresses = _addresses(folder, path.name, written)
    scope = Scope(figures={id: str(figure.value) for id, figure in figures.items()})
    options = read_options(folder, facts, figures, addresses.scope(scope, "options/x.yaml", ""))
    trees, tree_documents = read_trees(folder, facts, figures, options)
    sound = {
        id: tree for id, tree in trees.items() if course_checks.check_tree(tree, tree_documents[id], folder.problems)
    }
    hashes = {id: tree_hash(tree) for id, tree in sound.items()}
    objectives, misconceptions = _objectives(folder), _misconceptions(folder)
    setting = Setting(facts, options, sound, hashes, objectives, misconceptions, former(figures))
    check_instances(folder, figures, facts)
    prices = price_list(options, figures)
    worked = ExerciseSetting(folder, facts, figures, options, read_palette(folder, figures), prices, scope)
    terms = read_glossary(folder, addresses, scope)
    linked = Scope(figures=scope.figures, terms=_mentions(terms, addresses))
    modules = _modules(folder, written, objectives, addresses, linked)
    banks = _banks(folder, setting, addresses, scope)
    course = Course(
        id=path.name, title=written.title, exam=written.exam, objective=written.objective, summary=written.summary,
        notice=written.notice, checked=written.checked,
        prerequisites=_prerequisites(written, addresses.scope(scope, "course.yaml", document.file), folder, document),
        ready_quiz=written.prerequisites.quiz if written.prerequisites else "",
        modules=modules, objectives=objectives, figures=figures,
        sources={id: Source(id, s.title, s.on, s.note) for id, s, _ in folder.mapping("sources.yaml", SourceYaml)},
        facts=facts, options=options, trees=sound, tree_hashes=hashes, terms=terms, misconceptions=misconceptions,
        banks=banks, quizzes=_quizzes(written, banks), metrics=_metrics(written),
        map=_map(written, folder, document), worksheet=_worksheet(folder, written, document),
        prices=prices, costs=read_example(written.costs, document, worked), exercises=read_exercises(worked, addresses),
        language=written.language, node_lessons=_node_lessons(tree_documents), pages=addresses.pages, anchors={path: frozenset(found) for path, found in addresses.anchors.items()},
    )  # fmt: skip
    course_checks.check_course(course, written, folder, document)
    return course, folder.problems


def _addresses(folder: Folder, course: str, written: CourseYaml) -> Addresses:
    addresses = Addresses(course)
    files = [f for f in ("course.yaml", GLOSSARY, "register.yaml", "worksheet.yaml") if folder.has(f)]
    for module in written.modules:
        files += [f"modules/{module}/module.yaml", *lesson_paths(folder, module)]
        for path in lesson_paths(folder, module):
            addresses.anchors[path] = heading_slugs(normalise(folder.text(path)))
    addresses.anchors[GLOSSARY] = set(term_names(folder))
    for under in ("options", "trees", "exercises"):
        files += [path for path in folder.list(under, ".yaml") if path != PARTS]
    addresses.add(files)
    return addresses


def _node_lessons(documents: Mapping[str, Document]) -> dict[str, str]:
    return {
        f"{tree}/{node}": lesson
        for tree, document in documents.items()
        for node, lesson in document.data.get("lessons", {}).items()
    }


def _objectives(folder: Folder) -> dict[str, Objective]:
    return {id: Objective(id, o.says, o.module) for id, o, _ in folder.mapping("objectives.yaml", ObjectiveYaml)}


def _misconceptions(folder: Folder) -> dict[str, Misconception]:
    found = folder.mapping("misconceptions.yaml", MisconceptionYaml)
    return {id: Misconception(id, m.says, m.lesson) for id, m, _ in found}


def _mentions(terms: Mapping[str, Term], addresses: Addresses) -> dict[str, str]:
    """Every exact mention of a term in lower case, and the term's page."""
    return {
        name.lower(): f"{addresses.root}glossary/{term.id}/"
        for term in terms.values()
        for name in (term.title, *term.names)
    }


def _modules(
    folder: Folder, written: CourseYaml, objectives: Mapping[str, Objective], addresses: Addresses, scope: Scope
) -> tuple[Module, ...]:
    found = []
    for number, id in enumerate(written.modules, 1):
        own = tuple(o.id for o in objectives.values() if o.module == id)
        module = read_module(folder, id, number, own, addresses, scope)
        if module is not None:
            found.append(module)
    return tuple(found)


def _prerequisites(written: CourseYaml, scope: Scope, folder: Folder, document: Document) -> Html:
    if written.prerequisites is None:
        return Html("")
    return render_inline(written.prerequisites.says, scope, folder.problems, document.line("prerequisites", "says"))


def _banks(folder: Folder, setting: Setting, addresses: Addresses, scope: Scope) -> dict[str, Bank]:
    found: dict[str, Bank] = {}
    for path in folder.list("banks", ".md"):
        file = folder.file(path)
        text = read_bank(folder.text(path), file, folder.problems)
        bank = read_questions(text, file, setting, addresses.scope(scope, path, file), folder.problems)
        if bank is None:
            continue
        if bank.id in found:
            message, line = f'the bank "{bank.id}" stands in another file too.', folder.line_of(path, "bank:")
            folder.problems.error(file, line, message, "give one of them another id.")
        found[bank.id] = bank
        bank_checks.check_bank(bank, text, file, setting, folder.problems)
    return found


def _quizzes(written: CourseYaml, banks: Mapping[str, Bank]) -> dict[str, Quiz]:
    return {id: _quiz(id, quiz, banks) for id, quiz in written.quizzes.items()}


def _quiz(id: str, written: QuizYaml, banks: Mapping[str, Bank]) -> Quiz:
    runs: dict[str, Runs] = {
        mode: Runs(tuple(rules.sizes), rules.minutes, tuple(rules.spread or written.spread))
        for mode, rules in written.modes.items()
    }
    named = tuple(banks) if written.banks == "all" else tuple(dict.fromkeys(written.banks))
    return Quiz(id, written.title, written.summary, named, written.pass_, runs)


def _metrics(written: CourseYaml) -> dict[str, Metric]:
    return {
        id: Metric(id, m.title or id.replace("-", " ").capitalize(), m.says, m.quiz, m.exercises, m.passed, m.including)
        for id, m in written.metrics.items()
    }


def _map(written: CourseYaml, folder: Folder, document: Document) -> Map | None:
    if written.map is None:
        return None
    one, case = written.map, written.map.case
    try:
        shown = MapCase(case.get("title", ""), read_quantity(case[one.across]), read_quantity(case[one.up]))
    except (KeyError, ValueError):
        fix = f'write "case: {{title: …, {one.across}: 1 MB, {one.up}: 1 s}}".'
        folder.problems.error(document.file, document.line("map"), "the map has no case to show.", fix)
        return None
    return Map(one.title, one.says, one.across, one.up, one.mark, shown)


def _worksheet(folder: Folder, written: CourseYaml, document: Document) -> Worksheet | None:
    if not written.worksheet:
        return None
    path = f"{written.worksheet}.yaml"
    if not folder.has(path):
        folder.problems.error(
            document.file, document.line("worksheet"), f'there is no file "{path}".', "add it, or remove the key."
        )
        return None
    sheet = typed(folder.yaml(path), WorksheetYaml, folder.problems)
    if sheet is None:
        return None
    steps = tuple(
        WorksheetStep(
            id, step.title, step.ask, step.help,
            tuple(Field(name, field.label, field.hint) for name, field in step.fields.items()),
        )
        for id, step in sheet.steps.items()
    )  # fmt: skip
    return Worksheet(sheet.title, sheet.says, steps)
