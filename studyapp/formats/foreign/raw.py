"""From what a reader of a foreign format found to a bank of the house: ids, and texts that stay texts."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from studyapp.formats.bank_answers import ChoiceText
from studyapp.formats.bank_markdown import BankText, ItemText, read_bank, write_bank
from studyapp.formats.foreign.literal import literal
from studyapp.formats.foreign.texts import plain_text, simplified
from studyapp.formats.foreign.values import Found, Imported, Limits
from studyapp.formats.problems import Problem, Problems
from studyapp.formats.yaml_text import read_yaml
from studyapp.formats.yaml_writer import write_mapping

HEAD = ("Match", "with")  # of the pairs of a format that has no head for them
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_ID = 60


@dataclass
class Raw:
    """A question as a reader makes it; the texts are Markdown already."""

    where: str
    name: str = ""
    id: str = ""  # what the source would call it
    category: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    stem: str = ""
    choices: list[ChoiceText] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    explanation: str = ""
    hints: list[str] = field(default_factory=list)
    sources: str = ""
    lost: list[str] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)
    readable: bool = True

    def refuse(self, sentence: str) -> "Raw":
        """Nothing can be made of it, and the sentence says why."""
        self.readable = False
        self.undecided.append(sentence)
        return self


@dataclass
class Ids:
    """Valid ids, each given once."""

    taken: set[str] = field(default_factory=set)
    numbers: Counter[str] = field(default_factory=Counter)  # of those that would else be alike

    def give(self, *wishes: str) -> str:
        """An id made of the first wish of which one can be made."""
        made = next((id for wish in wishes if (id := made_id(wish))), "question")
        id = made
        while id in self.taken:
            self.numbers[made] += 1
            id = f"{made}-{self.numbers[made] + 1}"
        self.taken.add(id)
        return id


def made_id(text: str) -> str:
    """Lower-case words with hyphens; none of a text without Latin letters."""
    bare = unicodedata.normalize("NFKD", text[:400]).encode("ascii", "ignore").decode().lower().replace("'", "")
    found = ""
    for word in re.findall(r"[a-z0-9]+", bare):
        if found and len(found) + 1 + len(word) > LONGEST_ID:
            break
        found = f"{found}-{word}"[-LONGEST_ID:] if found else word[:LONGEST_ID]
    return found


def first_words(markdown: str) -> str:
    """What a question without a name is called by."""
    return " ".join(plain_text(markdown[:400]).split()[:6])


def finish(raws: Iterable[Raw], *, file: str, limits: Limits, title: str = "", notes: Iterable[str] = ()) -> Imported:
    """The bank of the raws. Ids that the source gives go before those that are made of names."""
    raws = list(raws)
    if len(raws) > limits.questions:
        fix = "part the file, or use manage.py import_bank."
        return refused(file, 1, f"it holds more than {limits.questions:,} questions.", fix)
    if not raws:
        return refused(file, 1, "there is no question in it.", "choose another format, or another file.")
    notes = [*notes, *_with_categories(raws)]
    title = title or raws[0].category
    ids, found = Ids(), []
    given = [ids.give(raw.id) if ID.fullmatch(raw.id) and raw.id not in ids.taken else "" for raw in raws]
    for number, (raw, own) in enumerate(zip(raws, given, strict=True), 1):
        words = first_words(raw.stem)
        id = own or ids.give(raw.id, raw.name, words, f"question-{number}")
        found.append(_found(raw, id, raw.name or words))
    named = one_title(title) or one_title(PurePath(file).name.split(".")[0].replace("_", " ")) or "Imported questions"
    items = tuple(one.item for one in found if one.item is not None)
    return Imported(BankText({"bank": made_id(named) or "imported"}, named, items), tuple(found), tuple(notes))


def _with_categories(raws: list[Raw]) -> list[str]:
    """One category is the bank's title; of several each becomes a tag."""
    categories = {raw.category: None for raw in raws}
    if len(categories) < 2:
        return []
    for raw in raws:
        raw.data["tags"] = [*raw.data.get("tags", []), raw.category]
    return [f"Its {len(categories)} categories became tags: {', '.join(filter(None, categories))}."]


