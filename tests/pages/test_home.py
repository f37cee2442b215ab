"""The first page: what there is, and for who has begun, where to go on."""

from django.test import Client

from studyapp.catalogue.courses import Course
from tests.pages.acting import begin, finish, run
from tests.pages.markup import main_of, read

FIRST = "/courses/tea/modules/leaf/what-is-in-it/"


def step(client: Client) -> tuple[str, str]:
    """The one filled button."""
    button = main_of(client.get("/")).one(cls="primary")
    return button.text, button.attrs["href"]


def test_a_stranger_may_begin_at_once(nobody: Client, tea: Course) -> None:
    page = main_of(nobody.get("/"))
    assert page.one("h1").text == tea.title
    assert page.one("h1").after("p").text == tea.summary
    assert step(nobody) == ("Begin: What is in the tin", FIRST)
    assert "No account needed" in [h.text for h in page.all("h2")]


def test_who_has_read_something_continues_with_the_next_lesson(ada: Client) -> None:
    ada.post(f"{FIRST}reads/")
    assert step(ada) == ("Continue: How it keeps", "/courses/tea/modules/leaf/how-it-keeps/")


def test_an_open_run_comes_first(ada: Client) -> None:
    ada.post(f"{FIRST}reads/")
    attempt = begin(ada)
    assert step(ada) == ("Go on with your run", f"/attempts/{attempt.pk}/")
    finish(ada, attempt)
    assert step(ada) == ("Continue: How it keeps", "/courses/tea/modules/leaf/how-it-keeps/")


def test_who_has_read_everything_practises(ada: Client, tea: Course) -> None:
    for key in tea.lessons:
        ada.post(f"/courses/tea/modules/{key}/reads/")
    assert step(ada) == ("Practise", "/courses/tea/quizzes/")


def test_a_lesson_that_was_skipped_comes_last(ada: Client, tea: Course) -> None:
    first, *others = tea.lessons
    for key in others:
        ada.post(f"/courses/tea/modules/{key}/reads/")
    assert step(ada) == ("Continue: What is in the tin", f"/courses/tea/modules/{first}/")


def test_readiness_is_said_once_there_is_evidence(ada: Client) -> None:
    assert "Readiness" not in main_of(ada.get("/")).text
    run(ada, 4, size=5)
    page = main_of(ada.get("/"))
    assert "Readiness: 8 % sure that you map at least 90 % of scenarios like these." in page.text
    assert page.one("svg", "strokes").attrs["aria-label"] == "4 of your last 5 first answers were right"
    marks = [mark.classes[0] for mark in page.one("svg", "strokes").walk() if mark.tag in ("line", "path")]
    assert marks == ["right"] * 4 + ["wrong"]


def test_the_course_page_says_the_same(ada: Client, tea: Course) -> None:
    empty = main_of(ada.get("/courses/tea/"))
    assert empty.one("h1").after("p").text == tea.summary
    run(ada, 4, size=5)
    page = main_of(ada.get("/courses/tea/"))
    assert page.one("h1").after("p").text == "Readiness: 8 % sure that you map at least 90 % of scenarios like these."
    metrics = [h for h in page.all("h2") if h.text == "What counts as mastered"]
    assert (
        metrics[0].after("p").text == "Brewing. Brew nine of ten cups the right way. Not met yet: no graded run so far."
    )


def test_the_footer_names_the_date_of_the_facts_and_the_notice(nobody: Client) -> None:
    footer = read(nobody.get("/").content).one("footer")
    assert [li.text for li in footer.all("li")][:2] == ["Facts checked on 21 November 2026", "Glossary"]
    assert footer.all("p")[-1].text == "No tea merchant endorses this."
