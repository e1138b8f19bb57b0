"""An appearance: one person in one film, whatever number of mentions in whatever number of sources say so.

Appearances are the rows over which people are linked across films.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NO_IDS: dict[str, frozenset[str]] = {}


@dataclass(frozen=True, slots=True)
class Appearance:
    """One person in one film.

    ``names`` are the names under which the film credits the person, the one to print first;
    ``aliases`` those by which only prose calls them. ``coworkers`` are the exact keys
    (``graph.names.exact_key``) of the other names of the film, or numbers that stand for them. Of its
    ``own`` names, where given, ``coworkers`` may hold the keys as well, so that all appearances of a film
    share one set. ``year`` is None where it is not known.
    ``ids`` maps a scheme ("imdb") to the ids that sources state. ``critic`` marks who wrote about the
    film: critics are linked among themselves only.
    """

    id: str
    film: str
    year: int | None
    names: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    jobs: frozenset[str] = frozenset()
    characters: tuple[str, ...] = ()
    ids: Mapping[str, frozenset[str]] = field(default_factory=lambda: _NO_IDS)
    coworkers: frozenset[object] = frozenset()
    own: frozenset[object] = frozenset()
    critic: bool = False
    billing: int | None = None
    directors: tuple[str, ...] = ()


def common_coworkers(one: Appearance, other: Appearance) -> frozenset[object]:
    """The co-workers that two appearances share."""
    shared = one.coworkers & other.coworkers
    return shared - one.own - other.own if shared else shared


def pair(first: str, second: str) -> tuple[str, str]:
    """Two ids as one pair, whichever came first."""
    return (first, second) if first < second else (second, first)


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided about pairs of appearances; it outranks everything that the method finds.

    Each pair is of appearance ids as :func:`pair` puts them. A pair in both is rejected.
    """

    accepted: frozenset[tuple[str, str]] = frozenset()
    rejected: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(
        cls, accepted: Iterable[tuple[str, str]] = (), rejected: Iterable[tuple[str, str]] = ()
    ) -> Decisions:
        """Decisions from pairs in any order."""
        return cls(frozenset(pair(*p) for p in accepted), frozenset(pair(*p) for p in rejected))


@dataclass(frozen=True, slots=True)
class Joined:
    """Why two appearances are one person: how it was found, how sure (0 to 1), in plain words."""

    first: str
    second: str
    method: str
    score: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A pair for a person to look at. ``risk`` orders the queue: the chance that the method is wrong.

    ``joined`` says what the method did meanwhile: joined the two although it is not sure, or left
    them apart although they may be one.
    """

    first: str
    second: str
    joined: bool
    risk: float
    method: str
    score: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Linked:
    """What was decided about one component: its people, the reasons, and what is left to a person.

    ``clusters`` are the appearance ids of each person, sorted; ``joins`` connect each cluster of
    several (a tree: one fewer than its members); ``queue`` is the riskiest first.
    """

    clusters: tuple[tuple[str, ...], ...]
    joins: tuple[Joined, ...] = ()
    queue: tuple[Doubt, ...] = ()
