"""schema.org JSON-LD for reviews, films and people, as search engines take it.

Pure functions over nodes of the view. The rules are those of Google's review snippet and movie
pages (REFERENCE: author, the film's name and a numeric rating are required; best and worst are said
where they are not 5 and 1). Nothing is invented: without a required property there is no Review
block, and :func:`review_lacks` says which.

The ``@id``s are the IRIs of the linked data, so blocks on different pages join into one graph.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from graph.nodes import Node, first
from graph.records import ACTOR
from ontology import JOB

#: Looks up a node of the view by its IRI; an unknown IRI gives an empty node.
View = Callable[[str], Node]

JsonLd = dict[str, Any]

_NUMBER = re.compile(r"-?\d+(\.\d+)?%?|\d+(\.\d+)? ?/ ?\d+(\.\d+)?")
_SCHEMA = "https://schema.org"

#: Longest author's name that a review snippet may carry, in characters.
_AUTHOR_LIMIT = 100


def review_lacks(view: View, iri: str) -> list[str]:
    """What keeps a review from having a review snippet, each as one phrase; empty if nothing does."""
    review = view(iri)
    lacks = []
    critics = [first(view(critic), "name") for critic in review.get("critic", ())]
    if not critics:
        lacks.append("a critic")
    elif any(len(name or "") >= _AUTHOR_LIMIT for name in critics):
        lacks.append(f"a critic's name under {_AUTHOR_LIMIT} characters")
    if not first(view(first(review, "reviewOf") or ""), "title"):
        lacks.append("a film with a title")
    rating = view(first(review, "rating") or "")
    value = first(rating, "value")
    if value is None:
        lacks.append("a rating")
    elif not _NUMBER.fullmatch(value):
        lacks.append(f"a rating in numbers (it prints “{value}”)")
    elif first(rating, "best") is None and "%" not in value and "/" not in value:
        lacks.append(f"the scale of its rating (it prints “{value}” without saying out of how many)")
    return lacks


def review_json_ld(view: View, iri: str, roles: list[str]) -> JsonLd | None:
    """The Review block of a review, or None where a required property is missing.

    Args:
        view: looks up a node of the view.
        iri: the review.
        roles: the roles of the film reviewed.
    """
    if review_lacks(view, iri):
        return None
    review = view(iri)
    rating = view(review["rating"][0])
    block: JsonLd = {"@context": _SCHEMA, "@type": "Review", "@id": iri}
    _put(block, "url", first(review, "page"))
    _put(block, "headline", first(review, "headline"))
    block["author"] = _one_or_many([_person(view, critic) for critic in review["critic"]])
    _put(block, "datePublished", first(review, "publishedOn"))
    publication = first(review, "publication")
    if publication:
        block["publisher"] = {"@type": "Organization", "@id": publication}
        _put(block["publisher"], "name", first(view(publication), "name"))
        _put(block["publisher"], "url", first(view(publication), "homepage"))
    block["reviewRating"] = {"@type": "Rating", "ratingValue": _number(rating["value"][0])}
    for name, key in (("best", "bestRating"), ("worst", "worstRating")):
        value = first(rating, name)
        if value is not None:
            block["reviewRating"][key] = _number(value)
    if first(rating, "worst") is None and first(rating, "best") is not None:
        # The default of 1 would put a half star, or none, out of range.
        block["reviewRating"]["worstRating"] = 0
    _put(block, "reviewBody", first(review, "text"))
    block["itemReviewed"] = _movie(view, review["reviewOf"][0], roles)
    return block


def film_json_ld(view: View, iri: str, roles: list[str]) -> JsonLd:
    """The Movie block of a film with its ``roles``."""
    return {"@context": _SCHEMA, **_movie(view, iri, roles)}


def person_json_ld(view: View, iri: str) -> JsonLd:
    """The Person block of a person."""
    return {"@context": _SCHEMA, **_person(view, iri, alternate=True)}


def embed(block: JsonLd) -> str:
    r"""A block as text that is safe inside a script element: ``<``, ``>`` and ``&`` are escaped.

    >>> embed({"name": "</script>"})
    '{"name": "\\u003c/script\\u003e"}'
    """
    text = json.dumps(block, ensure_ascii=False, indent=2 if len(block) > 1 else None)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _movie(view: View, iri: str, roles: list[str]) -> JsonLd:
    film = view(iri)
    block: JsonLd = {"@type": "Movie", "@id": iri}
    _put(block, "name", first(film, "title"))
    _put(block, "alternateName", first(film, "originalTitle"))
    _put(block, "dateCreated", first(film, "releaseDate") or first(film, "year"))
    _put(block, "duration", first(film, "schema:duration"))
    _put(block, "contentRating", first(film, "contentRating"))
    _put(block, "image", first(film, "image"))
    _put(block, "genre", _one_or_many(film.get("genre", [])))
    _put(block, "sameAs", _one_or_many(film.get("schema:sameAs", [])))
    for job, key in (("director", "director"), ("writer", "author"), ("composer", "musicBy"),
                     ("editor", "editor"), ("producer", "producer")):  # fmt: skip
        _put(block, key, _one_or_many([_person(view, person) for person in film.get(job, ())]))
    cast = [view(role) for role in roles if first(view(role), "job") == JOB + ACTOR]
    cast.sort(key=lambda role: int(first(role, "billing") or 10_000))
    _put(block, "actor", [_performance(view, role) for role in cast])
    return block


def _performance(view: View, role: Node) -> JsonLd:
    """schema.org's PerformanceRole pattern; the repeated inner ``actor`` is intended there."""
    person = _person(view, role["person"][0])
    character = first(role, "characterName")
    if character is None:
        return person
    return {"@type": "PerformanceRole", "actor": person, "characterName": character}


def _person(view: View, iri: str, *, alternate: bool = False) -> JsonLd:
    person = view(iri)
    block: JsonLd = {"@type": "Person", "@id": iri}
    _put(block, "name", first(person, "name"))
    if alternate:
        _put(block, "alternateName", _one_or_many(person.get("alternateName", [])))
    _put(block, "sameAs", _one_or_many(person.get("schema:sameAs", [])))
    return block


def _put(block: JsonLd, key: str, value: object) -> None:
    if value not in (None, "", []):
        block[key] = value


def _one_or_many(values: list[Any]) -> object:
    return values[0] if len(values) == 1 else values


def _number(text: str) -> int | float | str:
    """A rating as a JSON number where it is one: ``3.5``, ``4``; ``60%`` and ``6 / 10`` stay text."""
    try:
        value = float(text)
    except ValueError:
        return text
    return int(value) if value.is_integer() else value
