"""The form of one question: every kind, rows more and less, what is wrong at its field, and no other line touched."""

from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client

from studyapp.catalogue.courses import Course
from studyapp.formats.bank_markdown import ItemText
from studyapp.formats.bank_pieces import cut
from studyapp.formats.bank_templates import KINDS, template
from studyapp.records import banks
from studyapp.records.models import Bank, User
from tests.pages.markup import Element, main_of
from tests.pages.test_editor import scenario
from tests.records.teaching import PANTRY, pantry

ITEMS = "/teach/tea/banks/pantry/items/"
JAR = f"{ITEMS}jar/"


@pytest.fixture
def bank(tea: Course, ben: Client, dan: Client) -> Bank:
    owner = User.objects.get(email="ben@example.org")
    made = pantry(tea, owner)
    banks.share(made, email="dan@example.org", by=owner)
    return made


def fields(page: Element) -> list[tuple[str, str]]:
    """What a browser would send of the form: names and values, in their order."""
    found = []
    for one in page.one("form", cls="item").walk():
        name, kind = one.attrs.get("name", ""), one.attrs.get("type", "")
        if one.tag == "textarea":
            found.append((name, "".join(map(str, one.children)).removeprefix("\n")))
        elif one.tag == "select":
            chosen = [option for option in one.all("option") if "selected" in option.attrs] or one.all("option")
            found.append((name, chosen[0].attrs.get("value", chosen[0].text)))
        elif one.tag == "input" and (kind != "checkbox" or "checked" in one.attrs):
            found.append((name, one.attrs.get("value", "on")))
    return [pair for pair in found if pair[0] != "csrfmiddlewaretoken"]


def send(client: Client, path: str, page: Element, act: str = "save", **changes: str) -> HttpResponse:
    """The form as it stands in the page, with some of its single fields changed."""
    sent = [(name, changes.get(name.replace("-", "_"), value)) for name, value in fields(page)]
    return client.post(path, urlencode([*sent, ("act", act)]), content_type="application/x-www-form-urlencoded")


def of(client: Client, path: str = JAR) -> Element:
    return main_of(client.get(path))


def written(id: str) -> ItemText | None:
    whole = cut(Bank.objects.get().draft)
    return next((whole.written(piece) for piece in whole.pieces if piece.id == id), None)


def test_a_form_that_is_sent_as_it_is_changes_nothing(ben: Client, bank: Bank) -> None:
    response = send(ben, JAR, of(ben))
    assert (response.status_code, response["Location"]) == (302, f"{JAR}?saved=1")
    bank.refresh_from_db()
    assert (bank.draft, bank.version) == (PANTRY, 1)
    assert of(ben, f"{JAR}?saved=1").one(cls="saved").text == "Saved"


