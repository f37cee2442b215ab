"""Architecture design by forms alone: place, link, set, take away, back and forth, judged, and all that can go wrong."""

from itertools import pairwise

import pytest
from django.http import HttpResponse
from django.test import Client

from studyapp.catalogue.courses import Course
from studyapp.catalogue.designs import Brief
from studyapp.pages.http import LEARNER
from studyapp.records.models import Appeal, DesignStep, Judgement, Learner
from tests.pages.acting import HTMX
from tests.pages.markup import Element, main_of, masked
from tests.pages.test_costs import statements

BRIEF = "rides-on-film"
PAGE = f"/courses/ai-model-inferencing/exercises/{BRIEF}/"
CHAINS = (
    "client s3 lambda async-endpoint s3", "s3 async-endpoint", "async-endpoint sns client", "async-endpoint cloudwatch person",
)  # fmt: skip
SETTINGS = {
    "async-endpoint": {"minimum-instances": "0", "hardware": "gpu", "notices": "both"}, "cloudwatch": {"alarm": "yes"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def served(real: Course) -> Brief:
    brief = real.exercises[BRIEF]
    assert isinstance(brief, Brief)
    return brief


def seen(client: Client) -> str:
    """The number of the design as it stands, which every form of its page carries."""
    return str(DesignStep.objects.filter(learner=client.session.get(LEARNER)).count())


def step(client: Client, act: str, *, htmx: bool = False, **posted: str) -> HttpResponse:
    sent = {"seen": seen(client), "act": act} | {name.replace("__", "."): value for name, value in posted.items()}
    return client.post(f"{PAGE}versions/", sent, headers=HTMX if htmx else {})


def build(client: Client, *chains: str, settings: dict[str, dict[str, str]] | None = None) -> None:
    placed = set[str]()
    for chain in chains:
        names = chain.split()
        for name in names:
            if name not in placed:
                assert step(client, "place", one=name).status_code == 302
                placed.add(name)
        for one, other in pairwise(names):
            assert step(client, "join", one=one, other=other).status_code == 302
    for part, values in (settings or {}).items():
        sent = {f"set.{name}": value for name, value in values.items()}
        assert step(client, "set", one=part, **sent).status_code == 302


def judged(client: Client) -> Element:
    response = client.post(f"{PAGE}judgements/", {"seen": seen(client)})
    assert response.status_code == 302, response.content
    return main_of(client.get(response["Location"]))


def boxes(page: Element, size: str = "wide") -> list[str]:
    """What stands in the boxes of a drawing."""
    return [" ".join(text.text for text in box.all("text")) for box in page.one("svg", size).all("g", "part")]


def refused(response: HttpResponse) -> str:
    assert response.status_code == 422
    return main_of(response).one("p", "error").text


def test_the_exercises_stand_in_a_list_with_their_state(ada: Client, nobody: Client, real: Course) -> None:
    build(ada, *CHAINS, settings=SETTINGS)
    judged(ada)
    rows = {row.one("h3").text: row.one("p").text for row in main_of(ada.get(PAGE.replace(f"{BRIEF}/", ""))).all("li")}
    assert rows["A ride on film"] == "9 requirements · 1 try · Passed"
    assert rows["Hail over the Allgäu"] == "Capstone · 11 requirements"
    mine = main_of(nobody.get(PAGE.replace(f"{BRIEF}/", "")))
    assert [b.text for b in mine.all("b", "met")] == []


def test_a_brief_says_its_story_and_what_is_required_and_begins_empty(nobody: Client, served: Brief) -> None:
    page = main_of(nobody.get(PAGE))
    assert [one.text for one in page.one("ul", "duties").all("li")] == [one.says for one in served.requirements]
    assert page.one(id="state").text.startswith("Nothing is placed yet.")
    kinds = [option.text for option in page.one("select", id="kind").all("option")]
    assert kinds == ["Choose a part", *(kind.title for kind in served.palette.kinds)]
    assert (page.all("svg", "design"), page.all("form", id="join")) == ([], [])
    assert Learner.objects.count() == 0


def test_the_brief_tells_neither_reference_nor_what_goes_wrong(nobody: Client, served: Brief) -> None:
    text = nobody.get(PAGE).content.decode()
    assert served.trade_off not in text
    assert [one.id for one in served.requirements if one.otherwise in text] == []


def test_a_design_is_built_by_forms(ada: Client) -> None:
    build(ada, "client s3", "s3 lambda")
    page = main_of(ada.get(PAGE))
    assert page.one(id="state").text == "Saved as step 5: S3 bucket linked to Lambda function"
    assert boxes(page) == boxes(page, "narrow") == ["Client", "S3", "Lambda"]
    assert len(page.one("svg", "wide").all("polyline")) == 2
    assert [part.one("h4").text for part in page.one("ol", "own").all("li") if part.all("h4")] == [
        "Client", "S3 bucket", "Lambda function",
    ]  # fmt: skip


def test_every_form_of_the_page_carries_the_number_of_the_design(ada: Client) -> None:
    def carried() -> list[str]:
        return sorted({one.attrs["value"] for one in main_of(ada.get(PAGE)).all("input", name="seen")})

    found = [carried()]
    for act in ("place", "undo", "redo"):
        step(ada, act, one="client")
        found.append(carried())
    assert found == [["0"], ["1"], ["2"], ["3"]]


def test_a_second_part_of_a_kind_has_a_number(ada: Client) -> None:
    build(ada, "client s3")
    step(ada, "place", one="s3")
    assert boxes(main_of(ada.get(PAGE))) == ["Client", "S3", "S3 2"]
    assert main_of(ada.get(PAGE)).one(id="state").text == "Saved as step 4: S3 bucket placed"


def test_links_parts_and_settings_change(ada: Client) -> None:
    build(ada, "client s3 lambda async-endpoint")
    step(ada, "set", one="async-endpoint", set__hardware="gpu")
    step(ada, "part.lambda", one="s3")
    step(ada, "drop", one="client")
    page = main_of(ada.get(PAGE))
    assert boxes(page) == ["S3", "Lambda", "Async endpoint"]
    assert len(page.one("svg", "wide").all("polyline")) == 1
    chosen = page.one("select", id="async-endpoint.hardware").all("option", selected="")
    assert [option.attrs["value"] for option in chosen if "selected" in option.attrs] == ["gpu"]


def test_undo_redo_and_going_back(ada: Client) -> None:
    build(ada, "client s3")
    step(ada, "undo")
    assert main_of(ada.get(PAGE)).one("svg", "wide").all("polyline") == []
    step(ada, "redo")
    assert len(main_of(ada.get(PAGE)).one("svg", "wide").all("polyline")) == 1
    step(ada, "return", to="1")
    assert boxes(main_of(ada.get(PAGE))) == ["Client"]
    assert main_of(ada.get(PAGE)).one(id="state").text == "Saved as step 6: Back to step 1"


def test_at_the_ends_undo_and_redo_say_that_they_cannot(ada: Client) -> None:
    def able(client: Client) -> list[bool]:
        page = main_of(client.get(PAGE))
        return ["aria-disabled" not in page.one("button", value=way).attrs for way in ("undo", "redo")]

    assert able(ada) == [False, False]
    step(ada, "place", one="client")
    assert able(ada) == [True, False]
    step(ada, "undo")
    assert able(ada) == [False, True]


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"act": "join", "one": "s3", "other": "s3"}, "S3 bucket cannot be linked to itself. Choose two parts."),
        ({"act": "join", "one": "client", "other": "s3"}, "Client is linked to S3 bucket already."),
        ({"act": "join", "one": "s3", "other": "cloudwatch"}, "No link leads from S3 bucket to CloudWatch. S3 bucket can lead to: "),
        ({"act": "join", "one": "person", "other": "s3"}, "No link leads from Person to S3 bucket. Person can lead to: Client."),
        ({"act": "join", "one": "s3", "other": "nothing"}, "That part is not in the design. Choose one of the list."),
        ({"act": "join", "one": "s3"}, "That part is not in the design. Choose one of the list."),
        ({"act": "place", "one": "teapot"}, "That part is not in the palette. Choose one of the list."),
        ({"act": "place", "one": "<script>alert(1)</script>" * 99}, "That part is not in the palette. Choose one of the list."),
        ({"act": "place"}, "That part is not in the palette. Choose one of the list."),
        ({"act": "set", "one": "cloudwatch", "set.alarm": "loud"}, "CloudWatch cannot be set like that. Choose one of its settings."),
        ({"act": "set", "one": "s3", "set.alarm": "yes"}, "S3 bucket cannot be set like that. Choose one of its settings."),
        ({"act": "drop", "one": "lambda-7"}, "That part is not in the design. Choose one of the list."),
        ({"act": "brew"}, "That part is not in the design. Choose one of the list."),
        ({}, "That part is not in the design. Choose one of the list."),
    ],
)  # fmt: skip
def test_a_step_that_cannot_be_taken_is_refused_and_nothing_is_lost(
    ada: Client, posted: dict[str, str], sentence: str
) -> None:
    build(ada, "client s3", "cloudwatch person")
    before = DesignStep.objects.count()
    response = ada.post(f"{PAGE}versions/", {"seen": seen(ada)} | posted)
    said = refused(response)
    assert said.startswith(sentence) if sentence.endswith(": ") else said == sentence
    assert sorted(boxes(main_of(response))) == ["Client", "CloudWatch", "Person", "S3"]
    assert DesignStep.objects.count() == before


