"""schema.org JSON-LD for reviews, films and people, as search engines take it.

Pure functions over nodes of the view. The rules are those of Google's review snippet and movie pages
(ontology/google.ttl): author, the film's name and a numeric rating are required; best and worst are said.
Nothing is invented: where a required property is missing there is no block, and :mod:`graph.export.rules`
says which.

The ``@id``s are the IRIs of the linked data, so blocks on different pages join into one graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.export import rules
from graph.export.aggregates import add_reviews
from graph.export.critique import review
from graph.export.films import movie
from graph.export.options import DEFAULT, Options
from graph.export.text import embed
from graph.export.values import SCHEMA, JsonLd, Shown, View, person

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "DEFAULT",
    "JsonLd",
    "Options",
    "Shown",
    "View",
    "embed",
    "film_json_ld",
    "person_json_ld",
    "review_json_ld",
]


def review_json_ld(
    view: View, iri: str, roles: list[str], options: Options = DEFAULT, shown: Shown | None = None
) -> JsonLd | None:
    """The Review block of a review, or None where a required property is missing.

    Args:
        view: looks up a node of the view.
        iri: the review.
        roles: the roles of the film reviewed.
        options: how the block is written.
        shown: what the review's page states of the film; None where it shows all that the view has.
    """
    draft = review(view, iri, roles, options, shown)
    return None if rules.lacks(draft) else {"@context": SCHEMA, **draft}


def film_json_ld(
    view: View,
    iri: str,
    roles: list[str],
    options: Options = DEFAULT,
    *,
    publication: str | None = None,
    reviews: Iterable[str] = (),
) -> JsonLd | None:
    """The Movie block of a film's page, or None where the film has no title.

    Args:
        view: looks up a node of the view.
        iri: the film.
        roles: its roles.
        options: how the block is written.
        publication: whose page it is; its own ``reviews`` are added, and their average.
        reviews: the film's reviews, in the order of the page.
    """
    block = movie(view, iri, roles, options)
    if "name" not in block:
        return None
    return {"@context": SCHEMA, **add_reviews(block, view, publication, reviews, options)}


def person_json_ld(view: View, iri: str) -> JsonLd | None:
    """The Person block of a person's page, or None where the person has no name."""
    block = person(view, iri, alternate=True)
    return {"@context": SCHEMA, **block} if "name" in block else None
