"""A bank that Ben writes in the browser, small enough to see through."""

from studyapp.catalogue.courses import Course
from studyapp.records import banks, editions, publications
from studyapp.records.models import Bank, Publication, User

PANTRY = """\
---
bank: pantry
objective: know-leaf
---

# Pantry

## jar

Where does green tea keep best?

- [x] In a dark jar
- [ ] On the sill
  > Light takes its colour.

## spoon

Which spoon is dry?

- [ ] The one in the pot
- [x] The one in the jar
"""


def pantry(tea: Course, ben: User, *, text: str = PANTRY, sealed: bool = False) -> Bank:
    return banks.create(course=tea, ident="pantry", title="Pantry", owner=ben, text=text, sealed=sealed)


def publish(bank: Bank, tea: Course, *, text: str | None = None) -> Publication:
    """Save that text, where there is one, and publish the draft."""
    if text is not None:
        bank = banks.save(bank, text=text, version=bank.version, by=bank.owner)
    return publications.publish(bank, course=tea, version=bank.version, by=bank.owner)


def served() -> Course:
    """The tea course as it is served now."""
    return editions.catalogue().courses["tea"]
