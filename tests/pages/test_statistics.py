"""How the questions of a bank behave, as its author sees it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.catalogue.courses import Course
from studyapp.records import revisions
from studyapp.records.models import Tally, User
from tests.pages.acting import answer, begin
from tests.pages.markup import main_of
from tests.records.teaching import pantry, publish, served

BANK = "/teach/tea/banks/pantry/"
NONE = "Once the bank is published and learners have answered, each question stands here"


@pytest.fixture
def bank(tea: Course, ben: Client) -> None:
    publish(pantry(tea, User.objects.get(email="ben@example.org")), tea)


def tally(question: str, taken: str, n: int, rest: int) -> None:
    """So many answers of learners who had that share of their other questions right, in thousandths."""
    item = served().items[question]
    revisions.pin(served(), [item])
    right = {int(taken)} == set(item.question.key)
    row = {"n": n, "rest": n * rest, "squares": n * rest * rest}
    Tally.objects.create(revision_id=revisions.hash_of(item.question), taken=taken, right=right, **row)


def rows(client: Client, path: str = f"{BANK}statistics/") -> list[list[str]]:
    table = main_of(client.get(path)).all("table", "behaviour")
    return [[cell.text for cell in row.all("td")] for row in table[0].one("tbody").all("tr")] if table else []


def test_each_question_says_how_it_behaves(ben: Client, bank: None) -> None:
    for question, taken, n, rest in (("jar", "0", 30, 900), ("jar", "1", 10, 300), ("spoon", "1", 15, 400), ("spoon", "0", 16, 800)):  # fmt: skip
        tally(f"pantry/{question}", taken, n, rest)
    assert rows(ben) == [
        ["30 of 40", "75 %", "1.00", "", "sound"],
        ["15 of 31", "48 %", "\u22121.00", "", "Look: the stronger learners take choice 1, so the key may be wrong"],
    ]  # fmt: skip
    page = main_of(ben.get(f"{BANK}statistics/"))
    assert [one.attrs["aria-label"] for one in page.all("svg", "chart")] == [
        "choice 1, the key 75\u00a0%, choice 2 25\u00a0%", "choice 2, the key 48\u00a0%, choice 1 52\u00a0%",
    ]  # fmt: skip
    assert [(one.text, one.attrs["href"]) for one in page.all("a", "primary")] == [
        ("Look at spoon", f"{BANK}items/spoon/#behaves")
    ]


def test_of_few_answers_nothing_is_said(ben: Client, bank: None) -> None:
    attempt = begin(ben, "pantry", mode="graded", size=2)
    answer(ben, attempt, 1)
    answer(ben, attempt, 2, right=False)
    assert rows(ben) == [["no first answers yet"], ["no first answers yet"]]
    ben.post(f"/attempts/{attempt.pk}/result/")
    assert sorted((row[0], row[2], row[4]) for row in rows(ben)) == [
        ("0 of 1", "–", "too few answers yet: 1 of 30"), ("1 of 1", "–", "too few answers yet: 1 of 30"),
    ]  # fmt: skip


def test_what_has_answers_stands_under_the_editor_and_not_in_what_it_asks_for_while_typing(
    ben: Client, bank: None
) -> None:
    assert rows(ben, f"{BANK}edit/") == []
    tally("pantry/jar", "0", 30, 900)
    assert rows(ben) == [*rows(ben, f"{BANK}edit/"), ["no first answers yet"]]
    section = main_of(ben.get(f"{BANK}edit/")).one(id="behaviour")
    assert section.one("p", "small").text == "One more question has no first answers yet."
    look = ben.post(f"{BANK}previews/", {"version": "1", "text": "# Pantry\n"}, headers={"HX-Request": "true"})
    assert b"behaviour" not in look.content


def test_a_question_says_who_took_which_choice(ben: Client, bank: None) -> None:
    tally("pantry/jar", "0", 30, 900)
    tally("pantry/jar", "1", 10, 300)
    section = main_of(ben.get(f"{BANK}items/jar/")).one(id="behaves")
    assert [[cell.text for cell in row.all("td")] for row in section.one("tbody").all("tr")] == [
        ["30 of 40", "75 %", "90 %"], ["10 of 40", "25 %", "30 %"],
    ]  # fmt: skip
    assert [row.one("th").text for row in section.one("tbody").all("tr")] == ["1. In a dark jar key", "2. On the sill"]


def test_what_is_not_published_says_what_will_stand_there(ben: Client, tea: Course) -> None:
    pantry(tea, User.objects.get(email="ben@example.org"))
    for path in (f"{BANK}statistics/", f"{BANK}edit/"):
        assert NONE in main_of(ben.get(path)).text
    assert "Once it is published" in main_of(ben.get(f"{BANK}items/jar/")).one(id="behaves").text


def test_a_bank_that_was_withdrawn_is_told_of_still(ben: Client, bank: None) -> None:
    tally("pantry/jar", "0", 30, 900)
    before = rows(ben)
    ben.post(f"{BANK}withdrawals/")
    assert rows(ben) == before


def test_the_course_s_own_banks_are_told_of_too(dan: Client) -> None:
    tally("leaf/what-is-drunk", "1", 40, 500)
    page = main_of(dan.get("/teach/tea/banks/leaf/statistics/"))
    assert (
        page.one("table", "behaviour").one("tbody").all("tr")[0].all("td")[4].text
        == "Look: too easy to tell learners apart"
    )
    assert [one.text for one in page.all("a", "primary")] == ["Back to the banks"]


def test_statistics_cost_the_same_for_one_answer_and_for_a_million(ben: Client, bank: None) -> None:
    counts = []
    ben.get(f"{BANK}statistics/")  # a draft is read once
    for n in (1, 1_000_000):
        Tally.objects.all().delete()
        tally("pantry/jar", "0", n, 900)
        with CaptureQueriesContext(connection) as queries:
            ben.get(f"{BANK}statistics/")
        counts.append(len(queries))
    assert counts == [4, 4]
