"""Where one document says two things: its data for machines and its visible page, or two of its lines.

The reader takes one value and leaves the other in the evidence, as a ``reel:Fact`` that quotes it on the
same node and property (graph.evidence.source_graph). These facts are what is looked for here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.check.report import Contradiction
from ontology import REEL

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The properties of which a thing has one value, and what an editor calls them.
_SINGLE = {
    "title": "title",
    "originalTitle": "original title",
    "year": "year",
    "releaseDate": "release date",
    "runtimeMinutes": "running time",
    "contentRating": "content rating",
    "imdbId": "IMDb id",
    "wikidataId": "Wikidata id",
    "tmdbId": "TMDB id",
    "critic": "critic",
    "publication": "publication",
    "publishedOn": "date",
    "rating": "rating",
}

_PROPERTY, _ABOUT = ox.NamedNode(f"{REEL}property"), ox.NamedNode(f"{REEL}about")
_GRAPH = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


def _says(quote: str, value: str) -> bool:
    """Whether a quotation holds the value as a word or number of its own: "star25" does not say 2."""
    bounds = (r"(?<![\d.])", r"(?!\d)") if value.replace(".", "").isdigit() else (r"(?<!\w)", r"(?!\w)")
    return re.search(re.escape(value).join(bounds), quote, re.IGNORECASE) is not None


def within_sources(store: ox.Store) -> Iterator[Contradiction]:
    """What documents state twice, and not in the same way; one contradiction a document and property."""
    for name in _SINGLE:
        stated: dict[str, list[ox.Quad]] = {}
        for quad in store.quads_for_pattern(None, _PROPERTY, ox.NamedNode(REEL + name), None):
            if isinstance(quad.graph_name, ox.DefaultGraph):
                continue
            for told in store.quads_for_pattern(quad.subject, _ABOUT, None, quad.graph_name):
                stated.setdefault(told.object.value, []).append(quad)  # type: ignore[union-attr]
        for about, facts in stated.items():
            if len(facts) > 1:
                yield from _compared(store, name, about, facts)


def _compared(store: ox.Store, name: str, about: str, facts: list[ox.Quad]) -> Iterator[Contradiction]:
    graph = facts[0].graph_name
    values = {
        behind
        for value in _objects(store, ox.NamedNode(about), name, graph)
        for behind in (
            # A rating's value, a critic's or a publication's name.
            [one for step in ("value", "name") for one in _objects(store, ox.NamedNode(value), step, graph)]
            if value.startswith(about.partition("#")[0] + "#")
            else [value]
        )
    }
    others = sorted(
        (int(line), quote)
        for fact in facts
        for quote in _objects(store, fact.subject, "quote", graph)
        for line in _objects(store, fact.subject, "firstLine", graph)
        if not any(_says(quote, value) for value in values)
    )
    if others and values:
        source = about.partition("#")[0]
        file = next(iter(_objects(store, ox.NamedNode(source), "file", graph)), source)
        more = " and ".join(f"“{quote[:80]}” on line {line}" for line, quote in others[:3])
        taken = " and ".join(sorted(values))
        message = f"its {_SINGLE[name]} was taken to be {taken}, but it says {more}"
        yield Contradiction(source, file, message)


def _objects(
    store: ox.Store, subject: ox.NamedNode | ox.BlankNode | ox.Triple, name: str, graph: _GRAPH
) -> list[str]:
    found = store.quads_for_pattern(subject, ox.NamedNode(REEL + name), None, graph)
    return [quad.object.value for quad in found]  # type: ignore[union-attr]
