"""What a dataset asks about: its films and people, with what tells them from others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph import nodes
from graph.nodes import first
from ontology import REEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.nodes import Node

_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
#: A film's other titles that are looked for, too.
_TITLES = 4


@dataclass(frozen=True, slots=True)
class Film:
    """A film of the view."""

    iri: str
    titles: tuple[str, ...]
    year: int | None
    directors: tuple[str, ...]
    imdb: str | None
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the view who has an id."""

    iri: str
    imdb: str | None
    wikidata: str | None


def films(store: ox.Store) -> list[Film]:
    """The films, by IRI."""
    found = []
    for iri, node in _all(store, "Film"):
        names = [
            *node.get("title", ()),
            *node.get("originalTitle", ()),
            *sorted(node.get("alternateName", ())),
        ]
        directors = [_named(store, person) for person in node.get("director", ())]
        year = first(node, "year")
        found.append(
            Film(
                iri=iri,
                titles=tuple(dict.fromkeys(names))[:_TITLES],
                year=int(year) if year else None,
                directors=tuple(sorted(name for names in directors for name in names)),
                imdb=first(node, "imdbId"),
                wikidata=first(node, "wikidataId"),
            )
        )
    return sorted(found, key=lambda film: film.iri)


def people(store: ox.Store) -> list[Person]:
    """The people who have an id of IMDb or Wikidata, by IRI."""
    found = [
        Person(iri, first(node, "imdbId"), first(node, "wikidataId"))
        for iri, node in _all(store, "Person")
        if "imdbId" in node or "wikidataId" in node
    ]
    return sorted(found, key=lambda person: person.iri)


def _all(store: ox.Store, kind: str) -> Iterator[tuple[str, Node]]:
    quads = store.quads_for_pattern(None, _TYPE, ox.NamedNode(REEL + kind), ox.DefaultGraph())
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode):
            iri = quad.subject.value
            yield iri, nodes.from_graph(store, None, iri).get(iri, {})


def _named(store: ox.Store, person: str) -> list[str]:
    node = nodes.from_graph(store, None, person).get(person, {})
    return [*node.get("name", ()), *node.get("alternateName", ())]
