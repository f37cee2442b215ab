"""A bank as GIFT, its texts as Markdown."""

from studyapp.formats.bank_markdown import BankText, ItemText
from studyapp.formats.foreign.data_values import as_tags
from studyapp.formats.foreign.gift_answers import FORM, WEIGHT
from studyapp.formats.foreign.losses import Carried, carried
from studyapp.formats.foreign.texts import plain_text
from studyapp.formats.foreign.values import Exported
from studyapp.formats.foreign.weights import weights

SIGNS = str.maketrans({**{sign: f"\\{sign}" for sign in "\\:#={}~"}, "\n": "\\n"})


def _unfit(item: ItemText) -> str:
    arrow = any("->" in left for left, _ in item.pairs)
    return "GIFT has no way to write -> in the left cell of a pair." if arrow else ""


CARRIED = Carried(
    kinds=frozenset({"single", "multiple", "matching", "numeric"}),
    keys=frozenset({"objective", "difficulty", "tags", "answer", "tolerance"}),
    parts=frozenset({"feedback", "explanation"}),
    category=True, plain_answers=True, unfit=_unfit,
)  # fmt: skip


def write(bank: BankText) -> Exported:
    less = carried(bank, CARRIED)
    category = f"$CATEGORY: {less.bank.title.replace('/', '//')}\n"
    return less.exported("\n".join([category, *map(_question, less.bank.items)]).encode())


def _question(item: ItemText) -> str:
    tags = "".join(f" [tag:{tag}]" for tag in as_tags(item.data))
    lines = [
        f"// [id:{item.id}]{tags}",
        f"::{_escaped(item.title or item.id)}::[markdown]{_text(item.stem)}{{{_head(item)}",
    ]
    lines += _answers(item)
    if item.explanation:
        lines.append(f"\t####{_formatted(item.explanation)}")
    return "\n".join([*lines, "}", ""])


def _head(item: ItemText) -> str:
    """A number stands right behind the brace."""
    if item.data.get("type") != "numeric":
        return ""
    tolerance = item.data.get("tolerance")
    return f"#{item.data['answer']}:{tolerance}" if tolerance else f"#{item.data['answer']}"


def _answers(item: ItemText) -> list[str]:
    if item.pairs:
        return [f"\t={_formatted(left)} -> {_escaped(plain_text(right))}" for left, right in item.pairs[1:]]
    several, lines = item.data.get("type") == "multiple", []
    for choice, weight in zip(item.choices, weights(item.choices, several), strict=True):
        sign = "=" if choice.right and not several else "~"
        if several or WEIGHT.match(choice.text):
            sign += f"%{weight}%"
        feedback = f"#{_formatted(choice.feedback)}" if choice.feedback else ""
        lines.append(f"\t{sign}{_formatted(choice.text)}{feedback}")
    return lines


def _formatted(text: str) -> str:
    """A text that begins like a format's name is given its own."""
    return f"[markdown]{_text(text)}" if FORM.match(text) else _text(text)


def _text(text: str) -> str:
    """Blanks at the beginning are kept behind a line end."""
    return _escaped(f"\n{text}" if text.startswith(" ") else text)


def _escaped(text: str) -> str:
    return text.translate(SIGNS)
