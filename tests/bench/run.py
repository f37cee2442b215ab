"""`make bench`: each benchmark with a fresh site in production mode, on SQLite or on a throw-away PostgreSQL that writes to the disk.

    .venv/bin/python -m tests.bench.run sqlite speed growth

A benchmark is a module of this folder with a `main` that returns 1 where a promise is missed.
"""

import os
import secrets
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import postgres

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
ONE = "import django; django.setup(); from tests.bench.{name} import main; raise SystemExit(main())"


def environment(var: str, url: str) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "studyapp.settings", "STUDYAPP_MODE": "production", "STUDYAPP_HOSTS": HOST,
        "STUDYAPP_SECRET": secrets.token_urlsafe(48), "STUDYAPP_VAR": var, "STUDYAPP_CONTENT": str(ROOT / "content"),
        "DATABASE_URL": url,
    }  # fmt: skip


def run(name: str, url: str) -> int:
    with TemporaryDirectory(prefix="study-bench-") as var:
        command = [sys.executable, "-c", ONE.format(name=name)]
        return subprocess.run(command, cwd=ROOT, env=environment(var, url), check=False).returncode


def main(database: str, *names: str) -> int:
    """All of them, whatever the first ones say."""
    with postgres.server(postgres.DURABLE) if database == "postgres" else nullcontext("") as url:
        return max(run(name, url) for name in names)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
