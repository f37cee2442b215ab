"""What no form of ours would send, or a hand slipped on: refused with a sentence, nothing stored, what was typed kept."""

import pytest
from django.test import Client

from studyapp.catalogue.courses import Course
from studyapp.records.models import Answer, Attempt, Report
from tests.pages.acting import address, asked_at, begin, finish
from tests.pages.kinds import (
    FINISHED,
    GAP,
    NO_ANSWER,
    NO_CHOICE,
    NO_PLACE,
    ONE_NUMBER,
    ONE_ONLY,
    PARTS,
    TWICE,
    UNCHOSEN,
    UNCHOSEN_OF_SEVERAL,
    UNMATCHED,
    UNPLACED,
    UNWRITTEN,
    Sent,
    assert_refused,
    place,
    refusal,
    run_of_each_kind,
)
from tests.pages.markup import Element, main_of


@pytest.fixture
def run(ada: Client, tea: Course) -> Attempt:
    return run_of_each_kind(ada, tea)


def typed(page: Element) -> dict[str, list[str]]:
    """What the controls of an answer hold, as a browser would send it; empty ones left out."""
    found: dict[str, list[str]] = {}
    for box in page.all("input"):
        name, kind = box.attrs["name"], box.attrs.get("type", "text")
        if (name == "number" and box.attrs["value"]) or (kind in ("radio", "checkbox") and "checked" in box.attrs):
            found.setdefault(name, []).append(box.attrs["value"])
    for select in page.all("select"):
        chosen = [option.attrs["value"] for option in select.all("option") if "selected" in option.attrs]
        if chosen:
            found[select.attrs["name"]] = chosen
    return found


WRONG_KINDS = [
    ("single", {"number": "1"}, UNCHOSEN),
    ("single", {"place-1": "1", "place-2": "2"}, UNCHOSEN),
    ("single", {"pair-1": "1"}, UNCHOSEN),
    ("multiple", {"number": "1"}, UNCHOSEN_OF_SEVERAL),
    ("ordering", {"choice": "1"}, UNPLACED),
    ("ordering", {"number": "14.60"}, UNPLACED),
    ("ordering", {"pair-1": "1"}, UNPLACED),
    ("matching", {"choice": "1"}, UNMATCHED),
    ("matching", {"place-1": "1"}, UNMATCHED),
    ("matching", {"number": "1"}, UNMATCHED),
    ("numeric", {"choice": "1"}, UNWRITTEN),
    ("numeric", {"pair-1": "1"}, UNWRITTEN),
    ("numeric", {"place-1": "1"}, UNWRITTEN),
]
OUT_OF_RANGE = [
    ("single", {"choice": "4"}, NO_CHOICE),
    ("single", {"choice": "0"}, NO_CHOICE),
    ("multiple", {"choice": ["1", "4"]}, NO_CHOICE),
    ("ordering", {"place-1": "5"}, NO_PLACE),
    ("ordering", {"place-1": "0"}, NO_PLACE),
    ("ordering", {"place-1": "-1"}, NO_PLACE),
    ("ordering", {"place-1": "1", "place-5": "2"}, NO_PLACE),
    ("ordering", {"place-1": "1", "place-0": "2"}, NO_PLACE),
    ("ordering", {"place-1": "1", "place-x": "2"}, NO_PLACE),
    ("matching", {"pair-1": "3"}, NO_ANSWER),
    ("matching", {"pair-1": "1", "pair-3": "1"}, NO_ANSWER),
    ("matching", {"pair-1": "1.0"}, NO_ANSWER),
]
REPEATED = [
    ("single", {"choice": ["1", "1"]}, NO_CHOICE),
    ("single", {"choice": ["1", "2"]}, ONE_ONLY),
    ("multiple", {"choice": ["1", "1"]}, NO_CHOICE),
    ("ordering", {"place-1": ["1", "2"]}, NO_PLACE),
    ("matching", {"pair-1": ["1", "2"]}, NO_ANSWER),
    ("numeric", {"number": ["14.60", "14.60"]}, ONE_NUMBER),
]
ORDERS = [
    ("ordering", {"place-1": "1", "place-2": "3"}, GAP),
    ("ordering", {"place-1": "2"}, GAP),
    ("ordering", {"place-1": "1", "place-2": "1"}, TWICE),
    ("ordering", {"place-1": "", "place-2": ""}, UNPLACED),
    ("matching", {"pair-1": "", "pair-2": ""}, UNMATCHED),
]
UNREADABLE = [
    (kind, {name: text}, says)
    for kind, name, says in (("single", "choice", NO_CHOICE), ("ordering", "place-1", NO_PLACE), ("matching", "pair-1", NO_ANSWER))
    for text in ("²", "١", "1\x00", "\x00", " 1", "1e0", "NaN", "Infinity", "true", "1" * 10_000)
]  # fmt: skip


@pytest.mark.parametrize(("kind", "sent", "says"), WRONG_KINDS)
def test_the_wrong_kind_of_response_is_refused(ada: Client, run: Attempt, kind: str, sent: Sent, says: str) -> None:
    assert_refused(ada, place(run, kind), sent, says)


