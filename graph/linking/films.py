"""Which mentions of films are one film: by title, year and the people who made it.

Rule: the same title (or original title) in the same year, unless the directors differ; a year apart
(festival and release years differ) only with a shared director or two shared actors; with a year
unknown on one side, the same. Shared external ids decide, conflicting ones forbid. What the rule
sees but does not dare to join is returned as unsure, with the reason.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from graph.linking.clusters import Clusters, Traits
from graph.linking.titles import title_key

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class FilmMention:
    """A film as one source describes it: one row of the table that films are linked over.

    ``directors`` and ``cast`` are romanisation keys of names; ``ids`` maps a scheme to an id.
    """

    iri: str
    titles: tuple[str, ...]
    year: int | None = None
    directors: frozenset[str] = frozenset()
    cast: frozenset[str] = frozenset()
    ids: dict[str, str] = field(default_factory=dict)


#: A block of more films of one title than this is compared only within the same or the next year.
_BLOCK = 200


def link_films(mentions: Iterable[FilmMention]) -> Clusters:
    """The films among the mentions, as clusters with reasons.

    Candidate pairs share a title key or an external id, so their number stays near the number of
    mentions.
    """
    table = {mention.iri: mention for mention in sorted(mentions, key=lambda mention: mention.iri)}
    clusters = Clusters({iri: _traits(mention) for iri, mention in table.items()}, _forbids)
    blocks: dict[str, list[FilmMention]] = defaultdict(list)
    by_id: dict[tuple[str, str], list[FilmMention]] = defaultdict(list)
    for mention in table.values():
        for key in dict.fromkeys(title_key(title) for title in mention.titles):
            blocks[key].append(mention)
        for pair in mention.ids.items():
            by_id[pair].append(mention)
    for (scheme, value), block in by_id.items():
        for a, b in pairwise(block):
            clusters.join(b.iri, a.iri, "external id", 1.0, f"same {scheme} id, {value}")
    for pass_ in (_same_year, _near_year, _no_year):
        for block in blocks.values():
            for a, b in _pairs(block):
                if not clusters.together(a.iri, b.iri):
                    pass_(clusters, a, b)
    return clusters


def _pairs(block: list[FilmMention]) -> Iterable[tuple[FilmMention, FilmMention]]:
    if len(block) <= _BLOCK:
        return combinations(block, 2)
    ordered = sorted(block, key=lambda mention: (mention.year or 0, mention.iri))
    return (
        (a, b)
        for i, a in enumerate(ordered)
        for b in ordered[i + 1 : i + _BLOCK]
        if a.year is None or b.year is None or b.year - a.year <= 1
    )


def _traits(mention: FilmMention) -> Traits:
    ids = {scheme: {value} for scheme, value in mention.ids.items()}
    return Traits(ids=ids, years=(mention.year, mention.year) if mention.year else None)


def _forbids(a: Traits, b: Traits) -> str | None:
    for scheme in a.ids.keys() & b.ids.keys():
        if a.ids[scheme].isdisjoint(b.ids[scheme]):
            return f"their {scheme} ids differ"
    if a.years and b.years and max(a.years[1], b.years[1]) - min(a.years[0], b.years[0]) > 1:
        return "their years differ by more than one"
    return None


def _directors_differ(a: FilmMention, b: FilmMention) -> bool:
    return bool(a.directors and b.directors and a.directors.isdisjoint(b.directors))


def _shared_people(a: FilmMention, b: FilmMention) -> str | None:
    if a.directors & b.directors:
        return "the same director"
    shared = len(a.cast & b.cast)
    if shared >= 2:
        return f"{shared} actors in common"
    return None


def _same_year(clusters: Clusters, a: FilmMention, b: FilmMention) -> None:
    if a.year is None or a.year != b.year:
        return
    people = _shared_people(a, b)
    if _directors_differ(a, b) and not people:
        _refuse(clusters, a, b, f"same title and year, {a.year}; but other directors")
        return
    reason = f"same title and year, {a.year}" + (f"; {people}" if people else "")
    clusters.join(b.iri, a.iri, "title and year", 0.99 if people else 0.97, reason)


def _near_year(clusters: Clusters, a: FilmMention, b: FilmMention) -> None:
    if a.year is None or b.year is None or abs(a.year - b.year) != 1:
        return
    people = _shared_people(a, b)
    if people:
        reason = f"same title, years {a.year} and {b.year}; {people}"
        clusters.join(b.iri, a.iri, "title, near year and people", 0.95, reason)
    elif not _directors_differ(a, b):
        _refuse(clusters, a, b, f"same title, years {a.year} and {b.year}; but no person in common")


def _no_year(clusters: Clusters, a: FilmMention, b: FilmMention) -> None:
    if a.year is not None and b.year is not None:
        return
    people = _shared_people(a, b)
    if people:
        clusters.join(b.iri, a.iri, "title and people", 0.93, f"same title; {people}; a year is not printed")
    elif not _directors_differ(a, b):
        _refuse(clusters, a, b, "same title; but a year is not printed and no person is in common")


def _refuse(clusters: Clusters, a: FilmMention, b: FilmMention, evidence: str) -> None:
    clusters.refuse(b.iri, a.iri, "title", 0.5, evidence)
