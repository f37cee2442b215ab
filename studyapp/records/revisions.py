"""The wording that was asked, pinned by the hash of its canonical text."""

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.db.models.fields.json import KT
from pydantic import TypeAdapter

from studyapp.catalogue.courses import Course
from studyapp.catalogue.designs import Brief
from studyapp.catalogue.questions import Item, Question
from studyapp.catalogue.trees import DecisionTree
from studyapp.formats.course_files import TREE, canonical
from studyapp.records.models import Revision
from studyapp.rules.executing import Ground

QUESTION = TypeAdapter(Question)
BRIEF = TypeAdapter(Brief)


def _hash(body: Any) -> str:
    return hashlib.sha256(canonical(body).encode()).hexdigest()


@lru_cache(maxsize=65536)
def hash_of(question: Question) -> str:
    return _hash(QUESTION.dump_python(question, mode="json"))


def know(questions: Iterable[Question]) -> None:
    """Work out their hashes now, not in the run that is the first to ask one."""
    for question in questions:
        hash_of(question)


def pin(course: Course, items: Iterable[Item]) -> None:
    """Write the revisions of these questions, and of their trees, that are not there yet."""
    asked, trees = {hash_of(item.question): item.question for item in items}, dict[str, str]()
    for question in asked.values():
        scenario = question.scenario
        if scenario and course.tree_hashes.get(scenario.tree) == scenario.tree_hash:
            trees[scenario.tree_hash] = scenario.tree  # an older tree was pinned when its bank was published
    known = set(Revision.objects.filter(pk__in=[*asked, *trees]).values_list("pk", flat=True))
    rows = [
        Revision(hash=hash, course=course.id, kind="question", ident=one.ident, body=QUESTION.dump_python(one, mode="json"))
        for hash, one in asked.items() if hash not in known
    ] + [
        Revision(hash=hash, course=course.id, kind="tree", ident=id, body=TREE.dump_python(course.trees[id], mode="json"))
        for hash, id in trees.items() if hash not in known
    ]  # fmt: skip
    rows.sort(key=lambda row: row.hash)  # two who write the same ones do not wait for each other in a circle
    Revision.objects.bulk_create(rows, ignore_conflicts=True)


_trees: dict[str, DecisionTree] = {}  # by hash: a handful, and a revision never changes


@lru_cache(maxsize=4096)
def _question(hash: str) -> Question:
    """The question, and in the same statement the tree it is asked with, for `tree_of`."""
    tree = Revision.objects.filter(pk=hash).values(tree=KT("body__scenario__tree_hash"))
    rows = {row.hash: row for row in Revision.objects.filter(Q(pk=hash) | Q(pk__in=tree))}
    for row in rows.values():
        if row.kind == "tree" and row.hash not in _trees:
            _trees[row.hash] = TREE.validate_python(row.body)
    return QUESTION.validate_python(rows[hash].body)


def question(hash: str) -> Question:
    """The question of a revision. Read once a process: a revision never changes."""
    return _question(hash)


def questions(hashes: Iterable[str]) -> dict[str, Question]:
    """Many questions in one statement."""
    rows = Revision.objects.filter(pk__in=set(hashes)).values_list("hash", "body")
    return {hash: QUESTION.validate_python(body) for hash, body in rows}


def tree_of(question: Question) -> DecisionTree | None:
    """The very tree a scenario was asked with."""
    if question.scenario is None:
        return None
    hash = question.scenario.tree_hash
    if hash not in _trees:
        _trees[hash] = TREE.validate_python(Revision.objects.get(pk=hash).body)
    return _trees[hash]


def hash_of_brief(brief: Brief) -> str:
    return _hash(BRIEF.dump_python(brief, mode="json"))


def pin_brief(course: str, brief: Brief) -> str:
    """Write the revision of a brief if it is not there yet; its hash."""
    row = Revision(
        hash=hash_of_brief(brief),
        course=course,
        kind="brief",
        ident=brief.id,
        body=BRIEF.dump_python(brief, mode="json"),
    )
    Revision.objects.bulk_create([row], ignore_conflicts=True)
    return row.hash


@lru_cache(maxsize=256)
def brief(hash: str) -> Brief:
    """The brief of a revision. Read once a process, as questions are."""
    return BRIEF.validate_python(Revision.objects.get(pk=hash).body)


@lru_cache(maxsize=16)
def _scenarios(ground: Ground) -> tuple[str, str]:
    """The canonical text of what trees are executed on, and its hash: the whole case and the key of each scenario."""
    rows = zip(ground.scenarios, ground.told, ground.keys, strict=True)
    body = {question.ident: {"case": {f: str(v) for f, v in case.items()}, "key": key} for question, case, key in rows}
    text = canonical(body)
    return text, hashlib.sha256(f"scenarios {ground.tree.id} {text}".encode()).hexdigest()


def pin_scenarios(course: str, ground: Ground) -> str:
    """Write the revision of the scenarios that a tree was executed on if it is not there yet; its hash."""
    text, hash = _scenarios(ground)
    row = Revision(hash=hash, course=course, kind="scenarios", ident=ground.tree.id, body=json.loads(text))
    Revision.objects.bulk_create([row], ignore_conflicts=True)
    return hash
