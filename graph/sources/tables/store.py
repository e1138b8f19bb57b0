"""Where a table's films, credits and row ids wait while its rows are read: in memory, or on disk.

A film's rows stand anywhere in a table, and what becomes of them needs them together. So the credits of a
large table are put into a file of SQLite's as they come and taken out film by film: it sorts them within
bounds of its own, in temporary files.
"""

from __future__ import annotations

import json
import sqlite3
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Protocol, TypeVar

from graph.records import Fact, FilmRecord, RoleRecord, Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: The credits of so many rows are handed out together, or of one film, if it has more.
_TOGETHER = 2_000
#: Credits written at a time, and KiB of the file that are held.
_BATCH, _CACHE = 5_000, 32_000
_SCHEMA = """
CREATE TABLE film (number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, data TEXT NOT NULL);
CREATE TABLE role (film INTEGER NOT NULL, data TEXT NOT NULL);
CREATE TABLE known (key TEXT PRIMARY KEY, line INTEGER NOT NULL, content INTEGER NOT NULL) WITHOUT ROWID;
"""
_T = TypeVar("_T")
#: Some films with their credits.
Group = tuple[tuple[FilmRecord, ...], tuple[RoleRecord, ...]]


class Store(Protocol):
    """What the reader of rows puts in, and gets out again."""

    def has_film(self, key: str) -> bool:
        """Whether a film was added."""
        ...

    def add_film(self, film: FilmRecord) -> None:
        """Adds a film."""
        ...

    def add_role(self, role: RoleRecord) -> None:
        """Adds a credit of a film that was added."""
        ...

    def known(self, key: str, line: int, content: int) -> tuple[int, int]:
        """Enters a row's id with its line and content; those of the row that has it already, if one has."""
        ...

    def groups(self) -> Iterator[Group]:
        """The films with their credits, in the order in which they were added."""
        ...


class Held:
    """A table's films and credits in memory, all of them one group."""

    def __init__(self) -> None:
        self._films: dict[str, FilmRecord] = {}
        self._roles: list[RoleRecord] = []
        self._keys: dict[str, tuple[int, int]] = {}

    def has_film(self, key: str) -> bool:
        """Whether a film was added."""
        return key in self._films

    def add_film(self, film: FilmRecord) -> None:
        """Adds a film."""
        self._films[film.key] = film

    def add_role(self, role: RoleRecord) -> None:
        """Adds a credit of a film that was added."""
        self._roles.append(role)

    def known(self, key: str, line: int, content: int) -> tuple[int, int]:
        """See :class:`Store`."""
        return self._keys.setdefault(key, (line, content))

    def groups(self) -> Iterator[Group]:
        """All of it."""
        yield tuple(self._films.values()), tuple(self._roles)


class Spilled:
    """The same in a file, whatever its size; to be closed.

    Args:
        folder: where the file, and what sorting needs, may lie.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "table.sqlite"
        self._file.unlink(missing_ok=True)
        self._database = sqlite3.connect(self._file, isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE}"):
            self._database.execute(f"PRAGMA {setting}")
        self._sort_in(str(folder))
        self._database.executescript(_SCHEMA)
        self._database.execute("BEGIN")
        # The rows of a film mostly stand together.
        self._film: tuple[str, int] = "", 0
        self._roles: list[tuple[int, str]] = []

    def has_film(self, key: str) -> bool:
        """Whether a film was added."""
        return self._number(key) is not None

    def add_film(self, film: FilmRecord) -> None:
        """Adds a film."""
        added = self._database.execute(
            "INSERT INTO film (key, data) VALUES (?, ?)", (film.key, _from_film(film))
        )
        self._film = film.key, int(added.lastrowid or 0)

    def add_role(self, role: RoleRecord) -> None:
        """Adds a credit of a film that was added."""
        self._roles.append((self._number(role.film) or 0, _from_role(role)))
        if len(self._roles) >= _BATCH:
            self._write()

    def known(self, key: str, line: int, content: int) -> tuple[int, int]:
        """See :class:`Store`."""
        added = self._database.execute("INSERT OR IGNORE INTO known VALUES (?, ?, ?)", (key, line, content))
        if added.rowcount:
            return line, content
        found: tuple[int, int] = self._database.execute(
            "SELECT line, content FROM known WHERE key = ?", (key,)
        ).fetchone()
        return found

    def groups(self) -> Iterator[Group]:
        """Some films at a time, with all of their credits."""
        self._write()
        films: list[FilmRecord] = []
        roles: list[RoleRecord] = []
        rows = self._database.execute(
            "SELECT film.number, film.key, film.data, role.data FROM role JOIN film"
            " ON film.number = role.film ORDER BY role.film, role.rowid"
        )
        for (_, key, film), credited in groupby(rows, key=itemgetter(0, 1, 2)):
            films.append(_to_film(key, film))
            roles += (_to_role(key, row[3]) for row in credited)
            if len(roles) >= _TOGETHER:
                yield tuple(films), tuple(roles)
                films, roles = [], []
        if films:
            yield tuple(films), tuple(roles)

    def close(self) -> None:
        """Deletes the file."""
        self._sort_in("")
        self._database.close()
        self._file.unlink(missing_ok=True)

    def _sort_in(self, folder: str) -> None:
        """Where SQLite's temporary files lie, in all of this process; its own choice without a folder.

        It would take /var/tmp, which may be small, or not be there. The setting is deprecated, for it is no
        connection's own; a SQLite built without it goes on as before.
        """
        quoted = folder.replace("'", "''")
        self._database.execute(f"PRAGMA temp_store_directory = '{quoted}'")

    def _number(self, key: str) -> int | None:
        if self._film[0] != key:
            row = self._database.execute("SELECT number FROM film WHERE key = ?", (key,)).fetchone()
            if row is None:
                return None
            self._film = key, row[0]
        return self._film[1]

    def _write(self) -> None:
        self._database.executemany("INSERT INTO role (film, data) VALUES (?, ?)", self._roles)
        self._roles = []


def _value(fact: Fact[_T] | None) -> _T | None:
    return fact.value if fact is not None else None


def _from_film(film: FilmRecord) -> str:
    """A film of a table, all of whose facts stand on one line."""
    year, ids = _value(film.year), (_value(film.imdb_id), _value(film.wikidata_id), _value(film.tmdb_id))
    return json.dumps([film.title.first_line, film.title.last_line, film.title.value, year, *ids])


def _to_film(key: str, text: str) -> FilmRecord:
    first, last, title, *facts = json.loads(text)
    year, *ids = (Fact(value, first, last) if value is not None else None for value in facts)
    imdb, wikidata, tmdb = ids
    return FilmRecord(
        key, Fact(title, first, last), year=year, imdb_id=imdb, wikidata_id=wikidata, tmdb_id=tmdb
    )


def _from_role(role: RoleRecord) -> str:
    """A credit of a table; all of its facts stand on the lines of its row."""
    row = (role.row.identifier, role.row.key) if role.row is not None else None
    facts = role.character, role.note, role.imdb_id, role.wikidata_id, role.tmdb_id
    lines = role.name.first_line, role.name.last_line
    return json.dumps([*lines, role.job, role.name.value, role.billing, row, *map(_value, facts)])


def _to_role(film: str, text: str) -> RoleRecord:
    first, last, job, name, billing, row, *values = json.loads(text)
    facts = (Fact(value, first, last) if value is not None else None for value in values)
    character, note, imdb, wikidata, tmdb = facts
    at = Row(*row) if row is not None else None
    return RoleRecord(film, job, Fact(name, first, last), character, billing, note, imdb, wikidata, tmdb, at)
