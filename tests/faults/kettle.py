"""A very small course in a folder of its own, to be changed and broken while it is served."""

from pathlib import Path

from tests.records.conftest import KETTLE


def written(folder: Path) -> Path:
    for path, text in KETTLE.items():
        file = folder / "kettle" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


def change(content: Path, path: str, before: str, after: str) -> None:
    file = content / "kettle" / path
    assert before in file.read_text()
    file.write_text(file.read_text().replace(before, after))
