"""A row of a spreadsheet, by its columns, to a question."""

import re
from collections.abc import Callable

from studyapp.formats.bank_answers import ChoiceText
from studyapp.formats.foreign.columns import Columns
from studyapp.formats.foreign.data_values import FLAG, carried_value, number
from studyapp.formats.foreign.raw import HEAD, Raw
from studyapp.formats.foreign.texts import one_line, one_paragraph, to_markdown
from studyapp.formats.foreign.weights import with_point

KINDS = {
    "single": "single", "single choice": "single", "multiple": "multiple", "multiple response": "multiple", "multiple answer": "multiple",
    "multiple answers": "multiple", "multiple select": "multiple", "checkbox": "multiple", "ordering": "ordering", "order": "ordering",
    "sequence": "ordering", "matching": "matching", "match": "matching", "numeric": "numeric", "numerical": "numeric", "number": "numeric",
    "case": "case", "true/false": "single", "truefalse": "single", "true false": "single", "": "", "choice": "", "multiple choice": "",
    "mc": "", "mcq": "",
}  # fmt: skip
LEVELS = {"easy": "1", "medium": "2", "hard": "3"}
YES = {*FLAG, "x", "1", "y", "right", "correct", "✓", "✔"}


def read_row(row: int, cells: list[str], columns: Columns) -> Raw:
    def text(name: str, place: int = 0) -> str:
        return columns.text(cells, name, place)

    raw = Raw(f"row {row}", name=" ".join(text("title").split()), id=text("id").strip())

    def prose(name: str, place: int = 0) -> str:
        return to_markdown(text(name, place), "markdown", raw.lost)

    raw.stem, raw.explanation, raw.sources = prose("stem"), prose("explanation"), prose("sources")
    raw.hints = [prose("hint", place) for place in (0, *columns.numbers("hint"))]
    _with_data(raw, text)
    kind = " ".join(text("type").lower().split())
    if kind not in KINDS:
        return raw.refuse(f"“{kind[:40]}” is no type: use single, multiple, ordering, matching, numeric or case.")
    filled = [place for place in columns.numbers("choice") if text("choice", place)]
    matches = [place for place in columns.numbers("match") if text("match", place)]
    key = text("right") or (text("answer") if filled else "")
    match KINDS[kind] or ("matching" if matches else "numeric" if text("answer") and not filled else "choices"):
        case "case":
            raw.data["type"] = "case"
            return raw
        case "numeric":
            return _with_number(raw, text("answer") or key, text("tolerance"), text("unit"))
        case "matching":
            return _with_pairs(raw, prose, sorted({*filled, *matches}))
        case "ordering":
            return _with_steps(raw, prose, filled, key)
    if not filled and (kind.startswith("true") or key.lower() in ("true", "false", "t", "f")):
        raw.choices = [ChoiceText(word, key.lower()[:1] == word[0].lower()) for word in ("True", "False")]
        raw.undecided += [] if any(choice.right for choice in raw.choices) else ["No choice is right: tick one."]
        return raw
    ticked = {place for place in columns.numbers("right") if text("right", place).strip().lower() in YES}
    for place in filled:
        choice = ChoiceText(one_paragraph(prose("choice", place), raw.lost), place in ticked, prose("feedback", place))
        misconception = text("misconception", place).strip()
        raw.choices.append(_with_rest(choice, prose("left out", place), misconception))
    return _ticked(raw, [(place, text("choice", place)) for place in filled], key, KINDS[kind])


def _with_rest(choice: ChoiceText, left_out: str, misconception: str) -> ChoiceText:
    return ChoiceText(choice.text, choice.right, choice.feedback, left_out, misconception)


def _with_data(raw: Raw, text: Callable[[str], str]) -> None:
    for name in ("objective", "difficulty", "points", "varies", "case"):
        value = " ".join(text(name).split())
        value = LEVELS.get(value.lower(), value) if name == "difficulty" else value
        if not value or (name, value) == ("points", "1"):
            continue
        if carried_value(name, value) is None:
            raw.lost.append(f"“{value[:40]}” is no {name} as it is written here, and was left out.")
        else:
            raw.data[name] = value
    if tags := [tag.strip() for tag in re.split(r"[;,\n]", text("tags")) if tag.strip()]:
        raw.data["tags"] = tags
    if text("retired").strip().lower() in YES:
        raw.data["retired"] = "true"


