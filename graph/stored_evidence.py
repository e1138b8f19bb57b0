"""The evidence of a store, node by node: for compiling a part of the view without reading all of it."""

from __future__ import annotations

import json
import weakref
from collections import OrderedDict
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from graph import nodes
from ontology import REEL

if TYPE_CHECKING:
    from graph.nodes import Node, Nodes

#: A source of more quads than this is read node by node; smaller ones are read whole.
_WHOLE = 4_000
#: The most nodes of a source whose evidence is kept as it was read.
_KEPT = 3_000
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
        self._file: IO[bytes] | None = None
        self._places: dict[str, tuple[int, int]] = {}

    def keep(self, source: str, content: Nodes) -> None:
        """Takes evidence that has just been read, so that it need not be read back from the store.

        It waits in a file of its own: a page's evidence is a hundred times as quick to read there. The
        facts, which say where a value stands, are no part of any view.
        """
        self._places.pop(source, None)
        if len(content) > _KEPT:
            return
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 - open as long as this object lives
            weakref.finalize(self, self._file.close)
        text = json.dumps({iri: node for iri, node in content.items() if node["type"][0] != "Fact"}).encode()
        self._places[source] = self._file.tell(), len(text)
        self._file.write(text)

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
        whole = self._kept(source) or self._read(source)
        self._held[source] = whole
        if len(self._held) > _HELD:
            self._held.popitem(last=False)
        return whole

    def _kept(self, source: str) -> _Whole | None:
        place = self._places.get(source)
        if place is None or self._file is None:
            return None
        self._file.seek(place[0])
        return _Whole(json.loads(self._file.read(place[1])))

    def _read(self, source: str) -> _Whole | None:
        quads = self._store.quads_for_pattern(None, None, None, ox.NamedNode(source))
        read = list(islice(quads, _WHOLE + 1))
        return _Whole(nodes.from_quads(read)) if len(read) <= _WHOLE else None
