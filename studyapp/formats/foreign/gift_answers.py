"""What stands in the braces of a GIFT question, and how GIFT hides its signs from itself."""

import re
from dataclasses import dataclass

from studyapp.formats.bank_answers import ChoiceText
from studyapp.formats.foreign.data_values import number
from studyapp.formats.foreign.raw import HEAD, Raw
from studyapp.formats.foreign.texts import Form, one_line, one_paragraph, to_markdown
from studyapp.formats.foreign.weights import Weighted, accepted, with_choices, with_number

ESCAPED = re.compile(r"\\([\\:#={}~n])")
HIDDEN = re.compile("[\udc00-\udcff]")  # an escaped sign, until the structure is read; decoded text holds none of these
FORM = re.compile(r"\s*\[(html|markdown|moodle|plain)\]", re.I)
FORMS: dict[str, Form] = {"html": "html", "markdown": "markdown", "moodle": "moodle", "plain": "plain"}
TRUE_FALSE = re.compile(r"(T|TRUE|F|FALSE)\s*(?:#(.*?))?(?:#(.*))?", re.S | re.I)
WEIGHT = re.compile(r"%\s*(-?[\d.,]+)\s*%")


def hidden(text: str) -> str:
    """The text with a stand-in for each sign that a backslash precedes."""
    return ESCAPED.sub(lambda sign: chr(0xDC00 + ord(sign[1])), text)


def shown(text: str) -> str:
    """The text with the signs themselves again; an escaped n is a line end."""
    return HIDDEN.sub(lambda sign: chr(ord(sign[0]) - 0xDC00) if sign[0] != "\udc6e" else "\n", text)


@dataclass
class Answers:
    """Reads what stands in the braces of one question."""

    raw: Raw
    form: Form

    def read(self, text: str) -> Raw:
        body, mark, general = text.partition("####")
        self.raw.explanation = self.text(general) if mark else ""
        body = body.strip()
        if not body:
            return self.raw.refuse("It is an essay: nothing here marks a free text.")
        if body.startswith("#"):
            return self.numeric(body[1:])
        if match := TRUE_FALSE.fullmatch(body):
            return self.true_false(match)
        if body.startswith(">"):
            return self.ordering(body[1:])
        if "~" in body:
            return self.choices(body)
        if body.startswith("=") and "->" in body:
            return self.matching(body)
        accepted = ", ".join(f"“{shown(one.partition('#')[0]).strip()[:60]}”" for one in body.split("=") if one.strip())
        return self.raw.refuse(f"It is a short answer ({accepted[:300]}): make it choices or a number.")

    def text(self, text: str) -> str:
        """A text in the format that it names, else in that of the question."""
        mark = FORM.match(text)
        form = FORMS[mark[1].lower()] if mark else self.form
        return to_markdown(shown((text[mark.end() :] if mark else text).strip()), form, self.raw.lost)

    def parted(self, text: str) -> tuple[float, str, str]:
        """The weight, the answer and the feedback of `=right#why`, `~wrong` or `~%50%half`."""
        weight, rest = 100.0 if text[0] == "=" else 0.0, text[1:].strip()
        if mark := WEIGHT.match(rest):
            weight, rest = float(number(mark[1]) or 0), rest[mark.end() :]
        answer, _, feedback = rest.partition("#")
        return weight, answer, self.text(feedback)

    def weighted(self, text: str) -> Weighted:
        weight, answer, feedback = self.parted(text)
        return Weighted(one_paragraph(self.text(answer), self.raw.lost), weight, feedback)

    def choices(self, body: str) -> Raw:
        answers = [self.weighted(one) for one in re.findall(r"[~=][^~=]*", body)]
        partly = [answer for answer in answers if 0 < answer.weight < 99.9]
        whole = [answer for answer in answers if answer.weight >= 99.9]
        if re.search(r"[^\s~=%]=(?!\s)", body):
            self.raw.undecided.append(
                "An = within an answer begins a new one, as Moodle reads it; as text it is written \\=."
            )
        several = ("=" not in body and bool(partly or whole)) or (len(partly) > 1 and not whole)
        return with_choices(self.raw, answers, several)

    def true_false(self, match: re.Match[str]) -> Raw:
        """The first feedback is for those who are wrong, the second for those who are right."""
        true, wrong, right = match[1].upper().startswith("T"), self.text(match[2] or ""), self.text(match[3] or "")
        self.raw.choices = [
            ChoiceText("True", true, right if true else wrong),
            ChoiceText("False", not true, wrong if true else right),
        ]
        return self.raw

    def ordering(self, body: str) -> Raw:
        """The lines of Moodle's ordering plug-in, below a line of settings."""
        _, _, lines = body.partition("\n")
        self.raw.data["type"] = "ordering"
        self.raw.steps = [one_line(self.text(line), self.raw.lost) for line in lines.split("\n") if line.strip()]
        return self.raw if len(self.raw.steps) > 1 else self.raw.refuse("It has fewer than two steps.")

    def matching(self, body: str) -> Raw:
        rows = [one.partition("->") for one in body.split("=") if one.strip()]
        if not all(arrow and right.strip() for _, arrow, right in rows):
            return self.raw.refuse("A pair is not written as “left -> right”.")
        self.raw.data["type"] = "matching"
        cells = [
            (self.text(left), to_markdown(shown(right.strip()), "plain", self.raw.lost)) for left, _, right in rows
        ]
        self.raw.pairs = [
            HEAD,
            *((one_line(left, self.raw.lost), one_line(right, self.raw.lost)) for left, right in cells),
        ]
        return (
            self.raw
            if sum(bool(left) for left, _ in self.raw.pairs[1:]) > 1
            else self.raw.refuse("It has fewer than two pairs.")
        )

    def numeric(self, body: str) -> Raw:
        """`#3.14:0.01`, a range `#1..5`, or several of them as answers with weights."""
        answers = []
        for one in re.findall(r"[~=][^~=]*", body) if re.match(r"\s*[~=]", body) else [f"={body}"]:
            weight, value, feedback = self.parted(one)
            answers.append(accepted(shown(value).strip(), weight, feedback))
        return with_number(self.raw, answers)