def test_what_was_chosen_for_a_refused_link_stays_chosen(ada: Client) -> None:
    build(ada, "client s3", "cloudwatch person")
    page = main_of(step(ada, "join", one="s3", other="cloudwatch"))
    chosen = [[o.attrs["value"] for o in page.one("select", id=end).all("option") if "selected" in o.attrs] for end in ("start", "end")]  # fmt: skip
    assert chosen == [["s3"], ["cloudwatch"]]


def test_the_ends_of_the_next_link_are_suggested(ada: Client) -> None:
    def suggested() -> list[list[str]]:
        page = main_of(ada.get(PAGE))
        return [[o.attrs["value"] for o in page.one("select", id=end).all("option") if "selected" in o.attrs] for end in ("start", "end")]  # fmt: skip

    build(ada, "client s3")
    assert suggested() == [["s3"], []]
    step(ada, "place", one="lambda")
    assert suggested() == [[], ["lambda"]]


def test_a_stale_tab_is_refused_and_shows_the_design_as_it_stands(ada: Client) -> None:
    build(ada, "client s3")
    for sent in ({"seen": "1"}, {"seen": ""}, {"seen": "99999999999999999999"}, {"seen": "-3"}, {}):
        response = ada.post(f"{PAGE}versions/", {"act": "drop", "one": "s3"} | sent)
        assert refused(response).startswith("The design has been changed since this page was shown")
        assert boxes(main_of(response)) == ["Client", "S3"]
    assert refused(ada.post(f"{PAGE}judgements/", {"seen": "1"})).startswith("The design has been changed")


