"""exercises/: one file each, and for each kind a reader of its own."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from studyapp.catalogue.exercises import Exercise
from studyapp.formats.addresses import Addresses
from studyapp.formats.cost_files import read_cost
from studyapp.formats.design_files import PARTS, read_brief
from studyapp.formats.exercise_setting import ExerciseSetting
from studyapp.formats.problems import nearest
from studyapp.formats.yaml_text import Document

READERS: Mapping[str, Callable[[str, Document, ExerciseSetting], Exercise | None]] = {
    "cost": read_cost, "architecture": read_brief,
}  # fmt: skip


def read_exercises(setting: ExerciseSetting, addresses: Addresses) -> dict[str, Exercise]:
    """Every exercise that could be read, by the name of its file."""
    found, folder = {}, setting.folder
    for path in folder.list("exercises", ".yaml"):
        document = folder.yaml(path)
        if path == PARTS or not document.sound:
            continue
        id, kind = path.rsplit("/", 1)[-1].removesuffix(".yaml"), str(document.data.get("kind", ""))
        if kind not in READERS:
            fix = nearest(kind, READERS, f'write "kind: {" or ".join(READERS)}".')
            folder.problems.error(document.file, document.line("kind"), f'there is no kind of exercise "{kind}".', fix)
            continue
        own = replace(setting, scope=addresses.scope(setting.scope, path, document.file))
        exercise = READERS[kind](id, document, own)
        if exercise is not None:
            found[id] = exercise
    return found
