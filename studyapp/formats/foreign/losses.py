"""What a format cannot carry is taken out of a bank before it is written, and said question by question."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from studyapp.formats.bank_answers import ChoiceText
from studyapp.formats.bank_markdown import BankText, ItemText
from studyapp.formats.foreign.data_values import carried_value, number
from studyapp.formats.foreign.literal import literal
from studyapp.formats.foreign.raw import HEAD, Ids, first_words, one_title
from studyapp.formats.foreign.texts import LONGEST, from_markdown, plain_text
from studyapp.formats.foreign.values import Exported, Left

DEFAULTS = ("type", "objective", "difficulty", "tree", "tags", "points")  # what questions take from the front matter
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML and no text file holds these
CHOSEN = ("single", "multiple")


@dataclass(frozen=True)
class Carried:
    """What a format carries of a question."""

    kinds: frozenset[str]
    keys: frozenset[str] = frozenset()  # of its data, its type apart
    parts: frozenset[str] = frozenset()  # feedback, left_out, misconception, explanation, hints, sources, extra, head
    ids: bool = True
    titles: bool = True  # of questions
    category: bool = False  # the bank's title
    markup: bool = True
    plain_answers: bool = False  # the right side of a pair is plain text
    shares: bool = False  # a tolerance may be a share
    choices: int = 1_000
    unfit: Callable[[ItemText], str] = lambda item: ""  # why this one cannot be written, if so


@dataclass(frozen=True)
class Less:
    """A bank without what a format does not carry, and what that was."""

    bank: BankText
    losses: tuple[Left, ...]
    notes: tuple[str, ...]

    def exported(self, data: bytes) -> Exported:
        return Exported(data, self.bank, self.losses, self.notes)


def carried(bank: BankText, format: Carried) -> Less:
    """The part of a bank that the format carries; defaults of the front matter stand in each question then."""
    items, losses, ids = list[ItemText](), list[Left](), Ids()
    cases = {item.id: item for item in bank.items if _kind(settled(item, bank.data)) == "case"}
    for item in bank.items:
        reduction = _Reduction(settled(item, bank.data), format, cases, [])
        kept = reduction.reduced()
        if kept is not None:
            items.append(kept if format.ids else replace(kept, id=_made_id(kept, ids, len(items) + 1)))
        if reduction.told:
            losses.append(Left(item.id, item.title, tuple(dict.fromkeys(reduction.told)), kept is not None))
    notes = [] if format.category else ["The title of the bank is not in the file."]
    if not format.ids:
        notes.append("Ids and titles of questions are not in the file: reading it back makes new ids.")
    return Less(BankText(bank.data, one_title(bank.title), tuple(items)), tuple(losses), tuple(notes))


def settled(item: ItemText, front: Mapping[str, Any]) -> ItemText:
    """The question with what it takes from the front matter, and without what goes without saying."""
    data = {key: front[key] for key in DEFAULTS if key in front} | dict(item.data)
    if data.get("type", "single") != "single" and "tree" not in item.data:
        data.pop("tree", None)
    usual: dict[str, tuple[Any, ...]] = {
        "type": ("single",),
        "points": ("1",),
        "retired": ("false", "no"),
        "tolerance": ("0",),
        "tags": ([],),
    }
    kept = {key: value for key, value in data.items() if value not in ("", *usual.get(key, ()))}
    return replace(item, data=kept, title="" if item.title == item.id else item.title)


def _kind(item: ItemText) -> str:
    return str(item.data.get("type", "single"))


def _made_id(item: ItemText, ids: Ids, number: int) -> str:
    return ids.give(first_words(item.stem), f"question-{number}")


@dataclass
class _Reduction:
    item: ItemText
    format: Carried
    cases: Mapping[str, ItemText]
    told: list[str]

    def reduced(self) -> ItemText | None:
        """The question as the format carries it, or none; `told` gains a sentence for each loss."""
        kind = _kind(self.item)
        if kind not in self.format.kinds:
            asked = (
                "Its story stands in the questions asked under it."
                if kind == "case"
                else "The format has no such kind."
            )
            self.told.append(f"It is left out: it is of the kind {kind}. {asked}")
            return None
        if reason := self._broken(kind):
            self.told.append(f"It is left out: {reason}")
            return None
        self._fold_case()
        item = self._texts(replace(self.item, data=self._data()))
        if reason := self.format.unfit(item) or _unfit(item):
            self.told.append(f"It is left out: {reason}")
            return None
        return item

    def _broken(self, kind: str) -> str:
        """Why a question that its author has still to mend cannot be written."""
        item, ticked = self.item, sum(choice.right for choice in self.item.choices)
        if kind in CHOSEN and not item.choices:
            return "its choices come from its tree." if "tree" in item.data else "it has no choices."
        if kind in CHOSEN and len(item.choices) > self.format.choices:
            return f"it has more than {self.format.choices} choices."
        if kind in CHOSEN and (ticked in (0, len(item.choices)) or (kind == "single" and ticked > 1)):
            return f"{ticked} of its {len(item.choices)} choices are ticked."
        if kind == "ordering" and len(item.steps) < 2:
            return "it has fewer than two steps."
        if kind == "matching" and (
            sum(bool(left) for left, _ in item.pairs[1:]) < 2 or not all(r for _, r in item.pairs[1:])
        ):
            return "it has fewer than two pairs, or an empty right cell."
        if kind == "numeric" and number(item.data.get("answer")) is None:
            return "its answer is no number."
        return ""

    def _fold_case(self) -> None:
        case = self.cases.get(str(self.item.data.get("case", "")))
        if case is None or "case" in self.format.keys:
            return
        data = {key: value for key, value in self.item.data.items() if key != "case"}
        self.item = replace(self.item, data=data, stem=f"{case.stem}\n\n{self.item.stem}")
        self.told.append(f"The story of its case {case.id} now stands in its stem.")

    def _data(self) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for key, value in self.item.data.items():
            if key == "type":
                kept[key] = value
            elif key not in self.format.keys:
                self.told.append(_missing(key))
            elif (sound := carried_value(key, value)) is None:
                self.told.append(f"Its {key} is not written as it should be, and is not in the file.")
            else:
                if key == "tags" and sound != value:
                    self.told.append("Some of its tags are not in the file.")
                kept[key] = self._amount(sound) if key == "tolerance" else sound
        return {key: value for key, value in kept.items() if value not in ("", [])}

    def _amount(self, tolerance: str) -> str:
        """A share as the amount that it is of the answer, where the format has no shares."""
        if self.format.shares or not tolerance.endswith("%"):
            return tolerance
        share, answer = number(tolerance.removesuffix("%")), number(self.item.data.get("answer"))
        amount = (abs(answer or Decimal(0)) * (share or Decimal(0)) / 100).normalize()
        self.told.append(f"Its tolerance of {tolerance} was written as the amount {amount:f}.")
        return f"{amount:f}" if amount else ""

    def _texts(self, item: ItemText) -> ItemText:
        parts, told = self.format.parts, self.told
        found = {"explanation": item.explanation, "hints": item.hints, "sources": item.sources, "extra": item.extra}
        for part in [part for part, value in found.items() if value and part not in parts]:
            told.append(_missing(part))
        head = item.pairs[0] if item.pairs else HEAD
        if head != HEAD and ("head" not in parts or not any(head)):
            told.append("The head of its table is not in the file.")
            head = HEAD
        rows = [(self._text(left), self._answer(right)) for left, right in item.pairs[1:]]
        heads = [(self._text(head[0]), self._text(head[1]))] if item.pairs else []
        title = one_title(item.title) if self.format.titles else ""
        if title != item.title and self.format.titles:
            told.append("Its title was shortened to signs on one line.")
        return replace(
            item, title=title, stem=self._text(item.stem), choices=tuple(map(self._choice, item.choices)),
            steps=tuple(map(self._text, item.steps)), extra=tuple(map(self._text, item.extra)) if "extra" in parts else (),
            pairs=(*heads, *rows), explanation=self._text(item.explanation) if "explanation" in parts else "",
            hints=tuple(map(self._text, item.hints)) if "hints" in parts else (),
            sources=self._text(item.sources) if "sources" in parts else "",
        )  # fmt: skip

    def _choice(self, choice: ChoiceText) -> ChoiceText:
        for part in ("feedback", "left_out", "misconception"):
            if getattr(choice, part) and part not in self.format.parts:
                self.told.append(_missing(part))
        return replace(
            choice, text=self._text(choice.text),
            feedback=self._text(choice.feedback) if "feedback" in self.format.parts else "",
            left_out=self._text(choice.left_out) if "left_out" in self.format.parts else "",
            misconception=choice.misconception if "misconception" in self.format.parts else "",
        )  # fmt: skip

    def _text(self, text: str) -> str:
        """Without pictures, raw HTML and signs that no file holds; where the format has no markup, without that."""
        seen = UNSEEN.sub("", text)
        if seen != text:
            self.told.append("Signs that cannot be seen were left out.")
        clean = from_markdown(seen, self.told)
        return clean if self.format.markup else self._plain(clean)

    def _plain(self, text: str) -> str:
        bare = literal(" ".join(plain_text(text).split()))
        if bare != " ".join(text.split()):
            self.told.append("Its formatting was reduced to plain text.")
        return bare

    def _answer(self, text: str) -> str:
        return self._plain(self._text(text)) if self.format.plain_answers else self._text(text)


def _unfit(item: ItemText) -> str:
    """Why no reader would give this question back."""
    if not item.stem.strip():
        return "its stem is empty."
    texts = [item.stem, item.explanation, item.sources, *item.hints, *item.steps, *item.extra]
    texts += [text for pair in item.pairs for text in pair]
    texts += [text for choice in item.choices for text in (choice.text, choice.feedback, choice.left_out)]
    return f"one of its texts has more than {LONGEST:,} signs." if max(map(len, texts)) > LONGEST else ""


MISSING = {
    "tree": "Its proof is not in the file; the choice that it proves is ticked.",
    "facts": "Its proof is not in the file; the choice that it proves is ticked.",
    "retired": "It is retired here, and would be asked there.",
    "feedback": "The feedback on its choices is not in the file.",
    "left_out": "What is said of right choices left out is not in the file.",
    "misconception": "The misconceptions that its choices name are not in the file.",
    "hints": "Its hints are not in the file.",
    "sources": "Its sources are not in the file.",
    "tags": "Its tags are not in the file.",
    "points": "Its points are not in the file.",
    "extra": "Its steps that do not belong are not in the file.",
    "case": "The case that it names is not in the file.",
}


def _missing(what: str) -> str:
    return MISSING.get(what, f"Its {what} is not in the file.")
