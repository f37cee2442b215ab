"""The editor: what is typed is saved, checked, looked at, and never lost."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.catalogue.courses import Course
from studyapp.pages import editor, limits
from studyapp.records import banks, readings
from studyapp.records.models import Bank, User
from tests.pages.acting import HTMX
from tests.pages.markup import Element, main_of, read
from tests.records.teaching import PANTRY, pantry, publish

EDIT, PREVIEW = "/teach/tea/banks/pantry/edit/", "/teach/tea/banks/pantry/previews/"
FLAWED = PANTRY.replace("  > Light", "> Light").replace("objective: know-leaf", "objectve: know-leaf")
TITLED = PANTRY.replace("# Pantry", "# Larder")


@pytest.fixture
def bank(tea: Course, ben: Client, dan: Client) -> Bank:
    owner = User.objects.get(email="ben@example.org")
    made = pantry(tea, owner)
    banks.share(made, email="dan@example.org", by=owner)
    return made


def save(client: Client, text: str, version: object = 1, **sent: object) -> HttpResponse:
    return client.post(EDIT, {"text": text, "version": version} | sent)


def look(client: Client, text: str, line: object = "", *, htmx: bool = True) -> HttpResponse:
    return client.post(PREVIEW, {"text": text, "version": 1, "at": line}, headers=HTMX if htmx else {})


def typed(page: Element) -> str:
    """What stands in the text area, as a browser takes it: without the line end that it begins with."""
    return "".join(str(child) for child in page.one("textarea", id="draft").children).removeprefix("\n")


def primary(page: Element) -> str:
    return page.one(cls="primary").text


def test_the_draft_is_saved_and_the_page_says_so_after_it(ben: Client, bank: Bank) -> None:
    response = save(ben, TITLED.replace("\n", "\r\n"))
    bank.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, f"{EDIT}?saved=1")
    assert (bank.draft, bank.version) == (TITLED, 2)
    page = main_of(ben.get(response["Location"]))
    assert (page.one(id="stored").text, typed(page), page.one("input", name="version").attrs["value"]) == (
        "Saved", TITLED, "2",
    )  # fmt: skip
    assert main_of(ben.get(EDIT)).one(id="stored").text == ""


def test_a_text_that_begins_with_an_empty_line_stays_so(ben: Client, bank: Bank) -> None:
    save(ben, f"\n\n{PANTRY}")
    assert typed(main_of(ben.get(EDIT))) == f"\n\n{PANTRY}"


REFUSED = {
    "no version": ({"text": TITLED}, "The number of the draft got lost"),
    "a version that is none": ({"text": TITLED, "version": "²"}, "The number of the draft got lost"),
    "an endless version": ({"text": TITLED, "version": "9" * 400}, "The number of the draft got lost"),
    "six megabytes": ({"text": "x" * 6_000_000, "version": "1"}, "This is more than 5 MB"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_saved_is_refused_and_stays_typed(ben: Client, bank: Bank, case: str) -> None:
    sent, sentence = REFUSED[case]
    response = ben.post(EDIT, sent)
    page = main_of(response)
    assert response.status_code == 422
    assert page.one(id="refused").text.startswith(sentence)
    assert typed(page) == sent["text"]
    assert page.one("input", name="version").attrs["value"] == "1"
    bank.refresh_from_db()
    assert bank.draft == PANTRY


def test_a_form_without_a_text_leaves_the_draft_as_it_is(ben: Client, bank: Bank) -> None:
    response = ben.post(EDIT, {"version": "1"})
    assert (response.status_code, typed(main_of(response))) == (422, PANTRY)
    assert main_of(response).one(id="refused").text.startswith("No text was sent")


def test_signs_that_no_file_can_hold_are_no_error(ben: Client, bank: Bank) -> None:
    assert look(ben, "\x00\ufeff# \x0b\u2028\ufffe").status_code == 200
    assert save(ben, f"{PANTRY}\x00").status_code == 302
    assert Bank.objects.get().draft == f"{PANTRY}\ufffd"


def test_problems_name_their_lines_and_the_button_leads_to_the_first_error(ben: Client, bank: Bank) -> None:
    page = read(look(ben, FLAWED).content)
    rows = [(row.one("a").text, row.one("a").attrs["data-line"]) for row in page.one(cls="problems").all("li")]
    assert rows == [("Line 3", "3"), ("Line 13", "13"), ("Line 14", "14"), ("Line 20", "20")]
    first = page.one(cls="problems").all("li")[0].text
    assert first == 'Line 3 Error: unknown key "objectve". Fix: did you mean "objective"?'
    assert (primary(page), page.one(id="states").all("b")[0].text) == ("Go to line 3", "2 errors")


def test_the_filled_button_is_the_next_step(ben: Client, bank: Bank, tea: Course) -> None:
    assert primary(main_of(ben.get(EDIT))) == "Publish…"
    assert primary(main_of(look(ben, TITLED, htmx=False))) == "Save"
    assert primary(main_of(look(ben, FLAWED, htmx=False))) == "Go to line 3"
    publish(bank, tea)
    assert primary(main_of(ben.get(EDIT))) == "Save"


def test_without_scripts_the_same_is_seen_on_a_page_that_keeps_what_was_typed(ben: Client, bank: Bank) -> None:
    whole = main_of(look(ben, FLAWED, 8, htmx=False))
    fragment = read(look(ben, FLAWED, 8).content)
    assert typed(whole) == FLAWED
    assert whole.one(id="seen").text == fragment.one(id="seen").text
    assert whole.one(id="states").text == fragment.one(id="states").text


def test_a_look_shows_the_question_at_the_cursor_with_its_answers_explained(ben: Client, bank: Bank) -> None:
    page = read(look(ben, PANTRY, 17).content).one(cls="preview")
    assert page.one("h2", id="preview").text == "Preview of spoon"
    assert page.one(cls="story").text == "Which spoon is dry?"
    assert [one.text for one in page.all(cls="answer")] == ["The one in the pot", "The one in the jar Right answer"]
    assert read(look(ben, PANTRY, 1).content).one("h2", id="preview").text == "Preview of jar"


def test_a_flawed_question_is_shown_as_far_as_it_can_be_read(ben: Client, bank: Bank) -> None:
    page = read(look(ben, FLAWED, 8).content).one(cls="preview")
    assert [one.text for one in page.all(cls="answer")] == ["In a dark jar Right answer", "On the sill"]


def scenario(tea: Course) -> str:
    """A proven question of the tea course, as a bank of its own."""
    text = banks.file_text(readings.shelf.shelf().content, tea, "brewing") or ""
    head, first, *_ = text.split("\n## ")
    return f"{head}\n## {first}".replace("bank: brewing", "bank: pantry")


def test_a_look_says_where_the_facts_lead(ben: Client, bank: Bank, tea: Course) -> None:
    text = scenario(tea)
    said = re.search(r"The facts decide: (.*?)\. ?", read(look(ben, text, 12).content).one(cls="preview").text)
    ticked = re.search(r"- \[x\] (.*)", text)
    assert said and ticked
    assert said[1].endswith(f"lead to {ticked[1]}; that is the ticked choice")
    other = re.search(r"- \[ \] (.*)", text)
    assert other
    moved = text.replace(f"[x] {ticked[1]}", f"[ ] {ticked[1]}").replace(f"[ ] {other[1]}", f"[x] {other[1]}")
    wrong = read(look(ben, moved, 12).content).one(cls="preview").text
    assert f"lead to {ticked[1]}; that is not the ticked choice." in wrong


def test_a_look_stores_nothing(ben: Client, bank: Bank) -> None:
    look(ben, TITLED)
    bank.refresh_from_db()
    assert (bank.draft, bank.version) == (PANTRY, 1)


def test_looking_is_limited(ben: Client, bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editor, "PREVIEWS", 2)
    monkeypatch.setattr(limits, "time", lambda: 60_000_000)
    cache.clear()
    assert [look(ben, FLAWED).status_code for _ in range(3)] == [200, 200, 429]
    refused = look(ben, FLAWED, htmx=False)
    assert main_of(refused).one(id="refused").text.startswith("This was checked very often")
    assert typed(main_of(refused)) == FLAWED


def test_a_text_too_large_is_not_read_while_it_is_typed(ben: Client, bank: Bank) -> None:
    response = look(ben, "x" * 5_000_001)
    assert (response.status_code, read(response.content).all(cls="problems")) == (422, [])


def test_signed_out_in_the_meantime_keeps_the_text(nobody: Client, ben: Client, bank: Bank) -> None:
    response = save(nobody, TITLED)
    page = main_of(response)
    assert (response.status_code, typed(page)) == (403, TITLED)
    form = page.one("form")
    assert (form.attrs["action"], form.one("input", name="version").attrs["value"]) == (EDIT, "1")
    assert page.one("a", target="_blank").attrs["href"] == "/accounts/login/"
    fragment = read(look(nobody, TITLED).content)
    assert (fragment.one(id="seen").one("h2").text, fragment.all("form")) == ("Your text is not checked", [])


def test_a_token_that_is_no_longer_good_keeps_the_text(bank: Bank) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bank.owner)
    response = save(strict, TITLED)
    assert (response.status_code, typed(main_of(response))) == (403, TITLED)
    token = main_of(response).one("input", name="csrfmiddlewaretoken").attrs["value"]
    assert save(strict, TITLED, csrfmiddlewaretoken=token).status_code == 302


def test_a_co_author_who_was_removed_keeps_the_text(dan: Client, bank: Bank) -> None:
    banks.unshare(bank, user=User.objects.get(email="dan@example.org").pk, by=bank.owner)
    response = save(dan, TITLED)
    page = main_of(response)
    assert (response.status_code, typed(page), [one.text for one in page.all("button")]) == (404, TITLED, [])
    bank.refresh_from_db()
    assert bank.draft == PANTRY


@pytest.fixture
def race(ben: Client, dan: Client, bank: Bank) -> Iterator[Element]:
    """Dan saved while Ben wrote: the page that Ben gets."""
    save(dan, PANTRY.replace("Which spoon", "What spoon"))
    response = save(ben, TITLED)
    assert response.status_code == 409
    yield main_of(response)


def test_a_lost_race_shows_both_drafts(race: Element) -> None:
    gone = [one.text for one in race.all("del")]
    came = [one.text for one in race.all("ins")]
    assert (gone, came) == (["# Larder", "Which spoon is dry?"], ["# Pantry", "What spoon is dry?"])
    assert race.one(cls="lead").text.startswith("While you wrote, Dan saved draft 2")
    assert (typed(race), race.one("input", name="version").attrs["value"]) == (TITLED, "2")
    assert Bank.objects.get().draft == PANTRY.replace("Which spoon", "What spoon")


def test_after_a_lost_race_one_can_go_on_with_ones_own(ben: Client, race: Element) -> None:
    page = main_of(save(ben, TITLED, 2, act="open"))
    assert (typed(page), page.one("input", name="version").attrs["value"], primary(page)) == (TITLED, "2", "Save")
    assert Bank.objects.get().draft != TITLED
    assert save(ben, TITLED, 2, act="save").status_code == 302
    assert Bank.objects.get().draft == TITLED


def test_the_same_text_twice_is_no_race(ben: Client, dan: Client, bank: Bank) -> None:
    assert [save(client, TITLED).status_code for client in (dan, ben)] == [302, 302]
    assert Bank.objects.get().version == 2


def large(questions: int) -> str:
    pad = "word " * 100
    return PANTRY + "".join(f"\n## q{n}\n\n{pad}{n}?\n\n- [x] A\n- [ ] Be\n" for n in range(questions))


def test_a_large_draft_is_read_a_part_at_a_time(ben: Client, bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "WHOLE", 20_000)
    monkeypatch.setattr(readings, "AT_ONCE", 20_000)
    text, left = large(100), []
    while not left or left[-1]:
        page = read(look(ben, text, 700).content)
        left.append(int(page.one(id="seen").attrs["data-left"]))
        assert page.one("h2", id="preview").text == "Preview of q96"
    assert left == sorted(left, reverse=True)
    assert len(left) == 3  # of some 56,000 characters
    assert page.one(id="states").all("p")[0].text == "No errors, 101 warnings"
    assert page.one(cls="found").all("p")[-1].text == "and one more further down"
    changed = read(look(ben, text.replace("- [ ] Be\n", "", 1), 700).content)
    assert (changed.one(id="seen").attrs["data-left"], primary(changed)) == ("0", "Go to line 23")


def test_statements_of_the_editor(ben: Client, bank: Bank, tea: Course) -> None:
    publish(bank, tea)
    counts = []
    for act in (lambda: ben.get(EDIT), lambda: look(ben, TITLED)):
        act()
        with CaptureQueriesContext(connection) as queries:
            act()
        often = ('"cache"', "pg_advisory", "SAVEPOINT")  # how often it was done
        counts.append(len([q for q in queries if not any(word in q["sql"] for word in often)]))
    assert counts == [5, 4]