def test_a_thousand_parts_are_too_many(ada: Client) -> None:
    for _ in range(40):
        sent = {"seen": str(DesignStep.objects.count()), "act": "place", "one": "s3"}
        assert ada.post(f"{PAGE}versions/", sent).status_code == 302
    response = step(ada, "place", one="s3")
    assert refused(response) == "A design holds at most 40 parts. Take one away before you place another."
    assert len(boxes(main_of(response))) == 40


def test_a_refused_first_step_makes_no_guest(nobody: Client) -> None:
    for posted in ({"act": "place", "one": "teapot"}, {"act": "join", "one": "s3", "other": "s3"}, {"act": "brew"}):
        assert nobody.post(f"{PAGE}versions/", {"seen": "0"} | posted).status_code == 422
    assert nobody.post(f"{PAGE}versions/", {"seen": "0", "act": "undo"}).status_code == 302
    assert refused(nobody.post(f"{PAGE}judgements/", {"seen": "0"})).startswith("There is no part in the design yet.")
    assert Learner.objects.count() == 0


def test_a_guest_builds_too(nobody: Client) -> None:
    build(nobody, "client s3")
    assert boxes(main_of(nobody.get(PAGE))) == ["Client", "S3"]


def test_a_design_that_does_it_all_passes_and_shows_the_reference(ada: Client, served: Brief) -> None:
    build(ada, *CHAINS, settings=SETTINGS)
    page = judged(ada)
    assert page.one("div", "verdict").one("h2").text == "Meets 9 of 9 requirements"
    assert page.one("div", "verdict").one("p").text == "That passes: 12 of 12 of the weight, and 90 % are needed."
    assert page.one("h2", id="reference").after("p").text == served.trade_off
    assert (page.all("ol", "misses"), page.all(id="appeal")) == ([], [])
    assert [a.text for a in page.all("a", "primary")] == ["On to the other exercises"]


def test_what_the_design_costs_unused_stands_beside_it_and_that_no_more_is_counted(ada: Client) -> None:
    def said() -> list[str]:
        return [p.text for p in main_of(ada.get(PAGE)).all("p", "small") if p.text.startswith("Standing cost")]

    ends = "Costs by use, and by the hour of a job, are not counted here. Work them out in the cost explorer"
    none = f"Standing cost: none of the parts drawn has one among the prices of this course. {ends}"
    assert said() == []
    step(ada, "place", one="client")
    assert said() == [none]
    step(ada, "place", one="async-endpoint")
    assert said() == [f"Standing cost: 83.95 USD a month, used or not: Asynchronous endpoint 1 × 83.95 USD. {ends}"]
    step(ada, "set", one="async-endpoint", **{"set.hardware": "gpu", "set.minimum-instances": "2"})
    assert said() == [f"Standing cost: 1,075.14 USD a month, used or not: Asynchronous endpoint 2 × 537.57 USD. {ends}"]
    step(ada, "set", one="async-endpoint", **{"set.minimum-instances": "0"})
    assert said() == [none]


