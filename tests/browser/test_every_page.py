"""Every page in every state is open to everybody: no fault of axe or of sound.js in three themes, wide and narrow. No page is forgotten."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.template import loader
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.converters import IntConverter
from playwright.sync_api import Page, expect

from studyapp.records import learners
from studyapp.records.models import Learner, User
from tests.browser.conftest import Visit
from tests.browser.sound import faults, rings
from tests.browser.states import CORNERS, Corner, State

# Files, words, and addresses that only lead on.
NO_PAGES = {
    "cohort-export", "mfa_download_recovery_codes", "healthz", "account_set_password", "account_confirm_login_code",
}  # fmt: skip


@pytest.fixture(autouse=True)
def limits() -> Iterator[None]:
    """What was counted here counts nowhere else."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ben(base_url: str) -> Learner:
    """Ben teaches."""
    user = User.objects.create_user("ben@example.org", "lamp-to-the-ferry", role=User.Role.INSTRUCTOR, first_name="Ben")
    return learners.of_user(user)


def status(page: Page, state: State, address: str) -> int:
    """Go there, and send what is to be sent: the status of the answer."""
    response = page.goto(address)
    if state.sent is not None:
        with page.expect_navigation() as sent:
            page.locator(state.form).first.evaluate(SEND, state.sent)
        response = sent.value
    return response.status if response else 0


# Fill in a form and send it as it stands, whatever the browser thinks of it.
SEND = """(form, sent) => {
  for (const [name, value] of Object.entries(sent)) {
    const field = form.elements[name] ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
    field.value = value;
  }
  HTMLFormElement.prototype.submit.call(form);
}"""


@pytest.mark.parametrize("corner", CORNERS.values(), ids=CORNERS)
def test_every_page_of_a_corner_is_open_to_everybody(visit: Visit, ada: Learner, ben: Learner, corner: Corner) -> None:
    numbers = corner.made(ada, ben)
    page = visit({"nobody": None, "ada": ada, "ben": ben}[corner.who])
    found = []
    for state in corner.states:
        where = f"{state.address}{f' after {state.sent}' if state.sent is not None else ''}"
        if (came := status(page, state, state.address.format(**numbers))) != state.status:
            found.append(f"{where}: status {came}")
        page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
        found += faults(page, where) + rings(page, where)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_a_page_that_stands_alone_is_open_to_everybody(visit: Visit, base_url: str, name: str) -> None:
    """What is served when little else can be."""
    page = visit()
    page.route(
        "**/broken/",
        lambda route: route.fulfill(content_type="text/html", body=loader.render_to_string(name, {"path": "/"})),
    )
    page.goto(f"{base_url}/broken/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    found = faults(page)
    assert not found, "\n".join(found)


def answers_get(client: Client, name: str) -> bool:
    """Whether there is something to see there: whoever may do everything is told that there is not before anything is looked up."""
    *_, ([(_, parts), *_], _, _, converters) = get_resolver().reverse_dict.getlist(name)
    kwargs = {part: 1 if isinstance(converters.get(part), IntConverter) else "x" for part in parts}
    return client.get(reverse(name, kwargs=kwargs)).status_code != 405


@pytest.mark.django_db
def test_no_page_is_forgotten(real: object) -> None:
    administrator = Client()
    administrator.force_login(User.objects.create_user("root@example.org", role=User.Role.ADMINISTRATOR))
    names = [name for name in get_resolver().reverse_dict if isinstance(name, str)]
    pages = {name for name in names if answers_get(administrator, name)}
    looked_at = {state.name for corner in CORNERS.values() for state in corner.states}
    assert pages - looked_at == NO_PAGES
    assert looked_at - pages == {"missing", "forbidden"}
