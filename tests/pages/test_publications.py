"""What publishing changes, re-grades, the history, authors."""

import pytest
from django.test import Client

from studyapp.catalogue.courses import Course
from studyapp.records import banks, publications
from studyapp.records.models import Attempt, Bank, Publication, Regrade, User
from tests.pages.acting import answer, begin, finish
from tests.pages.markup import main_of
from tests.records.teaching import PANTRY, pantry, publish

BANK = "/teach/tea/banks/pantry/"
OTHER_KEY = PANTRY.replace("- [ ] The one in the pot\n- [x]", "- [x] The one in the pot\n- [ ]")


@pytest.fixture
def bank(tea: Course, ben: Client) -> Bank:
    return pantry(tea, User.objects.get(email="ben@example.org"))


@pytest.fixture
def scored(ada: Client, bank: Bank, tea: Course) -> Attempt:
    """Ada had all right; then Ben's draft takes another key for the spoon."""
    publish(bank, tea)
    banks.open_to_all(bank, opened=True, by=User.objects.create_user("root@example.org", role=User.Role.ADMINISTRATOR))
    attempt = begin(ada, "pantry", mode="graded", size=2)
    for position in (1, 2):
        answer(ada, attempt, position, act="save")
    finish(ada, attempt)
    bank.refresh_from_db()
    banks.save(bank, text=OTHER_KEY, version=bank.version, by=bank.owner)
    return attempt


def version(bank: Bank) -> int:
    return Bank.objects.get(pk=bank.pk).version


def rights(attempt: Attempt) -> int:
    return Attempt.objects.get(pk=attempt.pk).right_count


def test_the_page_says_what_is_new(ben: Client, bank: Bank) -> None:
    page = main_of(ben.get(f"{BANK}publications/"))
    assert [row.text for row in page.all("td")] == ["new", "new"]
    assert page.one("button", cls="primary").text == "Publish"


def test_publishing_leads_to_the_history(ben: Client, bank: Bank) -> None:
    response = ben.post(f"{BANK}publications/", {"version": bank.version}, follow=True)
    assert response.redirect_chain == [(f"{BANK}history/?done=published", 302)]
    assert "Published. Learners see it within a second." in main_of(response).text


def test_the_effect_of_each_policy_is_told_before_publishing(ben: Client, scored: Attempt) -> None:
    page = main_of(ben.get(f"{BANK}publications/"))
    assert "One answer was given to a key that changes" in page.text
    effects = [row.text for row in page.all("td") if row.text != "key changed"]
    assert effects == ["none would change", "none would change", "none would change", "0 would rise, 1 would fall"]


@pytest.mark.parametrize(("policy", "after"), [("keep", 2), ("full", 2), ("both", 2), ("new", 1)])
def test_the_policy_is_applied_as_it_is_published(
    policy: str, after: int, ben: Client, scored: Attempt, bank: Bank
) -> None:
    ben.post(f"{BANK}publications/", {"version": version(bank), "policy": policy})
    assert (rights(scored), Publication.objects.count()) == (after, 2)


def test_a_regrade_is_offered_later_and_taken_back(ben: Client, scored: Attempt, bank: Bank) -> None:
    ben.post(f"{BANK}publications/", {"version": version(bank)})
    assert "Judge earlier answers anew" in main_of(ben.get(f"{BANK}history/")).text
    ben.post(f"{BANK}regrades/", {"number": "2", "policy": "new"})
    assert rights(scored) == 1
    page = main_of(ben.get(f"{BANK}history/"))
    assert "1 answer: 0 scores rose, 1 fell" in page.text
    ben.post(f"{BANK}regrades/{Regrade.objects.get().pk}/reversals/")
    assert rights(scored) == 2


def test_a_second_click_regrades_nothing_more(ben: Client, scored: Attempt, bank: Bank) -> None:
    ben.post(f"{BANK}publications/", {"version": version(bank)})
    codes = [ben.post(f"{BANK}regrades/", {"number": "2", "policy": "new"}).status_code for _ in range(2)]
    assert (codes, Regrade.objects.count(), rights(scored)) == ([302, 409], 1, 1)


def test_a_publish_that_lost_a_race_says_so(ben: Client, bank: Bank) -> None:
    banks.save(bank, text=OTHER_KEY, version=1, by=bank.owner)
    response = ben.post(f"{BANK}publications/", {"version": "1"})
    assert (response.status_code, Publication.objects.count()) == (409, 0)
    assert "Somebody saved or published this bank meanwhile" in main_of(response).text


