"""What Linux says of the processes of a server: CPU, and memory."""

from collections.abc import Iterator, Mapping
from pathlib import Path

Times = Mapping[str, int]  # nanoseconds on a CPU, by thread


def family(pid: int) -> Iterator[int]:
    """The process and all that come from it."""
    yield pid
    for thread in _threads(pid):
        for child in _read(thread / "children").split():
            yield from family(int(child))


def times(pid: int) -> Times:
    """How long each thread of the family was on a CPU, user and system."""
    return {
        str(thread): int(told[0])
        for one in family(pid)
        for thread in _threads(one)
        if (told := _read(thread / "schedstat").split())
    }


def spent(before: Times, after: Times) -> float:
    """Seconds on a CPU between the two."""
    return sum(value - before.get(thread, 0) for thread, value in after.items()) / 1e9


def memory(pid: int) -> dict[str, float]:
    """Megabytes: Rss with what is shared, Pss with a fair share of it."""
    lines = _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    sizes = {line.split(":")[0]: line.split()[1] for line in lines if line.startswith(("Rss", "Pss:"))}
    return {name: int(kilobytes) / 1024 for name, kilobytes in sizes.items()}


def parent(pid: int) -> int:
    return int(_read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()[1])


def _threads(pid: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{pid}/task").iterdir())
    except FileNotFoundError:
        return []


def _read(path: Path) -> str:
    """What stands in the file; nothing where the process has just ended."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
