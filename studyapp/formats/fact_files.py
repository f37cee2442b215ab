"""facts.yaml, register.yaml, options/ and trees/: what can be known, and where it leads."""

from collections.abc import Mapping
from dataclasses import replace

from studyapp.catalogue.facts import Condition, Fact, Value
from studyapp.catalogue.options import Extent, Figure, Frame, Option
from studyapp.catalogue.quantities import Quantity
from studyapp.catalogue.trees import Branch, DecisionTree, Node, Outcome
from studyapp.formats.course_folder import Folder
from studyapp.formats.price_files import read_bill, read_limits
from studyapp.formats.problems import nearest
from studyapp.formats.prose import Scope, render, render_inline
from studyapp.formats.quantity_text import read_amount, read_condition, read_quantity
from studyapp.formats.schemas import FactYaml, FigureYaml, OptionYaml, TreeYaml
from studyapp.formats.yaml_text import Document, Place, typed

NODE_KEYS = ("fact", "ask", "because")


def read_figures(folder: Folder) -> dict[str, Figure]:
    found = {}
    for id, figure, _ in folder.mapping("register.yaml", FigureYaml):
        was = tuple(read_quantity(text) for text in figure.was)
        value = read_quantity(figure.value)
        found[id] = Figure(id, value, was, figure.source, figure.on, figure.says, figure.instance, figure.tells)
    return found


def read_facts(folder: Folder) -> dict[str, Fact]:
    document = folder.yaml("facts.yaml")
    document.data.pop("never", None)
    found = {}
    for id, fact, line in folder.mapping("facts.yaml", FactYaml, document):
        if bool(fact.values) == bool(fact.number):
            fix = 'give it "values", or "number" with a unit.'
            folder.problems.error(document.file, line, f'the fact "{id}" is neither a choice nor a number.', fix)
            continue
        values = tuple(Value(name, value.says, value.if_, value.short or name) for name, value in fact.values.items())
        made = Fact(id, fact.title or id.replace("-", " ").capitalize(), fact.ask, values, fact.number, fact.if_)
        found[id] = replace(made, assume=_assumed(made, fact.assume, folder, document))
    return found


def _assumed(fact: Fact, text: str, folder: Folder, document: Document) -> str | Quantity | None:
    if not text:
        return None
    try:
        if fact.is_number:
            return read_amount(text, fact)
        fact.value(text)
    except (ValueError, KeyError):
        line = document.line(fact.id, "assume")
        fix = f"use one of: {', '.join(v.id for v in fact.values) or 'an amount in ' + fact.unit}."
        folder.problems.error(document.file, line, f'"{text}" is no value of {fact.id}.', fix)
        return None
    return text


def read_never(
    folder: Folder, facts: Mapping[str, Fact], figures: Mapping[str, Figure]
) -> tuple[tuple[Condition, ...], ...]:
    document = folder.yaml("facts.yaml", quietly=True)
    never = document.data.get("never", [])
    if not isinstance(never, list) or not all(one and isinstance(one, dict) for one in never):
        folder.problems.error(
            document.file, document.line("never"), '"never" is not a list of facts.', 'write "never: [{fact: value}]".'
        )
        return ()
    read = [read_conditions(one, ("never", n), folder, document, facts, figures) for n, one in enumerate(never)]
    return tuple(conditions for conditions, one in zip(read, never, strict=True) if len(conditions) == len(one))


def read_conditions(
    texts: Mapping[str, str | list[str]], place: Place, folder: Folder, document: Document,
    facts: Mapping[str, Fact], figures: Mapping[str, Figure],
) -> tuple[Condition, ...]:  # fmt: skip
    found = []
    for name, text in texts.items():
        line = document.line(*place, name)
        if name not in facts:
            fix = nearest(name, facts, "name a fact of facts.yaml.")
            folder.problems.error(document.file, line, f'unknown fact "{name}".', fix)
            continue
        try:
            found.append(read_condition(facts[name], text, figures))
        except ValueError as error:
            folder.problems.error(
                document.file, line, f"{error}.", "use a value of the fact, or a figure of the register."
            )
    return tuple(found)


def read_options(
    folder: Folder, facts: Mapping[str, Fact], figures: Mapping[str, Figure], scope: Scope
) -> dict[str, Option]:
    found = {}
    for path in folder.list("options", ".yaml"):
        document = folder.yaml(path)
        written = typed(document, OptionYaml, folder.problems)
        if written is None:
            continue
        id = path.rsplit("/", 1)[-1].removesuffix(".yaml")
        there = replace(scope, file=document.file)
        found[id] = Option(
            id=id, title=written.title, names=tuple(written.names), short=written.short or written.title,
            summary=written.summary,
            needs=read_conditions(written.needs, ("needs",), folder, document, facts, figures),
            bill=read_bill(written.bill, folder, document, figures), triggers=tuple(written.triggers),
            compare=tuple(
                (label, render_inline(text, there, folder.problems, document.line("compare", label)))
                for label, text in written.compare.items()
            ),
            services=tuple(written.services.items()), typical=written.typical,
            about=render(written.about, there, folder.problems, document.line("about") + 1),
            frame=_frame(written, folder, document, figures),
            limits=read_limits(written.limits, folder, document, facts, figures),
        )  # fmt: skip
    return found


def _frame(written: OptionYaml, folder: Folder, document: Document, figures: Mapping[str, Figure]) -> Frame | None:
    if written.frame is None:
        return None
    try:
        across, up = (_extent(ends, figures) for ends in (written.frame.across, written.frame.up))
    except ValueError as error:
        folder.problems.error(
            document.file,
            document.line("frame"),
            f"{error}.",
            "give each axis two ends, amounts or figures of the register.",
        )
        return None
    return Frame(across, up, written.frame.mark, written.frame.device)


