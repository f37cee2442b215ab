"""What the log says of an error: where it happened, and nobody's data."""

import logging
import re
from types import TracebackType

VALUES = re.compile(r"^(?:DETAIL|CONTEXT|QUERY|LINE \d+):.*\n?(?: *\^.*\n?)?", re.MULTILINE)


class Discreet(logging.Formatter):
    """Leaves out the lines in which PostgreSQL repeats the values of a row or of a statement: addresses, answers."""

    def formatException(  # noqa: N802 - logging's own name
        self, error: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return VALUES.sub("", super().formatException(error)).rstrip()
