"""What must not clash inside one film: ids, years, directors, sources, and what people decided."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from graph.linking.clusters import Traits
from graph.linking.film_score import respelt, same_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.linking.film_blocks import FilmMention

BOTH = "one source lists both"


@dataclass(slots=True)
class FilmTraits(Traits):
    """What must not clash inside one film, beside ids and years."""

    sources: frozenset[str] = frozenset()
    listings: frozenset[str] = frozenset()
    directors: frozenset[str] = frozenset()
    cast: frozenset[str] = frozenset()
    directed_by: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    minutes: frozenset[int] = frozenset()
    rated: frozenset[str] = frozenset()
    reviewed: frozenset[int] = frozenset()

    def merge(self, other: Traits) -> None:
        """Takes in another cluster's traits."""
        Traits.merge(self, other)
        if isinstance(other, FilmTraits):
            self.sources |= other.sources
            self.listings |= other.listings
            self.directors |= other.directors
            self.cast |= other.cast
            self.directed_by += other.directed_by
            self.named |= other.named
            self.apart |= other.apart
            self.minutes |= other.minutes
            self.rated |= other.rated
            self.reviewed |= other.reviewed


def source_of(iri: str) -> str:
    """The source of a mention."""
    return iri.partition("#")[0]


def traits(table: list[FilmMention], rejected: Iterable[frozenset[str]]) -> dict[str, Traits]:
    """The traits of each mention by its IRI.

    Args:
        table: the mentions, sorted by IRI.
        rejected: pairs of which a person said that they are two films.
    """
    apart: dict[str, set[str]] = defaultdict(set)
    for pair in rejected:
        for iri in pair:
            apart[iri] |= pair - {iri}
    # A source that describes one film cannot bring two of its films together: it need not be kept.
    listing: dict[str, frozenset[str]] = {}
    for before, mention in pairwise(table):
        source = source_of(mention.iri)
        if source == source_of(before.iri):
            listing.setdefault(source, frozenset((source,)))
    nothing: frozenset[str] = frozenset()
    return {
        mention.iri: FilmTraits(
            ids={scheme: {value} for scheme, value in mention.ids.items()},
            years=(mention.year, mention.year) if mention.year else None,
            sources=listing.get(source_of(mention.iri), nothing),
            listings=listing.get(source_of(mention.iri), nothing) if mention.listed else nothing,
            directors=mention.directors,
            cast=mention.cast,
            directed_by=mention.directed_by,
            named=frozenset((mention.iri,)) if mention.iri in apart else nothing,
            apart=frozenset(apart[mention.iri]) if mention.iri in apart else nothing,
            minutes=mention.minutes,
            rated=mention.rated,
            reviewed=mention.reviewed,
        )
        for mention in table
    }


def said_apart(a: Traits, b: Traits) -> str | None:
    """Whether a person said that two clusters are two films, in words."""
    if isinstance(a, FilmTraits) and isinstance(b, FilmTraits) and not a.named.isdisjoint(b.apart):
        return "a person said that they are two films"
    return None


def forbids(a: Traits, b: Traits) -> str | None:
    """Why two clusters are never one film, whatever is alike."""
    if isinstance(a, FilmTraits) and isinstance(b, FilmTraits) and not a.listings.isdisjoint(b.listings):
        return BOTH
    return said_apart(a, b) or other_ids(a, b)


def other_ids(a: Traits, b: Traits) -> str | None:
    """Whether two clusters have other external ids, in words."""
    for scheme in a.ids.keys() & b.ids.keys():
        if a.ids[scheme].isdisjoint(b.ids[scheme]):
            return f"their {scheme} ids differ"
    return None


def far(a: Traits, b: Traits) -> str | None:
    """Whether two clusters are of years too far apart, in words."""
    if a.years and b.years and max(a.years[1], b.years[1]) - min(a.years[0], b.years[0]) > 2:
        return "their years differ by more than two"
    return None


def clash(a: Traits, b: Traits) -> str | None:
    """Why two clusters look like two films, though two of their mentions are alike."""
    if (reason := forbids(a, b) or far(a, b)) is not None:
        return reason
    if not (isinstance(a, FilmTraits) and isinstance(b, FilmTraits)):
        return None
    if a.directors and b.directors and a.directors.isdisjoint(b.directors) and len(a.cast & b.cast) < 2:
        spelt = respelt(a.directors, b.directors) or same_name(a.directed_by, b.directed_by)
        if not spelt:
            return "their directors differ"
    return None if a.sources.isdisjoint(b.sources) else BOTH
