"""Review blocks: the review, its author, its rating, what it is about and whom it speaks of. Pure.

A draft holds what there is; whether it is a block, :mod:`graph.export.rules` says.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.export.films import movie
from graph.export.options import DEFAULT, Options
from graph.export.values import JsonLd, Shown, View, address, addresses, named, one_or_many, person, put
from graph.nodes import Node, first

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.export.grades import Grades

_COMMA = re.compile(r"[0-9]{1,6},[0-9]{1,4}")
_PLAIN = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?")


def review(
    view: View, iri: str, roles: list[str], options: Options = DEFAULT, shown: Shown | None = None
) -> JsonLd:
    """The draft of a review's block: everything that the view has for it, requirements met or not.

    Args:
        view: looks up a node of the view. Whom the review speaks of is its ``schema:mentions``.
        iri: the review.
        roles: the roles of the film reviewed.
        options: how the block is written.
        shown: what the review's page states of the film; None where it shows all that the view has.
    """
    node = view(iri)
    block: JsonLd = {"@type": "CriticReview" if options.critic_review else "Review", "@id": iri}
    put(block, "url", address(first(node, "page")))
    put(block, "headline", first(node, "headline"))
    critics = sorted((person(view, critic) for critic in node.get("critic", ())), key=_by_name)
    put(block, "author", one_or_many(critics))
    put(block, "datePublished", first(node, "publishedOn"))
    publication = first(node, "publication")
    if publication is not None:
        known = view(publication)
        if "name" in known:
            block["publisher"] = {"@type": "Organization", "@id": publication, "name": known["name"][0]}
            put(block["publisher"], "url", address(first(known, "homepage")))
    put(block, "image", address(first(node, "image")))
    put(block, "reviewRating", rating(view(first(node, "rating") or ""), options.grades))
    if options.body:
        put(block, "reviewBody", first(node, "text"))
    film = first(node, "reviewOf")
    if film is not None:
        block["itemReviewed"] = movie(view, film, roles, options, shown)
    if options.mentions:
        mentioned = (one for one in node.get("schema:mentions", ()) if one != film)
        put(block, "mentions", one_or_many(list(_spoken_of(view, mentioned, shown))))
    return block


def rating(node: Node, grades: Grades | None = None) -> JsonLd | None:
    """The Rating as printed: a number, ``6 / 10`` or ``60%``; whatever else stays for the rules to refuse.

    Where a page says the best rating and not the worst, the worst is 0: schema.org's default of 1 would
    put a half star, or none, out of range. A grade that the editor has put in numbers is that number, with
    the grade as its name: on the scale that the page states in numbers, else on that of all grades.
    """
    value = first(node, "value")
    if value is None:
        return None
    block: JsonLd = {"@type": "Rating", "ratingValue": number(value)}
    best, worst = first(node, "best"), first(node, "worst")
    put(block, "bestRating", None if best is None else number(best))
    if worst is not None or best is not None:
        block["worstRating"] = 0 if worst is None else number(worst)
    graded = grades.number(value) if grades and isinstance(block["ratingValue"], str) else None
    if grades is None or graded is None:
        return block
    if isinstance(block.get("bestRating", ""), str):  # the page's scale is none in numbers
        if grades.ends is None:
            return block
        block["worstRating"], block["bestRating"] = map(_whole, grades.ends)
    return {**block, "ratingValue": _whole(graded), "name": value}


def number(text: str) -> int | float | str:
    """A rating as a JSON number where it is one: ``3.5``, ``4``; ``60%`` and ``6 / 10`` stay text.

    A decimal comma becomes the dot that a JSON number has; nothing else is converted.
    """
    plain = text.strip()
    if _COMMA.fullmatch(plain):
        plain = plain.replace(",", ".")
    if not _PLAIN.fullmatch(plain):
        return text
    return _whole(float(plain))


def _whole(value: float) -> int | float:
    """A number as JSON writes it best: 4, not 4.0."""
    return int(value) if value.is_integer() else value


def listed(view: View, iri: str, options: Options = DEFAULT) -> JsonLd:
    """The draft of a review as a list of a film's reviews shows it: who, when, where and how it rates.

    It stands within its film's block, and so does not name what it is of.
    """
    shown = ("@type", "@id", "headline", "author", "datePublished", "publisher", "reviewRating")
    whole = review(view, iri, [], replace(options, body=False, mentions=False))
    return {key: whole[key] for key in shown if key in whole}


def _spoken_of(view: View, things: Iterable[str], shown: Shown | None) -> list[JsonLd]:
    blocks = []
    for iri in things:
        node = view(iri)
        if "title" in node:
            printed = shown.names.get(iri) if shown else None
            film: JsonLd = {"@type": "Movie", "@id": iri, "name": printed or node["title"][0]}
            put(film, "sameAs", one_or_many(addresses(node.get("schema:sameAs", ()))))
            blocks.append(film)
        else:
            blocks.append(person(view, iri, shown))
    return named(blocks)


def _by_name(block: JsonLd) -> tuple[str, str]:
    return block.get("name", ""), block["@id"]
