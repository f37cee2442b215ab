"""What must hold across the files of a course."""

from collections import Counter
from collections.abc import Iterable
from html import unescape
from re import findall, sub

from studyapp.catalogue.courses import Course
from studyapp.catalogue.lessons import Check
from studyapp.catalogue.questions import Bank, Item
from studyapp.catalogue.trees import DecisionTree
from studyapp.formats.bank_markdown import BankText
from studyapp.formats.course_folder import Folder
from studyapp.formats.problems import Problems, nearest
from studyapp.formats.question_files import Setting
from studyapp.formats.schemas import CourseYaml
from studyapp.formats.yaml_text import Document
from studyapp.rules.deciding import MOST_CASES, disagreement, reachable, size
from studyapp.rules.guessing import guess_share

ALIKE = 0.6  # share of three-word shingles above which two stems are nearly alike
GUESSED = 0.6
SAME_PLACE = 0.6


def check_tree(tree: DecisionTree, document: Document, problems: Problems) -> bool:
    """Whether the tree ends, reaches everything it names, and equals its options' needs on every case."""
    before = len(problems.errors)
    if size(tree) > MOST_CASES:
        problems.error(
            document.file,
            1,
            f"its facts make {size(tree):,} cases, more than {MOST_CASES:,}.",
            "ask fewer facts, or split the tree.",
        )
    elif _has_loop(tree):
        problems.error(
            document.file,
            document.line("nodes"),
            "the tree runs in a loop.",
            "let every branch lead nearer to an option.",
        )
    else:
        _check_reach(tree, document, problems)
        _check_needs(tree, document, problems)
    return len(problems.errors) == before


def _has_loop(tree: DecisionTree) -> bool:
    def loops(node: str, above: frozenset[str]) -> bool:
        if node not in tree.node_by_id:
            return False
        below = (branch.target for branch in tree.node_by_id[node].branches)
        return node in above or any(loops(target, above | {node}) for target in below)

    return loops(tree.start, frozenset())


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
    told = ", ".join(f"{fact} {value}" for fact, value in case.items())
    problems.error(
        document.file,
        document.line("prefer"),
        f'for {told} the tree leads to "{reached}", but the first of prefer whose needs hold is "{wanted or "none"}".',
        "mend the branch, the needs or the order.",
    )


def check_bank(bank: Bank, text: BankText, file: str, setting: Setting, problems: Problems) -> None:
    """Warnings on what gives keys away, and on what a bank with a tree must hold."""
    for item in bank.items:
        _warn_lengths(item, file, problems)
    if "tree" in text.data:
        for item in bank.items:
            if item.question.kind == "single" and item.question.scenario is None:
                problems.error(
                    file, item.line, f"{item.id}: it has no tree, and the bank is one of proven keys.", "give it facts."
                )
    _warn_places(bank, file, problems)
    _warn_alike(bank, text, file, problems)
    _check_varies(bank, text, file, problems)
    share = guess_share(bank.items, {o.id: o.triggers for o in setting.options.values()})
    if share > GUESSED:
        problems.warning(
            file,
            1,
            f"trigger words alone map {share:.0%} of its scenarios.",
            "tell facts without the words that everybody knows.",
        )


def _words(html: str) -> list[str]:
    return findall(r"\w+", unescape(sub(r"<[^>]+>", " ", html)).lower())


def _warn_lengths(item: Item, file: str, problems: Problems) -> None:
    if item.question.scenario is not None:  # choices are option titles
        return
    texts = {choice.text: len(unescape(sub(r"<[^>]+>", "", choice.text))) for choice in item.question.choices}
    right = [texts[choice.text] for choice in item.question.choices if choice.right]
    wrong = [texts[choice.text] for choice in item.question.choices if not choice.right]
    if wrong and sum(right) / len(right) >= 1.5 * sum(wrong) / len(wrong):
        problems.warning(
            file,
            item.line,
            f"{item.id}: the right choice is longer than the others by half or more.",
            "shorten it, or give the others as much.",
        )
    for choice in item.question.choices:
        if choice.text.lower().startswith(("all of the above", "none of the above")):
            problems.warning(
                file, item.line, f'{item.id}: "{choice.text}" tests reading, not knowing.', "write a choice of its own."
            )
        if any(choice.text != other and f" {choice.text.lower()} " in f" {other.lower()} " for other in texts):
            problems.warning(
                file, item.line, f'{item.id}: the choice "{choice.text}" stands within another.', "make them differ."
            )


