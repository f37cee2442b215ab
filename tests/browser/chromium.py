"""The Chromium for the browser tests: the one that is there, else Playwright's own, else Debian's package."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WAIT = 120  # seconds for a download that a closed network may never answer


def _named() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named if named and shutil.which(named) else None


def _on_the_machine() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _playwrights() -> str | None:
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    found = sorted(cache.glob("chromium-*/chrome-linux*/chrome"))
    return str(found[-1]) if found else None


def _download() -> None:
    subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"], timeout=WAIT, check=False, capture_output=True
    )


def _debians() -> None:
    """Debian's package, when this user may install one."""
    if not shutil.which("apt-get"):
        return
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode:
        return
    quiet = {"capture_output": True, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run([*prefix, "apt-get", "update"], check=False, **quiet)
    subprocess.run([*prefix, "apt-get", "install", "-y", "--no-install-recommends", "chromium"], check=False, **quiet)


def find() -> str | None:
    """The path of a Chromium that is there."""
    return _named() or _on_the_machine() or _playwrights()


def get() -> str | None:
    """The path of a Chromium, fetched when there is none."""
    for fetch in (_download, _debians):
        if find():
            break
        try:
            fetch()
        except (subprocess.TimeoutExpired, OSError):
            continue
    return find()


if __name__ == "__main__":
    if get() is None:
        sys.exit(
            "The browser tests need a Chromium, and none could be found or installed. Fix: install the package chromium, or name one in CHROMIUM=/path/to/chromium."
        )
