"""Static files: hashed and compressed, and the style sheets joined into one."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEETS = (
    "tokens", "base", "courses", "questions", "trees", "drawings", "designs", "progress", "accounts", "costs", "banks", "cohorts",
    "sketches",
)  # fmt: skip
SITE = "css/site.css"


def joined() -> str:
    """All style sheets in their order."""
    folder = Path(settings.STATICFILES_DIRS[0]) / "css"
    return "\n".join((folder / f"{name}.css").read_text() for name in SHEETS)


class JoinedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Adds css/site.css to what is collected, and leaves the single sheets out.

    Compressed is what learners fetch, once: a hashed name stands for its very content. All of it at each start took six seconds.
    """

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            if self.exists(SITE):
                self.delete(SITE)
            self.save(SITE, ContentFile(joined().encode()))
            paths[SITE] = (self, SITE)
            for name in SHEETS:
                paths.pop(f"css/{name}.css", None)
        yield from super().post_process(paths, dry_run, **options)

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        hashed = {path for path in paths if path in self.hashed_files.values() and not path.startswith("admin/")}
        yield from super().compress_files([path for path in hashed if not self.exists(f"{path}.gz")])
