"""The table of mentions: what linking is done over, kept beside the store in each version.

One row for each film, person, review and publication that a source names, with the keys under which
others like it are found and the entity that it was decided to be. It is derived from the evidence
and the identity graph, and saves reading both whole when one page changes.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

FILM, PERSON, CRITIC, REVIEW, PUBLICATION = "film", "person", "critic", "review", "publication"
#: Critics are people, too, but linked among themselves only.
KINDS = (FILM, PERSON, CRITIC, PUBLICATION, REVIEW)

#: The table's file in a version.
TABLE = "mentions.sqlite"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS source (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS entity (
    id INTEGER PRIMARY KEY,
    iri TEXT NOT NULL UNIQUE
);
CREATE TABLE IF NOT EXISTS mention (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    fragment TEXT NOT NULL,     -- the mention's IRI is the source's and this
    kind TEXT NOT NULL,
    name TEXT,
    data TEXT NOT NULL,         -- what linking compares, as JSON
    entity INTEGER,             -- what it is decided to be
    home INTEGER,               -- what it would be if no person had ever decided
    appearance INTEGER,         -- people: the first mention of the same person on the same film
    UNIQUE (source, fragment)
);
CREATE INDEX IF NOT EXISTS mention_entity ON mention (entity);
CREATE INDEX IF NOT EXISTS mention_home ON mention (home);
CREATE INDEX IF NOT EXISTS mention_appearance ON mention (appearance);
CREATE TABLE IF NOT EXISTS key (
    hash INTEGER NOT NULL, mention INTEGER NOT NULL, PRIMARY KEY (hash, mention)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS key_mention ON key (mention);
CREATE TABLE IF NOT EXISTS about (     -- the films that people work on and reviews are of
    film INTEGER NOT NULL, part INTEGER NOT NULL, PRIMARY KEY (film, part)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS about_part ON about (part);
CREATE TABLE IF NOT EXISTS decision (
    link TEXT NOT NULL, accepted INTEGER NOT NULL, side INTEGER NOT NULL, mention TEXT NOT NULL,
    PRIMARY KEY (mention, link, side)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS decision_link ON decision (link);
CREATE TABLE IF NOT EXISTS minted (key TEXT PRIMARY KEY, iri TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS minted_iri ON minted (iri);
"""

#: How many values one statement takes (SQLite's own limit is 32,766).
_MANY = 900


@dataclass(frozen=True, slots=True)
class Row:
    """One mention: its fragment in the source, its kind, what linking compares, and its keys.

    ``films`` are the fragments of the films that a person works on or a review is of, in the same source.
    """

    fragment: str
    kind: str
    data: dict[str, Any]
    keys: tuple[str, ...]
    films: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """A mention as the table holds it. ``entity`` and ``home`` are IRIs, None while undecided."""

    id: int
    iri: str
    kind: str
    data: dict[str, Any] = field(compare=False)
    entity: str | None = None
    home: str | None = None
    appearance: int | None = None


