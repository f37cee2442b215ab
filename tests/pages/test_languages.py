"""In which language the interface speaks, and how long it remembers; what a course says stays in the course's own."""

from decimal import Decimal

import pytest
from django.template import engines
from django.test import Client
from django.utils.translation import override

from studyapp.catalogue.courses import Course
from studyapp.catalogue.quantities import Quantity
from studyapp.catalogue.questions import Number
from studyapp.pages.languages import OFFERED, in_english, lang
from studyapp.pages.measures import money
from studyapp.pages.wording import measured, percent, typed_text
from studyapp.records import attempts
from studyapp.records.models import Learner
from tests.pages.acting import HTMX, PASSWORD, address, answer, begin, finish, learner_of, run
from tests.pages.markup import Element, main_of, masked, read

ES = {"Accept-Language": "es-MX, es;q=0.9, en;q=0.5"}
COURSE = "/courses/tea/"
REAL = "/courses/ai-model-inferencing/"


def spoken(client: Client, **headers: str) -> str:
    return read(client.get(COURSE, headers=headers).content).one("html").attrs["lang"]


def choose(client: Client, language: str, referer: str = f"http://testserver{COURSE}") -> str:
    return client.post("/preferences/languages/", {"language": language}, headers={"Referer": referer})["Location"]


def test_a_visitor_is_spoken_to_in_the_language_of_the_browser(nobody: Client) -> None:
    assert (spoken(nobody), spoken(nobody, **ES), spoken(nobody, **{"Accept-Language": "fi"})) == ("en", "es", "en")


def test_what_was_chosen_counts_for_more_and_is_kept_in_a_cookie(nobody: Client) -> None:
    assert choose(nobody, "en") == f"http://testserver{COURSE}"
    assert spoken(nobody, **ES) == "en"
    cookie = nobody.cookies["language"]
    assert (cookie.value, cookie["max-age"], bool(cookie["httponly"]), cookie["samesite"]) == (
        "en",
        365 * 86400,
        True,
        "Lax",
    )
    assert Learner.objects.count() == 0


@pytest.mark.parametrize("referer", ["https://elsewhere.example/", "", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(nobody: Client, referer: str) -> None:
    assert choose(nobody, "es", referer) == "/"


@pytest.mark.parametrize("language", ["", "fi", "xx", "../es", "e" * 10_000])
def test_a_language_that_is_not_offered_changes_nothing(ada: Client, language: str) -> None:
    begin(ada)
    choose(ada, language)
    assert (spoken(ada), learner_of(ada).preferences) == ("en", {})


def test_a_learners_choice_comes_along_when_she_signs_in_elsewhere(ada: Client) -> None:
    begin(ada)
    choose(ada, "es")
    elsewhere = Client()
    assert spoken(elsewhere) == "en"
    elsewhere.post("/accounts/login/", {"login": "ada@example.org", "password": PASSWORD})
    assert spoken(elsewhere) == "es"
    elsewhere.post("/accounts/logout/")
    assert spoken(elsewhere) == "es"


def test_other_preferences_and_the_language_leave_each_other_alone(ada: Client) -> None:
    begin(ada)
    ada.post("/preferences/", {"countdown": "on", "exam": "2027-01-10"})
    choose(ada, "es")
    ada.post("/preferences/", {"keys": "on", "exam": "2027-01-11"})
    assert learner_of(ada).preferences == {"keys": "on", "countdown": "off", "exam": "2027-01-11", "language": "es"}


def test_every_page_offers_the_other_languages_in_their_own_words(nobody: Client) -> None:
    for path in ("/", COURSE, "/progress/", "/accounts/login/", "/nowhere/"):
        offered = read(nobody.get(path).content).one("footer").all("button", name="language")
        assert [(one.attrs["value"], one.attrs["lang"], one.text) for one in offered] == [("es", "es", OFFERED["es"])]


def test_a_page_that_answers_a_post_offers_none_since_nobody_could_come_back_to_it(ada: Client) -> None:
    refused = ada.post("/preferences/", {"exam": "soon"})
    assert refused.status_code == 422
    assert read(refused.content).all("button", name="language") == []


def test_caches_keep_the_languages_apart(ada: Client) -> None:
    attempt = begin(ada, size=5)
    for response in (ada.get(COURSE), ada.get(address(attempt, 1)), ada.get(address(attempt, 1), headers=HTMX)):
        assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))


def test_words_of_the_course_say_in_which_language_they_are(ada: Client) -> None:
    assert "lang" not in main_of(ada.get(COURSE)).one("h1").attrs
    choose(ada, "es")
    assert main_of(ada.get(COURSE)).one("h1").attrs["lang"] == "en"
    question = main_of(ada.get(address(begin(ada, size=5), 1)))
    assert question.one("div", id="stem").attrs["lang"] == "en"
    assert {one.one("span").attrs["lang"] for one in question.all("label", "choice")} == {"en"}


def test_from_right_to_left_the_words_of_a_course_run_their_own_way(tea: Course) -> None:
    with override("he"):
        assert lang(tea) == ' lang="en" dir="ltr"'
    with override("es"):
        assert (lang(tea), lang("tea"), lang("coffee"), lang(None), in_english()) == (
            ' lang="en"',
            ' lang="en"',
            "",
            "",
            ' lang="en"',
        )
    assert (lang(tea), in_english()) == ("", "")


