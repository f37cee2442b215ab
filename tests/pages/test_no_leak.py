"""Before an answer is in, nothing that tells it leaves the server. Asked of the real scenarios, and first shown to be able to fail."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from studyapp.catalogue.courses import Course
from studyapp.catalogue.lessons import Check
from studyapp.catalogue.questions import Item, Question
from studyapp.records import revisions
from studyapp.records.models import Asked, Attempt
from tests.pages.acting import HTMX, address, answer, begin, finish, right_numbers
from tests.pages.markup import Element, read

COURSE = "ai-model-inferencing"
# Words, classes and marks that stand only where an answer is judged.
JUDGED = ("right answer", "your choice", "not right:", "the facts lead to", "the facts that decide", "would fit if", "told by",
          "taken for granted", "the explanation")  # fmt: skip
STATES = {"right", "wrong", "left-out", "other", "verdict", "answers", "good", "bad"}


@pytest.fixture(autouse=True)
def course(site: None, real: Course) -> Course:
    return real


@pytest.fixture
def practice(ada: Client, course: Course) -> Attempt:
    return begin(ada, "scenario-mapping", course=COURSE, size=20)


@pytest.fixture
def graded(ada: Client, course: Course) -> Attempt:
    return begin(ada, "scenario-mapping", course=COURSE, mode="graded", size=30)


def texts(html: str) -> list[str]:
    """The paragraphs of a piece of prose, as text."""
    root = read(html)
    return [one.text for one in root.walk() if one.tag in ("p", "li", "td") and one.text] or [root.text]


def secrets_of(question: Question, item: Item) -> dict[str, list[str]]:
    """What would tell the key of a question, by what it is."""
    scenario = question.scenario
    assert scenario is not None
    letters: dict[str, str] = {}
    for told in scenario.told:
        letters.setdefault(told.words, "abcdefg"[len(letters)])
    return {
        "feedback": [text for choice in question.choices for text in texts(choice.feedback)],
        "explanation": texts(question.explanation),
        "title": [item.title],
        "id": [item.id],
        "marks": [f"{words}{letter}" for words, letter in letters.items()],
    }


def asked_of(attempt: Attempt, course: Course) -> Iterator[tuple[Asked, Question, Item]]:
    for asked in Asked.objects.filter(attempt=attempt).order_by("position"):
        yield asked, revisions.question(asked.revision_id), course.items[asked.question.partition("/")[2]]


def everything_of(response: HttpResponse) -> str:
    """All that a client can read of a response: body, headers, cookies; entities and white space undone."""
    body = response.content.decode()
    return f"{' '.join(unescape(body).split())} {read(body).text} {_beside(response)}"


def outside_the_story(response: HttpResponse) -> str:
    """The same without the story itself, which may use the words of a title."""
    return f"{' '.join(_outside(read(response.content)))} {_beside(response)}"


def _outside(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield " ".join(child.split())
        elif "story" not in child.classes:
            yield from child.attrs.values()
            yield from _outside(child)


def _beside(response: HttpResponse) -> str:
    headers = " ".join(f"{name}: {value}" for name, value in response.items())
    return f"{headers} {' '.join(f'{name}={morsel.value}' for name, morsel in response.cookies.items())}"


def leaks(response: HttpResponse, *secrets: dict[str, list[str]]) -> list[str]:
    """What of the secrets a response holds."""
    everywhere, outside = everything_of(response), outside_the_story(response)
    return [
        f"{kind}: {text}"
        for secret in secrets
        for kind, found in secret.items()
        for text in found
        if text in (outside if kind == "title" else everywhere)
    ]


def judgements(response: HttpResponse) -> list[str]:
    """Words, classes, marks and drawings of a judged answer inside the question."""
    root = read(response.content)
    part = next((one for one in root.walk() if one.attrs.get("id") in ("question", "saved")), None)
    assert part is not None
    text = part.text.lower()
    words = [word for word in JUDGED if word in text]
    classes = [c for one in part.walk() if not one.inside("symbol") for c in one.classes if c in STATES]
    drawn = [f"<{one.tag}>" for one in part.walk() if one.tag in ("mark", "sup", "aside", "polyline", "table")]
    return words + classes + drawn


def attributes(response: HttpResponse) -> set[str]:
    """The values of all attributes of the page's main part, in pieces."""
    main = read(response.content).one("main")
    return {part for one in main.walk() for value in one.attrs.values() for part in re.split(r"[\s/,:;]+", value)}


