"""Every word of the interface goes through the catalogue, and says so; what is not translated is the course's, and is marked as such.

All pages are rendered with a catalogue in which each message stands between ⟦ and ⟧. Words outside those are somebody's own, or a gap.
"""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from studyapp.pages import keeping, templating, wording
from studyapp.pages.drawings import tree
from studyapp.records.shelf import Shelf
from tests.messages import Entry, read_po, write_mo
from tests.pages.album import Album, Pages, of_everything
from tests.pages.markup import Element

OPEN, SHUT = "⟦", "⟧"
FORMAT = re.compile(r"[ljFMYHi,: ]+")  # of a date: nothing that is said
WORD = re.compile(r"[^\W\d_]{3,}")
# What people of the album write and are called, names of formats and dates, and labels that allauth has in its own Spanish.
OWN = re.compile(
    r"La contraseña es demasiado corta\. Debe contener por lo menos 8 caracteres\.|Esta contraseña es demasiado común\."
    r"|Nueva contraseña( \(de nuevo\))?|Contraseña( actual)?|Correo electrónico|Código( del autenticador)?"
    r"|Tuesday|Ada|[Ll]arder|Brewing|copy|early-train|[\w.+-]+@\w+\.org|\ba-\w+|http://\S+|alert|script|\b[B-DF-HJ-NP-TV-Z]{10}\b"
    r"|GIFT|Moodle XML|Aiken|CSV|Excel|XLSX|JSON|Markdown|UTC|\d+ \w+( \d{4})?|\b(cups|leaf|bag|loose|powder|hot|cold)\b"
)
# A few phrases of the interface join words of the course, and stand in its language.
JOINING = re.compile(
    r"⟦[^⟦⟧]* (and|or|At most) [^⟦⟧]*⟧|⟦(at most|more than) [^⟦⟧]*⟧|⟦The choice [^⟦⟧]* leaves this way.⟧"
)
WRITTEN = ("code", "kbd", "textarea", "ins", "del")  # by authors, or to be typed


@pytest.fixture(scope="module")
def pages(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tea_shelf: Shelf, real_shelf: Shelf, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pages]:  # fmt: skip
    """Every page in every state, in the marked language."""
    locale, album = tmp_path_factory.mktemp("locale"), Album()
    write_mo(locale / "es" / "LC_MESSAGES" / "django.mo", [marked(entry) for entry in read_po()])
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeping, "_parts", {})  # what else is kept in Spanish is in real words
        _forget()
        with override_settings(LOCALE_PATHS=[locale], LANGUAGE_CODE="es"):
            of_everything(album, tea_shelf, real_shelf, tmp_path_factory.mktemp("content"), patch)
        transaction.set_rollback(True)
    _forget()
    yield album.pages


def _forget() -> None:
    for kept in (templating._said, wording._figures, wording._percent, tree._placed):
        kept.cache_clear()


def marked(entry: Entry) -> Entry:
    if FORMAT.fullmatch(entry.singular):
        return Entry(entry.context, entry.singular, says=[entry.singular])
    texts = [entry.singular, entry.plural] if entry.plural else [entry.singular]
    return Entry(entry.context, entry.singular, entry.plural, [f"{OPEN}{text}{SHUT}" for text in texts])


def texts(element: Element, lang: str = "es") -> Iterator[tuple[str, str]]:
    """Every text with the language of the element around it, in the order of the page."""
    lang = element.attrs.get("lang", lang)
    if element.tag in WRITTEN or "sides" in element.classes or element.attrs.get("name") == "language":
        return
    for child in element.children:
        if isinstance(child, str):
            yield lang, " ".join(child.split())
        else:
            yield from texts(child, lang)


def unmarked(text: str, depth: int) -> tuple[str, int]:
    """What of a text stands outside the marks, which may be open from texts before it; and how many are open then."""
    found = ""
    for sign in text:
        depth += (sign == OPEN) - (sign == SHUT)
        found += sign if depth == 0 and sign not in (OPEN, SHUT) else ""
    return found, depth


def gaps(page: Element) -> Iterator[str]:
    """Words that are neither translated nor marked as the course's; words of the interface marked as the course's."""
    depth = 0
    for lang, text in texts(page.one("body")):
        before = depth
        bare, depth = unmarked(text, depth)
        if lang == "es" and WORD.search(OWN.sub("", bare)):
            yield f"not translated, or not marked: {text}"
        elif lang != "es" and (before or OPEN in JOINING.sub("", text)):
            yield f"a word of the interface in {lang}: {text}"
    for one in page.walk():
        for name in ("aria-label", "title", "data-say", "data-failed", "data-moved", "data-selected", "data-tidied"):
            if name in one.attrs and WORD.search(OWN.sub("", unmarked(one.attrs[name], 0)[0])):
                yield f"{name} not translated: {one.attrs[name]}"


def test_every_word_is_translated_or_marked_as_the_courses(pages: Pages) -> None:
    faults = {
        f"{fault} ({name})" for name, (path, page) in pages.items() if "/export/" not in path for fault in gaps(page)
    }
    assert faults == set(), "\n".join(sorted(faults))


def test_the_look_for_gaps_would_see_one() -> None:
    root = Element("html", {})
    body = Element(
        "body", {}, root, ["⟦All⟧ is well here, and ⟦there⟧", Element("p", {"lang": "en"}, None, ["⟦Said⟧ in English"])]
    )
    root.children.append(body)
    assert list(gaps(root)) == [
        "not translated, or not marked: ⟦All⟧ is well here, and ⟦there⟧",
        "a word of the interface in en: ⟦Said⟧ in English",
    ]
