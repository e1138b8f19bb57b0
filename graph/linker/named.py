"""Linking the films that prose names: after films are linked, for all of it or what a change touches.

What a mention means depends on the films of its title and on its own page, and on nothing else: so it is
decided anew where one of these changed, and comes out the same whichever page was read first.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from graph.evidence.named_films import NAMED as NAMED_FRAGMENT
from graph.linking.decisions import Link
from graph.linking.named_films import KnownFilm, Meant, meant, titles_of
from graph.mentions import FILM, NAMED
from graph.mentions.named import title_hash

if TYPE_CHECKING:
    from graph.identity import IdentityGraph
    from graph.linker.touched import Changed, Touched
    from graph.mentions import MentionTable, Stored

#: How a decision of a person is called, which stands as a link of its own.
PERSON_SAID = "a person"
#: Mentions that are decided about at a time.
_BATCH = 2_000


class NamedFilms:
    """Decides which film each mention in prose means.

    Args:
        table: the table of mentions, in which the films have their entities.
        identity: where decisions are kept.
    """

    def __init__(self, table: MentionTable, identity: IdentityGraph) -> None:
        self._table = table
        self._identity = identity

    def link(self, touched: Touched, changed: Changed) -> None:
        """Links what was touched, and adds the films whose reviews speak of others now to what changed."""
        for batch in self._table.by_source(self._concerned(touched, changed), _BATCH):
            self._link(batch, changed, fresh=touched.fresh)

    def _concerned(self, touched: Touched, changed: Changed) -> set[int]:
        """The mentions in prose of which what they mean may have changed."""
        table = self._table
        if touched.everything:
            return set(table.all(NAMED))
        entities = touched.entities[FILM] | changed.entities[FILM]
        films = touched.entered[FILM] | touched.near[FILM]
        films |= set(chain.from_iterable(table.of_entities(entities).values()))
        titles = touched.titles | table.titles_of(films)
        found = chain.from_iterable(table.with_titles(titles).values())
        mentions = touched.entered[NAMED] | table.meaning(entities) | table.parts_of(films) | set(found)
        named = {mention for mention, kind, _ in table.kinds(mentions) if kind == NAMED}
        # Titles that stand within others of their page are decided together with these.
        return table.with_siblings(named)

    def _link(self, mentions: list[int], changed: Changed, *, fresh: bool) -> None:
        table = self._table
        rows = table.get(mentions)
        before = table.meant_by(mentions)
        found = _without_parts(rows, self._meant(rows))
        stood = [] if fresh else [link for row in rows for link in self._identity.about(row.iri)]
        links = [_link(row.iri, found[row.id]) for row in rows if row.id in found]
        self._identity.replace_links(stood, [link for link in links if link.method != PERSON_SAID])
        table.keep_meant(mentions, {mention: one.film for mention, one in found.items()})
        moved = [row for row in rows if row.id in found or row.id in before]
        moved = [row for row in moved if row.id not in found or found[row.id].film != before.get(row.id)]
        changed.entities[FILM] |= self._reviewed(moved)

    def _reviewed(self, rows: list[Stored]) -> set[str]:
        """The films with whose reviews mentions may stand: all copies of a review stand with one of them."""
        table = self._table
        reviews = table.entities_of({_source(row) + str(row.data["review"]) for row in rows})
        copies = set(chain.from_iterable(table.of_entities(set(reviews.values())).values()))
        films = set(chain.from_iterable(table.films_of(copies).values()))
        return {entity for _, kind, entity in table.kinds(films) if kind == FILM and entity is not None}

    def _meant(self, rows: list[Stored]) -> dict[int, Meant]:
        """What mentions mean, of those that mean a film that is known."""
        hashes = {row.id: {title_hash(title) for title in titles_of(row.data)} for row in rows}
        titled = self._table.with_titles(set(chain.from_iterable(hashes.values())))
        entity_of = {
            mention: entity
            for mention, kind, entity in self._table.kinds(set(chain.from_iterable(titled.values())))
            if kind == FILM and entity is not None
        }
        own = self._table.entities_of({_own(row) for row in rows})
        films = self._films({*entity_of.values(), *own.values()})
        accepted, rejected = self._said(rows)
        found: dict[int, Meant] = {}
        for row in rows:
            if (film := accepted.get(row.iri)) is not None:
                found[row.id] = Meant(film, 1.0, PERSON_SAID, "a person said that it means this film")
                continue
            of_title = (mention for number in hashes[row.id] for mention in titled.get(number, ()))
            known = {entity_of[mention] for mention in of_title if mention in entity_of}
            itself = films.get(own.get(_own(row), ""))
            one = meant(row.data, itself, [films[film] for film in known], rejected.get(row.iri, ()))
            if one is not None:
                found[row.id] = one
        return found

    def _films(self, entities: set[str]) -> dict[str, KnownFilm]:
        """Some films, as all of their mentions have them."""
        mentions = self._table.of_entities(entities)
        rows = {row.id: row for row in self._table.get(chain.from_iterable(mentions.values()))}
        films = {entity: KnownFilm(entity) for entity in mentions}
        for entity, found in mentions.items():
            for mention in found:
                films[entity].take(rows[mention].data)
        return films

    def _said(self, rows: list[Stored]) -> tuple[dict[str, str], dict[str, set[str]]]:
        """The film that people said a mention means, and those that they said it does not."""
        accepted: dict[str, str] = {}
        rejected: dict[str, set[str]] = defaultdict(set)
        if not self._table.is_decided_on():
            return accepted, rejected
        iris = {row.iri for row in rows}
        for _, (same, one, other) in sorted(self._table.decisions_on(iris).items()):
            for iri in iris.intersection((*one, *other)):
                facing = one if same or iri in other else other
                films = self._table.entities_of([film for film in facing if NAMED_FRAGMENT not in film])
                if same and films:
                    accepted[iri] = films[min(films)]
                    rejected[iri].discard(accepted[iri])
                elif not same:
                    rejected[iri] |= set(films.values())
                    if accepted.get(iri) in rejected[iri]:
                        del accepted[iri]
        return accepted, rejected


def _source(row: Stored) -> str:
    return row.iri.partition("#")[0]


def _own(row: Stored) -> str:
    """The film that a mention's review is of, as its source has it."""
    return _source(row) + str(row.data["film"])


def _link(iri: str, one: Meant) -> Link:
    return Link(f"{iri}-link", (iri,), one.film, one.score, one.method, one.evidence)


def _without_parts(rows: list[Stored], found: dict[int, Meant]) -> dict[int, Meant]:
    """What was found, but for titles that stand within another one: "Pain" in "Pain and Glory"."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    places = {row.id: (f"{_source(row)}{row.data['review']}", *row.data["place"]) for row in rows}
    for mention in found:
        review, start, end = places[mention]
        spans[review].append((start, end))

    def within(mention: int) -> bool:
        review, start, end = places[mention]
        return any(
            first <= start and end <= last and last - first > end - start for first, last in spans[review]
        )

    return {mention: one for mention, one in found.items() if not within(mention)}
