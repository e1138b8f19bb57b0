"""Who did what in a film, as the places of a page state it; and how that becomes the film's roles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from graph.records import ACTOR, JOBS, RoleRecord
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from graph.records import Fact

    Complain = Callable[[str, int | None], None]

#: What two spellings of a name may differ in: marks within a word, and marks between words.
_JOINED, _NO_LETTERS = regex(r"[.'’]"), regex(r"[\W_]")
_MAX_ROLES = 400


@dataclass(slots=True)
class DraftRole:
    """A role before billing is known; ``rank`` says which place stated it."""

    job: str
    name: Fact[str]
    character: Fact[str] | None
    note: Fact[str] | None
    rank: int
    imdb_id: Fact[str] | None = None
    wikidata_id: Fact[str] | None = None


def settled(roles: Iterable[DraftRole], film: str, complain: Complain) -> tuple[RoleRecord, ...]:
    """The roles of a film as records, in the order of jobs and billing, one for each person and job.

    ``complain`` is told, with a line, of what is made one or left out.
    """
    kept: list[DraftRole] = []
    ordered = sorted(roles, key=lambda role: role.rank)[: 4 * _MAX_ROLES]
    stated = {(role.rank, role.job, plain(role.name.value)) for role in ordered}
    for role in ordered:
        _merge(kept, role, stated, complain)
    if len(kept) > _MAX_ROLES:
        complain(f"The page credits {len(kept)} people; the first {_MAX_ROLES} are kept.", None)
        kept = kept[:_MAX_ROLES]
    kept.sort(key=lambda role: JOBS.index(role.job))
    billing = 0
    records: list[RoleRecord] = []
    for role in kept:
        billing += role.job == ACTOR
        number = billing if role.job == ACTOR else None
        records.append(
            RoleRecord(
                film,
                role.job,
                role.name,
                role.character,
                number,
                role.note,
                role.imdb_id,
                role.wikidata_id,
            )
        )
    return tuple(records)


def _merge(
    kept: list[DraftRole], role: DraftRole, stated: set[tuple[int, str, str]], complain: Complain
) -> None:
    """Make a role one with a better-ranked one of the same person, or keep it.

    Two spellings are one person only if the place of the second does not state the first as well.
    """
    for other in kept:
        if other.job != role.job:
            continue
        exact = same_person(other.name.value, role.name.value)
        both = (role.rank, role.job, plain(other.name.value)) in stated
        if not exact and (other.rank == role.rank or both or not _similar(other, role)):
            continue
        if not exact:
            complain(
                f"The page spells one name two ways: {other.name.value} (taken, line "
                f"{other.name.first_line}) and "
                f"{role.name.value}.",
                role.name.first_line,
            )
        elif role.rank == other.rank and _two_characters(other, role):
            continue
        other.character = other.character or role.character
        # "story" beside a whole credit
        whole = role.job != ACTOR and role.rank == other.rank and role.note is None
        other.note = None if whole else other.note or role.note
        other.imdb_id = other.imdb_id or role.imdb_id
        other.wikidata_id = other.wikidata_id or role.wikidata_id
        return
    kept.append(role)


def _two_characters(one: DraftRole, other: DraftRole) -> bool:
    if one.character is None or other.character is None:
        return False
    return one.character.value.casefold() != other.character.value.casefold()


def _similar(one: DraftRole, other: DraftRole) -> bool:
    """One person under two spellings: near in letters, or the same character and nearer than chance."""
    score = fuzz.token_sort_ratio(plain(one.name.value), plain(other.name.value))
    if one.character and other.character:
        same = plain(one.character.value) == plain(other.character.value)
        return score >= (60 if same else 92)
    return score >= 75


def same_person(one: str, other: str) -> bool:
    """Whether two spellings are one name: they differ in marks and capitals alone."""
    return plain(one) == plain(other)


@lru_cache(maxsize=4_096)  # each name of a page is compared with each other
def plain(name: str) -> str:
    """A name without its marks and capitals: "J.P. O'Neill" and "JP ONeill" are one."""
    return " ".join(_NO_LETTERS.sub(" ", _JOINED.sub("", name.casefold())).split())
