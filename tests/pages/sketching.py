"""What the cast does with decision trees of its own: begin one, put things at places, read what stands there."""

from django.http import HttpResponse
from django.test import Client

from tests.pages.acting import HTMX
from tests.pages.markup import Element, main_of

TREE = "/courses/tea/exercises/way-to-brew/"
# The course's own tree, place by place.
WHOLE = [
    ("start", "ask:heat"), ("0", "ask:leaf"), ("0-0", "ask:cups:2 cups"), ("0-0-0", "to:mug"), ("0-0-1", "to:pot"),
    ("0-1", "ask:cups:2 cups"), ("0-1-0", "to:mug"), ("0-1-1", "to:pot"), ("0-2", "to:whisk"),
    ("1", "ask:time:240 min"), ("1-0", "to:pot"), ("1-1", "ask:place:12 °C"), ("1-1-0", "to:cold-steep"), ("1-1-1", "to:pot"),
]  # fmt: skip


def begun(client: Client, **posted: str) -> str:
    """The address of a new tree."""
    response = client.post(f"{TREE}sketches/", posted)
    assert response.status_code == 302, response.content
    return str(response["Location"])


def seen(client: Client, page: str) -> str:
    numbers = {one.attrs["value"] for one in main_of(client.get(page)).all("input", name="seen")}
    assert len(numbers) == 1
    return numbers.pop()


def change(client: Client, page: str, act: str, *, htmx: bool = False, **posted: str) -> HttpResponse:
    sent = {"seen": seen(client, page), "act": act} | posted
    return client.post(page, sent, headers=HTMX if htmx else {})


def built(client: Client, *puts: tuple[str, str]) -> str:
    page = begun(client)
    for number, (at, what) in enumerate(puts, 1):
        response = client.post(page, {"seen": number, "act": "put", "at": at, "what": what})
        assert (response.status_code, response["Location"]) == (302, f"{page}#place")
    return page


def state(page: Element) -> str:
    return page.one(id="state").all("p")[0].text


def listed(page: Element) -> list[str]:
    """What stands at each place, from the start downwards."""
    return [one.text for one in page.one("ul", "places").all(cls="stands")]


def refused(response: HttpResponse, status: int = 422) -> str:
    assert response.status_code == status
    return main_of(response).one("p", "error").text
