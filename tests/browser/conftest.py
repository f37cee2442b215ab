"""A real Chromium against the real course: one browser a session, a fresh context a visitor."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.servers.basehttp import WSGIRequestHandler
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from studyapp.catalogue.courses import Course
from studyapp.pages import static
from studyapp.records import learners
from studyapp.records.models import Learner, User
from tests.browser import chromium
from tests.browser.visits import Watch, session_of

NONE = "The browser tests need a Chromium, and none could be found or installed: install one, or name one in CHROMIUM."
# Of what Chromium has, what no test uses: without it a new context costs a third. This list takes the place of Playwright's own.
UNUSED = [
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "AimEnabled", "LensOverlay", "MediaRouter", "OptimizationHints", "Translate",
    "SpareRendererForSitePerProcess", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable",
    "NetworkTimeServiceQuerying", "PreconnectToSearch", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidUnnecessaryBeforeUnloadCheckSync", "AvoidCorsURLLoaderRestartOnRedirect",
]  # fmt: skip
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    f"--disable-features={','.join(UNUSED)}",
]
PATIENCE = 45_000  # milliseconds; a machine that others use can be slow
expect.set_options(timeout=PATIENCE)
WSGIRequestHandler.disable_nagle_algorithm = True  # else what follows the head of an answer can wait 40 ms

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.get()
    if path is None:
        pytest.fail(NONE, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is joined, which else only collectstatic makes, beside the files as they are."""
    folder = tmp_path_factory.mktemp("joined")
    for name in static.JOINED:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(static.joined(name))
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)  # WhiteNoise warns of a folder that is not there
    with override_settings(STATICFILES_DIRS=[*settings.STATICFILES_DIRS, folder]):
        yield


@pytest.fixture(scope="session")
def base_url(static_files: None, live_server: LiveServer) -> str:
    return live_server.url


@pytest.fixture
def new_context(browser: Browser, base_url: str) -> Iterator[Callable[..., BrowserContext]]:
    """Somebody new, with cookies of their own."""
    contexts: list[BrowserContext] = []

    def made(**how: Any) -> BrowserContext:
        contexts.append(browser.new_context(base_url=base_url, **how))
        return contexts[-1]

    yield made
    for context in contexts:
        context.close()


@pytest.fixture
def visit(
    new_context: Callable[..., BrowserContext], base_url: str, live_server: LiveServer, real: Course
) -> Iterator[Visit]:
    """A page of somebody new. Nothing that any of them sees may complain, or ask another site for anything."""
    watch = Watch(base_url)

    def made(learner: Learner | None = None, **how: Any) -> Page:
        context = new_context(**how)
        if learner:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(learner), "url": base_url}])
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        return context.new_page()

    yield made
    assert watch.complaints == []
    assert watch.foreign == []


@pytest.fixture
def ada(base_url: str, live_server: LiveServer) -> Learner:
    """Ada learns, and has an account."""
    return learners.of_user(User.objects.create_user("ada@example.org", "ferry-to-the-lamp"))
