"""What is the same for many is rendered once, and the token in it is of whoever asks."""

from collections.abc import Iterator

import pytest
from django.template import engines
from django.test import Client
from django.utils.translation import override

from studyapp.pages import keeping
from tests.pages.markup import read

PART = engines["templates"].from_string('{% kept "greeting", name %}{{ name }} has {{ cups }}{% endkept %}')
FORM = engines["templates"].from_string('{% kept "form" %}{{ csrf_input }}{% endkept %}')


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    keeping._parts.clear()
    yield
    keeping._parts.clear()


def test_a_part_is_rendered_once_for_each_value_of_its_keys() -> None:
    said = [PART.render({"name": name, "cups": cups}) for name, cups in (("Ada", 1), ("Ada", 2), ("Cyd", 3))]
    assert said == ["Ada has 1", "Ada has 1", "Cyd has 3"]


def test_each_language_has_its_own() -> None:
    word = engines["templates"].from_string('{% kept "word" %}{{ _("Search") }}{% endkept %}')
    said = []
    for language in ("en", "es", "en"):
        with override(language):
            said.append(word.render({}))
    assert said == ["Search", "Buscar", "Search"]


def test_the_token_is_of_whoever_asks() -> None:
    bare = engines["templates"].from_string('{% kept "bare" %}{{ csrf_token }}{% endkept %}')
    assert [bare.render({"csrf_token": token}) for token in "ab"] == ["a", "b"]
    tokens = [read(FORM.render({"csrf_token": token})).one("input").attrs["value"] for token in "ab"]
    assert tokens == ["a", "b"]


def test_the_newest_parts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST", 10)
    for name in range(25):
        PART.render({"name": name, "cups": name})
    again = [PART.render({"name": name, "cups": 99}) for name in (24, 15, 14)]
    assert again == ["24 has 24", "15 has 15", "14 has 99"]
    assert len(keeping._parts) == 10


def test_two_visitors_have_tokens_of_their_own_in_the_forms_of_every_page(ada: Client, cyd: Client) -> None:
    forms = [read(who.get("/").content).one("footer").one("input", name="csrfmiddlewaretoken") for who in (ada, cyd)]
    assert len({form.attrs["value"] for form in forms}) == 2
    assert keeping.MARK not in ada.get("/").content.decode()


def test_a_page_masks_its_token_once_and_each_page_anew(ada: Client) -> None:
    pages = [read(ada.get("/courses/tea/quizzes/brewing/").content) for _ in "ab"]
    found = [[one.attrs["value"] for one in page.all("input", name="csrfmiddlewaretoken")] for page in pages]
    assert [len(tokens) > 2 for tokens in found] == [True, True]
    assert [len(set(tokens)) for tokens in found] == [1, 1]
    assert found[0][0] != found[1][0]
