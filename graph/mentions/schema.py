"""The tables of the file, and how a statement is run over many values."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

SCHEMA = """
CREATE TABLE IF NOT EXISTS source (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS entity (
    id INTEGER PRIMARY KEY,
    iri TEXT NOT NULL UNIQUE
);
CREATE TABLE IF NOT EXISTS mention (
    id INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used again: other rows point to it
    source INTEGER NOT NULL,
    fragment TEXT NOT NULL,     -- the mention's IRI is the source's and this
    kind TEXT NOT NULL,
    name TEXT,
    data TEXT NOT NULL,         -- what linking compares, as JSON
    mark INTEGER NOT NULL,      -- stands for the mention and what it says: its IRI and data, hashed
    entity INTEGER,             -- what it is decided to be
    appearance INTEGER,         -- people: the first mention of the same person on the same film
    UNIQUE (source, fragment)
);
CREATE INDEX IF NOT EXISTS mention_entity ON mention (entity);
CREATE INDEX IF NOT EXISTS mention_mark ON mention (mark);
CREATE TABLE IF NOT EXISTS past (       -- what a mention was while it said one thing, the first first
    mark INTEGER NOT NULL, rank INTEGER NOT NULL, entity INTEGER NOT NULL, PRIMARY KEY (mark, rank)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS past_entity ON past (entity);
CREATE INDEX IF NOT EXISTS mention_appearance ON mention (appearance);
CREATE TABLE IF NOT EXISTS key (
    hash INTEGER NOT NULL, mention INTEGER NOT NULL, PRIMARY KEY (hash, mention)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS key_mention ON key (mention);
CREATE TABLE IF NOT EXISTS spelling (   -- the names of people, each once
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, text TEXT NOT NULL, UNIQUE (kind, text)
);
CREATE TABLE IF NOT EXISTS spelled (
    spelling INTEGER NOT NULL, mention INTEGER NOT NULL, PRIMARY KEY (spelling, mention)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS spelled_mention ON spelled (mention);
CREATE TABLE IF NOT EXISTS block (      -- the names that are worth comparing
    hash INTEGER NOT NULL, spelling INTEGER NOT NULL, PRIMARY KEY (hash, spelling)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS block_spelling ON block (spelling);
CREATE TABLE IF NOT EXISTS about (     -- the films that people work on and reviews are of
    film INTEGER NOT NULL, part INTEGER NOT NULL, PRIMARY KEY (film, part)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS about_part ON about (part);
CREATE TABLE IF NOT EXISTS decision (
    link TEXT NOT NULL, accepted INTEGER NOT NULL, side INTEGER NOT NULL, mention TEXT NOT NULL,
    PRIMARY KEY (mention, link, side)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS decision_link ON decision (link);
CREATE TABLE IF NOT EXISTS first_round (   -- films that a second round of linking looked at
    mention INTEGER PRIMARY KEY, film INTEGER NOT NULL, together INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS titled (         -- films by each of their titles
    hash INTEGER NOT NULL, mention INTEGER NOT NULL, PRIMARY KEY (hash, mention)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS titled_mention ON titled (mention);
CREATE TABLE IF NOT EXISTS meant (          -- the entity that prose means by a title
    mention INTEGER PRIMARY KEY, entity INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS meant_entity ON meant (entity);
CREATE TABLE IF NOT EXISTS minted (key TEXT PRIMARY KEY, iri TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS minted_iri ON minted (iri);
"""

#: The tables that a file holds, of whatever schema.
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
#: Counts up with the schema: a table of another one is made anew.
FORMAT = 4
#: How many values one statement takes (SQLite's own limit is 32,766): the last of them come again where there
#: are fewer, so that few texts are parsed, and not one for each number of values.
_SIZES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 704, 900)
_MANY = _SIZES[-1]
#: A text for each number of values: ``?,?,?``.
_MARKS = {size: ",".join("?" * size) for size in _SIZES}


class Tables:
    """An open file and what all parts of the table of mentions ask of it."""

    _database: sqlite3.Connection

    def _in(self, statement: str, values: Iterable[object], *before: object) -> Iterator[tuple[Any, ...]]:
        """Runs a statement with ``IN ({})`` over any number of values; ``before`` go before them."""
        waiting = list(values)
        for start in range(0, len(waiting), _MANY):
            part = waiting[start : start + _MANY]
            size = _SIZES[bisect_left(_SIZES, len(part))]
            part += part[-1:] * (size - len(part))
            yield from self._database.execute(statement.format(_MARKS[size]), (*before, *part)).fetchall()

    def _by_iri(self, iris: Iterable[str], entity: str) -> dict[str, str]:
        """The entities of mentions by their IRIs; ``entity`` says in SQL how a mention comes to its own."""
        fragments: dict[str, list[str]] = {}
        for iri in iris:
            source, _, fragment = iri.partition("#")
            fragments.setdefault(source, []).append(f"#{fragment}")
        statement = (
            f"SELECT fragment, entity.iri FROM mention {entity}"  # noqa: S608 - our own words
            " WHERE source = (SELECT id FROM source WHERE iri = ?) AND fragment IN ({})"
        )
        return {
            source + fragment: found
            for source, named in fragments.items()
            for fragment, found in self._in(statement, named, source)
        }


def hashed(kind: str, key: str) -> int:
    """A key as 64 bits. Two keys of one hash would only make a component larger than it need be."""
    digest = hashlib.blake2b(f"{kind} {key}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
