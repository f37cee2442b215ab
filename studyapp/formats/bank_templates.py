"""A question of each kind to begin with: sound as it stands, so that only words have to be replaced."""

from typing import assert_never

from studyapp.catalogue.questions import Kind
from studyapp.formats.bank_answers import ChoiceText
from studyapp.formats.bank_markdown import ItemText

KINDS: tuple[Kind, ...] = ("single", "multiple", "ordering", "matching", "numeric")
STEM = "Write the question here."
EXPLANATION = "Say here why the answer is right."
RIGHT = ChoiceText("A right answer", True, "Say why it is right.")
WRONG = ChoiceText("A wrong answer", False, "Say why it is wrong.")


def template(kind: Kind, id: str) -> ItemText:
    """A new question of that kind."""
    match kind:
        case "single":
            return ItemText(id, stem=STEM, choices=(RIGHT, WRONG), explanation=EXPLANATION)
        case "multiple":
            right = (RIGHT, ChoiceText("Another right answer", True, RIGHT.feedback, "Say what was left out."))
            return ItemText(id, data={"type": kind}, stem=STEM, choices=(*right, WRONG), explanation=EXPLANATION)
        case "ordering":
            steps = ("The first step", "The second step", "The third step")
            return ItemText(id, data={"type": kind}, stem=STEM, steps=steps, explanation=EXPLANATION)
        case "matching":
            pairs = (("This", "belongs to"), ("One thing", "Its answer"), ("Another thing", "Another answer"))
            return ItemText(id, data={"type": kind}, stem=STEM, pairs=pairs, explanation=EXPLANATION)
        case "numeric":
            data = {"type": kind, "answer": "10", "tolerance": "1%"}
            return ItemText(id, data=data, stem=STEM, explanation=EXPLANATION)
        case _:
            assert_never(kind)
