"""Clusters of mentions become entities: IRIs minted once, kept through later runs, never given to another."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


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
    home: Mapping[str, str],
    used: Callable[[str], bool],
    propose: Callable[[list[str]], str],
) -> Minted:
    """Gives each cluster its entity's IRI.

    A cluster that alone holds mentions of an entity keeps that entity's IRI. Where several clusters
    want one IRI, the one with more mentions that are at home there has it, then the one with more
    that had it last. What is left gets back the IRI where its mentions are at home, if that is free
    (so a merge taken back restores what was merged), and all others a new one.

    Args:
        clusters: the mentions of each entity; new IRIs are minted in this order.
        before: the entity of each mention in the version before.
        home: the entity that each mention had before people decided otherwise.
        used: whether an IRI was ever minted, retired ones included.
        propose: a readable IRI for a cluster; a number is added while it is taken.

    Returns:
        The entities, and what became of the IRIs that were in use before and are no longer.
    """
    listed = list(clusters)
    last = [Counter(before[m] for m in members if m in before) for members in listed]
    at_home = [Counter(home[m] for m in members if m in home) for members in listed]
    given = _kept(last, at_home)
    taken = set(given.values())
    for position in range(len(listed)):
        for iri, _ in sorted(at_home[position].items(), key=lambda item: (-item[1], item[0])):
            if position not in given and iri not in taken:
                given[position] = iri
                taken.add(iri)
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


def _kept(last: list[Counter[str]], at_home: list[Counter[str]]) -> dict[int, str]:
    """The IRIs that clusters keep from the version before."""
    claimed: dict[str, list[int]] = defaultdict(list)
    for position, counts in enumerate(last):
        for iri in counts:
            claimed[iri].append(position)
    given: dict[int, str] = {}
    claims: list[tuple[int, int, str, int]] = []
    for iri, positions in sorted(claimed.items()):
        if len(positions) == 1 and len(last[positions[0]]) == 1:
            given[positions[0]] = iri
        else:
            claims += [(-at_home[at][iri], -last[at][iri], iri, at) for at in positions]
    taken = set(given.values())
    for _, _, iri, position in sorted(claims):
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
