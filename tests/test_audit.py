"""The look for known flaws of dependencies: against a service of advisories that knows one, one that knows none, and none at all."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from packaging.requirements import Requirement

from tests.audit import NOT_AUDITED, PINNED, audit

FLAW = {
    "id": "PYSEC-2021-98",
    "summary": "A flaw.",
    "published": "2021-05-04T00:00:00Z",
    "affected": [
        {
            "package": {"name": "django", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "3.2"}, {"fixed": "3.2.1"}]}],
        }
    ],
}


@contextmanager
def service(flaws: dict[tuple[str, str], list[dict[str, Any]]]) -> Iterator[str]:
    """Answers as the service of advisories does."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told = {"vulns": flaws.get((asked["package"]["name"], asked["version"]), [])}
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({key: value for key, value in told.items() if value}).encode())

        def log_message(self, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    pinned = tmp_path / "requirements.txt"
    pinned.write_text("django==3.2 \\\n    --hash=sha256:" + "0" * 64 + "\n")
    return pinned


def test_an_old_pin_with_a_known_flaw_is_found(old: Path) -> None:
    with service({("django", "3.2"): [FLAW]}) as url:
        assert audit(old, "--osv-url", url) == (False, "django 3.2: PYSEC-2021-98, mended in 3.2.1")


def test_every_pinned_dependency_is_asked_for() -> None:
    pins = [Requirement(line.rstrip(" \\")) for line in PINNED.read_text().splitlines() if "==" in line]
    here = [pin for pin in pins if pin.marker is None or pin.marker.evaluate()]
    with service({}) as url:
        assert audit(PINNED, "--osv-url", url) == (True, f"{len(here)} dependencies were audited: no known flaw.")


def test_where_the_advisories_cannot_be_reached_that_is_said_and_nothing_fails(old: Path) -> None:
    assert audit(old, "--osv-url", "http://127.0.0.1:9") == (True, NOT_AUDITED)
