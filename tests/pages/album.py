"""Pages in every state, rendered and kept by name."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.template import loader
from django.test import Client
from django.utils import timezone

from studyapp.records import assignments, cohorts, shelf
from studyapp.records.assignments import Terms
from studyapp.records.models import User
from studyapp.records.shelf import Shelf
from tests.pages.acting import PASSWORD, address, answer, begin, finish, learner_of, run, signed_in, wrong_numbers
from tests.pages.markup import Element, read
from tests.pages.second_steps import confirm, switch_on

ROOT = Path(__file__).parents[2]
Pages = dict[str, tuple[str, Element]]  # what it shows: its address and its elements
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
        album.get(client, f"{course}:", path)


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
    of_the_second_step(album, signed_in("step@accounts.org"))


def of_the_second_step(album: Album, client: Client) -> None:
    """Switched on, asked for at the door, and switched off."""
    root = "/accounts/2fa/"
    for path in ("/accounts/reauthenticate/", root):
        album.get(client, "second step off:", path)
    confirm(client)
    album.get(client, "second step:", f"{root}totp/activate/")
    album.add("second step: wrong code", client.post(f"{root}totp/activate/", {"code": "000000"}))
    switch_on(client)
    for path in ("", "recovery-codes/", "recovery-codes/generate/", "reauthenticate/", "totp/deactivate/"):
        album.get(client, "second step on:", f"{root}{path}")
    elsewhere = Client()
    elsewhere.post("/accounts/login/", {"login": "step@accounts.org", "password": PASSWORD})
    album.get(elsewhere, "second step asked:", f"{root}authenticate/")
    album.add("second step refused", elsewhere.post(f"{root}authenticate/", {"code": "000000"}))


def of_refusals(album: Album, client: Client) -> None:
    album.get(client, "missing:", "/courses/coffee/", 404)
    begun = {"mode": "practice", "size": "4"}
    album.add("no such size", client.post("/courses/tea/quizzes/leaf/attempts/", begun), 422)
    strict = Client(enforce_csrf_checks=True)
    album.add("without a token", strict.post(f"{LESSON}reads/"), 403)
    kept = {"path": "/attempts/1/1/", "sent": True, "kept": [("csrfmiddlewaretoken", "x"), ("choice", "2")]}
    pages = {"broken": ("500.html", {}), "not now": ("503.html", {"path": "/"}), "not now, kept": ("503.html", kept)}
    for name, (template, context) in pages.items():
        response = HttpResponse(loader.render_to_string(template, context))
        response.request = {"PATH_INFO": "/"}  # type: ignore[attr-defined]
        album.add(name, response)


def of_two_courses(album: Album, client: Client) -> None:
    """Home and progress when there is more than one course, with work in both."""
    for course in ("coffee", "tea"):
        client.post(f"/courses/{course}/modules/leaf/what-is-in-it/reads/")
    for path in ("/", "/progress/", "/progress/?course=tea"):
        album.get(client, "two courses:", path)


def of_a_design(album: Album, client: Client) -> None:
    """A brief from its empty page to a judgement, with a refusal and an appeal."""
    page = "/courses/ai-model-inferencing/exercises/rides-on-film/"
    album.get(client, "nothing placed:", page)
    for number, kind in enumerate(("client", "s3", "cloudwatch", "s3")):
        client.post(f"{page}versions/", {"seen": number, "act": "place", "one": kind})
    client.post(f"{page}versions/", {"seen": 4, "act": "join", "one": "client", "other": "s3"})
    album.get(client, "some placed:", page)
    album.add(
        "a link refused", client.post(f"{page}versions/", {"seen": 5, "act": "join", "one": "s3", "other": "s3"}), 422
    )
    client.post(f"{page}judgements/", {"seen": 5})
    album.get(client, "judged:", f"{page}judgements/1/")
    album.add("an appeal without words", client.post(f"{page}judgements/1/appeals/", {}), 422)
    client.post(f"{page}judgements/1/appeals/", {"text": "<script>alert(1)</script>"})
    album.get(client, "appealed:", f"{page}judgements/1/")
    album.get(client, "exercises:", page.replace("rides-on-film/", ""))


def of_classes(album: Album) -> None:
    """A class as who teaches it and who learns in it see it, empty and with somebody at risk."""
    ben, ada = signed_in("ben@classes.org", role=User.Role.INSTRUCTOR), signed_in("ada@classes.org")
    now, owner = timezone.now(), User.objects.get(email="ben@classes.org")
    album.get(ben, "teaching nobody:", "/teach/")
    cohort = cohorts.make(course="tea", title="<b>Tuesday", owner=owner, at=now)
    one = f"/teach/cohorts/{cohort.pk}/"
    album.get(ben, "empty class:", one)
    album.get(ben, "nothing given:", f"{one}assignments/")
    code = cohorts.invite(cohort, now)
    album.get(Client(), "class:", f"/join/{code.code}/")
    album.get(ada, "class, by name:", f"/join/{code.code}/")
    album.add("class: no name", ada.post(f"/join/{code.code}/", {"name": ""}), 422)
    album.get(ada, "class:", "/join/NOSUCHCODE/", 404)
    learner = cohorts.join(code, learner_of(ada), name="<i>Ada", at=now - timedelta(days=9)).learner
    row = assignments.give(cohort, Terms("brewing", "graded", 10, due=now + timedelta(days=2)), by=owner, at=now)
    late = assignments.give(cohort, Terms("brewing", "practice", 3, due=now), by=owner, at=now)
    assignments.allow(row, learner, minutes=5, due=None, by=owner, at=now)
    album.get(ben, "idle:", one)
    done = run(ada, 1)
    given = f"{one}assignments/{row.pk}/"
    hers = f"{one}learners/{learner.pk}/"
    for path in ("/teach/", "/teach/cohorts/", one, f"{one}?show=risk", f"{one}settings/", f"{one}assignments/", f"{one}assignments/new/", given, f"{given}allowances/", hers, f"{hers}attempts/{done.pk}/"):  # fmt: skip
        album.get(ben, "class:", path)
    album.add("class: no title", ben.post(f"{one}settings/", {"title": ""}), 422)
    album.add("class: no such instructor", ben.post(f"{one}instructors/", {"email": "ada@classes.org"}), 422)
    album.add("class: no such terms", ben.post(given, {"what": "brewing graded 10", "attempts": "many"}), 422)
    album.add("class: no such time", ben.post(f"{given}allowances/", {"learner": learner.pk, "minutes": "many"}), 422)
    for path in ("/", "/courses/tea/quizzes/", "/progress/", "/progress/classes/", f"/assignments/{row.pk}/", f"/assignments/{late.pk}/", "/progress/export/", "/progress/deletion/"):  # fmt: skip
        album.get(ada, "member:", path)
    album.add("member: too late", ada.post(f"/assignments/{late.pk}/attempts/"), 422)
    album.add("member: wrong password", ada.post("/progress/deletion/", {"password": "x"}), 422)
    album.get(ben, "owner:", "/progress/deletion/")
    for path in ("/progress/classes/", "/progress/export/", "/progress/deletion/", "/progress/deletion/?done=1"):
        album.get(Client(), "nobody:", path)


def of_banks(album: Album, ben: Client) -> None:
    """A bank from its first form to a lost race, and the form of each kind of question."""
    root = "/teach/tea/banks/"
    album.get(ben, "no banks:", root)
    album.add("a bank refused", ben.post(root, {"ident": "No id"}), 422)
    ben.post(root, {"ident": "larder", "title": "Larder", "objective": "know-leaf"})
    edit = f"{root}larder/edit/"
    album.get(ben, "new:", edit)
    for kind in ("single", "multiple", "ordering", "matching", "numeric"):
        ben.post(f"{root}larder/items/", {"kind": kind, "ident": f"a-{kind}"})
        album.get(ben, f"{kind}:", f"{root}larder/items/a-{kind}/")
    ben.post(f"{root}larder/items/", {"kind": "none"})
    for path in (root, f"{root}larder/", edit):
        album.get(ben, "written:", path)
    album.add("a question refused", ben.post(f"{root}larder/items/a-single/", {"act": "add-choice", "stem": "# x"}))
    flawed = {"text": "# Larder\n\n## a\n\nWhich?\n\n- [ ] A\n> why\n", "version": "6"}
    album.add("errors", ben.post(f"{root}larder/previews/", flawed))
    album.add("refused", ben.post(edit, flawed | {"version": ""}), 422)
    album.add("signed out", Client().post(edit, flawed), 403)
    album.add("a race", ben.post(edit, flawed | {"version": "1"}), 409)
    ben.post(root, {"ident": "copy", "origin": "file:brewing"})
    album.get(ben, "proven:", f"{root}copy/edit/")
    album.get(ben, "proven:", f"{root}copy/items/early-train/")


def of_a_tree_of_ones_own(album: Album, client: Client) -> None:
    """From no tree to a finished one, with hints, a comparison and refusals."""
    root = "/courses/tea/exercises/way-to-brew/"
    album.get(client, "no tree yet:", root)
    page = client.post(f"{root}sketches/")["Location"]
    album.get(client, "an empty tree:", page)
    for number, (at, what) in enumerate(
        (("start", "ask:heat"), ("1", "to:pot"), ("0", "ask:cups:2 cups"), ("0-0", "to:whisk"))
    ):
        client.post(page, {"seen": number + 1, "act": "put", "at": at, "what": what})
    for query in ("", "?at=start", "?at=0-1&hint=question", "?hint=branch", "?with=course"):
        album.get(client, "a growing tree:", f"{page}{query}")
    album.add("a stale tree", client.post(page, {"seen": 1, "act": "put", "at": "0-1", "what": "to:mug"}), 409)
    album.add(
        "a place that is not there", client.post(page, {"seen": 5, "act": "put", "at": "7", "what": "to:mug"}), 422
    )
    album.add("a name too long", client.post(page, {"seen": 5, "act": "name", "title": "x" * 200}), 422)
    client.post(page, {"seen": 5, "act": "put", "at": "0-1", "what": "to:pot"})
    album.get(client, "a whole tree:", page)
    album.get(client, "own trees:", root)


def of_everything(album: Album, tea: Shelf, real: Shelf, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """All of it: two courses side by side, the small course, the real one."""
    cache.clear()
    for course in ("coffee", "tea"):
        shutil.copytree(ROOT / "tests" / "courses" / "tea", folder / course)
    both = Shelf(folder, folder.with_name(f"{folder.name}-last-good"), watch=False)
    patch.setattr(shelf, "shelf", lambda: both)
    of_two_courses(album, signed_in("ada@two.org"))
    patch.setattr(shelf, "shelf", lambda: tea)
    of_the_course(album, Client(), "tea", tea)
    ada = signed_in("ada@tea.org")
    of_a_run(album, ada, "tea", "brewing", "practice", 5)
    of_a_run(album, ada, "tea", "brewing", "graded", 10)
    of_a_run(album, ada, "tea", "leaf", "practice", 3)
    begin(ada, "brewing")
    begin(ada, "brewing", mode="graded", size=10)
    album.get(ada, "two open runs:", "/courses/tea/quizzes/brewing/")
    of_lessons(album, ada)
    of_accounts(album)
    of_classes(album)
    of_refusals(album, ada)
    of_banks(album, signed_in("ben@tea.org", role="instructor"))
    of_a_tree_of_ones_own(album, ada)
    patch.setattr(shelf, "shelf", lambda: real)
    learner = signed_in("ada@real.org")
    of_the_course(album, learner, "ai-model-inferencing", real)
    of_trees_options_and_search(album, learner)
    of_a_design(album, learner)
    of_a_run(album, learner, "ai-model-inferencing", "scenario-mapping", "practice", 10)
    run(learner, 27, "scenario-mapping", course="ai-model-inferencing", mode="graded", size=30)
    album.get(learner, "much:", "/progress/")
