"""Nodes: RDF as our own code holds it, between a record and the store.

A node is what the graph says about one IRI: the properties, by their names in
``ontology/context.jsonld``, each with its values as text. Going out, the context gives every value
its datatype and says which values are IRIs; coming back, the same names are read off the
predicates. So the mapping to RDF stands in the context and nowhere else.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Protocol

import orjson
import pyoxigraph as ox

from graph.json_text import characters
from ontology import REEL, context_bytes, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: Property name -> values. ``type`` holds class names.
Node = dict[str, list[str]]
#: IRI -> node.
Nodes = dict[str, Node]

#: Nodes written as one JSON-LD document.
_SLICE = 2_000

#: The form of what :func:`document` writes: an object's types stand before all else in it, so that the parser
#: need not hold the object. 185,000 quads were parsed in 0.19 s instead of 0.51.
FORM = ox.RdfFormat.STREAMING_JSON_LD

_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class Quads(Protocol):
    """The one thing asked of a store here: its quads by pattern (pyoxigraph.Store has it)."""

    def quads_for_pattern(
        self,
        subject: ox.NamedNode | None,
        predicate: ox.NamedNode | None,
        object: ox.NamedNode | ox.Literal | None,  # noqa: A002 - pyoxigraph's own name
        graph_name: ox.NamedNode | ox.DefaultGraph | None,
    ) -> Iterable[ox.Quad]:
        """The quads that match; None matches all."""
        ...


def add(node: Node, name: str, *values: object) -> None:
    """Adds values to a property; None and repeated values are left out."""
    for value in values:
        if value is None:
            continue
        known = node.setdefault(name, [])
        text = str(value)
        if text not in known:
            known.append(text)


def first(node: Mapping[str, list[str]], name: str) -> str | None:
    """The first value of a property, or None."""
    values = node.get(name)
    return values[0] if values else None


def members(nodes: Mapping[str, Node], graph: str | None = None) -> Iterator[bytes]:
    """The nodes as parts of a JSON-LD document, each a slice of them; see :func:`document`.

    ``graph`` names the named graph that they go into; None is the default graph. Slices keep the text and
    what the parser holds small, however many the nodes.
    """
    waiting = iter(nodes.items())
    while part := list(islice(waiting, _SLICE)):
        text = as_text(part)
        yield text[1:-1] if graph is None else member(text, graph)


def as_text(nodes: Iterable[tuple[str, Node]]) -> bytes:
    """Nodes as a JSON array of objects, with their IRIs. Each one's types come first, for :data:`FORM`."""
    listed = [
        {"type": node["type"], "id": iri, **node} if "type" in node else {"id": iri, **node}
        for iri, node in nodes
    ]
    try:
        return orjson.dumps(listed)
    except orjson.JSONEncodeError:
        # A lone surrogate (JSON in a page can spell one) is no character: RDF cannot hold it.
        return orjson.dumps(characters(listed))


def from_text(text: bytes) -> Nodes:
    """The nodes of a JSON array that :func:`as_text` wrote."""
    return {node.pop("id"): node for node in orjson.loads(text)}


def member(text: bytes, graph: str) -> bytes:
    """Nodes as text (:func:`as_text`), as a part of a JSON-LD document, in a named graph."""
    return b'{"@id":%s,"@graph":%s}' % (json.dumps(graph).encode(), text)


def document(members: Iterable[bytes]) -> bytes:
    """One JSON-LD document of some parts, of whichever graphs they are, under the ontology's context."""
    return b'{"@context":%s,"@graph":[%s]}' % (context_bytes(), b",".join(members))


def to_quads(nodes: Mapping[str, Node], graph: str | None = None) -> Iterator[ox.Quad]:
    """The nodes as quads, read by pyoxigraph's own JSON-LD parser, a slice of the nodes at a time."""
    for part in members(nodes, graph):
        yield from ox.parse(document([part]), format=FORM)


def from_graph(store: Quads, graph: str | None = None, subject: str | None = None) -> Nodes:
    """The nodes of one graph of a store (None: the default graph), or only one subject's."""
    name = ox.NamedNode(graph) if graph is not None else ox.DefaultGraph()
    about = ox.NamedNode(subject) if subject is not None else None
    return from_quads(store.quads_for_pattern(about, None, None, name))


def from_quads(quads: Iterable[ox.Quad]) -> Nodes:
    """The nodes that some quads describe, whichever graph they stand in."""
    nodes: Nodes = {}
    names: dict[str, str] = {}
    for quad in quads:
        subject, predicate = quad.subject, quad.predicate.value
        if not isinstance(subject, ox.NamedNode) or not isinstance(quad.object, ox.NamedNode | ox.Literal):
            continue
        name = names.get(predicate)
        if name is None:
            name = names[predicate] = _name(predicate)
        value = quad.object.value
        node = nodes.setdefault(subject.value, {})
        node.setdefault(name, []).append(_name(value) if name == "type" else value)
    return nodes


def _name(iri: str) -> str:
    """A predicate's or class's name under the context: ``title``, ``schema:name``, ``type``."""
    if iri == _RDF_TYPE:
        return "type"
    return iri[len(REEL) :] if iri.startswith(REEL) else shorten(iri)
