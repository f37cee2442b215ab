"""The formats of other systems that are read and written, each a file of its own."""

from collections.abc import Mapping

from studyapp.formats.foreign import aiken, gift
from studyapp.formats.foreign.values import Format

FORMATS: Mapping[str, Format] = {
    format.id: format
    for format in (
        Format("gift", "GIFT", ".gift.txt", "text/plain; charset=utf-8", gift.read, gift.write),
        Format("aiken", "Aiken", ".txt", "text/plain; charset=utf-8", aiken.read, aiken.write),
    )
}
