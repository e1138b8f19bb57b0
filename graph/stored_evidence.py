"""The evidence of a store, node by node: for compiling a part of the view without reading all of it."""

from __future__ import annotations

from collections import OrderedDict
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph import nodes
from ontology import REEL

if TYPE_CHECKING:
    from graph.nodes import Node, Nodes

#: A source of more quads than this is read node by node; smaller ones are read whole.
_WHOLE = 4_000
#: Sources held at a time, and sources' own nodes.
_HELD, _KNOWN = 64, 20_000


class _Whole:
    """A source's graph in memory, with its nodes by what they point to."""

    def __init__(self, content: Nodes) -> None:
        self.nodes = content
        self.having: dict[tuple[str, str], dict[str, Node]] = {}
        for iri, node in content.items():
            for name in ("film", "inReview", "inRole"):
                for value in node.get(name, ()):
                    self.having.setdefault((name, value), {})[iri] = node


class StoredEvidence:
    """Reads the evidence of a store; see :class:`graph.view.Evidence`.

    Args:
        store: a store that nobody changes the evidence of meanwhile.
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._held: OrderedDict[str, _Whole | None] = OrderedDict()
        self._sources: dict[str, Node] = {}

    def node(self, iri: str) -> Node:
        """A node, by its IRI; empty if the source says nothing of it."""
        source = iri.partition("#")[0]
        if iri == source:
            return self._source(iri)
        whole = self._held.get(source)
        if whole is not None:
            return whole.nodes.get(iri, {})
        return nodes.from_graph(self._store, source, iri).get(iri, {})

    def _source(self, iri: str) -> Node:
        """A source's own node, which is asked for with each of the nodes that it states."""
        known = self._sources.get(iri)
        if known is None:
            if len(self._sources) > _KNOWN:
                self._sources.clear()
            known = self._sources[iri] = nodes.from_graph(self._store, iri, iri).get(iri, {})
        return known

    def having(self, source: str, name: str, value: str) -> Nodes:
        """The nodes of a source that have an IRI in a property of ours."""
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

    def _whole(self, source: str) -> _Whole | None:
        if source in self._held:
            self._held.move_to_end(source)
            return self._held[source]
        quads = self._store.quads_for_pattern(None, None, None, ox.NamedNode(source))
        read = list(islice(quads, _WHOLE + 1))
        whole = _Whole(nodes.from_quads(read)) if len(read) <= _WHOLE else None
        self._held[source] = whole
        if len(self._held) > _HELD:
            self._held.popitem(last=False)
        return whole
