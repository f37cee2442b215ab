"""The queue of judged designs: who sees an appeal, what it shows, what its buttons do; and briefs mended since."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from studyapp.catalogue.courses import Course
from studyapp.catalogue.designs import Brief
from studyapp.records import cohorts, revisions
from studyapp.records.models import Appeal, Judgement, Trail, User
from tests.pages.acting import learner_of, signed_in
from tests.pages.markup import Element, main_of
from tests.pages.test_costs import statements
from tests.pages.test_designs_page import BRIEF, PAGE, build, judged

QUEUE = "/teach/reports/"

# name, address; POST with what is sent and the status for nobody, a guest, Ada and Cyd who learn, Ben who teaches Ada, Eve who teaches elsewhere, an
# administrator. Nothing is here by GET.
TABLE: list[tuple[str, str, dict[str, str], list[int]]] = [
    ("appeal-settled", "appeals/{appeal}/", {"act": "stands"}, [302, 302, 404, 404, 302, 404, 302]),
    ("appeal-settled", "appeals/999999/", {"act": "stands"}, [302, 302, 404, 404, 404, 404, 404]),
    ("designs-regraded", f"briefs/ai-model-inferencing/{BRIEF}/", {}, [302, 302, 404, 404, 302, 404, 302]),
    ("designs-regraded", "briefs/ai-model-inferencing/no-such-brief/", {}, [302, 302, 404, 404, 404, 404, 404]),
    ("designs-regraded", f"briefs/coffee/{BRIEF}/", {}, [302, 302, 404, 404, 404, 404, 404]),
]


@pytest.fixture(autouse=True)
def served(real: Course) -> Brief:
    brief = real.exercises[BRIEF]
    assert isinstance(brief, Brief)
    return brief


def appealing(client: Client, text: str = "S3 <b>does</b> it.") -> Appeal:
    build(client, "client s3")
    judged(client)
    assert client.post(f"{PAGE}judgements/1/appeals/", {"text": text}).status_code == 302
    return Appeal.objects.get(judgement__learner=learner_of(client))


@pytest.fixture
def appeal(ada: Client, ben: Client, real: Course) -> Appeal:
    """Ada, who is in Ben's class, says that her design is valid."""
    now = timezone.now()
    cohort = cohorts.make(course=real.id, title="Tuesday", owner=User.objects.get(email="ben@example.org"), at=now)
    cohorts.join(cohorts.invite(cohort, now), learner_of(ada), name="Ada", at=now)
    return appealing(ada)


@pytest.fixture
def mended(appeal: Appeal, served: Brief, real: Course) -> str:
    """Her judgement was by an earlier wording. The hash of what it is now."""
    earlier = replace(served, story=served.story + "<p>Soon.</p>")  # type: ignore[arg-type]
    Judgement.objects.update(revision=revisions.pin_brief(real.id, earlier))
    return revisions.hash_of_brief(served)


def sections(client: Client) -> list[Element]:
    return main_of(client.get(QUEUE)).all("section", "reported")


def test_the_queue_shows_the_design_that_was_judged_and_what_it_missed(
    ada: Client, ben: Client, appeal: Appeal, served: Brief
) -> None:
    build(ada, "sns")  # she has gone on since
    [section] = sections(ben)
    assert section.one("h2").text == served.title
    assert section.one("blockquote").text == "S3 <b>does</b> it."
    drawn = section.one("svg", "wide").all("g", "part")
    assert [box.attrs["data-part"] for box in drawn if "missing" not in box.classes] == ["client", "s3"]
    missed = section.one("ol", "misses").all("li")
    assert len(missed) == appeal.judgement.asked - appeal.judgement.met
    assert [button.text for button in section.all("button")] == ["It is valid: count it as passed", "It stands"]


