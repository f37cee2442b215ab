"""Static files: hashed and compressed, the style sheets joined into one and the scripts of a page into one too: each file more is a request more."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEETS = (
    "tokens", "base", "courses", "questions", "trees", "drawings", "designs", "progress", "accounts", "costs", "banks", "cohorts",
    "sketches",
)  # fmt: skip
LIBRARY = "js/htmx.min.js"
JOINED = {
    "css/site.css": [f"css/{name}.css" for name in SHEETS],
    "js/every.js": [LIBRARY, "js/site.js"],
    "js/study.js": [
        "js/keys.js",
        "js/drag.js",
        "js/clock.js",
    ],  # where questions are, of every kind: htmx brings the next, and no script with it
    **{f"js/{name}.js": [f"js/{name}.js"] for name in ("design", "editor", "item")},
}
REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
# White space that says nothing, or no more than one blank. The library for it (rcssmin) spoils nested rules.
IDLE = re.compile(r"\s*([{};,])\s*|\s+")
OWN = '(() => {{\n"use strict";\n{}\n}})();\n'  # the names of a script are its own


def joined(name: str) -> str:
    """Its parts in their order, without what only who works on them reads."""
    folder = Path(settings.STATICFILES_DIRS[0])
    return "\n".join(_served(part, (folder / part).read_text()) for part in JOINED[name])


def _served(part: str, text: str) -> str:
    if part == LIBRARY:
        return text
    if part.endswith(".js"):
        return OWN.format(jsmin(text))
    return IDLE.sub(lambda found: found[1] or " ", REMARK.sub("", text))


class JoinedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Adds what is joined to what is collected, and leaves its parts out.

    Compressed is what learners fetch, once: a hashed name stands for its very content. All of it at each start took six seconds.
    """

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            for name, parts in JOINED.items():
                if self.exists(name):
                    self.delete(name)
                self.save(name, ContentFile(joined(name).encode()))
                for part in parts:
                    paths.pop(part, None)
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        hashed = {path for path in paths if path in self.hashed_files.values() and not path.startswith("admin/")}
        yield from super().compress_files([path for path in hashed if not self.exists(f"{path}.gz")])