def test_numbers_amounts_and_shares_are_written_as_the_language_writes_them() -> None:
    much = Quantity(Decimal("128000.5"), "per day")

    def written() -> tuple[str, ...]:
        return money(Decimal("1009.15")), measured(much), typed_text(much), percent(0.586), percent(0.999)

    assert written() == ("1,009.15 USD", "128,000.5 per day", "128,000.5 per day", "59\u00a0%", "more than 99\u00a0%")
    with override("es"):
        assert written() == (
            "1\u00a0009,15 USD",
            "128\u00a0000,5 al día",
            "128000.5 per day",
            "59\u00a0%",
            "más del 99\u00a0%",
        )


def visited(client: Client, paths: list[str], language: str) -> list[Element]:
    return [read(masked(client.get(path, headers={"Accept-Language": language}).content)) for path in paths]


def drawn(page: Element) -> list[tuple[str, dict[str, str]]]:
    """The drawings without their words, and all that programs read: what numbers and dates of a language must not touch."""
    said = ("aria-label", "lang", "placeholder")
    drawings = [one for svg in page.all("svg") for one in svg.walk()]
    fields = [
        one
        for one in page.walk()
        if one.tag in ("input", "option", "progress") and one.attrs.get("name") != "csrfmiddlewaretoken"
    ]
    timed = [one for one in page.walk() if "data-seconds-left" in one.attrs]
    return [
        (one.tag, {k: v for k, v in one.attrs.items() if k not in said})
        for one in [*drawings, *fields, *timed]
        if one.tag != "tspan"
    ]


def test_drawings_fields_and_clocks_are_the_same_in_every_language(ada: Client, real: Course) -> None:
    done = run(ada, 20, "scenario-mapping", course=real.id, mode="graded", size=30)
    finish(ada, done)
    open_one = begin(ada, "scenario-mapping", course=real.id, size=10)
    answer(ada, open_one, 1, right=False)
    paths = [f"{REAL}costs/", f"{REAL}options/", f"{REAL}trees/inference-type/?payload=..25+MB", f"{REAL}modules/batch/a-job-not-an-endpoint/",
             "/progress/", f"/attempts/{done.pk}/result/", address(open_one, 1), f"{REAL}worksheet/"]  # fmt: skip
    english, spanish = visited(ada, paths, "en"), visited(ada, paths, "es")
    assert sum(len(drawn(page)) for page in english) > 300
    for path, one, other in zip(paths, english, spanish, strict=True):
        if path == f"{REAL}costs/":  # a comma groups in an English field, and would part decimals in a Spanish one
            plain = [
                (tag, {k: v.replace(",", "") for k, v in attrs.items()}) for tag, attrs in drawn(one) if tag == "input"
            ]
            assert [pair for pair in drawn(other) if pair[0] == "input"] == plain
            one.children, other.children = [one.all("svg")[-1]], [other.all("svg")[-1]]
        assert drawn(one) == drawn(other), path


def test_no_words_of_one_language_are_kept_for_another(ada: Client) -> None:
    """Pages that rest on what a process keeps: the catalogue, pinned wordings, compiled templates."""
    attempt = begin(ada, size=5)
    answer(ada, attempt, 1, right=False)
    paths = [
        COURSE,
        f"{COURSE}trees/way-to-brew/",
        f"{COURSE}modules/leaf/what-is-in-it/",
        address(attempt, 1),
        address(attempt, 2),
        "/search/?q=leaf",
        "/progress/",
    ]
    first, spanish, again = (visited(ada, paths, language) for language in ("en", "es", "en"))
    for path, one, other, last in zip(paths, first, spanish, again, strict=True):
        assert one.text == last.text, path
        assert one.one("nav", "corners").text != other.one("nav", "corners").text
        assert one.one("main").text != other.one("main").text, path


def test_the_clock_of_a_run_counts_in_any_language(ada: Client, real: Course) -> None:
    attempt = begin(ada, "mock", course=real.id, mode="mock", size=30)
    choose(ada, "es")
    clock = main_of(ada.get(address(attempt, 1))).one(cls="clock")
    assert 2400 < float(clock.attrs["data-seconds-left"]) <= 41.5 * 60


def test_a_number_stands_in_its_field_as_it_can_be_sent_again(ada: Client, real: Course) -> None:
    choose(ada, "es")
    attempt = begin(ada, "knowledge", course=real.id, mode="graded", size=30)
    numeric = next(a.position for a, q in attempts.answered(attempt) if isinstance(q.part, Number))
    ada.post(address(attempt, numeric), {"number": "1.009", "act": "save"})
    assert main_of(ada.get(address(attempt, numeric))).one("input", id="number").attrs["value"] == "1.009"


def test_a_right_number_is_written_as_the_language_does() -> None:
    page = engines["templates"].get_template("attempts/answers/numeric.html")
    said = []
    for language in ("en", "es"):
        with override(language):
            found = read(
                page.render({"part": {"answer": Decimal("0.5"), "unit": "s"}, "number": Decimal("1.25")}).encode()
            )
            said.append([" ".join(one.text.split()) for one in found.all("dd")])
    assert said == [["0.5 s", "1.25 s"], ["0,5 s", "1,25 s"]]
