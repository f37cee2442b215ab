"""modules/: lessons in Markdown, with checks and drawings in the text."""

import re
from dataclasses import replace

from markdown_it.token import Token

from studyapp.catalogue.lessons import (
    Arrow,
    Bar,
    Block,
    Check,
    Drawing,
    Heading,
    Ladder,
    Lane,
    Lesson,
    Module,
    Path,
    Rung,
    Step,
    Tick,
    Waits,
)
from studyapp.formats.addresses import LESSON, Addresses
from studyapp.formats.bank_markdown import normalise, split_front_matter
from studyapp.formats.course_folder import Folder
from studyapp.formats.fence_schemas import LadderYaml, PathYaml, WaitsYaml
from studyapp.formats.markdown import parser, plain, with_ids
from studyapp.formats.prose import Scope, render_tokens
from studyapp.formats.schemas import LessonYaml, ModuleYaml
from studyapp.formats.yaml_text import Document, Strict, read_yaml, typed

CHECK = re.compile(r"\[!CHECK\]\s*([a-z0-9-]+/[a-z0-9-]+)\s*")
DRAWINGS: dict[str, type[Strict]] = {"waits": WaitsYaml, "path": PathYaml, "ladder": LadderYaml}


def lesson_paths(folder: Folder, module: str) -> list[str]:
    """The lessons of a module in the order of their numbers."""
    found = [(int(m[2]), path) for path in folder.list(f"modules/{module}", ".md") if (m := LESSON.fullmatch(path))]
    return [path for _, path in sorted(found)]


def _check_names(folder: Folder, module: str) -> None:
    """Every text of a module is a lesson with a name of its own."""
    seen: dict[str, str] = {}
    for path in folder.list(f"modules/{module}", ".md"):
        match = LESSON.fullmatch(path)
        if not match:
            folder.problems.error(folder.file(path), 1, "this is no lesson's name.", 'call it "1-its-id.md".')
        elif match[3] in seen:
            message = f'the lesson "{match[3]}" stands in {seen[match[3]]} already.'
            folder.problems.error(folder.file(path), 1, message, "give one of them another id.")
        else:
            seen[match[3]] = path.rsplit("/", 1)[-1]


def heading_slugs(text: str) -> set[str]:
    return {str(token.attrGet("id")) for token in with_ids(parser().parse(text)) if token.type == "heading_open"}


def read_module(
    folder: Folder, id: str, number: int, objectives: tuple[str, ...], addresses: Addresses, scope: Scope
) -> Module | None:
    document = folder.yaml(f"modules/{id}/module.yaml")
    written = typed(document, ModuleYaml, folder.problems)
    paths = lesson_paths(folder, id)
    _check_names(folder, id)
    if not paths:
        message = f'the module "{id}" has no lesson.'
        folder.problems.error(folder.file(f"modules/{id}/"), 1, message, 'add a file such as "1-first-lesson.md".')
    lessons = [read_lesson(folder, path, addresses, scope) for path in paths]
    if written is None:
        return None
    return Module(
        id, number, written.title, written.difficulty, written.focus, objectives, tuple(x for x in lessons if x)
    )


def read_lesson(folder: Folder, path: str, addresses: Addresses, scope: Scope) -> Lesson | None:
    match = LESSON.fullmatch(path)
    assert match, "lesson_paths lists lessons only"
    file = folder.file(path)
    front, body, first = split_front_matter(normalise(folder.text(path)), file, folder.problems)
    written = typed(front, LessonYaml, folder.problems)
    there = addresses.scope(scope, path, file)
    own = f"{addresses.root}modules/{match[1]}/{match[3]}/"
    there = replace(there, terms={name: a for name, a in scope.terms.items() if a != own})
    tokens = with_ids(parser().parse(body))
    blocks = _blocks(tokens, there, folder, first)
    headings = tuple(
        Heading(str(token.attrGet("id")), plain([inline]))
        for token, inline in zip(tokens, tokens[1:], strict=False)
        if token.type == "heading_open" and token.tag == "h2"
    )
    text = " ".join(plain([token]) for token in tokens if token.type == "inline")
    if written is None:
        return None
    return Lesson(
        id=match[3], module=match[1], number=int(match[2]), title=written.title, says=written.says,
        objectives=tuple(written.objectives), minutes=written.minutes, sources=tuple(written.sources),
        blocks=blocks, headings=headings, text=text,
    )  # fmt: skip


