"""A decision tree of a learner's own: nested, so that it can have no loop and no unreachable node."""

from dataclasses import dataclass
from typing import Union

from studyapp.catalogue.facts import Condition


@dataclass(frozen=True)
class Leaf:
    """What cases that come here are mapped to."""

    outcome: str


@dataclass(frozen=True)
class Ask:
    """A question, and what follows each answer to it; None where nothing follows yet."""

    fact: str
    branches: tuple[tuple[Condition, Union["Ask", Leaf, None]], ...]


Sketch = Ask | Leaf | None
Place = tuple[int, ...]  # the numbers of the branches that lead there from the start, from 0
