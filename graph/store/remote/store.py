"""A store elsewhere, read as our own readers read one on disk: SPARQL, and quads by pattern.

It has of pyoxigraph's ``Store`` what those readers use, and gives pyoxigraph's terms and results, so that
pages, checks and exports need not know where the data are.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from graph.store.remote.client import read
from graph.store.remote.errors import QueryRefused, StoreFailed, StoreRefused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graph.store.remote.client import Client

_RESULTS = ox.QueryResultsFormat.JSON
_TABLE = "application/sparql-results+json"
_GRAPH = "application/n-triples"
_ACCEPT = f"{_TABLE}, {_GRAPH};q=0.9, text/turtle;q=0.5"
#: What stands in a query's prologue: spaces and comments, IRIs, and words.
_TOKEN = re.compile(r"\s+|#[^\n\r]*|<[^>]*>|[A-Za-z]*+:?|.", re.DOTALL)
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class RemoteStore:
    """A store elsewhere, read only.

    Args:
        client: speaks with it.
        seconds: how long one question may take, and longer only while its answer comes; None for what
            the client says.
    """

    def __init__(self, client: Client, seconds: float | None = None) -> None:
        self.client = client
        self._seconds = seconds or client.times.question
        self._view = client.address.view

    def query(
        self,
        query: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        base_iri: str | None = None,
        default_graph: ox.NamedNode | list[ox.NamedNode] | None = None,
        named_graphs: list[ox.NamedNode] | None = None,
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Evaluates a query of ours; see pyoxigraph's ``Store.query``.

        Raises:
            QueryRefused: the store says that the query is wrong; it is a SyntaxError, too.
            StoreError: anything else.
        """
        text = with_prologue(query, prefixes or {}, base_iri)
        defaults = [default_graph] if isinstance(default_graph, ox.NamedNode) else default_graph or []
        if not defaults and not named_graphs and self._view is not None:
            defaults = [ox.NamedNode(self._view)]
        return self._asked(text, [graph.value for graph in defaults], named_graphs or ())

    def named(self, query: str) -> ox.QuerySolutions:
        """The rows of a query of ours that looks into named graphs alone, each of them by GRAPH.

        Where the view is a named graph, too, a query must not say so: a dataset that is made of a default
        graph alone has no named ones (SPARQL 1.1, 13.2).
        """
        return cast("ox.QuerySolutions", self._asked(query, (), ()))

    def _asked(
        self, text: str, defaults: Sequence[str], named: Sequence[ox.NamedNode]
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        try:
            asked = self.client.query(
                text,
                accept=_ACCEPT,
                seconds=self._seconds,
                default_graphs=defaults,
                named_graphs=[graph.value for graph in named],
                growing=True,
            )
        except StoreRefused as error:
            if error.status == HTTPStatus.BAD_REQUEST:
                raise QueryRefused(error.words or str(error), error.words, error.status) from error
            raise
        with asked as answer:
            kind = answer.headers.get_content_type()
            content = read(answer)
        if is_graph(text):
            rdf = ox.RdfFormat.from_media_type(kind) or ox.RdfFormat.N_TRIPLES
            return self._graph(content, rdf)
        if not is_whole(content[-64:], _TABLE):
            raise unreadable(self.client, "it ends before its end")
        try:
            return ox.parse_query_results(content, _RESULTS)
        except (SyntaxError, ValueError) as error:
            raise unreadable(self.client, error) from error

    def _graph(self, content: bytes, form: ox.RdfFormat) -> ox.QueryTriples:
        """A graph as pyoxigraph gives one, which is what our callers tell from a table by."""
        held = ox.Store()
        try:
            held.bulk_load(content, form)
        except (SyntaxError, ValueError) as error:
            raise unreadable(self.client, error) from error
        return cast("ox.QueryTriples", held.query("CONSTRUCT WHERE { ?s ?p ?o }"))

    def quads_for_pattern(
        self,
        subject: ox.NamedNode | ox.BlankNode | None,
        predicate: ox.NamedNode | None,
        object: Term | None,  # noqa: A002 - pyoxigraph's own name
        graph_name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that match; None matches all. See pyoxigraph's ``Store.quads_for_pattern``.

        No blank node is found by its label: a store gives it another one in every answer.
        """
        if any(isinstance(term, ox.BlankNode) for term in (subject, object, graph_name)):
            return
        given = {"s": subject, "p": predicate, "o": object}
        pattern = " ".join(f"?{name}" if term is None else str(term) for name, term in given.items())
        asked = [f"?{name}" for name, term in given.items() if term is None]
        view = ox.NamedNode(self._view) if self._view else None
        if isinstance(graph_name, ox.DefaultGraph):
            where = f"GRAPH {view} {{ {pattern} }}" if view else pattern
        elif graph_name is not None:
            where = f"GRAPH {graph_name} {{ {pattern} }}"
        else:
            asked.append("?g")
            named = f"GRAPH ?g {{ {pattern} }}"
            where = named if view else f"{{ {pattern} }} UNION {{ {named} }}"
        # A question without a variable asks for something, so that each form reads alike.
        text = f"SELECT {' '.join(asked) or '(1 AS ?there)'} WHERE {{ {where} }}"
        # Without a graph of its own the view is no named graph, and the store's default graph is asked.
        for row in self.named(text):
            terms = [row[name] if term is None else term for name, term in given.items()]
            graph = graph_name
            if graph is None:
                found = row["g"]
                graph = cast("ox.NamedNode", found) if found is not None else ox.DefaultGraph()
                graph = ox.DefaultGraph() if graph == view else graph
            subject_, predicate_, object_ = terms
            yield ox.Quad(
                cast("ox.NamedNode", subject_), cast("ox.NamedNode", predicate_), cast("ox.Literal", object_),
                graph,
            )  # fmt: skip

    def named_graphs(self) -> Iterator[ox.NamedNode]:
        """The IRIs of the graphs that hold something, the view's aside."""
        for row in self.named("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"):
            graph = cast("ox.NamedNode", row["g"])
            if graph.value != self._view:
                yield graph

    def __iter__(self) -> Iterator[ox.Quad]:
        return self.quads_for_pattern(None, None, None, None)

    def __len__(self) -> int:
        pattern = "{ SELECT (COUNT(*) AS ?n) { %s } }"
        parts = [] if self._view else [pattern % "?s ?p ?o"]
        parts.append(pattern % "GRAPH ?g { ?s ?p ?o }")
        (row,) = self.named(f"SELECT (SUM(?n) AS ?all) {{ {' UNION '.join(parts)} }}")
        return int(cast("ox.Literal", row["all"]).value)

    def __contains__(self, quad: ox.Quad) -> bool:
        found = self.quads_for_pattern(quad.subject, quad.predicate, quad.object, quad.graph_name)  # type: ignore[arg-type]
        return next(found, None) is not None


def with_prologue(query: str, prefixes: Mapping[str, str], base_iri: str | None) -> str:
    """A query with prefixes and a base before it, in one line so that errors keep nearly their place.

    What the query declares itself comes later, and wins.
    """
    declared = [f"BASE <{base_iri}>"] if base_iri else []
    declared += [f"PREFIX {name}: <{iri}>" for name, iri in prefixes.items() if f"{name}:" in query]
    return f"{' '.join(declared)}\n{query}" if declared else query


def is_graph(query: str) -> bool:
    """Whether a query gives a graph (CONSTRUCT, DESCRIBE) rather than a table or a truth."""
    for match in _TOKEN.finditer(query):
        if (word := match[0].upper()) in _FORMS:
            return word in ("CONSTRUCT", "DESCRIBE")
    return False


def is_whole(tail: bytes, kind: str) -> bool:
    """Whether an answer ends as one of its media type does, JSON or N-Triples; of others we cannot tell.

    A store that fails after its first byte may end a table with a sentence, or with nothing, and say 200.
    """
    end = tail.rstrip()
    if kind == _TABLE:
        return end.endswith(b"}")
    return kind != _GRAPH or not end or end.endswith(b".")


def unreadable(client: Client, error: Exception | str) -> StoreFailed:
    """The error for an answer that is none."""
    return StoreFailed(f"What {client.address.query} answers cannot be read: {error}.")
