"""Where the files of a course are seen: a link between files becomes a link between pages."""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from studyapp.formats.prose import Resolve, Scope

LESSON = re.compile(r"modules/([^/]+)/(\d+)-([^/]+)\.md")
ELSEWHERE = re.compile(r"(https?|mailto):")


@dataclass
class Addresses:
    """The pages of one course. `anchors` are the headings of each file that has some."""

    course: str
    pages: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, set[str]] = field(default_factory=dict)

    @property
    def root(self) -> str:
        return f"/courses/{self.course}/"

    def add(self, paths: Iterable[str]) -> None:
        """Files of the course, each by its path from the course's folder."""
        for path in paths:
            address = self._address(path)
            if address is not None:
                self.pages[path] = self.root + address

    def _address(self, path: str) -> str | None:
        lesson = LESSON.fullmatch(path)
        if lesson:
            return f"modules/{lesson[1]}/{lesson[3]}/"
        fixed = {
            "course.yaml": "",
            "glossary.md": "glossary/",
            "register.yaml": "options/#figures",
            "worksheet.yaml": "worksheet/",
        }
        if path in fixed:
            return fixed[path]
        folder, _, name = path.partition("/")
        stem = name.rsplit(".", 1)[0]
        if folder == "modules" and name.endswith("/module.yaml"):
            return f"modules/{name.removesuffix('/module.yaml')}/"
        return f"{folder}/{stem}/" if folder in ("options", "trees", "exercises") else None

    def resolver(self, path: str) -> Resolve:
        """How links in that file are read."""

        def resolve(href: str) -> str | None:
            if ELSEWHERE.match(href):
                return href
            target, _, anchor = unquote(href).partition("#")
            there = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path
            if there == "glossary.md" and anchor:
                return f"{self.pages[there]}{anchor}/" if anchor in self.anchors.get(there, ()) else None
            if anchor and there in self.anchors and anchor not in self.anchors[there]:
                return None
            if not target:
                return f"#{anchor}"
            if there not in self.pages:
                return None
            return self.pages[there] + (f"#{anchor}" if anchor else "")

        return resolve

    def scope(self, scope: Scope, path: str, file: str) -> Scope:
        return replace(scope, file=file, resolve=self.resolver(path))
