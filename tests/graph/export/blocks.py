"""Blocks as graphs, and good ones to break."""

from __future__ import annotations

import copy
import json
from typing import Any

import pyshacl
import rdflib
from rdflib.namespace import RDF, SH

from ontology import text

#: What https://schema.org stands for in a block, as far as our blocks go: nothing is fetched.
CONTEXT: dict[str, Any] = {
    "@vocab": "https://schema.org/",
    **{name: {"@type": "@id"} for name in ("sameAs", "url", "image")},
}
_SHAPES = rdflib.Graph().parse(data=text("google.ttl"), format="turtle")
_PREFIX = "https://w3id.org/reelgraph/google#"

FILM: dict[str, Any] = {
    "@type": "Movie", "@id": "https://r.example/film/low-tide-2019", "name": "Low Tide",
    "dateCreated": "2019",
    "director": {"@type": "Person", "@id": "https://r.example/person/b", "name": "Ilse Brandt"},
}  # fmt: skip
RATING: dict[str, Any] = {"@type": "Rating", "ratingValue": 3.5, "bestRating": 4, "worstRating": 0}
REVIEW: dict[str, Any] = {
    "@type": "Review", "@id": "https://r.example/review/low-tide", "datePublished": "2020-05-01",
    "author": {"@type": "Person", "@id": "https://r.example/person/ida", "name": "Ida Penhallow"},
    "reviewRating": RATING, "itemReviewed": FILM,
}  # fmt: skip
AVERAGE: dict[str, Any] = {
    "@type": "AggregateRating", "ratingValue": 3.25, "ratingCount": 2, "bestRating": 4, "worstRating": 0,
}  # fmt: skip
RATED: dict[str, Any] = {**FILM, "aggregateRating": AVERAGE}
LISTED: dict[str, Any] = {
    **RATED, "image": "https://r.example/low-tide.jpg", "url": "https://r.example/low-tide",
    "review": {key: value for key, value in REVIEW.items() if key != "itemReviewed"},
}  # fmt: skip
SUMMARY: dict[str, Any] = {
    "@type": "ItemList",
    "itemListElement": [
        {"@type": "ListItem", "position": 1, "url": "https://r.example/low-tide"},
        {"@type": "ListItem", "position": 2, "url": "https://r.example/high-tide"},
    ],
}
WHOLE: dict[str, Any] = {
    "@type": "ItemList", "itemListElement": [{"@type": "ListItem", "position": 1, "item": LISTED}],
}  # fmt: skip


def graph(block: dict[str, Any]) -> rdflib.Graph:
    """A block as rdflib reads it."""
    document = {"@context": CONTEXT, **{key: value for key, value in block.items() if key != "@context"}}
    return rdflib.Graph().parse(data=json.dumps(document), format="json-ld")


def shacl(block: dict[str, Any]) -> set[str]:
    """The rules of google.ttl that a block breaks, as pySHACL says."""
    _, report, _ = pyshacl.validate(graph(block), shacl_graph=_SHAPES)
    found = {
        str(report.value(result, SH.sourceShape)) for result in report.subjects(RDF.type, SH.ValidationResult)
    }
    return {shape.removeprefix(_PREFIX) for shape in found if shape.startswith(_PREFIX)}


def changed(block: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy of a block with another value at ``path`` (``author.name``); None takes it away."""
    made: Any = copy.deepcopy(block)
    *parents, last = (int(key) if key.isdecimal() else key for key in path.split("."))
    inner = made
    for key in parents:
        inner = inner[key]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return made  # type: ignore[no-any-return]
