"""Aiken: a stem, lettered choices and the letter of the right one. Plain text, one right choice, nothing else."""

import re
from dataclasses import dataclass, field

from studyapp.formats.bank_answers import ChoiceText
from studyapp.formats.bank_markdown import BankText, ItemText
from studyapp.formats.foreign.decoding import decode
from studyapp.formats.foreign.losses import Carried, carried
from studyapp.formats.foreign.raw import Raw, finish, refused
from studyapp.formats.foreign.texts import plain_text, to_markdown
from studyapp.formats.foreign.values import Exported, Imported, Limits
from studyapp.formats.problems import Problem

CHOICE = re.compile(r"([A-Za-z])\s*[.)]\s*(\S.*)")
ANSWER = re.compile(r"ANSWERS?\s*[:.]\s*(.*)", re.I)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CARRIED = Carried(kinds=frozenset({"single"}), ids=False, titles=False, markup=False, choices=len(LETTERS))


@dataclass
class _Lines:
    """What was read of a question so far."""

    first: int = 0
    stem: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    choices: list[list[str]] = field(default_factory=list)  # a list of lines each
    answer: str | None = None


def read(data: bytes, file: str, limits: Limits) -> Imported:
    decoded = decode(data, file, limits)
    if isinstance(decoded, Problem):
        return Imported(BankText(), problems=(decoded,))
    text, note = decoded
    raws = [_raw(lines) for lines in _questions(text)]
    if not any(raw.choices for raw in raws):
        fix = 'write "A. …" before each choice and "ANSWER: A" below them, or choose another format.'
        return refused(file, 1, "this is not Aiken: no line ANSWER: stands below lettered choices.", fix)
    return finish(raws, file=file, limits=limits, notes=[note] if note else [])


def _questions(text: str) -> list[_Lines]:
    """A line ANSWER: ends a question, and so does text behind a blank line below its choices."""
    found, now, blank = list[_Lines](), _Lines(), False
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        bare = line.strip()
        if not bare:
            blank = True
            continue
        answer, choice = ANSWER.fullmatch(bare), CHOICE.fullmatch(bare)
        if now.choices and blank and not answer and not (choice and _follows(choice[1], now)):
            found, now = [*found, now], _Lines()
        now.first = now.first or number
        if answer:
            now.answer = answer[1]
            found, now = [*found, now], _Lines()
        else:
            _take(bare, choice, now, blank)
        blank = False
    return [*found, now] if now.stem or now.choices else found


def _follows(letter: str, now: _Lines) -> bool:
    """Whether a choice with that letter may come next."""
    return letter.upper() > now.letters[-1] if now.letters else letter in "Aa"


def _take(line: str, choice: re.Match[str] | None, now: _Lines, blank: bool) -> None:
    if choice and choice[1] in "Aa" and now.letters == ["A"] and not now.stem:  # "A. Smith asks …" was the stem
        now.stem, now.letters, now.choices = [f"A. {' '.join(now.choices[0])}"], [], []
    if choice and _follows(choice[1], now):
        now.letters.append(choice[1].upper())
        now.choices.append([choice[2]])
    elif now.choices:
        now.choices[-1].append(line)
    else:
        now.stem += ["", line] if blank and now.stem else [line]


def _raw(lines: _Lines) -> Raw:
    raw = Raw(f"line {lines.first}")
    raw.stem = to_markdown("\n".join(lines.stem), "plain", raw.lost)
    if not lines.choices:
        return raw.refuse("It has no lettered choices.")
    named = set(re.findall(r"\b[A-Z]\b", (lines.answer or "").upper()))
    right = named & set(lines.letters)
    if lines.answer is None:
        raw.undecided.append("It has no line ANSWER: tick the right choice.")
    elif named - right or not right:
        raw.undecided.append(f"“ANSWER: {lines.answer[:40]}” names no choice: tick the right one.")
    if len(right) > 1:
        raw.data["type"] = "multiple"
        raw.undecided.append("Its answer names several letters: all of them are needed now.")
    for letter, texts in zip(lines.letters, lines.choices, strict=True):
        raw.choices.append(ChoiceText(to_markdown(" ".join(texts), "plain", raw.lost), letter in right))
    return raw


def write(bank: BankText) -> Exported:
    less = carried(bank, CARRIED)
    return less.exported("\n".join(map(_question, less.bank.items)).encode())


def _question(item: ItemText) -> str:
    lines = [" ".join(plain_text(item.stem).split())]
    for letter, choice in zip(LETTERS, item.choices, strict=False):
        lines.append(f"{letter}. {' '.join(plain_text(choice.text).split())}")
    key = next(letter for letter, choice in zip(LETTERS, item.choices, strict=False) if choice.right)
    return "\n".join([*lines, f"ANSWER: {key}", ""])
