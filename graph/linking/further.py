"""Films weighed again when linking people has shown who goes by two names.

The same weights as in ``film_score``, with each such person under one name: a film and its retitling,
whose people two sources spell differently, then have them in common.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.linking.film_score import ASK, compare
from graph.linking.film_traits import FilmTraits
from graph.linking.films import FilmMention, Weighed, ask, join_weighed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.linking.clusters import Clusters
    from graph.linking.film_score import Verdict

#: Of the people who go by two names so many are named in the evidence.
_NAMED = 2


@dataclass(frozen=True, slots=True)
class Pairing:
    """Who goes by two names on two films: pairs of romanisation keys, and of the names as printed."""

    keys: frozenset[tuple[str, str]]
    names: tuple[tuple[str, str], ...]


def worth_asking(one: FilmMention, other: FilmMention, pairing: Pairing) -> bool:
    """Whether two films may be one where people who go by two names are compared by one of them."""
    called = _one_name(pairing.keys)
    verdict = compare(_called(one, called), _called(other, called))
    return verdict is not None and verdict.points >= ASK


def link_further(
    clusters: Clusters, films: Mapping[int, FilmMention], pairs: Mapping[tuple[int, int], Pairing]
) -> None:
    """Joins films of the first round that are one when their people are known, or asks.

    Args:
        clusters: what the first round decided; joins and doubts are added.
        films: films that ``pairs`` connect, each as one mention of all that is said of it.
        pairs: the pairs of them that are worth weighing again.
    """
    called = _one_name(keys for pairing in pairs.values() for keys in pairing.keys)
    places = {film: place for place, film in enumerate(sorted(films, key=lambda film: films[film].iri))}
    wholes = [_called(films[film], called) for film in places]
    for whole in wholes:
        traits = clusters.traits(whole.iri)
        if isinstance(traits, FilmTraits):
            traits.directors, traits.cast = whole.directors, whole.cast
    weighed: list[Weighed] = []
    for (one, other), pairing in pairs.items():
        a, b = sorted((places[one], places[other]))
        verdict = compare(wholes[a], wholes[b])
        if verdict is not None and verdict.points >= ASK:
            weighed.append((verdict.points, a, b, _said(verdict, pairing)))
    weighed.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    ask(clusters, wholes, join_weighed(clusters, wholes, weighed))


def _one_name(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The least of all keys that pairs connect, for each of them."""
    one: dict[str, set[str]] = {}
    for pair in pairs:
        together = {key for name in pair for key in one.get(name, (name,))}
        one.update(dict.fromkeys(together, together))
    return {key: min(together) for key, together in one.items()}


def _called(film: FilmMention, called: Mapping[str, str]) -> FilmMention:
    """A film with people under the names that they are compared by."""
    return replace(
        film,
        directors=frozenset(called.get(name, name) for name in film.directors),
        cast=frozenset(called.get(name, name) for name in film.cast),
        played=frozenset((called.get(name, name), character) for name, character in film.played),
    )


def _said(verdict: Verdict, pairing: Pairing) -> Verdict:
    """The verdict with who it is that goes by two names."""
    named = [f"“{one}” is “{other}”" for one, other in pairing.names[:_NAMED]]
    if len(pairing.names) > _NAMED:
        named.append(f"{len(pairing.names) - _NAMED} more by other names")
    return replace(
        verdict,
        method=f"{verdict.method}, by other names",
        people="; ".join(part for part in (verdict.people, ", ".join(named)) if part),
    )
