"""The vocabulary, as data: Turtle, SHACL, a JSON-LD context and the common prefixes.

========================  ==================================================================
``film.ttl``              classes and properties, the jobs, the three decisions
``alignments.ttl``        how they stand to schema.org, Wikidata, DBpedia and others
``shapes.ttl``            what a valid view is, in SHACL, with messages in plain words
``google.ttl``            what search engines take, in SHACL over schema.org's terms
``context.jsonld``        the names under which records and nodes are written as JSON-LD
``prefixes.json``         the prefixes that a query need not declare
``imdb.json``             what becomes of IMDb's non-commercial files
``mappings/*.rq``         how RDF in other vocabularies is read, a SPARQL CONSTRUCT for each
========================  ==================================================================

:mod:`ontology.reel` has every term as a plain string (``reel.title``); :mod:`ontology.vocabulary`
reads the Turtle for the ontology's own page. This module needs the standard library alone and reads
two small files, so that a worker process starts in milliseconds. The room imports no other.

Values under the context are written as text, dates and numbers too (``"year": "2023"``,
``"score": "0.925"``): JSON-LD would turn the number 0.925 into ``9.25E-1``, which is no xsd:decimal
(JSON-LD 1.1 API, 8.2.2). A time is written as ``datetime.isoformat()`` of a time in UTC. A value that
is to be an IRI and is none (it has a space in it, or is relative) and a key that the context does not
have are dropped by JSON-LD in silence: see :func:`undeclared`.
"""

from __future__ import annotations

import json
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "CONTEXT",
    "FILES",
    "JOB",
    "JOBS",
    "JOB_SCHEME",
    "MAPPINGS",
    "ONTOLOGY",
    "PREFIXES",
    "REEL",
    "SHAPE",
    "context_bytes",
    "expand",
    "shorten",
    "text",
    "undeclared",
]

#: The namespace of the terms, and the ontology's own IRI.
REEL: Final = "https://w3id.org/reelgraph/ontology#"
ONTOLOGY: Final = "https://w3id.org/reelgraph/ontology"

#: The namespace of the jobs, and their skos:ConceptScheme.
JOB: Final = "https://w3id.org/reelgraph/job/"
JOB_SCHEME: Final = "https://w3id.org/reelgraph/job"

#: Job -> its IRI, in the order in which credits print them.
JOBS: Final[dict[str, str]] = {
    name: JOB + name
    for name in ("actor", "director", "writer", "cinematographer", "composer", "editor", "producer")
}

#: The namespace of the shapes: a SHACL result's sh:sourceShape begins with it.
SHAPE: Final = "https://w3id.org/reelgraph/shapes#"

#: Vocabularies whose RDF is read, in the order in which they are tried: what one mapping describes, no
#: later one describes again. Each is a SPARQL CONSTRUCT, ``mappings/<name>.rq``.
MAPPINGS: Final = ("reel", "wikidata", "linkedmdb", "dbpedia", "schema")

#: The data files of this room.
FILES: Final = (
    "film.ttl", "alignments.ttl", "shapes.ttl", "google.ttl", "context.jsonld", "prefixes.json",
    "imdb.json", *(f"mappings/{name}.rq" for name in MAPPINGS),
)  # fmt: skip


@cache
def text(name: str) -> str:
    """The text of one of :data:`FILES`, in a checkout and in an installed wheel alike.

    Raises:
        KeyError: there is no such file in this room.
    """
    if name not in FILES:
        raise KeyError(name)
    # The loader's own reading, as importlib.resources does it, at half the time to import.
    data = pkgutil.get_data(__name__, name)
    if data is None:  # a loader without data: neither a directory nor a zip file
        raise KeyError(name)
    return data.decode()


#: Prefix -> namespace: what a query need not declare.
PREFIXES: Final[dict[str, str]] = json.loads(text("prefixes.json"))

#: The JSON-LD 1.1 context, to stand inline as a document's ``@context``. It refers to no other
#: document, so that no parser ever fetches anything for it.
CONTEXT: Final[dict[str, Any]] = json.loads(text("context.jsonld"))["@context"]


@cache
def context_bytes() -> bytes:
    """The context as compact JSON, ready to be pasted into a document as its ``@context``."""
    return json.dumps(CONTEXT, ensure_ascii=False, separators=(",", ":")).encode()


def expand(name: str) -> str:
    """The IRI of a prefixed name: ``reel:title`` -> ``https://w3id.org/reelgraph/ontology#title``.

    Raises:
        KeyError: the prefix is not among :data:`PREFIXES`.
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


@cache
def _longest_first() -> list[tuple[str, str]]:
    return sorted(((iri, prefix) for prefix, iri in PREFIXES.items()), key=lambda pair: -len(pair[0]))


def shorten(iri: str) -> str:
    """The prefixed name of an IRI, for people to read; the IRI itself where no prefix fits."""
    for namespace, prefix in _longest_first():
        local = iri.removeprefix(namespace)
        if local != iri and local and not set(local) & set("/#?:"):
            return f"{prefix}:{local}"
    return iri


def undeclared(node: object) -> set[str]:
    """The keys and types of a JSON-LD node, or list of nodes, that the context does not have.

    JSON-LD drops such keys without a word, so a typing error in a key would lose a fact. A key with
    a prefix is declared if the context has the prefix.
    """
    return set(_undeclared(node))


def _undeclared(node: object) -> Iterator[str]:
    if isinstance(node, list | tuple):
        for item in node:
            yield from _undeclared(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "@context":
                continue
            if not _declared(key):
                yield key
            if key in ("type", "@type"):
                types = value if isinstance(value, list | tuple) else (value,)
                yield from (name for name in types if not _declared(name))
            else:
                yield from _undeclared(value)


def _declared(name: str) -> bool:
    prefix, colon, local = name.partition(":")
    return name.startswith("@") or name in CONTEXT or (bool(colon) and prefix in CONTEXT) or local[:2] == "//"
