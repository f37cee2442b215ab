"""Search over lessons, terms and options: SQLite's full text index, in memory, over the compiled catalogue."""

import re
import sqlite3
import threading
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from unicodedata import normalize

from studyapp.catalogue.courses import Catalogue, Course

WORD = re.compile(r"\w+")
MOST = 30
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
        for course in catalogue.courses.values():
            self._db.executemany("INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?, ?)", _rows(course))

    def find(self, query: str) -> list[Hit]:
        """The best hits for all the words; the last may be unfinished."""
        words = WORD.findall(normalize("NFC", query[:LONGEST]))
        if not words:
            return []
        match = " ".join(f'"{word}"*' for word in words)
        with self._lock:
            rows = self._db.execute(
                "SELECT kind, course, ident, title, context, snippet(texts, 2, '\x01', '\x02', ' … ', 24) FROM texts "
                "WHERE texts MATCH ? ORDER BY bm25(texts, 8, 6, 1) LIMIT ?",
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
