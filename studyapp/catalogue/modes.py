"""How an attempt behaves, kept apart from what a question is: one table."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Mode:
    """What is shown when, and what the answers count for."""

    id: str
    explains: Literal["each", "end"]  # an answer is judged and explained when it is checked, or at the finish
    partial: bool  # a part that is right earns a part of the point
    counts: bool  # its first answers are first answers
    evidence: bool  # and speak of readiness: the run is drawn without a filter
    draws: Literal["pool", "filtered", "missed", "due", "none"]  # from what its questions are drawn


MODES = {
    mode.id: mode
    for mode in (
        #     id           explains partial       counts        evidence        draws
        Mode("lesson", "each", partial=False, counts=False, evidence=False, draws="none"),
        Mode("practice", "each", partial=True, counts=True, evidence=True, draws="pool"),
        Mode("graded", "end", partial=False, counts=True, evidence=True, draws="pool"),
        Mode("mock", "end", partial=False, counts=True, evidence=True, draws="pool"),
        Mode("section", "each", partial=True, counts=True, evidence=False, draws="filtered"),
        Mode("missed", "each", partial=True, counts=True, evidence=False, draws="missed"),
        Mode("review", "each", partial=True, counts=True, evidence=False, draws="due"),
    )
}
