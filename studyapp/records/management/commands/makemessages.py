"""Django's command, which finds the words of our templates, too."""

from pathlib import Path

from django.core.management.commands import makemessages
from django.template import engines


class Source(makemessages.BuildFile):
    """A template as calls of Python, which the tools of gettext read."""

    def preprocess(self) -> None:
        if self.is_templatized:
            source = Path(self.path).read_text()
            found = engines["templates"].env.extract_translations(source)  # type: ignore[attr-defined]
            calls = [f"{name}({', '.join(map(repr, _texts(said)))})" for _, name, said in found]
            Path(self.work_path).write_text("\n".join(calls))


def _texts(said: str | tuple[str | None, ...]) -> list[str]:
    return [said] if isinstance(said, str) else [text for text in said if text is not None]


class Command(makemessages.Command):
    build_file_class = Source
