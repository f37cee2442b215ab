"""htmx gets a part of the very page that a browser without it gets, byte for byte, and only the view names the part."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.pages.acting import HTMX, address, answer, begin, wrong_numbers
from tests.pages.markup import Element, masked, read

Got = tuple[HttpResponse, HttpResponse]  # the fragment, and the whole page
LESSON = "/courses/tea/modules/leaf/what-is-in-it/"
CHECK = f"{LESSON}checks/leaf/what-is-drunk/"
TREE = "/courses/tea/trees/way-to-brew/"


def question_before(ada: Client) -> Got:
    path = address(begin(ada, size=5), 2)
    return ada.get(path, headers=HTMX), ada.get(path)


def question_saved(ada: Client) -> Got:
    attempt = begin(ada, size=5)
    answer(ada, attempt, 2, act="save")
    return ada.get(address(attempt, 2), headers=HTMX), ada.get(address(attempt, 2))


def question_flagged(ada: Client) -> Got:
    path = address(begin(ada, size=5), 2)
    return ada.post(path, {"act": "flag"}, headers=HTMX), ada.get(path)


def question_refused(ada: Client) -> Got:
    path = address(begin(ada, size=5), 2)
    return ada.post(path, {"act": "check"}, headers=HTMX), ada.post(path, {"act": "check"})


def question_right(ada: Client) -> Got:
    attempt = begin(ada, size=5)
    return answer(ada, attempt, 2, htmx=True), ada.get(address(attempt, 2))


def question_wrong(ada: Client) -> Got:
    attempt = begin(ada, size=5)
    return answer(ada, attempt, 2, right=False, htmx=True), ada.get(address(attempt, 2))


def question_refused_after_the_check(ada: Client) -> Got:
    attempt = begin(ada, size=5)
    answer(ada, attempt, 2, right=False)
    sent = {"act": "save", "choice": wrong_numbers(attempt, 2)[0]}
    return ada.post(address(attempt, 2), sent, headers=HTMX), ada.post(address(attempt, 2), sent)


def check_right(ada: Client) -> Got:
    return ada.post(CHECK, {"choice": "2", "act": "check"}, headers=HTMX), ada.get(LESSON)


def check_wrong(ada: Client) -> Got:
    return ada.post(CHECK, {"choice": "1", "act": "check"}, headers=HTMX), ada.get(LESSON)


def check_again(ada: Client) -> Got:
    ada.post(CHECK, {"choice": "1", "act": "check"})
    return ada.post(CHECK, {"act": "again"}, headers=HTMX), ada.get(LESSON)


def check_refused(ada: Client) -> Got:
    return ada.post(CHECK, {"act": "check"}, headers=HTMX), ada.post(CHECK, {"act": "check"})


def tree_begun(ada: Client) -> Got:
    return ada.get(TREE, headers=HTMX), ada.get(TREE)


def tree_walked(ada: Client) -> Got:
    path = f"{TREE}?heat=hot&leaf=bag&cups=..2+cups"
    return ada.get(path, headers=HTMX), ada.get(path)


def tree_wrong(ada: Client) -> Got:
    path = f"{TREE}?heat=hot&cups=many"
    return ada.get(path, headers=HTMX), ada.get(path)


def search_hits(ada: Client) -> Got:
    return ada.get("/search/?q=powder", headers=HTMX), ada.get("/search/?q=powder")


def search_without_hits(ada: Client) -> Got:
    return ada.get("/search/?q=espresso", headers=HTMX), ada.get("/search/?q=espresso")


PARTS = {
    question_before: ("form", "question", 200),
    question_saved: ("form", "question", 200),
    question_flagged: ("form", "question", 200),
    question_refused: ("form", "question", 422),
    question_right: ("section", "question", 200),
    question_wrong: ("section", "question", 200),
    question_refused_after_the_check: ("section", "question", 422),
    check_right: ("section", "check-leaf-what-is-drunk", 200),
    check_wrong: ("section", "check-leaf-what-is-drunk", 200),
    check_again: ("section", "check-leaf-what-is-drunk", 200),
    check_refused: ("section", "check-leaf-what-is-drunk", 422),
    tree_begun: ("div", "walk", 200),
    tree_walked: ("div", "walk", 200),
    tree_wrong: ("div", "walk", 422),
    search_hits: ("section", "hits", 200),
    search_without_hits: ("section", "hits", 200),
}


@pytest.mark.parametrize(("get", "part"), [pytest.param(get, part, id=get.__name__) for get, part in PARTS.items()])
def test_the_fragment_is_that_part_of_the_page(
    ada: Client, get: Callable[[Client], Got], part: tuple[str, str, int]
) -> None:
    tag, id, status = part
    fragment, page = get(ada)
    assert fragment.status_code == status
    [top] = [child for child in read(fragment.content).children if isinstance(child, Element)]
    assert (top.tag, top.attrs["id"]) == (tag, id)
    text, whole = masked(fragment.content).strip(), masked(page.content)
    assert whole.count(text) == 1
    assert whole.startswith("<!doctype html>")
    for response in (fragment, page):  # caches keep the two apart
        assert "HX-Request" in response["Vary"].split(", ")


def test_the_word_saved_is_the_one_of_the_page(ada: Client) -> None:
    attempt = begin(ada, size=5)
    fragment = answer(ada, attempt, 1, act="save", htmx=True)
    assert masked(ada.get(address(attempt, 1)).content).count(masked(fragment.content).strip()) == 1
    assert "HX-Request" in fragment["Vary"].split(", ")


def test_for_its_history_htmx_gets_the_whole_page(ada: Client) -> None:
    attempt = begin(ada, size=5)
    answer(ada, attempt, 2, right=False)
    for path in (address(attempt, 1), address(attempt, 2), f"{TREE}?heat=hot", "/search/?q=powder"):
        restored = ada.get(path, headers=HTMX | {"HX-History-Restore-Request": "true"})
        assert masked(restored.content) == masked(ada.get(path).content)


def test_a_boosted_link_gets_the_whole_page(ada: Client) -> None:
    path = address(begin(ada, size=5), 1)
    assert masked(ada.get(path, headers=HTMX | {"HX-Boosted": "true"}).content) == masked(ada.get(path).content)


def test_the_client_cannot_choose_the_part(ada: Client) -> None:
    path = address(begin(ada, size=5), 1)
    usual = masked(ada.get(path, headers=HTMX).content)
    asked = {"HX-Target": "saved", "HX-Trigger": "saved", "HX-Trigger-Name": "part", "HX-Select": "#saved"}
    for name, value in asked.items():
        assert masked(ada.get(path, headers=HTMX | {name: value}).content) == usual
    for query in ("?part=saved", "?template=base.html", "?fragment=choices", "?_partial=saved"):
        assert masked(ada.get(path + query, headers=HTMX).content) == usual


@pytest.mark.parametrize(
    "path",
    ["/", "/courses/tea/", LESSON, "/courses/tea/options/", "/courses/tea/glossary/", "/progress/", "/attempts/"],
)
def test_a_page_without_a_part_is_whole_for_htmx_too(ada: Client, path: str) -> None:
    assert masked(ada.get(path, headers=HTMX).content) == masked(ada.get(path).content)
