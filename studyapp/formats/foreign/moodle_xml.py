"""Moodle XML: the reading. What Moodle knows of a question and the house does not is said."""

import re
from collections.abc import Callable, Iterable
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from studyapp.formats.bank_answers import ChoiceText
from studyapp.formats.bank_markdown import BankText
from studyapp.formats.foreign import moodle_xml_writer
from studyapp.formats.foreign.data_values import from_tags, number
from studyapp.formats.foreign.decoding import too_large, too_marked
from studyapp.formats.foreign.gift import last_category
from studyapp.formats.foreign.raw import HEAD, Raw, finish, refused
from studyapp.formats.foreign.texts import Form, one_line, one_paragraph, to_markdown
from studyapp.formats.foreign.values import Imported, Limits
from studyapp.formats.foreign.weights import Accepted, Weighted, with_choices, with_number

write = moodle_xml_writer.write

DEEPEST = 40
FORMS: dict[str, Form] = {"html": "html", "markdown": "markdown", "plain_text": "plain", "moodle_auto_format": "moodle"}
SAID_BY_MOODLE = {"", "Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect."}
COMBINED = {"correctfeedback": "right", "partiallycorrectfeedback": "partly right", "incorrectfeedback": "wrong"}
USUAL_PENALTIES = {0.0, 0.1, 0.3333333, 1.0}
NO_KIND = {
    "shortanswer": "It is a short answer",
    "essay": "It is an essay",
    "cloze": "It is a text with gaps (cloze)",
    "multianswer": "It is a text with gaps (cloze)",
    "ddwtos": "It is a text into which words are dragged",
    "gapselect": "It is a text with words to select",
    "ddimageortext": "It asks to drag onto a picture",
    "ddmarker": "It asks to drag onto a picture",
}


class _TooDeep(Exception):
    pass


class _Builder(TreeBuilder):
    """Builds no tree that is deep, and notes the line of each question."""

    line: Callable[[], int]
    depth = 0

    def start(self, tag: Any, attrs: Any) -> Element:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _TooDeep
        element = super().start(tag, attrs)
        if tag == "question":
            element.set("line", str(self.line()))
        return element

    def end(self, tag: Any) -> Element:
        self.depth -= 1
        return super().end(tag)


def read(data: bytes, file: str, limits: Limits) -> Imported:
    if problem := too_large(data, file, limits):
        return Imported(BankText(), problems=(problem,))
    root = _root(data.lstrip(), file)
    if isinstance(root, Imported):
        return root
    if root.tag != "quiz":
        fix = "export the questions of a course as Moodle XML."
        return refused(file, 1, f"this is XML, but none of Moodle's questions: it begins with <{root.tag[:40]}>.", fix)
    if problem := too_marked(sum((element.text or "").count("<") for element in root.iter()), file, limits):
        return Imported(BankText(), problems=(problem,))
    raws, category = list[Raw](), ""
    for question in root.iter("question"):
        if question.get("type") == "category":
            category = last_category(_plain(question.find("category")))
        elif len(raws) <= limits.questions:
            raws.append(_raw(question, len(raws) + 1, category))
    return finish(raws, file=file, limits=limits)


def _root(data: bytes, file: str) -> Element | Imported:
    builder = _Builder()
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.line = lambda: int(parser.parser.CurrentLineNumber)
    fix = "export the questions anew, and do not edit the file by hand."
    try:
        parser.feed(data)
        root: Element = parser.close()
    except ParseError as error:
        line = error.position[0]
        cut = "no element found" in str(error) or "unclosed" in str(error)
        message = "the file ends in the middle" if cut else f"this is no sound XML ({str(error).split(':')[0]})"
        return refused(file, line, f"{message}.", fix)
    except DefusedXmlException:
        return refused(file, builder.line(), "it declares a document type or entities, which are not read.", fix)
    except _TooDeep:
        return refused(file, builder.line(), f"its elements are nested more than {DEEPEST} deep.", fix)
    except (LookupError, ValueError):
        return refused(
            file, 1, "it names an encoding that is not known.", "save it as UTF-8, and say so in its first line."
        )
    return root


def _inner(element: Element) -> str:
    """The text in <text>, or right in the element as old exports have it."""
    inner = element.find("text")
    return "".join((element if inner is None else inner).itertext())


def _plain(element: Element | None) -> str:
    return "" if element is None else _inner(element).strip()


def _markdown(element: Element | None, raw: Raw, usual: str = "") -> str:
    if element is None:
        return ""
    form = FORMS.get(element.get("format") or usual, "moodle")
    found = to_markdown(_inner(element) if form == "markdown" else _plain(element), form, raw.lost)
    for held in element.iter("file"):
        name = (held.get("name") or "without a name")[:80]
        if not any(name in sentence for sentence in raw.lost):
            raw.lost.append(f"The file {name} was left out.")
    return found


def _raw(question: Element, position: int, category: str) -> Raw:
    raw = Raw(f"question {position} (line {question.get('line')})", category=category)
    raw.name, raw.id = " ".join(_plain(question.find("name")).split()), _plain(question.find("idnumber"))
    raw.data = from_tags(_plain(tag) for tag in question.findall("tags/tag"))
    text = question.find("questiontext")
    raw.stem = _markdown(text, raw)
    usual = (text.get("format") or "") if text is not None else ""
    raw.explanation = _markdown(question.find("generalfeedback"), raw, usual)
    raw.hints = [_markdown(hint, raw, usual) for hint in question.findall("hint")]
    _with_settings(raw, question)
    return _with_answers(raw, question, question.get("type") or "", usual)


