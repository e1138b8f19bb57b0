"""Reviews of one film on one page: the film stands once, with what each of them states of it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from graph.records import DIRECTOR, FilmRecord, RoleRecord
from graph.sources.columns.opinions import review_key
from graph.sources.facts.titles import same_title
from graph.sources.prose.spoken_of import mentions_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.records import DocumentRecord, ReviewRecord

#: How far two statements of one film's year, or of its minutes, may lie apart.
_YEARS, _MINUTES = 1, 12


def film_key(number: int) -> str:
    """Name the films of a page: film, film-2 ..."""
    return "film" if number == 1 else f"film-{number}"


def numbered(
    records: Sequence[DocumentRecord],
) -> tuple[tuple[FilmRecord, ...], tuple[RoleRecord, ...], tuple[ReviewRecord, ...]]:
    """The films, roles and reviews of a page's entries, each of one film: those of one film made one.

    Keys are given anew, in the page's order.
    """
    films: list[FilmRecord] = []
    roles: list[list[RoleRecord]] = []
    reviews: list[ReviewRecord] = []
    joined: set[str] = set()
    for record in records:
        (film,) = record.films
        place = _known(film, record.roles, films, roles)
        if place is None:
            place = len(films)
            films.append(replace(film, key=film_key(place + 1)))
            roles.append([])
        else:
            films[place] = _with(films[place], film)
            joined.add(films[place].key)
        _add(roles[place], record.roles, films[place].key)
        reviews += [
            replace(review, key=review_key(number), film=films[place].key)
            for number, review in enumerate(record.reviews, len(reviews) + 1)
        ]
    people = tuple(role for own in roles for role in own)
    return tuple(films), people, tuple(_speaking(one, films, people) if one.film in joined else one
                                       for one in reviews)  # fmt: skip


def _speaking(
    review: ReviewRecord, films: Sequence[FilmRecord], roles: tuple[RoleRecord, ...]
) -> ReviewRecord:
    """A review whose text may name people whom only another review of the film credits."""
    film = next(film for film in films if film.key == review.film)
    cast = tuple(role for role in roles if role.film == film.key)
    if review.text is None:
        return review
    return replace(review, mentions=mentions_of(review.text.value, film.title.value, cast))


def _known(
    film: FilmRecord, roles: Sequence[RoleRecord], films: list[FilmRecord], known: list[list[RoleRecord]]
) -> int | None:
    """The place of the film among those known; None where it is another, or may be."""
    for place, other in enumerate(films):
        if (
            same_title(film.title.value, other.title.value)
            and _near(film.year, other.year, _YEARS)
            and _near(film.runtime_minutes, other.runtime_minutes, _MINUTES)
            and not _apart(_directors(roles), _directors(known[place]))
        ):
            return place
    return None


def _near(one: object, other: object, most: int) -> bool:
    stated = getattr(one, "value", None), getattr(other, "value", None)
    return None in stated or abs(stated[0] - stated[1]) <= most  # type: ignore[operator]


def _apart(one: set[str], other: set[str]) -> bool:
    return bool(one and other) and not one & other


def _directors(roles: Sequence[RoleRecord]) -> set[str]:
    return {role.name.value.casefold().split()[-1] for role in roles if role.job == DIRECTOR}


def _with(film: FilmRecord, other: FilmRecord) -> FilmRecord:
    """A film with what another statement of it adds."""
    added = {
        field.name: getattr(other, field.name)
        for field in fields(FilmRecord)
        if getattr(film, field.name) in (None, ()) and getattr(other, field.name) not in (None, ())
    }
    return replace(film, **added)


def _add(known: list[RoleRecord], roles: Sequence[RoleRecord], film: str) -> None:
    names = {(role.job, role.name.value.casefold()) for role in known}
    billed = max((role.billing or 0 for role in known), default=0)
    for role in roles:
        if (role.job, role.name.value.casefold()) not in names:
            billing = role.billing + billed if role.billing is not None and known and billed else role.billing
            known.append(replace(role, film=film, billing=billing))
