"""Which mentions of films are one film: by title, year and the people who made it.

Titles, years, directors and casts of two mentions are weighed (``film_score``); the surest pairs are
joined first, and nothing is joined that would bring together two years more than two apart, other
external ids, other directors, or two films of one source. Where a mention may as well be another
film, it is left to a person, as is what the rule sees but does not dare to join. Shared external ids
decide, conflicting ones forbid, and what a person decided outranks everything.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.linking.clusters import Clusters, same_id
from graph.linking.film_blocks import FilmMention, blocks, components, film_keys, merged, pairs_of
from graph.linking.film_score import ASK, ENOUGH, Verdict, compare
from graph.linking.film_traits import BOTH, clash, far, forbids, other_ids, said_apart, source_of, traits
from graph.linking.title_alone import link_by_title
from graph.linking.titles import parse_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["FilmMention", "Weighed", "components", "film_keys", "join_weighed", "link_films"]

#: A pair of mentions that a person decided about.
Pair = frozenset[str]

#: A pair is joined only if it has so many points more than another film that either could be.
_MARGIN = 1.0


def link_films(
    mentions: Iterable[FilmMention],
    accepted: Iterable[Pair] = (),
    rejected: Iterable[Pair] = (),
) -> Clusters:
    """The films among the mentions, as clusters with reasons.

    Only mentions that share a key (``film_keys``) are compared, so their number stays near the number
    of mentions, and a component of them gives the same films alone as among all others. The order of
    the mentions decides nothing.

    Args:
        mentions: the table of films as the sources describe them.
        accepted: pairs of mentions that a person said are one film.
        rejected: pairs of mentions that a person said are two. Where a person said both, directly or
            through other pairs, the two stay two and the contradiction is returned as unsure.
    """
    table = sorted(mentions, key=lambda mention: mention.iri)
    clusters = Clusters(traits(table, rejected), forbids)
    for a, b in sorted(tuple(sorted(pair)) for pair in accepted if len(pair) == 2):
        if not (clusters.knows(a) and clusters.knows(b)) or clusters.together(a, b):
            continue
        said = "a person said that they are one film"
        if said_apart(clusters.traits(a), clusters.traits(b)) is None:
            clusters.join(b, a, "a person", 1.0, said, forced=True)
        else:
            clusters.refuse(b, a, "a person", 0.5, f"{said}; but a person said that they are two films")
    _by_id(clusters, table)
    films = _alike_throughout(clusters, table)
    doubts = join_weighed(clusters, films, _weigh(clusters, films))
    left = link_by_title(clusters, films)
    ask(clusters, films, [_reworded(doubt, films, left) for doubt in doubts])
    return clusters


_RIVAL = "another film is as much alike"


def _by_id(clusters: Clusters, table: list[FilmMention]) -> None:
    """Joins mentions that share an external id."""
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for mention in table:
        for pair in mention.ids.items():
            holders[pair].append(mention.iri)
    for (scheme, value), iris in sorted(holders.items()):
        evidence = same_id(scheme, value)
        heaps = iris[:1]
        for iri in iris[1:]:
            # One that the first may not be joined to may still be what another one is.
            if not any(_same_id(clusters, first, iri, evidence) for first in heaps):
                heaps.append(iri)


def _same_id(clusters: Clusters, a: str, b: str, evidence: str) -> bool:
    if clusters.together(a, b):
        return True
    one, other = clusters.traits(a), clusters.traits(b)
    reason = said_apart(one, other) or other_ids(one, other) or far(one, other)
    if reason is None:
        return clusters.join(b, a, "external id", 1.0, evidence, forced=True)
    clusters.refuse(b, a, "external id", 0.5, f"{evidence}; but {reason}")
    return False


def _alike_throughout(clusters: Clusters, table: list[FilmMention]) -> list[FilmMention]:
    """Joins mentions of one title, year and director; one mention, of all they say, is returned for each.

    Most mentions of a film say these alike: what remains to be compared are the ways to say them.
    """
    groups: dict[tuple[object, ...], list[FilmMention]] = defaultdict(list)
    films: list[FilmMention] = []
    for mention in table:
        known = bool(mention.directors) or (mention.year is not None and not mention.cast)
        if not known:
            films.append(mention)
            continue
        titles = tuple(sorted({parse_title(title).key for title in mention.titles}))
        groups[titles, mention.year, mention.directors].append(mention)
    for group in groups.values():
        films += group if len(group) == 1 else _heaps(clusters, group)
    return sorted(films, key=lambda mention: mention.iri)


def _heaps(clusters: Clusters, group: list[FilmMention]) -> list[FilmMention]:
    heaps: list[list[FilmMention]] = []
    first = group[0]
    evidence = f"same title and year, {first.year}" if first.year else "same title"
    if first.directors:
        evidence += "; the same director"
    if first.year is None:
        evidence += "; a year is not printed"
    score = 0.99 if first.year and first.directors else 0.97 if first.year else 0.96
    for mention in group:
        for heap in heaps:
            a, b = heap[0].iri, mention.iri
            if clusters.together(a, b) or (
                clusters.forbidden(a, b) is None and clusters.join(b, a, "title and year", score, evidence)
            ):
                heap.append(mention)
                break
        else:
            heaps.append([mention])
    return [merged(heap) if len(heap) > 1 else heap[0] for heap in heaps]


#: A pair that was not joined: the places of the two, what was seen, and why not.
_Doubt = tuple[int, int, Verdict, str]


def _reworded(doubt: _Doubt, films: Sequence[FilmMention], left: Mapping[str, str]) -> _Doubt:
    """A doubt with the reason for which a title alone did not decide it, where there is a better one."""
    one, other, verdict, why = doubt
    if not verdict.people and why == verdict.doubt:
        why = left.get(films[one].iri) or left.get(films[other].iri) or why
    return one, other, verdict, why


#: A pair that is worth joining or asking about: its points, the places of the two, and why.
Weighed = tuple[float, int, int, Verdict]


def _weigh(clusters: Clusters, films: list[FilmMention]) -> list[Weighed]:
    """The pairs of films that share a key, weighed; the surest first."""
    seen: set[int] = set()
    weighed: list[Weighed] = []
    for block in blocks(films):
        for one, other in pairs_of(block, films):
            a, b = (one, other) if one < other else (other, one)
            pair = a * len(films) + b
            if a == b or pair in seen:
                continue
            seen.add(pair)
            if clusters.together(films[a].iri, films[b].iri):
                continue
            verdict = compare(films[a], films[b])
            if verdict is None or verdict.points < ASK:
                continue
            if verdict.plain or source_of(films[a].iri) != source_of(films[b].iri):
                weighed.append((verdict.points, a, b, verdict))
    weighed.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    return weighed


def join_weighed(clusters: Clusters, films: Sequence[FilmMention], weighed: list[Weighed]) -> list[_Doubt]:
    """Joins the pairs that are sure enough.

    Args:
        clusters: what is joined already.
        films: the films that are weighed.
        weighed: the pairs of them that are worth it, the surest first.

    Returns:
        The doubts about others, for :func:`ask`: the places of the two, what was seen, what speaks against.
    """
    rivals = _rivals(clusters, films, weighed)
    torn = {film for pair in rivals for film in pair}
    doubts: list[_Doubt] = []
    repeated: list[tuple[int, int, Verdict]] = []
    for points, a, b, verdict in weighed:
        one, other = films[a].iri, films[b].iri
        if clusters.together(one, other):
            continue
        doubt = verdict.doubt if points < ENOUGH else _RIVAL if (a, b) in rivals else None
        against = doubt or clash(clusters.traits(one), clusters.traits(other))
        if against == BOTH and verdict.plain and clusters.forbidden(one, other) is None:
            if not verdict.people and source_of(one) == source_of(other):
                repeated.append((a, b, verdict))
                continue
            against = None
        if against is None:
            clusters.join(other, one, verdict.method, verdict.score, verdict.evidence)
        else:
            doubts.append((a, b, verdict, against))
    for a, b, verdict in repeated:
        # A source that says a title and year twice repeats itself, unless both have their own likes
        # in another source: then it lists two films.
        one, other = films[a].iri, films[b].iri
        alone = any(len({source_of(m) for m in clusters.members(iri)}) == 1 for iri in (one, other))
        against = clash(clusters.traits(one), clusters.traits(other))
        if alone and against in (None, BOTH) and a not in torn and b not in torn:
            clusters.join(other, one, verdict.method, verdict.score, verdict.evidence)
        else:
            doubts.append((a, b, verdict, against or BOTH))
    return doubts


def ask(clusters: Clusters, films: Sequence[FilmMention], doubts: list[_Doubt]) -> None:
    """Keeps the doubts that are left once all is joined."""
    for a, b, verdict, doubt in doubts:
        one, other = films[a].iri, films[b].iri
        if clusters.together(one, other):
            continue
        # Each has found itself in the other's source already: there is nothing left to ask.
        settled = clash(clusters.traits(one), clusters.traits(other)) == BOTH
        if not settled or doubt == _RIVAL:
            score = min(verdict.score, 0.5)
            clusters.refuse(other, one, verdict.method, score, f"{verdict.evidence}; but {doubt}")


#: Of a film's candidates so many, the likeliest, are looked at for a rival.
_RIVALS = 50


def _rivals(clusters: Clusters, films: Sequence[FilmMention], weighed: list[Weighed]) -> set[tuple[int, int]]:
    """The pairs of which one film may as well be another one, which the first is not."""
    plain = {(a, b) for _, a, b, verdict in weighed if verdict.plain}
    candidates: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for points, a, b, _ in weighed:
        if points >= ENOUGH:
            candidates[a].append((points, b))
            candidates[b].append((points, a))
    found: set[tuple[int, int]] = set()
    for film, others in candidates.items():
        for i, (points, b) in enumerate(others[:_RIVALS]):
            for less, c in others[i + 1 : _RIVALS]:
                if less <= points - _MARGIN:
                    break
                one, other = clusters.traits(films[b].iri), clusters.traits(films[c].iri)
                # Of one title and year they are one film, unless their ids say that they are two.
                alike = (min(b, c), max(b, c)) in plain and other_ids(one, other) is None
                if alike or clusters.together(films[b].iri, films[c].iri):
                    continue
                if clash(one, other) is not None:
                    found |= {(min(film, b), max(film, b)), (min(film, c), max(film, c))}
    return found
