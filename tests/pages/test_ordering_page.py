"""Steps to be put in order, as the page sends them: the order it shows at first is nobody's answer."""

import pytest
from django.test import Client

from studyapp.catalogue.courses import Course
from studyapp.records import attempts
from studyapp.records.models import Answer, Asked
from tests.pages.acting import HTMX, address, learner_of
from tests.pages.markup import main_of


@pytest.fixture
def steps(ada: Client, real: Course) -> Asked:
    """Where Ada is asked for an order."""
    attempt = attempts.start(learner_of(ada), real, real.quizzes["knowledge"], mode="practice", size=20, seed=3)
    return next(asked for asked, question in attempts.answered(attempt) if question.kind == "ordering")


def sent(client: Client, steps: Asked) -> dict[str, str]:
    """What the form of the page sends as it stands."""
    form = main_of(client.get(address(steps.attempt, steps.position))).one("form", id="question")
    places = {}
    for select in form.all("select"):
        [chosen] = [option for option in select.all("option") if "selected" in option.attrs]
        places[select.attrs["name"]] = chosen.attrs["value"]
    hidden = {one.attrs["name"]: one.attrs["value"] for one in form.all("input", type="hidden", name="prefilled")}
    return places | hidden


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
@pytest.mark.parametrize("act", ["flag", "unflag", "hint", "next"])
def test_the_order_shown_at_first_is_not_stored_by_a_flag_a_hint_or_going_on(
    ada: Client, steps: Asked, act: str, headers: dict[str, str]
) -> None:
    ada.post(address(steps.attempt, steps.position), sent(ada, steps) | {"act": act}, headers=headers)
    assert Answer.objects.count() == 0
    steps.refresh_from_db()
    assert steps.flagged is (act == "flag")


def test_the_order_shown_at_first_is_never_the_right_one(ada: Client, steps: Asked, real: Course) -> None:
    orderings = [item for item in real.items.values() if item.question.kind == "ordering"]
    item = min(orderings, key=lambda item: item.question.movable)
    orders = [place.order for place in attempts.places(steps.attempt, [item] * 200, seed=1)]
    assert len({tuple(order) for order in orders}) > 1
    assert list(range(item.question.movable)) not in orders


def test_the_order_shown_at_first_can_be_the_answer(ada: Client, steps: Asked) -> None:
    ada.post(address(steps.attempt, steps.position), sent(ada, steps) | {"act": "check"})
    assert Answer.objects.get().response == steps.order


def test_an_order_given_is_stored_by_a_flag(ada: Client, steps: Asked) -> None:
    places = sent(ada, steps)
    changed = places | {"place-1": places["place-2"], "place-2": places["place-1"], "act": "flag"}
    ada.post(address(steps.attempt, steps.position), changed)
    first, second, *rest = steps.order
    assert Answer.objects.get().response == [second, first, *rest]


def test_an_order_brought_back_to_the_one_shown_at_first_is_stored_by_a_flag(ada: Client, steps: Asked) -> None:
    where, places = address(steps.attempt, steps.position), sent(ada, steps)
    ada.post(where, places | {"place-1": places["place-2"], "place-2": places["place-1"], "act": "save"})
    again = sent(ada, steps) | {name: value for name, value in places.items() if name.startswith("place-")}
    ada.post(where, again | {"act": "flag"})
    assert Answer.objects.get().response == steps.order