class MentionTable:
    """The table of one draft; a context manager that commits on leaving it whole.

    Args:
        file: the SQLite file; made where there is none.
    """

    def __init__(self, file: Path) -> None:
        # A draft is private and thrown away if anything fails: no journal is needed to get back.
        self._database = sqlite3.connect(file, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.executescript(_SCHEMA)
        self._database.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind is None:
            self._database.execute("COMMIT")
        self._database.close()

    # -- sources ---------------------------------------------------------------------------------

    def replace(self, source: str, rows: Iterable[Row]) -> None:
        """Enters a source's mentions; one that was there before keeps the entity it had."""
        number = self._source(source)
        before = {
            fragment: rest
            for fragment, *rest in self._database.execute(
                "SELECT fragment, id, entity, home FROM mention WHERE source = ?", (number,)
            )
        }
        self._forget([row[0] for row in before.values()])
        entered: dict[str, int] = {}
        people: list[tuple[int, Row]] = []
        for row in rows:
            known = before.get(row.fragment, (None, None, None))
            cursor = self._database.execute(
                "INSERT INTO mention (id, source, fragment, kind, name, data, entity, home)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (known[0], number, row.fragment, row.kind, row.data.get("name"), _json(row.data), *known[1:]),
            )
            entered[row.fragment] = identifier = int(cursor.lastrowid or 0)
            self._database.executemany(
                "INSERT OR IGNORE INTO key (hash, mention) VALUES (?, ?)",
                [(_hash(row.kind, key), identifier) for key in row.keys],
            )
            if row.films:
                people.append((identifier, row))
        self._database.executemany(
            "INSERT OR IGNORE INTO about (film, part) VALUES (?, ?)",
            [(entered[film], person) for person, row in people for film in row.films],
        )

    def of_source(self, source: str) -> list[int]:
        """The mentions of a source."""
        rows = self._database.execute(
            "SELECT mention.id FROM mention JOIN source ON source.id = mention.source WHERE source.iri = ?",
            (source,),
        )
        return [row[0] for row in rows]

    def iris_of(self, source: str) -> list[str]:
        """The IRIs of the mentions of a source."""
        return [mention.iri for mention in self.get(self.of_source(source))]

    def is_empty(self) -> bool:
        """Whether no source was entered yet."""
        return self._database.execute("SELECT 1 FROM source LIMIT 1").fetchone() is None

    def _source(self, iri: str) -> int:
        self._database.execute("INSERT OR IGNORE INTO source (iri) VALUES (?)", (iri,))
        return int(self._database.execute("SELECT id FROM source WHERE iri = ?", (iri,)).fetchone()[0])

    def _forget(self, mentions: list[int]) -> None:
        for table, column in (("mention", "id"), ("key", "mention"), ("about", "film"), ("about", "part")):
            self._database.executemany(
                f"DELETE FROM {table} WHERE {column} = ?",  # noqa: S608 - the names are ours
                [(mention,) for mention in mentions],
            )

    # -- looking up ------------------------------------------------------------------------------

    def all(self, kind: str) -> list[int]:
        """The mentions of one kind."""
        return [row[0] for row in self._database.execute("SELECT id FROM mention WHERE kind = ?", (kind,))]

    def get(self, mentions: Iterable[int]) -> list[Stored]:
        """Mentions in order of their IRIs."""
        found = [
            Stored(identifier, source + fragment, kind, json.loads(data), entity, home, appearance)
            for identifier, source, fragment, kind, data, entity, home, appearance in self._in(
                "SELECT mention.id, source.iri, fragment, kind, data, entity.iri, home.iri, appearance"
                " FROM mention JOIN source ON source.id = mention.source"
                " LEFT JOIN entity ON entity.id = mention.entity"
                " LEFT JOIN entity AS home ON home.id = mention.home WHERE mention.id IN ({})",
                mentions,
            )
        ]
        return sorted(found, key=lambda mention: mention.iri)

    def find(self, iris: Iterable[str]) -> set[int]:
        """The mentions with these IRIs; those that no source has any more are left out."""
        pairs = [iri.partition("#") for iri in iris]
        found = set()
        for source, _, fragment in pairs:
            row = self._database.execute(
                "SELECT mention.id FROM mention JOIN source ON source.id = mention.source"
                " WHERE source.iri = ? AND fragment = ?",
                (source, f"#{fragment}"),
            ).fetchone()
            if row:
                found.add(int(row[0]))
        return found

    def by_entity(self, kind: str) -> Iterator[list[int]]:
        """The mentions of one kind, those of one entity together."""
        rows = self._database.execute(
            "SELECT entity, id FROM mention WHERE kind = ? ORDER BY entity", (kind,)
        )
        for _, group in groupby(rows, key=itemgetter(0)):
            yield [row[1] for row in group]

    def names_of(self, mentions: Iterable[int], kind: str) -> list[str]:
        """The names of those of some mentions that are of a kind."""
        rows = self._in("SELECT kind, name FROM mention WHERE id IN ({})", mentions)
        return [name for found, name in rows if found == kind]

    def appearances_of(self, mentions: Iterable[int]) -> Iterator[tuple[int, int]]:
        """The appearance of each of some mentions that has one."""
        return self._in(
            "SELECT id, appearance FROM mention WHERE appearance NOTNULL AND id IN ({})", mentions
        )

    def keys_of(self, mentions: Iterable[int]) -> dict[int, list[int]]:
        """The hashed keys of mentions."""
        keys: dict[int, list[int]] = {}
        for mention, hashed in self._in("SELECT mention, hash FROM key WHERE mention IN ({})", mentions):
            keys.setdefault(mention, []).append(hashed)
        return keys

    def with_keys(self, hashed: Iterable[int]) -> set[int]:
        """The mentions that have one of some hashed keys."""
        return {row[0] for row in self._in("SELECT mention FROM key WHERE hash IN ({})", hashed)}

    def sharing_entity(self, mentions: Iterable[int]) -> set[int]:
        """The mentions of the entities that some mentions are, or would be but for people's decisions."""
        entities = {
            entity
            for row in self._in("SELECT entity, home FROM mention WHERE id IN ({})", mentions)
            for entity in row
            if entity is not None
        }
        found = {row[0] for row in self._in("SELECT id FROM mention WHERE entity IN ({})", entities)}
        return found | {row[0] for row in self._in("SELECT id FROM mention WHERE home IN ({})", entities)}

    def sharing_appearance(self, mentions: Iterable[int]) -> set[int]:
        """The mentions that are the same person on the same film as some mentions."""
        groups = {
            row[0]
            for row in self._in("SELECT appearance FROM mention WHERE id IN ({})", mentions)
            if row[0] is not None
        }
        return {row[0] for row in self._in("SELECT id FROM mention WHERE appearance IN ({})", groups)}

    def of_entities(self, iris: Iterable[str]) -> dict[str, list[int]]:
        """The mentions of some entities."""
        numbers = {self._entities_id(iri): iri for iri in iris}
        numbers.pop(None, None)
        found: dict[str, list[int]] = {}
        for entity, mention in self._in(
            "SELECT entity, id FROM mention WHERE entity IN ({})", [n for n in numbers if n is not None]
        ):
            found.setdefault(numbers[entity], []).append(mention)
        return found

    def parts_of(self, films: Iterable[int]) -> set[int]:
        """The people, reviews and publications that have to do with some mentions of films."""
        return {row[0] for row in self._in("SELECT part FROM about WHERE film IN ({})", films)}

    def films_of(self, parts: Iterable[int]) -> dict[int, list[int]]:
        """The mentions of films that each of some mentions of people, reviews, publications is about."""
        films: dict[int, list[int]] = {}
        for part, film in self._in("SELECT part, film FROM about WHERE part IN ({})", parts):
            films.setdefault(part, []).append(film)
        return films

    # -- deciding --------------------------------------------------------------------------------

    def decide(self, decided: Iterable[tuple[int, str, str | None]]) -> None:
        """Enters what mentions are: (mention, entity, home); a home of None leaves the one it has."""
        self._database.executemany(
            "UPDATE mention SET entity = ?, home = coalesce(?, home) WHERE id = ?",
            [
                (self._entity(entity), self._entity(home) if home else None, mention)
                for mention, entity, home in decided
            ],
        )

    def group(self, appearances: Iterable[tuple[int, int]]) -> None:
        """Enters the appearance (a mention standing for it) of each mention of a person."""
        self._database.executemany(
            "UPDATE mention SET appearance = ? WHERE id = ?",
            [(group, mention) for mention, group in appearances],
        )

    def _entity(self, iri: str) -> int:
        """The number of an entity, entered where it is new."""
        number = self._entities_id(iri)
        if number is None:
            cursor = self._database.execute("INSERT INTO entity (iri) VALUES (?)", (iri,))
            number = int(cursor.lastrowid or 0)
        return number

    def used(self, iri: str) -> bool:
        """Whether an IRI was ever minted for an entity."""
        return self._entities_id(iri) is not None

    def retire(self, iri: str) -> None:
        """Keeps an IRI that is in use no more from being minted for something else."""
        self._entity(iri)

    def _entities_id(self, iri: str) -> int | None:
        row = self._database.execute("SELECT id FROM entity WHERE iri = ?", (iri,)).fetchone()
        return int(row[0]) if row else None

    def entities_of(self, iris: Collection[str]) -> dict[str, str]:
        """The entities of mentions, by their IRIs; undecided and unknown ones are left out."""
        return {m.iri: m.entity for m in self.get(self.find(iris)) if m.entity is not None}

    def count(self, kind: str) -> int:
        """How many entities of a kind are in use."""
        row = self._database.execute(
            "SELECT count(DISTINCT entity) FROM mention WHERE kind = ?", (kind,)
        ).fetchone()
        return int(row[0])

    # -- people's decisions ----------------------------------------------------------------------

    def enter_decision(
        self, link: str, *, accepted: bool, sides: tuple[Iterable[str], Iterable[str]]
    ) -> None:
        """Enters a person's decision: that all mentions are one, or that two sides of them are two."""
        self._database.executemany(
            "INSERT OR REPLACE INTO decision (link, accepted, side, mention) VALUES (?, ?, ?, ?)",
            [(link, accepted, side, mention) for side, mentions in enumerate(sides) for mention in mentions],
        )

    def withdraw_decision(self, link: str) -> None:
        """Takes a decision back."""
        self._database.execute("DELETE FROM decision WHERE link = ?", (link,))

    def decisions_on(self, iris: Iterable[str]) -> dict[str, tuple[bool, list[str], list[str]]]:
        """The decisions about some mentions, oldest first: whether they are one, and both sides."""
        links = {row[0] for row in self._in("SELECT link FROM decision WHERE mention IN ({})", iris)}
        found: dict[str, tuple[bool, list[str], list[str]]] = {}
        rows = self._in("SELECT link, accepted, side, mention FROM decision WHERE link IN ({})", links)
        for link, accepted, side, mention in sorted(rows):
            sides = found.setdefault(link, (bool(accepted), [], []))
            (sides[2] if side else sides[1]).append(mention)
        return found

    def is_decided_on(self) -> bool:
        """Whether people decided anything."""
        return self._database.execute("SELECT 1 FROM decision LIMIT 1").fetchone() is not None

    # -- IRIs of roles and characters ------------------------------------------------------------

    def minted(self, key: str) -> str | None:
        """The IRI minted for a role or character, by what it is known by between versions."""
        row = self._database.execute("SELECT iri FROM minted WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def mint(self, key: str, iri: str) -> None:
        """Keeps an IRI for a role or character for ever."""
        self._database.execute("INSERT OR REPLACE INTO minted (key, iri) VALUES (?, ?)", (key, iri))

    def is_minted(self, iri: str) -> bool:
        """Whether an IRI was minted for a role or character before."""
        return self._database.execute("SELECT 1 FROM minted WHERE iri = ?", (iri,)).fetchone() is not None

    def _in(self, statement: str, values: Iterable[object]) -> Iterator[tuple[Any, ...]]:
        """Runs a statement with ``IN ({})`` over any number of values."""
        waiting = list(values)
        for start in range(0, len(waiting), _MANY):
            part = waiting[start : start + _MANY]
            yield from self._database.execute(statement.format(",".join("?" * len(part))), part).fetchall()


def _hash(kind: str, key: str) -> int:
    """A key as 64 bits. Two keys of one hash would only make a component larger than it need be."""
    digest = hashlib.blake2b(f"{kind} {key}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