@pytest.mark.parametrize("sent", [{}, {"version": "one"}, {"version": "9" * 40}, {"version": "-1"}])
def test_a_form_without_its_version_publishes_nothing(sent: dict[str, str], ben: Client, bank: Bank) -> None:
    assert (ben.post(f"{BANK}publications/", sent).status_code, Publication.objects.count()) == (422, 0)


def test_a_draft_with_errors_names_them_and_publishes_nothing(ben: Client, bank: Bank) -> None:
    banks.save(bank, text=PANTRY.replace("- [x] In a", "- [ ] In a"), version=1, by=bank.owner)
    page = main_of(ben.get(f"{BANK}publications/"))
    assert ("One error is in the way." in page.text, page.one("a", cls="primary").text) == (
        True,
        "Mend them in the editor",
    )
    assert ben.post(f"{BANK}publications/", {"version": "2"}).status_code == 422
    assert Publication.objects.count() == 0


def test_a_policy_that_is_none_publishes_nothing(ben: Client, scored: Attempt, bank: Bank) -> None:
    """Publishing and judging are one: both happen, or neither."""
    response = ben.post(f"{BANK}publications/", {"version": version(bank), "policy": "generous"})
    assert (response.status_code, Publication.objects.count()) == (422, 1)


def test_two_publications_are_compared_line_by_line(ben: Client, bank: Bank, tea: Course) -> None:
    publish(bank, tea)
    publish(bank, tea, text=OTHER_KEY)
    page = main_of(ben.get(f"{BANK}history/?of=1&of=2"))
    assert [e.text for e in page.all("del")] == ["- [ ] The one in the pot", "- [x] The one in the jar"]
    assert [e.text for e in page.all("ins")] == ["- [x] The one in the pot", "- [ ] The one in the jar"]


@pytest.mark.parametrize("query", ["of=1", "of=1&of=9", "of=one&of=two", f"of={'9' * 30}&of=1", "of=-1&of=1"])
def test_what_cannot_be_compared_is_not(query: str, ben: Client, bank: Bank, tea: Course) -> None:
    publish(bank, tea)
    response = ben.get(f"{BANK}history/?{query}")
    assert (response.status_code, main_of(response).all("del")) == (200, [])


def test_a_withdrawn_bank_is_said_to_be(ben: Client, bank: Bank, tea: Course) -> None:
    publish(bank, tea)
    page = main_of(ben.post(f"{BANK}withdrawals/", follow=True))
    assert "learners do not see the bank" in page.text
    assert publications.last(bank) is not None


def test_a_hand_in_the_bank_is_given_and_taken(ben: Client, dan: Client, bank: Bank) -> None:
    ben.post(f"{BANK}authors/", {"email": "dan@example.org"})
    assert dan.get(f"{BANK}history/").status_code == 200
    ben.post(f"{BANK}authors/", {"remove": User.objects.get(email="dan@example.org").pk})
    assert dan.get(f"{BANK}history/").status_code == 404


def test_a_bank_is_handed_over_to_one_of_its_authors(ben: Client, dan: Client, bank: Bank) -> None:
    banks.share(bank, email="dan@example.org", by=bank.owner)
    ben.post(f"{BANK}authors/", {"owner": User.objects.get(email="dan@example.org").pk})
    bank.refresh_from_db()
    assert (bank.owner.email, [author.email for author in bank.authors.all()]) == (
        "dan@example.org",
        ["ben@example.org"],
    )


@pytest.mark.parametrize("owner", ["0", "999999", "9" * 18])
def test_it_is_not_handed_to_anybody_else(owner: str, ben: Client, bank: Bank) -> None:
    assert ben.post(f"{BANK}authors/", {"owner": owner}).status_code == 422
    assert Bank.objects.get().owner.email == "ben@example.org"


@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org", "", "ben@example.org", "x" * 10_000])
def test_only_another_instructor_is_given_a_hand(email: str, ben: Client, ada: Client, bank: Bank) -> None:
    response = ben.post(f"{BANK}authors/", {"email": email})
    assert (response.status_code, bank.authors.count()) == (422, 0)
    assert "No other instructor has an account with that address." in main_of(response).text


def test_an_author_does_not_open_a_bank_to_all(ben: Client, bank: Bank) -> None:
    assert ben.post(f"{BANK}authors/", {"act": "open"}).status_code == 422
    assert Bank.objects.get().opened is False
