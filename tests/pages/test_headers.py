"""What every response says besides its page; and a production that starts only when it is safe."""

import gzip
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from django.http import HttpResponse
from django.test import Client

from studyapp.pages.compressing import packed as brotlied
from tests.pages.acting import HTMX, address, answer, begin
from tests.pages.markup import masked

ROOT = Path(__file__).parents[2]
POLICY = {
    "default-src": ["'none'"], "script-src": ["'self'"], "style-src": ["'self'"], "img-src": ["'self'"], "font-src": ["'self'"],
    "connect-src": ["'self'"], "form-action": ["'self'"], "base-uri": ["'none'"], "frame-ancestors": ["'none'"], "manifest-src": ["'self'"],
}  # fmt: skip
SECRET = "steeped-for-fourteen-hours-in-a-cool-and-dark-cellar-0123456789"


def policy(response: HttpResponse) -> dict[str, list[str]]:
    parts = [part.split() for part in response["Content-Security-Policy"].split(";") if part.strip()]
    return {name: sources for name, *sources in parts}


@pytest.fixture
def responses(ada: Client) -> dict[str, HttpResponse]:
    attempt = begin(ada, size=5)
    strict = Client(enforce_csrf_checks=True)
    return {
        "page": ada.get("/"),
        "fragment": ada.get(address(attempt, 1), headers=HTMX),
        "checked": answer(ada, attempt, 1, htmx=True),
        "saved": answer(ada, attempt, 2, act="save", htmx=True),
        "refused": ada.post(address(attempt, 2), {"choice": "9"}),
        "redirect": ada.post("/courses/tea/modules/leaf/what-is-in-it/reads/"),
        "without a token": strict.post("/accounts/login/"),
        "missing": ada.get("/nowhere/"),
        "wrong method": ada.post("/"),
        "account": ada.get("/accounts/email/"),
        "health": ada.get("/healthz"),
    }


def test_every_response_has_the_policy_and_nothing_unsafe_in_it(responses: dict[str, HttpResponse]) -> None:
    assert {name: policy(response) for name, response in responses.items()} == dict.fromkeys(responses, POLICY)
    assert [name for name, response in responses.items() if "unsafe" in response["Content-Security-Policy"]] == []


def test_every_response_is_taken_for_what_it_is_framed_by_nobody_and_keeps_its_referrer(
    responses: dict[str, HttpResponse],
) -> None:
    wanted = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
              "Cross-Origin-Opener-Policy": "same-origin"}  # fmt: skip
    found = {name: {header: response.get(header) for header in wanted} for name, response in responses.items()}
    assert found == dict.fromkeys(responses, wanted)


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(nobody: Client) -> None:
    response = nobody.post("/courses/tea/quizzes/brewing/attempts/", {"mode": "practice", "size": "3"})
    page = nobody.get(response["Location"])
    cookies = response.cookies | page.cookies
    assert sorted(cookies) == ["csrftoken", "sessionid"]
    assert {name: (bool(c["httponly"]), c["samesite"]) for name, c in cookies.items()} == dict.fromkeys(
        cookies, (True, "Lax")
    )
    assert cookies["sessionid"]["max-age"] == 14 * 86400


def test_who_only_looks_gets_no_session(nobody: Client) -> None:
    assert [
        name
        for path in ("/", "/courses/tea/", "/progress/")
        for name in nobody.get(path).cookies
        if name != "csrftoken"
    ] == []


def test_the_health_page_counts_the_courses(nobody: Client) -> None:
    response = nobody.get("/healthz")
    assert (response.status_code, response["Content-Type"], response.content) == (200, "text/plain", b"ok 1\n")


