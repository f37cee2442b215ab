"""What the cast does in an exercise of kind cost: begin, and give each step rightly or otherwise."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.test import Client

from studyapp.records import exercises
from studyapp.records.exercises import Sheet
from studyapp.rules import costing
from tests.pages.acting import learner_of

COURSE = "ai-model-inferencing"
LIST = f"/courses/{COURSE}/exercises/"
SHOP, FERRY, HOTEL = (f"{LIST}{id}/" for id in ("corner-shop-bot", "ferry-notes", "hotel-wishes"))


def sheet_of(client: Client, path: str = SHOP) -> Sheet:
    """The learner's run of the exercise at that address."""
    found = exercises.latest(learner_of(client).pk, COURSE, path.rstrip("/").rpartition("/")[2])
    assert found is not None
    return found


def begin(client: Client, path: str = SHOP) -> Sheet:
    assert client.post(path, {"act": "begin"})["Location"] == path
    return sheet_of(client, path)


def right(sheet: Sheet) -> dict[str, dict[str, Any]]:
    """What has to be sent for every step."""
    solved = costing.solve(sheet.brief, sheet.prices)
    return {
        "feasible": {"option": [one.tariff.option for one in solved if one.feasible]},
        "monthly-cost": {f"cost-{one.tariff.option}": str(one.total) for one in solved if one.feasible},
        "choice": {"choice": costing.answer(sheet.brief, sheet.prices) or "none"},
    }


def give(client: Client, step: str, path: str = SHOP, **sent: Any) -> HttpResponse:
    """Send a step of the present run: as it should be, but for what is given here."""
    sheet = sheet_of(client, path)
    return client.post(path, {"run": sheet.run.pk, "step": step, **right(sheet)[step], **sent})


def solve(client: Client, path: str = SHOP, *, rightly: bool = True) -> Sheet:
    """A whole run; wrongly: every cost is a hundred USD too high."""
    begin(client, path)
    give(client, "feasible", path)
    costs = right(sheet_of(client, path))["monthly-cost"]
    too_high = {} if rightly else {name: str(Decimal(cost) + 100) for name, cost in costs.items()}
    give(client, "monthly-cost", path, **too_high)
    give(client, "choice", path, **({} if rightly else {"choice": "none"}))
    return sheet_of(client, path)
