"""A guesser that knows only trigger words: what a bank gives away."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from html import unescape

from studyapp.catalogue.questions import Item

TAG = re.compile(r"<[^>]+>")


def guess_share(items: Sequence[Item], triggers: Mapping[str, Sequence[str]]) -> Fraction:
    """The share of scenarios the guesser maps rightly; where words tie, or none is found, its expected share."""
    scenarios = [item for item in items if item.question.scenario]
    if not scenarios:
        return Fraction(0)
    return sum((_chance(item, triggers) for item in scenarios), Fraction(0)) / len(scenarios)


def _chance(item: Item, triggers: Mapping[str, Sequence[str]]) -> Fraction:
    text = " ".join(unescape(TAG.sub(" ", item.question.stem)).lower().split())
    offered = [choice.option for choice in item.question.choices]
    hits = {option: sum(_stands(word, text) for word in triggers.get(option, ())) for option in offered}
    best = [option for option in offered if hits[option] == max(hits.values())]
    return Fraction(1, len(best)) if item.outcome in best else Fraction(0)


def _stands(word: str, text: str) -> bool:
    low = word.lower()
    return low in text and re.search(rf"(?<!\w){re.escape(low)}(?!\w)", text) is not None
