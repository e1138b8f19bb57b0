"""The table itself: sources and their mentions, how they hang together, and what they are decided to be."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Self

from graph.json_text import loads
from graph.layers import is_layered, open_to_change
from graph.mentions.kept import Minted, Rounds, Said
from graph.mentions.parts import Parts
from graph.mentions.rows import FilmInShort, Stored
from graph.mentions.schema import FORMAT, SCHEMA, TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from graph.mentions.rows import Entry

#: Statements kept parsed, and kB of the file kept in memory (the table of 10,000 pages has some 150 MB).
_STATEMENTS, _CACHE = 1_000, 32_000
#: The table's file in a version.
TABLE = "mentions.sqlite"


class MentionTable(Parts, Said, Rounds, Minted):
    """The table of one draft; a context manager that commits on leaving it whole.

    Args:
        file: the SQLite file; made where there is none.
    """

    def __init__(self, file: Path) -> None:
        # A draft is private and thrown away if anything fails: no journal is needed to get back.
        layered = is_layered(file)
        self._database = open_to_change(file, isolation_level=None, cached_statements=_STATEMENTS)
        if not layered:
            self._database.execute("PRAGMA journal_mode = OFF")
            self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute(f"PRAGMA cache_size = -{_CACHE}")
        if self._database.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
            for (name,) in self._database.execute(TABLES).fetchall():
                self._database.execute(f"DROP TABLE {name}")
            self._database.execute(f"PRAGMA user_version = {FORMAT}")
        self._database.executescript(SCHEMA)
        self._database.execute("BEGIN")
        self._numbers = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind is None:
            self._database.execute("COMMIT")
        self._database.close()

    # -- sources ---------------------------------------------------------------------------------

    def replace(self, source: str, entries: Iterable[Entry]) -> list[str]:
        """Enters a source's mentions; one that was there before keeps the entity it had.

        Returns:
            The IRIs of those that are no more.
        """
        number = self._source(source)
        before = {
            fragment: (identifier, entity)
            for fragment, identifier, entity in self._database.execute(
                "SELECT fragment, id, entity FROM mention WHERE source = ?", (number,)
            )
        }
        mentions = [row[0] for row in before.values()]
        spelled_before = self.spellings_of(mentions)
        self._forget(mentions)
        entered = self._insert(source, entries, before)
        self.drop_spellings(spelled_before)
        return [source + fragment for fragment in before.keys() - entered.keys()]

    def of_source(self, source: str) -> list[int]:
        """The mentions of a source."""
        rows = self._database.execute(
            "SELECT mention.id FROM mention JOIN source ON source.id = mention.source WHERE source.iri = ?",
            (source,),
        )
        return [row[0] for row in rows]

    def is_empty(self) -> bool:
        """Whether no source was entered yet."""
        return self._database.execute("SELECT 1 FROM source LIMIT 1").fetchone() is None

    # -- looking up ------------------------------------------------------------------------------

    def all(self, kind: str) -> list[int]:
        """The mentions of one kind."""
        return [row[0] for row in self._database.execute("SELECT id FROM mention WHERE kind = ?", (kind,))]

    def get(self, mentions: Iterable[int]) -> list[Stored]:
        """Mentions in order of their IRIs."""
        found = [
            Stored(identifier, source + fragment, kind, loads(data), entity, appearance)
            for identifier, source, fragment, kind, data, entity, appearance in self._in(
                "SELECT mention.id, source.iri, fragment, kind, data, entity.iri, appearance"
                " FROM mention JOIN source ON source.id = mention.source"
                " LEFT JOIN entity ON entity.id = mention.entity WHERE mention.id IN ({})",
                mentions,
            )
        ]
        return sorted(found, key=lambda mention: mention.iri)

    def films_in_short(self, films: Iterable[int]) -> dict[int, FilmInShort]:
        """What people's rows need of some mentions of films: read out by SQLite."""
        return {
            number: FilmInShort(entity, year, tuple(loads(directed_by)))
            for number, entity, year, directed_by in self._in(
                "SELECT mention.id, entity.iri, json_extract(data, '$.year'),"
                " json_extract(data, '$.directed_by')"
                " FROM mention LEFT JOIN entity ON entity.id = mention.entity WHERE mention.id IN ({})",
                films,
            )
        }

    def kinds(self, mentions: Iterable[int]) -> Iterator[tuple[int, str, str | None]]:
        """Mentions with their kinds and entities alone: quicker than all that is known of them."""
        return self._in(
            "SELECT mention.id, kind, entity.iri FROM mention LEFT JOIN entity ON entity.id = mention.entity"
            " WHERE mention.id IN ({})",
            mentions,
        )

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
        for mention, key in self._in("SELECT mention, hash FROM key WHERE mention IN ({})", mentions):
            keys.setdefault(mention, []).append(key)
        return keys

    def with_keys(self, found: Iterable[int]) -> set[int]:
        """The mentions that have one of some hashed keys."""
        return {row[0] for row in self._in("SELECT mention FROM key WHERE hash IN ({})", found)}

    def sharing_entity(self, mentions: Iterable[int]) -> set[int]:
        """The mentions of the entities that some mentions are, or ever were while they said the same."""
        waiting = list(mentions)
        entities = {
            row[0]
            for statement in (
                "SELECT DISTINCT entity FROM mention WHERE entity NOTNULL AND id IN ({})",
                "SELECT DISTINCT past.entity FROM mention JOIN past USING (mark) WHERE id IN ({})",
            )
            for row in self._in(statement, waiting)
        }
        found = {row[0] for row in self._in("SELECT id FROM mention WHERE entity IN ({})", entities)}
        were = "SELECT id FROM past JOIN mention USING (mark) WHERE past.entity IN ({})"
        return found | {row[0] for row in self._in(were, entities)}

    def once(self, entities: Iterable[str]) -> set[int]:
        """The mentions that were once of some entities, while they said what they say now."""
        numbers = [number for iri in entities if (number := self._entities_id(iri)) is not None]
        were = "SELECT id FROM past JOIN mention USING (mark) WHERE past.entity IN ({})"
        return {row[0] for row in self._in(were, numbers)}

    def entity_numbers(self, mentions: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Each of some mentions with each entity that it is or was, as numbers."""
        waiting = list(mentions)
        yield from self._in("SELECT id, entity FROM mention WHERE entity NOTNULL AND id IN ({})", waiting)
        yield from self._in(
            "SELECT id, past.entity FROM mention JOIN past USING (mark) WHERE id IN ({})", waiting
        )

    def past(self, mentions: Iterable[int]) -> dict[int, list[str]]:
        """The entities that mentions were while they said what they say now, the first one first."""
        found: dict[int, list[str]] = {}
        for mention, iri in self._in(
            "SELECT mention.id, entity.iri FROM mention JOIN past USING (mark)"
            " JOIN entity ON entity.id = past.entity WHERE mention.id IN ({}) ORDER BY past.rank",
            mentions,
        ):
            found.setdefault(mention, []).append(iri)
        return found

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

    # -- what is about what ----------------------------------------------------------------------

    def parts_of(self, films: Iterable[int]) -> set[int]:
        """The people, reviews and publications that have to do with some mentions of films."""
        return {row[0] for row in self._in("SELECT part FROM about WHERE film IN ({})", films)}

    def parts_by_film(self, films: Iterable[int]) -> dict[int, list[int]]:
        """The same, for each of some mentions of films."""
        parts: dict[int, list[int]] = {}
        for film, part in self._in("SELECT film, part FROM about WHERE film IN ({})", films):
            parts.setdefault(film, []).append(part)
        return parts

    def films_of(self, parts: Iterable[int]) -> dict[int, list[int]]:
        """The mentions of films that each of some mentions of people, reviews, publications is about."""
        films: dict[int, list[int]] = {}
        for part, film in self._in("SELECT part, film FROM about WHERE part IN ({})", parts):
            films.setdefault(part, []).append(film)
        return films

    # -- deciding --------------------------------------------------------------------------------

    def decide(self, decided: Iterable[tuple[int, str]]) -> None:
        """Enters what mentions are, and remembers that they were."""
        rows = [(self._entity(entity), mention) for mention, entity in decided]
        self._database.executemany("UPDATE mention SET entity = ? WHERE id = ?", rows)
        self._database.executemany(
            "INSERT INTO past (mark, rank, entity)"
            " SELECT mark, (SELECT count(*) FROM past WHERE past.mark = mention.mark), ?1 FROM mention"
            " WHERE id = ?2 AND NOT EXISTS"
            " (SELECT 1 FROM past WHERE past.mark = mention.mark AND past.entity = ?1)",
            rows,
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
        return self._by_iri(iris, "JOIN entity ON entity.id = mention.entity")