def _warn_places(bank: Bank, file: str, problems: Problems) -> None:
    singles = [item for item in bank.items if item.question.kind == "single" and len(item.question.choices) > 2]
    places = Counter(min(item.question.key) for item in singles)
    if len(singles) >= 8 and (most := places.most_common(1)[0])[1] > SAME_PLACE * len(singles):
        problems.warning(
            file, 1, f"the key is choice {most[0] + 1} in {most[1]} of {len(singles)} questions.", "spread the keys."
        )


def _warn_alike(bank: Bank, text: BankText, file: str, problems: Problems) -> None:
    """By three-word shingles, through an index, so that a large bank stays quick to check."""
    varies = {one.id for one in text.items if one.data.get("varies")}
    shingles = {item.id: _shingles(item.question.stem) for item in bank.items if item.id not in varies}
    line = {item.id: item.line for item in bank.items}
    holders: dict[tuple[str, ...], list[str]] = {}
    for id, own in shingles.items():
        shared: Counter[str] = Counter()
        for shingle in own:
            earlier = holders.setdefault(shingle, [])
            shared.update(earlier[:20])
            earlier.append(id)
        for other, count in shared.most_common(1):
            if count > ALIKE * min(len(own), len(shingles[other])):
                problems.warning(
                    file,
                    line[id],
                    f"{id}: its stem is nearly that of {other}.",
                    f'reword it, or add "varies: {other}".',
                )


def _shingles(html: str) -> set[tuple[str, ...]]:
    words = _words(html)
    return set(zip(words, words[1:], words[2:], strict=False))


def _check_varies(bank: Bank, text: BankText, file: str, problems: Problems) -> None:
    ids = {item.id for item in text.items}
    for item in text.items:
        other = item.data.get("varies")
        if other and other not in ids:
            problems.error(
                file,
                item.line,
                f'{item.id}: it varies "{other}", which is not in this bank.',
                nearest(other, ids, "name a question of this bank."),
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
    _check_option_trees(course, folder)


def _check_sizes(course: Course, id: str, folder: Folder, document: Document) -> None:
    quiz = course.quizzes[id]
    if all(bank in course.banks for bank in quiz.banks):
        have, most = len(course.pool(quiz)), max(s for sizes in quiz.sizes.values() for s in sizes)
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
        file = folder.file(f"modules/{lesson.module}/{lesson.number}-{lesson.id}.md")
        if not lesson.objectives and course.objectives:
            folder.problems.error(
                file, 1, "the lesson names no objective.", 'add "objectives: […]" to its front matter.'
            )
        for objective in lesson.objectives:
            if objective not in course.objectives:
                folder.problems.error(
                    file,
                    1,
                    f'there is no objective "{objective}".',
                    nearest(objective, course.objectives, "name one of objectives.yaml."),
                )
        for source in lesson.sources:
            if source not in course.sources:
                folder.problems.error(
                    file,
                    1,
                    f'there is no source "{source}".',
                    nearest(source, course.sources, "add it to sources.yaml."),
                )
        for block in lesson.blocks:
            if isinstance(block, Check) and block.question not in course.items:
                folder.problems.error(
                    file,
                    1,
                    f'there is no question "{block.question}" to check with.',
                    nearest(block.question, course.items, "name bank/question."),
                )


def _check_terms(course: Course, folder: Folder) -> None:
    for term in course.terms.values():
        for key in term.see:
            if key not in course.lessons:
                folder.problems.error(
                    folder.file("glossary.md"),
                    1,
                    f'{term.id}: there is no lesson "{key}".',
                    nearest(key, course.lessons, "name module/lesson."),
                )


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
        for outcome in tree.outcomes:
            if outcome.id in owners:
                folder.problems.error(
                    folder.file(f"trees/{tree.id}.yaml"),
                    1,
                    f'the option "{outcome.id}" belongs to the tree {owners[outcome.id]} already.',
                    "give each tree its own options.",
                )
            owners[outcome.id] = tree.id
