"""The films that prose names: found by title, and what they are decided to mean."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from graph.linking.named_films import titles_of
from graph.linking.titles import parse_title
from graph.mentions.rows import FILM, NAMED
from graph.mentions.schema import Tables, hashed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping


def title_hash(title: str) -> int:
    """What a title is found by: the same for all ways to print it that are one title for certain."""
    return hashed("title", parse_title(title).compact)


class Named(Tables):
    """The part of the table that holds the films that prose names."""

    def enter_titles(self, entered: Iterable[tuple[int, str, str]]) -> None:
        """Enters the titles of mentions, each with its number, kind and data as JSON.

        Of a mention in prose these are all that it may be, so that it is found by any film that comes later.
        """
        titled = [
            (title_hash(title), mention)
            for mention, kind, data in entered
            if kind in {FILM, NAMED}
            for row in (json.loads(data),)
            for title in (titles_of(row) if kind == NAMED else row["titles"])
        ]
        self._database.executemany("INSERT OR IGNORE INTO titled (hash, mention) VALUES (?, ?)", titled)

    def titles_of(self, mentions: Iterable[int]) -> set[int]:
        """The hashed titles of some mentions."""
        return {row[0] for row in self._in("SELECT hash FROM titled WHERE mention IN ({})", mentions)}

    def with_titles(self, hashes: Iterable[int]) -> dict[int, set[int]]:
        """The mentions, of films and in prose, that have each of some hashed titles."""
        found: dict[int, set[int]] = {}
        for number, mention in self._in("SELECT hash, mention FROM titled WHERE hash IN ({})", hashes):
            found.setdefault(number, set()).add(mention)
        return found

    def meant_by(self, mentions: Iterable[int]) -> dict[int, str]:
        """The film that each of some mentions in prose means; those that mean none we know are left out."""
        return dict(
            self._in(
                "SELECT mention, entity.iri FROM meant JOIN entity ON entity.id = meant.entity"
                " WHERE mention IN ({})",
                mentions,
            )
        )

    def films_meant(self, iris: Iterable[str]) -> dict[str, str]:
        """The same by the mentions' IRIs."""
        meant = "JOIN meant ON meant.mention = mention.id JOIN entity ON entity.id = meant.entity"
        return self._by_iri(iris, meant)

    def with_siblings(self, mentions: Iterable[int]) -> set[int]:
        """Some mentions in prose and all others in prose of the same sources."""
        sources = {row[0] for row in self._in("SELECT source FROM mention WHERE id IN ({})", mentions)}
        found = self._in("SELECT id, kind FROM mention WHERE source IN ({})", sources)
        return {mention for mention, kind in found if kind == NAMED}

    def by_source(self, mentions: Iterable[int], most: int) -> Iterator[list[int]]:
        """Some mentions, about so many at a time, with all of one source together."""
        part: list[int] = []
        before = None
        rows = sorted(
            (source, m) for m, source in self._in("SELECT id, source FROM mention WHERE id IN ({})", mentions)
        )
        for source, mention in rows:
            if len(part) >= most and source != before:
                yield part
                part = []
            part.append(mention)
            before = source
        if part:
            yield part

    def meaning(self, entities: Iterable[str]) -> set[int]:
        """The mentions in prose that mean some films."""
        return {
            row[0]
            for row in self._in(
                "SELECT mention FROM meant JOIN entity ON entity.id = meant.entity WHERE entity.iri IN ({})",
                entities,
            )
        }

    def keep_meant(self, mentions: Collection[int], meant: Mapping[int, str]) -> None:
        """Keeps what some mentions in prose mean, in the place of what was kept of them."""
        self._database.executemany("DELETE FROM meant WHERE mention = ?", [(one,) for one in mentions])
        self._database.executemany(
            "INSERT INTO meant (mention, entity) VALUES (?, (SELECT id FROM entity WHERE iri = ?))",
            meant.items(),
        )
