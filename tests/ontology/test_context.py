"""One document under the context says the same to rdflib and to pyoxigraph."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ontology import CONTEXT, JOBS, REEL, context_bytes, expand, undeclared

# rdflib 7.6 warns of what its own JSON-LD parser uses.
pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")

BASE = "http://127.0.0.1:8000"
SOURCE = f"{BASE}/source/aloners"

#: A term as both libraries can be asked for it: its kind, its text, its datatype and its language.
TermKey = tuple[str, str, str, str]
Statement = tuple[TermKey, TermKey, TermKey, str]


def by_pyoxigraph(document: str) -> set[Statement]:
    def key(term: object) -> TermKey:
        if isinstance(term, ox.Literal):
            return ("literal", term.value, term.datatype.value, term.language or "")
        assert isinstance(term, ox.NamedNode), "no blank nodes"
        return ("iri", term.value, "", "")

    return {
        (
            key(q.subject),
            key(q.predicate),
            key(q.object),
            q.graph_name.value if isinstance(q.graph_name, ox.NamedNode) else "",
        )
        for q in ox.parse(document, format=ox.RdfFormat.JSON_LD)
    }


def by_rdflib(document: str) -> set[Statement]:
    def key(term: object) -> TermKey:
        if isinstance(term, rdflib.Literal):
            if term.language:
                return ("literal", str(term), str(rdflib.RDF.langString), term.language)
            return ("literal", str(term), str(term.datatype or rdflib.XSD.string), "")
        assert isinstance(term, rdflib.URIRef), "no blank nodes"
        return ("iri", str(term), "", "")

    dataset = rdflib.Dataset()
    dataset.parse(data=document, format="json-ld")
    default = str(dataset.default_graph.identifier)
    return {
        (key(s), key(p), key(o), "" if graph is None or str(graph) == default else str(graph))
        for s, p, o, graph in dataset.quads()
    }


def document(nodes: list[dict[str, Any]], graph: str | None = SOURCE) -> str:
    assert undeclared(nodes) == set()
    whole: dict[str, Any] = {"@context": CONTEXT, "graph": nodes}
    if graph:
        whole["id"] = graph
    return json.dumps(whole, ensure_ascii=False)


# ---- Generated records ---------------------------------------------------------------------------

# Any character at all but lone surrogates, which are no characters and which UTF-8 cannot spell.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
years = st.integers(1000, 9999).map(str)
dates = st.dates(date(1888, 1, 1)).map(date.isoformat)
times = st.datetimes(datetime(1970, 1, 1), timezones=st.just(UTC)).map(datetime.isoformat)  # noqa: DTZ001
numbers = st.integers(0, 2**53 - 1)
counts = numbers.map(str) | numbers
scores = st.floats(0, 1).map(lambda score: f"{score:.3f}")
slugs = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=12)
locals_ = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
iris = st.one_of(
    slugs.map(lambda slug: f"{BASE}/person/{slug}"),
    slugs.map(lambda slug: f"{SOURCE}#{slug}"),
    locals_.map(lambda local: f"https://example.org/{local}?q={local}#{local}"),
    st.sampled_from([*JOBS.values(), REEL + "accepted", REEL + "title", "urn:isbn:0451450523"]),
)
BY_TYPE = {
    "@id": iris,
    "xsd:gYear": years,
    "xsd:date": dates,
    "xsd:dateTime": times,
    "xsd:integer": counts,
    "xsd:decimal": scores,
}
PROPERTIES = {
    key: (value.get("@type") if isinstance(value, dict) else None)
    for key, value in CONTEXT.items()
    if (isinstance(value, dict) and key != "@version")
    or (isinstance(value, str) and value.startswith("reel:") and key[0].islower())
}
CLASSES = [key for key in CONTEXT if key[0].isupper()]


@st.composite
def nodes(draw: st.DrawFn) -> dict[str, Any]:
    node: dict[str, Any] = {"id": draw(iris), "type": draw(st.lists(st.sampled_from(CLASSES), min_size=1))}
    for key in draw(st.lists(st.sampled_from(sorted(PROPERTIES)), max_size=12, unique=True)):
        kind = PROPERTIES[key]
        one = BY_TYPE[kind] if kind else texts
        node[key] = draw(one | st.lists(one, max_size=3))
    for key in draw(st.lists(st.sampled_from(["schema:name", "schema:duration", "dcterms:identifier"]))):
        node[key] = draw(texts)
    return node


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(nodes(), max_size=5), st.none() | st.just(SOURCE))
def test_both_libraries_read_the_same_statements(described: list[dict[str, Any]], graph: str | None) -> None:
    written = document(described, graph)
    assert by_pyoxigraph(written) == by_rdflib(written)


@settings(max_examples=60, deadline=None)
@given(texts, texts, scores, years)
def test_nothing_that_is_written_is_lost_or_changed(title: str, name: str, score: str, year: str) -> None:
    written = document(
        [
            {"id": f"{SOURCE}#film", "type": ["Film"], "title": [title], "year": [year]},
            {"id": f"{SOURCE}#link", "type": ["Link"], "method": [name], "score": [score]},
        ]
    )
    stated = {(p[1], o[1], o[2]) for _, p, o, _ in by_pyoxigraph(written) if o[0] == "literal"}
    assert stated == {
        (REEL + "title", title, expand("xsd:string")),
        (REEL + "year", year, expand("xsd:gYear")),
        (REEL + "method", name, expand("xsd:string")),
        (REEL + "score", score, expand("xsd:decimal")),
    }


# ---- A page as it is -----------------------------------------------------------------------------

RECORD: list[dict[str, Any]] = [
    {
        "id": SOURCE,
        "type": ["Source"],
        "file": "aloners.txt",
        "kind": "review-text",
        "contentHash": "sha256:" + "0" * 64,
        "readAt": "2026-01-02T03:04:05+00:00",
        "reader": "review_text 1",
        "trust": "50",
    },
    {
        "id": f"{SOURCE}#film",
        "type": ["Film", "schema:Movie"],
        "title": "Aloners",
        "originalTitle": "혼자 사는 사람들",
        "year": "2023",
        "runtimeMinutes": "91",
        "genre": ["Drama", {"@value": "드라마", "@language": "ko"}],
        "schema:duration": "PT91M",
        "schema:dateCreated": "2023-03-10",
        "schema:actor": [f"{SOURCE}#person-gong-seung-yeon"],
    },
    {
        "id": f"{SOURCE}#role-1",
        "type": "Role",
        "film": f"{SOURCE}#film",
        "person": f"{SOURCE}#person-gong-seung-yeon",
        "job": JOBS["actor"],
        "billing": 1,
        "characterName": "Ji-na",
    },
    {
        "id": f"{SOURCE}#fact-1",
        "type": ["Fact"],
        "about": f"{SOURCE}#film",
        "property": [REEL + "title", REEL + "year"],
        "firstLine": "48",
        "lastLine": "48",
        "quote": "Aloners (2023)\u2028<b>“91 minutes”</b>\\n\t",
    },
]


def test_a_page_says_the_same_to_both() -> None:
    written = document(RECORD)
    assert by_pyoxigraph(written) == by_rdflib(written)


def test_values_have_the_types_that_a_query_counts_on() -> None:
    store = ox.Store()
    store.load(document(RECORD, None), format=ox.RdfFormat.JSON_LD)
    answer = store.query(
        """
        PREFIX reel: <https://w3id.org/reelgraph/ontology#> PREFIX job: <https://w3id.org/reelgraph/job/>
        PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX schema: <https://schema.org/>
        ASK {
            ?film a reel:Film, schema:Movie ; reel:title "Aloners" ; reel:year "2023"^^xsd:gYear ;
                reel:runtimeMinutes 91 ; schema:dateCreated "2023-03-10"^^xsd:date .
            ?role a reel:Role ; reel:film ?film ; reel:job job:actor ; reel:billing 1 .
            ?film schema:actor/^reel:person ?role .
            ?source reel:readAt ?at FILTER(?at > "2026-01-01T00:00:00Z"^^xsd:dateTime)
            ?fact reel:about ?film ; reel:property reel:title, reel:year
        }
        """
    )
    assert answer


def test_the_context_can_be_pasted_as_bytes() -> None:
    pasted = b'{"@context":' + context_bytes() + b',"id":"http://x/y","title":"Aloners"}'
    assert by_pyoxigraph(pasted.decode()) == by_pyoxigraph(
        json.dumps({"@context": CONTEXT, "@id": "http://x/y", "title": ["Aloners"]})
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [("titel", "Aloners"), ("page", "https://example.org/a b"), ("page", "reviews/aloners")],
)
def test_what_the_context_cannot_take_is_dropped_in_silence(key: str, value: str) -> None:
    """Why ontology.undeclared exists, and why an address is made an IRI before it is written."""
    written = json.dumps({"@context": CONTEXT, "id": f"{BASE}/film/x", key: value})
    assert by_pyoxigraph(written) == set()


def test_a_score_written_as_a_number_is_no_decimal() -> None:
    """JSON-LD 1.1 API, 8.2.2: the reason for writing every number as text."""
    written = json.dumps({"@context": CONTEXT, "id": "http://x/y", "score": 0.9})
    assert {o[1] for _, _, o, _ in by_pyoxigraph(written)} == {"9.0E-1"}
