"""Every term in the code is in the ontology, the other way round, and each one is described."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph import records
from ontology import CONTEXT, JOB, JOB_SCHEME, JOBS, ONTOLOGY, PREFIXES, REEL, expand, reel, text
from ontology.vocabulary import Term, describe

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
CODE = sorted(
    path
    for room in ("graph", "server", "benchmarks")
    for path in (ROOT / room).rglob("*")
    if path.suffix in {".py", ".html", ".js", ".rq", ".ttl", ".txt"}
)
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), *ROOT.glob("README.md")]

VOCABULARY = describe()
CLASSES = {term.name for term in VOCABULARY.classes}
PROPERTIES = {term.name for term in VOCABULARY.properties}
DECISIONS = {term.name for term in VOCABULARY.decisions}
TERMS = CLASSES | PROPERTIES | DECISIONS

#: Classes that no node is given: the superclass of all, and that of the three decisions.
NOT_WRITTEN = {"Entity", "Decision"}


def triples(name: str) -> list[ox.Quad]:
    return list(ox.parse(text(name), format=ox.RdfFormat.TURTLE))


def objects(graph: list[ox.Quad], subject: str, predicate: str) -> list[str]:
    return [
        q.object.value
        for q in graph
        if not isinstance(q.object, ox.Triple)
        and isinstance(q.subject, ox.NamedNode)
        and q.subject.value == subject
        and q.predicate.value == expand(predicate)
    ]


FILM = triples("film.ttl")


# ---- The ontology by itself ----------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(TERMS))
def test_a_term_has_one_english_label_and_comment_and_says_who_defines_it(name: str) -> None:
    for predicate in ("rdfs:label", "rdfs:comment"):
        values = [
            q.object
            for q in FILM
            if q.subject == ox.NamedNode(REEL + name) and q.predicate.value == expand(predicate)
        ]
        assert len(values) == 1, predicate
        assert isinstance(values[0], ox.Literal)
        assert values[0].language == "en"
        assert values[0].value.strip()
    assert objects(FILM, REEL + name, "rdfs:comment")[0].endswith(".")
    assert objects(FILM, REEL + name, "rdfs:isDefinedBy") == [ONTOLOGY]


@pytest.mark.parametrize("term", VOCABULARY.properties, ids=lambda term: term.name)
def test_a_property_has_one_domain_and_one_range_that_fit_its_kind(term: Term) -> None:
    iri = term.iri
    (domain,), (range_,) = objects(FILM, iri, "rdfs:domain"), objects(FILM, iri, "rdfs:range")
    assert domain in {REEL + name for name in CLASSES}
    (kind,) = objects(FILM, iri, "rdf:type")
    literal = range_.startswith(PREFIXES["xsd"])
    assert kind == expand("owl:DatatypeProperty" if literal else "owl:ObjectProperty")
    if range_.startswith(REEL):
        assert range_[len(REEL) :] in CLASSES
    elif not literal:
        assert range_ in {expand("rdfs:Resource"), expand("rdf:Property"), expand("skos:Concept")}


@pytest.mark.parametrize("term", VOCABULARY.properties, ids=lambda term: term.name)
def test_a_property_of_several_classes_names_subclasses_of_its_domain(term: Term) -> None:
    iri = term.iri
    for end in ("domain", "range"):
        (general,) = objects(FILM, iri, f"rdfs:{end}")
        for included in objects(FILM, iri, f"schema:{end}Includes"):
            assert general in objects(FILM, included, "rdfs:subClassOf")


def test_no_two_terms_of_a_kind_have_one_label() -> None:
    for terms in (VOCABULARY.classes, VOCABULARY.properties, VOCABULARY.jobs, VOCABULARY.decisions):
        labels = [term.label for term in terms]
        assert len(labels) == len(set(labels))


def test_the_vocabulary_has_no_blank_nodes() -> None:
    for name in ("film.ttl", "alignments.ttl"):
        for quad in triples(name):
            assert not isinstance(quad.subject, ox.BlankNode)
            assert not isinstance(quad.object, ox.BlankNode)


def test_the_jobs_are_those_of_the_records_each_with_its_occupation_on_wikidata() -> None:
    assert tuple(JOBS) == records.JOBS
    assert [term.iri for term in VOCABULARY.jobs] == list(JOBS.values())
    for name, iri in JOBS.items():
        assert iri == JOB + name
        assert objects(FILM, iri, "skos:inScheme") == [JOB_SCHEME]
        assert objects(FILM, iri, "skos:exactMatch")[0].startswith(PREFIXES["wd"] + "Q")
        assert objects(FILM, iri, "rdfs:seeAlso") == [REEL + name]
        assert name in PROPERTIES


@pytest.mark.parametrize("name", ["film.ttl", "alignments.ttl", "shapes.ttl"])
def test_prefixes_mean_the_same_in_every_file(name: str) -> None:
    own = {"rg": "https://w3id.org/reelgraph/", "shape": "https://w3id.org/reelgraph/shapes#"}
    declared = dict(re.findall(r"^@prefix (\w+):\s+<([^>]+)> \.$", text(name), re.MULTILINE))
    used = set(re.findall(r"(?<![\w<\"/])(\w+):[A-Za-z]", re.sub(r'"[^"]*"|<[^>]*>|#.*', "", text(name))))
    assert declared.items() <= (PREFIXES | own).items()
    assert set(declared) == used


@pytest.mark.parametrize("name", ["alignments.ttl", "shapes.ttl"])
def test_the_other_files_speak_of_declared_terms_only(name: str) -> None:
    mentioned = set(re.findall(r"\breel:(\w+)", text(name)))
    assert mentioned <= TERMS
    jobs = set(re.findall(r"\bjob:(\w+)", text(name)))
    assert jobs <= set(JOBS)


def test_alignments_lead_out_of_the_ontology_and_entail_nothing_inside_it() -> None:
    for quad in triples("alignments.ttl"):
        assert isinstance(quad.subject, ox.NamedNode)
        assert quad.subject.value.startswith(REEL)
        assert isinstance(quad.object, ox.NamedNode)
        assert not quad.object.value.startswith(REEL)


def test_an_entailment_joins_classes_with_classes_and_properties_with_properties() -> None:
    """In the vocabularies aligned with, classes are written with a capital and properties without."""
    for quad in triples("alignments.ttl"):
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode)
        local = re.split(r"[/#]", quad.object.value)[-1]
        if quad.predicate.value == expand("rdfs:subClassOf"):
            assert quad.subject.value[len(REEL) :] in CLASSES
            assert local[0].isupper()
        elif quad.predicate.value == expand("rdfs:subPropertyOf"):
            assert quad.subject.value[len(REEL) :] in PROPERTIES
            assert local[0].islower() or quad.object.value.startswith(PREFIXES["wdt"])


# ---- The code against the ontology ---------------------------------------------------------------


def test_the_constants_are_the_terms() -> None:
    constants = {k: v for k, v in vars(reel).items() if isinstance(v, str) and k[0] != "_"}
    assert constants == {name: REEL + name for name in TERMS}


def test_the_context_has_every_class_and_property_under_its_own_name() -> None:
    keys = {key for key, value in CONTEXT.items() if _mapped(value).startswith("reel:")}
    assert keys == (CLASSES | PROPERTIES) - {"Entity"}
    for key in keys:
        assert _mapped(CONTEXT[key]) == f"reel:{key}"


def test_the_context_gives_a_property_the_type_of_its_range() -> None:
    for term in VOCABULARY.properties:
        (range_,) = objects(FILM, term.iri, "rdfs:range")
        value = CONTEXT[term.name]
        coercion = value.get("@type") if isinstance(value, dict) else None
        if range_ == expand("xsd:string"):
            assert coercion is None
        elif range_.startswith(PREFIXES["xsd"]):
            assert expand(coercion or "") == range_
        else:
            assert coercion == "@id"


def test_the_rest_of_the_context_is_keywords_prefixes_and_other_vocabularies() -> None:
    for key, value in CONTEXT.items():
        if key == "@version" or _mapped(value).startswith("reel:"):
            continue
        if _mapped(value).startswith("@"):
            assert key == _mapped(value)[1:]
        elif ":" in key:
            assert _mapped(value) == expand(key)
        else:
            assert value == PREFIXES[key]


def _mapped(value: object) -> str:
    return str(value["@id"] if isinstance(value, dict) else value)


def _sources(paths: list[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8", errors="replace")


def _terms_of(source: str) -> set[str]:
    """The local names that a file spells as terms of ours, in any of the ways that are in use."""
    found = set(re.findall(r"(?<![\w:])reel:([A-Za-z]\w*)", source))
    found |= set(re.findall(r"\bREEL\s*\+\s*[\"'](\w+)[\"']", source))
    found |= set(re.findall(r"\{REEL\}(\w+)", source))
    found |= set(re.findall(re.escape(REEL) + r"(\w+)", source))
    if re.search(r"^from ontology import .*\breel\b", source, re.MULTILINE):
        found |= set(re.findall(r"(?<![\w.])reel\.([A-Za-z]\w*)", source))
    return found


@pytest.mark.parametrize(
    "source",
    [
        "?r reel:film/reel:title ?t",
        "TITLE, FILM = REEL + 'title', REEL + \"film\"",
        'f"<{REEL}title> <{REEL}film>"',
        f"<{REEL}title> <{REEL}film>",
        "from ontology import PREFIXES, reel\nfind(reel.title, reel.film)",
    ],
)
def test_a_term_is_found_however_it_is_spelt(source: str) -> None:
    assert _terms_of(source) == {"title", "film"}


def test_every_term_in_the_code_and_its_documentation_exists() -> None:
    unknown = {(path, name) for path, source in _sources(CODE + PAGES) for name in _terms_of(source) - TERMS}
    assert not unknown


def test_every_job_in_the_code_exists() -> None:
    spellings = (
        r"(?<![\w:])job:([a-z]\w*)",
        r"\bJOB\s*\+\s*[\"'](\w+)[\"']",
        re.escape(JOB) + r"(\w+)",
    )
    unknown = {
        (path, name)
        for path, source in _sources(CODE + PAGES)
        for spelling in spellings
        for name in re.findall(spelling, source)
        if name not in JOBS
    }
    assert not unknown


def test_every_key_that_a_node_is_given_or_asked_for_is_in_the_context() -> None:
    """``add(node, "title", ...)`` and ``first(node, "title")``: a typing error there would lose a fact."""
    unknown = set()
    for path, source in _sources([path for path in CODE if path.suffix == ".py"]):
        for call in ast.walk(ast.parse(source)):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and len(call.args) > 1:
                key = call.args[1]
                if call.func.id in {"add", "first"} and isinstance(key, ast.Constant):
                    name = str(key.value)
                    if name not in CONTEXT and name.partition(":")[0] not in CONTEXT:
                        unknown.add((path, call.lineno, name))
    assert not unknown


def test_every_term_of_the_ontology_is_used_in_the_code() -> None:
    everything = "\n".join(source for _, source in _sources(CODE))
    spelt = _terms_of(everything) | set(re.findall(r"[\"'](\w+)[\"']", everything))
    spelt |= set(re.findall(r"(?<![\w.])reel\.([A-Za-z]\w*)", everything))
    assert not TERMS - spelt - NOT_WRITTEN
