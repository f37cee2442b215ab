"""What must hold across the files of a course."""

from collections import Counter
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from studyapp.catalogue.courses import Course
from studyapp.catalogue.lessons import Check
from studyapp.catalogue.trees import DecisionTree
from studyapp.formats.course_folder import Folder
from studyapp.formats.problems import Problems, nearest
from studyapp.formats.quantity_text import case_text
from studyapp.formats.schemas import CourseYaml
from studyapp.formats.yaml_text import Document
from studyapp.rules.deciding import MOST_CASES, disagreement, reachable, size


def check_tree(tree: DecisionTree, document: Document, problems: Problems) -> bool:
    """Whether the tree ends, reaches everything it names, and equals its options' needs on every case."""
    before, loop = len(problems), _loop(tree)
    if size(tree) > MOST_CASES:
        message = f"its facts make {size(tree):,} cases, more than {MOST_CASES:,}."
        problems.error(document.file, 1, message, "ask fewer facts, or split the tree.")
    elif loop:
        message = f"the tree runs in a loop: {', '.join(loop)}."
        problems.error(document.file, document.line("nodes", loop[0]), message, "let one of them lead to an option.")
    else:
        _check_reach(tree, document, problems)
        _check_needs(tree, document, problems)
    return not problems.broken_since(before)


def _loop(tree: DecisionTree) -> list[str]:
    """The nodes of a loop, the first of them once more at its end."""
    above: dict[str, list[str]] = {node.id: [] for node in tree.nodes}
    for node in tree.nodes:
        for branch in node.branches:
            above.setdefault(branch.target, []).append(node.id)
    try:
        TopologicalSorter(above).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _check_reach(tree: DecisionTree, document: Document, problems: Problems) -> None:
    reached = reachable(tree)
    for node in tree.nodes:
        if node.id not in reached:
            problems.error(
                document.file,
                document.line("nodes", node.id),
                f'no case reaches the node "{node.id}".',
                "remove it, or lead a branch to it.",
            )
    for number, outcome in enumerate(tree.outcomes):
        if outcome.id not in reached:
            problems.error(
                document.file,
                document.line("prefer", number),
                f'no case reaches the option "{outcome.id}".',
                "lead a branch to it, or take it out of prefer.",
            )


def _check_needs(tree: DecisionTree, document: Document, problems: Problems) -> None:
    found = disagreement(tree)
    if found is None:
        return
    case, reached, wanted = found
    told = ", ".join(case_text(tree.fact_by_id[fact], value) for fact, value in case.items())
    problems.error(
        document.file,
        document.line("prefer"),
        f'for {told} the tree leads to "{reached}", but the first of prefer whose needs hold is "{wanted or "none"}".',
        "mend the branch, the needs or the order.",
    )


def check_course(course: Course, written: CourseYaml, folder: Folder, document: Document) -> None:
    """References between files."""

    def known(names: Iterable[str], among: Iterable[str], kind: str, *place: str | int) -> None:
        among = list(among)
        for name in names:
            if name and name not in among:
                folder.problems.error(
                    document.file,
                    document.line(*place),
                    f'there is no {kind} "{name}".',
                    nearest(name, among, f"add it, or name another {kind}."),
                )

    for id, quiz in course.quizzes.items():
        known(quiz.banks, course.banks, "bank", "quizzes", id, "banks")
        _check_sizes(course, id, folder, document)
    for id, metric in course.metrics.items():
        known([metric.quiz], course.quizzes, "quiz", "metrics", id, "quiz")
    known([course.ready_quiz], course.quizzes, "quiz", "prerequisites", "quiz")
    if course.map:
        known([course.map.across, course.map.up], course.facts, "fact", "map")
    _check_objectives(course, written, folder)
    _check_lessons(course, folder)
    _check_terms(course, folder)
    _check_figures(course, folder)
    _check_misconceptions(course, folder)
    _check_node_lessons(course, folder)
    _check_option_trees(course, folder)
    _check_exercises(course, folder)


def _check_node_lessons(course: Course, folder: Folder) -> None:
    for place, lesson in course.node_lessons.items():
        tree, _, node = place.partition("/")
        path = f"trees/{tree}.yaml"
        nodes = course.trees[tree].node_by_id if tree in course.trees else {node: None}
        for name, among, kind in ((node, nodes, "node"), (lesson, course.lessons, "lesson")):
            if name not in among:
                fix = nearest(name, among, f"name another {kind}.")
                folder.problems.error(
                    folder.file(path), folder.line_of(path, f"{node}: {lesson}"), f'there is no {kind} "{name}".', fix
                )