def refused(file: str, line: int, message: str, fix: str) -> Imported:
    """Nothing was read, and why."""
    return Imported(BankText(), problems=(Problem(file, line, message, fix),))


def one_title(text: str) -> str:
    """A title: one line of signs that can be seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text[:2_000]).split())[:200].strip()


def _found(raw: Raw, id: str, name: str) -> Found:
    lost, undecided = raw.lost, raw.undecided
    item = _item(raw, id) if raw.readable else None
    if item is not None and not raw.stem.strip():
        undecided.append("It has no text to ask.")
        item = None
    if item is not None and not _is_sound(item):
        item = _tamed(item)
        lost.append("Some of its formatting would have been read as structure, and was kept as plain text.")
        if not _is_sound(item):
            undecided.append("Its text cannot be written in the house format.")
            item = None
    return Found(raw.where, one_title(name), item, tuple(dict.fromkeys(lost)), tuple(dict.fromkeys(undecided)))


def _item(raw: Raw, id: str) -> ItemText:
    title = one_title(raw.name)
    tags = list(dict.fromkeys(tag for tag in raw.data.pop("tags", []) if tag))
    data = raw.data | ({"tags": tags} if tags else {})
    return ItemText(
        id=id, title="" if title == id else title, data=data, stem=raw.stem, choices=tuple(raw.choices),
        steps=tuple(raw.steps), extra=tuple(raw.extra), pairs=tuple(raw.pairs), explanation=raw.explanation,
        hints=tuple(hint for hint in raw.hints if hint), sources=raw.sources,
    )  # fmt: skip


def _is_sound(item: ItemText) -> bool:
    """Whether the house reads what it writes of this question, and nothing in it reaches its neighbours."""
    problems = Problems()
    bank = BankText({}, "T", (item, ItemText("next", data={"type": "case"}, stem="Next.")))
    bank = bank if item.id != "next" else BankText({}, "T", (item,))
    return read_bank(write_bank(bank), "", problems) == bank and not problems.errors


def _tamed(item: ItemText) -> ItemText:
    """Every text with as little escaped as does."""
    kind = {"type": item.data["type"]} if "type" in item.data else {}
    bare = ItemText("a", data=kind, stem="W")

    def tame(text: str, alone: Callable[[str], ItemText]) -> str:
        ways = (lambda t: t, simplified, literal, lambda t: literal(t, hard=True))
        return next((made for way in ways if (made := way(text)) and _is_sound(alone(made))), literal(text, hard=True))

    def choice(one: ChoiceText) -> ChoiceText:
        other = ChoiceText("W", False)
        return replace(
            one,
            text=tame(one.text, lambda t: replace(bare, choices=(ChoiceText(t, True), other))),
            feedback=one.feedback and tame(one.feedback, lambda t: replace(bare, choices=(ChoiceText("V", True, t), other))),
            left_out=one.left_out and tame(one.left_out, lambda t: replace(bare, choices=(ChoiceText("V", True, "", t), other))),
        )  # fmt: skip

    def section(text: str) -> str:
        return text and tame(text, lambda t: replace(bare, data={"type": "case"}, explanation=t))

    def cell(text: str) -> str:
        return text and tame(text, lambda t: ItemText("a", data={"type": "ordering"}, stem="W", steps=(t, "V")))

    return replace(
        item, stem=tame(item.stem, lambda t: replace(bare, stem=t)), choices=tuple(map(choice, item.choices)),
        steps=tuple(map(cell, item.steps)), extra=tuple(map(cell, item.extra)),
        pairs=tuple((cell(left), cell(right)) for left, right in item.pairs), explanation=section(item.explanation),
        hints=tuple(map(section, item.hints)), sources=section(item.sources), data=_tamed_data(item.data),
    )  # fmt: skip


def _tamed_data(data: Any) -> dict[str, Any]:
    """The data that YAML gives back as they are."""
    return {k: v for k, v in data.items() if read_yaml(write_mapping({k: v}), "", Problems()).data == {k: v}}
