"""A throw-away PostgreSQL server from Debian's binaries, for as long as one command runs: python -m tests.postgres [--durable] COMMAND…"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.packages import install

INSTALLED = "/usr/lib/postgresql/*/bin"
MISSING = "PostgreSQL could not be found or installed. Fix: install the package postgresql."
NOBODY_TO_BE = (
    "PostgreSQL refuses to run as root, and there is no user postgres or nobody. Fix: run this as somebody else."
)
# As Debian configures it, but for a socket in place of an address.
DURABLE = "-c shared_buffers=128MB -c max_connections=200 -c listen_addresses=''"
# Nothing outlives the tests, so that nothing need reach the disk.
FAST = f"{DURABLE} -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def binaries() -> Path | None:
    """The folder of the newest server that is there."""
    found = {
        int(path.parent.name): path for path in Path("/").glob(INSTALLED.lstrip("/")) if (path / "initdb").exists()
    }
    on_path = shutil.which("initdb")
    return found[max(found)] if found else Path(on_path).parent if on_path else None


def get() -> Path | None:
    """The folder of a server's binaries, fetched when there is none."""
    if binaries() is None:
        install("postgresql")
    return binaries()


def _owner() -> str | None:
    """Whom the server runs as: whoever runs this, or with root somebody with fewer rights."""
    if os.geteuid():
        return None
    known = {line.split(":")[0] for line in Path("/etc/passwd").read_text().splitlines()}
    return next((name for name in ("postgres", "nobody") if name in known), "")


@contextmanager
def server(options: str = FAST) -> Iterator[str]:
    """The URL of a server's first database; the server ends with the block, and nothing is left of it."""
    found, owner = get(), _owner()
    if found is None:
        sys.exit(MISSING)
    if owner == "":
        sys.exit(NOBODY_TO_BE)
    with tempfile.TemporaryDirectory(prefix="study-pg-", dir="/tmp") as folder:  # a socket's path is short
        data = Path(folder) / "data"
        if owner:
            shutil.chown(folder, owner)
        _quietly(
            *_as_owner(),
            found / "initdb",
            "-D",
            data,
            "-U",
            "study",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--locale=C.UTF-8",
        )
        try:
            _quietly(*starting(Path(folder), options))
            yield f"postgres://study@/postgres?host={folder}"
        finally:
            subprocess.run(stopping(Path(folder)), check=False, capture_output=True, cwd="/")


def _as_owner() -> list[str]:
    owner = _owner()
    return ["setpriv", f"--reuid={owner}", "--clear-groups"] if owner else []


def starting(folder: Path, options: str) -> list[str | Path]:
    """The command that starts the server of that folder, and ends when it answers."""
    return [*_control(folder), "-l", folder / "data" / "log", "-o", f"{options} -k {folder}", "start"]


def stopping(folder: Path, how: str = "immediate") -> list[str | Path]:
    return [*_control(folder), "-m", how, "stop"]


def _control(folder: Path) -> list[str | Path]:
    found = binaries()
    assert found is not None
    return [*_as_owner(), found / "pg_ctl", "-D", folder / "data", "-w"]


def _quietly(*command: str | Path) -> None:
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/")
    if done.returncode:
        sys.exit(f"{Path(command[-1]).name}: {done.stderr.decode()}")


def main(command: list[str]) -> int:
    """Run the command with TEST_DATABASE_URL set. A Ctrl-C is the command's to answer; the server is stopped when it has ended.

    `--durable` keeps what is committed as a real server does, so that it can be killed.
    """
    durable = command[0] == "--durable"
    with server(DURABLE if durable else FAST) as url:
        process = subprocess.Popen(command[durable:], env={**os.environ, "TEST_DATABASE_URL": url})
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
