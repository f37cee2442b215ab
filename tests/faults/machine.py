"""How busy others keep this machine. The bounds on seconds are promised for two quiet cores: elsewhere they are told, not judged."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

QUIET = 0.1  # of all cores
HERTZ = os.sysconf("SC_CLK_TCK")


def others(seconds: float = 0.5) -> float:
    """The share of all cores that somebody uses while we sleep."""
    before = _jiffies()
    time.sleep(seconds)
    busy, total = (after - earlier for after, earlier in zip(_jiffies(), before, strict=True))
    return busy / total if total else 0.0


def _jiffies() -> tuple[int, int]:
    """Those in which somebody worked, here or on a machine that shares these cores, and all."""
    user, nice, system, idle, wait, *rest = (int(one) for one in Path("/proc/stat").read_text().split()[1:9])
    busy = user + nice + system + sum(rest)
    return busy, busy + idle + wait


def is_quiet(share: float) -> bool:
    return share < QUIET and (os.cpu_count() or 1) >= 2


def told(share: float) -> str:
    return "a quiet machine" if is_quiet(share) else f"not judged: others used {share:.0%} of the machine"


def seconds_of(processes: Sequence[int]) -> float:
    """The CPU that living processes have used."""
    times = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13] for pid in processes]
    return sum(int(one) for pair in times for one in pair) / HERTZ