@pytest.mark.parametrize(("kind", "sent", "says"), OUT_OF_RANGE)
def test_the_numbers_of_another_question_are_refused(
    ada: Client, run: Attempt, kind: str, sent: Sent, says: str
) -> None:
    assert_refused(ada, place(run, kind), sent, says)


@pytest.mark.parametrize(("kind", "sent", "says"), REPEATED)
def test_what_is_sent_twice_is_refused(ada: Client, run: Attempt, kind: str, sent: Sent, says: str) -> None:
    assert_refused(ada, place(run, kind), sent, says)


@pytest.mark.parametrize(("kind", "sent", "says"), ORDERS)
def test_an_order_with_a_gap_or_a_doubled_place_is_refused(
    ada: Client, run: Attempt, kind: str, sent: Sent, says: str
) -> None:
    assert_refused(ada, place(run, kind), sent, says)


@pytest.mark.parametrize(("kind", "sent", "says"), UNREADABLE, ids=range(len(UNREADABLE)))
def test_what_is_no_number_shown_is_refused(ada: Client, run: Attempt, kind: str, sent: Sent, says: str) -> None:
    assert_refused(ada, place(run, kind), sent, says)


KEPT = [
    ("single", {"choice": "2"}, {"choice": "9"}, {"choice": ["2"]}),
    ("multiple", {"choice": "1"}, {"choice": ["2", "3", "9"]}, {"choice": ["2", "3"]}),
    (
        "ordering",
        {"place-1": "1"},
        {"place-2": "1", "place-3": "3"},
        {"place-2": ["1"], "place-3": ["3"]},
    ),
    ("matching", {"pair-1": "1"}, {"pair-1": "9", "pair-2": "2"}, {"pair-2": ["2"]}),
    ("numeric", {"number": "14"}, {"number": "1,500"}, {"number": ["1,500"]}),
    ("numeric", {"number": "14"}, {"number": ""}, {}),
]


@pytest.mark.parametrize(("kind", "before", "sent", "kept"), KEPT)
def test_a_refusal_keeps_what_was_typed_and_what_was_stored(
    ada: Client, run: Attempt, kind: str, before: Sent, sent: Sent, kept: dict[str, list[str]]
) -> None:
    path = place(run, kind)
    ada.post(path, before)
    stored = list(Answer.objects.values())
    page = main_of(ada.post(path, sent | {"act": "check", "sure": "on"}))
    assert typed(page) == kept | {"sure": ["on"]}
    assert page.one("p", id="saved").text == "", "what stands there is not what is stored"
    assert list(Answer.objects.values()) == stored


TOLD = [
    ("single", {"choice": "{Pot}"}, "Pot"),
    ("multiple", {"choice": ["{Leaf}", "{Salt}"]}, "Leaf, Salt"),
    ("ordering", {"place-{Pour}": "1", "place-{Boil}": "2"}, "Pour, Boil"),
    ("matching", {"pair-1": "{six}"}, "Mug: six"),
    ("numeric", {"number": "14,60"}, "14.60 USD"),
]


@pytest.mark.parametrize(("kind", "sent", "told"), TOLD)
def test_a_tab_of_a_finished_run_tells_what_was_typed(
    ada: Client, run: Attempt, kind: str, sent: Sent, told: str
) -> None:
    """In braces: the number shown of what reads so."""
    path = place(run, kind)
    asked = asked_at(run, int(path.split("/")[3]))
    part = PARTS[kind]
    things = {"ordering": getattr(part, "all", ()), "matching": getattr(part, "answers", ())}
    texts = things.get(kind) or [choice.text for choice in getattr(part, "choices", ())]
    numbers = {str(texts[original]): number for number, original in enumerate(asked.order, 1)}
    finish(ada, run)
    named = {
        name.format(**numbers): [v.format(**numbers) for v in ([value] if isinstance(value, str) else value)]
        for name, value in sent.items()
    }
    in_order = ", ".join(sorted(told.split(", "), key=numbers.__getitem__)) if kind == "multiple" else told
    response = ada.post(path, named | {"act": "check"})
    assert refusal(response) == f"{FINISHED} You chose just now: {in_order}."
    assert Answer.objects.count() == 0


def test_a_place_of_ten_thousand_digits_cannot_be_moved(ada: Client, run: Attempt) -> None:
    sent = {"place-1": "9" * 10_000, "place-2": "1", "act": "up-1"}
    assert refusal(ada.post(place(run, "ordering"), sent)) == NO_PLACE
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("act", ["up-9", "up-0", "down-99999", "up-²", "up-", "\x00", "finish", "9" * 10_000])
def test_an_act_that_is_none_saves_what_came_with_it_at_most(ada: Client, run: Attempt, act: str) -> None:
    path = place(run, "ordering")
    assert ada.post(path, {"act": act}).status_code == 302
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("size", ["0", "1", "999", "²"])
def test_a_picked_run_has_the_size_that_the_site_gives_it(ada: Client, size: str) -> None:
    """Its form has no size, so one that is sent is none of ours."""
    assert begin(ada, mode="section", objective="choose-way", size=size).asked_count == 8


def test_a_report_with_a_character_that_is_none_is_kept_with_the_sign_for_that(ada: Client, run: Attempt) -> None:
    ada.post(f"{address(run, 1)}reports/", {"text": "The \x00water is cold."})
    assert Report.objects.get().text == "The \ufffdwater is cold."
