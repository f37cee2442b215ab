"""GIFT, as Moodle reads and writes it: a text, and in braces what answers it."""

import re
from dataclasses import dataclass, field

from studyapp.formats.bank_markdown import BankText
from studyapp.formats.foreign import gift_writer
from studyapp.formats.foreign.data_values import from_tags
from studyapp.formats.foreign.decoding import decode, too_marked
from studyapp.formats.foreign.gift_answers import FORM, FORMS, Answers, hidden, shown
from studyapp.formats.foreign.raw import Raw, finish, refused
from studyapp.formats.foreign.texts import Form, to_markdown
from studyapp.formats.foreign.values import Imported, Limits
from studyapp.formats.problems import Problem

write = gift_writer.write

COMMENT = re.compile(r"\s*//(.*)")
CATEGORY = re.compile(r"\s*\$CATEGORY:\s*(.*)")
ID_OR_TAG = re.compile(r"\[(id|tag):((?:[^\]\\]|\\.)+)\]")
NAME = re.compile(r"\s*::(.*?)::", re.S)


@dataclass
class _Chunk:
    """The lines of one question, its escapes hidden, and what the comments above it say."""

    line: int
    text: str
    comments: list[str] = field(default_factory=list)
    category: str = ""


def read(data: bytes, file: str, limits: Limits) -> Imported:
    decoded = decode(data, file, limits)
    if isinstance(decoded, Problem):
        return Imported(BankText(), problems=(decoded,))
    text, note = decoded
    if problem := too_marked(text.count("<"), file, limits):
        return Imported(BankText(), problems=(problem,))
    chunks = _chunks(text)
    if not any("{" in chunk.text for chunk in chunks):
        fix = 'write the answers of a question in braces: "What? {=right ~wrong}", or choose another format.'
        return refused(file, 1, "this is not GIFT: nothing in it stands in braces.", fix)
    return finish(map(_raw, chunks), file=file, limits=limits, notes=[note] if note else [])


def _chunks(text: str) -> list[_Chunk]:
    """Questions are parted by blank lines; a blank line within braces parts nothing, if they are closed before the next."""
    found, comments, category = list[_Chunk](), list[str](), ""
    paragraphs = _paragraphs(text)
    position = 0
    while position < len(paragraphs):
        line, lines = paragraphs[position]
        comments += [match[1][:2_000] for one in lines if (match := COMMENT.match(one))]
        kept = [one for one in lines if not COMMENT.match(one)]
        position += 1
        if kept and (match := CATEGORY.match(kept[0])):
            category, comments = last_category(match[1]), []
        elif kept:
            body = hidden("\n".join(kept))
            end = _end_of_open(paragraphs, position) if body.count("{") > body.count("}") else position
            body = hidden("\n\n".join(["\n".join(kept), *("\n".join(more) for _, more in paragraphs[position:end])]))
            position = end
            found.append(_Chunk(line + lines.index(kept[0]), body, comments, category))
            comments = []
    return found


def _paragraphs(text: str) -> list[tuple[int, list[str]]]:
    """Runs of lines without a blank one. A category stands alone, and so does a name below a closing brace."""
    found = list[tuple[int, list[str]]]()
    fresh = True
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        closed = bool(found) and found[-1][1][-1:] != [] and hidden(found[-1][1][-1]).rstrip().endswith("}")
        if not line.strip():
            fresh = True
        elif fresh or CATEGORY.match(line) or (closed and line.lstrip().startswith(("::", "//"))):
            found.append((number, [line]))
            fresh = CATEGORY.match(line) is not None
        else:
            found[-1][1].append(line)
    return found


def _end_of_open(paragraphs: list[tuple[int, list[str]]], position: int) -> int:
    """The position behind the paragraph that closes an open brace; the one given where none does before the next question."""
    for at in range(position, len(paragraphs)):
        text = hidden("\n".join(paragraphs[at][1]))
        if "{" in text or text.lstrip().startswith(("::", "$CATEGORY")):
            return position
        if "}" in text:
            return at + 1
    return position


def last_category(path: str) -> str:
    """The name at the end of a path of categories; a slash within a name is doubled."""
    return re.split(r"(?<!/)/(?!/)", path.strip())[-1].replace("//", "/").strip()


def _raw(chunk: _Chunk) -> Raw:
    raw = Raw(f"line {chunk.line}", category=chunk.category)
    marks = [
        (mark[1], re.sub(r"\\(.)", r"\1", mark[2]).strip())
        for one in chunk.comments
        for mark in ID_OR_TAG.finditer(one)
    ]
    raw.id = next((value for key, value in marks if key == "id"), "")
    raw.data = from_tags(value for key, value in marks if key == "tag")
    text = chunk.text
    if name := NAME.match(text):
        raw.name, text = " ".join(shown(name[1]).split()), text[name.end() :]
    form: Form = "moodle"
    if mark := FORM.match(text):
        form, text = FORMS[mark[1].lower()], text[mark.end() :]
    start, end = text.find("{"), _close(text)
    if start < 0 <= text.find("}") or (start >= 0 and end < 0):
        raw.stem = to_markdown(shown(text[:start] if start >= 0 else text).strip(), form, raw.lost)
        return raw.refuse("A brace is not closed, or not opened. As text, a brace is written \\{ or \\}.")
    if start < 0:
        raw.stem = to_markdown(shown(text.strip()), form, raw.lost)
        raw.data["type"] = "case"
        raw.undecided.append(
            "It has no answer: it became a case. Name it in the questions that are asked under it, or remove it."
        )
        return raw
    tail = text[end + 1 :].strip()
    stem = f"{text[:start].rstrip()} _____ {tail}" if tail else text[:start]
    raw.stem = to_markdown(shown(stem.strip()), form, raw.lost)
    if "{" in tail:
        return raw.refuse("It has several gaps: make each a question of its own.")
    return Answers(raw, form).read(text[start + 1 : end])


def _close(text: str) -> int:
    """Where the first brace is closed."""
    depth = 0
    for sign in re.finditer(r"[{}]", text):
        depth += 1 if sign[0] == "{" else -1
        if depth <= 0:
            return sign.start()
    return -1
