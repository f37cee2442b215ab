"""The dashboard: empty, with some work, with much; every sentence honest."""

from django.test import Client

from studyapp.catalogue.courses import Course
from studyapp.records.models import Answer
from studyapp.rules.mastery import readiness
from tests.pages.acting import answer, begin, finish, learner_of, run
from tests.pages.markup import Element, main_of

REAL = "ai-model-inferencing"


def readiness_sentence(page: Element) -> str:
    return page.one("h1").after("p").text


def next_step(page: Element) -> tuple[str, str]:
    section = page.one("section", "next")
    return section.one("h2").text, section.all("p")[0].text


def metrics(page: Element) -> dict[str, str]:
    heading = next(h for h in page.all("h2") if h.text == "Success metrics")
    return {li.one("h3").text: li.one("span", "quiet").text for li in heading.after("ul").all("li")}


def test_an_empty_one_says_what_will_stand_here_and_what_fills_it(nobody: Client) -> None:
    page = main_of(nobody.get("/progress/"))
    assert readiness_sentence(page) == "Readiness: not enough answers yet."
    caption = page.one("figcaption")
    assert caption.one("b").text == "Here will stand how sure you can be of passing."
    assert caption.one("a").attrs["href"] == "/courses/tea/quizzes/brewing/"
    assert next_step(page)[0] == "Next: What is in the tin"
    assert page.one("section", "next").one("a", "primary").attrs["href"] == "/courses/tea/modules/leaf/what-is-in-it/"
    assert metrics(page) == {
        "Brewing": "Not met yet: no graded run so far.", "Ceremony": "Its exercises are not in the course yet.",
    }  # fmt: skip
    assert page.all("table") == []


def test_a_guest_is_told_how_to_keep_it(nobody: Client, ada: Client) -> None:
    assert main_of(nobody.get("/progress/")).one("p", "way").text == "Guest · Which way to brew"
    assert "Keep it" in [h.text for h in main_of(nobody.get("/progress/")).all("h2")]
    assert main_of(ada.get("/progress/")).one("p", "way").text == "ada@example.org · Which way to brew"
    assert "Keep it" not in [h.text for h in main_of(ada.get("/progress/")).all("h2")]


def test_some_first_answers_make_a_sentence_with_its_evidence(ada: Client, tea: Course) -> None:
    run(ada, 4, size=5)
    page = main_of(ada.get("/progress/"))
    left = len(tea.pool(tea.quizzes["brewing"])) - 5
    assert readiness_sentence(page) == (
        "Readiness: 8 % sure that you map at least 90 % of scenarios like these (4 of your last 5 first answers). "
        f"{left} scenarios are left that you have not answered; only new scenarios can tell more."
    )
    assert page.one("svg", "dots").attrs["aria-label"].endswith("of what your answers say lie at 90\u00a0% or more")
    assert len(page.one("svg", "dots").all("circle")) == 20


def test_an_open_run_does_not_speak_of_readiness_yet(ada: Client) -> None:
    """Looking often does not make it true: evidence is counted when a run ends."""
    attempt = begin(ada, size=5)
    answer(ada, attempt, 1)
    page = main_of(ada.get("/progress/"))
    assert readiness_sentence(page) == "Readiness: not enough answers yet."
    assert next_step(page) == ("Next: go on with your run", "It is open, and everything you chose is stored.")
    finish(ada, attempt)
    assert "(1 of your last 1 first answers)" in readiness_sentence(main_of(ada.get("/progress/")))


def test_a_section_is_no_evidence(ada: Client) -> None:
    run(ada, 1, mode="section", node="way-to-brew/cups")
    assert readiness_sentence(main_of(ada.get("/progress/"))) == "Readiness: not enough answers yet."


def test_the_weakest_question_of_the_tree_is_the_next_step(ada: Client, tea: Course) -> None:
    run(ada, 0, mode="graded", size=10)
    page = main_of(ada.get("/progress/"))
    assert next_step(page)[0] == "Next: the question of the tree that costs you most"
    form = page.one("section", "next").one("form")
    node = form.one("input", name="node").attrs["value"]
    ask = tea.trees["way-to-brew"].node_by_id[node.partition("/")[2]].ask
    assert next_step(page)[1].startswith(f"“{ask}” ")
    response = ada.post(form.attrs["action"], {one.attrs["name"]: one.attrs["value"] for one in form.all("input")})
    assert response.status_code == 302
    weak = page.one("svg", "tree").all(cls="weak")
    assert len(weak) == 1


