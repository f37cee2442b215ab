"""Search over lessons, terms and options: SQLite's full text index, in memory, over the compiled catalogue."""

import re
import sqlite3
import threading
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import islice, takewhile
from unicodedata import combining, normalize

from studyapp.catalogue.courses import Catalogue, Course

WORD = re.compile(r"\w+")
MOST = 30
SHORTEST = 3  # letters from which a beginning can be longer than the stem
LONGEST = 200  # characters of a query that are read


@dataclass(frozen=True)
class Hit:
    kind: str  # lesson, term, option
    course: str
    ident: str
    title: str
    context: str  # the course, and the module of a lesson
    snippet: tuple[tuple[str, bool], ...]  # pieces of text, and whether each was looked for


class Index:
    """One catalogue's texts. A connection is not shared between threads, so a lock guards it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self._db.execute(
            "CREATE VIRTUAL TABLE texts USING fts5(title, names, body, kind UNINDEXED, course UNINDEXED, "
            "ident UNINDEXED, context UNINDEXED, tokenize='porter unicode61 remove_diacritics 2', prefix='2 3')"
        )
        self._db.execute("INSERT INTO texts (texts, rank) VALUES ('rank', 'bm25(8, 6, 1)')")
        rows = [row for course in catalogue.courses.values() for row in _rows(course)]
        self._db.executemany("INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        self._words = sorted({word for row in rows for text in row[:3] for word in WORD.findall(_folded(text))})

    def _begun(self, word: str) -> str:
        """What matches a word or its beginning: a half-typed word is no beginning of a stem, so the whole words are named too."""
        start = _folded(word)
        first = bisect_left(self._words, start) if len(start) >= SHORTEST else len(self._words)
        whole = takewhile(lambda one: one.startswith(start), islice(self._words, first, None))
        return "(" + " OR ".join([f'"{word}"*', *(f'"{one}"' for one in whole)]) + ")"

    def find(self, query: str) -> list[Hit]:
        """The best hits for all the words; the last may be unfinished."""
        words = WORD.findall(normalize("NFC", query[:LONGEST]))
        if not words:
            return []
        match = " AND ".join(self._begun(word) for word in words)
        with self._lock:
            rows = self._db.execute(
                "SELECT kind, course, ident, title, context, snippet(texts, 2, '\x01', '\x02', ' … ', 24) FROM texts "
                "WHERE texts MATCH ? ORDER BY rank LIMIT ?",  # by rank, so that only what is shown is cut into snippets
                (match, MOST),
            ).fetchall()
        return [
            Hit(kind, course, ident, title, context, _pieces(text))
            for kind, course, ident, title, context, text in rows
        ]


def _rows(course: Course) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        (
            lesson.title,
            "",
            f"{lesson.says} {lesson.text}",
            "lesson",
            course.id,
            key,
            course.module_by_id[lesson.module].title,
        )
        for key, lesson in course.lessons.items()
    ]
    rows += [
        (term.title, " ".join(term.names), term.text, "term", course.id, term.id, course.title)
        for term in course.terms.values()
    ]
    rows += [
        (
            option.title,
            " ".join(option.names),
            f"{option.summary} {_bare(option.about)}",
            "option",
            course.id,
            option.id,
            course.title,
        )
        for option in course.options.values()
        if option.bill
    ]
    return rows


def _folded(text: str) -> str:
    """As the index reads it: without case and accents."""
    return "".join(sign for sign in normalize("NFD", text.lower()) if not combining(sign))


def _bare(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", html))


def _pieces(text: str) -> tuple[tuple[str, bool], ...]:
    pieces = re.split("[\x01\x02]", text)
    return tuple((piece, number % 2 == 1) for number, piece in enumerate(pieces) if piece)


@lru_cache(maxsize=1)
def _index(catalogue: Catalogue) -> Index:
    return Index(catalogue)


def find(catalogue: Catalogue, query: str) -> list[Hit]:
    """The best hits; the index is made anew when the catalogue changes."""
    return _index(catalogue).find(query)
