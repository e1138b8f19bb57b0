"""AggregateRating over a site's own reviews of one film. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.export.critique import rating
from graph.export.rules import rating_lacks
from graph.nodes import first

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.export.values import JsonLd, View

#: Digits after the dot of an average.
_DIGITS = 2


def aggregate_rating(view: View, publication: str, reviews: Iterable[str]) -> JsonLd | None:
    """The AggregateRating of a film over one publication's reviews of it.

    Other sites' reviews never count, and neither does a review without a rating in numbers. Ratings on
    different scales have no average, for nothing is converted.

    Args:
        view: looks up a node of the view.
        publication: whose page the block is for.
        reviews: reviews of the film, of any publication.

    Returns:
        The object for the film's ``aggregateRating``; None where fewer than two reviews are rated, or
        their scales differ.
    """
    ratings = []
    for iri in sorted(set(reviews)):
        node = view(iri)
        if node.get("publication") == [publication]:
            block = rating(view(first(node, "rating") or ""))
            if block is not None and not rating_lacks(block) and not isinstance(block["ratingValue"], str):
                ratings.append(block)
    scales = {(block.get("bestRating"), block.get("worstRating")) for block in ratings}
    if len(ratings) < 2 or len(scales) != 1:
        return None
    mean = round(sum(block["ratingValue"] for block in ratings) / len(ratings), _DIGITS)
    found: JsonLd = {
        "@type": "AggregateRating",
        "ratingValue": int(mean) if mean == int(mean) else mean,
        "ratingCount": len(ratings),
    }
    return found | {key: ratings[0][key] for key in ("bestRating", "worstRating") if key in ratings[0]}
