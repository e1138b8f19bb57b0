"""Updates as text, built of terms as N-Triples writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from graph.store.remote.marker import PART

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.store.remote.address import StoreAddress
    from graph.store.remote.marker import Marker


class Writer:
    """Writes updates for one store.

    A blank node has no name that two requests share, so it is given an IRI (RDF 1.1, 3.5: Skolemization).

    Args:
        address: the store's.
        base: what the IRIs of the dataset start with.
    """

    def __init__(self, address: StoreAddress, base: str) -> None:
        #: The graph that holds the view; None is the store's default graph.
        self.view = ox.NamedNode(address.view) if address.view else None
        self._genid = f"{base}/.well-known/genid/"

    def place(self, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> ox.NamedNode | None:
        """The graph of the store that one of ours is; None is its default graph."""
        return self.view if isinstance(graph, ox.DefaultGraph) else cast("ox.NamedNode", self.named(graph))

    def named(self, term: object) -> object:
        """A term, with an IRI for a blank node."""
        return ox.NamedNode(self._genid + term.value) if isinstance(term, ox.BlankNode) else term

    def line(self, triple: ox.Triple | ox.Quad) -> str:
        """A triple as a line."""
        return f"{self.named(triple.subject)} {triple.predicate} {self.named(triple.object)} .\n"

    def block(self, triples: Iterable[ox.Triple | ox.Quad], graph: ox.NamedNode | None) -> str:
        """Triples of one graph, as INSERT DATA and DELETE DATA take them."""
        return in_graph("".join(map(self.line, triples)), graph)

    def blocks(self, quads: Iterable[ox.Quad]) -> str:
        """Quads of any graphs."""
        by_graph: dict[ox.NamedNode | None, list[ox.Quad]] = {}
        for quad in quads:
            by_graph.setdefault(self.place(quad.graph_name), []).append(quad)
        return "".join(self.block(found, graph) for graph, found in by_graph.items())

    def difference(
        self, gone: Iterable[ox.Quad], came: Iterable[ox.Quad], before: Marker, now: Marker
    ) -> str:
        """The one update that makes one version of another."""
        left, new = before.graphs - now.graphs, now.graphs - before.graphs
        steps = [
            *_data("DELETE", self.blocks(gone)),
            *_data("INSERT", self.blocks(came)),
            # A store that keeps graphs apart from what is in them would keep these, empty.
            *(f"DROP SILENT GRAPH {ox.NamedNode(graph)}" for graph in sorted(left)),
            *self.remark(now),
            *(_data("DELETE", self.block(now.parts(left), now.graph)) if left else ()),
            *(_data("INSERT", self.block(now.parts(new), now.graph)) if new else ()),
        ]
        return " ;\n".join(steps)

    def remark(self, now: Marker) -> list[str]:
        """The steps that write a marker in the place of the one before, but for the graphs that it lists."""
        header = f"GRAPH {now.graph} {{ ?s ?p ?o FILTER(?p != {PART}) }}"
        return [
            f"DELETE {{ GRAPH {now.graph} {{ ?s ?p ?o }} }} WHERE {{ {header} }}",
            f"INSERT DATA {{ {self.block(now.header(), now.graph)} }}",
        ]


def _data(verb: str, blocks: str) -> list[str]:
    """The step that inserts or deletes quads; none where there are none, which not every store reads."""
    return [f"{verb} DATA {{\n{blocks}}}"] if blocks else []


def in_graph(text: str, graph: ox.NamedNode | None) -> str:
    """Lines of triples, said of a graph; None is the default graph."""
    return f"GRAPH {graph} {{\n{text}}}\n" if graph is not None else text