def test_runs_over_time_and_the_latest_of_them(ada: Client) -> None:
    run(ada, 3)
    page = main_of(ada.get("/progress/"))
    assert "Your one attempt" in page.text
    assert page.all("figure", "over-time") == []
    for rights in (2, 3, 1):
        run(ada, rights)
    page = main_of(ada.get("/progress/"))
    heading = next(h for h in page.all("h2") if h.text == "Attempts over time")
    scores = [row.all("td")[-1].text for row in heading.after("table").one("tbody").all("tr")]
    assert scores == ["1 of 3", "3 of 3, passed", "2 of 3"]
    assert "All 4 attempts" in page.text
    assert len(page.all("circle", "point")) == 4


def test_objectives_and_outcomes_stand_from_weakest_to_strongest(ada: Client) -> None:
    run(ada, 6, mode="graded", size=10)
    page = main_of(ada.get("/progress/"))
    for heading in ("Objectives, weakest first", "By right answer, weakest first"):
        table = next(h for h in page.all("h2") if h.text == heading).after("table")
        pairs = [row.all("td")[0].text.split(" of ") for row in table.one("tbody").all("tr")]
        shares = [int(right) / int(n) for right, n in pairs]
        assert shares == sorted(shares)
        assert table.one("tbody").all("tr")[0].all("td")[-1].text.startswith("weakest, ")


def test_a_metric_is_met_at_nine_of_ten(ada: Client) -> None:
    run(ada, 8, mode="graded", size=10)
    assert metrics(main_of(ada.get("/progress/")))["Brewing"] == "Not met yet: 8 of 10 in your best graded run."
    run(ada, 9, mode="graded", size=10)
    assert metrics(main_of(ada.get("/progress/")))["Brewing"] == "Met"
    run(ada, 2, mode="graded", size=10)
    assert metrics(main_of(ada.get("/progress/")))["Brewing"] == "Met"


def test_practice_does_not_meet_a_metric(ada: Client) -> None:
    run(ada, 5, size=5)
    assert metrics(main_of(ada.get("/progress/")))["Brewing"] == "Not met yet: no graded run so far."


def test_the_real_metric_is_met_at_27_of_30_and_not_at_26(ada: Client, cyd: Client, real: Course) -> None:
    run(ada, 27, "scenario-mapping", course=REAL, mode="graded", size=30)
    run(cyd, 26, "scenario-mapping", course=REAL, mode="graded", size=30)
    met, short = main_of(ada.get("/progress/")), main_of(cyd.get("/progress/"))
    assert metrics(met)["Scenario mapping"] == "Met"
    assert metrics(short)["Scenario mapping"] == "Not met yet: 26 of 30 in your best graded run."
    firsts = [
        bool(right)
        for right in Answer.objects.filter(asked__learner=learner_of(ada))
        .order_by("checked", "pk")
        .values_list("right", flat=True)
    ]
    needed = readiness(firsts).needed
    assert readiness_sentence(met) == (
        "Readiness: 35 % sure that you map at least 90 % of scenarios like these (27 of your last 30 first answers). "
        f"90 % sure is reached when the next {needed} are right."
    )


def test_what_is_read_is_counted_by_module(ada: Client, tea: Course) -> None:
    ada.post("/courses/tea/modules/leaf/what-is-in-it/reads/")
    page = main_of(ada.get("/progress/"))
    heading = next(h for h in page.all("h2") if h.text == "Read so far")
    assert heading.after("p").text == f"1 of {len(tea.lessons)} lessons"
    sizes = [len(module.lessons) for module in tea.modules]
    assert [li.one("b").text for li in heading.after("ul").all("li")] == [f"1/{sizes[0]}", f"0/{sizes[1]}"]


def test_when_everything_is_read_a_run_is_next(ada: Client, tea: Course) -> None:
    for key in tea.lessons:
        ada.post(f"/courses/tea/modules/{key}/reads/")
    assert next_step(main_of(ada.get("/progress/"))) == (
        "Next: Brewing", "Every lesson is read. A run shows whether it has stuck.",
    )  # fmt: skip


def test_a_course_that_is_not_there_shows_the_first(ada: Client) -> None:
    assert main_of(ada.get("/progress/?course=coffee")).one("p", "way").one("a").attrs["href"] == "/courses/tea/"


def test_another_learner_sees_nothing_of_it(ada: Client, cyd: Client, nobody: Client) -> None:
    run(ada, 9, mode="graded", size=10)
    for other in (cyd, nobody):
        page = main_of(other.get("/progress/"))
        assert readiness_sentence(page) == "Readiness: not enough answers yet."
        assert metrics(page)["Brewing"] == "Not met yet: no graded run so far."