def test_the_filled_button_places_the_first_part_and_judges_from_then_on(ada: Client) -> None:
    def filled() -> list[str]:
        return [one.text for one in main_of(ada.get(PAGE)).all("button", "primary")]

    assert filled() == ["Place"]
    step(ada, "place", one="client")
    assert filled() == ["Judge my design"]


def test_a_missed_requirement_says_what_goes_wrong_and_where_the_part_would_stand(ada: Client, served: Brief) -> None:
    build(ada, *CHAINS[:2], CHAINS[3].replace("async-endpoint ", ""), settings=SETTINGS)
    page = judged(ada)
    assert page.one("div", "verdict").one("h2").text == "Meets 7 of 9 requirements"
    missed = [one.text for one in page.one("ol", "misses").all("li")]
    told, pile = (one for one in served.requirements if one.id in ("told", "pile"))
    assert missed == [
        f"{told.says} {told.otherwise} Missing: SNS topic, beside Asynchronous endpoint.",
        f"{pile.says} {pile.otherwise} Look at: Asynchronous endpoint and CloudWatch.",
    ]
    assert "SNS missing: 1" in boxes(page)
    assert len(page.one("svg", "wide").all("g", "missing")) == 3  # a part, and two links
    assert (page.all(id="reference"), page.one("section", id="appeal").one("button").text) == (
        [],
        "Send it to the author",
    )


def test_the_reference_waits_for_three_tries(ada: Client) -> None:
    found = []
    for kind in ("client", "s3", "sns"):
        step(ada, "place", one=kind)
        found.append(bool(judged(ada).all(id="reference")))
    assert found == [False, False, True]


def test_judging_the_same_design_again_leads_to_the_same_page(ada: Client) -> None:
    step(ada, "place", one="client")
    found = {ada.post(f"{PAGE}judgements/", {"seen": "1"})["Location"] for _ in range(3)}
    assert found == {f"{PAGE}judgements/1/"}
    assert Judgement.objects.count() == 1


def test_an_appeal_goes_to_the_author_with_the_design(ada: Client) -> None:
    step(ada, "place", one="client")
    judged(ada)
    empty = ada.post(f"{PAGE}judgements/1/appeals/", {"text": "  "})
    assert empty.status_code == 422
    assert main_of(empty).one(id="why-error").text.startswith("Nothing is written here.")
    response = ada.post(f"{PAGE}judgements/1/appeals/", {"text": "It <b>is</b> valid."})
    assert (response.status_code, response["Location"]) == (302, f"{PAGE}judgements/1/#appeal")
    assert main_of(ada.get(f"{PAGE}judgements/1/")).one("blockquote").text == "It <b>is</b> valid."
    assert Appeal.objects.get().judgement.design["parts"][0]["kind"] == "client"


def test_another_s_design_and_judgement_are_not_there(ada: Client, cyd: Client, nobody: Client) -> None:
    build(ada, "client s3")
    judged(ada)
    for other in (cyd, nobody):
        assert other.get(f"{PAGE}judgements/1/").status_code == 404
        assert other.post(f"{PAGE}judgements/1/appeals/", {"text": "Mine"}).status_code == 404
        assert main_of(other.get(PAGE)).all("svg", "design") == []
    assert refused(cyd.post(f"{PAGE}versions/", {"seen": "3", "act": "drop", "one": "s3"})) != ""
    assert boxes(main_of(ada.get(PAGE))) == ["Client", "S3"]


def test_htmx_gets_that_part_of_the_page(ada: Client) -> None:
    build(ada, "client s3")
    for act, posted in (("place", {"one": "sns"}), ("place", {"one": "teapot"}), ("undo", {})):
        fragment = step(ada, act, htmx=True, **posted)
        text = masked(fragment.content).strip()
        assert text.startswith('<section class="designer" id="design">')
        assert text.endswith("</section>")
        if fragment.status_code == 200:
            assert _without_focus(text) in _without_focus(masked(ada.get(PAGE).content))


def _without_focus(html: str) -> str:
    """After a step the focus goes on where it was; a page that was only asked for leaves it alone."""
    return html.replace(" data-focus", "").replace(' tabindex="-1"', "")


def test_what_a_design_costs(ada: Client, nobody: Client) -> None:
    build(ada, "client s3")
    judged(ada)
    with statements(4):  # session, user, steps, judgements
        ada.get(PAGE)
    with statements(0):
        nobody.get(PAGE)
    with statements(4):
        ada.get(f"{PAGE}judgements/1/")
    sent = {"seen": seen(ada), "act": "place", "one": "sns"}
    with statements(6):  # session, learner, last step, the new one; steps, judgements
        ada.post(f"{PAGE}versions/", sent, headers=HTMX)
