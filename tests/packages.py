"""Debian's packages, for programs that only tests need."""

import os
import shutil
import subprocess


def install(package: str) -> None:
    """Install it, when this user may."""
    if not shutil.which("apt-get"):
        return
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", package]):
        subprocess.run([*prefix, "apt-get", *words], check=False, capture_output=True, env=env)
