"""Clusters of mentions that one decision after another joins, unless something forbids it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, slots=True)
class Join:
    """Why a mention was joined to another: the pair, how it was found, how sure, in plain words."""

    mention: str
    other: str
    method: str
    score: float
    evidence: str


@dataclass(slots=True)
class Traits:
    """What must not clash inside one cluster, merged as clusters are.

    ``casts`` are the places of which an entity fills one at most (one cast on one page), with the
    mention that fills it. ``ids`` maps a scheme to the ids seen. ``years`` is the first and last
    year of activity. ``acts`` and ``crews`` say on which side of the camera.
    """

    casts: dict[str, str] = field(default_factory=dict)
    ids: dict[str, set[str]] = field(default_factory=dict)
    years: tuple[int, int] | None = None
    acts: bool = False
    crews: bool = False

    def merge(self, other: Traits) -> None:
        """Takes in another cluster's traits."""
        self.casts.update(other.casts)
        for scheme, values in other.ids.items():
            self.ids.setdefault(scheme, set()).update(values)
        if self.years is None:
            self.years = other.years
        elif other.years is not None:
            self.years = (min(self.years[0], other.years[0]), max(self.years[1], other.years[1]))
        self.acts |= other.acts
        self.crews |= other.crews

    def gap(self, other: Traits) -> int:
        """Years between the two spans of activity; 0 where they meet or one is unknown."""
        if self.years is None or other.years is None:
            return 0
        return max(0, self.years[0] - other.years[1], other.years[0] - self.years[1])


class Clusters:
    """A partition of mentions under joins, with the reason for each join kept.

    Args:
        traits: every mention and its traits.
        forbids: given two clusters' traits, the reason why they cannot be one entity, or None.
    """

    def __init__(self, traits: dict[str, Traits], forbids: Callable[[Traits, Traits], str | None]) -> None:
        self._parent = {mention: mention for mention in traits}
        self._members: dict[str, list[str]] = {mention: [mention] for mention in traits}
        self._traits = traits
        self._forbids = forbids
        self.joins: dict[str, Join] = {}
        self.refused: list[Join] = []

    def root(self, mention: str) -> str:
        """The mention that stands for its cluster."""
        parent = self._parent
        while parent[mention] != mention:
            parent[mention] = parent[parent[mention]]
            mention = parent[mention]
        return mention

    def together(self, a: str, b: str) -> bool:
        """Whether two mentions are one entity already."""
        return self.root(a) == self.root(b)

    def traits(self, mention: str) -> Traits:
        """The traits of the whole cluster of a mention."""
        return self._traits[self.root(mention)]

    def members(self, mention: str) -> list[str]:
        """All mentions of the cluster of a mention."""
        return self._members[self.root(mention)]

    def forbidden(self, a: str, b: str) -> str | None:
        """Why the clusters of two mentions cannot be one, or None if they can."""
        return self._forbids(self.traits(a), self.traits(b))

    def knows(self, mention: str) -> bool:
        """Whether a mention is one of these."""
        return mention in self._parent

    def join(
        self, mention: str, other: str, method: str, score: float, evidence: str, *, forced: bool = False
    ) -> bool:
        """Makes two mentions one entity; False, with the reason kept, where that is forbidden.

        ``forced``, for what a person decided, forbids nothing.
        """
        a, b = self.root(mention), self.root(other)
        if a == b:
            self.joins.setdefault(mention, Join(mention, other, method, score, evidence))
            return True
        reason = None if forced else self._forbids(self._traits[a], self._traits[b])
        if reason is not None:
            self.refused.append(Join(mention, other, method, score, f"{evidence}; but {reason}"))
            return False
        if len(self._members[a]) > len(self._members[b]):
            a, b = b, a
        self._parent[a] = b
        self._members[b] += self._members.pop(a)
        self._traits[b].merge(self._traits[a])
        # Each join is kept under a mention of its own, so that none is lost: a cluster of n has n - 1.
        free = (m for m in (mention, other, *self._members[b]) if m not in self.joins)
        self.joins[next(free, mention)] = Join(mention, other, method, score, evidence)
        return True

    def refuse(self, mention: str, other: str, method: str, score: float, evidence: str) -> None:
        """Keeps a pair that looks like one entity and was not joined, for a person to decide."""
        self.refused.append(Join(mention, other, method, score, evidence))

    def all(self) -> Iterable[list[str]]:
        """The clusters, each sorted, in the order of their first mentions."""
        return sorted(sorted(members) for members in self._members.values())


def same_id(scheme: str, value: str) -> str:
    """The evidence that two mentions share an external id; an address of RDF is its own scheme."""
    return f"same address, {value}" if scheme == value else f"same {scheme} id, {value}"
