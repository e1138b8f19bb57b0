"""The rows that people are linked over, out of the table of mentions."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.linking.appearance import Appearance
from graph.mentions import CRITIC, PERSON
from graph.names import exact_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.linker.first_round import FirstRound
    from graph.mentions import FilmInShort, MentionTable, Stored

_AS_KEPT: dict[int, int] = {}
_NOBODY: frozenset[object] = frozenset()


@dataclass(slots=True)
class Appearances:
    """Rows to link, and which row stands for each mention, and when each was first seen."""

    by_id: dict[str, Appearance] = field(default_factory=dict)
    standing: dict[int, str] = field(default_factory=dict)
    years: dict[str, int | None] = field(default_factory=dict)


def appearances(
    table: MentionTable,
    stored: Mapping[int, Stored],
    first: FirstRound | None = None,
    matched: Mapping[int, int] = _AS_KEPT,
) -> Appearances:
    """The appearances of some mentions of people, as linking wants them.

    Args:
        table: the table of mentions.
        stored: the mentions.
        first: the films of the first round, over which people are linked where these are given.
        matched: the appearances of mentions that are other ones than the table says.
    """
    films_of = table.films_of(stored)
    told = table.films_in_short({f for fs in films_of.values() for f in fs})
    named, crew = _films(table, told, first)
    rows = Appearances()
    groups: dict[int, list[Stored]] = defaultdict(list)
    for mention in stored.values():
        groups[matched.get(mention.id) or mention.appearance or mention.id].append(mention)
    for group, members in groups.items():
        members.sort(key=lambda mention: mention.iri)
        standing = members[0].iri if group not in stored else stored[group].iri
        worked_on = [film for m in members for film in films_of.get(m.id, ())]
        films = [told[film] for film in worked_on]
        critic = members[0].kind == CRITIC
        years = [film.year for film in films if film.year]
        year = Counter(sorted(years)).most_common(1)[0][0] if years else None
        film = named.get(worked_on[0]) if films and not critic else None
        credited = [credit for m in members for credit in m.data["credits"]]
        own: frozenset[object] = frozenset([exact_key(m.data["name"]) for m in members])
        ids: dict[str, set[str]] = defaultdict(set)
        for m in members:
            for scheme, value in m.data["ids"].items():
                ids[scheme].add(value)
        rows.by_id[standing] = Appearance(
            id=standing,
            film=film or standing,
            year=None if critic else year,
            names=tuple(dict.fromkeys(m.data["name"] for m in members)),
            aliases=tuple(sorted({alias for m in members for alias in m.data["aliases"]})),
            jobs=frozenset(job for _, job, _, _ in credited),
            characters=tuple(sorted({character for _, _, character, _ in credited if character})),
            ids={scheme: frozenset(values) for scheme, values in ids.items()},
            coworkers=crew.get(film, _NOBODY) if film else _NOBODY,
            own=own,
            critic=critic,
            billing=min((order for *_, order in credited if order is not None), default=None),
            directors=tuple(sorted({name for found in films for name in found.directed_by})),
        )
        for m in members:
            rows.standing[m.id] = standing
            rows.years[m.iri] = year
    return rows


def _films(
    table: MentionTable, films: Mapping[int, FilmInShort], first: FirstRound | None
) -> tuple[dict[int, str], dict[str, frozenset[object]]]:
    """What to call the film of each mention, and the exact keys of the names of everybody on each film."""
    if first is None:
        named = {film: told.entity for film, told in films.items() if told.entity is not None}
        mentions = table.of_entities(set(named.values()))
    else:
        first.know(films)
        named = {film: first.name(first.film(film)) for film in films}
        mentions = {first.name(film): first.mentions(film) for film in set(map(first.film, films))}
    names = {film: table.names_of(table.parts_of(found), PERSON) for film, found in mentions.items()}
    return named, {film: frozenset(map(exact_key, found)) for film, found in names.items()}
