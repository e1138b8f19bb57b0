"""Makes the table of mentions anew from a store: for a dataset of an earlier release, which has none."""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph import nodes
from graph.identity import graph_of, load
from graph.linking.decisions import ACCEPTED, METHOD
from graph.mention_rows import entries
from graph.mentions import NAMED
from graph.view import character_key, role_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.identity import Identity
    from graph.mentions import MentionTable
    from graph.nodes import Nodes


def fill(table: MentionTable, store: ox.Store, base: str) -> bool:
    """Fills an empty table from the evidence and the identity graph; False where nothing was missing."""
    if not table.is_empty():
        return False
    sources = [
        graph.value
        for graph in store.named_graphs()
        # Any other named graph is a user's own, whatever it says of itself.
        if isinstance(graph, ox.NamedNode)
        and graph.value.startswith(f"{base}/source/")
        # A catalogue's films have rows only where others speak of them.
        and not graph.value.startswith(f"{base}/source/imdb_")
    ]
    if not sources:
        return False
    identity = load(nodes.from_graph(store, graph_of(base)))
    names: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for link in identity.links:
        if "#mention-" in link.iri and link.decided_by == METHOD:
            for subject in link.subjects:
                names[subject.partition("#")[0]][subject] = link.object
    for source in sorted(sources):
        table.replace(source, entries(source, nodes.from_graph(store, source), names[source]))
        table.decide(
            (mention.id, identity.entities[mention.iri])
            for mention in table.get(table.of_source(source))
            if mention.iri in identity.entities
        )
    for link in identity.links:
        if link.decided_by != METHOD and link.withdrawn_at is None:
            accepted = link.decision == ACCEPTED
            other = () if accepted else (link.object, *link.others)
            table.enter_decision(link.iri, accepted=accepted, sides=(link.subjects, other))
    # A catalogue's films and people have no rows yet, and keep their IRIs all the same.
    table.reserve(identity.entities.values())
    for iri in identity.replaced:
        table.retire(iri)
    for key, iri in _minted(nodes.from_graph(store)):
        table.mint(key, iri)
    _restore_meant(table, identity)
    return True


def _restore_meant(table: MentionTable, identity: Identity) -> None:
    """The films that prose means, as the method or people decided; a person's word comes last and stands."""
    named = {row.iri: row.id for row in table.get(table.all(NAMED))}
    meant: dict[int, str] = {}
    for link in sorted(identity.links, key=lambda link: (link.decided_by != METHOD, link.iri)):
        if link.decision != ACCEPTED or link.withdrawn_at is not None:
            continue
        films = table.entities_of([iri for iri in link.subjects if iri not in named])
        film = films[min(films)] if films else link.object
        if table.used(film):
            meant |= {named[iri]: film for iri in link.subjects if iri in named}
    table.keep_meant(meant.keys(), meant)


def _minted(view: Nodes) -> Iterator[tuple[str, str]]:
    """The IRIs of the roles and characters of a view, by what they are known by between versions."""
    known: set[str] = set()
    for iri, node in sorted(view.items()):
        if "Role" not in node.get("type", ()):
            continue
        film, person, job = node["film"][0], node["person"][0], node["job"][0]
        key = next(k for n in count(1) if (k := role_key(film, person, job, n)) not in known)
        known.add(key)
        yield key, iri
        for character in node.get("character", ()):
            yield character_key(film, view[character]["name"][0]), character
