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
from studyapp.formats.prose import Scope, parser, plain, render_tokens, slug
from studyapp.formats.schemas import (
    LadderYaml,
    LessonYaml,
    ModuleYaml,
    PathYaml,
    WaitsYaml,
)
from studyapp.formats.yaml_text import Strict, read_yaml, typed

CHECK = re.compile(r"\[!CHECK\]\s*([a-z0-9-]+/[a-z0-9-]+)\s*")
DRAWINGS: dict[str, type[Strict]] = {"waits": WaitsYaml, "path": PathYaml, "ladder": LadderYaml}


def lesson_paths(folder: Folder, module: str) -> list[str]:
    """The lessons of a module in the order of their numbers."""
    found = [(int(m[2]), path) for path in folder.list(f"modules/{module}", ".md") if (m := LESSON.fullmatch(path))]
    return [path for _, path in sorted(found)]


def heading_slugs(text: str) -> set[str]:
    tokens = parser().parse(text)
    return {slug(plain([tokens[i + 1]])) for i, t in enumerate(tokens) if t.type == "heading_open"}


def read_module(
    folder: Folder, id: str, number: int, objectives: tuple[str, ...], addresses: Addresses, scope: Scope
) -> Module | None:
    document = folder.yaml(f"modules/{id}/module.yaml")
    written = typed(document, ModuleYaml, folder.problems)
    paths = lesson_paths(folder, id)
    if not paths:
        folder.problems.error(
            folder.file(f"modules/{id}/"),
            1,
            f'the module "{id}" has no lesson.',
            'add a file such as "1-first-lesson.md".',
        )
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
    tokens = parser().parse(body)
    blocks = _blocks(tokens, there, folder, first)
    headings = tuple(
        Heading(slug(text), text)
        for i, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2"
        for text in [plain([tokens[i + 1]])]
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
            match = CHECK.fullmatch(tokens[position + 2].content) if position + 2 < len(tokens) else None
            if match:
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
    kind = document.data.get("kind", "")
    if kind not in DRAWINGS:
        folder.problems.error(
            file, line, f'there is no drawing of kind "{kind}".', f"use one of: {', '.join(DRAWINGS)}."
        )
        return None
    match typed(document, DRAWINGS[kind], folder.problems):
        case WaitsYaml() as written:
            return _waits(written)
        case PathYaml() as written:
            return Path(written.title, written.says, tuple(Step(s.name, s.says) for s in written.steps))
        case LadderYaml() as written:
            for number, row in enumerate(written.rows):
                if len(row.cells) != len(written.columns):
                    folder.problems.error(
                        file,
                        document.line("rows", number),
                        f'"{row.name}" has {len(row.cells)} cells for {len(written.columns)} columns.',
                        "give each column a cell.",
                    )
            rows = tuple(Rung(row.name, tuple(row.cells)) for row in written.rows)
            return Ladder(written.title, written.says, tuple(written.columns), rows)
        case _:
            return None


def _waits(written: WaitsYaml) -> Waits:
    lanes = tuple(
        Lane(lane.name, lane.says, tuple(Bar(bar.from_, bar.to, bar.is_) for bar in lane.bars))
        for lane in written.lanes
    )
    count = len(lanes)
    arrows = tuple(Arrow(a.at, min(a.from_, count), min(a.to, count)) for a in written.arrows)
    return Waits(written.title, written.says, tuple(Tick(t.at, t.says) for t in written.ticks), lanes, arrows)
