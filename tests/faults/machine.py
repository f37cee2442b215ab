"""What this machine can do just now. The bounds on seconds are promised for two quiet cores of a usual pace: elsewhere they are told, not judged."""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

QUIET = 0.1  # of all cores, used by others
WORDS, USUAL = (
    500_000,
    0.5,
)  # numbers written into a dictionary, and the seconds of CPU that takes at most; 0.2 where this was written
HERTZ = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class State:
    """The share of all cores that others use, and the seconds of CPU that a bit of work takes."""

    share: float
    pace: float

    @property
    def is_promised(self) -> bool:
        return self.share < QUIET and self.pace < USUAL and (os.cpu_count() or 1) >= 2

    def __str__(self) -> str:
        if self.is_promised:
            return "a quiet machine"
        return f"not judged: others used {self.share:.0%} of the machine, whose pace was {self.pace:.1f} s"

    def __or__(self, other: "State") -> "State":
        """The worse of both."""
        return State(max(self.share, other.share), max(self.pace, other.pace))


def state() -> State:
    return State(_others(), _pace())


def _others(seconds: float = 0.5) -> float:
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


def _pace() -> float:
    began = time.process_time()
    dict.fromkeys(map(str, range(WORDS)))
    return time.process_time() - began


def seconds_of(processes: Sequence[int]) -> float:
    """The CPU that living processes have used."""
    times = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13] for pid in processes]
    return sum(int(one) for pair in times for one in pair) / HERTZ
