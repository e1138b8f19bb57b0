"""The ontology as plain values, from which its own page is rendered.

Unlike the rest of the room this module needs pyoxigraph, and parses Turtle when first asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import pyoxigraph as ox

from ontology import JOB_SCHEME, ONTOLOGY, PREFIXES, REEL, shorten, text

_RDF_TYPE = PREFIXES["rdf"] + "type"
_RDFS = PREFIXES["rdfs"]
_OWL = PREFIXES["owl"]
_SKOS = PREFIXES["skos"]
_DCTERMS = PREFIXES["dcterms"]

#: The ways in which a term can stand to another vocabulary's, in plain words, strongest first.
RELATIONS = {
    _RDFS + "subClassOf": "is a kind of",
    _RDFS + "subPropertyOf": "is a case of",
    _SKOS + "exactMatch": "is the same as",
    _SKOS + "closeMatch": "is close to",
    _SKOS + "narrowMatch": "includes",
    _SKOS + "relatedMatch": "is related to",
}


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a term stands to another vocabulary's: the relation in plain words, and both IRIs."""

    relation: str
    relation_iri: str
    target: str

    @property
    def target_name(self) -> str:
        """The target as a prefixed name: ``schema:Movie``."""
        return shorten(self.target)


@dataclass(frozen=True, slots=True)
class Term:
    """A class, a property, a job or a decision.

    ``name`` is the local name (``runtimeMinutes``). ``domain`` and ``range`` are IRIs: the narrowest
    classes that the ontology names, schema:domainIncludes before rdfs:domain. ``parents`` are the
    classes of this ontology that a class is a subclass of.
    """

    iri: str
    name: str
    label: str
    comment: str
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    alignments: tuple[Alignment, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The whole ontology. Classes, properties and decisions by name; jobs in the order of credits."""

    iri: str
    title: str
    description: str
    version: str
    license: str
    classes: tuple[Term, ...]
    properties: tuple[Term, ...]
    decisions: tuple[Term, ...]
    jobs: tuple[Term, ...]
    _by_iri: dict[str, Term] = field(default_factory=dict, repr=False, compare=False)

    def properties_of(self, class_iri: str) -> tuple[Term, ...]:
        """The properties that name a class among their domains, by name."""
        return tuple(term for term in self.properties if class_iri in term.domain)

    def term(self, iri: str) -> Term | None:
        """The term with this IRI, or None."""
        return self._by_iri.get(iri)


@cache
def describe() -> Vocabulary:
    """The ontology with its alignments, read from ``film.ttl`` and ``alignments.ttl`` once."""
    graph = _Graph()
    classes = graph.terms(_OWL + "Class")
    properties = graph.terms(_OWL + "DatatypeProperty") + graph.terms(_OWL + "ObjectProperty")
    decisions = graph.terms(REEL + "Decision")
    jobs = tuple(graph.term(iri) for iri in graph.subjects(_SKOS + "topConceptOf", JOB_SCHEME))
    return Vocabulary(
        iri=ONTOLOGY,
        title=graph.one(ONTOLOGY, _DCTERMS + "title"),
        description=graph.one(ONTOLOGY, _DCTERMS + "description"),
        version=graph.one(ONTOLOGY, _OWL + "versionInfo"),
        license=graph.one(ONTOLOGY, _DCTERMS + "license"),
        classes=_by_name(classes),
        properties=_by_name(properties),
        decisions=_by_name(decisions),
        jobs=jobs,
        _by_iri={term.iri: term for term in (*classes, *properties, *decisions, *jobs)},
    )


def _by_name(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    return tuple(sorted(terms, key=lambda term: term.name.casefold()))


class _Graph:
    """The triples of the two files by subject, in the order of the files. There are no blank nodes."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, list[str]]] = {}
        for name in ("film.ttl", "alignments.ttl"):
            for quad in ox.parse(text(name), format=ox.RdfFormat.TURTLE):
                subject, value = quad.subject, quad.object
                if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
                    node = self._values.setdefault(subject.value, {})
                    node.setdefault(quad.predicate.value, []).append(value.value)

    def values(self, subject: str, predicate: str) -> list[str]:
        return self._values.get(subject, {}).get(predicate, [])

    def one(self, subject: str, predicate: str) -> str:
        return next(iter(self.values(subject, predicate)), "")

    def subjects(self, predicate: str, value: str) -> list[str]:
        return [iri for iri, node in self._values.items() if value in node.get(predicate, ())]

    def terms(self, kind: str) -> tuple[Term, ...]:
        return tuple(self.term(iri) for iri in self.subjects(_RDF_TYPE, kind))

    def term(self, iri: str) -> Term:
        return Term(
            iri=iri,
            name=iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1],
            label=self.one(iri, _RDFS + "label") or self.one(iri, _SKOS + "prefLabel"),
            comment=self.one(iri, _RDFS + "comment") or self.one(iri, _SKOS + "definition"),
            domain=self._narrowest(iri, "domain"),
            range=self._narrowest(iri, "range"),
            parents=tuple(v for v in self.values(iri, _RDFS + "subClassOf") if v.startswith(REEL)),
            alignments=tuple(
                Alignment(words, relation, target)
                for relation, words in RELATIONS.items()
                for target in self.values(iri, relation)
                if not target.startswith(REEL)
            ),
        )

    def _narrowest(self, iri: str, end: str) -> tuple[str, ...]:
        included = self.values(iri, f"{PREFIXES['schema']}{end}Includes")
        return tuple(included or self.values(iri, _RDFS + end))
