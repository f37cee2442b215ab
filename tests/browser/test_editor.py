"""Writing a bank, with scripts and without: create, type, see what is wrong, mend, save; and nothing is lost on the way."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from studyapp.records import banks, learners, readings
from studyapp.records.models import Bank, Learner, User
from tests.browser.conftest import Visit
from tests.browser.sound import faults
from tests.browser.visits import course

BANKS = "/teach/ai-model-inferencing/banks/"
EDIT = f"{BANKS}pantry/edit/"
ITEM = f"{BANKS}pantry/items/jar/"
HEAD = "---\nbank: pantry\nobjective: map-scenarios\n---\n\n# Pantry\n"
QUESTION = """
## jar

Where does green tea keep best?

- [x] In a dark jar
- [ ] On the sill
  > Light takes its colour.
"""
FLAWED = QUESTION.replace("  >", ">")


def instructor(email: str, name: str) -> Learner:
    user = User.objects.create_user(email, "leaf-in-the-jar", role=User.Role.INSTRUCTOR, first_name=name)
    return learners.of_user(user)


@pytest.fixture
def ben(base_url: str, live_server: LiveServer) -> Learner:
    """Ben writes banks."""
    return instructor("ben@example.org", "Ben")


def begin(ben: Learner, text: str = HEAD + QUESTION) -> Bank:
    assert ben.user
    return banks.create(course=course(), ident="pantry", title="Pantry", owner=ben.user, text=text)


def draft() -> str:
    return Bank.objects.get().draft


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_a_bank_is_made_written_mended_and_saved(visit: Visit, ben: Learner, js: bool) -> None:
    page = visit(ben, java_script_enabled=js)
    page.goto(BANKS)
    page.get_by_label("Id", exact=True).fill("pantry")
    page.get_by_label("Title").fill("Pantry")
    page.get_by_label("Objective").select_option("map-scenarios")
    page.get_by_role("button", name="Make the bank").click()
    text = page.get_by_label("The draft, in Markdown")
    expect(text).to_have_value(HEAD)
    text.fill(HEAD + FLAWED)
    if not js:
        page.get_by_role("button", name="Check").click()
    expect(page.locator(".problems li").last).to_contain_text("Line 14 Error: this quote is not under a choice.")
    expect(page.locator(".primary")).to_have_text("Go to line 14")
    expect(text).to_have_value(HEAD + FLAWED)
    assert draft() == HEAD
    text.fill(HEAD + QUESTION)
    if not js:
        page.get_by_role("button", name="Check").click()
    expect(page.locator(".primary")).to_have_text("Save")
    expect(page.locator(".preview .answer.right")).to_contain_text("In a dark jar")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#stored")).to_have_text("Saved")
    assert draft() == HEAD + QUESTION
    expect(page.locator(".primary")).to_have_text("Publish…")


def test_the_button_leads_the_cursor_to_the_line_and_the_gutter_marks_it(visit: Visit, ben: Learner) -> None:
    begin(ben, HEAD + FLAWED)
    page = visit(ben)
    page.goto(EDIT)
    expect(page.locator(".gutter .bad")).to_have_text("× 14")
    page.get_by_role("link", name="Go to line 14").click()
    text = page.locator("#draft")
    expect(text).to_be_focused()
    assert (
        text.evaluate("(one) => one.value.slice(one.selectionStart, one.selectionEnd)") == "> Light takes its colour."
    )
    expect(page.locator("#at")).to_have_value("14")
    page.keyboard.press("Home")
    page.keyboard.type("  ")
    expect(page.locator("#states")).to_contain_text("No errors")
    expect(page.locator(".gutter .bad")).to_have_count(0)
    expect(text).to_be_focused()


def test_the_preview_follows_the_cursor(visit: Visit, ben: Learner) -> None:
    begin(ben, HEAD + QUESTION + QUESTION.replace("## jar", "## tin"))
    page = visit(ben)
    page.goto(EDIT)
    expect(page.locator("#preview")).to_have_text("Preview of jar")
    page.locator("#draft").focus()
    page.keyboard.press("Control+Home")
    expect(page.locator("#at")).to_have_value("1")
    page.keyboard.press("Control+End")
    expect(page.locator("#preview")).to_have_text("Preview of tin")


def test_the_tab_key_leaves_the_text_and_control_s_saves_it(visit: Visit, ben: Learner) -> None:
    begin(ben)
    page = visit(ben)
    page.goto(EDIT)
    page.locator("#draft").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#at")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#draft")).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type("More.")
    page.keyboard.press("Control+s")
    expect(page.locator("#stored")).to_have_text("Saved")
    assert draft() == f"{HEAD}{QUESTION}More."
    expect(page.locator("#draft")).to_be_focused()
    assert page.locator("#draft").evaluate("(one) => one.selectionStart") == len(f"{HEAD}{QUESTION}More.")


def test_a_closed_tab_loses_nothing(visit: Visit, ben: Learner) -> None:
    begin(ben)
    page = visit(ben)
    page.goto(EDIT)
    page.locator("#draft").fill(HEAD)
    other = page.context.new_page()
    page.close()
    other.goto(EDIT)
    expect(other.locator("#kept")).to_contain_text("Text that was not saved is still in this browser, typed on")
    expect(other.locator("#draft")).to_have_value(HEAD + QUESTION)
    other.get_by_role("button", name="Put it back").click()
    expect(other.locator("#draft")).to_have_value(HEAD)
    other.get_by_role("button", name="Save").click()
    expect(other.locator("#stored")).to_have_text("Saved")
    expect(other.locator("#kept")).to_be_hidden()
    other.locator("#draft").fill("thrown away")
    other.reload()
    other.get_by_role("button", name="Throw it away").click()
    other.reload()
    expect(other.locator("#kept")).to_be_hidden()
    assert draft() == HEAD


def test_what_the_form_of_a_question_did_not_save_is_offered_again(visit: Visit, ben: Learner) -> None:
    begin(ben)
    page = visit(ben)
    page.goto(ITEM)
    page.locator("#stem").fill("Where does it keep?")
    page.get_by_role("button", name="Add a choice").click()
    page.locator("#text-3").fill("Nowhere")
    other = page.context.new_page()
    page.close()
    other.goto(ITEM)
    expect(other.locator("#stem")).to_have_value("Where does green tea keep best?")
    other.get_by_role("button", name="Put it back").click()
    expect(other.locator("#stem")).to_have_value("Where does it keep?")
    expect(other.locator("#text-3")).to_have_value("Nowhere")
    other.get_by_role("button", name="Save the question").click()
    expect(other.locator(".saved")).to_have_text("Saved")
    expect(other.locator("#kept")).to_be_hidden()
    assert "Where does it keep?" in draft()
    other.locator("#stem").fill("thrown away")
    other.reload()
    other.get_by_role("button", name="Throw it away").click()
    other.reload()
    expect(other.locator("#kept")).to_be_hidden()


def test_signing_out_leaves_nothing_of_what_was_typed_in_the_browser(visit: Visit, ben: Learner) -> None:
    begin(ben)
    page = visit(ben)
    page.goto(ITEM)
    page.locator("#stem").fill("not saved")
    page.goto(EDIT)
    page.locator("#draft").fill("not saved")
    page.goto("/accounts/logout/")
    assert page.evaluate("Object.keys(localStorage).length") == 2
    page.locator("main .primary").click()
    page.wait_for_url("**/")
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_an_expired_session_loses_nothing(visit: Visit, ben: Learner, js: bool) -> None:
    begin(ben)
    page = visit(ben, java_script_enabled=js)
    page.goto(EDIT)
    page.context.clear_cookies(name="sessionid")
    page.locator("#draft").fill(HEAD)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your text was not saved")
    assert not js or faults(page, "not saved") == []
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in in another tab").click()
    tab = opened.value
    tab.get_by_label("Email").fill("ben@example.org")
    tab.get_by_label("Password").fill("leaf-in-the-jar")
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_url("**/progress/")
    page.get_by_role("button", name="Save again").click()  # the sign-in made the form's token stale
    expect(page.locator("#draft")).to_have_value(HEAD)
    page.get_by_role("button", name="Save again").click()
    expect(page.locator("#stored")).to_have_text("Saved")
    assert draft() == HEAD


def other_author(bank: Bank) -> Learner:
    dan = instructor("dan@example.org", "Dan")
    assert dan.user
    bank.authors.add(dan.user)
    return dan


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_a_lost_race_shows_both_and_loses_neither(visit: Visit, ben: Learner, js: bool) -> None:
    dan = other_author(begin(ben))
    his, hers = visit(ben, java_script_enabled=js), visit(dan, java_script_enabled=js)
    for page, words in ((his, "In a tin"), (hers, "In the dark")):
        page.goto(EDIT)
        page.locator("#draft").fill(HEAD + QUESTION.replace("In a dark jar", words))
    hers.get_by_role("button", name="Save").click()
    expect(hers.locator("#stored")).to_have_text("Saved")
    his.get_by_role("button", name="Save").click()
    expect(his.get_by_role("heading", level=1)).to_have_text("Somebody was quicker")
    expect(his.locator("del")).to_have_text("- [x] In a tin")
    expect(his.locator("ins")).to_have_text("- [x] In the dark")
    assert not js or faults(his, "race") == []
    his.get_by_role("button", name="Go on with mine").click()
    expect(his.locator("#draft")).to_have_value(re.compile("In a tin"))
    assert "In the dark" in draft()
    his.get_by_role("button", name="Save").click()
    expect(his.locator("#stored")).to_have_text("Saved")
    assert "In a tin" in draft()


def test_a_large_bank_stays_editable(visit: Visit, ben: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "WHOLE", 10_000)
    monkeypatch.setattr(readings, "AT_ONCE", 10_000)
    begin(
        ben,
        HEAD + "".join(QUESTION.replace("jar\n\n", f"jar-{n}\n\n").replace("green", f"tea {n}") for n in range(200)),
    )
    page = visit(ben)
    page.goto(EDIT)
    expect(page.locator("#seen")).to_have_attribute("data-left", "0")
    assert page.locator(".gutter b").count() < 60
    page.locator("#draft").focus()
    page.keyboard.press("Control+End")
    expect(page.locator(".gutter b").last).to_have_text(str(draft().count("\n") + 1))
    page.keyboard.type("> lost")
    expect(page.locator(".primary")).to_have_text(re.compile("Go to line"))


def edited(page: Page, text: str) -> None:
    page.locator("#draft").fill(text)
    expect(page.locator("#states")).to_contain_text("Not saved.")


def test_the_editor_is_accessible_in_every_state(visit: Visit, ben: Learner) -> None:
    bank = begin(ben, HEAD)
    page = visit(ben)
    page.goto(EDIT)
    found = faults(page, "empty")
    edited(page, HEAD + FLAWED)
    expect(page.locator(".problems li")).not_to_have_count(0)
    found += faults(page, "errors")
    edited(page, HEAD + QUESTION)
    expect(page.locator("#states")).to_contain_text("No errors")
    found += faults(page, "clean")
    page.reload()
    expect(page.locator("#kept")).to_be_visible()
    found += faults(page, "kept")
    banks.save(bank, text=HEAD + QUESTION, version=1, by=bank.owner)
    page.goto(f"{BANKS}pantry/items/jar/")
    page.locator("#stem").fill("Where <b>?")
    page.get_by_role("button", name="Save the question").click()
    expect(page.locator(".summary")).to_be_visible()
    found += faults(page, "a question refused")
    assert found == []


def test_the_form_of_each_kind_is_accessible(visit: Visit, ben: Learner) -> None:
    begin(ben)
    page = visit(ben)
    found = []
    for kind in ("single", "multiple", "ordering", "matching", "numeric"):
        page.goto(f"{BANKS}pantry/")
        page.get_by_label("Kind").select_option(kind)
        page.get_by_role("button", name="Add it at the end of the draft").click()
        expect(page.get_by_role("button", name="Save the question")).to_be_visible()
        found += faults(page, kind)
    assert found == []


def test_a_question_is_written_by_its_form_without_scripts(visit: Visit, ben: Learner) -> None:
    begin(ben)
    page = visit(ben, java_script_enabled=False)
    page.goto(f"{BANKS}pantry/")
    page.get_by_role("link", name="jar").click()
    page.get_by_role("button", name="Add a choice").click()
    page.get_by_role("group", name="Choice 3").get_by_label("Text").fill("In the fridge")
    page.get_by_role("group", name="Choice 3").get_by_label("Why it is not").fill("It smells of cheese.")
    page.get_by_role("button", name="Save the question").click()
    expect(page.locator(".saved")).to_have_text("Saved")
    assert draft() == HEAD + QUESTION.rstrip() + "\n- [ ] In the fridge\n  > It smells of cheese.\n"
