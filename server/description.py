"""What this service is, as RDF: service description, VoID and DCAT in one graph, for one version.

SPARQL 1.1 Service Description (W3C Recommendation, 2013), VoID (W3C Interest Group Note, 2011) and
DCAT 3 (W3C Recommendation, 2024). The numbers are counted in the version that is described; where
the service answers is the address that it was asked under.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import PREFIXES
from server.negotiation import GRAPHS, RESULTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from server.published import Published

#: Named graphs that the description lists one by one; beyond these it says how many there are.
MOST_GRAPHS = 100

_FORMATS = "http://www.w3.org/ns/formats/"
_SPDX = "http://spdx.org/rdf/terms#"
_MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"
#: The format IRIs of http://www.w3.org/ns/formats/ by our short names.
_RESULT_FORMATS = {
    "json": "SPARQL_Results_JSON", "xml": "SPARQL_Results_XML", "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
}  # fmt: skip
_GRAPH_FORMATS = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples", "rdf": "RDF_XML"}

_COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_SUBJECTS = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"
_OBJECTS = "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"
_PROPERTIES = "SELECT ?k (COUNT(*) AS ?n) { ?s ?k ?o } GROUP BY ?k"
_CLASSES = "SELECT ?k (COUNT(*) AS ?n) { ?s a ?k } GROUP BY ?k"
_GRAPH_COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g {} }"
_GRAPH_NAMES = f"SELECT ?k {{ GRAPH ?k {{}} }} ORDER BY ?k LIMIT {MOST_GRAPHS}"
_EXAMPLES = f"SELECT ?k {{ ?k a <{PREFIXES['reel']}Film> }} ORDER BY ?k LIMIT 3"


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is counted in a version's default graph, and its named graphs."""

    triples: int
    subjects: int
    objects: int
    properties: dict[str, int]
    classes: dict[str, int]
    graphs: int
    graph_names: tuple[str, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DumpAt:
    """A dump for download: its address, its media types, and size and SHA-256 where they are known.

    ``whole``: it has all graphs, and not the default graph alone.
    """

    address: str
    media_type: str
    packed_type: str
    whole: bool
    size: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the service answers: whole addresses. ``update`` None: writing is switched off."""

    sparql: str
    graphs: str
    update: str | None
    dumps: Sequence[DumpAt] = ()


def statistics(version: Published) -> Statistics:
    """Counts a version: 0.3 s for each million triples and each of four counts, so once a version."""
    return Statistics(
        triples=_number(version, _COUNT),
        subjects=_number(version, _SUBJECTS),
        objects=_number(version, _OBJECTS),
        properties=_table(version, _PROPERTIES),
        classes=_table(version, _CLASSES),
        graphs=_number(version, _GRAPH_COUNT),
        graph_names=_names(version, _GRAPH_NAMES),
        examples=_names(version, _EXAMPLES),
    )


def describe(
    base: str, number: int, published: str | None, counted: Statistics, addresses: Addresses
) -> list[ox.Triple]:
    """The description of the service and of the dataset in it. Pure.

    Args:
        base: what the dataset's IRIs begin with, without a slash at the end.
        number: the version's number.
        published: when it was published (xsd:dateTime), or None.
        counted: its statistics.
        addresses: where the service answers.
    """
    document = f"{base}/.well-known/void"
    made = _Graph()
    for place, languages in ((addresses.sparql, ("SPARQL10Query", "SPARQL11Query")),
                             (addresses.update, ("SPARQL11Update",))):  # fmt: skip
        if place is not None:
            _service(made, document, place, languages)
    for short in (*_RESULT_FORMATS.values(), *_GRAPH_FORMATS.values()):
        made.add(f"{document}#sparql", "sd:resultFormat", _iri(_FORMATS + short))
    _default_dataset(made, document, counted)
    _void(made, document, base, counted)
    _catalogue(made, document, number, published, addresses)
    for count, dump in enumerate(addresses.dumps, start=1):
        _dump(made, document, f"{document}#dump-{count}", dump)
    # What is said of one thing stands together.
    places = {triple.subject: number for number, triple in reversed(list(enumerate(made.triples)))}
    return sorted(made.triples, key=lambda triple: places[triple.subject])


def _service(made: _Graph, document: str, place: str, languages: Sequence[str]) -> None:
    name = f"{document}#{'update' if 'SPARQL11Update' in languages else 'sparql'}"
    made.add(name, "rdf:type", _known("sd:Service"))
    made.add(name, "sd:endpoint", _iri(place))
    for language in languages:
        made.add(name, "sd:supportedLanguage", _known(f"sd:{language}"))
    # A graph that was made and holds nothing is remembered.
    made.add(name, "sd:feature", _known("sd:EmptyGraphs"))
    made.add(name, "sd:defaultEntailmentRegime", _iri("http://www.w3.org/ns/entailment/Simple"))
    made.add(name, "sd:defaultDataset", _iri(f"{document}#dataset"))


def _default_dataset(made: _Graph, document: str, counted: Statistics) -> None:
    dataset, default = f"{document}#dataset", f"{document}#default-graph"
    made.add(dataset, "rdf:type", _known("sd:Dataset"))
    made.add(dataset, "sd:defaultGraph", _iri(default))
    made.add(default, "rdf:type", _known("sd:Graph"))
    made.add(default, "rdf:type", _known("void:Dataset"))
    made.add(default, "void:triples", ox.Literal(counted.triples))
    there_are = f"{counted.graphs:,} named graph{'' if counted.graphs == 1 else 's'}"
    if counted.graphs > len(counted.graph_names):
        there_are += f", of which the first {len(counted.graph_names)} are listed here"
    made.add(dataset, "dcterms:extent", ox.Literal(there_are, language="en"))
    for number, name in enumerate(counted.graph_names, start=1):
        entry = f"{document}#graph-{number}"
        made.add(dataset, "sd:namedGraph", _iri(entry))
        made.add(entry, "rdf:type", _known("sd:NamedGraph"))
        made.add(entry, "sd:name", _iri(name))
        made.add(entry, "sd:graph", _iri(f"{entry}-content"))
        made.add(f"{entry}-content", "rdf:type", _known("sd:Graph"))


def _void(made: _Graph, document: str, base: str, counted: Statistics) -> None:
    dataset = f"{document}#dataset"
    made.add(document, "rdf:type", _known("void:DatasetDescription"))
    made.add(document, "foaf:primaryTopic", _iri(dataset))
    made.add(dataset, "rdf:type", _known("void:Dataset"))
    made.add(dataset, "void:sparqlEndpoint", _iri(f"{base}/sparql"))
    made.add(dataset, "void:uriSpace", ox.Literal(f"{base}/"))
    for namespace in ("reel", "schema"):
        made.add(dataset, "void:vocabulary", _iri(PREFIXES[namespace]))
    for short in _GRAPH_FORMATS.values():
        made.add(dataset, "void:feature", _iri(_FORMATS + short))
    for example in counted.examples:
        made.add(dataset, "void:exampleResource", _iri(example))
    for name, count in (
        ("triples", counted.triples), ("distinctSubjects", counted.subjects), ("entities", counted.subjects),
        ("distinctObjects", counted.objects), ("properties", len(counted.properties)),
        ("classes", len(counted.classes)), ("documents", counted.graphs),
    ):  # fmt: skip
        made.add(dataset, f"void:{name}", ox.Literal(count))
    for part, kinds, kind, size in (
        ("classPartition", counted.classes, "class", "entities"),
        ("propertyPartition", counted.properties, "property", "triples"),
    ):
        for number, (iri, count) in enumerate(sorted(kinds.items()), start=1):
            entry = f"{document}#{kind}-{number}"
            made.add(dataset, f"void:{part}", _iri(entry))
            made.add(entry, f"void:{kind}", _iri(iri))
            made.add(entry, f"void:{size}", ox.Literal(count))


def _catalogue(made: _Graph, document: str, number: int, published: str | None, addresses: Addresses) -> None:
    dataset, service = f"{document}#dataset", f"{document}#sparql"
    made.add(dataset, "rdf:type", _known("dcat:Dataset"))
    made.add(dataset, "dcterms:title", ox.Literal("Reelgraph", language="en"))
    made.add(
        dataset, "dcterms:description",
        ox.Literal("Films, the people who made them, and their reviews, as linked data.", language="en"),
    )  # fmt: skip
    made.add(dataset, "dcat:version", ox.Literal(str(number)))
    if published is not None:
        made.add(dataset, "dcterms:modified", ox.Literal(published, datatype=_known("xsd:dateTime")))
    made.add(service, "rdf:type", _known("dcat:DataService"))
    made.add(service, "dcterms:title", ox.Literal("SPARQL endpoint", language="en"))
    made.add(service, "dcat:endpointURL", _iri(addresses.sparql))
    made.add(service, "dcat:endpointDescription", _iri(document))
    made.add(service, "dcat:servesDataset", _iri(dataset))
    made.add(service, "dcterms:conformsTo", _iri("https://www.w3.org/TR/sparql11-protocol/"))
    for item in GRAPHS:
        entry = f"{document}#default-graph-{item.extension}"
        made.add(dataset, "dcat:distribution", _iri(entry))
        made.add(entry, "rdf:type", _known("dcat:Distribution"))
        made.add(entry, "dcterms:title", ox.Literal(f"The default graph in {item.label}", language="en"))
        made.add(entry, "dcat:mediaType", _iri(_MEDIA_TYPE + item.media_type))
        made.add(entry, "dcat:accessURL", _iri(f"{addresses.graphs}?default"))
        made.add(entry, "dcat:accessService", _iri(service))
    assert {item.name for item in RESULTS} == set(_RESULT_FORMATS)  # noqa: S101 - a new format has an IRI, too


def _dump(made: _Graph, document: str, entry: str, dump: DumpAt) -> None:
    dataset = f"{document}#dataset"
    what = "The whole dataset" if dump.whole else "The default graph"
    made.add(dataset, "void:dataDump", _iri(dump.address))
    made.add(dataset, "dcat:distribution", _iri(entry))
    made.add(entry, "rdf:type", _known("dcat:Distribution"))
    made.add(entry, "dcterms:title", ox.Literal(f"{what} as {dump.media_type}, packed", language="en"))
    made.add(entry, "dcat:downloadURL", _iri(dump.address))
    made.add(entry, "dcat:accessURL", _iri(dump.address))
    made.add(entry, "dcat:mediaType", _iri(_MEDIA_TYPE + dump.media_type))
    made.add(entry, "dcat:compressFormat", _iri(_MEDIA_TYPE + dump.packed_type))
    if dump.size is not None:
        made.add(
            entry, "dcat:byteSize", ox.Literal(str(dump.size), datatype=_known("xsd:nonNegativeInteger"))
        )
    if dump.sha256 is not None:
        checksum = f"{entry}-checksum"
        made.add(entry, "spdx:checksum", _iri(checksum))
        made.add(checksum, "rdf:type", _known("spdx:Checksum"))
        made.add(checksum, "spdx:algorithm", _known("spdx:checksumAlgorithm_sha256"))
        made.add(checksum, "spdx:checksumValue", ox.Literal(dump.sha256, datatype=_known("xsd:hexBinary")))


class _Graph:
    """Triples being gathered, by names as people write them."""

    def __init__(self) -> None:
        self.triples: list[ox.Triple] = []

    def add(self, subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
        self.triples.append(ox.Triple(_iri(subject), _known(predicate), value))


def _known(name: str) -> ox.NamedNode:
    """The IRI of a prefixed name."""
    prefix, _, local_name = name.partition(":")
    return ox.NamedNode((_SPDX if prefix == "spdx" else PREFIXES[prefix]) + local_name)


def _iri(text: str) -> ox.NamedNode:
    return ox.NamedNode(text)


def _rows(version: Published, query: str) -> Iterator[ox.QuerySolution]:
    found = version.query(query)
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101 - SELECT, all of them
    yield from found


def _number(version: Published, query: str) -> int:
    return int(next(_rows(version, query))["n"].value)


def _table(version: Published, query: str) -> dict[str, int]:
    # A class may be a blank node, which has no name to say.
    return {
        row["k"].value: int(row["n"].value)
        for row in _rows(version, query)
        if isinstance(row["k"], ox.NamedNode)
    }


def _names(version: Published, query: str) -> tuple[str, ...]:
    return tuple(row["k"].value for row in _rows(version, query) if isinstance(row["k"], ox.NamedNode))
