"""The shapes: a perfect view passes, and each way to break it is told in the shape's own words."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pyshacl
import pytest
import rdflib
from rdflib.namespace import RDF, SH

from ontology import CONTEXT, JOBS, REEL, SHAPE, text

if TYPE_CHECKING:
    from collections.abc import Callable

# rdflib 7.6 warns of what its own JSON-LD parser uses.
pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")

SHAPES = rdflib.Graph().parse(data=text("shapes.ttl"), format="turtle")
#: The shapes that say something, by local name.
SPEAKING = {str(shape).removeprefix(SHAPE) for shape in SHAPES.subjects(SH.message)}

Nodes = dict[str, dict[str, Any]]
Result = tuple[str, str, str]

STATED = {"statedIn": ["x:source"]}
#: A view (with a link and a fact beside it) that lacks nothing at all.
GOOD: Nodes = {
    "x:source": {
        "type": ["Source"], "file": "aloners.txt", "page": ["https://example.org/aloners"],
        "kind": "review-text", "contentHash": "sha256:" + "0a" * 32,
        "readAt": "2026-01-02T03:04:05+00:00", "reader": "review-text 1", "trust": "50",
    },
    "x:film": {
        "type": ["Film", "schema:Movie"], "title": "Aloners", "originalTitle": "혼자 사는 사람들",
        "year": "2023", "releaseDate": "2023-03-10", "runtimeMinutes": "91", "genre": ["Drama"],
        "country": ["South Korea"], "language": ["Korean"], "contentRating": "PG", "actor": ["x:actor"],
        "director": ["x:director"], "image": "https://example.org/poster.jpg", "imdbId": "tt0000001",
        "wikidataId": "Q42", "tmdbId": "603", **STATED,
    },
    "x:actor": {
        "type": ["Person", "schema:Person"], "name": "Jeong Da-eun", "alternateName": ["Jung Da-eun"],
        "birthYear": "1993", "imdbId": "nm0000001", "wikidataId": "Q43", "tmdbId": "604", **STATED,
    },
    "x:director": {"type": ["Person", "schema:Person"], "name": "Hong Seong-eun", **STATED},
    "x:critic": {"type": ["Person", "schema:Person"], "name": "Simon Abrams", **STATED},
    "x:acting": {
        "type": ["Role", "schema:PerformanceRole"], "film": "x:film", "person": "x:actor",
        "job": JOBS["actor"], "billing": "1", "character": "x:character", "characterName": "Soo-jin",
        "creditedAs": ["Jeong Da-eun", "Jung Da-eun"], "note": "voice", **STATED,
    },
    "x:directing": {
        "type": ["Role", "schema:Role"], "film": "x:film", "person": "x:director",
        "job": JOBS["director"], **STATED,
    },
    "x:character": {"type": ["Character"], "name": "Soo-jin", **STATED},
    "x:review": {
        "type": ["Review", "schema:Review"], "reviewOf": "x:film", "critic": ["x:critic"],
        "publication": "x:publication", "publishedOn": "2024-05-24", "headline": "Alone together",
        "page": "https://example.org/aloners", "text": "Jung Da-eun is good.", "rating": "x:rating",
        "image": "https://example.org/still.jpg", **STATED,
    },
    "x:rating": {
        "type": ["Rating", "schema:Rating"], "value": "3.5", "best": "4", "worst": "0", **STATED,
    },
    "x:publication": {
        "type": ["Publication", "schema:Organization"], "name": "Roger Ebert",
        "homepage": "https://example.org/", **STATED,
    },
    "x:mention": {
        "type": ["Mention"], "inSource": "x:source", "inReview": "x:review", "exactText": "Jung Da-eun",
        "start": "0", "end": "11", "refersTo": ["x:actor", "x:acting"], **STATED,
    },
    "x:row": {
        "type": ["Mention"], "inSource": "x:source", "exactText": "Soo-jin",
        "dcterms:identifier": "row-7", "refersTo": ["x:character"], **STATED,
    },
    "x:link": {
        "type": ["Link"], "subject": ["x:mention"], "object": "x:actor", "relation": REEL + "refersTo",
        "decision": REEL + "accepted", "score": "0.925", "method": "romanisation key",
        "evidence": "the same name but for romanisation", "decidedBy": "reelgraph",
        "decidedAt": "2026-01-02T03:04:05+00:00", "compared": ["x:mention", "x:row"], "risk": "0.4",
        "withdrawnBy": "Ida", "withdrawnAt": "2026-01-03T03:04:05+00:00",
    },
    "x:fact": {
        "type": ["Fact"], "about": "x:film", "property": [REEL + "title"], "firstLine": "3",
        "lastLine": "3", "quote": "Aloners (2023)",
    },
}  # fmt: skip


def results(nodes: Nodes) -> set[Result]:
    """What the shapes say of some nodes: shape, severity, message."""
    body = [{"id": iri, **node} for iri, node in nodes.items()]
    data = rdflib.Graph()
    data.parse(data=json.dumps({"@context": CONTEXT, "graph": body}), format="json-ld")
    _, report, _ = pyshacl.validate(data, shacl_graph=SHAPES)
    return {
        (
            str(report.value(result, SH.sourceShape)).removeprefix(SHAPE),
            str(report.value(result, SH.resultSeverity)).removeprefix(str(SH)),
            str(report.value(result, SH.resultMessage)),
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def has(iri: str, **values: Any) -> Callable[[Nodes], None]:
    """The node has other values for some keys; None takes the key away."""

    def change(nodes: Nodes) -> None:
        for key, value in values.items():
            if value is None:
                del nodes[iri][key]
            else:
                nodes[iri][key] = value

    return change


def number(value: str) -> dict[str, str]:
    """A number of another kind than the context would make it."""
    return {"@value": value, "@type": "xsd:double"}


def nameless(nodes: Nodes) -> None:
    nodes["_:b"] = copy.deepcopy(nodes["x:character"])
    nodes["x:acting"]["character"] = "_:b"
    del nodes["x:character"]
    nodes["x:row"]["refersTo"] = ["_:b"]


def second_film(nodes: Nodes) -> None:
    nodes["x:other"] = copy.deepcopy(nodes["x:film"])
    nodes["x:again"] = {**copy.deepcopy(nodes["x:acting"]), "film": "x:other"}


def second_review(nodes: Nodes) -> None:
    nodes["x:again"] = copy.deepcopy(nodes["x:review"])


TWO = ["one", "two"]
LONG = "A" * 100
#: Shape -> ways to break it.
BROKEN: dict[str, list[Callable[[Nodes], None]]] = {
    "address": [nameless],
    "statedIn": [
        *(has(iri, statedIn=None) for iri, node in GOOD.items() if "statedIn" in node),
        has("x:film", statedIn=["x:unknown"]),
        has("x:film", statedIn=[{"@value": "aloners.txt"}]),
    ],
    "film-schema": [has("x:film", type=["Film"])],
    "film-title": [has("x:film", title=None), has("x:film", title=TWO), has("x:film", title="")],
    "film-original-title": [has("x:film", originalTitle=TWO)],
    "film-year": [has("x:film", year=["2022", "2023"]), has("x:film", year="last year")],
    "film-release-date": [has("x:film", releaseDate="10 March"), has("x:film", releaseDate="2023-02-30")],
    "film-runtime": [
        has("x:film", runtimeMinutes=["90", "91"]),
        has("x:film", runtimeMinutes="0"),
        has("x:film", runtimeMinutes=number("91.5")),
    ],
    "film-content-rating": [has("x:film", contentRating=["PG", "R"])],
    "film-image": [has("x:film", image=["https://a/1", "https://a/2"]), has("x:film", image={"@value": "a"})],
    "film-words": [has("x:film", genre=[""]), has("x:film", country=[{"id": "x:korea"}])],
    "film-people": [has("x:film", editor=["x:nobody"]), has("x:film", actor=["x:publication"])],
    "film-imdb": [has("x:film", imdbId="nm0000001"), has("x:film", imdbId=["tt0000001", "tt0000002"])],
    "film-wikidata": [has("x:film", wikidataId="P57")],
    "film-tmdb": [has("x:film", tmdbId="tt603")],
    "film-lacks-year": [has("x:film", year=None)],
    "film-lacks-director": [has("x:film", director=None)],
    "film-lacks-image": [has("x:film", image=None)],
    "person-schema": [has("x:actor", type=["Person"])],
    "person-name": [has("x:actor", name=None), has("x:actor", name=TWO), has("x:critic", name="")],
    "person-long-name": [has("x:critic", name=LONG)],
    "person-other-name": [has("x:actor", alternateName=[""])],
    "person-birth-year": [has("x:actor", birthYear=["1993", "1994"])],
    "person-imdb": [has("x:actor", imdbId="tt0000001")],
    "person-wikidata": [has("x:actor", wikidataId="Q0")],
    "person-tmdb": [has("x:actor", tmdbId=["1", "2"])],
    "person-alone": [has("x:review", critic=["x:actor"])],
    "role-schema": [has("x:directing", type=["Role"])],
    "role-film": [has("x:acting", film=["x:film", "x:unknown"]), has("x:directing", film=None)],
    "role-person": [has("x:acting", person=None), has("x:acting", person=["x:actor", "x:director"])],
    "role-job": [has("x:directing", job=None), has("x:directing", job="job:director")],
    "role-character": [has("x:acting", character="x:nobody")],
    "role-character-name": [has("x:acting", characterName=TWO)],
    "role-billing": [
        has("x:acting", billing="0"),
        has("x:acting", billing=["1", "2"]),
        has("x:acting", billing=number("1")),
    ],
    "role-credited-as": [has("x:acting", creditedAs="")],
    "role-note": [has("x:acting", note=["voice", "uncredited"])],
    "role-cast-only": [
        has("x:directing", billing="1"),
        has("x:directing", characterName="Himself"),
        has("x:directing", character="x:character"),
    ],
    "role-lacks-billing": [has("x:acting", billing=None)],
    "role-lacks-character": [has("x:acting", characterName=None)],
    "character-name": [has("x:character", name=None), has("x:character", name=TWO)],
    "character-played": [has("x:acting", character=None)],
    "character-film": [second_film],
    "review-schema": [has("x:review", type=["Review"])],
    "review-film": [has("x:review", reviewOf=None), has("x:review", reviewOf=["x:film", "x:unknown"])],
    "review-critic": [has("x:review", critic=["x:critic", "x:publication"])],
    "review-publication": [has("x:review", publication="x:critic")],
    "review-date": [has("x:review", publishedOn=["2024-05-24", "2024-05-25"])],
    "review-headline": [has("x:review", headline=TWO)],
    "review-page": [has("x:review", page={"@value": "example.org"})],
    "review-text": [has("x:review", text=TWO), has("x:review", text="")],
    "review-image": [has("x:review", image=["https://a/1", "https://a/2"])],
    "review-rating": [has("x:review", rating=["x:rating", "x:unknown"])],
    "review-lacks-critic": [has("x:review", critic=None)],
    "review-lacks-rating": [has("x:review", rating=None)],
    "review-lacks-date": [has("x:review", publishedOn=None)],
    "review-lacks-publication": [has("x:review", publication=None)],
    "review-lacks-page": [has("x:review", page=None)],
    "review-lacks-text": [has("x:review", text=None)],
    "rating-schema": [has("x:rating", type=["Rating"])],
    "rating-value": [has("x:rating", value=None), has("x:rating", value=["3", "4"])],
    "rating-best": [has("x:rating", best=["4", "5"]), has("x:rating", best=number("4"))],
    "rating-worst": [has("x:rating", worst="")],
    "rating-review": [has("x:review", rating=None), second_review],
    "rating-lacks-best": [has("x:rating", best=None)],
    "rating-lacks-worst": [has("x:rating", worst=None)],
    "publication-schema": [has("x:publication", type=["Publication"])],
    "publication-name": [has("x:publication", name=None), has("x:publication", name=TWO)],
    "publication-homepage": [has("x:publication", homepage=["https://a/", "https://b/"])],
    "publication-lacks-homepage": [has("x:publication", homepage=None)],
    "source-kind": [has("x:source", kind=None)],
    "source-hash": [has("x:source", contentHash="md5:0"), has("x:source", contentHash=None)],
    "source-read-at": [has("x:source", readAt="yesterday"), has("x:source", readAt=None)],
    "source-reader": [has("x:source", reader=None)],
    "source-trust": [has("x:source", trust=["1", "2"])],
    "source-page": [has("x:source", page={"@value": "example.org"})],
    "source-file": [has("x:source", file=TWO)],
    "source-place": [has("x:source", file=None, page=None)],
    "mention-text": [has("x:mention", exactText=None), has("x:mention", exactText=TWO)],
    "mention-source": [has("x:mention", inSource=None), has("x:mention", inSource="x:film")],
    "mention-review": [has("x:mention", inReview="x:film")],
    "mention-start": [has("x:mention", start="-1"), has("x:mention", start=["0", "1"])],
    "mention-end": [has("x:mention", end=["11", "12"])],
    "mention-order": [has("x:mention", end="0")],
    "mention-refers-to": [has("x:mention", refersTo=None), has("x:mention", refersTo=["x:review"])],
    "mention-row": [
        has("x:row", **{"dcterms:identifier": ["r1", "r2"]}),
        has("x:row", **{"dcterms:identifier": ""}),
    ],
    "mention-role": [has("x:row", inRole={"@value": "r1"})],
    "mention-place": [
        has("x:mention", start=None),
        has("x:mention", end=None),
        has("x:mention", inReview=None),
        has("x:row", **{"dcterms:identifier": None}),
    ],
    "link-subject": [has("x:link", subject=None)],
    "link-object": [has("x:link", object=None)],
    "link-relation": [has("x:link", relation=None)],
    "link-decision": [has("x:link", decision=REEL + "maybe"), has("x:link", decision=None)],
    "link-score": [has("x:link", score="1.001"), has("x:link", score=number("0.5"))],
    "link-method": [has("x:link", method=None)],
    "link-evidence": [has("x:link", evidence=None)],
    "link-by": [has("x:link", decidedBy=None)],
    "link-at": [has("x:link", decidedAt=None)],
    "link-compared": [has("x:link", compared=["x:mention", "x:row", "x:film"])],
    "link-risk": [has("x:link", risk="1.001"), has("x:link", risk=number("0.5"))],
    "link-withdrawn-by": [has("x:link", withdrawnBy=["Ida", "Cal"])],
    "link-withdrawn-at": [has("x:link", withdrawnAt=["2026-01-03T03:04:05Z", "2026-01-04T03:04:05Z"])],
    "fact-about": [has("x:fact", about=None)],
    "fact-property": [has("x:fact", property=None)],
    "fact-first-line": [has("x:fact", firstLine="0"), has("x:fact", firstLine=None)],
    "fact-last-line": [has("x:fact", lastLine=None)],
    "fact-order": [has("x:fact", lastLine="2")],
    "fact-quote": [has("x:fact", quote=TWO)],
}


def test_a_perfect_view_gives_no_result_at_all() -> None:
    assert results(GOOD) == set()


def test_an_empty_view_is_valid() -> None:
    assert results({}) == set()


def test_every_shape_that_speaks_is_broken_by_a_test() -> None:
    assert set(BROKEN) == SPEAKING


@pytest.mark.parametrize(
    ("shape", "breaking"),
    [
        pytest.param(shape, breaking, id=f"{shape}-{number}")
        for shape, ways in BROKEN.items()
        for number, breaking in enumerate(ways, start=1)
    ],
)
def test_a_broken_view_is_told_in_the_words_of_the_shape(
    shape: str, breaking: Callable[[Nodes], None]
) -> None:
    nodes = copy.deepcopy(GOOD)
    breaking(nodes)
    said = {result for result in results(nodes) if result[0] == shape}
    iri = rdflib.URIRef(SHAPE + shape)
    severity = SHAPES.value(iri, SH.severity) or SH.Violation
    assert said == {(shape, str(severity).removeprefix(str(SH)), str(SHAPES.value(iri, SH.message)))}


def test_what_an_editor_may_lack_is_no_violation() -> None:
    """A page like the seed: no rating, no date, no address, and nothing but names and a title."""
    nodes = {
        "x:source": {key: value for key, value in GOOD["x:source"].items() if key not in {"page", "trust"}},
        "x:film": {"type": ["Film", "schema:Movie"], "title": "Aloners", **STATED},
        "x:critic": GOOD["x:critic"],
        "x:review": {
            "type": ["Review", "schema:Review"],
            "reviewOf": "x:film",
            "critic": "x:critic",
            **STATED,
        },
    }
    said = results(nodes)
    assert {severity for _, severity, _ in said} == {"Warning", "Info"}
    assert {"review-lacks-rating", "review-lacks-date", "film-lacks-year"} <= {shape for shape, _, _ in said}


def test_every_shape_that_finds_something_speaks_one_english_sentence() -> None:
    for shape in SHAPES.subjects(SH.message):
        (message,) = SHAPES.objects(shape, SH.message)
        assert isinstance(message, rdflib.Literal)
        assert message.language == "en"
        assert str(message)[0].isupper()
        assert str(message).endswith((".", "?"))
    with_targets = set(SHAPES.subjects(SH.targetClass))
    containers = {shape for shape in with_targets if (shape, SH.property, None) in SHAPES}
    assert all((shape, SH.message, None) in SHAPES for shape in with_targets - containers)
    for container in containers:
        for part in SHAPES.objects(container, SH.property):
            assert (part, SH.message, None) in SHAPES


def test_the_shapes_are_well_formed_shacl() -> None:
    """By the W3C's own shapes of shapes (SHACL, appendix C)."""
    conforms, _, report = pyshacl.validate(
        rdflib.Graph(), shacl_graph=SHAPES, meta_shacl=True, max_validation_depth=50
    )
    assert conforms, report
