"""How an attempt behaves, kept apart from what a question is: one table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mode:
    id: str
    checks_each: bool  # an answer is judged and explained as soon as it is checked
    counts: bool  # its first answers are first answers
    evidence: bool  # and speak of readiness: the run is drawn without a filter


MODES = {
    mode.id: mode
    for mode in (
        Mode("lesson", checks_each=True, counts=False, evidence=False),
        Mode("practice", checks_each=True, counts=True, evidence=True),
        Mode("graded", checks_each=False, counts=True, evidence=True),
        Mode("section", checks_each=True, counts=True, evidence=False),
    )
}