def _blocks(tokens: list[Token], scope: Scope, folder: Folder, first: int) -> tuple[Block, ...]:
    """The text cut at its checks and drawings."""
    found: list[Block] = []
    run: list[Token] = []
    seen: set[str] = set()

    def close() -> None:
        if run:
            found.append(render_tokens(list(run), scope, folder.problems, first, seen))
            run.clear()

    position = 0
    while position < len(tokens):
        token = tokens[position]
        special: Block | None = None
        end = position
        if token.type == "blockquote_open" and token.level == 0:
            quote = tokens[position : position + 5]
            match = CHECK.fullmatch(quote[2].content) if len(quote) == 5 else None
            if match and quote[4].type == "blockquote_close":
                special, end = Check(match[1]), _close(tokens, position)
        elif token.type == "fence" and token.level == 0 and token.info.strip() == "drawing":
            special = read_drawing(token.content, scope.file, folder, first + (token.map or [0])[0] + 1)
            end = position
            if special is None:
                position += 1
                continue
        if special is None:
            run.append(token)
        else:
            close()
            found.append(special)
        position = end + 1
    close()
    return tuple(found)


def _close(tokens: list[Token], start: int) -> int:
    return next(i for i in range(start, len(tokens)) if tokens[i].level == 0 and tokens[i].nesting < 0)


def read_drawing(text: str, file: str, folder: Folder, line: int) -> Drawing | None:
    """The drawing that a fence describes."""
    document = read_yaml(text, file, folder.problems, line)
    if not document.sound:
        return None
    kind = document.data.get("kind", "")
    if kind not in DRAWINGS:
        folder.problems.error(
            file, line, f'there is no drawing of kind "{kind}".', f"use one of: {', '.join(DRAWINGS)}."
        )
        return None
    match typed(document, DRAWINGS[kind], folder.problems):
        case WaitsYaml() as written:
            return _waits(written, document, folder)
        case PathYaml() as written:
            return Path(written.title, written.says, tuple(Step(s.name, s.says) for s in written.steps))
        case LadderYaml() as written:
            return _ladder(written, document, folder)
        case _:
            return None


def _ladder(written: LadderYaml, document: Document, folder: Folder) -> Ladder:
    for number, row in enumerate(written.rows):
        if len(row.cells) != len(written.columns):
            message = f'"{row.name}" has {len(row.cells)} cells for {len(written.columns)} columns.'
            folder.problems.error(document.file, document.line("rows", number), message, "give each column a cell.")
    rows = tuple(Rung(row.name, tuple(row.cells)) for row in written.rows)
    return Ladder(written.title, written.says, tuple(written.columns), rows)


def _waits(written: WaitsYaml, document: Document, folder: Folder) -> Waits:
    for number, lane in enumerate(written.lanes):
        for at, bar in enumerate(lane.bars):
            if bar.from_ >= bar.to:
                message = f'a bar of "{lane.name}" ends at {bar.to}, before it begins at {bar.from_}.'
                line = document.line("lanes", number, "bars", at)
                folder.problems.error(document.file, line, message, "mend from and to.")
    for number, arrow in enumerate(written.arrows):
        if max(arrow.from_, arrow.to) > len(written.lanes):
            message = f"an arrow stands at lane {max(arrow.from_, arrow.to)}, and there are {len(written.lanes)}."
            folder.problems.error(document.file, document.line("arrows", number), message, "name lanes from 1.")
    lanes = tuple(
        Lane(lane.name, lane.says, tuple(Bar(bar.from_, bar.to, bar.is_) for bar in lane.bars))
        for lane in written.lanes
    )
    arrows = tuple(Arrow(a.at, a.from_, a.to) for a in written.arrows)
    return Waits(written.title, written.says, tuple(Tick(t.at, t.says) for t in written.ticks), lanes, arrows)
