"""The site as others use it: `manage.py serve` in production mode, in processes of its own, spoken to over HTTP."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from studyapp.pages.http import LEARNER
from studyapp.records.models import Learner
from tests.racing import url_of

ROOT = Path(__file__).parents[2]
HOST = "study.example.org"
PATIENCE = 180  # seconds, on a machine that is busy with other things

# The very command; only its sweeper, which looks every 20 seconds, looks every second.
SERVE = """
import sys, django
django.setup()
from django.core.management import execute_from_command_line
from studyapp.records.management.commands import serve
serve.SWEEP_EVERY = 1
execute_from_command_line(["manage.py", "serve", "--setup", "--workers", "2", "--port", sys.argv[1]])
"""


@dataclass
class Site:
    """A served site with a var directory of its own."""

    var: Path
    database: str
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    content: Path = ROOT / "tests" / "courses"
    mode: str = "production"
    command: Sequence[str] = (sys.executable, "-c", SERVE)

    def start(self) -> float:
        """Start it, and wait until it answers: after how many seconds. Each time on the same port, as whoever runs it does."""
        self.begin()
        assert self.process is not None
        began = time.monotonic()
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > began + PATIENCE:
                self.stop(signal.SIGKILL)
                raise TimeoutError(f"the site does not answer: {self.log()}")
            time.sleep(0.05)
        return time.monotonic() - began

    def begin(self) -> None:
        """Start it, and wait for nothing."""
        if not self.port:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
        with (self.var / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*self.command, str(self.port)],
                cwd=ROOT, env=self.environment(), stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def log(self) -> str:
        return (self.var / "log").read_text()

    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "studyapp.settings", "STUDYAPP_MODE": self.mode,
            "STUDYAPP_SECRET": settings.SECRET_KEY, "STUDYAPP_HOSTS": HOST, "STUDYAPP_VAR": str(self.var),
            "STUDYAPP_CONTENT": str(self.content), "DATABASE_URL": url_of(self.database),
        }  # fmt: skip

    def _answers(self) -> bool:
        try:
            return Browser(self).ask("GET", "/healthz").status == 200
        except OSError:
            return False

    def processes(self) -> list[int]:
        """The first one, and all that it has started."""
        assert self.process is not None
        parents: dict[int, list[int]] = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # it has ended
                parents.setdefault(int(path.read_text().rpartition(")")[2].split()[1]), []).append(
                    int(path.parent.name)
                )
        found = [self.process.pid]
        for pid in found:
            found += parents.get(pid, [])
        return found

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Ask it to stop, or kill it; and wait until nobody answers any more."""
        assert self.process is not None
        self.process.send_signal(how)
        self.gone()

    def gone(self) -> None:
        """Wait until nobody answers any more."""
        assert self.process is not None
        self.process.wait(PATIENCE)
        ends = time.monotonic() + PATIENCE
        while self._answers():
            assert time.monotonic() < ends, "something of the killed server goes on"
            time.sleep(0.05)


@dataclass(frozen=True)
class Reply:
    status: int
    location: str
    text: str


@dataclass
class Browser:
    """Somebody with cookies; every request is a connection of its own, so that it can be used from many threads."""

    site: Site
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: str = "", headers: Mapping[str, str] | None = None) -> Reply:
        sent = {
            "Host": HOST, "X-Forwarded-Proto": "https", "Origin": f"https://{HOST}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **(headers or {}),
        }  # fmt: skip
        connection = HTTPConnection("127.0.0.1", self.site.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            text = response.read().decode()
        except HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return Reply(response.status, response.headers.get("Location", ""), text)

    def get(self, path: str) -> Reply:
        return self.ask("GET", path)

    def post(self, path: str, *, htmx: bool = False, **sent: str | Sequence[str]) -> Reply:
        """Send a form of the site."""
        token = self.cookies.get("csrftoken", "")
        headers = {"Content-Type": "application/x-www-form-urlencoded"} | ({"HX-Request": "true"} if htmx else {})
        return self.ask("POST", path, urlencode({**sent, "csrfmiddlewaretoken": token}, doseq=True), headers)


def guest(site: Site) -> Browser:
    """Somebody without an account whose cookie the site knows: she has read a lesson."""
    browser = Browser(site)
    browser.get("/courses/tea/modules/leaf/what-is-in-it/")
    assert browser.post("/courses/tea/modules/leaf/what-is-in-it/reads/").status == 302
    return browser


def signed_in(site: Site, learner: Learner) -> Browser:
    """The browser of somebody with an account."""
    client = Client()
    assert learner.user is not None
    client.force_login(learner.user)
    session = client.session
    session[LEARNER] = learner.pk
    session.save()
    browser = Browser(site, {settings.SESSION_COOKIE_NAME: str(session.session_key)})
    browser.get("/")
    return browser
