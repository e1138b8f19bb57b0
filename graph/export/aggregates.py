"""What a site's own reviews of one film say together: each of them, and their average. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from graph.export.critique import listed
from graph.export.options import DEFAULT, Options
from graph.export.rules import lacks, rating_lacks
from graph.export.values import one_or_many, put

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.export.values import JsonLd, View

#: Digits after the dot of an average.
_DIGITS = 2


def own_publication(base: str, homepages: Mapping[str, str | None]) -> str | None:
    """The publication whose own site a dataset's pages are; None for an archive of several others'.

    Args:
        base: what the dataset's IRIs begin with.
        homepages: the publications, each with its home page where that is known.

    Returns:
        The one whose home page is of the same host as the dataset, else the only one there is.
    """
    host = _host(base)
    same = [iri for iri, homepage in homepages.items() if homepage and _host(homepage) == host]
    if len(same) == 1:
        return same[0]
    return next(iter(homepages)) if len(homepages) == 1 else None


def add_reviews(
    film: JsonLd, view: View, publication: str | None, reviews: Iterable[str], options: Options = DEFAULT
) -> JsonLd:
    """A Movie block with the site's own reviews of the film, as its page lists them, and their average.

    Other sites' reviews never count, and neither does a review that lacks what search engines require.

    Args:
        film: the Movie block, with its name.
        view: looks up a node of the view.
        publication: whose page the block is for; None for one of several, whose page has no own reviews.
        reviews: reviews of the film, of any publication.
        options: how the blocks are written.
    """
    if publication is None:
        return film
    own = [iri for iri in dict.fromkeys(reviews) if view(iri).get("publication") == [publication]]
    drafts = [listed(view, iri, options) for iri in own]
    return with_average(film, [one for one in drafts if not lacks({**one, "itemReviewed": film})])


def with_average(film: JsonLd, reviews: Sequence[JsonLd]) -> JsonLd:
    """A Movie block with its reviews, each a whole one, and their average where there is one."""
    block = dict(film)
    put(block, "aggregateRating", average([one["reviewRating"] for one in reviews]))
    put(block, "review", one_or_many(list(reviews)))
    return block


def average(ratings: Iterable[JsonLd]) -> JsonLd | None:
    """The AggregateRating of some Ratings of one film.

    Returns:
        The object for the film's ``aggregateRating``; None where fewer than two are in numbers, or where
        their scales differ, for nothing is converted.
    """
    numbers = [one for one in ratings if not rating_lacks(one) and not isinstance(one["ratingValue"], str)]
    scales = {(one.get("bestRating"), one.get("worstRating")) for one in numbers}
    if len(numbers) < 2 or len(scales) != 1:
        return None
    mean = round(sum(one["ratingValue"] for one in numbers) / len(numbers), _DIGITS)
    found: JsonLd = {
        "@type": "AggregateRating",
        "ratingValue": int(mean) if mean == int(mean) else mean,
        "ratingCount": len(numbers),
    }
    return found | {key: numbers[0][key] for key in ("bestRating", "worstRating") if key in numbers[0]}


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