def _with_settings(raw: Raw, question: Element) -> None:
    """Points and whether it is retired; all other settings are lost."""
    grade = number(question.findtext("defaultgrade") or "1")
    if grade in range(2, 11):
        raw.data["points"] = str(int(grade or 1))
    elif grade != 1 and question.get("type") != "description":
        raw.lost.append(
            f"It was worth {question.findtext('defaultgrade')}: here points are whole numbers from 1 to 10."
        )
    if _plain(question.find("hidden")) == "1":
        raw.data["retired"] = "true"
    penalty = number(question.findtext("penalty") or "0")
    if penalty is not None and round(float(penalty), 7) not in USUAL_PENALTIES:
        raw.lost.append(f"Its penalty of {float(penalty):.0%} for each further try was left out.")
    if question.findtext("shuffleanswers", "1").strip().lower() in ("0", "false"):
        raw.lost.append("Its answers kept their order; here they are shuffled.")
    for name, who in COMBINED.items():
        said = _markdown(question.find(name), Raw(""))
        if said not in SAID_BY_MOODLE:
            raw.lost.append(f"What it said to all who are {who} was left out: “{said[:100]}”.")


def _with_answers(raw: Raw, question: Element, kind: str, usual: str) -> Raw:
    answers = question.findall("answer")
    match kind:
        case "multichoice" | "multichoiceset":
            weighted = [_weighted(answer, raw, usual) for answer in answers]
            if kind == "multichoiceset":
                right = sum(one.weight > 0 for one in weighted) or 1
                weighted = [Weighted(one.text, 100 / right if one.weight > 0 else 0, one.feedback) for one in weighted]
            several = kind == "multichoiceset" or _plain(question.find("single")).lower() in ("false", "0")
            return with_choices(raw, weighted, several)
        case "truefalse":
            return _true_false(raw, answers, usual)
        case "matching" | "ddmatch":
            return _matching(raw, question.findall("subquestion"), usual)
        case "numerical":
            return _numeric(raw, question, answers, usual)
        case "ordering":
            return _ordering(raw, question, answers, usual)
        case "description":
            raw.data["type"] = "case"
            raw.undecided.append(
                "It has no answer: it became a case. Name it in the questions that are asked under it, or remove it."
            )
            return raw
    accepted = ", ".join(f"“{_plain(answer)[:60]}”" for answer in answers[:5])
    named = NO_KIND.get(kind, f"It is of the type {kind[:40] or 'without a name'}")
    return raw.refuse(f"{named}{f' ({accepted})' if accepted else ''}, and there is no such kind here.")


def _weight(answer: Element) -> float:
    return float(number(answer.get("fraction")) or 0)


def _weighted(answer: Element, raw: Raw, usual: str) -> Weighted:
    text = one_paragraph(_markdown(answer, raw, usual), raw.lost)
    return Weighted(text, _weight(answer), _markdown(answer.find("feedback"), raw, usual))


def _true_false(raw: Raw, answers: Iterable[Element], usual: str) -> Raw:
    for answer in answers:
        says = _plain(answer).lower() == "true"
        feedback = _markdown(answer.find("feedback"), raw, usual)
        raw.choices.append(ChoiceText("True" if says else "False", _weight(answer) > 0, feedback))
    raw.choices.sort(key=lambda choice: choice.text, reverse=True)
    if [choice.text for choice in raw.choices] != ["True", "False"]:
        return raw.refuse("Its answers are not true and false.")
    return raw


def _matching(raw: Raw, rows: Iterable[Element], usual: str) -> Raw:
    raw.data["type"] = "matching"
    found = []
    for row in rows:
        left = one_line(_markdown(row, raw, usual), raw.lost)
        right = one_line(to_markdown(_plain(row.find("answer")), "moodle", raw.lost), raw.lost)
        if right:
            found.append((left, right))
    if sum(bool(left) for left, _ in found) < 2:
        return raw.refuse("It has fewer than two pairs.")
    raw.pairs = [HEAD, *found]
    return raw


def _numeric(raw: Raw, question: Element, answers: Iterable[Element], usual: str) -> Raw:
    units = [
        (_plain(unit.find("unit_name")), number(unit.findtext("multiplier"))) for unit in question.findall("units/unit")
    ]
    unit = next((name for name, multiplier in units if multiplier == 1), "")
    for name, multiplier in units:
        if name != unit:
            raw.lost.append(f"The unit {name} (times {multiplier}) was left out.")
    numbers = [
        Accepted(
            _plain(one), one.findtext("tolerance") or "0", _weight(one), _markdown(one.find("feedback"), raw, usual)
        )
        for one in answers
    ]
    return with_number(raw, numbers, " ".join(re.sub(r"[^\S ]", " ", unit).split()))


def _ordering(raw: Raw, question: Element, answers: list[Element], usual: str) -> Raw:
    raw.data["type"] = "ordering"
    raw.steps = [one_line(_markdown(answer, raw, usual), raw.lost) for answer in sorted(answers, key=_weight)]
    if (asked := number(question.findtext("selectcount"))) and asked < len(answers):
        raw.lost.append(f"It asked {asked} of its {len(answers)} steps at a time; here all are asked.")
    return raw if len(raw.steps) > 1 else raw.refuse("It has fewer than two steps.")
