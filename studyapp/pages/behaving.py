"""How the questions of a bank behave: for whoever wrote it, and for every instructor where it is one of the course's files."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from studyapp.catalogue.courses import Course
from studyapp.catalogue.questions import Choice, Item
from studyapp.pages.http import course_or_404, page
from studyapp.pages.teaching import bank_or_404, for_instructors
from studyapp.pages.wording import percent
from studyapp.records import banks, publications, revisions, tallies
from studyapp.records.models import Bank
from studyapp.rules.behaving import FEWEST, Behaviour, Taken

AT_ONCE = 100  # questions on a page
SOUND = ("few", "sound")  # what asks for no look
SAYS = {
    "few": gettext_lazy("too few answers yet: %(n)s of %(fewest)s"), "sound": gettext_lazy("sound"),
    "easy": gettext_lazy("too easy to tell learners apart"),
    "key": gettext_lazy("the stronger learners take choice %(n)s, so the key may be wrong"),
    "story": gettext_lazy("the stronger learners miss it, so read it as they do"),
    "hard": gettext_lazy("no more right answers than by guessing"),
    "weak": gettext_lazy("it hardly tells stronger and weaker learners apart"),
    "idle": gettext_lazy("nobody takes choice %(n)s"),
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A part of the bar of all first answers, in per cent of its width, and in words."""

    x: str
    width: str
    key: bool
    words: str


@dataclass(frozen=True)
class Row:
    """A question in the wording that learners see, and how it behaves."""

    item: Item
    behaviour: Behaviour
    bar: list[Part]

    @property
    def name(self) -> str:
        return self.item.title or self.item.id

    @property
    def says(self) -> str:
        """What its behaviour says, as a sentence."""
        found = self.behaviour
        return SAYS[found.says] % {"n": found.n if found.says == "few" else found.at, "fewest": FEWEST}

    @property
    def right(self) -> str:
        return gettext("%(right)s of %(n)s") % {"right": self.behaviour.right, "n": self.behaviour.n}

    @property
    def bar_words(self) -> str:
        return ", ".join(part.words for part in self.bar)

    @property
    def taken(self) -> list[tuple[Taken, Choice]]:
        """Each choice with who took it."""
        return list(zip(self.behaviour.choices, self.item.question.choices, strict=True))

    @property
    def asks_for_a_look(self) -> bool:
        return self.behaviour.says not in SOUND


@require_safe
@for_instructors
def statistics(request: HttpRequest, course: str, bank: str) -> HttpResponse:
    """A hundred questions of the bank, each with what the first answers say of it."""
    found, files = course_or_404(course), banks.of_files(course_or_404(course))
    mine = None if bank in files else bank_or_404(request, course, bank)
    items = _published(found, mine) if mine else files[bank].items
    context = {"course": found, "bank": mine, "title": mine.title if mine else files[bank].title, "corner": "teach"}
    return page(request, "banks/statistics.html", context | shown(items, request.GET.get("page")))


def beside(course: Course, bank: Bank) -> dict[str, Any]:
    """The first questions of a bank as they behave, for what stands under its editor: those with answers, and how many have none."""
    found = shown(_published(course, bank), None)
    answered = [row for row in found["behaviours"] if row.behaviour.n]
    return found | {"behaviours": answered, "unanswered": len(found["behaviours"]) - len(answered)}


def shown(items: tuple[Item, ...], number: str | None) -> dict[str, Any]:
    """A page of questions; `look` is the first of them that asks for one."""
    pages: Page[Item] = Paginator(items, AT_ONCE).get_page(number)
    found = rows(list(pages))
    return {
        "pages": pages,
        "behaviours": found,
        "fewest": FEWEST,
        "look": next((one for one in found if one.asks_for_a_look), None),
    }


def row_of(course: Course, bank: Bank, question: str) -> Row | None:
    """One question as learners see it; None for one that is not published."""
    item = course.items.get(f"{bank.ident}/{question}")
    if bank.ident not in course.banks:  # withdrawn
        item = next((one for one in _published(course, bank) if one.id == question), None)
    return rows([item])[0] if item and not item.retired else None


def rows(items: list[Item]) -> list[Row]:
    hashes = [revisions.hash_of(item.question) for item in items]
    found = tallies.of({hash: item.question for hash, item in zip(hashes, items, strict=True)})
    return [Row(item, found[hash], bar(item, found[hash])) for hash, item in zip(hashes, items, strict=True)]


def _published(course: Course, bank: Bank) -> tuple[Item, ...]:
    """The questions as learners see them; of a bank that was withdrawn, as they saw them last."""
    served = course.banks.get(bank.ident)
    if served is None and (newest := publications.last(bank)):
        served = publications.published(newest)
    return tuple(item for item in served.items if not item.retired) if served else ()


def bar(item: Item, found: Behaviour) -> list[Part]:
    """The key first, then each distractor by how often it was taken; where choices do not exclude each other, right and wrong."""
    if not found.n:
        return []
    if item.question.kind == "single":
        taken = sorted(found.choices, key=lambda one: (one.choice not in item.question.key, -one.n))
        parts = [(one.n, one.choice in item.question.key, one.number) for one in taken]
    else:
        parts = [(found.right, True, 0), (found.n - found.right, False, 0)]
    made, x = list[Part](), 0.0
    for n, key, number in parts:
        if n:
            width = 100 * n / found.n
            made.append(Part(f"{x:.2f}%", f"{width:.2f}%", key, f"{_taken(key, number)} {percent(n / found.n)}"))
            x += width
    return made


def _taken(key: bool, number: int) -> str:
    """The words for the choice of that number, or for all that is right or wrong."""
    if not number:
        return gettext("right") if key else gettext("wrong")
    return (gettext("choice %(n)s, the key") if key else gettext("choice %(n)s")) % {"n": number}