def _extent(ends: list[str], figures: Mapping[str, Figure]) -> Extent:
    low, high = (figures[end].value if end in figures else read_quantity(end) for end in ends)
    if low.base >= high.base:
        raise ValueError(f"{ends[0]} is not less than {ends[1]}")
    return Extent(low.base, high.base, ends[1] if ends[1] in figures else "")


def read_trees(
    folder: Folder, facts: Mapping[str, Fact], figures: Mapping[str, Figure], options: Mapping[str, Option]
) -> tuple[dict[str, DecisionTree], dict[str, Document]]:
    """The trees and the documents they were read from."""
    never = read_never(folder, facts, figures)
    found, documents = {}, {}
    for path in folder.list("trees", ".yaml"):
        document = folder.yaml(path)
        written = typed(document, TreeYaml, folder.problems)
        id = path.rsplit("/", 1)[-1].removesuffix(".yaml")
        tree = written and _tree(id, written, folder, document, facts, figures, options, never)
        if tree:
            found[id], documents[id] = tree, document
    return found, documents


def _tree(
    id: str, written: TreeYaml, folder: Folder, document: Document, facts: Mapping[str, Fact],
    figures: Mapping[str, Figure], options: Mapping[str, Option], never: tuple[tuple[Condition, ...], ...],
) -> DecisionTree | None:  # fmt: skip
    before = len(folder.problems)
    for number, name in enumerate(written.prefer):
        if name not in options:
            fix = nearest(name, options, "name a file of options/.")
            folder.problems.error(document.file, document.line("prefer", number), f'there is no option "{name}".', fix)
        if name in written.nodes:
            folder.problems.error(
                document.file,
                document.line("nodes", name),
                f'"{name}" is a node and an option.',
                "give the node another name.",
            )
    outcomes = tuple(Outcome(o.id, o.title, o.short, o.needs) for name in written.prefer if (o := options.get(name)))
    nodes = [_node(name, node, written, folder, document, facts, figures) for name, node in written.nodes.items()]
    if written.start not in written.nodes:
        fix = nearest(written.start, written.nodes, "name a node.")
        folder.problems.error(document.file, document.line("start"), f'there is no node "{written.start}".', fix)
    if folder.problems.broken_since(before) or None in nodes:
        return None
    known = tuple(node for node in nodes if node)
    used = [facts[name] for name in _facts_used(known, outcomes)]
    limited = tuple(replace(fact, limits=_limits(fact.id, known, outcomes, never)) for fact in used)
    there = tuple(one for one in never if all(c.fact in {f.id for f in used} for c in one))
    title = written.title or id.replace("-", " ").capitalize()
    return DecisionTree(id, title, written.summary, written.start, known, outcomes, limited, there)


def _node(
    id: str, written: Mapping[str, str], tree: TreeYaml, folder: Folder, document: Document,
    facts: Mapping[str, Fact], figures: Mapping[str, Figure],
) -> Node | None:  # fmt: skip
    def wrong(key: str, message: str, fix: str) -> None:
        folder.problems.error(document.file, document.line("nodes", id, key), message, fix)

    fact = facts.get(written.get("fact", ""))
    if fact is None:
        name = written.get("fact", "")
        wrong("fact", f'{id} asks for an unknown fact "{name}".', nearest(name, facts, "name a fact of facts.yaml."))
        return None
    branches, before = [], len(folder.problems)
    for key, target in written.items():
        if key in NODE_KEYS:
            continue
        if target not in tree.nodes and target not in tree.prefer:
            fix = nearest(target, [*tree.nodes, *tree.prefer], "name one.")
            wrong(key, f'"{target}" is neither a node nor an option of "prefer".', fix)
        try:
            condition = None if key == "else" else read_condition(fact, key, figures)
        except ValueError as error:
            wrong(key, f"{error}.", 'branch on a value of the fact, on "<= figure", or on else.')
            continue
        branches.append(Branch(target, condition))
    covered = {value for b in branches if b.condition for value in b.condition.values}
    missing = [v.id for v in fact.values if v.id not in covered]
    if folder.problems.broken_since(before):
        return None
    if not any(b.condition is None for b in branches) and (fact.is_number or missing):
        what = ", ".join(missing) or "anything larger"
        wrong("fact", f"{id} is a dead end for {what}.", 'add a branch for it, or "else".')
        return None
    return Node(id, fact.id, written.get("ask", fact.ask), written.get("because", ""), tuple(branches))


def _conditions(nodes: tuple[Node, ...], outcomes: tuple[Outcome, ...]) -> list[Condition]:
    asked = [b.condition for node in nodes for b in node.branches if b.condition]
    return asked + [condition for outcome in outcomes for condition in outcome.needs]


def _facts_used(nodes: tuple[Node, ...], outcomes: tuple[Outcome, ...]) -> list[str]:
    names = [node.fact for node in nodes] + [c.fact for c in _conditions((), outcomes)]
    return list(dict.fromkeys(names))


def _limits(
    fact: str, nodes: tuple[Node, ...], outcomes: tuple[Outcome, ...], never: tuple[tuple[Condition, ...], ...]
) -> tuple[Quantity, ...]:
    conditions = [*_conditions(nodes, outcomes), *(c for one in never for c in one)]
    found = {
        limit.base: limit
        for condition in conditions
        if condition.fact == fact
        for limit in (condition.at_most, condition.above)
        if limit is not None
    }
    return tuple(found[base] for base in sorted(found))
