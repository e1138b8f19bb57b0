"""Clusters of mentions become entities: IRIs minted once, kept through later runs, never reused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping


@dataclass(slots=True)
class Minted:
    """Which entity each mention refers to, and what became of entities that are no more.

    ``replaced`` maps a retired IRI to those that took over its mentions: one after a merge, several
    after a split, none where its sources went.
    """

    refers: dict[str, str] = field(default_factory=dict)
    replaced: dict[str, tuple[str, ...]] = field(default_factory=dict)


def mint(
    clusters: Iterable[list[str]],
    before: Mapping[str, str],
    used: Collection[str],
    propose: Callable[[list[str]], str],
) -> Minted:
    """Gives each cluster its entity's IRI.

    A cluster keeps the IRI that most of its mentions had before; where several clusters want one
    IRI, the one that holds more of its mentions has it. All others get a new IRI.

    Args:
        clusters: the mentions of each entity; new IRIs are minted in this order.
        before: the entity of each mention in the version before.
        used: every IRI ever minted, retired ones included.
        propose: a readable IRI for a cluster; a number is added while it is taken.

    Returns:
        The entities, and what became of the IRIs that were in use before and are no longer.
    """
    listed = list(clusters)
    claims: list[tuple[int, str, int]] = []
    for position, members in enumerate(listed):
        for iri, count in Counter(before[m] for m in members if m in before).items():
            claims.append((-count, iri, position))
    given: dict[int, str] = {}
    taken: set[str] = set()
    for _, iri, position in sorted(claims):
        if position not in given and iri not in taken:
            given[position] = iri
            taken.add(iri)
    known = set(used) | taken
    minted = Minted()
    for position, members in enumerate(listed):
        iri = given.get(position) or _free(propose(members), known)
        known.add(iri)
        for mention in members:
            minted.refers[mention] = iri
    heirs: dict[str, set[str]] = {}
    for mention, old in before.items():
        if old not in taken:
            heirs.setdefault(old, set()).update([minted.refers[mention]] if mention in minted.refers else [])
    minted.replaced = {old: tuple(sorted(new)) for old, new in heirs.items()}
    return minted


def _free(proposal: str, known: Collection[str]) -> str:
    iri, number = proposal, 1
    while iri in known:
        number += 1
        iri = f"{proposal}-{number}"
    return iri