def _check_sizes(course: Course, id: str, folder: Folder, document: Document) -> None:
    quiz = course.quizzes[id]
    if all(bank in course.banks for bank in quiz.banks):
        have, most = len(course.pool(quiz)), max(size for runs in quiz.runs.values() for size in runs.sizes)
        if have < most:
            folder.problems.error(
                document.file,
                document.line("quizzes", id, "modes"),
                f"a run of {most} questions needs as many, and its banks hold {have}.",
                "add questions, or make the run smaller.",
            )


def _check_objectives(course: Course, written: CourseYaml, folder: Folder) -> None:
    document = folder.yaml("objectives.yaml", quietly=True)
    asked = Counter(item.objective for item in course.items.values() if not item.retired)
    for objective in course.objectives.values():
        line = document.line(objective.id)
        if objective.module and objective.module not in written.modules:
            folder.problems.error(
                document.file,
                document.line(objective.id, "module"),
                f'there is no module "{objective.module}".',
                nearest(objective.module, written.modules, "name one of course.yaml."),
            )
        if course.banks and asked[objective.id] < 3:
            folder.problems.warning(
                document.file,
                line,
                f'the objective "{objective.id}" has {asked[objective.id]} questions.',
                "write at least three.",
            )


def _check_lessons(course: Course, folder: Folder) -> None:
    for lesson in course.lessons.values():
        path = f"modules/{lesson.module}/{lesson.number}-{lesson.id}.md"
        if not lesson.objectives and course.objectives:
            fix = 'add "objectives: […]" to its front matter.'
            folder.problems.error(folder.file(path), 1, "the lesson names no objective.", fix)
        checks = [block.question for block in lesson.blocks if isinstance(block, Check)]
        named = (
            ("objective", lesson.objectives, course.objectives, "name one of objectives.yaml."),
            ("source", lesson.sources, course.sources, "add it to sources.yaml."),
            ("question", checks, course.items, "name bank/question."),
        )
        for kind, names, known, fix in named:
            for name in names:
                if name not in known:
                    message, line = f'there is no {kind} "{name}".', folder.line_of(path, name)
                    folder.problems.error(folder.file(path), line, message, nearest(name, known, fix))


def _check_terms(course: Course, folder: Folder) -> None:
    for term in course.terms.values():
        for key in term.see:
            if key not in course.lessons:
                fix = nearest(key, course.lessons, "name module/lesson.")
                message, line = f'{term.id}: there is no lesson "{key}".', folder.line_of("glossary.md", key)
                folder.problems.error(folder.file("glossary.md"), line, message, fix)


def _check_figures(course: Course, folder: Folder) -> None:
    document = folder.yaml("register.yaml", quietly=True)
    for figure in course.figures.values():
        if course.sources and figure.source not in course.sources:
            folder.problems.error(
                document.file,
                document.line(figure.id, "source"),
                f'there is no source "{figure.source}".',
                nearest(figure.source, course.sources, "add it to sources.yaml."),
            )


def _check_misconceptions(course: Course, folder: Folder) -> None:
    document = folder.yaml("misconceptions.yaml", quietly=True)
    for one in course.misconceptions.values():
        if one.lesson and one.lesson not in course.lessons:
            folder.problems.error(
                document.file,
                document.line(one.id, "lesson"),
                f'there is no lesson "{one.lesson}".',
                nearest(one.lesson, course.lessons, "name module/lesson."),
            )


def _check_option_trees(course: Course, folder: Folder) -> None:
    owners: dict[str, str] = {}
    for tree in course.trees.values():
        document = folder.yaml(f"trees/{tree.id}.yaml", quietly=True)
        for number, outcome in enumerate(tree.outcomes):
            if outcome.id in owners:
                message = f'the option "{outcome.id}" belongs to the tree {owners[outcome.id]} already.'
                line = document.line("prefer", number)
                folder.problems.error(document.file, line, message, "give each tree its own options.")
            owners[outcome.id] = tree.id


def _check_exercises(course: Course, folder: Folder) -> None:
    """The address of an exercise is that of no tree: there learners build their own."""
    for id in course.exercises.keys() & course.trees.keys():
        document = folder.yaml(f"exercises/{id}.yaml", quietly=True)
        message = f'there is a tree "{id}", and learners build their own of it at that address.'
        folder.problems.error(document.file, 1, message, "give the file of the exercise another name.")