def test_a_granted_appeal_is_told_to_the_learner_and_counts(ada: Client, ben: Client, appeal: Appeal) -> None:
    response = ben.post(f"{QUEUE}appeals/{appeal.pk}/", {"act": "valid"})
    assert (response.status_code, response["Location"], sections(ben)) == (302, QUEUE, [])
    verdict = main_of(ada.get(f"{PAGE}judgements/1/"))
    assert verdict.one("div", "verdict").one("p").text.startswith("It counts as passed: your appeal was granted.")
    assert "wrong" not in verdict.one("div", "verdict").classes
    rows = {row.one("h3").text: row.one("p").text for row in main_of(ada.get(PAGE.replace(f"{BRIEF}/", ""))).all("li")}
    assert rows["A ride on film"] == "9 requirements · 1 try · Passed"
    [settled] = main_of(ben.get(f"{QUEUE}?settled=1")).all("section", "reported")
    assert (settled.all("p", "small")[-1].text.startswith("Counted as passed, "), settled.all("form")) == (True, [])


def test_a_judgement_that_stands_is_told_to_the_learner(ada: Client, ben: Client, appeal: Appeal) -> None:
    ben.post(f"{QUEUE}appeals/{appeal.pk}/", {"act": "stands"})
    page = main_of(ada.get(f"{PAGE}judgements/1/"))
    assert page.one(id="appeal").all("p")[-1].text == "The design was looked at, and the judgement stands."
    assert "wrong" in page.one("div", "verdict").classes


def test_a_second_click_changes_nothing(ben: Client, administrator: Client, appeal: Appeal) -> None:
    found = [
        client.post(f"{QUEUE}appeals/{appeal.pk}/", {"act": act}).status_code
        for client, act in ((ben, "valid"), (ben, "valid"), (administrator, "stands"))
    ]
    assert (found, Appeal.objects.get().granted, Trail.objects.count()) == ([302] * 3, True, 1)


@pytest.mark.parametrize(("name", "path", "sent", "posted"), TABLE)
def test_who_may_settle_and_judge_anew(
    nobody: Client, ada: Client, cyd: Client, ben: Client, eve: Client, administrator: Client, appeal: Appeal,
    name: str, path: str, sent: dict[str, str], posted: list[int],
) -> None:  # fmt: skip
    guest = Client()
    guest.post("/courses/ai-model-inferencing/worksheet/")
    address, cast = QUEUE + path.format(appeal=appeal.pk), [nobody, guest, ada, cyd, ben, eve, administrator]
    assert resolve(address).url_name == name
    assert [client.get(address).status_code for client in cast] == [405] * 7
    assert [client.post(address, sent).status_code for client in cast] == posted


def test_who_teaches_elsewhere_sees_none_of_it(eve: Client, mended: str) -> None:
    assert sections(eve) == []


def test_a_mended_brief_offers_to_judge_anew_once(ben: Client, mended: str, served: Brief) -> None:
    offer, _ = sections(ben)
    assert offer.all("p")[1].text == (
        "1 design was judged by an earlier wording; 0 would pass now, 0 no more. "
        "What is passed stays passed: nobody loses anything by being judged again."
    )
    for _ in range(2):
        response = ben.post(f"{QUEUE}briefs/ai-model-inferencing/{BRIEF}/", {"brief": mended})
        assert (response.status_code, response["Location"]) == (302, QUEUE)
    assert (Judgement.objects.count(), Trail.objects.count(), len(sections(ben))) == (2, 1, 1)


def test_a_learner_is_told_that_her_design_was_judged_again(ada: Client, ben: Client, mended: str) -> None:
    ben.post(f"{QUEUE}briefs/ai-model-inferencing/{BRIEF}/", {"brief": mended})
    verdict = main_of(ada.get(f"{PAGE}judgements/2/")).one("div", "verdict")
    assert verdict.all("p", "small")[0].text.startswith("The brief was mended, and your design was judged again")


def test_a_wording_that_changed_since_the_page_was_shown_judges_nothing(ben: Client, mended: str) -> None:
    for sent in ({"brief": "0" * 64}, {}):
        assert ben.post(f"{QUEUE}briefs/ai-model-inferencing/{BRIEF}/", sent).status_code == 302
    assert Judgement.objects.count() == 1


def test_the_queue_takes_the_same_statements_whatever_waits(ben: Client, administrator: Client, mended: str) -> None:
    def taken() -> None:
        with statements(7):  # session, user; reports and appeals, read and counted; judgements
            administrator.get(QUEUE)

    taken()
    for name in ("fay", "gil"):
        appealing(signed_in(f"{name}@example.org"), "It holds.")
    taken()
    assert len(sections(administrator)) == 4
