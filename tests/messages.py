"""The translations as text: what a .po says, what the sources ask for, and a .mo of any messages. Needs none of gettext's tools."""

import ast
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.template import engines

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "studyapp" / "locale" / "es" / "LC_MESSAGES" / "django.po"
CALLS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2}
NAMED = {"pgettext": 1, "pgettext_lazy": 1, "npgettext": 2, "npgettext_lazy": 2}  # the same after a context

Key = tuple[str, str, str]  # context, singular, plural


@dataclass
class Entry:
    context: str = ""
    singular: str = ""
    plural: str = ""
    says: list[str] = field(default_factory=list)
    fuzzy: bool = False

    @property
    def key(self) -> Key:
        return self.context, self.singular, self.plural


def read_po(path: Path = PO) -> list[Entry]:
    """Every entry but the head; those that are no longer asked for (#~) are none."""
    found: list[Entry] = []
    for block in path.read_text().split("\n\n"):
        entry, last = Entry(), ""
        parts: dict[str, str] = {}
        for line in block.splitlines():
            if line.startswith("#,"):
                entry.fuzzy = "fuzzy" in line
            match = re.match(r'(?:(msg\w+(?:\[\d\])?) )?(".*")$', line)
            if match:
                last = match[1] or last
                parts[last] = parts.get(last, "") + ast.literal_eval(match[2])
        entry.context, entry.singular = parts.get("msgctxt", ""), parts.get("msgid", "")
        entry.plural = parts.get("msgid_plural", "")
        entry.says = [text for name, text in sorted(parts.items()) if name.startswith("msgstr")]
        if entry.singular:
            found.append(entry)
    return found


@cache
def asked_for() -> frozenset[Key]:
    """Every message of the sources."""
    python = [path for path in (ROOT / "studyapp").rglob("*.py") if "migrations" not in path.parts]
    found = {key for path in python for key in _of_python(path.read_text())}
    templates = sorted((ROOT / "templates").rglob("*.*"))
    return frozenset(found | {key for path in templates for key in _of_template(path.read_text())})


def _of_python(source: str) -> Iterator[Key]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from _key(node.func.id, [arg.value for arg in node.args if isinstance(arg, ast.Constant)])


def _of_template(source: str) -> Iterator[Key]:
    for _, name, texts in engines["templates"].env.extract_translations(source):
        yield from _key(name, [texts] if isinstance(texts, str) else [text for text in texts if isinstance(text, str)])


def _key(name: str, texts: list[str]) -> Iterator[Key]:
    if name in CALLS and texts:
        yield "", texts[0], texts[1] if CALLS[name] == 2 else ""
    elif name in NAMED:
        yield texts[0], texts[1], texts[2] if NAMED[name] == 2 else ""


def write_mo(path: Path, entries: list[Entry]) -> None:
    """A catalogue with these entries, the plural as Spanish has it."""
    messages = {b"": b"Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"}
    for entry in entries:
        context = f"{entry.context}\x04" if entry.context else ""
        id = f"{context}{entry.singular}" + (f"\x00{entry.plural}" if entry.plural else "")
        messages[id.encode()] = "\x00".join(entry.says).encode()
    ids = sorted(messages)
    head = 7 * 4
    tables, data = b"", b""
    for texts in (ids, [messages[id] for id in ids]):
        for text in texts:
            tables += struct.pack("<II", len(text), head + 16 * len(ids) + len(data))
            data += text + b"\x00"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack("<7I", 0x950412DE, 0, len(ids), head, head + 8 * len(ids), 0, head) + tables + data)
