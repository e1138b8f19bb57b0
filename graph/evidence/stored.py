"""The evidence of a draft, node by node: for compiling a part of the view without reading all of it.

What this run has read is taken from the file in which it waits, everything else from the store.
"""

from __future__ import annotations

from collections import OrderedDict
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph import nodes
from graph.evidence.kept import Grouped
from ontology import REEL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.evidence.kept import KeptEvidence
    from graph.filling.loading import Loader
    from graph.nodes import Node, Nodes

#: A source of more quads than this is read node by node; smaller ones are read whole.
_WHOLE = 4_000
#: Sources held at a time, and sources' own nodes.
_HELD, _KNOWN = 64, 20_000


class StoredEvidence:
    """Reads the evidence of a store; see :class:`graph.view.Evidence`.

    Args:
        loader: what has the store, of which nobody changes the evidence meanwhile, but for what is kept.
        kept: what this run has read.
    """

    def __init__(self, loader: Loader, kept: KeptEvidence) -> None:
        self._loader = loader
        self._kept = kept
        self._held: OrderedDict[str, Grouped | None] = OrderedDict()
        self._sources: dict[str, Node] = {}

    @property
    def _store(self) -> ox.Store:
        return self._loader.store

    def node(self, iri: str) -> Node:
        """A node, by its IRI; empty if the source says nothing of it."""
        source = iri.partition("#")[0]
        if source in self._kept:
            return self._kept.node(iri)
        if iri == source:
            return self._source(iri)
        whole = self._held.get(source)
        if whole is not None:
            return whole.nodes.get(iri, {})
        return nodes.from_graph(self._store, source, iri).get(iri, {})

    def having(self, source: str, name: str, value: str, within: str | None = None) -> Nodes:
        """The nodes of a source that have an IRI in a property; see :class:`graph.view.Evidence`."""
        if source in self._kept:
            return self._kept.having(source, name, value, within)
        whole = self._whole(source)
        if whole is not None:
            return whole.having.get((name, value), {})
        found: Nodes = {}
        graph = ox.NamedNode(source)
        quads = self._store.quads_for_pattern(None, ox.NamedNode(REEL + name), ox.NamedNode(value), graph)
        for quad in quads:
            if isinstance(quad.subject, ox.NamedNode):
                found.update(nodes.from_graph(self._store, source, quad.subject.value))
        return found

    def is_table(self, source: str) -> bool:
        """Whether a source is a table, whose rows are mentions."""
        return self.node(source).get("kind") == ["credit_table"]

    def names(self, source: str, mentions: Mapping[str, Node]) -> dict[str, str] | None:
        """The person or character that each mention names, of a source that this run has read."""
        return self._kept.names(source, mentions) if source in self._kept else None

    def _source(self, iri: str) -> Node:
        """A source's own node, which is asked for with each of the nodes that it states."""
        known = self._sources.get(iri)
        if known is None:
            if len(self._sources) > _KNOWN:
                self._sources.clear()
            known = self._sources[iri] = nodes.from_graph(self._store, iri, iri).get(iri, {})
        return known

    def _whole(self, source: str) -> Grouped | None:
        if source in self._held:
            self._held.move_to_end(source)
            return self._held[source]
        whole = self._held[source] = self._read(source)
        if len(self._held) > _HELD:
            self._held.popitem(last=False)
        return whole

    def _read(self, source: str) -> Grouped | None:
        quads = self._store.quads_for_pattern(None, None, None, ox.NamedNode(source))
        read = list(islice(quads, _WHOLE + 1))
        return Grouped(nodes.from_quads(read)) if len(read) <= _WHOLE else None
