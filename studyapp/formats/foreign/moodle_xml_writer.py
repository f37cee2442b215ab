"""A bank as Moodle XML, its texts as Markdown."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from studyapp.formats.bank_markdown import BankText, ItemText
from studyapp.formats.foreign.data_values import as_tags
from studyapp.formats.foreign.losses import Carried, carried
from studyapp.formats.foreign.texts import plain_text
from studyapp.formats.foreign.values import Exported
from studyapp.formats.foreign.weights import weights

TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "matching": "matching",
    "numeric": "numerical",
    "ordering": "ordering",
}
CARRIED = Carried(
    kinds=frozenset(TYPES),
    keys=frozenset({"objective", "difficulty", "tags", "points", "retired", "answer", "tolerance", "unit"}),
    parts=frozenset({"feedback", "explanation", "hints"}),
    category=True, plain_answers=True,
)  # fmt: skip


def write(bank: BankText) -> Exported:
    less = carried(bank, CARRIED)
    root = Element("quiz")
    category = SubElement(SubElement(root, "question", type="category"), "category")
    _plain(category, f"$course$/top/{less.bank.title.replace('/', '//')}")
    for item in less.bank.items:
        _question(root, item)
    indent(root)
    return less.exported(
        b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8", xml_declaration=False)
    )


def _plain(parent: Element, text: str) -> None:
    SubElement(parent, "text").text = text


def _formatted(parent: Element, tag: str, text: str, **attributes: str) -> Element:
    element = SubElement(parent, tag, attributes, format="markdown")
    _plain(element, text)
    return element


def _question(root: Element, item: ItemText) -> None:
    kind = str(item.data.get("type", "single"))
    question = SubElement(root, "question", type=TYPES[kind])
    _plain(SubElement(question, "name"), item.title or item.id)
    _formatted(question, "questiontext", item.stem)
    _formatted(question, "generalfeedback", item.explanation)
    SubElement(question, "defaultgrade").text = str(item.data.get("points", "1"))
    SubElement(question, "penalty").text = "0.3333333"
    SubElement(question, "hidden").text = "1" if "retired" in item.data else "0"
    SubElement(question, "idnumber").text = item.id
    _answers(question, item, kind)
    for hint in item.hints:
        _formatted(question, "hint", hint)
    tags = SubElement(question, "tags")
    for tag in as_tags(item.data):
        _plain(SubElement(tags, "tag"), tag)


def _answers(question: Element, item: ItemText, kind: str) -> None:
    match kind:
        case "single" | "multiple":
            SubElement(question, "single").text = "true" if kind == "single" else "false"
            SubElement(question, "shuffleanswers").text = "true"
            SubElement(question, "answernumbering").text = "abc"
            for choice, weight in zip(item.choices, weights(item.choices, kind == "multiple"), strict=True):
                _formatted(_formatted(question, "answer", choice.text, fraction=weight), "feedback", choice.feedback)
        case "matching":
            SubElement(question, "shuffleanswers").text = "true"
            for left, right in item.pairs[1:]:
                _plain(SubElement(_formatted(question, "subquestion", left), "answer"), plain_text(right))
        case "ordering":
            for name, text in (
                ("layouttype", "VERTICAL"),
                ("selecttype", "ALL"),
                ("selectcount", "0"),
                ("gradingtype", "ALL_OR_NOTHING"),
            ):
                SubElement(question, name).text = text
            for position, step in enumerate(item.steps, 1):
                _formatted(question, "answer", step, fraction=str(position))
        case "numeric":
            answer = SubElement(question, "answer", fraction="100", format="moodle_auto_format")
            _plain(answer, item.data["answer"])
            SubElement(answer, "tolerance").text = item.data.get("tolerance", "0")
            if unit := item.data.get("unit"):
                one = SubElement(SubElement(question, "units"), "unit")
                SubElement(one, "multiplier").text = "1"
                SubElement(one, "unit_name").text = unit
