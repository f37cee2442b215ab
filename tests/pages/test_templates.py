"""Every page in every state: works without scripts, carries none inline, and is sound HTML with names for all that has a meaning."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.template import loader
from django.test import Client
from pytest_django import DjangoDbBlocker

from studyapp.records import shelf
from studyapp.records.shelf import Shelf
from tests.pages.acting import HTMX, address, answer, begin, finish, run, signed_in, wrong_numbers
from tests.pages.markup import Element, read

Pages = dict[str, tuple[str, Element]]  # what it shows: its address and its elements
ROOT = Path(__file__).parents[2]
LESSON = "/courses/tea/modules/leaf/what-is-in-it/"


class Album:
    """Collects pages by name."""

    def __init__(self) -> None:
        self.pages: Pages = {}

    def add(self, name: str, response: HttpResponse, status: int = 200, path: str = "") -> None:
        assert response.status_code == status, f"{name}: {response.status_code}"
        assert name not in set(self.pages)
        self.pages[name] = (path or response.request["PATH_INFO"], read(response.content))  # type: ignore[attr-defined]

    def get(self, client: Client, name: str, path: str, status: int = 200) -> None:
        self.add(f"{name} {path}", client.get(path), status, path)


def of_the_course(album: Album, client: Client, course: str, served: Shelf) -> None:
    """Every page of a course as it stands."""
    one, root = served.catalogue().courses[course], f"/courses/{course}/"
    paths = ["", "options/", "trees/", "glossary/", "quizzes/", "worksheet/", "worksheet/?saved=1"]
    paths += [f"modules/{module.id}/" for module in one.modules]
    paths += [f"modules/{key}/" for key in one.lessons]
    paths += [f"options/{id}/" for id in one.options] + [f"trees/{id}/" for id in one.trees]
    paths += [f"quizzes/{id}/" for id in one.quizzes] + [f"glossary/{id}/" for id in [*one.terms][:3]]
    for path in ["/", "/progress/", "/attempts/", "/search/", *(root + path for path in paths)]:
        album.get(client, "nobody:", path)


def of_trees_options_and_search(album: Album, client: Client) -> None:
    tree = "/courses/ai-model-inferencing/trees/inference-type/"
    for query in (
        "place=cloud",
        "place=cloud&waiting=blocks&payload=..25+MB",
        "place=offline",
        "payload=many&time=-1+s",
    ):
        album.get(client, "walked:", f"{tree}?{query}", 422 if "many" in query else 200)
    for query in ("option=batch", "payload=2+MB&deadline=1+s", "payload=0+MB&deadline=soon"):
        album.get(client, "map:", f"/courses/ai-model-inferencing/options/?{query}", 422 if "soon" in query else 200)
    for query in ("endpoint", "espresso", "<script>alert(1)</script>"):
        album.get(client, "hits:", f"/search/?q={query}")


def of_a_run(album: Album, client: Client, course: str, quiz: str, mode: str, size: int) -> None:
    """A run from its first question to its result."""
    attempt = begin(client, quiz, course=course, mode=mode, size=size)
    name, first = f"{course} {quiz} {mode}:", address(attempt, 1)
    album.add(f"{name} untouched", client.get(first))
    album.add(f"{name} refused", client.post(first, {"act": "check"}), 422)
    answer(client, attempt, 1, act="save")
    album.add(f"{name} saved", client.get(first))
    answer(client, attempt, 1, right=True)
    answer(client, attempt, 2, right=False)
    client.post(address(attempt, 3), {"act": "flag"})
    for position in sorted({1, 2, 3, attempt.asked_count}):
        album.add(f"{name} question {position}", client.get(address(attempt, position)))
    for path in ("/", f"/courses/{course}/", f"/courses/{course}/quizzes/", f"/courses/{course}/quizzes/{quiz}/"):
        album.add(f"{name} open, {path}", client.get(path))
    album.add(f"{name} overview", client.get(f"/attempts/{attempt.pk}/"))
    finish(client, attempt)
    for position in sorted({1, 2, 3, attempt.asked_count}):
        album.add(f"{name} finished, question {position}", client.get(address(attempt, position)))
    sent = {"choice": wrong_numbers(attempt, 3)[0]}
    album.add(f"{name} too late", client.post(address(attempt, 3), sent), 422)
    album.add(f"{name} result", client.get(f"/attempts/{attempt.pk}/result/"))
    album.add(f"{name} progress", client.get(f"/progress/?course={course}"))


def of_lessons(album: Album, client: Client) -> None:
    check = f"{LESSON}checks/leaf/what-is-drunk/"
    album.add("a check refused", client.post(check, {"act": "check"}), 422)
    client.post(check, {"choice": "1", "act": "check"})
    client.post("/courses/tea/modules/leaf/how-it-keeps/checks/leaf/enemies/", {"choice": ["1", "2"], "act": "check"})
    client.post(f"{LESSON}reads/")
    for path in (LESSON, "/courses/tea/modules/leaf/how-it-keeps/", "/courses/tea/", "/courses/tea/modules/leaf/", "/"):
        album.get(client, "read and checked:", path)


def of_accounts(album: Album) -> None:
    nobody, ada = Client(), signed_in("ada@accounts.org")
    for path in (
        "login",
        "signup",
        "password/reset",
        "password/reset/done",
        "confirm-email",
        "password/reset/key/done",
    ):
        album.get(nobody, "account:", f"/accounts/{path}/")
    album.add("account: wrong password", nobody.post("/accounts/login/", {"login": "a@b.org", "password": "x"}))
    album.add("account: bad address", nobody.post("/accounts/signup/", {"email": "x", "password1": "x"}))
    for path in ("email", "password/change", "logout"):
        album.get(ada, "account:", f"/accounts/{path}/")


def of_refusals(album: Album, client: Client) -> None:
    album.get(client, "missing:", "/courses/coffee/", 404)
    begun = {"mode": "practice", "size": "4"}
    album.add("no such size", client.post("/courses/tea/quizzes/leaf/attempts/", begun), 422)
    strict = Client(enforce_csrf_checks=True)
    album.add("without a token", strict.post(f"{LESSON}reads/"), 403)
    broken = HttpResponse(loader.render_to_string("500.html"))
    broken.request = {"PATH_INFO": "/"}  # type: ignore[attr-defined]
    album.add("broken", broken)


def of_two_courses(album: Album, client: Client) -> None:
    """Home and progress when there is more than one course, with work in both."""
    for course in ("coffee", "tea"):
        client.post(f"/courses/{course}/modules/leaf/what-is-in-it/reads/")
    for path in ("/", "/progress/", "/progress/?course=tea"):
        album.get(client, "two courses:", path)


@pytest.fixture(scope="module")
def pages(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tea_shelf: Shelf, real_shelf: Shelf, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pages]:  # fmt: skip
    """Rendered once for all tests here; nothing of it is kept."""
    album, folder = Album(), tmp_path_factory.mktemp("content")
    for course in ("coffee", "tea"):
        shutil.copytree(ROOT / "tests" / "courses" / "tea", folder / course)
    both = Shelf(folder, folder.with_name("last-good"), watch=False)
    cache.clear()
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelf, "shelf", lambda: both)
        of_two_courses(album, signed_in("ada@two.org"))
        patch.setattr(shelf, "shelf", lambda: tea_shelf)
        of_the_course(album, Client(), "tea", tea_shelf)
        ada = signed_in("ada@tea.org")
        of_a_run(album, ada, "tea", "brewing", "practice", 5)
        of_a_run(album, ada, "tea", "brewing", "graded", 10)
        of_a_run(album, ada, "tea", "leaf", "practice", 3)
        begin(ada, "brewing")
        begin(ada, "brewing", mode="graded", size=10)
        album.get(ada, "two open runs:", "/courses/tea/quizzes/brewing/")
        of_lessons(album, ada)
        of_accounts(album)
        of_refusals(album, ada)
        patch.setattr(shelf, "shelf", lambda: real_shelf)
        learner = signed_in("ada@real.org")
        of_the_course_in_short(album, learner)
        of_trees_options_and_search(album, learner)
        of_a_run(album, learner, "ai-model-inferencing", "scenario-mapping", "practice", 10)
        run(learner, 27, "scenario-mapping", course="ai-model-inferencing", mode="graded", size=30)
        album.get(learner, "much:", "/progress/")
        transaction.set_rollback(True)
    yield album.pages


def of_the_course_in_short(album: Album, client: Client) -> None:
    """Of the real course the pages with drawings; its prose is read by tests/formats."""
    root = "/courses/ai-model-inferencing/"
    paths = ["", "options/", "options/serverless/", "glossary/", "glossary/model-inference/", "worksheet/", "quizzes/"]
    lessons = ["real-time/one-call", "asynchronous-serverless/receipt-not-answer", "deployment/who-runs-the-host", "batch/a-job-not-an-endpoint"]  # fmt: skip
    for path in [*paths, *(f"modules/{lesson}/" for lesson in lessons)]:
        album.get(client, "real:", root + path)


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
