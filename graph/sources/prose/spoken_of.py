"""Whom and what a review's text speaks of: the people of its film, and other films."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.sources.alignment import Credit, align
from graph.sources.prose.films import films_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.records import Fact, FilmMentionRecord, FilmRecord, MentionRecord, RoleRecord
    from graph.sources.prose.films import SetOff


def mentions_of(text: str, title: str, roles: tuple[RoleRecord, ...]) -> tuple[MentionRecord, ...]:
    """Find where a review's text names the people of its film."""
    credited = [
        Credit(
            name=role.name.value,
            job=role.job,
            character=role.character.value if role.character else None,
            note=role.note.value if role.note else None,
        )
        for role in roles
    ]
    return align(text, credited, title=title) if credited else ()


def other_films(
    text: Fact[str] | None,
    film: FilmRecord,
    roles: tuple[RoleRecord, ...],
    set_off: Sequence[SetOff] = (),
    told: Sequence[str] = (),
) -> tuple[FilmMentionRecord, ...]:
    """Find where a review's text names other films than its own."""
    if text is None:
        return ()
    names = {role.name.value for role in roles} | {role.character.value for role in roles if role.character}
    year = film.year.value if film.year is not None else None
    return films_named(text.value, film.title.value, year, names, set_off, told)
