"""Nothing secret is in the repository, and nothing that stays on the machine."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECRETS = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a key of a cloud": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{35}\b",
    "a token of a forge": r"\b(?:gh[pousr]_[0-9A-Za-z]{36,}|glpat-[0-9A-Za-z_-]{20,}|github_pat_\w{30,})",
    "a token of a registry": r"\b(?:pypi-[0-9A-Za-z_-]{40,}|npm_[0-9A-Za-z]{36})\b",
    "a token of a chat": r"\bxox[abprs]-[0-9A-Za-z-]{10,}",
    "a password in an address": r"\b[a-z][a-z0-9+]{2,}://[^\s:/@'\"<>{}()]+:(?!…|password@|fer%|\$)[^\s:/@'\"<>{}()]{6,}@(?!…)",
    "a secret of the site": r"(?:STUDYAPP_SECRET|STUDYAPP_SMTP_PASSWORD|SECRET_KEY)\s*[=:]\s*['\"]?[0-9A-Za-z_-]{16,}",
    "an address of a registry": r"^\s*(?:--)?(?:extra-)?(?:index-url|find-links)\b",
}
EXAMPLES = {
    "a private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "a key of a cloud": "AKIA" + "ABCDEFGHIJKLMNOP",
    "a token of a forge": "ghp_" + "a1" * 18,
    "a token of a registry": "pypi-" + "a1" * 20,
    "a token of a chat": "xoxb-" + "1234567890",
    "a password in an address": "postgres://study:" + "hunter22@db.internal/study",
    "a secret of the site": "STUDYAPP_SECRET=" + "a1" * 16,
    "an address of a registry": "--extra-" + "index-url x",
}
KEPT_OUT = ("var/", ".venv/", ".uv/", "staticfiles/")


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def found(text: str) -> list[str]:
    return [what for what, pattern in SECRETS.items() if re.search(pattern, text, re.M)]


def test_the_look_for_secrets_would_see_one() -> None:
    assert {what: found(example) for what, example in EXAMPLES.items()} == {what: [what] for what in SECRETS}


def test_no_tracked_file_holds_a_secret() -> None:
    told = {name: found((ROOT / name).read_bytes().decode("utf-8", "replace")) for name in tracked()}
    assert {name: what for name, what in told.items() if what} == {}


def test_what_a_machine_keeps_is_not_tracked() -> None:
    loose = [
        n for n in tracked() if n.startswith(KEPT_OUT) or Path(n).name.startswith(".env") or "sqlite3" in Path(n).suffix
    ]
    assert loose == []
