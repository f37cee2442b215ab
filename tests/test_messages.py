"""The translations: what the sources ask for is all there, nothing is guessed, and the compiled file says what the text says."""

import re
from gettext import GNUTranslations

import pytest

from tests.messages import PO, ROOT, Entry, asked_for, read_po

ENTRIES = read_po()
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}|<[^>]+>")
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-)?(?:left|right)(?:-width|-color|-style)?\s*:|(?:text-align|float):\s*(?:left|right)"
)


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def compiled() -> dict[str | tuple[str, int], str]:
    with PO.with_suffix(".mo").open("rb") as file:
        return {id: text for id, text in GNUTranslations(file)._catalog.items() if id}  # type: ignore[attr-defined]


def test_the_compiled_file_says_what_the_text_says() -> None:
    said: dict[str | tuple[str, int], str] = {}
    for entry in ENTRIES:
        id = f"{entry.context}\x04{entry.singular}" if entry.context else entry.singular
        said |= {(id, n): text for n, text in enumerate(entry.says)} if entry.plural else {id: entry.says[0]}
    assert said == compiled()


def test_no_translation_is_missing_or_guessed() -> None:
    assert [entry.singular for entry in ENTRIES if entry.fuzzy or not all(entry.says)] == []
    assert [entry.singular for entry in ENTRIES if entry.plural and len(entry.says) != 2] == []


def test_no_translation_loses_a_number_a_name_or_a_mark() -> None:
    pairs = [
        (text, one.plural if n and one.plural else one.singular) for one in ENTRIES for n, text in enumerate(one.says)
    ]
    assert [(said, text) for text, said in pairs if placeholders(text) != placeholders(said)] == []
    assert [
        text for text, said in pairs if (text[:1] == " ", text[-1:] == " ") != (said[:1] == " ", said[-1:] == " ")
    ] == []


def test_a_lost_placeholder_would_be_seen() -> None:
    assert placeholders("%(n)s de <b>%(of)s</b>, 90 %%") != placeholders("de <b>%(of)s</b>, 90 %%")


@pytest.mark.parametrize("wrong", ["usted", "Usted", "su cuenta", "introduzca", "ordenador"])
def test_everybody_is_addressed_alike(wrong: str) -> None:
    assert [text for entry in ENTRIES for text in entry.says if re.search(rf"\b{wrong}\b", text)] == []


def test_sheets_say_where_lines_begin_and_end_and_not_left_or_right() -> None:
    """So that the page turns round where the script does; drawings are left to right by their own rule."""
    sheets = sorted((ROOT / "static" / "css").glob("*.css"))
    assert [f"{sheet.name}: {found[0]}" for sheet in sheets for found in PHYSICAL.finditer(sheet.read_text())] == []


def test_dates_are_written_in_the_order_of_the_language() -> None:
    """A format with the name of a month or a day goes through the catalogue, too."""
    bare = re.compile(r"""date\(["'][^"']*[FMlND][^"']*["']""")
    pages = sorted((ROOT / "templates").rglob("*.html"))
    assert [f"{page.name}: {found[0]}" for page in pages for found in bare.finditer(page.read_text())] == []


def test_every_message_of_the_sources_has_its_entry_and_no_entry_is_left_over() -> None:
    """Run `make messages` after a change of words, and translate what is new."""
    known = {entry.key for entry in ENTRIES}
    plural = {
        (context, singular, "") for context, singular, many in known if many
    }  # a plural's first form serves alone, too
    assert asked_for() - known - plural == set()
    assert known - asked_for() == set()


def test_the_look_for_messages_reads_python_and_templates() -> None:
    asked = asked_for()
    assert {
        ("", "Skip to the text", ""),
        ("count", "Right", ""),
        ("", "One learner", "%(n)s learners"),
        ("", "%(n)d day", "%(n)d days"),
    } <= asked
    assert Entry("count", "Right").key in asked
