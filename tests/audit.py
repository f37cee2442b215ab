"""Known flaws of the pinned dependencies. Where the advisories cannot be reached, that is said, and nothing fails for it."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PINNED = ROOT / "requirements-dev.txt"
NOT_AUDITED = "The advisories could not be reached: the dependencies were NOT audited."


def audit(pinned: Path, *options: str) -> tuple[bool, str]:
    """Whether no flaw is known, and what there is to say."""
    done = subprocess.run(
        [sys.executable, "-m", "pip_audit", "--requirement", pinned, "--disable-pip", "--require-hashes",
         "--vulnerability-service", "osv", "--format", "json", "--progress-spinner", "off", *options],
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    try:
        rows = json.loads(done.stdout)["dependencies"]
    except ValueError:
        return True, NOT_AUDITED
    flaws = [
        f"{row['name']} {row['version']}: {flaw['id']}, mended in {', '.join(flaw['fix_versions']) or 'no version yet'}"
        for row in rows
        for flaw in row.get("vulns", [])
    ]
    unread = [row["name"] for row in rows if "skip_reason" in row]
    told = [f"NOT audited: {', '.join(unread)}."] if unread else []
    told += flaws or [f"{len(rows) - len(unread)} dependencies were audited: no known flaw."]
    return not flaws, "\n".join(told)


if __name__ == "__main__":
    sound, told = audit(PINNED)
    sys.stdout.write(f"{told}\n")
    sys.exit(0 if sound else 1)