def _with_number(raw: Raw, answer: str, tolerance: str, unit: str) -> Raw:
    raw.data["type"] = "numeric"
    value = number(with_point(answer))
    if value is None:
        return raw.refuse(f"“{answer[:40]}” is no number.")
    raw.data["answer"] = str(value)
    if sound := carried_value("tolerance", with_point(tolerance) or "0"):
        raw.data["tolerance"] = sound
    elif sound is None:
        raw.undecided.append(f"Its tolerance “{tolerance[:40]}” is neither an amount nor a share such as 5%.")
    if unit.strip():
        raw.data["unit"] = " ".join(unit.split())
    return raw


def _with_pairs(raw: Raw, prose: Callable[..., str], places: list[int]) -> Raw:
    raw.data["type"] = "matching"
    rows = [tuple(one_line(prose(name, place), raw.lost) for name in ("choice", "match")) for place in places]
    for left, right in rows:
        if left and not right:
            raw.undecided.append(f"“{left[:60]}” is matched to nothing.")
    if sum(bool(left) for left, _ in rows) < 2:
        return raw.refuse("It has fewer than two pairs.")
    head = tuple(one_line(prose(name), raw.lost) for name in ("head", "match head"))
    raw.pairs = [(head[0], head[1]) if any(head) else HEAD, *((row[0], row[1]) for row in rows)]
    return raw


def _with_steps(raw: Raw, prose: Callable[..., str], filled: list[int], key: str) -> Raw:
    """The steps in the order of `right`, which names their numbers; those it does not name do not belong."""
    raw.data["type"] = "ordering"
    steps = {place: one_line(prose("choice", place), raw.lost) for place in filled}
    named = [int(one) for one in re.findall(r"\d+", key[:1_000])]
    if set(named) - set(steps) or len(named) != len(set(named)):
        raw.undecided.append(f"“{key[:60]}” is no order of its steps: they stand as the columns have them.")
        named = []
    raw.steps = [steps[place] for place in named or filled]
    raw.extra = [steps[place] for place in filled if named and place not in named]
    return raw if len(raw.steps) > 1 else raw.refuse("It has fewer than two steps.")


def _ticked(raw: Raw, filled: list[tuple[int, str]], key: str, kind: str) -> Raw:
    """Ticks the choices that `right` names by number, letter or text."""
    if len(raw.choices) < 2:
        return raw.refuse("It has fewer than two choices.")
    places, texts = {place for place, _ in filled}, {" ".join(text.lower().split()): place for place, text in filled}
    named, unknown = set[int](), list[str]()
    whole = " ".join(key.lower().split())
    for one in [whole] if whole in texts else [part.strip() for part in re.split(r"[;,|\n]", whole) if part.strip()]:
        place = int(one) if re.fullmatch(r"\d{1,2}", one) else ord(one) - 96 if re.fullmatch("[a-z]", one) else 0
        if place in places and one in texts and texts[one] != place:
            raw.undecided.append(
                f"“{one}” is the number of one choice and the text of another: it was read as the number."
            )
        place = place if place in places else texts.get(one, 0)
        named |= {place} if place else set()
        unknown += [] if place else [one]
    if unknown:
        raw.undecided.append(f"“{unknown[0][:60]}” names no choice.")
    raw.choices = [
        ChoiceText(one.text, one.right or place in named, one.feedback, one.left_out, one.misconception)
        for (place, _), one in zip(filled, raw.choices, strict=True)
    ]
    right = sum(choice.right for choice in raw.choices)
    if kind == "multiple" or (not kind and right > 1):
        raw.data["type"] = "multiple"
    if not right:
        raw.undecided.append("No choice is right: tick one.")
    elif right == len(raw.choices):
        raw.undecided.append("Every choice is right: untick one, or add a wrong one.")
    elif kind == "single" and right > 1:
        raw.undecided.append(f"{right} choices are right: untick all but one, or make it multiple.")
    return raw