def test_after_the_check_all_of_it_stands_there(ada: Client, practice: Attempt, course: Course) -> None:
    """So that the tests below could fail."""
    for asked, question, item in [*asked_of(practice, course)][:6]:
        checked = answer(ada, practice, asked.position, right=asked.position % 2 == 0, htmx=True)
        secrets = secrets_of(question, item)
        told = {kind: texts for kind, texts in secrets.items() if kind not in ("title", "id")}
        assert leaks(checked, told) == [f"{kind}: {text}" for kind, found in told.items() for text in found]
        found = set(judgements(checked))
        assert found >= {"the facts lead to", "the facts that decide", "right", "verdict", "<mark>", "<table>"}
    finish(ada, practice)
    result = ada.get(f"/attempts/{practice.pk}/result/")
    for _, question, item in asked_of(practice, course):
        assert leaks(result, secrets_of(question, item)) == [f"title: {item.title}"]


def test_the_search_for_leaks_reads_headers_and_cookies() -> None:
    response = HttpResponse("<p>Batch&nbsp;job</p>", headers={"X-Key": "Batch of tickets"})
    response.set_cookie("last", "night-shift")
    secrets = {"header": ["Batch of tickets"], "id": ["night-shift"], "body": ["Batch job", "Real-time"]}
    assert leaks(response, secrets) == ["header: Batch of tickets", "id: night-shift", "body: Batch job"]


def test_an_unanswered_question_tells_nothing_of_any_question_of_its_run(
    ada: Client, practice: Attempt, course: Course
) -> None:
    every = [secrets_of(question, item) for _, question, item in asked_of(practice, course)]
    assert len(every) == 20
    for position in range(1, 21):
        page, part = ada.get(address(practice, position)), ada.get(address(practice, position), headers=HTMX)
        assert leaks(page, *every) == []
        assert leaks(part, every[position - 1]) == []
        assert judgements(page) == judgements(part) == []


def test_neither_saving_nor_flagging_nor_a_refusal_tells_anything(
    ada: Client, practice: Attempt, course: Course
) -> None:
    for asked, question, item in [*asked_of(practice, course)][:5]:
        path, choice = address(practice, asked.position), {"choice": right_numbers(practice, asked.position)}
        found = [
            ada.post(path, {"act": "check"}),
            ada.post(path, {"act": "check", "choice": "9"}, headers=HTMX),
            ada.post(path, {"act": "flag"} | choice, headers=HTMX),
            ada.get(path),
        ]
        saved = ada.post(path, choice, headers=HTMX)
        assert [response.status_code for response in (*found, saved)] == [422, 422, 200, 200, 200]
        assert [leak for response in (*found, saved) for leak in leaks(response, secrets_of(question, item))] == []
        assert [word for response in (*found, saved) for word in judgements(response)] == []


def test_the_right_and_a_wrong_choice_are_saved_with_the_same_words(ada: Client, graded: Attempt) -> None:
    right = answer(ada, graded, 1, right=True, act="save", htmx=True)
    wrong = answer(ada, graded, 2, right=False, act="save", htmx=True)
    assert right.content == wrong.content
    assert dict(right.items()) == dict(wrong.items())


def test_a_graded_run_tells_nothing_before_its_finish(ada: Client, graded: Attempt, course: Course) -> None:
    every = [secrets_of(question, item) for _, question, item in asked_of(graded, course)]
    for asked, _, _ in asked_of(graded, course):
        answer(
            ada,
            graded,
            asked.position,
            right=asked.position % 3 == 0,
            act=("save", "check", "next")[asked.position % 3],
        )
    for page in [ada.get(address(graded, position)) for position in (1, 2, 3, 30)]:
        assert leaks(page, *every) == []
        assert judgements(page) == []
        assert read(page.content).one(cls="strip").attrs["aria-label"] == "0 right, 0 not right, 30 saved, 0 open"
        assert {mark.attrs["href"] for mark in read(page.content).one(cls="strip").all("use")} == {"#icon-disc"}
    for path in (
        f"/attempts/{graded.pk}/",
        "/attempts/",
        "/progress/",
        "/",
        f"/courses/{COURSE}/quizzes/scenario-mapping/",
    ):
        page = ada.get(path)
        assert leaks(page, *every) == [], path


