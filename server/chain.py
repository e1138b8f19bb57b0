"""The shortest chain of films between two people: breadth first, from both ends, over the view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from server import look_up, queries
from server.things import Link

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.published import Published

#: People and films looked at before the search gives up; a second or two on a laptop.
MOST_LOOKED_AT = 5_000


@dataclass(frozen=True, slots=True)
class Step:
    """One film of a chain: who leads to it, who is found there, and what each did on it."""

    person: Link
    did: str
    film: Link
    year: str
    other: Link
    other_did: str


class TooFar(Exception):
    """The search ended before it had looked everywhere."""


def chain(version: Published, start: str, end: str, most: int = MOST_LOOKED_AT) -> list[Step] | None:
    """The steps from one person to another; none for the same person; None where nothing connects them.

    Of chains equally short it is always the same one. Raises TooFar past ``most`` people and films.
    """

    def neighbours(iri: str, *, is_person: bool) -> list[str]:
        query = queries.FILMS_OF if is_person else queries.PEOPLE_OF
        return sorted(row["other"] for row in look_up.rows(version, query, thing=iri))

    path = shortest(start, end, neighbours, most)
    if path is None:
        return None
    return [_step(version, *path[place : place + 3]) for place in range(0, len(path) - 2, 2)]


def shortest(start: str, end: str, neighbours: Callable[..., list[str]], most: int) -> list[str] | None:
    """The shortest way through a graph in which people and films take turns: person, film, ... person.

    Pure. ``neighbours(node, is_person=...)`` gives the nodes beside one, in a fixed order.
    """
    if start == end:
        return [start]
    before: tuple[dict[str, str], dict[str, str]] = ({start: ""}, {end: ""})
    frontiers, kinds, looked_at = [[start], [end]], [True, True], 0
    while frontiers[0] and frontiers[1]:
        side = 0 if len(frontiers[0]) <= len(frontiers[1]) else 1
        known, other = before[side], before[1 - side]
        fresh: list[str] = []
        met: list[str] = []
        for node in frontiers[side]:
            looked_at += 1
            if looked_at > most:
                raise TooFar
            for beside in neighbours(node, is_person=kinds[side]):
                if beside not in known:
                    known[beside] = node
                    fresh.append(beside)
                    if beside in other:
                        met.append(beside)
        if met:
            # A whole level is looked at, so every meeting is as short; the least name makes it one answer.
            middle = min(met)
            return [*reversed(_way(before[0], middle)), *_way(before[1], middle)[1:]]
        frontiers[side], kinds[side] = fresh, not kinds[side]
    return None


def _way(before: dict[str, str], node: str) -> list[str]:
    way = [node]
    while before[way[-1]]:
        way.append(before[way[-1]])
    return way


def _step(version: Published, person: str, film: str, other: str) -> Step:
    title, year = _label(version, film)
    return Step(
        Link(person, _label(version, person)[0]), _did(version, film, person), Link(film, title), year,
        Link(other, _label(version, other)[0]), _did(version, film, other),
    )  # fmt: skip


def _label(version: Published, iri: str) -> tuple[str, str]:
    rows = look_up.rows(version, queries.LABEL, thing=iri)
    found = sorted((row["label"], row.get("year", "")) for row in rows)
    return found[0] if found else (iri.rsplit("/", 1)[-1], "")


def _did(version: Published, film: str, person: str) -> str:
    """What a person did on a film: ``as Soo-jin, director``."""
    done = {
        f"as {row['characterName']}"
        if "characterName" in row
        else look_up.short(row["job"]).removeprefix("job:")
        for row in look_up.rows(version, queries.ROLES_OF_BOTH, thing=film, kind=person)
    }
    return ", ".join(sorted(done))
