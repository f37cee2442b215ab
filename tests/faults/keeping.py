"""Keeps the last good content, and is killed at its first step, at its second, and so on: python -m tests.faults.keeping CONTENT

After each kill the content is broken and read anew, by a process that has seen nothing yet. Prints how many kills there were.
"""

import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from studyapp.records.shelf import Shelf  # noqa: E402
from tests.faults.kettle import change  # noqa: E402

STEPS = {
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.mkdir",
    "shutil.copyfile",
    "shutil.copystat",
    "shutil.copytree",
    "shutil.rmtree",
}


def apart(act: Callable[[], object]) -> int:
    """Do this in a process of its own; how that ended."""
    pid = os.fork()
    if pid == 0:
        try:
            act()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def keep(content: Path, last: int) -> None:
    """Read sound content and keep it, but for a kill when so many steps were made."""
    made = 0

    def step(event: str, _: object) -> None:
        nonlocal made
        if event in STEPS:
            made += 1
            if made > last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(step)
    serve(content)


def serve(content: Path) -> None:
    assert Shelf(content, content.with_name("last-good"), watch=False).catalogue().courses


def main(content: Path) -> int:
    """The number of kills that it took until one came too late; each version has another title."""
    logging.disable()
    serve(content)
    for last in range(10_000):
        change(content, "course.yaml", "The kettle", "The kettle!")
        ended = apart(lambda last=last: keep(content, last))
        change(content, "course.yaml", "modules: [water]", "modules: [milk]")
        assert apart(lambda: serve(content)) == 0, f"after step {last} nothing good is left"
        change(content, "course.yaml", "modules: [milk]", "modules: [water]")
        if ended == 0:
            return last
        assert ended == -signal.SIGKILL
    raise AssertionError("it never ends")


if __name__ == "__main__":
    print(main(Path(sys.argv[1])))
