"""The search index of a version: names under all their spellings, in SQLite's FTS5.

The store knows no film: callers say what a thing is called, by which words it can be found, and
which keys are as good as its name. A search asks first for a thing with one of the keys, then for
things that have all the words, the last of them perhaps unfinished; :meth:`SearchIndex.near` asks for
things whose words are spelled a letter or two otherwise.
"""

from __future__ import annotations

import queue
import weakref
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import combinations, islice
from typing import TYPE_CHECKING

from graph.layers import is_layered, open_to_change, open_to_read, remove
from graph.store.errors import DatasetError
from graph.store.search_words import (
    MOST_WORDS,
    compared,
    forms_of,
    nearest,
    storable,
    tokens_of,
    ways_of,
    words_of,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

#: Counts up with the schema, so that an index of another one is never added to.
_FORMAT = 2

_SCHEMA = f"""
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    label TEXT NOT NULL, detail TEXT NOT NULL, names TEXT NOT NULL);
CREATE TABLE key (key TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID;
CREATE INDEX key_id ON key (id);
CREATE VIRTUAL TABLE word USING fts5 (words, tokenize = 'unicode61 remove_diacritics 2', prefix = '1');
CREATE TABLE neighbour (form TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (form, word)) WITHOUT ROWID;
PRAGMA user_version = {_FORMAT};
"""

#: Spellings tried for one word of a search.
_MOST_SPELLINGS = 40
#: Things put in at a time.
_BATCH = 500
#: So many words are remembered to be in the index already (60 MB); beyond that, some are put in again.
_MOST_REMEMBERED = 500_000
#: What stands between the names of a thing in its row; no name has it, for it is no character of text.
_BETWEEN = "\x1f"


class OutdatedIndex(DatasetError):
    """The index was written by another release; it can only be written anew."""


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One thing to be found.

    ``label`` is its name and ``detail`` what tells it from others of the name. ``words`` are texts
    whose words find it; ``keys`` are forms of its names, any of which finds it first. ``names`` are
    all its names as printed, for whoever compares them.
    """

    kind: str
    iri: str
    label: str
    detail: str
    words: tuple[str, ...]
    keys: tuple[str, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One thing that a search found."""

    iri: str
    kind: str
    label: str
    detail: str
    names: tuple[str, ...] = ()


def write_index(file: Path, rows: Iterable[SearchRow]) -> None:
    """Writes an index anew, in place of any that stood there."""
    remove(file)
    with _writing(file) as database:
        database.executescript(_SCHEMA)
        _change(database, (), rows)


def update_index(file: Path, removed: Iterable[str], rows: Iterable[SearchRow]) -> None:
    """Takes things out of an index and puts others in; those that are there already are replaced.

    The time is that of the things named, not of the index. Searches then answer as over an index
    written anew. Nothing is changed where ``rows`` fails.

    Args:
        file: an index in a draft; a published one is never written to.
        removed: IRIs of things that are no more. One that the index does not know does no harm.
        rows: things that are new, or whose names changed.

    Raises:
        OutdatedIndex: the index was written by another release, or is none: use :func:`write_index`.
    """
    with _writing(file) as database:
        _check(database)
        _change(database, removed, rows)


def is_outdated(file: Path) -> bool:
    """Whether an index that nobody is writing to was written by another release, and answers nothing."""
    with closing(open_to_read(file)) as database:
        return bool(database.execute("PRAGMA user_version").fetchone()[0] != _FORMAT)


def _check(database: sqlite3.Connection) -> None:
    if database.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
        raise OutdatedIndex(
            "This version's search index was written by another release; `reelgraph link` makes a new one."
        )


@contextmanager
def _writing(file: Path) -> Iterator[sqlite3.Connection]:
    layered = is_layered(file)
    with closing(open_to_change(file, isolation_level=None)) as database:
        # A crash loses the whole draft in any case, so no journal is kept on disk; publishing syncs.
        if not layered:
            database.execute("PRAGMA journal_mode = MEMORY")
            database.execute("PRAGMA synchronous = OFF")
        yield database


def _change(database: sqlite3.Connection, removed: Iterable[str], rows: Iterable[SearchRow]) -> None:
    # Words that no thing has any more keep their neighbours: they lead nowhere, and cost a few bytes.
    known: set[str] = set()
    database.execute("BEGIN")
    try:
        for iri in removed:
            _remove(database, iri)
        empty = database.execute("SELECT 1 FROM thing LIMIT 1").fetchone() is None
        waiting = iter(rows)
        while part := list(islice(waiting, _BATCH)):
            if not empty:
                for row in part:
                    _remove(database, row.iri)
            _insert(database, part, known)
            if len(known) > _MOST_REMEMBERED:
                known.clear()
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:  # of a full disk SQLite rolls back by itself
            database.execute("ROLLBACK")
        raise


def _remove(database: sqlite3.Connection, iri: str) -> None:
    found = database.execute("SELECT id FROM thing WHERE iri = ?", (iri,)).fetchone()
    if found is not None:
        database.execute("DELETE FROM word WHERE rowid = ?", found)
        database.execute("DELETE FROM key WHERE id = ?", found)
        database.execute("DELETE FROM thing WHERE id = ?", found)


def _insert(database: sqlite3.Connection, rows: list[SearchRow], known: set[str]) -> None:
    """Puts things in that are not there; ``known`` are words whose neighbours are there already."""
    first = database.execute("SELECT coalesce(max(id), 0) + 1 FROM thing").fetchone()[0]
    things, keys, texts = [], [], []
    fresh: set[str] = set()
    for number, row in enumerate(rows, start=first):
        names = _BETWEEN.join(row.names)
        things.append((number, row.iri, row.kind, *map(storable, (row.label, row.detail, names))))
        keys += [(storable(key), number) for key in row.keys]
        text = storable(" ".join(row.words))
        texts.append((number, text))
        fresh |= compared(tokens_of(text))
    fresh -= known
    known |= fresh
    database.executemany(
        "INSERT INTO thing (id, iri, kind, label, detail, names) VALUES (?, ?, ?, ?, ?, ?)", things
    )
    database.executemany("INSERT OR IGNORE INTO key VALUES (?, ?)", keys)
    database.executemany("INSERT INTO word (rowid, words) VALUES (?, ?)", texts)
    database.executemany(
        "INSERT OR IGNORE INTO neighbour VALUES (?, ?)",
        [(form, word) for word in sorted(fresh) for form in forms_of(word)],
    )


class SearchIndex:
    """A published index, read only; any thread may search. A search borrows a connection, or opens one."""

    def __init__(self, file: Path) -> None:
        self._file = file.resolve()
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        weakref.finalize(self, _close, self._idle)

    def search(
        self,
        texts: Sequence[str],
        keys: Sequence[str],
        *,
        spelled: Sequence[Sequence[str]] = (),
        kinds: Collection[str] | None = None,
        limit: int = 50,
    ) -> list[SearchHit]:
        """Things by name: first those with one of the keys, then those with all words of one of the texts.

        Args:
            texts: what was asked for, in one or more spellings; any word may be unfinished.
            keys: forms of a whole name, any of which is as good as the name.
            spelled: the words of what was asked for, each as it was typed, perhaps unfinished, and in other
                spellings, any of which will do for it.
            kinds: only things of these kinds; None for all.
            limit: the most results.
        """
        return self._found(self._exact(texts, keys, spelled), kinds, limit)

    def near(
        self,
        texts: Sequence[str],
        *,
        others: Callable[[str], Iterable[str]] = lambda _: (),
        kinds: Collection[str] | None = None,
        limit: int = 50,
    ) -> list[SearchHit]:
        """Things whose words are nearly those of one of the texts, in no order that means anything.

        A word may be spelled with a letter too many, too few, changed or swapped (two in a long
        word), may be given by its initial, or be one of its ``others``. Of three words and more one
        may be another; of two, one need only begin alike.

        Args:
            texts: what was asked for, in one or more spellings.
            others: other words that stand for one, such as nicknames.
            kinds: only things of these kinds; None for all.
            limit: the most results.
        """
        with self._connection() as connection:
            steps = [step for text in dict.fromkeys(texts) for step in self._near(connection, text, others)]
        # What has all the words comes before what lacks one, in whatever spelling it was asked for.
        steps.sort(key=lambda step: step[0])
        return self._found([(_BY_WORDS, asked) for _, asked in steps], kinds, limit)

    def _found(
        self, steps: Iterable[tuple[str, str]], kinds: Collection[str] | None, limit: int
    ) -> list[SearchHit]:
        found: dict[str, SearchHit] = {}
        wanted = sorted(kinds) if kinds is not None else []
        only = f" AND thing.kind IN ({', '.join('?' * len(wanted))})" if kinds is not None else ""
        with self._connection() as connection:
            for statement, argument in steps:
                # Only question marks are put into the statement, never a text.
                for row in connection.execute(
                    f"{statement}{only} ORDER BY {_ORDER} LIMIT ?", (argument, *wanted, limit)
                ):
                    iri, kind, label, detail, names = row
                    known = tuple(names.split(_BETWEEN)) if names else ()
                    found.setdefault(iri, SearchHit(iri, kind, label, detail, known))
                if len(found) >= limit:
                    break
        return list(found.values())[:limit]

    def _exact(
        self, texts: Sequence[str], keys: Sequence[str], spelled: Sequence[Sequence[str]]
    ) -> Iterable[tuple[str, str]]:
        for key in map(storable, keys):
            yield _BY_KEY, key
        for text in dict.fromkeys(texts):
            words = words_of(text)
            if words:
                # Each word quoted is a string to FTS5, whatever signs it holds; the star asks for a prefix.
                yield _BY_WORDS, " ".join(f'"{word}"*' for word in words)
        if any(len(ways) > 1 for ways in spelled):
            groups = [ways_of(*ways) for ways in spelled[:MOST_WORDS] if words_of(ways[0])]
            yield _BY_WORDS, " AND ".join(f"({group})" for group in groups)

    def _near(
        self, connection: sqlite3.Connection, text: str, others: Callable[[str], Iterable[str]]
    ) -> Iterator[tuple[int, str]]:
        tokens = tokens_of(" ".join(words_of(text)))[:MOST_WORDS]
        if not tokens:
            return
        groups = [self._group(connection, word, others, alone=len(tokens) == 1) for word in tokens]
        yield 0, " AND ".join(groups)
        if len(groups) == 2:
            begins = [f'"{word[0]}"*' for word in tokens]
            yield 1, f"({groups[0]} AND {begins[1]}) OR ({groups[1]} AND {begins[0]})"
        elif 3 <= len(groups) <= 6:
            lacking = combinations(groups, len(groups) - 1)
            yield 1, " OR ".join(f"({' AND '.join(rest)})" for rest in lacking)

    def _group(
        self,
        connection: sqlite3.Connection,
        word: str,
        others: Callable[[str], Iterable[str]],
        *,
        alone: bool,
    ) -> str:
        if len(word) == 1:
            return f'"{word}"*'
        # An initial stands for a name beside another name, and for too many names alone.
        initial = () if alone else (word[0],)
        spelled = dict.fromkeys((word, *initial, *tokens_of(" ".join(others(word)))))
        for other in self._spellings(connection, word):
            spelled[other] = None
        quoted = [f'"{form}"' for form in spelled]
        return f"({' OR '.join(quoted)})"

    @staticmethod
    def _spellings(connection: sqlite3.Connection, word: str) -> list[str]:
        """The index's words that a slip or two away from ``word`` lie, the nearest first."""
        if not compared([word]):
            return []
        forms = list(forms_of(word))
        marks = ", ".join("?" * len(forms))
        rows = connection.execute(
            f"SELECT DISTINCT word FROM neighbour WHERE form IN ({marks})",  # noqa: S608 - question marks
            forms,
        )
        return nearest(word, (other for (other,) in rows))[:_MOST_SPELLINGS]

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._idle.get_nowait()
        except queue.Empty:
            # One thread at a time borrows it, which is all that SQLite asks for.
            connection = open_to_read(self._file, check_same_thread=False)
            try:
                _check(connection)
            except BaseException:
                connection.close()
                raise
        try:
            yield connection
        finally:
            self._idle.put(connection)


def _close(connections: queue.LifoQueue[sqlite3.Connection]) -> None:
    while not connections.empty():
        connections.get().close()


_COLUMNS = "SELECT thing.iri, thing.kind, thing.label, thing.detail, thing.names FROM"
_BY_KEY = f"{_COLUMNS} key JOIN thing USING (id) WHERE key.key = ?"
_BY_WORDS = f"{_COLUMNS} word JOIN thing ON thing.id = word.rowid WHERE word MATCH ?"

# Shorter names first: they are matched by a larger part of themselves. The IRI makes it repeatable.
_ORDER = "length(thing.label), thing.label, thing.iri"
