"""The search index of a version: names under all their spellings, in SQLite's FTS5.

The store knows no film: callers say what a thing is called, by which words it can be found, and
which keys are as good as its name. A search asks first for a thing with one of the keys, then for
things that have all the words, the last of them perhaps unfinished.
"""

from __future__ import annotations

import queue
import sqlite3
import weakref
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_SCHEMA = """
CREATE TABLE thing (iri TEXT PRIMARY KEY, kind TEXT NOT NULL, label TEXT NOT NULL, detail TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE key (key TEXT NOT NULL, iri TEXT NOT NULL, PRIMARY KEY (key, iri)) WITHOUT ROWID;
CREATE INDEX key_iri ON key (iri);
CREATE VIRTUAL TABLE word USING fts5 (words, iri UNINDEXED, tokenize = 'unicode61 remove_diacritics 2');
"""

#: Words of a search beyond these are ignored: nobody types more, and each one costs.
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One thing to be found.

    ``label`` is its name and ``detail`` what tells it from others of the name. ``words`` are texts
    whose words find it; ``keys`` are forms of its names, any of which finds it first.
    """

    kind: str
    iri: str
    label: str
    detail: str
    words: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One thing that a search found."""

    iri: str
    kind: str
    label: str
    detail: str


def write_index(file: Path, rows: Iterable[SearchRow]) -> None:
    """Writes an index anew, in place of any that stood there."""
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        # A crash loses the whole draft in any case, so no journal is kept; publishing syncs the file.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.executescript(_SCHEMA)
        database.execute("BEGIN")
        for row in rows:
            database.execute(
                "INSERT OR REPLACE INTO thing VALUES (?, ?, ?, ?)", (row.iri, row.kind, row.label, row.detail)
            )
            database.executemany(
                "INSERT OR IGNORE INTO key VALUES (?, ?)", [(key, row.iri) for key in row.keys]
            )
            database.execute("INSERT INTO word VALUES (?, ?)", (" ".join(row.words), row.iri))
        database.execute("COMMIT")


class SearchIndex:
    """A published index, read only; any thread may search. A search borrows a connection, or opens one."""

    def __init__(self, file: Path) -> None:
        self._uri = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        weakref.finalize(self, _close, self._idle)

    def search(
        self, texts: Sequence[str], keys: Sequence[str], *, kind: str | None = None, limit: int = 50
    ) -> list[SearchHit]:
        """Things by name: first those with one of the keys, then those with all words of one of the texts.

        Args:
            texts: what was asked for, in one or more spellings; the last word may be unfinished.
            keys: forms of a whole name, any of which is as good as the name.
            kind: only things of this kind.
            limit: the most results.
        """
        found: dict[str, SearchHit] = {}
        with self._connection() as connection:
            for statement, argument in self._steps(texts, keys):
                for row in connection.execute(
                    f"{statement} AND (?2 IS NULL OR thing.kind = ?2) ORDER BY {_ORDER} LIMIT ?3",
                    (argument, kind, limit),
                ):
                    found.setdefault(row[0], SearchHit(*row))
                if len(found) >= limit:
                    break
        return list(found.values())[:limit]

    def _steps(self, texts: Sequence[str], keys: Sequence[str]) -> Iterable[tuple[str, str]]:
        columns = "SELECT thing.iri, thing.kind, thing.label, thing.detail FROM"
        for key in map(_characters, keys):
            yield f"{columns} key JOIN thing USING (iri) WHERE key.key = ?1", key
        for text in dict.fromkeys(texts):
            words = [word for word in _characters(text).split() if any(c.isalnum() for c in word)]
            if words:
                # Each word quoted is a string to FTS5, whatever signs it holds; the star asks for a prefix.
                asked = " ".join(f'"{word}"*' for word in words[:_MOST_WORDS])
                yield f"{columns} word JOIN thing USING (iri) WHERE word MATCH ?1", asked

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._idle.get_nowait()
        except queue.Empty:
            # One thread at a time borrows it, which is all that SQLite asks for.
            connection = sqlite3.connect(self._uri, uri=True, check_same_thread=False)
        try:
            yield connection
        finally:
            self._idle.put(connection)


def _close(connections: queue.LifoQueue[sqlite3.Connection]) -> None:
    while not connections.empty():
        connections.get().close()


def _characters(text: str) -> str:
    """A text without what ends a string in FTS5 (quotes, NUL) or is no character (a lone surrogate)."""
    return text.translate(_SPACES).encode("utf-8", "ignore").decode()


_SPACES = str.maketrans({'"': " ", "\0": " "})

# Shorter names first: they are matched by a larger part of themselves. The IRI makes it repeatable.
_ORDER = "length(thing.label), thing.label, thing.iri"
