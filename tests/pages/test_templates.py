"""Every page in every state: works without scripts, carries none inline, and is sound HTML with names for all that has a meaning."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from studyapp.records.shelf import Shelf
from tests.pages.acting import HTMX, address, answer, begin
from tests.pages.album import Album, Pages, of_everything
from tests.pages.markup import Element, read

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def pages(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tea_shelf: Shelf, real_shelf: Shelf, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pages]:  # fmt: skip
    """Rendered once for all tests here; nothing of it is kept."""
    album = Album()
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        of_everything(album, tea_shelf, real_shelf, tmp_path_factory.mktemp("content"), patch)
        transaction.set_rollback(True)
    yield album.pages


def sound(pages: Pages, find: Callable[[str, Element], Iterator[str]]) -> None:
    """Fails with every fault of every page."""
    faults = [f"{name}: {fault}" for name, (path, page) in pages.items() for fault in find(path, page)]
    assert not faults, "\n".join(faults)


def test_there_are_pages_to_look_at(pages: Pages) -> None:
    assert len(pages) > 120
    assert sum(len(page.all("form")) for _, page in pages.values()) > 100


def _resolved(path: str, goal: str) -> str:
    """Where a browser goes: "?" alone drops the query, which urljoin does not know."""
    return path.partition("?")[0] if goal == "?" else urljoin(path, goal).removesuffix("?")


def _bare(path: str, page: Element) -> Iterator[str]:
    """Each hx-get decorates a link or a GET form to the same address, each hx-post a POST form."""
    for one in page.walk():
        for method in ("get", "post", "put", "patch", "delete"):
            goal = one.attrs.get(f"hx-{method}")
            if goal is None:
                continue
            plain = one.attrs.get("href" if one.tag == "a" else "action")
            sends = "get" if one.tag == "a" else one.attrs.get("method", "get")
            if one.tag not in ("a", "form") or plain is None or sends != method:
                yield f"<{one.tag} hx-{method}={goal}> works with scripts only"
            elif _resolved(path, plain) != _resolved(path, goal):
                yield f"<{one.tag}> leads to {plain} without scripts, and to {goal} with them"


def test_whatever_htmx_does_a_link_or_form_does_too(pages: Pages) -> None:
    sound(pages, _bare)
    assert {one.attrs.get("id") for _, page in pages.values() for one in page.walk() if "hx-post" in one.attrs} != set()


def _not_working(path: str, page: Element) -> Iterator[str]:
    for form in page.all("form"):
        if form.attrs.get("method") == "dialog":
            continue
        if form.attrs.get("method") not in ("get", "post") or "action" not in form.attrs:
            yield f"a form without method or action: {form.attrs}"
        if form.attrs.get("method") == "post" and len(form.all("input", name="csrfmiddlewaretoken")) != 1:
            yield f"a form without its token: {form.attrs['action']}"
        if not [b for b in form.all("button") if b.attrs.get("type", "submit") == "submit"]:
            yield f"a form that nobody can send: {form.attrs}"
    for link in page.all("a"):
        if not link.attrs.get("href") or not (link.text or link.attrs.get("aria-label")):
            yield f"a link without address or words: {link.attrs}"
    for button in page.all("button"):
        if not (button.text or button.attrs.get("aria-label")):
            yield f"a button without words: {button.attrs}"


def test_forms_links_and_buttons_work_without_scripts(pages: Pages) -> None:
    sound(pages, _not_working)


def _inline(path: str, page: Element) -> Iterator[str]:
    for one in page.walk():
        if one.tag == "style" or "style" in one.attrs:
            yield f"<{one.tag}> has a style of its own"
        if one.tag == "script" and (not one.attrs.get("src") or one.text):
            yield "a script inside the page"
        yield from (f"<{one.tag} {name}=…>" for name in one.attrs if name.startswith("on"))
        yield from (
            f"<{one.tag}> runs {value}"
            for value in one.attrs.values()
            if value.strip().lower().startswith("javascript:")
        )
        yield from (
            f"<{one.tag} {name}> loads from elsewhere"
            for name in ("src", "srcset", "poster")
            if "//" in one.attrs.get(name, "")
        )


def test_no_style_or_script_is_inline(pages: Pages) -> None:
    sound(pages, _inline)


def _nameless(path: str, page: Element) -> Iterator[str]:
    ids = {one.attrs["id"]: one for one in page.walk() if "id" in one.attrs}
    for image in page.all("img"):
        if "alt" not in image.attrs:
            yield f"an image without alt: {image.attrs}"
    for one in page.walk():
        named_by = [ids[id].text for id in one.attrs.get("aria-labelledby", "").split() if id in ids]
        if one.attrs.get("role") == "img" and not (
            one.attrs.get("aria-label", "").strip() or " ".join(named_by).strip()
        ):
            yield f"<{one.tag} role=img> without a name: {one.attrs}"
        if (
            one.tag == "svg"
            and one.attrs.get("role") != "img"
            and one.attrs.get("aria-hidden") != "true"
            and not one.inside("svg")
        ):
            yield f"a drawing that is neither named nor hidden: {one.attrs}"
        if one.tag in ("input", "select", "textarea") and one.attrs.get("type") not in ("hidden", "submit"):
            labels = [label for label in page.all("label") if label.attrs.get("for") == one.attrs.get("id")]
            if not labels and not one.inside("label"):
                yield f"a field without a label: {one.attrs}"


def test_whatever_has_a_meaning_has_a_name(pages: Pages) -> None:
    sound(pages, _nameless)
    assert sum(one.attrs.get("role") == "img" for _, page in pages.values() for one in page.walk()) > 100


def _frame(path: str, page: Element) -> Iterator[str]:
    if len(page.all("h1")) != 1 or not page.all("h1")[0].text:
        yield f"{len(page.all('h1'))} h1"
    if len(page.all(cls="primary")) > 1:
        yield f"filled buttons: {[one.text for one in page.all(cls='primary')]}"
    if not page.one("html").attrs.get("lang"):
        yield "no language"
    if not page.one("head").one("title").text:
        yield "no title"
    levels = [int(one.tag[1]) for one in page.walk() if one.tag in ("h1", "h2", "h3", "h4")]
    yield from (f"h{low} after h{high}" for high, low in zip(levels, levels[1:], strict=False) if low > high + 1)


def test_each_page_has_one_heading_one_filled_button_a_language_and_a_title(pages: Pages) -> None:
    sound(pages, _frame)


def _ids(path: str, page: Element) -> Iterator[str]:
    ids = [one.attrs["id"] for one in page.walk() if "id" in one.attrs]
    yield from (f"the id {id} stands twice" for id in sorted(set(ids)) if ids.count(id) > 1)
    for one in page.walk():
        for name in ("aria-labelledby", "aria-describedby", "for", "hx-target"):
            goals = one.attrs.get(name, "").split()
            yield from (
                f"{name} names {goal}, which is not there" for goal in goals if goal.removeprefix("#") not in ids
            )
        goal = one.attrs.get("href", "")
        if goal.startswith("#") and goal[1:] not in ids:
            yield f"{goal} leads nowhere"


def test_ids_are_unique_and_what_names_one_finds_it(pages: Pages) -> None:
    sound(pages, _ids)


def test_what_is_typed_is_shown_and_never_run(pages: Pages) -> None:
    _, page = pages["hits: /search/?q=<script>alert(1)</script>"]
    assert page.one("input", id="q").attrs["value"] == "<script>alert(1)</script>"
    assert page.one("section", id="hits").all("script") == []


def test_a_fragment_is_sound_by_itself(ada: Client) -> None:
    attempt = begin(ada, size=5)
    for response in (answer(ada, attempt, 1, right=False, htmx=True), ada.get(address(attempt, 2), headers=HTMX)):
        ids = [one.attrs["id"] for one in read(response.content).walk() if "id" in one.attrs]
        assert sorted(ids) == sorted(set(ids))


def _breaking(path: str, page: Element) -> Iterator[str]:
    for one in page.walk():
        if one.tag not in ("textarea", "option"):
            own = "".join(child for child in one.children if isinstance(child, str))
            yield from (f"“{found}” could stand on two lines" for found in re.findall(r"\S+ %", own))


def test_a_number_and_its_per_cent_stand_on_one_line(pages: Pages) -> None:
    sound(pages, _breaking)


def _speaking(path: str, page: Element) -> Iterator[str]:
    """A live region that comes with its words is not read out by everybody: it stands there first, and is empty."""
    if page.all("header", "top"):
        live = page.one("p", id="live")
        if live.attrs.get("role") != "status" or live.text:
            yield f"the live region: {live.attrs} {live.text}"


def test_the_live_region_stands_in_each_page_before_it_speaks(pages: Pages) -> None:
    sound(pages, _speaking)
