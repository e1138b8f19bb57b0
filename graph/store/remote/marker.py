"""What a store elsewhere says of the version that it holds, in a graph of its own, ``BASE/graph/published``.

In VoID's, DCAT's and Dublin Core's terms, so that other clients can read it, too. It is written in the same
update that switches the graphs: a reader finds the version, and what it says of itself, or neither.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.store.remote.store import RemoteStore

_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_DATASET = ox.NamedNode("http://www.w3.org/ns/dcat#Dataset")
_SPACE = ox.NamedNode("http://rdfs.org/ns/void#uriSpace")
_TRIPLES = ox.NamedNode("http://rdfs.org/ns/void#triples")
_VERSION = ox.NamedNode("http://www.w3.org/ns/dcat#version")
_ISSUED = ox.NamedNode("http://purl.org/dc/terms/issued")
_IDENTIFIER = ox.NamedNode("http://purl.org/dc/terms/identifier")
#: Says of the marker which graphs are part of the version.
PART = ox.NamedNode("http://purl.org/dc/terms/hasPart")


@dataclass(frozen=True, slots=True)
class Marker:
    """The version that a store holds.

    Attributes:
        base: what the IRIs of the dataset's entities start with.
        number: the version's number.
        published: when it was published, as an xsd:dateTime.
        triples: how many triples it holds, in all its graphs, this one's aside.
        graphs: the named graphs that are part of it.
    """

    base: str
    number: int
    published: str
    triples: int
    graphs: frozenset[str] = field(default_factory=frozenset)

    @property
    def graph(self) -> ox.NamedNode:
        """The graph that it stands in."""
        return ox.NamedNode(f"{self.base}/graph/published")

    def header(self) -> list[ox.Triple]:
        """What stands in that graph, but for the graphs that are part of it."""
        about = self.graph
        return [
            ox.Triple(about, _TYPE, _DATASET),
            ox.Triple(about, _SPACE, ox.Literal(f"{self.base}/")),
            ox.Triple(about, _VERSION, ox.Literal(str(self.number))),
            ox.Triple(about, _ISSUED, ox.Literal(self.published, datatype=ox.NamedNode(f"{_XSD}dateTime"))),
            # Once more as a text: a store may write a moment in another way, and a text it leaves alone.
            ox.Triple(about, _IDENTIFIER, ox.Literal(self.published)),
            ox.Triple(about, _TRIPLES, ox.Literal(self.triples)),
        ]

    def parts(self, graphs: Iterable[str]) -> list[ox.Triple]:
        """What stands there for some graphs that are part of it."""
        return [ox.Triple(self.graph, PART, ox.NamedNode(graph)) for graph in sorted(graphs)]


def read_marker(store: RemoteStore, *, graphs: bool = False) -> Marker | None:
    """What a store says of the version that it holds; None where it holds none of ours.

    Args:
        store: the store.
        graphs: whether to read which graphs are part of it, of which there may be thousands.

    Raises:
        StoreError: the store cannot be asked.
    """
    rows = store.named(
        f"SELECT ?g ?space ?version ?at ?triples {{ GRAPH ?g {{ ?g a {_DATASET} ; {_SPACE} ?space ; "
        f"{_VERSION} ?version ; {_IDENTIFIER} ?at ; {_TRIPLES} ?triples }} }} ORDER BY DESC(?at) LIMIT 10"
    )
    for row in rows:
        space, version, at, triples = (
            cast("ox.Literal", row[name]).value for name in ("space", "version", "at", "triples")
        )
        if not (version.isdecimal() and triples.isdecimal()):
            continue  # somebody else's, who uses the same terms
        found: frozenset[str] = frozenset()
        if graphs:
            graph = cast("ox.NamedNode", row["g"])
            parts = store.quads_for_pattern(graph, PART, None, graph)
            found = frozenset(cast("ox.NamedNode", quad.object).value for quad in parts)
        return Marker(space.rstrip("/"), int(version), at, int(triples), found)
    return None
