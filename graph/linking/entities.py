"""Clusters of mentions become entities: IRIs minted once, kept through later runs, never given to another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


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
    past: Mapping[str, Sequence[str]],
    used: Callable[[str], bool],
    propose: Callable[[list[str]], str],
) -> Minted:
    """Gives each cluster its entity's IRI.

    Each cluster gets the IRI that most of its mentions had first, while they said what they say now;
    where several clusters want one, the one with more such mentions has it. Of the others each gets an
    IRI that its mentions had later, or had last while they said something else, if nobody has it; and
    if there is none, a new one. So who has which IRI depends on what the sources say now and not on
    what was decided meanwhile: a merge, split or edit taken back gives back the IRIs, too.

    Args:
        clusters: the mentions of each entity; new IRIs are minted in this order.
        before: the entity of each mention in the version before.
        past: the entities of each mention since it says what it says, the first one first.
        used: whether an IRI was ever minted, retired ones included.
        propose: a readable IRI for a cluster; a number is added while it is taken.

    Returns:
        The entities, and what became of the IRIs that were in use before and are no longer.
    """
    listed = list(clusters)
    given = _claimed(listed, before, past)
    taken = set(given.values())
    minted = Minted()
    fresh: set[str] = set()
    for position, members in enumerate(listed):
        if position in given:
            iri = given[position]
        else:
            iri = _free(propose(members), lambda proposal: proposal in fresh or used(proposal))
            fresh.add(iri)
        for mention in members:
            minted.refers[mention] = iri
    heirs: dict[str, set[str]] = {}
    for mention, old in before.items():
        if old not in taken:
            heirs.setdefault(old, set()).update([minted.refers[mention]] if mention in minted.refers else [])
    minted.replaced = {old: tuple(sorted(new)) for old, new in heirs.items()}
    return minted


def _claimed(
    clusters: list[list[str]], before: Mapping[str, str], past: Mapping[str, Sequence[str]]
) -> dict[int, str]:
    """The IRIs that clusters have had before, by their places."""
    given: dict[int, str] = {}
    taken: set[str] = set()
    most = max(map(len, past.values()), default=0)
    for rank in range(most + 1):
        votes: Counter[tuple[int, str]] = Counter()
        for position, members in enumerate(clusters):
            if position in given:
                continue
            for mention in members:
                had = past.get(mention, ())
                if rank < len(had):
                    votes[position, had[rank]] += 1
                elif rank == most and mention in before:
                    votes[position, before[mention]] += 1
        for (position, iri), _ in sorted(votes.items(), key=lambda item: (-item[1], item[0][1], item[0][0])):
            if position not in given and iri not in taken:
                given[position] = iri
                taken.add(iri)
    return given


def _free(proposal: str, used: Callable[[str], bool]) -> str:
    iri, number = proposal, 1
    while used(iri):
        number += 1
        iri = f"{proposal}-{number}"
    return iri