def test_no_attribute_of_an_unanswered_question_names_an_outcome(
    ada: Client, practice: Attempt, course: Course
) -> None:
    for asked, question, _ in [*asked_of(practice, course)][:8]:
        options = {choice.option for choice in question.choices}
        assert attributes(ada.get(address(practice, asked.position))) & options == set()


def test_choices_differ_in_nothing_but_number_and_text(ada: Client, practice: Attempt) -> None:
    def bare(label: Element) -> list[tuple[str, dict[str, str]]]:
        number = label.one("kbd").text
        return [(one.tag, {k: v.replace(number, "#") for k, v in one.attrs.items()}) for one in label.walk()]

    for position in range(1, 9):
        labels = read(ada.get(address(practice, position)).content).all("label", "choice")
        assert len({repr(bare(label)) for label in labels}) == 1


def test_the_order_of_choices_is_stored_and_the_same_on_reload(ada: Client, practice: Attempt, course: Course) -> None:
    for asked, question, _ in [*asked_of(practice, course)][:8]:
        shown = [question.choices[original].text for original in asked.order]
        for _ in range(2):
            labels = read(ada.get(address(practice, asked.position)).content).all("label", "choice")
            assert [label.one("span").text for label in labels] == shown


def test_no_place_and_no_order_is_the_keys(ada: Client, course: Course) -> None:
    """The right choice stands at every place, and two equal orders do not always have the key at the same one."""
    places: dict[tuple[int, ...], set[int]] = {}
    every: list[int] = []
    for _ in range(4):
        attempt = begin(ada, "scenario-mapping", course=COURSE, size=20)
        for asked, question, _ in asked_of(attempt, course):
            [key] = question.key
            places.setdefault(tuple(asked.order), set()).add(asked.order.index(key))
            every.append(asked.order.index(key))
        finish(ada, attempt)
    assert {0, 1, 2, 3} <= set(every)
    assert max(every.count(place) for place in set(every)) < 0.5 * len(every)
    assert max(len(found) for found in places.values()) > 1


def test_two_learners_see_their_own_orders(ada: Client, cyd: Client, course: Course) -> None:
    def orders(client: Client) -> dict[str, list[int]]:
        attempt = begin(client, "ready-to-start", course=COURSE, size=10)
        return {asked.question: asked.order for asked in Asked.objects.filter(attempt=attempt)}

    hers, others = orders(ada), orders(cyd)
    both = hers.keys() & others.keys()
    assert len(both) > 3
    assert [hers[question] for question in sorted(both)] != [others[question] for question in sorted(both)]


def test_the_checks_of_a_lesson_tell_nothing_before_they_are_answered(nobody: Client, course: Course) -> None:
    seen = 0
    for key, lesson in course.lessons.items():
        page = nobody.get(f"/courses/{COURSE}/modules/{key}/")
        for block in lesson.blocks:
            if isinstance(block, Check):
                item = course.items[block.question]
                told = [text for choice in item.question.choices for text in texts(choice.feedback)]
                assert leaks(page, {"feedback": told, "explanation": texts(item.question.explanation)}) == []
                assert (
                    read(page.content).one("section", id=f"check-{block.question.replace('/', '-')}").all(cls="verdict")
                    == []
                )
                seen += 1
    assert seen >= 20


def test_a_tree_of_one_s_own_tells_nothing_of_a_scenario_that_was_not_met(ada: Client, course: Course) -> None:
    root = f"/courses/{COURSE}/exercises/inference-type/"
    page = ada.post(f"{root}sketches/")["Location"]
    ada.post(page, {"seen": "1", "act": "put", "at": "start", "what": "ask:waiting"})
    ada.post(page, {"seen": "2", "act": "put", "at": "0", "what": "to:batch"})
    every = [secrets_of(item.question, item) for item in course.scenarios["inference-type"]]
    hidden = [{kind: secret[kind] for kind in ("feedback", "explanation", "title", "id")} for secret in every]
    for query in ("", "?at=1&hint=question", "?hint=branch", "?with=course"):
        assert leaks(ada.get(f"{page}{query}"), *hidden) == []
