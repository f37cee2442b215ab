"""What a first visit fetches, in a real Chromium: every request with its bytes over the wire, headers included."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, sync_playwright

from tests.bench.load import in_turn, request
from tests.bench.people import Cookies
from tests.bench.run import HOST
from tests.bench.serving import Served
from tests.browser import chromium

ITALIC = "italic"  # in the name of the font that only emphasis fetches


@dataclass(frozen=True)
class Visit:
    requests: int
    wire: int
    italic: int  # bytes, apart


@contextmanager
def opened() -> Iterator[Browser]:
    path = chromium.get()
    if path is None:
        sys.exit("a first visit needs a Chromium. Fix: install one, or name one in CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def visit(browser: Browser, site: Served, path: str, cookies: Cookies) -> Visit:
    """Open the page with nothing in the cache."""
    address = f"http://{HOST}:{site.port}"
    context = browser.new_context(extra_http_headers={"X-Forwarded-Proto": "https"})
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    page, names, sizes = context.new_page(), dict[str, str](), dict[str, int]()
    told = context.new_cdp_session(page)
    told.on("Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]}))
    told.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    told.send("Network.enable")
    page.goto(address + path, wait_until="networkidle")
    icon = page.eval_on_selector("link[rel=icon]", "link => link.href").removeprefix(address)
    context.close()
    italic = {id for id, name in names.items() if ITALIC in name}
    wire = sum(size for id, size in sizes.items() if id not in italic)
    seen = any(name.endswith(icon) for name in names.values())  # without a window Chromium fetches no icon
    wire += 0 if seen else int(in_turn(site.port, [request(icon, {})])[0].wire)
    return Visit(len(names) - len(italic) + (not seen), int(wire), int(sum(sizes[id] for id in italic)))
