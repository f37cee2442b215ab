"""Text as YAML that our reader gives back unchanged."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

PLAIN = re.compile(r"[A-Za-z0-9_./%-](?:[A-Za-z0-9_./% +()-]*[A-Za-z0-9_./%()+-])?")
UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")  # YAML refuses these, or ends a line at them


def write_scalar(text: str) -> str:
    """Plain where that is safe in every place, else in double quotes."""
    if PLAIN.fullmatch(text) and not text.startswith(("-", "%")):
        return text
    return UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))


def write_flow(value: Any) -> str:
    """On one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{write_scalar(k)}: {write_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(write_flow(v) for v in value) + "]"
    return write_scalar(value)


def write_mapping(data: Mapping[str, Any], indent: str = "") -> str:
    """A block mapping, a key a line; a mapping inside becomes a block of its own."""
    lines = []
    for key, value in data.items():
        if isinstance(value, Mapping) and value:
            lines.append(f"{indent}{write_scalar(key)}:\n{write_mapping(value, indent + '  ')}")
        else:
            lines.append(f"{indent}{write_scalar(key)}: {write_flow(value)}\n")
    return "".join(lines)