def test_a_change_rewrites_the_lines_of_the_question_and_no_other(ben: Client, bank: Bank) -> None:
    banks.save(
        bank, text=PANTRY.replace("## spoon", "---\n\n## spoon  ").replace("pot\n", "pot\t\n"), version=1, by=bank.owner
    )
    before = Bank.objects.get().draft
    send(ben, JAR, of(ben), stem="Where does\r\ngreen tea keep?", objective="choose-way", title="Jars", difficulty="3")
    after = Bank.objects.get().draft
    tail = "\n\n---\n\n## spoon  "
    assert after.split(tail)[1] == before.split(tail)[1]
    assert after.startswith(
        before.split("## jar")[0]
        + "## jar: Jars\n\n```yaml\nobjective: choose-way\ndifficulty: 3\n```\n\nWhere does\ngreen"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_question_of_each_kind_is_added_and_its_form_keeps_it(ben: Client, bank: Bank, kind: str) -> None:
    response = ben.post(ITEMS, {"kind": kind, "ident": "new-one"})
    assert (response.status_code, response["Location"]) == (302, f"{ITEMS}new-one/")
    draft = Bank.objects.get().draft
    assert draft.startswith(PANTRY)
    assert written("new-one") == next(template(one, "new-one") for one in KINDS if one == kind)
    page = of(ben, f"{ITEMS}new-one/")
    assert send(ben, f"{ITEMS}new-one/", page).status_code == 302
    assert Bank.objects.get().draft == draft


def test_a_question_without_an_id_is_given_a_number(ben: Client, bank: Bank) -> None:
    for n in (1, 2):
        assert ben.post(ITEMS, {"kind": "single"})["Location"] == f"{ITEMS}question-{n}/"


NOT_ADDED = {
    "no kind": ({}, "There is no such kind"),
    "a case": ({"kind": "case"}, "There is no such kind"),
    "no id": ({"kind": "single", "ident": "A b"}, "The id of a question"),
    "an id that is there": ({"kind": "single", "ident": "spoon"}, "The draft has a question of that id"),
}


@pytest.mark.parametrize("case", NOT_ADDED)
def test_a_question_that_cannot_be_added_is_refused(ben: Client, bank: Bank, case: str) -> None:
    sent, sentence = NOT_ADDED[case]
    response = ben.post(ITEMS, sent)
    page = main_of(response)
    assert response.status_code == 422
    assert page.one(id="new-wrong").text.startswith(sentence)
    assert page.one("input", id="ident").attrs["value"] == sent.get("ident", "")
    assert Bank.objects.get().draft == PANTRY


ROWS = {
    "single": ("choice", 2), "ordering": ("step", 3), "matching": ("pair", 3), "multiple": ("hint", 0),
}  # fmt: skip
NAMES = {"choice": "choice", "step": "step", "pair": "left", "hint": "hint"}


@pytest.mark.parametrize("kind", ROWS)
def test_rows_come_and_go_without_scripts_and_what_was_typed_stays(ben: Client, bank: Bank, kind: str) -> None:
    ben.post(ITEMS, {"kind": kind, "ident": "new"})
    path, (row, count) = f"{ITEMS}new/", ROWS[kind]

    def rows(page: Element) -> int:
        return sum(name == NAMES[row] for name, _ in fields(page))

    page = of(ben, path)
    more = send(ben, path, page, f"add-{row}", stem="Typed and not saved.")
    assert (more.status_code, rows(page), rows(main_of(more))) == (200, count, count + 1)
    assert ("stem", "Typed and not saved.") in fields(main_of(more))
    less = send(ben, path, main_of(more), f"remove-{row}-{count + 1}")
    assert fields(main_of(less)) == [
        (name, "Typed and not saved." if name == "stem" else value) for name, value in fields(page)
    ]
    assert written("new") == next(template(one, "new") for one in KINDS if one == kind)


def test_an_empty_row_is_not_written(ben: Client, bank: Bank) -> None:
    page = main_of(send(ben, JAR, of(ben), "add-choice"))
    send(ben, JAR, page, stem="Where, then?")
    assert [one.text for one in (written("jar") or ItemText("")).choices] == ["In a dark jar", "On the sill"]


def test_a_right_choice_is_ticked_by_its_row(ben: Client, bank: Bank) -> None:
    page = of(ben)
    sent = [(name, value) for name, value in fields(page) if name != "right"] + [("right", "2"), ("act", "save")]
    ben.post(JAR, urlencode(sent), content_type="application/x-www-form-urlencoded")
    assert [one.right for one in (written("jar") or ItemText("")).choices] == [False, True]


def said_at(page: Element, id: str) -> str:
    """What is said at the field, or at the set of fields, of that id."""
    field = page.one(id=id)
    while "refused" not in field.classes:
        assert field.parent is not None
        field = field.parent
    return field.all(cls="error")[0].text


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(ben: Client, bank: Bank) -> None:
    page = of(ben)
    sent = [(name, value) for name, value in fields(page) if name != "right"] + [("act", "save")]
    response = ben.post(JAR, urlencode(sent), content_type="application/x-www-form-urlencoded")
    assert response.status_code == 422
    assert "no choice is ticked" in said_at(main_of(response), "choices")
    assert main_of(response).one(cls="summary").one("a").attrs["href"] == "#choices"
    assert Bank.objects.get().draft == PANTRY


FLAWS = {
    "a stem that begins another question": ("stem", "Where?\n\n## other", "this would not be read as it is typed"),
    "a stem with raw HTML": ("stem", "Where <b>?", "raw HTML"),
    "no stem": ("stem", "", "there is no question"),
    "an explanation with a section": (
        "explanation",
        "So.\n\n### Hint\n\nLook",
        "this would not be read as it is typed",
    ),
    "an explanation with a picture from elsewhere": ("explanation", "![x](https://e.org/x.png)", ""),
    "an objective that is none": ("objective", "nothing", 'there is no objective "nothing"'),
    "a difficulty that is none": ("difficulty", "9", "difficulty"),
}


@pytest.mark.parametrize("flaw", FLAWS)
def test_each_flaw_is_said_at_its_field_and_stays_typed(ben: Client, bank: Bank, flaw: str) -> None:
    name, value, message = FLAWS[flaw]
    response = send(ben, JAR, of(ben), **{name: value})
    page = main_of(response)
    assert response.status_code == 422
    assert message in said_at(page, name)
    assert dict(fields(page))[name] == value
    assert Bank.objects.get().draft == PANTRY


def test_a_number_that_is_none_is_said_at_its_field(ben: Client, bank: Bank) -> None:
    ben.post(ITEMS, {"kind": "numeric", "ident": "grams"})
    response = send(ben, f"{ITEMS}grams/", of(ben, f"{ITEMS}grams/"), answer="much", unit="g")
    assert response.status_code == 422
    assert 'answer "much" is no number' in said_at(main_of(response), "answer")


def test_the_facts_of_a_proven_question_are_told_in_the_form(ben: Client, bank: Bank, tea: Course) -> None:
    text = scenario(tea)
    banks.save(bank, text=text, version=1, by=bank.owner)
    id = cut(text).pieces[0].id
    path, before = f"{ITEMS}{id}/", written(id)
    page = of(ben, path)
    assert send(ben, path, page).status_code == 302
    assert written(id) == before
    less = main_of(send(ben, path, page, "remove-fact-1"))
    refused = send(ben, path, less)
    assert refused.status_code == 422
    assert said_at(main_of(refused), "facts")
    assert len([1 for name, _ in fields(main_of(send(ben, path, page, "add-fact"))) if name == "fact"]) == 2 + len(
        (before or ItemText("")).data["facts"]
    )


def test_a_change_elsewhere_in_the_draft_is_no_race(ben: Client, dan: Client, bank: Bank) -> None:
    page = of(ben)
    banks.save(bank, text=PANTRY.replace("Which spoon", "What spoon"), version=1, by=bank.owner)
    assert send(ben, JAR, page, stem="Where?").status_code == 302
    assert "What spoon" in Bank.objects.get().draft
    assert (written("jar") or ItemText("")).stem == "Where?"


def test_a_change_of_the_same_question_shows_both(ben: Client, dan: Client, bank: Bank) -> None:
    page = of(ben)
    send(dan, JAR, of(dan), stem="Where best?")
    response = send(ben, JAR, page, stem="Where?")
    both = main_of(response)
    assert response.status_code == 409
    assert ([one.text for one in both.all("del")], [one.text for one in both.all("ins")]) == (
        ["Where?"],
        ["Where best?"],
    )
    assert (written("jar") or ItemText("")).stem == "Where best?"
    assert send(ben, JAR, both).status_code == 302
    assert (written("jar") or ItemText("")).stem == "Where?"


def test_what_was_typed_is_given_back_where_it_cannot_be_stored(
    nobody: Client, ben: Client, dan: Client, bank: Bank
) -> None:
    page = of(ben)
    signed_out = send(nobody, JAR, page, stem="Where?")
    text = main_of(signed_out).one("textarea", id="draft").text
    assert (signed_out.status_code, "Where?" in text, "- [x] In a dark jar" in text) == (403, True, True)
    banks.save(bank, text=PANTRY.replace("## jar", "## tin"), version=1, by=bank.owner)
    gone = send(ben, JAR, page, stem="Where?")
    assert gone.status_code == 404
    assert "Where?" in main_of(gone).one("textarea", id="draft").text


def test_a_question_that_is_not_there_has_no_form(ben: Client, bank: Bank) -> None:
    assert ben.get(f"{ITEMS}nothing/").status_code == 404


def test_a_form_never_loses_lines_that_cannot_be_read(ben: Client, bank: Bank) -> None:
    flawed = PANTRY.replace("  > Light", "> Light")
    page = of(ben)
    banks.save(bank, text=flawed, version=1, by=bank.owner)
    shown = of(ben)
    assert (shown.all("form"), shown.one(cls="primary").attrs["href"]) == ([], "/teach/tea/banks/pantry/edit/?line=8")
    response = send(ben, JAR, page, stem="Where?")
    assert (response.status_code, Bank.objects.get().draft) == (409, flawed)
    assert "Where?" in main_of(response).one("textarea", id="draft").text


NONSENSE = [
    "", "act=save", "act=remove-choice-999&choice=a", "act=add-step", "choice=a&right=x&right=2", "hint=" * 5000,
    "stem=%00&title=%00", "fact=&fact=a&value=b", "act=remove-fact-", "left=a&right-cell=b",
]  # fmt: skip


@pytest.mark.parametrize("sent", NONSENSE)
def test_nonsense_is_refused_and_never_breaks(ben: Client, bank: Bank, sent: str) -> None:
    before = dict(fields(of(ben)))["before"]
    for body in (sent, f"{sent}&before={before}"):
        response = ben.post(JAR, body, content_type="application/x-www-form-urlencoded")
        assert response.status_code in (200, 302, 409, 422)
    broken = PANTRY.replace("Where does green", "```yaml\nfacts: [1]\nobjective: [x]\n```\n\nWhere does green")
    banks.save(bank, text=broken, version=Bank.objects.get().version, by=bank.owner)
    assert ben.get(JAR).status_code == 200
    assert ben.post(JAR, sent, content_type="application/x-www-form-urlencoded").status_code in (200, 409, 422)