def production(tmp_path: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command of manage.py in production mode, with nothing else in the environment than what is named."""
    plain = {"PATH": os.environ["PATH"], "STUDYAPP_MODE": "production", "STUDYAPP_VAR": str(tmp_path)}
    content = {"STUDYAPP_CONTENT": str(ROOT / "tests" / "courses")}
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *command], cwd=ROOT, env=plain | content | environment,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"STUDYAPP_HOSTS": "study.example.org"}, "STUDYAPP_SECRET is not set. Fix: production needs a secret of 32 characters or more."),
        ({"STUDYAPP_SECRET": "short", "STUDYAPP_HOSTS": "study.example.org"}, "STUDYAPP_SECRET is shorter than 32 characters. Fix: make a longer one."),
        ({"STUDYAPP_SECRET": SECRET}, "STUDYAPP_HOSTS is not set. Fix: name the site's hosts, separated by commas."),
    ],
)  # fmt: skip
def test_production_does_not_start_without_its_settings(tmp_path: Path, environment: dict[str, str], says: str) -> None:
    """`serve` comes as far as reading its settings, and says what is missing in one line."""
    result = production(tmp_path, "serve", **environment)
    assert (result.returncode, result.stdout, result.stderr) == (1, "", f"{says}\n")


def test_production_passes_djangos_own_check(tmp_path: Path) -> None:
    settings = {"STUDYAPP_SECRET": SECRET, "STUDYAPP_HOSTS": "study.example.org"}
    result = production(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **settings)
    assert (result.returncode, result.stdout) == (0, "System check identified no issues (0 silenced).\n"), result.stderr


def test_production_speaks_https_only_and_marks_its_cookies_secure(tmp_path: Path) -> None:
    script = (
        "from django.conf import settings as s; print(s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_SECURE, "
        "s.CSRF_COOKIE_SECURE, s.ACCOUNT_EMAIL_VERIFICATION, s.ACCOUNT_PREVENT_ENUMERATION, s.DEBUG)"
    )
    result = production(
        tmp_path, "shell", "--no-imports", "-c", script, STUDYAPP_SECRET=SECRET, STUDYAPP_HOSTS="study.example.org"
    )
    assert result.stdout == f"True {365 * 86400} True True mandatory True False\n", result.stderr


@pytest.mark.parametrize(
    ("accepts", "how", "unpack"),
    [("gzip, deflate, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("deflate, gzip;q=0.5", "gzip", gzip.decompress)],
)  # fmt: skip
def test_pages_are_compressed_as_the_browser_knows_it_and_say_so(
    nobody: Client, accepts: str, how: str, unpack: Callable[[bytes], bytes]
) -> None:
    plain, packed = nobody.get("/courses/tea/"), nobody.get("/courses/tea/", headers={"Accept-Encoding": accepts})
    assert "Content-Encoding" not in plain
    assert (packed["Content-Encoding"], packed["Content-Length"]) == (how, str(len(packed.content)))
    assert masked(unpack(packed.content)) == masked(plain.content)
    for response in (plain, packed):
        assert {"Accept-Encoding", "HX-Request", "Cookie"} <= set(response["Vary"].split(", "))


def test_the_length_of_a_compressed_page_is_padded_at_random(nobody: Client) -> None:
    """Lengths tell nothing of a token or an address in the page (BREACH)."""
    name = [gzip_name(nobody.get("/search/", headers={"Accept-Encoding": "gzip"}).content) for _ in range(20)]
    assert len({len(one) for one in name}) > 5
    lengths = [len(nobody.get("/search/", headers={"Accept-Encoding": "br"}).content) for _ in range(20)]
    assert max(lengths) - min(lengths) > 30  # a token alone makes three or four


@pytest.mark.parametrize("length", [1, 100, 256])
def test_the_padding_is_skipped_by_who_reads_the_page(length: int) -> None:
    assert brotli.decompress(brotlied(b"tea " * 99, length)) == b"tea " * 99
    assert len(brotlied(b"tea " * 99, length)) - len(brotlied(b"tea " * 99, 1)) == length - 1


def gzip_name(data: bytes) -> bytes:
    """The file name in the head of a compressed page, where the padding stands."""
    return data[10 : data.index(b"\x00", 10)]
