"""The mentions of a source into the table and out of it: of the whole source, or of a part of a large one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.mentions.named import Named
from graph.mentions.spellings import Spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.mentions.rows import Entry


class Parts(Spellings, Named):
    """The part of the table that enters mentions."""

    def enter(self, source: str, entries: Iterable[Entry]) -> list[int]:
        """Enters some mentions of a source and leaves its others alone; known ones keep their entities."""
        listed = list(entries)
        number = self._source(source)
        before: dict[str, tuple[int, int | None]] = {}
        for entry in listed:
            known = self._database.execute(
                "SELECT id, entity FROM mention WHERE source = ? AND fragment = ?", (number, entry.fragment)
            ).fetchone()
            if known is not None:
                before[entry.fragment] = known
        mentions = [known[0] for known in before.values()]
        spelled_before = self.spellings_of(mentions)
        self._forget(mentions)
        entered = self._insert(source, listed, before)
        self.drop_spellings(spelled_before)
        return list(entered.values())

    def withdraw(self, mentions: Iterable[int]) -> None:
        """Takes some mentions out."""
        gone = list(mentions)
        spelled_before = self.spellings_of(gone)
        self._forget(gone)
        self.drop_spellings(spelled_before)

    def fragments(self, source: str) -> Iterator[tuple[str, str | None]]:
        """The fragments of a source's mentions, with their entities."""
        rows = self._database.execute(
            "SELECT fragment, entity.iri FROM mention JOIN source ON source.id = mention.source"
            " LEFT JOIN entity ON entity.id = mention.entity WHERE source.iri = ?",
            (source,),
        )
        return iter(rows.fetchall())

    def of_fragment(self, source: str, fragment: str) -> list[tuple[str, int]]:
        """The mention of a fragment, and those whose fragments go on behind it with a hyphen."""
        # The full stop is what follows the hyphen in the order of characters.
        rows = self._database.execute(
            "SELECT fragment, mention.id FROM mention JOIN source ON source.id = mention.source"
            " WHERE source.iri = ?1 AND (fragment = ?2 OR (fragment > ?2 || '-' AND fragment < ?2 || '.'))",
            (source, fragment),
        )
        return rows.fetchall()

    def reserve(self, iris: Iterable[str]) -> None:
        """Keeps IRIs of entities that have no mention here from being minted for something else."""
        self._database.executemany("INSERT OR IGNORE INTO entity (iri) VALUES (?)", ((iri,) for iri in iris))

    def all_entities(self) -> Iterator[str]:
        """The IRIs of everything that was ever an entity."""
        return (row[0] for row in self._database.execute("SELECT iri FROM entity"))

    def _source(self, iri: str) -> int:
        known = self._database.execute("SELECT id FROM source WHERE iri = ?", (iri,)).fetchone()
        if known is not None:
            return int(known[0])
        return int(self._database.execute("INSERT INTO source (iri) VALUES (?)", (iri,)).lastrowid or 0)

    def _insert(
        self, source: str, entries: Iterable[Entry], before: Mapping[str, tuple[int, int | None]]
    ) -> dict[str, int]:
        """Inserts mentions; those known before keep their numbers and entities. Returns all by fragment."""
        number = self._source(source)
        following = self._following()
        entered: dict[str, int] = {}
        rows: list[tuple[int, int, str, str, str | None, str, int, int | None]] = []
        keyed: list[tuple[int, int]] = []
        about: list[tuple[int, int]] = []
        spelled: list[tuple[int, int]] = []
        for fragment, kind, called, data, mark, keys, films, names in entries:
            identifier, entity = before.get(fragment, (following, None))
            following = max(following, identifier + 1)
            rows.append((identifier, number, fragment, kind, called, data, mark, entity))
            entered[fragment] = identifier
            keyed += [(key, identifier) for key in keys]
            spelled += [(self.spelling(kind, name), identifier) for name in names]
            # The films come before what has to do with them.
            about += [(entered[film], identifier) for film in films]
        self._database.executemany(
            "INSERT INTO mention (id, source, fragment, kind, name, data, mark, entity)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        self._database.executemany("INSERT OR IGNORE INTO key (hash, mention) VALUES (?, ?)", keyed)
        self._database.executemany("INSERT OR IGNORE INTO spelled (spelling, mention) VALUES (?, ?)", spelled)
        self._database.executemany("INSERT OR IGNORE INTO about (film, part) VALUES (?, ?)", about)
        self.enter_titles((row[0], row[3], row[5]) for row in rows)
        return entered

    def _following(self) -> int:
        """The number of the next mention: none is ever used again."""
        last = self._database.execute("SELECT seq FROM sqlite_sequence WHERE name = 'mention'").fetchone()
        return int(last[0]) + 1 if last is not None else 1

    def _forget(self, mentions: list[int]) -> None:
        if not mentions:
            return
        for table, column in (
            ("mention", "id"),
            ("key", "mention"),
            ("about", "film"),
            ("about", "part"),
            ("spelled", "mention"),
            ("titled", "mention"),
            ("meant", "mention"),
        ):
            self._database.executemany(
                f"DELETE FROM {table} WHERE {column} = ?",  # noqa: S608 - the names are ours
                [(mention,) for mention in mentions],
            )
